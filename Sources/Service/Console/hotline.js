// Where a hotline number that the city merged into 12345 answers now.

import { h } from "./dom.js";

/**
 * A small card for a number, `whole` with what to say; the city is named because another may have
 * merged the number otherwise.
 */
export const hotline = (entry, whole = true) =>
  h("section", { class: "card hotline", "data-hotline": entry.number, title: entry.note || null },
    h("h3", {}, `${entry.number}（${entry.purpose}）`, h("span", { class: "mode" }, entry.mode)),
    h("p", {}, h("b", { class: "now" }, `→ ${entry.now}`),
      h("span", { class: "law" }, `${entry.source} · 限${entry.city}`)),
    whole ? h("p", { class: "say" }, entry.tell) : null);
