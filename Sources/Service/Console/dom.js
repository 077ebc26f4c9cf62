// Elements are built node by node: text from the service is only ever text.

/** Makes an element; children are nodes, texts, or null for nothing. */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "onclick") element.addEventListener("click", value);
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined));
  return element;
}

export const byId = (id) => document.getElementById(id);

/** The text with its ranges (pairs of UTF-16 offsets) marked. */
export function marked(text, ranges = []) {
  const parts = [];
  let end = 0;
  for (const [from, to] of ranges) {
    if (from < end || to > text.length || from >= to) continue;
    if (from > end) parts.push(text.slice(end, from));
    parts.push(h("mark", {}, text.slice(from, to)));
    end = to;
  }
  if (end < text.length) parts.push(text.slice(end));
  return parts;
}

/** Says something to a screen reader. */
export function speak(text) {
  const spoken = byId("spoken");
  if (spoken.textContent !== text) spoken.textContent = text;
}
