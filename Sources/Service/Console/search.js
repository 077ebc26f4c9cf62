// The right: search as one types.

import { Latest, searchKnowledge } from "./api.js";
import { byId, h, marked, speak } from "./dom.js";
import { hotline } from "./hotline.js";
import { validity } from "./labels.js";
import { connectionLost, connectionWorks, onBack } from "./link.js";
import { onTyping, whenSlow } from "./typing.js";

const EMPTY = "输入关键词、拼音或首字母，边输边出结果。↑↓ 选择，回车打开。";

const latest = new Latest();
let field;
let hits = [];
let hotlines = [];
let next = null;
let active = -1;
// The words to which the hits belong, and whether return was pressed before these had come.
let shown = "";
let opensFirst = false;
let typing;
let openArticle = () => {};

const state = (text, kind = "") => {
  const place = byId("search-state");
  place.replaceChildren(text);
  place.className = `state ${kind}`;
};

function option(hit, index) {
  const valid = validity(hit);
  return h("li", {
    role: "option", id: `hit-${index}`, "aria-selected": String(index === active),
    "data-id": hit.id, onclick: () => { choose(index); openArticle(hit.id); },
  },
  h("b", {}, marked(hit.title, hit.highlights.title)),
  h("p", {}, marked(hit.excerpt, hit.highlights.excerpt)),
  h("small", {}, `${hit.owner} · ${hit.region} · `,
    h("span", { class: valid.bad ? "stale" : "" }, valid.text)));
}

function draw() {
  byId("hotlines").hidden = hotlines.length === 0;
  byId("hotlines").replaceChildren(...hotlines.map((entry) => hotline(entry, hotlines.length === 1)));
  byId("hits").replaceChildren(...hits.map(option));
  field.setAttribute("aria-expanded", String(hits.length > 0));
  if (active >= 0) field.setAttribute("aria-activedescendant", `hit-${active}`);
  else field.removeAttribute("aria-activedescendant");
}

function choose(index) {
  if (!hits.length) return;
  const list = byId("hits").children;
  list[active]?.setAttribute("aria-selected", "false");
  active = Math.max(0, Math.min(index, hits.length - 1));
  list[active].setAttribute("aria-selected", "true");
  field.setAttribute("aria-activedescendant", `hit-${active}`);
  list[active].scrollIntoView({ block: "nearest" });
}

function forget() {
  [hits, hotlines, next, active, shown, opensFirst] = [[], [], null, -1, "", false];
}

async function update(words, cursor = null) {
  if (!words.trim()) {
    latest.cancel();
    forget();
    draw();
    state(EMPTY, "empty");
    return;
  }
  const quick = whenSlow(() => state("正在检索…"));
  try {
    const page = await latest.run((signal) => searchKnowledge(words.trim(), byId("profile").value, cursor, signal));
    if (page === undefined) return;
    connectionWorks();
    hits = cursor ? hits.concat(page.items) : page.items;
    if (!cursor) hotlines = page.hotlines;
    next = page.next ?? null;
    if (!cursor) active = hits.length ? 0 : -1;
    shown = words.trim();
    draw();
    if (opensFirst && hits.length) openArticle(hits[0].id, { focus: true });
    opensFirst = false;
    if (!cursor) byId("found").scrollTop = 0;
    if (!hits.length) state("没有找到相关文章，可以换一种说法，或者少输几个字。", "empty");
    else if (next) state(h("button", { type: "button", onclick: () => update(words, next) }, "更多结果"));
    else state("");
    const called = hotlines.map((entry) => `${entry.number}${entry.now}；`).join("");
    speak(called + (hits.length ? `找到 ${hits.length} 篇${next ? "以上" : ""}` : "没有找到相关文章"));
  } catch (error) {
    // Hits of other words would be taken for hits of these.
    forget();
    draw();
    if (error.offline) connectionLost();
    state(error.offline ? "连不上服务，恢复后自动检索。" : error.message, "wrong");
  } finally {
    quick();
  }
}

function pressed(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown") choose(active + 1);
  else if (event.key === "ArrowUp") choose(active - 1);
  else if (event.key === "Enter") {
    if (shown !== field.value.trim()) {
      opensFirst = true;
      typing.now();
    } else if (hits[active]) openArticle(hits[active].id, { focus: true });
  } else return;
  event.preventDefault();
}

export function start(open) {
  openArticle = open;
  field = byId("search");
  typing = onTyping(field, update);
  field.addEventListener("keydown", pressed);
  field.addEventListener("input", () => (opensFirst = false));
  field.addEventListener("focus", () => field.select());
  onBack(() => field.value && typing.now());
  typing.now();
  return {
    /** Empties the search for the next call. */
    clear() {
      field.value = "";
      typing.now();
    },
    /** Searches again, under another regulation. */
    refresh: () => field.value && typing.now(),
  };
}
