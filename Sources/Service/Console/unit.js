// The handling unit's page: what is to be signed, what is in hand, what is due soon and what is late.

import { readItem, readUnits } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { laws } from "./labels.js";
import { session } from "./session.js";
import { start } from "./shell.js";
import { load, save } from "./store.js";
import { has, openCommand } from "./todo.js";
import { workbench } from "./workbench.js";
import { dueWithin } from "./words.js";

const KEYS = [["J K", "上下件"], ["[ ]", "换队列"], ["1 到 9", "办理"], ["Ctrl+回车", "提交"], ["X", "勾选"], ["B", "批量"], ["N", "下一件"]];
const HANDS = "dispatched,signed,returning,extending,handling,redo,rehandling,supervised";

const VIEWS = [
  { id: "sign", name: "待签收", filter: () => ({ state: "dispatched", sort: "due" }), sort: true, empty: "没有等着签收的工单。" },
  { id: "hand", name: "在办", filter: () => ({ state: HANDS.replace("dispatched,", ""), sort: "due" }), sort: true, empty: "没有在办的工单。" },
  { id: "soon", name: "将到期", filter: () => ({ state: HANDS, due_before: dueWithin(1), sort: "due" }), keep: (line) => new Date(line.due_at) >= Date.now(), empty: "24 小时内没有到期的工单。" },
  { id: "late", name: "已逾期", filter: () => ({ state: HANDS, due_before: dueWithin(0), sort: "due" }), empty: "没有逾期的工单。" },
  { id: "replied", name: "已答复", filter: () => ({ state: "replied,completed,callback" }), open: false, empty: "没有答复了还没归档的工单。" },
  { id: "closed", name: "已了结", filter: () => ({ open: "false" }), empty: "还没有了结的工单。" },
];
const BULK = ["sign", "progress"];

let unit = "";

/** What the catalogue says of the matter, so that nobody need look it up for the reply. */
async function about(ticket, place) {
  try {
    const item = await readItem(ticket.item);
    const limit = item.limits_by_type?.find((one) => one.type === ticket.type) ?? item.limit;
    place.replaceChildren(h("h3", {}, "派单目录"), h("dl", { class: "facts" },
      h("dt", {}, "事项"), h("dd", {}, `${item.id} ${item.name}`),
      item.legal_basis.length ? [h("dt", {}, "依据"), h("dd", { title: item.legal_basis.join("；") }, laws(item.legal_basis))] : null,
      limit ? [h("dt", {}, "时限"), h("dd", {}, limit.text, h("span", { class: "law" }, limit.source))] : null,
      item.note ? [h("dt", {}, "说明"), h("dd", {}, item.note)] : null));
    place.hidden = false;
  } catch {
    // The item may have left the catalogue; the ticket stands without it.
  }
}

function shown(ticket, _, isNew) {
  const place = h("section", { class: "aside", hidden: true });
  byId("beside").replaceChildren(place);
  if (ticket.item) about(ticket, place);
  if (isNew && ticket.state === "dispatched" && has("sign")) openCommand("sign", {}, { focus: false });
}

/** Whoever belongs to no unit, as somebody who tries the system, says whose work is shown. */
function choice() {
  if (session()?.unit) return [];
  unit = load("unit");
  const input = h("input", { list: "units", id: "unit", value: unit, maxlength: 100, placeholder: "全部单位", "aria-label": "看哪个单位的工单", autocomplete: "off" });
  input.addEventListener("change", () => {
    unit = input.value.trim();
    save("unit", unit);
    bench.reload();
  });
  return [input];
}

let bench;
if (await start({ page: "unit", title: "承办台", keys: KEYS })) {
  bench = workbench({ place: byId("bench"), page: "unit", views: VIEWS, bulk: BULK, shown, tools: choice(), narrowed: () => (unit ? { unit } : {}) });
  offerNames("units", readUnits);
}
