// The supervisors' page: the board of cards, the queues to urge and supervise, and the ledger.

import { readLedger, readTickets } from "./api.js";
import { byId, h } from "./dom.js";
import { connectionWorks, onBack } from "./link.js";
import { marks, ticketAddress } from "./rows.js";
import { start } from "./shell.js";
import { say, sayFailure } from "./states.js";
import { has, openCommand } from "./todo.js";
import { windowed } from "./windowed.js";
import { byUrgency, workbench } from "./workbench.js";
import { CARDS, card, dueWithin, limit, since } from "./words.js";

const KEYS = [["G", "看板"], ["L", "列表"], ["T", "台账"], ["J K", "上下件"], ["1 到 9", "办理"], ["X", "勾选"], ["B", "批量"]];
const PARTS = [["board", "牌的看板"], ["bench", "催办和督办"], ["ledger", "督办台账"]];
const PAGE = 200;
// As many a column of the board shows; the rest is in the list.
const SHOWN = 60;
const WATCH = 20000;

const withCard = (name) => ({ id: name, name: CARDS[name], filter: () => ({ card: name, open: "true", sort: "due" }), empty: `没有挂${CARDS[name]}的工单。` });
const VIEWS = [
  withCard("red"), withCard("yellow"), withCard("warning"),
  { id: "late", name: "已逾期", filter: () => ({ due_before: dueWithin(0), open: "true", sort: "due" }), empty: "没有逾期的工单。" },
  { id: "supervised", name: "督办中", filter: () => ({ supervised: "true", sort: "due" }), empty: "没有在督办的工单。" },
  { id: "key", name: "重点事项", filter: () => ({ key_matters: "true", open: "true", sort: "due" }), empty: "没有重点事项。" },
  { id: "unsigned", name: "未签收", filter: () => ({ state: "dispatched", sort: "due" }), sort: true, empty: "没有等着签收的工单。" },
];
const BULK = ["urge", "supervise", "resolve-supervision"];
const COLUMNS = [["red", "红牌"], ["yellow", "黄牌"], ["warning", "预警"], ["late", "逾期，还没有挂牌"]];

let [bench, ledger] = [null, null];

const shownPart = () => (PARTS.some(([id]) => id === location.hash.slice(1)) ? location.hash.slice(1) : "board");

function showPart() {
  const part = shownPart();
  for (const [id] of PARTS) byId(id).hidden = id !== part;
  byId("parts").replaceChildren(...PARTS.map(([id, name]) =>
    h("a", { href: `#${id}`, "aria-current": id === part ? "true" : null }, name)));
  if (part === "board") readBoard();
  else if (part === "ledger") ledger.reload();
  else bench.reload(true);
}

/** A ticket of the board, from which one goes to where it can be urged. */
const tile = (line, view) =>
  h("li", {}, h("button", {
    type: "button", class: `tile row-${line.card}`, "data-number": line.number, onclick: () => {
      location.hash = "bench";
      bench.choose(view);
      bench.open(line.number);
    },
  }, h("span", { class: "first" }, line.card === "none" ? null : card(line.card), marks(line), h("b", {}, line.number)),
  h("span", { class: "clip" }, line.text),
  h("span", { class: "last" }, line.due_at ? limit(line.due_at) : since(line.received_at), h("span", { class: "small" }, line.lead ?? ""))));

/** How many cards each unit has, the reddest first. */
function units(columns) {
  const counts = new Map();
  for (const [name, lines] of columns) {
    for (const line of lines) {
      const unit = line.lead ?? "还没有派发";
      counts.set(unit, { ...counts.get(unit), [name]: (counts.get(unit)?.[name] ?? 0) + 1 });
    }
  }
  const weight = (one) => (one.red ?? 0) * 1e6 + (one.yellow ?? 0) * 1e3 + (one.warning ?? 0) + (one.late ?? 0) / 1e3;
  const rows = [...counts].sort(([, one], [, other]) => weight(other) - weight(one));
  return h("section", { class: "column by-unit" }, h("h2", {}, "按单位"),
    h("table", {}, h("thead", {}, h("tr", {}, ["单位", "红", "黄", "预警", "逾期"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, rows.map(([unit, one]) => h("tr", {}, h("th", { scope: "row" }, unit),
        COLUMNS.map(([name]) => h("td", {}, one[name] ?? "")))))));
}

async function readBoard() {
  const state = byId("board-state");
  if (!byId("columns").childElementCount) say(state, "正在读取…", "loading");
  try {
    const columns = await Promise.all(COLUMNS.map(async ([name]) => {
      const view = VIEWS.find((one) => one.id === name);
      const page = await readTickets({ ...view.filter(), limit: PAGE });
      const lines = (name === "late" ? page.items.filter((line) => line.card === "none") : page.items).sort(byUrgency);
      return [name, lines, Boolean(page.next)];
    }));
    connectionWorks();
    const all = columns.reduce((sum, [, lines]) => sum + lines.length, 0);
    say(state, all ? "" : "没有挂牌的，也没有逾期的工单。", "empty");
    byId("columns").replaceChildren(...columns.map(([name, lines, more], index) =>
      h("section", { class: `column column-${name}`, "data-column": name },
        h("h2", {}, name === "late" ? COLUMNS[index][1] : card(name), " ", h("b", {}, `${lines.length}${more ? "+" : ""}`)),
        lines.length ? h("ul", {}, lines.slice(0, SHOWN).map((line) => tile(line, name))) : h("p", { class: "state" }, "没有。"),
        lines.length > SHOWN ? h("p", { class: "state" }, `还有 ${lines.length - SHOWN}${more ? "+" : ""} 件，请到“催办和督办”里看。`) : null)),
    ...(all ? [units(columns)] : []));
  } catch (error) {
    sayFailure(state, error, readBoard);
  }
}

const ledgerRow = (entry) =>
  h("tr", {},
    h("th", { scope: "row" }, h("div", {}, h("a", { class: "open", href: ticketAddress(entry.number) }, entry.number))),
    h("td", {}, h("div", {}, entry.unit ?? "")), h("td", {}, h("div", { title: entry.reason }, entry.reason)),
    h("td", { class: "when" }, h("div", {}, since(entry.since))),
    h("td", { class: "when" }, h("div", {}, entry.resolved ? since(entry.resolved) : h("span", { class: "chip strong" }, "督办中"))));

function startLedger() {
  const form = byId("ledger-filter");
  const state = byId("ledger-state");
  ledger = windowed({
    scroller: byId("ledger-table"), body: byId("ledger-rows"), row: ledgerRow,
    read: (cursor, signal) => readLedger({ open: form.elements.open.value, limit: PAGE, cursor }, signal),
    told({ count, more, loading, error }) {
      byId("ledger-table").hidden = count === 0;
      if (error) sayFailure(state, error, () => ledger.reload());
      else if (loading) say(state, count ? state.textContent : "正在读取…", "loading");
      else {
        connectionWorks();
        say(state, count ? `${count} 件${more ? "，往下滚动还有更多" : ""}` : "台账里没有这样的事项。", count ? "" : "empty");
      }
    },
  });
  form.addEventListener("change", () => {
    byId("ledger-table").hidden = false;
    ledger.reload();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("ledger-print").addEventListener("click", () => print());
}

function shown(ticket, { history }, isNew) {
  const steps = (history ?? []).filter((change) => ["urge", "supervise", "resolve-supervision"].includes(change.command));
  const { urges, returns, redos, rejections, supervision } = ticket.record;
  byId("beside").replaceChildren(h("section", { class: "aside" }, h("h3", {}, "督办的依据"),
    h("p", {}, [["催办", urges], ["退单", returns], ["重办", redos], ["退回", rejections]].map(([name, times]) => `${name} ${times} 次`).join("，")),
    supervision.map((why) => h("p", { class: "asked-for" }, `督办中：${why}`)),
    ticket.next.length ? h("ul", { class: "dates" }, ticket.next.filter((date) => date.owed).map((date) =>
      h("li", {}, limit(date.due_at, date), h("span", { class: "law" }, date.source)))) : null,
    steps.length ? h("ol", { class: "past" }, steps.map((change) =>
      h("li", {}, since(change.at), " ", change.events.map((event) => event.words).join("；"), h("span", { class: "law" }, change.actor)))) : null));
  if (!isNew) return;
  const first = supervision.length && has("resolve-supervision") ? null : has("urge") ? "urge" : null;
  if (first) openCommand(first, {}, { focus: false });
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, select, textarea")) return;
  const part = { g: "board", l: "bench", t: "ledger" }[event.key.toLowerCase()];
  if (!part) return;
  location.hash = part;
  event.preventDefault();
}

if (await start({ page: "supervise", title: "督办台", keys: KEYS })) {
  startLedger();
  bench = workbench({ place: byId("bench"), page: "supervise", views: VIEWS, bulk: BULK, shown });
  window.addEventListener("hashchange", showPart);
  document.addEventListener("keydown", pressed);
  onBack(showPart);
  setInterval(() => !document.hidden && shownPart() === "board" && readBoard(), WATCH);
  showPart();
}
