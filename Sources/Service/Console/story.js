// A ticket's story from top to bottom: what was asked, where it is, when it is due, what happened.

import { byId, h } from "./dom.js";
import { percent, stateLabel } from "./labels.js";
import { may, mayDo } from "./session.js";
import { openCommand } from "./todo.js";
import { COMMANDS, MESSAGE_KINDS, MESSAGE_STATES, card, duty, exactly, limit } from "./words.js";

const FORMS = [["transfer", "转办单"], ["return", "退单申请"], ["extension", "延期办理申请"], ["reply", "工单回复"]];
const CALLER = { name: "姓名", phone: "电话", address: "地址", identity: "证件号" };
const ticketLink = (number) =>
  h("a", { href: `/console/ticket.html?number=${encodeURIComponent(number)}` }, number);

const section = (title, ...nodes) => h("section", { class: "sheet" }, h("h2", {}, title), ...nodes);
const facts = (pairs, id = null) =>
  h("dl", { class: "facts", id }, pairs.filter(([, value]) => value).flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));

function top(ticket) {
  const chips = [
    h("span", { class: "chip strong", id: "ticket-state" }, ticket.state_text), card(ticket.card),
    h("span", { class: "chip" }, ticket.type),
    ticket.urgent ? h("span", { class: "chip card-red" }, "紧急") : null,
    ticket.secret ? h("span", { class: "chip card-yellow" }, "要求保密") : null,
  ];
  return h("section", { class: "sheet top" },
    h("p", { class: "chips" }, h("b", {}, ticket.number), chips),
    ticket.due_at ? h("p", { class: "due" }, "办理期限 ", limit(ticket.due_at))
      : ticket.lead && !ticket.closed_at ? h("p", { class: "due soon" }, "没有办理期限：事项没有写期限，派发时也没有写。") : null,
    h("p", { class: "asked" }, ticket.text),
    ticket.supplements.map((text) => h("p", { class: "asked more" }, h("b", {}, "补充 "), text)),
    facts([["主办单位", ticket.lead], ["协办单位", ticket.co_handlers.join("、")], ["内部承办", ticket.inner],
      ["目录事项", ticket.item], ["地点", ticket.region], ["渠道", ticket.channel],
      ["登记", exactly(ticket.received_at)], ["了结", ticket.closed_at && exactly(ticket.closed_at)],
      ["回访方式", ticket.callback], ["此前反映", ticket.prior ? `${ticket.prior} 次` : ""],
      ["查询码", ticket.code && h("span", { class: "code" }, ticket.code)],
      ["已并入", ticket.merged_into && ticketLink(ticket.merged_into)],
      ["并入本单", ticket.followers.length ? ticket.followers.flatMap((one) => [ticketLink(one), " "]) : null]]));
}

function caller(ticket, openings, askReason) {
  if (ticket.hidden) return section("诉求人", h("p", {}, `诉求人要求保密，本单位看不到。依据 ${ticket.hidden}`));
  if (!ticket.caller || !Object.values(ticket.caller).some(Boolean)) return section("诉求人", h("p", { class: "hint" }, "没有留下信息。"));
  return section("诉求人",
    facts(Object.entries(CALLER).map(([name, title]) => [title, ticket.caller[name]]), "caller"),
    !may("openPersonalData") ? null : h("p", {}, h("button", { type: "button", id: "open-caller", onclick: askReason }, "查看完整信息 ", h("kbd", {}, "V"))),
    openings?.length ? h("details", {}, h("summary", {}, `已被查看 ${openings.length} 次`),
      h("ul", {}, openings.map((one) => h("li", {}, `${exactly(one.at)}　${one.actor}　${one.reason}`)))) : null);
}

function dates(ticket) {
  if (!ticket.next.length && !ticket.deadline.length) return null;
  return section("接下来的时间",
    ticket.next.length ? h("ul", { class: "dates" }, ticket.next.map((date) =>
      h("li", { class: date.owed ? "" : "chance" }, h("b", {}, date.owed ? `应${duty(date.what)}` : duty(date.what)),
        limit(date.due_at, date), h("span", { class: "law" }, date.source)))) : null,
    ticket.deadline.length ? h("details", {}, h("summary", {}, "办理期限怎样算出来"),
      h("ol", { class: "steps" }, ticket.deadline.map((step) =>
        h("li", {}, `${exactly(step.from)} 到 ${exactly(step.to)}　${step.what}`, h("span", { class: "law" }, step.source))))) : null);
}

function record(ticket) {
  const { returns, extensions, redos, urges, rejections, ratings, supervision } = ticket.record;
  const counted = [["退单", returns], ["延期", extensions], ["重办", redos], ["催办", urges], ["退回", rejections]]
    .filter(([, times]) => times).map(([name, times]) => `${name} ${times} 次`);
  const words = [...counted, ratings.length ? `评价 ${ratings.join("、")}` : null, ...supervision.map((why) => `督办：${why}`)].filter(Boolean);
  return words.length ? section("记录", h("p", { class: "record" }, words.join("；"))) : null;
}

function past(history) {
  if (!history) return section("经过", h("p", { class: "state wrong" }, "经过没有读出来，请刷新。"));
  return section("经过", h("ol", { class: "past", id: "history" }, [...history].reverse().map((change) =>
    h("li", {},
      h("p", {}, h("time", { datetime: change.at }, exactly(change.at)), " ",
        h("b", {}, COMMANDS[change.command] ?? change.command), " ",
        h("span", { class: "law" }, change.actor), change.card !== "none" ? [" ", card(change.card)] : null),
      change.events.map((event) => h("p", { class: "event" }, event.words,
        event.sources.length ? h("span", { class: "law" }, event.sources.join("、")) : null))))));
}

function similar(ticket, repeats) {
  if (!repeats?.length) return null;
  return section("同一事项的其他工单", h("ul", { class: "similar" }, repeats.map((one) =>
    h("li", {}, ticketLink(one.number), ` ${stateLabel(one.state)}　${exactly(one.received_at)}　相似 ${percent(one.likeness)}`,
      one.same_caller ? h("span", { class: "chip" }, "同一诉求人") : null,
      !mayDo("dispatch") || ticket.merged_into || !ticket.commands.length ? null
        : h("button", { type: "button", onclick: () => openCommand("merge", { into: one.number }) }, "并入此件")))));
}

function sent(messages, sendAgain) {
  if (!messages?.length) return null;
  return section("发出的消息", h("ul", { class: "messages" }, messages.map((one) =>
    h("li", {}, h("span", { class: `chip${one.state === "failed" ? " card-red" : ""}` }, MESSAGE_STATES[one.state]), ` ${exactly(one.at)} 给`,
      one.to === "caller" ? "诉求人" : one.unit, MESSAGE_KINDS[one.kind] ? `（${MESSAGE_KINDS[one.kind]}）` : "",
      one.state === "failed" ? [" ", h("button", { type: "button", onclick: () => sendAgain(one.id) }, "重发"), one.last_error ? h("span", { class: "law" }, one.last_error) : null] : null,
      h("p", {}, one.text)))));
}

const printing = (number) => section("打印单据",
  h("ul", { class: "forms" }, FORMS.map(([form, title]) => h("li", {},
    h("a", { href: `/v1/tickets/${encodeURIComponent(number)}/forms/${form}`, target: "_blank", rel: "noopener" }, title),
    !may("openPersonalData") ? null : h("a", { class: "whole", href: `/console/form.html?number=${encodeURIComponent(number)}&form=${form}`, target: "_blank", rel: "noopener", "aria-label": `${title}，含诉求人完整信息` }, "含完整信息")))));

/** Shows everything about the ticket. */
export function showStory(ticket, { history, repeats, openings, messages }, { askReason, sendAgain }) {
  const open = [...document.querySelectorAll("#story details[open] > summary")].map((summary) => summary.textContent);
  byId("story").replaceChildren(...[
    top(ticket), dates(ticket),
    ticket.reply ? section("最近一次答复", h("p", { class: "asked" }, ticket.reply)) : null,
    record(ticket), caller(ticket, openings, askReason), past(history), similar(ticket, repeats),
    sent(messages, sendAgain), printing(ticket.number),
  ].filter(Boolean));
  for (const summary of document.querySelectorAll("#story summary")) {
    if (open.includes(summary.textContent)) summary.parentElement.open = true;
  }
}
