// The regulations that are loaded, and whether the service is well.

import { readHealth, readProfiles } from "./api.js";
import { h } from "./dom.js";
import { ruling } from "./ruling.js";
import { may } from "./session.js";

/** What is in force and what is loaded. */
export async function health() {
  const before = performance.now();
  const well = await readHealth();
  const took = Math.round(performance.now() - before);
  const [{ items }, inForce] = await Promise.all([readProfiles(), may("readTickets") ? ruling() : ""]);
  const facts = (pairs) => h("dl", { class: "facts" }, pairs.flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
  return [
    h("section", { class: "sheet" }, h("h2", {}, "运行"),
      facts([["服务", well.status === "ok" ? "正常" : well.status], ["应答", `${took} 毫秒`], ["知识", `${well.articles} 篇`], ["事项", `${well.items} 条`], ["单位", `${well.units} 个`]])),
    h("section", { class: "sheet" }, h("h2", {}, "装入的规则"),
      h("ul", { class: "profiles" }, items.map((profile) => h("li", {}, profile.name, " ", h("span", { class: "small" }, profile.id),
        profile.id === inForce ? h("span", { class: "chip strong" }, "现行") : null))),
      h("p", { class: "hint" }, inForce ? "现行的是最近一张工单所依据的。" : "现行的由启动服务时的 --profile 决定，缺省为本市的。",
        " 逐条内容用 paidan rules 查看。")),
  ];
}
