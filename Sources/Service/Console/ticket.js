// One ticket's own page.

import { byId, h } from "./dom.js";
import { start } from "./shell.js";
import { mount, pressed, show } from "./view.js";

const number = new URLSearchParams(location.search).get("number") ?? "";
const KEYS = [["1 到 9", "办理"], ["Ctrl+回车", "提交"], ["R", "刷新"], ["V", "查看诉求人"], ["Esc", "收起"]];

if (await start({
  page: "ticket", title: number ? `工单 ${number}` : "工单", keys: KEYS, needs: ["readTickets"],
  extra: h("a", { href: "#todo", class: "narrow" }, "办理"),
})) {
  mount(byId("view"));
  document.title = `${number || "工单"} · 派单`;
  document.addEventListener("keydown", pressed);
  if (number) show(number);
  else byId("story").replaceChildren(h("p", { class: "state wrong" }, "没有写工单号，请从列表里打开。"));
}
