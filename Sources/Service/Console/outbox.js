// Messages to callers and units: what waits, what was sent, what was given up.

import { readOutbox, requeue } from "./api.js";
import { h } from "./dom.js";
import { ticketAddress } from "./rows.js";
import { may } from "./session.js";
import { MESSAGE_KINDS, MESSAGE_STATES, since } from "./words.js";

const PAGE = 50;
let [state, shown, next] = ["", [], null];

function row(one, { notice, refresh }) {
  const send = async () => {
    try {
      await requeue(one.id);
      await refresh();
      notice("已排队重发。");
    } catch (error) {
      notice(error.message, "wrong");
    }
  };
  return h("tr", { "data-state": one.state },
    h("td", {}, h("span", { class: `chip${one.state === "failed" ? " card-red" : ""}` }, MESSAGE_STATES[one.state])),
    h("td", {}, since(one.at)), h("td", {}, one.to === "caller" ? "诉求人" : one.unit ?? ""), h("td", {}, MESSAGE_KINDS[one.kind] ?? one.kind),
    h("td", {}, may("readTickets") ? h("a", { href: ticketAddress(one.ticket) }, one.ticket) : one.ticket),
    h("td", { class: "words" }, one.text, one.last_error ? h("p", { class: "fault" }, `第 ${one.attempts} 次：${one.last_error}`) : null),
    h("td", { class: "acts" }, one.state === "failed" ? h("button", { type: "button", onclick: send }, "重发") : null));
}

/** The messages, the latest first, a page at a time. */
export async function outbox(tools) {
  const page = await readOutbox({ state, limit: PAGE });
  [shown, next] = [page.items, page.next];
  const body = h("tbody", {}, shown.map((one) => row(one, tools)));
  const more = h("button", { type: "button", hidden: !next, onclick: async () => {
    try {
      const further = await readOutbox({ state, limit: PAGE, cursor: next });
      next = further.next;
      body.append(...further.items.map((one) => row(one, tools)));
      more.hidden = !next;
    } catch (error) {
      tools.notice(error.message, "wrong");
    }
  } }, "更早的");
  const select = h("select", { id: "outbox-state" }, [["", "全部"], ...Object.entries(MESSAGE_STATES)].map(([value, words]) => h("option", { value }, words)));
  select.value = state;
  select.addEventListener("change", () => {
    state = select.value;
    tools.refresh();
  });
  return [
    h("p", { class: "head" }, h("label", {}, "状态 ", select)),
    shown.length ? h("div", { class: "grid" }, h("table", {},
      h("thead", {}, h("tr", {}, ["状态", "时间", "给谁", "事由", "工单", "内容", "办理"].map((name) => h("th", { scope: "col" }, name)))), body))
      : h("p", { class: "state empty" }, state ? "没有这样的消息。" : "还没有发出过消息。"),
    h("p", {}, more),
  ];
}
