// Users: who they are, what they may do, and everything that is done to an account.

import { addUser, changeUser, readUsers } from "./api.js";
import { askFor, showSecret, ticked, ticks } from "./ask.js";
import { h } from "./dom.js";
import { session } from "./session.js";
import { since } from "./words.js";

const ROLES = [["operator", "坐席", "接听、登记、答复"], ["dispatcher", "派单员", "派发、审核、回访"], ["unit", "承办单位", "办理本单位的工单"],
  ["supervisor", "督办", "催办、督办、看数据"], ["keeper", "知识目录管理", "维护知识库和派单目录"], ["manager", "管理者", "看工单和数据"], ["administrator", "管理员", "管用户和系统，看不到工单"]];
const UNIT = { name: "unit", label: "所属单位", list: "units", hint: "承办单位角色必填" };
const PASSWORD = { name: "password", label: "口令", hint: "10 个字符以上；不填则随机生成，只显示一次" };

const roles = (form) => ({ roles: ticked(form, "roles") });

/** A password that was made at random is shown once; nobody can look it up again. */
function tell(name, answer) {
  if (answer.password) showSecret(`${name} 的口令`, answer.password, "只显示这一次，请当面或者用可靠的方式交给本人；首次登录后须修改。");
}

function add({ notice, refresh }) {
  askFor({
    title: "添加用户", button: "添加",
    fields: [{ name: "name", label: "用户名", required: true, hint: "2 到 32 个字母、汉字、数字" }, { name: "display_name", label: "姓名", required: true }, UNIT, PASSWORD],
    extra: [ticks("角色", "roles", ROLES)],
    async send(body, form) {
      const answer = await addUser({ ...body, ...roles(form) });
      await refresh();
      notice(`已添加 ${answer.user.name}`);
      tell(answer.user.name, answer);
    },
  });
}

function changeRoles(user, { notice, refresh }) {
  askFor({
    title: `${user.name} 的角色`, fields: [UNIT], values: { unit: user.unit }, button: "改",
    extra: [ticks("角色", "roles", ROLES, user.roles.map((role) => role.id))], warning: "改后立即生效。",
    async send(body, form) {
      await changeUser(user.name, "roles", { ...body, ...roles(form) });
      await refresh();
      notice(`已改 ${user.name} 的角色`);
    },
  });
}

function resetPassword(user, { notice, refresh }) {
  askFor({
    title: `重设 ${user.name} 的口令`, fields: [PASSWORD], button: "重设", warning: "原口令立即失效，该用户的登录全部结束。",
    async send(body) {
      const answer = await changeUser(user.name, "password", body);
      await refresh();
      notice(`已重设 ${user.name} 的口令`);
      tell(user.name, answer);
    },
  });
}

function confirmed(user, command, title, warning, { notice, refresh }) {
  askFor({
    title: `${title} ${user.name}？`, button: title, warning,
    async send() {
      await changeUser(user.name, command);
      await refresh();
      notice(`已${title} ${user.name}`);
    },
  });
}

function row(user, tools) {
  const button = (words, act) => h("button", { type: "button", onclick: act, "aria-label": `${words} ${user.name}` }, words);
  return h("tr", { class: user.disabled ? "ended" : "", "data-user": user.name },
    h("th", { scope: "row" }, user.name), h("td", {}, user.display_name),
    h("td", {}, user.roles.map((role) => h("span", { class: "chip" }, role.title))), h("td", {}, user.unit ?? ""),
    h("td", {}, user.disabled ? h("span", { class: "chip card-red" }, "已停用") : user.password_temporary ? h("span", { class: "chip card-warning" }, "口令待修改") : "在用"),
    h("td", {}, since(user.made_at)),
    h("td", { class: "acts" }, button("角色", () => changeRoles(user, tools)), button("口令", () => resetPassword(user, tools)),
      button("退出登录", () => confirmed(user, "end-sessions", "结束登录", "该用户须重新登录，没有提交的内容留在他的浏览器里。", tools)),
      user.disabled ? button("启用", () => confirmed(user, "enable", "启用", "", tools))
        : user.name === session()?.name ? null : button("停用", () => confirmed(user, "disable", "停用", "停用后不能登录，可以再启用。", tools))));
}

/** The list of accounts. */
export async function accounts(tools) {
  const { items } = await readUsers();
  return [
    h("p", { class: "head" }, h("button", { type: "button", class: "main", id: "add", "data-focus": true, onclick: () => add(tools) }, "添加用户 ", h("kbd", {}, "A")),
      h("span", { class: "small" }, `${items.length} 个用户，${items.filter((user) => user.disabled).length} 个已停用`)),
    h("div", { class: "grid" }, h("table", {},
      h("thead", {}, h("tr", {}, ["用户名", "姓名", "角色", "单位", "状态", "建立", "办理"].map((name) => h("th", { scope: "col" }, name)))),
      h("tbody", {}, items.map((user) => row(user, tools))))),
    h("section", { class: "sheet" }, h("h2", {}, "各角色做什么"),
      h("dl", { class: "facts" }, ROLES.flatMap(([, title, note]) => [h("dt", {}, title), h("dd", {}, note)]))),
  ];
}
