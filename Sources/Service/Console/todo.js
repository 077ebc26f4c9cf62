// What can be done to the ticket now: a form for every command that its state allows.

import { act, actBare, newKey } from "./api.js";
import { fieldsOf, likely, ordered } from "./commands.js";
import { byId, h } from "./dom.js";
import { bodyOf, fieldRow, missing, showFaults } from "./fields.js";
import { connectionLost } from "./link.js";
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

function formOf(name) {
  const fields = fieldsOf(name);
  const form = h("form", { novalidate: true, "data-form": name, "aria-label": COMMANDS[name] },
    fields.map((field) => fieldRow(field, likely(field, ticket))),
    fields.length ? null : h("p", { class: "hint" }, `确定要${COMMANDS[name]}吗？`),
    h("div", { class: "problem", role: "alert", hidden: true }),
    h("p", { class: "buttons" },
      h("button", { type: "submit", class: "main" }, COMMANDS[name], " ", h("kbd", {}, "Ctrl+回车")),
      h("button", { type: "button", onclick: closeForm }, "收起")));
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
export function openCommand(name, values = {}) {
  closeForm();
  const item = place(name);
  if (!item) return;
  open = name;
  const form = formOf(name);
  for (const [field, value] of Object.entries(values)) form.elements.namedItem(field).value = value;
  item.append(form);
  item.querySelector("button").setAttribute("aria-expanded", "true");
  const first = form.querySelector("input:not([value]), select, textarea") ?? form.querySelector("input, [type=submit]");
  first.focus();
  item.scrollIntoView({ block: "nearest" });
}

export const openNth = (index) => names[index] && openCommand(names[index]);

export function closeForm() {
  if (!open) return;
  const item = place(open);
  open = null;
  item?.querySelector("form")?.remove();
  const button = item?.querySelector("button");
  button?.setAttribute("aria-expanded", "false");
  button?.focus();
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
  names = ordered(ticket.commands);
  if (ticket.merged_into) names.push("unmerge");
  else if (names.length) names.push("merge");
  byId("commands").replaceChildren(names.length ? h("ul", {}, names.map(entry))
    : h("p", { class: "state" }, "这张工单已经了结，没有要办的事。"));
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
