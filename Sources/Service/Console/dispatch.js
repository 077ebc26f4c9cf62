// The dispatchers' page: what waits for a unit, and what units ask for.

import { suggest } from "./api.js";
import { unitCard } from "./advice.js";
import { byId, h, speak } from "./dom.js";
import { percent } from "./labels.js";
import { ruling } from "./ruling.js";
import { start } from "./shell.js";
import { fillCommand, has, openCommand } from "./todo.js";
import { workbench } from "./workbench.js";
import { COMMANDS, dueWithin, duty, exactly, limit } from "./words.js";

const KEYS = [["J K", "上下件"], ["[ ]", "换队列"], ["Alt+1 到 3", "选用建议"], ["1 到 9", "办理"], ["Ctrl+回车", "提交"],
  ["X", "勾选"], ["B", "批量"], ["N", "下一件"]];

const VIEWS = [
  { id: "new", name: "待派发", filter: () => ({ state: "received,reassigning", sort: "due" }), sort: true, empty: "没有等着派发的工单。" },
  { id: "returns", name: "退单待审", filter: () => ({ state: "returning", sort: "due" }), sort: true, empty: "没有单位申请退单。" },
  { id: "extensions", name: "延期待批", filter: () => ({ state: "extending", sort: "due" }), sort: true, empty: "没有单位申请延期。" },
  { id: "replies", name: "办结待审", filter: () => ({ state: "replied", sort: "due" }), sort: true, empty: "没有等着审核的答复。" },
  { id: "callbacks", name: "待回访", filter: () => ({ state: "completed,callback" }), open: false, empty: "没有等着回访或者归档的工单。" },
  { id: "late", name: "已逾期", filter: () => ({ due_before: dueWithin(0), open: "true", sort: "due" }), empty: "没有逾期的工单。" },
];
const BULK = ["dispatch-best", "dispatch", "approve-completion", "approve-extension", "refuse-extension", "urge", "archive"];

// Of which ticket the proposals are shown, and which one was taken.
let [proposed, taken, asked] = [null, "", ""];

function take(index) {
  const unit = proposed?.units[index];
  if (!unit || !has("dispatch")) return;
  taken = unit.unit;
  const co = proposed.co_handlers.filter((name) => name !== unit.unit).join("、");
  fillCommand("dispatch", { lead: unit.unit, co, item: unit.item ?? "" });
  drawProposals();
  speak(`已选用 ${unit.unit}，按 Ctrl+回车派发`);
}

function drawProposals() {
  const place = byId("proposals");
  if (!place || !proposed) return;
  const { units, abstained, co_handlers: co, exclusions, answers, urgent } = proposed;
  place.replaceChildren(...[
    urgent ? h("p", { class: "problem" }, h("b", {}, `紧急：${urgent.entry}`), ` ${urgent.within}`, h("span", { class: "law" }, urgent.source)) : null,
    abstained ? h("p", { class: "warning" }, "把握不足，以下单位仅供参考。") : null,
    ...units.slice(0, 3).map((unit, index) => unitCard(unit, index, take, taken)),
    co.length ? h("p", { class: "co" }, h("b", {}, "协办 "), co.join("、")) : null,
    exclusions[0]?.confidence >= 0.5
      ? h("p", { class: "warning" }, `可能不予受理：${exclusions[0].entry}（${percent(exclusions[0].confidence)}）`, h("span", { class: "law" }, exclusions[0].source)) : null,
    answers[0]?.confidence >= 0.7 ? h("p", { class: "hint" }, `知识库可能已有答案：${answers[0].title}（${answers[0].id}）`) : null,
    units.length ? null : h("p", { class: "state" }, "没有可用的建议，请按职责人工判断。"),
  ].filter(Boolean));
}

/** Asks which unit fits; the request's text is masked, the unit does not depend on names. */
async function propose(ticket) {
  const key = `${ticket.number} ${ticket.version}`;
  if (asked === key && proposed) return drawProposals();
  asked = key;
  [proposed, taken] = [null, ""];
  try {
    const answer = await suggest([ticket.region, ticket.text, ...ticket.supplements].filter(Boolean).join("，"), await ruling() || ticket.profile);
    if (asked !== key) return;
    proposed = answer;
    drawProposals();
  } catch (error) {
    if (asked === key) byId("proposals")?.replaceChildren(h("p", { class: "state wrong" }, `建议没有读出来：${error.message}`));
  }
}

/** What happened to the ticket so far that bears on whom to send it to. */
function earlier(ticket, history) {
  const steps = (history ?? []).filter((change) =>
    ["dispatch", "request-return", "approve-return", "refuse-return", "fix-unit", "request-extension", "approve-extension", "refuse-extension", "predispatch", "refuse-predispatch"].includes(change.command));
  if (!ticket.record.returns && !steps.some((change) => change.command !== "dispatch")) return null;
  return h("section", { class: "aside" }, h("h3", {}, `派发和退单的经过${ticket.record.returns ? `（退单 ${ticket.record.returns} 次）` : ""}`),
    h("ol", { class: "past" }, steps.map((change) =>
      h("li", {}, h("time", { datetime: change.at }, exactly(change.at)), " ", h("b", {}, COMMANDS[change.command]), " ",
        change.events.map((event) => [event.words, event.sources.length ? h("span", { class: "law" }, event.sources.join("、")) : null])))));
}

/** What a unit asks for, with the articles by which it is decided. */
function asking(ticket, history, command, title, form) {
  const last = (history ?? []).filter((change) => change.command === command).at(-1);
  if (!last) return null;
  const laws = [...new Set([...last.events.flatMap((event) => event.sources), ...ticket.next.map((date) => date.source), ...ticket.deadline.map((step) => step.source)])];
  return h("section", { class: "aside", id: "asking" },
    h("h3", {}, title), h("p", {}, h("b", {}, ticket.lead), `　${exactly(last.at)}`),
    last.events.map((event) => h("p", { class: "asked-for" }, event.words)),
    h("dl", { class: "facts" },
      ticket.due_at ? [h("dt", {}, "现在的期限"), h("dd", {}, limit(ticket.due_at))] : null,
      ticket.next.map((date) => [h("dt", {}, duty(date.what)), h("dd", {}, limit(date.due_at, date))]),
      h("dt", {}, "条款"), h("dd", {}, h("ul", { class: "laws" }, laws.map((law) => h("li", {}, law)))),
      h("dt", {}, "申请单"), h("dd", {}, h("a", { href: `/v1/tickets/${encodeURIComponent(ticket.number)}/forms/${form}`, target: "_blank", rel: "noopener" }, "打开打印页"))));
}

function shown(ticket, { history }, isNew) {
  const dispatches = has("dispatch") || ticket.state === "received";
  byId("beside").replaceChildren(...[
    ticket.state === "returning" ? asking(ticket, history, "request-return", "单位申请退单", "return") : null,
    ticket.state === "extending" ? asking(ticket, history, "request-extension", "单位申请延期", "extension") : null,
    earlier(ticket, history),
    dispatches || ticket.state === "returning"
      ? h("section", { class: "aside" }, h("h3", {}, "建议承办单位"), h("div", { id: "proposals" }, h("p", { class: "state loading" }, "正在分析…"))) : null,
  ].filter(Boolean));
  if (byId("proposals")) propose(ticket);
  if (!isNew) return;
  const first = { returning: "approve-return", extending: "approve-extension", replied: "approve-completion" }[ticket.state] ?? "dispatch";
  if (has(first)) openCommand(first, {}, { focus: false });
}

function pressed(event) {
  const digit = event.altKey && !event.ctrlKey && event.code.match(/^(?:Digit|Numpad)([1-3])$/);
  if (!digit) return;
  take(Number(digit[1]) - 1);
  event.preventDefault();
}

if (await start({ page: "dispatch", title: "派单台", keys: KEYS })) {
  document.addEventListener("keydown", pressed);
  workbench({ place: byId("bench"), page: "dispatch", views: VIEWS, bulk: BULK, shown });
}
