// What can be done to the ticket now: a form for every command that its state allows.

import { act, actBare, newKey } from "./api.js";
import { likely, neededFields, ordered } from "./commands.js";
import { byId, h } from "./dom.js";
import { bodyOf, fieldRow, missing, showFaults } from "./fields.js";
import { connectionLost } from "./link.js";
import { checkReply } from "./reply.js";
import { mayDo } from "./session.js";
import { forgetForm, keepForm, keptForm } from "./store.js";
import { COMMANDS, grounds } from "./words.js";

const KEYED = new Set(["merge"]);
const BARE = new Set(["unmerge"]);

let ticket = null;
let callbacks = {};
let names = [];
let open = null;
// The key of an attempt whose answer was lost, with the body that it belongs to.
let attempt = null;

const place = (name) => document.querySelector(`[data-command="${name}"]`);

function problem(form, error) {
  const rest = showFaults(form, error.faults);
  const box = form.querySelector(".problem");
  if (error.refused.length) {
    form.dispatchEvent(new CustomEvent("refused", { detail: error.refused }));
    box.replaceChildren(h("h3", {}, "按规定不能这样办理"), grounds(error.refused));
  } else {
    const words = error.faults.length ? rest.map((fault) => fault.detail) : [error.message];
    box.replaceChildren(...words.map((text) => h("p", {}, text)));
    if (error.isUncertain) box.append(h("p", {}, "不知道办成没有。再按一次提交即可，不会重复办理。"));
  }
  box.hidden = box.childElementCount === 0;
  box.scrollIntoView({ block: "nearest" });
}

async function send(name, form, fields) {
  const lacking = missing(fields, form);
  if (lacking.length) return void showFaults(form, lacking);
  showFaults(form, []);
  const body = bodyOf(fields, form);
  const content = JSON.stringify([name, body]);
  if (attempt?.content !== content) attempt = { content, key: newKey(), version: ticket.version };
  const button = form.querySelector("[type=submit]");
  if (button.disabled) return;
  button.disabled = true;
  try {
    const answer = BARE.has(name) ? await actBare(ticket.number, name)
      : await act(ticket.number, name, body, KEYED.has(name) ? {} : { key: attempt.key, version: attempt.version });
    attempt = null;
    open = null;
    forgetForm(ticket.number, name);
    await callbacks.done(COMMANDS[name], answer);
  } catch (error) {
    if (error.offline) connectionLost();
    if (!error.isUncertain) attempt = null;
    if (error.status === 412) await callbacks.stale();
    else problem(form, error);
  } finally {
    button.disabled = false;
  }
}

/** What was written before a reload or a lost connection comes back. */
function keepsDraft(name, form, fields) {
  const areas = fields.filter((field) => !["by", "unit"].includes(field.name));
  const kept = keptForm(ticket.number, name);
  for (const field of areas) {
    const input = form.elements.namedItem(field.name);
    if (kept?.[field.name] === undefined) continue;
    if (input.type === "checkbox") input.checked = kept[field.name];
    else input.value = kept[field.name];
  }
  form.addEventListener("input", () => keepForm(ticket.number, name, Object.fromEntries(areas.map((field) => {
    const input = form.elements.namedItem(field.name);
    return [field.name, input.type === "checkbox" ? input.checked : input.value];
  }))));
}

// What cannot be taken back once it is done, and what that means.
const WARNINGS = {
  archive: "归档后不能再办理。", exclude: "告知诉求人后不能撤回。", withdraw: "撤销后这张工单就了结了。",
  reply: "提交后由热线审核，审核前不能改。", "approve-completion": "办结后短信告知诉求人，并安排回访。",
  "refuse-return": "承办单位须继续办理，期限从首次收到起算。", "fix-unit": "指定后不能再退单。",
  dispatch: "派发后由承办单位签收；派错了只能由对方退单。",
};

const rowOf = (field) => fieldRow(field, likely(field, ticket));

function formOf(name) {
  const fields = neededFields(name);
  const form = h("form", { novalidate: true, "data-form": name, "aria-label": COMMANDS[name] },
    fields.filter((field) => !field.rare).map(rowOf),
    fields.some((field) => field.rare) ? h("details", {}, h("summary", {}, "更多"), fields.filter((field) => field.rare).map(rowOf)) : null,
    fields.length ? null : h("p", { class: "hint" }, `确定要${COMMANDS[name]}吗？`),
    name === "reply" ? h("div", { class: "checker" }) : null,
    WARNINGS[name] ? h("p", { class: "warning" }, WARNINGS[name]) : null,
    h("div", { class: "problem", role: "alert", hidden: true }),
    h("p", { class: "buttons" },
      h("button", { type: "submit", class: "main" }, COMMANDS[name], " ", h("kbd", {}, "Ctrl+回车")),
      h("button", { type: "button", onclick: () => closeForm() }, "收起 ", h("kbd", {}, "Esc"))));
  keepsDraft(name, form, fields);
  if (name === "reply") checkReply(form, ticket);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(name, form, fields);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.ctrlKey) {
      event.preventDefault();
      form.requestSubmit();
    }
  });
  return form;
}

/** Opens a command's form, with values for some fields. */
export function openCommand(name, values = {}, { focus = true } = {}) {
  closeForm({ quietly: true });
  const item = place(name);
  if (!item) return;
  open = name;
  const form = formOf(name);
  fill(form, values);
  item.append(form);
  item.querySelector("button").setAttribute("aria-expanded", "true");
  if (!focus) return;
  const first = form.querySelector("input:not([value]), select, textarea") ?? form.querySelector("input, [type=submit]");
  first.focus();
  item.scrollIntoView({ block: "nearest" });
}

function fill(form, values) {
  for (const [field, value] of Object.entries(values)) form.elements.namedItem(field).value = value;
  form.dispatchEvent(new Event("input"));
}

/** Puts values into a command's form, opening it when it is not. */
export function fillCommand(name, values) {
  if (open !== name) openCommand(name, values);
  else {
    fill(place(name).querySelector("form"), values);
    place(name).querySelector("[type=submit]").focus();
  }
}

export const isFormOpen = () => Boolean(open);

/** Whether the ticket allows it and this person may. */
export const has = (name) => names.includes(name);

export const openNth = (index) => names[index] && openCommand(names[index]);

export function closeForm({ quietly = false } = {}) {
  if (!open) return;
  const item = place(open);
  open = null;
  item?.querySelector("form")?.remove();
  const button = item?.querySelector("button");
  button?.setAttribute("aria-expanded", "false");
  if (!quietly) button?.focus();
}

function entry(name, index) {
  return h("li", { "data-command": name },
    h("button", {
      type: "button", class: "command", "aria-expanded": "false",
      onclick: () => (open === name ? closeForm() : openCommand(name)),
    }, COMMANDS[name] ?? name, index < 9 ? h("kbd", {}, index + 1) : null));
}

/** Lists what the ticket's state allows; an open form stays with what was written. */
export function showCommands(shown, { done, stale }) {
  [ticket, callbacks] = [shown, { done, stale }];
  const kept = open ? place(open)?.querySelector("form") : null;
  const focused = kept?.contains(document.activeElement) ? document.activeElement : null;
  names = ordered(ticket.commands).filter(mayDo);
  if (!mayDo("dispatch")) {
    // Merging is the dispatchers'.
  } else if (ticket.merged_into) names.push("unmerge");
  else if (ticket.commands.length) names.push("merge");
  byId("commands").replaceChildren(names.length ? h("ul", {}, names.map(entry))
    : h("p", { class: "state" }, ticket.commands.length ? "现在没有要您办的事。" : "这张工单已经了结，没有要办的事。"));
  if (!kept) open = null;
  else if (place(open)) {
    place(open).append(kept);
    place(open).querySelector("button").setAttribute("aria-expanded", "true");
    focused?.focus();
  } else {
    // The state no longer allows it; what was written is still there to copy.
    byId("commands").prepend(h("p", { class: "problem" }, `工单的状态变了，现在不能${COMMANDS[open]}。`), kept);
    kept.querySelector("[type=submit]").disabled = true;
    open = null;
  }
}
