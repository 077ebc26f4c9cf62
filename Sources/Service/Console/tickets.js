// The list of tickets: filters that live in the address, a list of any length, and the keyboard.

import { readCounts, readRegions, readTickets, readUnits } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { allStates, stateLabel } from "./labels.js";
import { connectionLost, connectionWorks, onBack } from "./link.js";
import { tableRow } from "./rows.js";
import { start } from "./shell.js";
import { say, sayFailure } from "./states.js";
import { onTyping } from "./typing.js";
import { windowed } from "./windowed.js";
import { CARDS, TYPES, dueWithin } from "./words.js";

const NAMES = ["q", "state", "unit", "type", "card", "region", "due", "open", "sort"];
const TICKS = ["supervised", "key_matters"];
const PAGE = 200;
const KEYS = [["/", "查词"], ["↑ ↓", "选择"], ["回车", "打开"], ["End", "到底"], ["Esc", "回列表"]];

const form = byId("filters");
const field = (name) => form.elements.namedItem(name);
let list;

function chosen() {
  const values = Object.fromEntries(NAMES.map((name) => [name, field(name).value.trim()]));
  for (const name of TICKS) values[name] = field(name).checked ? "true" : "";
  return values;
}

/** The service's filter; a limit in days counts from now and only among open tickets. */
function filter(values) {
  const { due, ...rest } = values;
  if (!due) return rest;
  return { ...rest, due_before: dueWithin(due === "late" ? 0 : Number(due)), open: rest.open || "true" };
}

function remember(values) {
  const kept = Object.entries(values).filter(([name, value]) => value && !(name === "sort" && value === "received"));
  const query = new URLSearchParams(kept).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

async function showCounts() {
  try {
    const counts = await readCounts();
    const selected = field("state").value;
    byId("counts").replaceChildren(...allStates.filter((name) => counts[name]).map((name) =>
      h("li", {}, h("button", {
        type: "button", "data-state": name, "aria-pressed": String(name === selected),
        onclick: () => {
          field("state").value = field("state").value === name ? "" : name;
          ask();
        },
      }, stateLabel(name), " ", h("b", {}, counts[name])))));
  } catch (error) {
    if (error.offline) connectionLost();
  }
}

function told({ count, more, loading, error }) {
  byId("table").hidden = count === 0;
  if (error) return sayFailure(byId("state"), error, ask);
  if (loading && !count) return say(byId("state"), "正在读取…", "loading");
  connectionWorks();
  if (!count) return say(byId("state"), "没有符合条件的工单，可以清除筛选再看。", "empty");
  say(byId("state"), more ? `已列出 ${count} 件，往下滚动还有更多` : `共 ${count} 件`);
}

/** Asks anew by the filter. */
function ask() {
  remember(chosen());
  byId("table").hidden = false;
  list.reload();
  showCounts();
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.matches("input, select, textarea");
  if (event.key === "Escape") list.move(0);
  else if (inField) return;
  else if (event.key === "/") field("q").focus();
  else if (event.key === "ArrowDown") list.move(1);
  else if (event.key === "ArrowUp") list.move(-1);
  else if (event.key === "PageDown") list.move(list.page());
  else if (event.key === "PageUp") list.move(-list.page());
  else if (event.key === "Home") list.focus(0);
  else if (event.key === "End") list.focus(list.lines.length - 1);
  else return;
  event.preventDefault();
}

const choices = (select, all, pairs) =>
  select.append(h("option", { value: "" }, all), ...pairs.map(([value, words]) => h("option", { value }, words)));

const isName = (input) =>
  !input.value || [...input.list.options].some((option) => option.value === input.value);

function begin() {
  choices(field("state"), "全部", allStates.map((name) => [name, stateLabel(name)]));
  choices(field("type"), "全部", TYPES.map((name) => [name, name]));
  choices(field("card"), "全部", Object.entries(CARDS));
  const given = new URLSearchParams(location.search);
  for (const name of NAMES) if (given.has(name)) field(name).value = given.get(name);
  for (const name of TICKS) field(name).checked = given.get(name) === "true";
  list = windowed({
    scroller: byId("table"), body: byId("rows"), row: tableRow, told,
    read: (cursor, signal) => readTickets({ ...filter(chosen()), limit: PAGE, cursor }, signal),
  });
  onTyping(field("q"), () => ask());
  for (const name of ["unit", "region"]) {
    // A name that is half written is not yet what the person means; a chosen one is.
    field(name).addEventListener("input", () => isName(field(name)) && ask());
  }
  form.addEventListener("change", (event) => event.target.name !== "q" && ask());
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    ask();
  });
  // The fields are emptied only after the event.
  form.addEventListener("reset", () => setTimeout(() => ask()));
  document.addEventListener("keydown", pressed);
  offerNames("units", readUnits);
  offerNames("regions", readRegions);
  onBack(() => list.reload(true));
  ask();
}

if (await start({ page: "tickets", title: "工单", keys: KEYS })) begin();
