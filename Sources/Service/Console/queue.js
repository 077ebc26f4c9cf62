// Calls whose recording could not be sent: kept in this browser, sent in their order when the
// service is back, each with its own key, so that none is lost and none is recorded twice.

import { byId, h, speak } from "./dom.js";
import { connectionLost, connectionWorks, isLost, onBack } from "./link.js";
import { ticketAddress } from "./rows.js";
import { session } from "./session.js";
import { load, save } from "./store.js";
import { exactly, inChinese } from "./words.js";

let [calls, carryOut, takeBack, busy] = [[], null, null, false];

const keep = () => save("queue", calls.length ? JSON.stringify(calls) : "");
const isOwn = (call) => !call.user || !session() || call.user === session().name;

/** Keeps a call; `work` holds its attempt and how far it came. */
export function add(work, text) {
  calls.push({ work, text, user: session()?.name ?? "", at: new Date().toISOString(), state: "waiting", words: "" });
  keep();
  draw();
  if (!isLost()) send();
}

function drop(call) {
  calls = calls.filter((one) => one !== call);
  keep();
  draw();
}

function entry(call) {
  const { work, state, words } = call;
  const told = work.done ?? work.ticket;
  return h("li", { "data-state": state },
    h("p", {}, h("b", {}, { waiting: "待发", sent: "已发出", refused: "没办成" }[state]), " ", exactly(call.at),
      h("span", { class: "clip" }, call.text)),
    told ? h("p", {}, h("a", { href: ticketAddress(told.number), target: "_blank", rel: "noopener" }, told.number), `　查询码 ${told.code ?? ""}`) : null,
    words ? h("p", { class: "fault" }, words) : null,
    state === "sent" ? h("button", { type: "button", onclick: () => drop(call) }, "知道了") : null,
    state === "refused" ? h("button", {
      type: "button", onclick: () => {
        if (takeBack(call.work, call.text)) drop(call);
        else speak("请先办完这一通");
      },
    }, "取回修改") : null);
}

function draw() {
  const place = byId("queued");
  const own = calls.filter(isOwn);
  const others = calls.length - own.length;
  const waiting = own.filter((call) => call.state === "waiting").length;
  place.hidden = calls.length === 0;
  place.replaceChildren(...[
    h("h3", {}, waiting ? `待发 ${waiting} 通，恢复连接后自动发出` : "断线时登记的来电"),
    own.length ? h("ul", {}, own.map(entry)) : null,
    others ? h("p", { class: "hint" }, `另一位同事有 ${others} 通待发，要等他在这台机器上登录后发出。`) : null,
  ].filter(Boolean));
}

async function send() {
  if (busy) return;
  busy = true;
  for (const call of calls.filter((one) => one.state === "waiting" && isOwn(one))) {
    try {
      await carryOut(call.work, keep);
      connectionWorks();
      call.state = "sent";
      // What was sent leaves no personal data in this browser.
      call.work = { done: call.work.done, ticket: call.work.ticket };
      call.text = call.text.slice(0, 20);
      speak(`待发的来电已登记，工单号 ${call.work.done.number}`);
    } catch (error) {
      if (error.offline) connectionLost();
      if (error.isUncertain) break;
      call.state = "refused";
      call.words = error.refused.map((ground) => inChinese(ground.ground)).join("；") || error.faults.map((fault) => fault.detail).join("") || error.message;
    }
    keep();
    draw();
  }
  busy = false;
}

/** Begins; `carry` records a call, `back` puts a refused one into the form when that is empty. */
export function start(carry, back) {
  [carryOut, takeBack] = [carry, back];
  try {
    calls = JSON.parse(load("queue") || "[]");
  } catch {
    // A queue of another release that cannot be read is left behind.
    calls = [];
  }
  draw();
  onBack(send);
  if (calls.some((call) => call.state === "waiting")) send();
}
