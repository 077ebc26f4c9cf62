// Labelled fields out of a description, and what they hold.

import { byId, h } from "./dom.js";

let count = 0;

const option = (choice) => {
  const [value, words] = Array.isArray(choice) ? choice : [choice, choice];
  return h("option", { value }, words);
};

function control(field, id, value) {
  const shared = {
    id, name: field.name, required: field.required, autocomplete: "off",
    placeholder: field.hint && !["choice", "check"].includes(field.kind) ? field.hint : null,
    "aria-describedby": field.hint ? `${id}-hint` : null,
  };
  switch (field.kind) {
    case "area": return h("textarea", { ...shared, rows: field.rows ?? 4 }, value ?? "");
    case "choice": {
      const select = h("select", shared, field.required && value ? null : option(["", field.required ? "请选择" : "不填"]), field.choices.map(option));
      if (value) select.value = value;
      return select;
    }
    case "check": return h("input", { ...shared, type: "checkbox" });
    case "number": return h("input", { ...shared, type: "number", min: field.min ?? 1, max: field.max ?? 1000, value });
    case "time": return h("input", { ...shared, type: "datetime-local" });
    default: return h("input", { ...shared, type: "text", list: field.list ?? null, value, maxlength: field.most ?? null });
  }
}

/** A label with its field; `value` fills it. */
export function fieldRow(field, value) {
  const id = `field-${(count += 1)}`;
  const input = control(field, id, value);
  const label = h("label", { for: id }, field.label,
    field.required ? h("span", { class: "must" }, "必填") : null);
  const hint = field.hint ? h("small", { id: `${id}-hint`, class: field.kind === "choice" || field.kind === "check" ? "hint" : "unseen" }, field.hint) : null;
  const row = field.kind === "check"
    ? h("p", { class: "field tick", "data-field": field.name }, input, label, hint)
    : h("p", { class: "field", "data-field": field.name }, label, input, hint);
  row.append(h("span", { class: "fault", role: "alert" }));
  return row;
}

const list = (text) => text.split(/[、，,；;\n]+/).map((part) => part.trim()).filter(Boolean);

/** The value of a field as the service takes it; undefined when it is empty. */
function held(field, form) {
  const input = form.elements.namedItem(field.name);
  if (field.kind === "check") return input.checked ? true : undefined;
  const text = input.value.trim();
  if (!text) return undefined;
  if (field.kind === "names") return list(text);
  if (field.kind === "number") return Number(text);
  if (field.kind === "time") return `${text.length === 16 ? `${text}:00` : text}+08:00`;
  return text;
}

/** The body that a form's fields make; a name with a point is a part of an object. */
export function bodyOf(fields, form) {
  const body = {};
  for (const field of fields) {
    const value = held(field, form);
    if (value === undefined) continue;
    const [name, part] = field.name.split(".");
    if (part) body[name] = { ...body[name], [part]: value };
    else body[name] = value;
  }
  return body;
}

/** Puts faults beside their fields; gives back those that belong to none. */
export function showFaults(form, faults) {
  for (const place of form.querySelectorAll(".fault")) place.textContent = "";
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const rest = [];
  let first = null;
  for (const fault of faults) {
    const row = form.querySelector(`[data-field="${CSS.escape(fault.field)}"]`)
      ?? form.querySelector(`[data-field^="${CSS.escape(fault.field)}."]`);
    if (!row) {
      rest.push(fault);
      continue;
    }
    row.querySelector(".fault").textContent = fault.detail;
    const input = row.querySelector("input, select, textarea");
    const folded = row.closest("details");
    if (folded) folded.open = true;
    input.setAttribute("aria-invalid", "true");
    first ??= input;
  }
  first?.focus();
  return rest;
}

/** The required fields that are empty, as faults. */
export const missing = (fields, form) =>
  fields.filter((field) => field.required && held(field, form) === undefined)
    .map((field) => ({ field: field.name, detail: `请填写${field.label}。` }));

/** Offers names to choose from while typing, in a `datalist`. */
export async function offerNames(id, ask) {
  try {
    const { items } = await ask();
    byId(id)?.replaceChildren(...items.map((item) => h("option", { value: item.name })));
    return items;
  } catch {
    // Without the list the names can still be typed.
    return [];
  }
}
