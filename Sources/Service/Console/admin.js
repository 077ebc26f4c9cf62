// The administrators' page: one part at a time, by the address.

import { accounts } from "./accounts.js";
import { readUnits } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { health } from "./health.js";
import { keys } from "./keys.js";
import { connectionWorks, onBack } from "./link.js";
import { outbox } from "./outbox.js";
import { may } from "./session.js";
import { start } from "./shell.js";
import { say, sayFailure } from "./states.js";

const KEYS = [["1 到 4", "换一部分"], ["A", "添加"], ["R", "刷新"], ["Esc", "收起"]];
const PARTS = [
  { id: "users", name: "用户和角色", needs: "keepAccounts", show: accounts },
  { id: "keys", name: "API 密钥", needs: "keepAccounts", show: keys },
  { id: "outbox", name: "发出的消息", needs: "keepSystem", show: outbox },
  { id: "health", name: "规则和运行", needs: "keepSystem", show: health },
];

let shown = null;

/** Says what was done, or why it was not. */
function notice(text, kind = "good") {
  byId("notice").textContent = text;
  byId("notice").className = `notice ${kind}`;
}

const parts = () => PARTS.filter((part) => may(part.needs));

async function showPart({ again = false } = {}) {
  const part = parts().find((one) => one.id === location.hash.slice(1)) ?? parts()[0];
  byId("parts").replaceChildren(...parts().map((one, index) =>
    h("a", { href: `#${one.id}`, "aria-current": one === part ? "true" : null }, one.name, " ", h("kbd", {}, index + 1))));
  if (shown !== part) {
    byId("part").replaceChildren();
    notice("");
    say(byId("state"), "正在读取…", "loading");
  }
  shown = part;
  try {
    const nodes = await part.show({ notice, refresh: () => showPart({ again: true }), say: (text) => say(byId("state"), text, "empty") });
    if (shown !== part) return;
    connectionWorks();
    say(byId("state"), "");
    byId("part").replaceChildren(...nodes);
    if (again) byId("part").querySelector("[data-focus]")?.focus();
  } catch (error) {
    if (shown === part) sayFailure(byId("state"), error, showPart);
  }
}

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || document.querySelector("dialog[open]")) return;
  if (event.target.matches("input, select, textarea")) return;
  const part = parts()[Number(event.key) - 1];
  if (part) location.hash = part.id;
  else if (event.key.toLowerCase() === "a") byId("add")?.click();
  else if (event.key.toLowerCase() === "r") showPart().then(() => notice("已刷新"));
  else return;
  event.preventDefault();
}

if (await start({ page: "admin", title: "系统管理", keys: KEYS })) {
  window.addEventListener("hashchange", () => showPart());
  document.addEventListener("keydown", pressed);
  onBack(() => showPart());
  offerNames("units", readUnits);
  showPart();
}
