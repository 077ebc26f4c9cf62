// Earlier tickets of the number that calls.

import { Latest, lookUpCaller } from "./api.js";
import { byId, h, speak } from "./dom.js";
import { card, exactly } from "./words.js";

const PAUSE = 300;
const CLOSED = ["answered", "excluded", "withdrawn", "archived", "completed", "callback"];

/** A ticket with its link, and a button to join it while it is open. */
function entry(line, merge) {
  const address = `/console/ticket.html?number=${encodeURIComponent(line.number)}`;
  return h("li", {},
    h("a", { href: address, target: "_blank", rel: "noopener" }, line.number),
    ` ${line.state_text} `, line.card === "none" ? null : card(line.card),
    h("span", { class: "law" }, `${line.type} ${exactly(line.received_at)}`),
    CLOSED.includes(line.state) || line.merged_into ? null
      : h("button", { type: "button", onclick: () => merge(line.number) }, "并入"),
    h("p", { class: "clip" }, line.text));
}

/** Looks a number up when it is long enough; `merge` is called with the chosen ticket. */
export function earlierTickets(merge) {
  const latest = new Latest();
  let timer = null;
  const show = (title, items = []) => {
    byId("earlier").hidden = !title;
    byId("earlier-title").textContent = title;
    byId("earlier-list").replaceChildren(...items.map((line) => entry(line, merge)));
  };
  const look = async (phone) => {
    try {
      const page = await latest.run((signal) => lookUpCaller(phone, signal));
      if (page === undefined) return;
      show(page.items.length ? `这个号码以前的工单 ${page.items.length} 件` : "这个号码没有以前的工单", page.items);
      if (page.items.length) speak(`这个号码以前有 ${page.items.length} 件工单`);
    } catch (error) {
      show(`以前的工单没有查到：${error.message}`);
    }
  };
  return {
    ask(phone) {
      clearTimeout(timer);
      latest.cancel();
      if (phone.replace(/\D/g, "").length < 7) show("");
      else timer = setTimeout(() => look(phone.trim()), PAUSE);
    },
    clear() {
      clearTimeout(timer);
      latest.cancel();
      show("");
    },
  };
}
