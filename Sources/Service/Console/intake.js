// Recording the call: the fields beside its text, what is to be done with it, and the one step
// that records and does it. What is under way survives a reload and is never recorded twice.

import { act, newKey, readRegions, readUnits, register } from "./api.js";
import { byId, h, speak } from "./dom.js";
import { earlierTickets } from "./earlier.js";
import { offerNames, showFaults } from "./fields.js";
import { connectionLost, connectionWorks, onBack } from "./link.js";
import * as queue from "./queue.js";
import { may } from "./session.js";
import { load, save } from "./store.js";
import { TYPES, exactly, grounds } from "./words.js";

const CHANNELS = ["电话", "网站", "微信", "移动端", "省委民声通道", "省委民声通道公文交办", "人民网", "市委书记留言板", "领导接听日", "其他"];
const WAYS = { dispatch: "派发", answer: "即时答复", exclude: "不予受理", merge: "并案", none: "只登记" };
const NEEDS = {
  dispatch: [["lead", "请写明主办单位，或者按 Alt+1 选用建议的单位。"]],
  answer: [["article", "请选用一篇文章：打开后按 Alt+0。"]],
  exclude: [["entry", "请写明条款，或者按 Alt+9 选用建议。"], ["tell", "请写明告诉来电人的话。"]],
  merge: [["into", "请写明并入哪张工单。"]], none: [],
};
const FIELDS = ["type", "channel", "phone", "name", "address", "region", "reported", "callback",
  "lead", "co", "item", "limit", "article", "entry", "tell", "into"];
const TICKS = ["urgent", "secret"];

// Dispatching and joining are the dispatchers'; an operator hands the call on to them.
const mayWay = (way) => !["dispatch", "merge"].includes(way) || may("dispatchTicket");

const fresh = () => ({ way: mayWay("dispatch") ? "dispatch" : "none", fields: { channel: "电话" }, touched: [], title: "", attempt: null, ticket: null, done: null });

let form;
let work = null;
let former = null;
let busy = false;
let places = [];
let earlier;

const field = (name) => form.elements.namedItem(name);
const text = () => byId("call").value;
const touched = (name) => work.touched.includes(name);

function keep() {
  for (const name of FIELDS) work.fields[name] = field(name).value;
  for (const name of TICKS) work.fields[name] = field(name).checked;
  save("intake", JSON.stringify(work));
}

/** Shows what is locked: a call whose recording is under way or done is no longer changed. */
function lock() {
  byId("call").readOnly = isRecorded();
  byId("asked").disabled = isRecorded();
  byId("intake").classList.toggle("recorded", Boolean(work.ticket));
  byId("going").disabled = isSettled();
  byId("submit").hidden = Boolean(work.done);
  byId("submit").disabled = busy;
  const verb = work.way === "none" ? (mayWay("dispatch") ? "登记" : "登记，交派单员") : work.ticket ? WAYS[work.way] : `登记并${WAYS[work.way]}`;
  byId("submit").replaceChildren(work.attempt && !busy ? "再试一次" : busy ? "正在登记…" : verb, " ", h("kbd", {}, "Ctrl+回车"));
}

function draw() {
  for (const name of FIELDS) field(name).value = work.fields[name] ?? "";
  for (const name of TICKS) field(name).checked = work.fields[name] === true;
  if (!field("type").value) field("type").value = "";
  drawWay();
  drawDone();
  lock();
}

function drawWay() {
  for (const radio of form.querySelectorAll("[name=way]")) radio.checked = radio.value === work.way;
  for (const box of form.querySelectorAll("[data-way]")) box.hidden = box.dataset.way !== work.way;
  byId("reported-row").hidden = field("type").value !== "举报";
  byId("article-title").textContent = work.title;
}

function problem(...nodes) {
  byId("problem").replaceChildren(...nodes);
  byId("problem").hidden = nodes.length === 0;
}

function drawDone() {
  const done = work.done ?? work.ticket;
  byId("done").hidden = !done;
  byId("intake").hidden = Boolean(work.done);
  document.querySelector(".call").classList.toggle("recorded", Boolean(work.done));
  byId("done").replaceChildren();
  if (!done) return;
  const address = `/console/ticket.html?number=${encodeURIComponent(done.number)}`;
  byId("done").replaceChildren(
    h("p", {}, !work.done ? `已登记，还没有${WAYS[work.way]}` : work.way === "none" ? `已登记：${done.state_text}` : `已登记并办好：${done.state_text}`),
    h("dl", { class: "read-out" },
      h("dt", {}, "工单号"), h("dd", { id: "new-number" }, h("a", { href: address, target: "_blank", rel: "noopener" }, done.number)),
      h("dt", {}, "查询码"), h("dd", { id: "new-code" }, done.code ?? "")),
    h("p", { class: "say" }, h("b", {}, "可以这样说 "), done.say));
}

/** What the operator reads out when the call is recorded. */
function words(doc, attempt) {
  const asked = `请记下工单号 ${doc.number}，查询码 ${doc.code ?? ""}，凭这两个号码可以查询办理进度。`;
  const { command, body } = attempt?.act ?? {};
  if (command === "exclude") return `${body.tell}　${asked}`;
  if (command === "dispatch") return `您的诉求已登记，由${doc.lead}办理${doc.due_at ? `，${exactly(doc.due_at)}前答复` : ""}。${asked}`;
  if (command === "answer") return `刚才已经答复您，诉求也已登记。${asked}`;
  if (command === "merge") return `您反映的事情正在办理，已和工单 ${body.into} 一并办理。${asked}`;
  return `您的诉求已登记。${asked}`;
}

const told = (doc, attempt) =>
  ({ number: doc.number, code: doc.code, state_text: doc.state_text, say: words(doc, attempt) });

const filled = (values) => Object.fromEntries(Object.entries(values).filter(([, value]) => value));

function receiveBody() {
  const { type, channel, urgent, secret, region, reported, callback, name, phone, address } = work.fields;
  const trimmed = { name: name.trim(), phone: phone.trim(), address: address.trim() };
  const caller = filled(trimmed);
  return {
    ...filled({ type, channel, urgent, secret, region: region.trim(), callback, reported: type === "举报" ? reported.trim() : "" }),
    text: text().trim(), ...(Object.keys(caller).length ? { caller } : {}),
  };
}

function actOf(way) {
  const { lead, co, item, limit, article, entry, tell, into } = work.fields;
  const names = co.split(/[、，,；;]+/).map((name) => name.trim()).filter(Boolean);
  const bodies = {
    dispatch: { ...filled({ lead: lead.trim(), item: item.trim(), limit: limit.trim() }), ...(names.length ? { co: names } : {}) },
    answer: { article: article.trim() }, exclude: { entry: entry.trim(), tell: tell.trim() }, merge: { into: into.trim() },
  };
  return bodies[way] ? { command: way, body: bodies[way] } : null;
}

function lacking() {
  const faults = NEEDS[work.way].filter(([name]) => !work.fields[name].trim())
    .map(([field, detail]) => ({ field, detail }));
  if (!work.fields.type) faults.unshift({ field: "type", detail: "请选诉求类型。" });
  return faults;
}

/** Does what a call's attempt holds; each step has its key, so that repeating it changes nothing. */
async function carryOut(call, kept) {
  const { attempt } = call;
  let doc = null;
  if (!call.ticket) {
    doc = await register(attempt.receive, `${attempt.key}-1`);
    call.ticket = told(doc, null);
    kept();
  }
  if (attempt.act) {
    const isMerged = doc?.merged_into && doc.merged_into === attempt.act.body.into;
    if (!isMerged) {
      const own = attempt.act.command === "merge" ? {} : { key: `${attempt.key}-2` };
      doc = await act(call.ticket.number, attempt.act.command, attempt.act.body, own);
    }
  }
  call.done = told({ ...call.ticket, ...doc }, attempt);
  call.attempt = null;
}

function failed(error) {
  if (error.offline) connectionLost();
  if (error.isUncertain) {
    problem(h("p", {}, error.offline ? "连不上服务，这一通已存在本机，恢复后自动登记，不会重复。按 F9 可以先接下一通。"
      : `${error.message}　再按一次即可，不会重复登记。`));
    return;
  }
  work.attempt = null;
  lock();
  const rest = showFaults(form, error.faults);
  if (error.refused.length) problem(h("h3", {}, "按规定不能这样办理"), grounds(error.refused));
  else if (error.faults.length) problem(...rest.map((fault) => h("p", {}, fault.detail)));
  else problem(h("p", {}, error.message));
}

/** Records the call and does what was chosen. */
export async function submit() {
  if (busy || work.done) return;
  keep();
  if (!work.attempt) {
    showFaults(form, []);
    problem();
    if (!text().trim() && !work.ticket) {
      problem(h("p", {}, "请先记下来电内容。"));
      byId("call").focus();
      return;
    }
    const faults = lacking();
    if (faults.length) return void showFaults(form, faults);
    work.attempt = { key: newKey(), receive: receiveBody(), act: actOf(work.way) };
  }
  busy = true;
  keep();
  lock();
  try {
    await carryOut(work, keep);
    connectionWorks();
    problem();
    speak(`已登记，工单号 ${work.done.number}，查询码 ${work.done.code ?? ""}`);
  } catch (error) {
    failed(error);
  } finally {
    busy = false;
    if (work.done) forgetCaller();
    keep();
    drawDone();
    lock();
  }
}

/** A recorded call leaves no personal data in this browser. */
function forgetCaller() {
  for (const name of ["phone", "name", "address", "reported"]) field(name).value = "";
  earlier.clear();
}

/** Whether the call is being recorded, or could not be sent. */
export const isUnderWay = () => Boolean(work.attempt);

/** Whether the next call may begin; a call that could not be sent waits in the queue. */
export function mayLeave() {
  if (!work.attempt) return true;
  if (busy) {
    problem(h("p", {}, "正在登记，请稍候。"));
    return false;
  }
  keep();
  queue.add(work, text());
  work = fresh();
  draw();
  return true;
}

/** Puts a call from the queue back into the form, when nothing is written there. */
function takeBack(call, words) {
  if (text().trim() || work.attempt || work.ticket) return false;
  work = { ...call, attempt: null };
  byId("call").value = words;
  draw();
  keep();
  byId("call").dispatchEvent(new Event("input"));
  focusIntake();
  return true;
}

/** Empties everything for the next call. */
export function clear() {
  keep();
  former = work;
  work = fresh();
  problem();
  showFaults(form, []);
  earlier.clear();
  byId("urgent-advised").hidden = true;
  draw();
  save("intake", "");
}

/** Brings the former call's fields back. */
export function restore() {
  if (!former) return;
  work = former;
  draw();
  keep();
}

const isRecorded = () => Boolean(work.ticket || work.attempt);

/** Whether nothing about the call can be chosen any more. */
export const isSettled = () => Boolean(work.done || work.attempt);

function choose(way) {
  if (isSettled()) return false;
  work.way = mayWay(way) ? way : "none";
  return true;
}

function chosen(values) {
  for (const [name, value] of Object.entries(values)) field(name).value = value;
  keep();
  drawWay();
  lock();
}

/** Takes a proposed unit over, or gives it back. */
export function takeUnit(unit) {
  if (!choose("dispatch") || !mayWay("dispatch")) return;
  chosen(unit ? { lead: unit.unit, co: unit.co.filter((name) => name !== unit.unit).join("、"), item: unit.item ?? "" }
    : { lead: "", co: "", item: "" });
}

/** Takes an article as the answer. */
export function takeAnswer(article) {
  if (!choose("answer")) return;
  work.title = article.title;
  chosen({ article: article.id });
  speak(`以本条答复：${article.title}`);
}

/** Takes an entry of the list of what is not accepted, with the words to say. */
export function takeExclusion(entry) {
  if (!choose("exclude")) return;
  chosen({ entry: entry.entry, tell: entry.tell });
  speak(`不予受理：${entry.entry}`);
}

/** Offers to join the call with an open ticket. */
export function takeMerge(number) {
  if (!mayWay("merge")) return void speak("并案由派单员办理");
  if (!choose("merge")) return;
  chosen({ into: number });
  speak(`并入工单 ${number}`);
}

/** Fills in what the suggestion knows and the operator has not written. */
export function suggested(suggestion) {
  if (isRecorded()) return;
  if (!touched("type")) field("type").value = suggestion.type.value;
  byId("urgent-advised").hidden = !suggestion.urgent;
  if (!touched("region")) {
    const named = places.filter((place) => [place.name, ...place.aliases].some((name) => name.length > 2 && text().includes(name)));
    field("region").value = named.sort((one, other) => other.name.length - one.name.length)[0]?.name ?? "";
  }
  keep();
  drawWay();
}

function changed(event) {
  const { name, value } = event.target;
  if (name === "way") work.way = value;
  if (!touched(name)) work.touched.push(name);
  if (name === "article") work.title = "";
  if (name === "phone") earlier.ask(value);
  keep();
  drawWay();
  lock();
}

const choices = (name, values, first) =>
  field(name).replaceChildren(...(first === undefined ? [] : [h("option", { value: "" }, first)]),
    ...values.map((value) => h("option", { value }, value)));

export function focusIntake() {
  const first = byId("asked").disabled ? byId("submit") : field("phone");
  first.focus();
}

/** Builds the fields and brings back what was under way. */
export function start() {
  form = byId("intake");
  choices("type", TYPES, "请选择");
  choices("channel", CHANNELS);
  choices("callback", ["电话", "短信", "网络"], "没有选");
  byId("ways").replaceChildren(...Object.entries(WAYS).filter(([way]) => mayWay(way)).map(([way, name]) =>
    h("label", {}, h("input", { type: "radio", name: "way", value: way }), name)));
  earlier = earlierTickets(takeMerge);
  try {
    work = { ...fresh(), ...JSON.parse(load("intake") || "{}") };
  } catch {
    // A draft of another release that cannot be read is left behind.
    work = fresh();
  }
  if (!mayWay(work.way)) work.way = "none";
  draw();
  if (work.fields.phone && !work.done) earlier.ask(work.fields.phone);
  form.addEventListener("input", changed);
  form.addEventListener("submit", (event) => event.preventDefault());
  byId("submit").addEventListener("click", submit);
  onBack(() => work.attempt && submit());
  queue.start(carryOut, takeBack);
  offerNames("units", readUnits);
  offerNames("regions", readRegions).then((items) => (places = items));
  if (work.attempt) submit();
}
