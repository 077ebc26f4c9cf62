// The list of tickets: filters that live in the address, pages, and the keyboard.

import { Latest, readCounts, readRegions, readTickets, readUnits } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { allStates, stateLabel } from "./labels.js";
import { connectionLost, connectionWorks, onBack, start } from "./link.js";
import { onTyping, whenSlow } from "./typing.js";
import { CARDS, TYPES, card, exactly, limit } from "./words.js";

const NAMES = ["q", "state", "unit", "type", "card", "region", "due", "open", "sort"];
const TICKS = ["supervised", "key_matters"];
const PAGE = 50;

const latest = new Latest();
const form = byId("filters");
const field = (name) => form.elements.namedItem(name);
// The cursors of the pages before this one, and of this one and the next.
let before = [];
let cursor = null;
let next = null;

const state = (text, kind = "") => {
  byId("state").textContent = text;
  byId("state").className = `state ${kind}`;
};

function chosen() {
  const values = Object.fromEntries(NAMES.map((name) => [name, field(name).value.trim()]));
  for (const name of TICKS) values[name] = field(name).checked ? "true" : "";
  return values;
}

/** The service's filter; a limit in days counts from now and only among open tickets. */
function filter(values) {
  const { due, ...rest } = values;
  if (!due) return rest;
  const days = due === "late" ? 0 : Number(due);
  const moment = new Date(Date.now() + days * 86400e3 + 8 * 3600e3).toISOString().slice(0, 19);
  return { ...rest, due_before: `${moment}+08:00`, open: rest.open || "true" };
}

function remember(values) {
  const kept = Object.entries(values).filter(([name, value]) => value && !(name === "sort" && value === "received"));
  const query = new URLSearchParams(kept).toString();
  history.replaceState(null, "", query ? `?${query}` : location.pathname);
}

function row(line) {
  const address = `/console/ticket.html?number=${encodeURIComponent(line.number)}`;
  return h("tr", { class: `row-${line.card}` },
    h("th", { scope: "row" }, h("a", { href: address, class: "open" }, line.number)),
    h("td", {}, card(line.card)),
    h("td", {}, line.state_text, line.supervised ? [" ", h("span", { class: "chip strong" }, "督办")] : null,
      line.merged_into ? [" ", h("span", { class: "chip" }, "已并案")] : null),
    h("td", {}, line.type, line.urgent ? [" ", h("span", { class: "chip card-red" }, "紧急")] : null),
    h("td", { class: "words" }, h("span", { title: line.text }, line.text)),
    h("td", {}, line.region ?? ""),
    h("td", {}, line.lead ?? ""),
    h("td", { class: "when" }, line.due_at ? limit(line.due_at) : ""),
    h("td", { class: "when" }, exactly(line.received_at)));
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

/** Asks for a page; without an argument for the first one of the filter. */
async function ask(place = null) {
  if (place === null) [before, cursor] = [[], null];
  const values = chosen();
  remember(values);
  const quick = whenSlow(() => state("正在读取…"));
  try {
    const page = await latest.run((signal) =>
      readTickets({ ...filter(values), limit: PAGE, cursor }, signal));
    if (page === undefined) return;
    connectionWorks();
    next = page.next;
    byId("rows").replaceChildren(...page.items.map(row));
    byId("table").hidden = page.items.length === 0;
    byId("page-number").textContent = `第 ${before.length + 1} 页`;
    byId("previous").disabled = before.length === 0;
    byId("next").disabled = !next;
    state(page.items.length ? `本页 ${page.items.length} 件${next ? "，还有更多" : ""}`
      : "没有符合条件的工单，可以清除筛选再看。", page.items.length ? "" : "empty");
    window.scrollTo(0, 0);
  } catch (error) {
    if (error.offline) connectionLost();
    byId("table").hidden = true;
    state(error.offline ? "连不上服务，恢复后自动读取。"
      : error.faults.length ? error.faults.map((fault) => fault.detail).join("") : error.message, "wrong");
  } finally {
    quick();
  }
  showCounts();
}

function turn(forward) {
  if (forward ? !next : !before.length) return;
  if (forward) {
    before.push(cursor);
    cursor = next;
  } else cursor = before.pop();
  ask("page");
}

function move(step) {
  const links = [...document.querySelectorAll("a.open")];
  if (!links.length) return;
  const at = links.indexOf(document.activeElement);
  links[at < 0 ? 0 : Math.max(0, Math.min(at + step, links.length - 1))].focus();
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  const inField = event.target.matches("input, select, textarea");
  if (event.key === "Escape") move(0);
  else if (inField) return;
  else if (event.key === "/") field("q").focus();
  else if (event.key === "ArrowDown") move(1);
  else if (event.key === "ArrowUp") move(-1);
  else if (event.key.toLowerCase() === "n") turn(true);
  else if (event.key.toLowerCase() === "p") turn(false);
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
  byId("previous").addEventListener("click", () => turn(false));
  byId("next").addEventListener("click", () => turn(true));
  document.addEventListener("keydown", pressed);
  offerNames("units", readUnits);
  offerNames("regions", readRegions);
  onBack(() => ask());
  start();
  ask();
}

begin();
