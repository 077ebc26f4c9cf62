// The head of every page: the pages of one's role, the keys, the connection, and who is signed in.

import { byId, h } from "./dom.js";
import * as link from "./link.js";
import { PAGES, SIGN_IN, ask, home, may, session, signOut } from "./session.js";
import { load } from "./store.js";

/** A line of keys: `1 到 9` are two keys with a word between. */
const key = ([name, words]) =>
  h("li", {}, name.split(" ").flatMap((one) => [one === "到" ? one : h("kbd", {}, one), " "]), words);

/** Builds the head; what belongs to this page only is put behind the pages' names. */
function build(title, keys, extra) {
  byId("bar").replaceChildren(...[
    h("h1", {}, h("span", { class: "brand" }, "派单"), " ", h("span", { id: "title" }, title)),
    h("nav", { "aria-label": "页面", id: "pages" }),
    h("span", { class: "extra" }, extra),
    h("p", { class: "link", id: "link", role: "status" }),
    h("p", { class: "who", id: "who" }),
  ].filter(Boolean));
  if (keys.length) document.body.append(h("footer", { class: "keys-bar" }, h("ul", { class: "keys", "aria-label": "快捷键" }, keys.map(key))));
}

function showPages(page) {
  const shown = PAGES.filter((one) => may(...one.needs));
  byId("pages").replaceChildren(...shown.map((one) =>
    h("a", { href: one.address, "aria-current": one.id === page ? "page" : null }, one.name)));
}

async function leave() {
  if (JSON.parse(load("queue") || "[]").some((call) => call.state === "waiting")
    && !confirm("还有没发出去的来电登记，退出后要等您再登录才会发出。仍要退出吗？")) return;
  if (!await signOut()) byId("who").append(h("span", { role: "alert" }, "没有退出，请再试"));
}

function showWho() {
  const who = session();
  const unit = who.unit ? h("span", { class: "unit-name" }, who.unit) : null;
  byId("who").replaceChildren(...[
    h("span", {}, who.notice ?? who.display_name), unit,
    ...(who.mode === "session"
      ? [h("a", { href: `${SIGN_IN}#password` }, "改口令"), h("button", { type: "button", onclick: leave }, "退出")]
      : []),
  ].filter(Boolean));
}

/** An answer said that nobody is signed in; what was written stays in this browser. */
function signedOut() {
  if (!session()) location.replace(SIGN_IN);
  else byId("who").replaceChildren(h("a", { href: SIGN_IN, class: "lost" }, "登录已过期，请重新登录"));
}

/** Says that this page is for others, and shows the way to one's own. */
function forbid() {
  document.querySelector("main").replaceChildren(h("section", { class: "sheet forbidden" },
    h("h2", {}, "这一页不是您的工作"),
    h("p", {}, "您的角色没有这一页的权限，需要时请找管理员。"),
    h("p", {}, h("a", { href: home() }, "回到我的工作"))));
}

/** Says that nobody can tell who is at the screen; what was written stays in this browser. */
function fail(isOffline) {
  link.onBack(() => location.reload());
  if (isOffline) link.connectionLost();
  document.querySelector("main").replaceChildren(h("section", { class: "sheet forbidden" },
    h("h2", {}, isOffline ? "连不上服务" : "服务没有给出可用的答复"),
    h("p", {}, isOffline ? "恢复后自动打开这一页，没写完的内容还在。" : "请稍后再试，没写完的内容还在。"),
    h("p", {}, h("button", { type: "button", onclick: () => location.reload() }, "再试一次"))));
}

/** Starts a page; resolves to false when this person may not use it, or nobody can tell. */
export async function start({ page, title, keys = [], extra = null, needs = null }) {
  build(title, keys, extra);
  document.addEventListener("signed-out", signedOut);
  const [answer] = await Promise.all([ask(), link.start()]);
  if (answer.status === 401) signedOut();
  else if (!answer.session) fail(answer.status === undefined);
  if (!answer.session) return false;
  const wanted = needs ?? PAGES.find((one) => one.id === page)?.needs;
  // The front page leads everybody to their own work; who wants the desk names it.
  if (page === "call" && !location.hash && home() !== "/") {
    location.replace(home());
    return false;
  }
  showPages(page);
  showWho();
  if (!wanted || may(...wanted)) return true;
  if (page === "call") location.replace(home());
  else forbid();
  return false;
}
