// A list of any length: only the rows that can be seen exist, and further pages come as one scrolls.

import { Latest } from "./api.js";
import { h } from "./dom.js";

// Rows beyond both edges of the screen, and how near to the end the next page is asked for.
const BEYOND = 12;
const AHEAD = 120;
// What is printed at most.
const PRINTED = 2000;

/**
 * Makes the list.
 *
 * `scroller` is the box that scrolls, `body` the element that holds the rows (a `tbody` or `ul`),
 * `row(line, index)` makes one row, `read(cursor, signal)` gives `{items, next}`, `told` hears of
 * every change: `{count, more, loading, error}`.
 */
export function windowed({ scroller, body, row, read, told = () => {} }) {
  const tag = body.tagName === "TBODY" ? "tr" : "li";
  // Room for the rows that are not there, before and behind those that are.
  const spacer = () => (tag === "tr"
    ? h("tbody", { class: "spacer", "aria-hidden": "true", hidden: true }, h("tr", {}, h("td", { colspan: scroller.querySelectorAll("thead th").length })))
    : h("div", { class: "spacer", "aria-hidden": "true", hidden: true }));
  const [above, below] = [spacer(), spacer()];
  const latest = new Latest();
  const drawn = new Map();
  let [lines, next, loading, height, active, frame] = [[], null, false, 0, -1, 0];

  const tell = (more = {}) => told({ count: lines.length, more: Boolean(next), loading, ...more });
  const space = (node, rows) => {
    (node.querySelector("td") ?? node).style.height = `${rows * height}px`;
    node.hidden = rows <= 0;
  };

  function make(index) {
    const node = row(lines[index], index);
    node.dataset.index = index;
    if (tag === "tr") node.setAttribute("aria-rowindex", index + 1);
    else {
      node.setAttribute("aria-posinset", index + 1);
      node.setAttribute("aria-setsize", next ? -1 : lines.length);
    }
    node.classList.toggle("active", index === active);
    return node;
  }

  /** Measures a row once; every row has the same height. */
  function measure() {
    if (height || !lines.length) return;
    const probe = make(0);
    body.append(probe);
    height = probe.getBoundingClientRect().height;
    probe.remove();
  }

  /** Puts the rows that can be seen into the page, and takes the others out. */
  function draw(everything = false) {
    measure();
    if (!height) return;
    const screen = scroller.clientHeight || window.innerHeight;
    let from = Math.max(0, Math.floor(scroller.scrollTop / height) - BEYOND);
    let to = Math.min(lines.length, Math.ceil((scroller.scrollTop + screen) / height) + BEYOND);
    if (everything) [from, to] = [0, Math.min(lines.length, PRINTED)];
    for (const [index, node] of drawn) {
      if (index >= from && index < to) continue;
      // The keyboard stays in the list when its row leaves the screen.
      if (node.contains(document.activeElement)) scroller.focus({ preventScroll: true });
      node.remove();
      drawn.delete(index);
    }
    let place = null;
    for (let index = to - 1; index >= from; index -= 1) {
      let node = drawn.get(index);
      if (!node) {
        node = make(index);
        drawn.set(index, node);
        body.insertBefore(node, place);
      }
      place = node;
    }
    space(above, everything ? 0 : from);
    space(below, everything ? 0 : lines.length - to);
    if (to > lines.length - AHEAD && next && !loading) load(next);
  }

  const later = () => {
    if (!frame) frame = requestAnimationFrame(() => {
      frame = 0;
      draw();
    });
  };

  function clear() {
    for (const node of drawn.values()) node.remove();
    drawn.clear();
  }

  /** Reads a page; without a cursor the first one, which takes the place of everything. */
  async function load(cursor = null, { keep = false } = {}) {
    loading = true;
    tell();
    try {
      const page = await latest.run((signal) => read(cursor, signal));
      if (page === undefined) return;
      loading = false;
      next = page.next ?? null;
      if (cursor === null) {
        const number = keep ? lines[active]?.number : null;
        const isInside = keep && body.contains(document.activeElement);
        lines = page.items;
        active = number ? lines.findIndex((line) => line.number === number) : -1;
        clear();
        if (!keep) scroller.scrollTop = 0;
        draw();
        if (isInside) drawn.get(active)?.querySelector("button, a")?.focus({ preventScroll: true });
      } else lines = lines.concat(page.items);
      draw();
      tell();
    } catch (error) {
      loading = false;
      if (cursor === null && !keep) {
        [lines, next, active] = [[], null, -1];
        clear();
        draw();
      }
      tell({ error });
    }
  }

  function focus(index, { scroll = true } = {}) {
    if (!lines.length) return;
    const before = drawn.get(active);
    active = Math.max(0, Math.min(index, lines.length - 1));
    before?.classList.remove("active");
    const top = active * height;
    if (scroll) {
      const head = scroller.querySelector("thead")?.getBoundingClientRect().height ?? 0;
      if (top < scroller.scrollTop) scroller.scrollTop = top;
      else if (top + height > scroller.scrollTop + scroller.clientHeight - head) {
        scroller.scrollTop = top + height - scroller.clientHeight + head;
      }
      draw();
    }
    const node = drawn.get(active);
    node?.classList.add("active");
    (node?.querySelector("a, button") ?? scroller).focus({ preventScroll: true });
  }

  body.before(above);
  body.after(below);
  scroller.addEventListener("scroll", later, { passive: true });
  new ResizeObserver(() => {
    height = 0;
    later();
  }).observe(scroller);
  window.addEventListener("beforeprint", () => draw(true));
  window.addEventListener("afterprint", () => draw());

  return {
    /** Reads from the beginning; `keep` leaves the place on the screen and the chosen row. */
    reload: (keep = false) => load(null, { keep }),
    /** Shows what is already here; `more` asks for a next page. */
    fill(items) {
      latest.cancel();
      [lines, next, loading, active] = [items, null, false, -1];
      clear();
      draw();
      tell();
    },
    /** Draws a row anew. */
    redraw(index) {
      const node = drawn.get(index);
      if (!node) return;
      const fresh = make(index);
      const focused = node.contains(document.activeElement);
      node.replaceWith(fresh);
      drawn.set(index, fresh);
      if (focused) fresh.querySelector("a, button")?.focus({ preventScroll: true });
    },
    redrawAll() {
      clear();
      draw();
    },
    focus,
    move: (step) => focus(active < 0 ? 0 : active + step),
    page: () => Math.max(1, Math.floor(scroller.clientHeight / (height || 1)) - 1),
    get active() { return active; },
    set active(index) { active = index; },
    get lines() { return lines; },
    get more() { return Boolean(next); },
  };
}
