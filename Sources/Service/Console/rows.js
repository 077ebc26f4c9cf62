// One ticket as a row of a list.

import { h } from "./dom.js";
import { card, limit, since } from "./words.js";

export const ticketAddress = (number) => `/console/ticket.html?number=${encodeURIComponent(number)}`;

/** The marks beside a ticket's state. */
export const marks = (line) => [
  line.urgent ? h("span", { class: "chip card-red" }, h("span", { "aria-hidden": "true" }, "!"), "紧急") : null,
  line.supervised ? h("span", { class: "chip strong" }, "督办") : null,
  line.merged_into ? h("span", { class: "chip" }, "已并案") : null,
].filter(Boolean);

const cell = (kind, ...nodes) => h("td", { class: kind }, h("div", {}, ...nodes));

/** A row of the table of tickets. */
export const tableRow = (line) =>
  h("tr", { class: `row-${line.card}` },
    h("th", { scope: "row" }, h("div", {}, h("a", { href: ticketAddress(line.number), class: "open" }, line.number))),
    cell("cards", card(line.card)),
    cell("state-cell", line.state_text, " ", marks({ ...line, urgent: false })),
    cell("kind", line.type, line.urgent ? [" ", marks({ urgent: true })] : null),
    h("td", { class: "words" }, h("div", { title: line.text }, line.text)),
    cell("place", line.region ?? ""),
    cell("lead", line.lead ?? ""),
    cell("when", line.due_at ? limit(line.due_at) : ""),
    cell("when", since(line.received_at)));

/** A row of a queue: narrow, so that the ticket itself can stand beside it. */
export const queueRow = (line, { open, mark, isMarked }) =>
  h("li", { class: `queue-row row-${line.card}`, "data-number": line.number },
    mark ? h("input", {
      type: "checkbox", "aria-label": `勾选 ${line.number}`, checked: isMarked(line.number), onclick: () => mark(line.number),
    }) : null,
    h("button", { type: "button", class: "line", onclick: () => open(line.number) },
      h("span", { class: "first" }, line.card === "none" ? null : card(line.card), marks(line), h("b", {}, line.number), h("span", { class: "small" }, line.state_text)),
      h("span", { class: "clip" }, line.text),
      h("span", { class: "last" },
        line.due_at ? limit(line.due_at) : h("span", { class: "small" }, "登记于 ", since(line.received_at)),
        h("span", { class: "small" }, [line.lead, line.region].filter(Boolean).join(" · ")))));
