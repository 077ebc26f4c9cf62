// One command for many tickets: one after another, every result shown, nothing lost on the way.
//
// What is under way is kept in this browser with a key for every ticket, so that after a reload or a
// lost connection it goes on where it stood and does nothing twice.

import { act, newKey, suggest } from "./api.js";
import { likely, neededFields } from "./commands.js";
import { byId, h, speak } from "./dom.js";
import { bodyOf, fieldRow, missing, showFaults } from "./fields.js";
import { connectionLost, connectionWorks, onBack } from "./link.js";
import { ticketAddress } from "./rows.js";
import { load, save } from "./store.js";
import { COMMANDS, inChinese } from "./words.js";

const BEST = "dispatch-best";
const STATES = { waiting: "等待", going: "办理中", done: "已办", refused: "没办成", unsure: "不知道办成没有" };
const SIGNS = { waiting: "…", going: "▸", done: "✓", refused: "✕", unsure: "?" };

const title = (command) => (command === BEST ? "按首选建议派发" : COMMANDS[command]);

/** What the service proposes first, as a dispatch; without a sure proposal there is nothing to do. */
async function bestDispatch(text) {
  const { units, abstained, co_handlers: co } = await suggest(text);
  if (abstained || !units.length) return null;
  const lead = units[0].unit;
  const others = co.filter((name) => name !== lead);
  return { lead, ...(others.length ? { co: others } : {}), ...(units[0].item ? { item: units[0].item } : {}) };
}

/** The bar under a queue: how many are ticked, and what can be done with all of them. */
export function bulkBar(place, commands, { lines, redraw, done }) {
  const marked = new Set();
  let run = null;
  let stopped = false;
  let busy = false;

  const keep = () => save("bulk", run ? JSON.stringify(run) : "");

  function drawBar() {
    if (!commands.length) return;
    place.replaceChildren(...(run ? [result()] : [bar()]));
  }

  function bar() {
    const all = lines().length;
    return h("div", { class: "bulk-bar" },
      h("span", {}, marked.size ? `已勾选 ${marked.size} 件` : "勾选后可以一起办"),
      h("button", { type: "button", onclick: () => pickAll(), disabled: all === 0 }, marked.size ? "全部取消" : "勾选已列出的"),
      h("button", { type: "button", id: "bulk-open", onclick: open, disabled: marked.size === 0 }, "批量办理 ", h("kbd", {}, "B")));
  }

  function pickAll() {
    if (marked.size) marked.clear();
    else for (const line of lines()) marked.add(line.number);
    redraw();
    drawBar();
  }

  function toggle(number) {
    if (run) return;
    if (!marked.delete(number)) marked.add(number);
    redraw();
    drawBar();
  }

  /** Asks what is to be done with the ticked ones. */
  function open() {
    if (!marked.size || run) return;
    const numbers = [...marked];
    const first = lines().find((line) => marked.has(line.number)) ?? {};
    const select = h("select", { id: "bulk-command" }, commands.map((command) => h("option", { value: command }, title(command))));
    const fields = h("div", { id: "bulk-fields" });
    const shown = () => (select.value === BEST ? [] : neededFields(select.value).filter((field) => !(field.name === "by" && field.list)));
    const draw = () => fields.replaceChildren(...shown().map((field) => fieldRow(field, field.name === "lead" ? "" : likely(field, first))));
    const form = h("form", { novalidate: true },
      h("h2", { id: "bulk-title" }, `一起办理 ${numbers.length} 件`),
      h("p", { class: "field" }, h("label", { for: "bulk-command" }, "办什么"), select),
      fields,
      h("p", { class: "warning" }, "一件一件地办，各按自己的规定判断；办不成的会列出理由，其余照办。"),
      h("p", { class: "buttons" }, h("button", { type: "submit", class: "main" }, "开始"),
        h("button", { type: "button", onclick: () => box.close() }, "取消 ", h("kbd", {}, "Esc"))));
    const box = h("dialog", { "aria-labelledby": "bulk-title", id: "bulk-box" }, form);
    select.addEventListener("change", draw);
    draw();
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const lacking = missing(shown(), form);
      showFaults(form, lacking);
      if (lacking.length) return;
      const body = bodyOf(shown(), form);
      box.close();
      begin(select.value, body, numbers);
    });
    box.addEventListener("close", () => box.remove());
    document.body.append(box);
    box.showModal();
  }

  function begin(command, body, numbers) {
    const known = new Map(lines().map((line) => [line.number, line]));
    const isBy = command !== BEST && neededFields(command).some((field) => field.name === "by" && field.list);
    run = {
      command, at: new Date().toISOString(),
      items: numbers.map((number) => {
        const line = known.get(number);
        return { number, text: line?.text ?? "", key: newKey(), state: "waiting", words: "", body: isBy && line?.lead ? { ...body, by: line.lead } : body };
      }),
    };
    stopped = false;
    marked.clear();
    redraw();
    keep();
    drawBar();
    go();
  }

  async function one(item) {
    item.state = "going";
    drawBar();
    try {
      let body = item.body;
      if (run.command === BEST && !body.lead) {
        body = await bestDispatch(item.text);
        if (!body) throw Object.assign(new Error("把握不足，没有派，请人工判断。"), { refused: [], faults: [] });
        item.body = body;
        keep();
      }
      const ticket = await act(item.number, run.command === BEST ? "dispatch" : run.command, body, { key: item.key });
      connectionWorks();
      [item.state, item.words] = ["done", `${ticket.state_text}${body.lead ? `，${ticket.lead}` : ""}`];
    } catch (error) {
      if (error.offline) connectionLost();
      if (error.isUncertain) {
        item.state = error.offline ? "waiting" : "unsure";
        item.words = error.message;
        if (error.offline) return false;
      } else {
        item.state = "refused";
        item.words = error.refused.length
          ? error.refused.map((ground) => inChinese(ground.ground) + (ground.source ? `（${ground.source}）` : "")).join("；")
          : error.faults.map((fault) => fault.detail).join("") || error.message;
      }
    }
    return true;
  }

  /** Goes on with what waits, until all is done, it is stopped, or the connection is lost. */
  async function go() {
    if (busy || !run) return;
    busy = true;
    for (const item of run.items) {
      if (stopped || !["waiting", "going"].includes(item.state)) continue;
      if (!await one(item)) break;
      keep();
    }
    busy = false;
    keep();
    drawBar();
    const left = run.items.filter((item) => item.state !== "done").length;
    speak(left ? `办好 ${run.items.length - left} 件，${left} 件没有办成` : `${run.items.length} 件都办好了`);
    done();
  }

  function again() {
    for (const item of run.items) if (["refused", "unsure"].includes(item.state)) item.state = "waiting";
    stopped = false;
    go();
  }

  function close() {
    if (busy) return;
    run = null;
    keep();
    drawBar();
  }

  function result() {
    const count = (state) => run.items.filter((item) => item.state === state).length;
    const ended = run.items.length - count("waiting") - count("going");
    const open = !busy && ended < run.items.length;
    return h("section", { class: "bulk-run", "aria-label": "批量办理的结果" },
      h("h3", {}, `${title(run.command)}：${ended} / ${run.items.length}`,
        h("progress", { max: run.items.length, value: ended, "aria-label": "进度" }),
        h("span", { class: "small" }, `已办 ${count("done")}，没办成 ${count("refused") + count("unsure")}`)),
      h("ol", {}, run.items.map((item) =>
        h("li", { class: `bulk-${item.state}`, "data-number": item.number, "data-state": item.state },
          h("span", { "aria-hidden": "true" }, SIGNS[item.state]), " ",
          h("a", { href: ticketAddress(item.number), target: "_blank", rel: "noopener" }, item.number), ` ${STATES[item.state]} `,
          h("span", { class: "small" }, item.words)))),
      h("p", { class: "buttons" },
        busy ? h("button", { type: "button", onclick: () => { stopped = true; } }, "停下") : null,
        open ? h("button", { type: "button", class: "main", onclick: () => { stopped = false; go(); } }, "接着办") : null,
        !busy && count("refused") + count("unsure") ? h("button", { type: "button", onclick: again }, "没办成的再试") : null,
        h("button", { type: "button", onclick: close, disabled: busy || open }, "收起结果")));
  }

  if (commands.length) {
    try {
      run = JSON.parse(load("bulk") || "null");
    } catch {
      // A run of another release that cannot be read is left behind.
      run = null;
    }
    onBack(() => run && !stopped && go());
    drawBar();
  }
  return {
    toggle, draw: () => run ?? drawBar(), open: () => byId("bulk-open")?.click(), has: (number) => marked.has(number),
    clear() {
      marked.clear();
      drawBar();
    },
  };
}
