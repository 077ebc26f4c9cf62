// A small form in a box above the page: asks, sends, and stays open with the faults beside the fields.

import { h } from "./dom.js";
import { bodyOf, fieldRow, missing, showFaults } from "./fields.js";
import { connectionLost } from "./link.js";

let count = 0;

/**
 * Asks for fields; `send(body, form)` carries it out and its errors are shown. `extra` are nodes
 * between the fields and the buttons, `warning` says what cannot be taken back.
 */
export function askFor({ title, fields = [], values = {}, extra = [], warning = "", button = "确定", send }) {
  const id = `box-${(count += 1)}`;
  const problem = h("div", { class: "problem", role: "alert", hidden: true });
  const submit = h("button", { type: "submit", class: "main" }, button, " ", h("kbd", {}, "回车"));
  const form = h("form", { novalidate: true },
    h("h2", { id }, title), fields.map((field) => fieldRow(field, values[field.name])), extra,
    warning ? h("p", { class: "warning" }, warning) : null, problem,
    h("p", { class: "buttons" }, submit, h("button", { type: "button", onclick: () => box.close() }, "取消 ", h("kbd", {}, "Esc"))));
  const box = h("dialog", { "aria-labelledby": id, class: "ask" }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const lacking = missing(fields, form);
    showFaults(form, lacking);
    problem.hidden = true;
    if (lacking.length || submit.disabled) return;
    submit.disabled = true;
    try {
      const body = bodyOf(fields, form);
      await send(body, form);
      box.close();
    } catch (error) {
      if (error.offline) connectionLost();
      const rest = showFaults(form, error.faults ?? []);
      const words = error.faults?.length ? rest.map((fault) => fault.detail) : [error.message];
      problem.replaceChildren(...words.map((text) => h("p", {}, text)));
      problem.hidden = words.length === 0;
    } finally {
      submit.disabled = false;
    }
  });
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
  return box;
}

/** Several ticks under one title. */
export const ticks = (title, name, pairs, chosen = []) =>
  h("fieldset", { class: "ticks", "data-field": name }, h("legend", {}, title),
    pairs.map(([value, words, note]) => h("label", { title: note ?? null },
      h("input", { type: "checkbox", name, value, checked: chosen.includes(value) }), words)),
    h("span", { class: "fault", role: "alert" }));

export const ticked = (form, name) => [...form.querySelectorAll(`[name="${name}"]:checked`)].map((input) => input.value);

/** Shows a secret that is told only once. */
export function showSecret(title, secret, note) {
  const id = `box-${(count += 1)}`;
  const box = h("dialog", { "aria-labelledby": id, class: "ask" }, h("h2", { id }, title),
    h("p", { class: "secret", id: "secret" }, secret), h("p", { class: "warning" }, note),
    h("p", { class: "buttons" }, h("button", { type: "button", class: "main", onclick: () => box.close() }, "我已记下")));
  box.addEventListener("close", () => box.remove());
  document.body.append(box);
  box.showModal();
}
