// The little Markdown that articles use: headings, lists, tables, bold, code, paragraphs.

import { h } from "./dom.js";

function inline(text) {
  const parts = [];
  let rest = text;
  for (;;) {
    const found = rest.match(/\*\*(.+?)\*\*|`([^`]+)`|\[([^\]]+)\]\([^)]*\)/);
    if (!found) break;
    if (found.index > 0) parts.push(rest.slice(0, found.index));
    if (found[1] !== undefined) parts.push(h("strong", {}, found[1]));
    else if (found[2] !== undefined) parts.push(h("code", {}, found[2]));
    else parts.push(found[3]);
    rest = rest.slice(found.index + found[0].length);
  }
  if (rest) parts.push(rest);
  return parts;
}

const cells = (line) => line.replace(/^\||\|$/g, "").split("|").map((cell) => cell.trim());

/** The nodes of a Markdown text. */
export function markdown(text) {
  const nodes = [];
  let list = null;
  let paragraph = null;
  let table = null;
  for (const raw of text.split("\n")) {
    const line = raw.trim();
    const heading = line.match(/^#{1,6}\s+(.*)$/);
    const bullet = line.match(/^[-*+]\s+(.*)$/);
    const number = line.match(/^\d+[.、)]\s*(.*)$/);
    if (!line.startsWith("|")) table = null;
    if (!bullet && !number) list = null;
    if (heading || bullet || number || !line || line.startsWith("|")) paragraph = null;
    if (heading) {
      nodes.push(h("h4", {}, inline(heading[1])));
    } else if (bullet || number) {
      const tag = bullet ? "UL" : "OL";
      if (list?.tagName !== tag) nodes.push((list = h(tag.toLowerCase())));
      list.append(h("li", {}, inline((bullet ?? number)[1])));
    } else if (line.startsWith("|")) {
      if (/^[|\s:-]+$/.test(line)) continue;
      const head = table === null;
      if (head) nodes.push((table = h("table")));
      table.append(h("tr", {}, cells(line).map((cell) => h(head ? "th" : "td", {}, inline(cell)))));
    } else if (line) {
      if (paragraph) paragraph.append(h("br"), ...inline(line));
      else nodes.push((paragraph = h("p", {}, inline(line))));
    }
  }
  return nodes;
}
