// API keys of other systems.

import { addKey, endKey, readKeys } from "./api.js";
import { askFor, showSecret, ticked, ticks } from "./ask.js";
import { h } from "./dom.js";
import { exactly, since } from "./words.js";

const PERMISSIONS = [["suggest", "取建议"], ["searchKnowledge", "检索知识"], ["readCatalogue", "读派单目录"], ["receiveTicket", "登记诉求"],
  ["dispatchTicket", "派发和审核"], ["handleTicket", "承办"], ["superviseTicket", "督办"], ["readTickets", "读工单"],
  ["openPersonalData", "看个人信息"], ["keepCatalogue", "维护目录"], ["keepKnowledge", "维护知识"], ["readFigures", "读数据"],
  ["keepAccounts", "管用户"], ["keepSystem", "管系统"]];
const words = (permission) => PERMISSIONS.find(([id]) => id === permission)?.[1] ?? permission;

function add({ notice, refresh }) {
  askFor({
    title: "生成 API 密钥", button: "生成",
    fields: [{ name: "title", label: "用途", required: true, hint: "给哪个系统用" },
      { name: "unit", label: "只限单位", list: "units", hint: "不填则不限" }, { name: "ends_at", label: "到期", kind: "time" }],
    extra: [ticks("权限", "permissions", PERMISSIONS)],
    async send(body, form) {
      const answer = await addKey({ ...body, permissions: ticked(form, "permissions") });
      await refresh();
      notice(`已生成“${answer.key.title}”的密钥`);
      showSecret("新的密钥", answer.secret, "只显示这一次，请立即存到对接系统里；遗失了只能停用后另生成。");
    },
  });
}

function end(key, { notice, refresh }) {
  askFor({
    title: `停用“${key.title}”的密钥？`, button: "停用", warning: "对接的系统立即不能再用，停用后不能恢复。",
    async send() {
      await endKey(key.id);
      await refresh();
      notice(`已停用“${key.title}”的密钥`);
    },
  });
}

/** The list of keys. */
export async function keys(tools) {
  const { items } = await readKeys();
  return [
    h("p", { class: "head" }, h("button", { type: "button", class: "main", id: "add", "data-focus": true, onclick: () => add(tools) }, "生成密钥 ", h("kbd", {}, "A")),
      h("span", { class: "small" }, "供其他系统调用，接口说明见 ", h("a", { href: "/openapi.json", target: "_blank", rel: "noopener" }, "openapi.json"))),
    items.length ? h("div", { class: "grid" }, h("table", {},
      h("thead", {}, h("tr", {}, ["用途", "权限", "单位", "生成", "到期", "状态", "办理"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, items.map((key) => h("tr", { class: key.ended ? "ended" : "", "data-key": key.id },
        h("th", { scope: "row" }, key.title), h("td", {}, key.permissions.map((one) => h("span", { class: "chip" }, words(one)))),
        h("td", {}, key.unit ?? ""), h("td", {}, key.made_by, " ", since(key.made_at)), h("td", {}, key.ends_at ? exactly(key.ends_at) : "不到期"),
        h("td", {}, key.ended ? h("span", { class: "chip card-red" }, "已停用") : "在用"),
        h("td", { class: "acts" }, key.ended ? null : h("button", { type: "button", "aria-label": `停用 ${key.title}`, onclick: () => end(key, tools) }, "停用")))))))
      : h("p", { class: "state empty" }, "还没有生成过密钥。"),
  ];
}
