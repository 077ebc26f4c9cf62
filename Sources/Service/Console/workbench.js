// A role's work: its queues on the left, the chosen ticket with what can be done on the right.

import { readCounts, readTickets } from "./api.js";
import { bulkBar } from "./bulk.js";
import { byId, h } from "./dom.js";
import { connectionWorks, onBack } from "./link.js";
import { queueRow } from "./rows.js";
import { say, sayFailure } from "./states.js";
import { load, save } from "./store.js";
import { onTyping } from "./typing.js";
import * as ticketView from "./view.js";
import { windowed } from "./windowed.js";

const PAGE = 200;
// As many are sorted by urgency; a queue that is longer goes on in the service's order.
const SORTED = 1000;
const COUNTED = 100;
// Milliseconds between two looks at the queues.
const WATCH = 20000;

/** The urgent first, then the nearest limit, then the longest waiting. */
export const byUrgency = (one, other) =>
  other.urgent - one.urgent || (one.due_at ?? "9").localeCompare(other.due_at ?? "9") || one.received_at.localeCompare(other.received_at);

/** Pages of a view; what its `keep` leaves out is not shown. */
async function readView(view, narrowed, cursor, signal) {
  let [items, next] = [[], cursor];
  do {
    const page = await readTickets({ ...view.filter(), ...narrowed(), limit: PAGE, cursor: next }, signal);
    items = items.concat(view.keep ? page.items.filter((line) => view.keep(line)) : page.items);
    next = page.next ?? null;
  } while (next && (view.sort ? items.length < SORTED && !cursor : items.length === 0));
  return { items: view.sort && !cursor ? items.sort(byUrgency) : items, next };
}

/**
 * Builds the page.
 *
 * A view is `{id, name, filter, keep?, sort?, empty?}`; `narrowed` gives what every view is narrowed
 * by; `bulk` are the commands for many; `shown` hears of every ticket that is shown; `tools` stand
 * above the list.
 */
export function workbench({ place, page, views, narrowed = () => ({}), bulk = [], shown = null, tools = [], done = null }) {
  let view = views.find((one) => one.id === load(`view-${page}`)) ?? views[0];
  let [current, position] = ["", 0];
  const words = h("input", { type: "search", id: "queue-words", maxlength: 200, placeholder: "查词 /", "aria-label": "在这一列里查词" });
  place.replaceChildren(
    h("section", { class: "queue", "aria-label": "队列" },
      h("div", { class: "tabs", role: "tablist", "aria-label": "队列" }, views.map((one) =>
        h("button", { type: "button", role: "tab", "data-view": one.id, "aria-selected": "false", "aria-controls": "queue", onclick: () => choose(one) },
          one.name, h("span", { class: "number" })))),
      h("div", { class: "tools" }, words, ...tools),
      h("p", { class: "state", id: "queue-state", role: "status" }),
      h("div", { class: "rows", id: "queue", role: "tabpanel", tabindex: "0", "aria-label": "队列里的工单" }, h("ul", { id: "queue-rows" })),
      h("div", { id: "bulk" })),
    h("div", { class: "ticket", id: "view" }));
  ticketView.mount(byId("view"), {
    shown: (ticket, rest, isNew) => shown?.(ticket, rest, isNew),
    done: () => {
      reload(true);
      done?.();
    },
  });
  const all = () => ({ ...narrowed(), ...(words.value.trim() ? { q: words.value.trim() } : {}) });
  const list = windowed({
    scroller: byId("queue"), body: byId("queue-rows"), told,
    row: (line) => queueRow(line, { open, mark: bulk.length ? marks.toggle : null, isMarked: (number) => marks.has(number) }),
    read: (cursor, signal) => readView(view, all, cursor, signal),
  });
  const marks = bulkBar(byId("bulk"), bulk, {
    lines: () => list.lines, redraw: () => list.redrawAll(), done: () => {
      reload(true);
      ticketView.refresh();
    },
  });

  function told({ count, more, loading, error }) {
    const state = byId("queue-state");
    const at = list?.lines.findIndex((line) => line.number === current) ?? -1;
    if (at >= 0) position = at;
    if (list) list.active = at;
    for (const row of byId("queue-rows").children) row.classList.toggle("active", row.dataset.number === current);
    if (error) return sayFailure(state, error, () => reload());
    if (loading) return count ? undefined : say(state, "正在读取…", "loading");
    connectionWorks();
    marks.draw();
    if (!count) return say(state, words.value ? "没有符合的工单，换个词再查。" : view.empty ?? "这里没有工单。", "empty");
    say(state, `${count} 件${more ? "，往下滚动还有更多" : ""}${view.sort ? " · 紧急和期限近的在前" : ""}`);
    if (!current && !more && window.innerWidth > 900 && view.opens !== false) open(list.lines[0].number);
  }

  function choose(one) {
    view = one;
    save(`view-${page}`, one.id);
    drawTabs();
    marks.clear();
    reload();
  }

  function drawTabs() {
    for (const tab of place.querySelectorAll("[role=tab]")) {
      const isChosen = tab.dataset.view === view.id;
      tab.setAttribute("aria-selected", String(isChosen));
      tab.tabIndex = isChosen ? 0 : -1;
    }
  }

  async function count() {
    const counts = Object.keys(narrowed()).length ? null : await readCounts().catch(() => null);
    await Promise.all(views.map(async (one) => {
      const number = place.querySelector(`[data-view="${one.id}"] .number`);
      const { state, ...rest } = one.filter();
      try {
        if (counts && state && one.open !== false && !Object.keys(rest).filter((name) => name !== "sort").length) {
          number.textContent = state.split(",").reduce((sum, name) => sum + (counts[name] ?? 0), 0);
          return;
        }
        const found = await readTickets({ ...one.filter(), ...narrowed(), limit: COUNTED });
        const kept = one.keep ? found.items.filter((line) => one.keep(line)) : found.items;
        number.textContent = `${kept.length}${found.next ? "+" : ""}`;
      } catch {
        number.textContent = "";
      }
    }));
  }

  function reload(keep = false) {
    count();
    return list.reload(keep);
  }

  function open(number, { focus = false } = {}) {
    current = number;
    const at = list.lines.findIndex((line) => line.number === number);
    if (at >= 0) position = at;
    list.active = at;
    for (const row of byId("queue-rows").children) row.classList.toggle("active", row.dataset.number === number);
    place.classList.add("opened");
    return ticketView.show(number).then(() => focus && byId("story").scrollIntoView({ block: "nearest" }));
  }

  /** The next one in the queue; a ticket that left the queue makes room for its follower. */
  function step(by) {
    const at = list.lines.findIndex((line) => line.number === current);
    const index = Math.max(0, Math.min(at < 0 ? position + (by < 0 ? -1 : 0) : at + by, list.lines.length - 1));
    if (!list.lines[index]) return;
    list.focus(index);
    open(list.lines[index].number);
  }

  function turnTab(by) {
    const at = views.indexOf(view);
    choose(views[(at + by + views.length) % views.length]);
    place.querySelector(`[data-view="${view.id}"]`).focus();
  }

  function pressed(event) {
    if (place.hidden || document.querySelector("dialog[open]")) return;
    if (ticketView.pressed(event)) return;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") {
      place.classList.remove("opened");
      list.focus(Math.max(0, position));
    } else if (event.target.matches("input:not([type=checkbox]), select, textarea")) return;
    else if (event.target.getAttribute("role") === "tab" && /^Arrow(Left|Right)$/.test(event.key)) turnTab(event.key === "ArrowLeft" ? -1 : 1);
    else if (event.key === "/") words.focus();
    else if (event.key === "[" || event.key === "]") turnTab(event.key === "[" ? -1 : 1);
    else if (event.key === "ArrowDown" || event.key.toLowerCase() === "j") step(1);
    else if (event.key === "ArrowUp" || event.key.toLowerCase() === "k") step(-1);
    else if (event.key.toLowerCase() === "n") step(1);
    else if (event.key.toLowerCase() === "x" && bulk.length && current) marks.toggle(current);
    else if (event.key.toLowerCase() === "b" && bulk.length) marks.open();
    else return;
    event.preventDefault();
  }

  onTyping(words, () => reload());
  document.addEventListener("keydown", pressed);
  onBack(() => reload(true));
  setInterval(() => {
    if (document.hidden || place.hidden) return;
    // Who has scrolled far down is not thrown back to the first page.
    if (list.lines.length <= (view.sort ? SORTED : PAGE)) reload(true);
    else count();
  }, WATCH);
  drawTabs();
  reload();
  return { reload, open, choose: (id) => choose(views.find((one) => one.id === id)), step };
}
