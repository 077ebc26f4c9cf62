// One ticket with its story and what can be done now: on its own page, or beside a queue.

import { act, readAbout, readMessages, readTicket, readUnits, requeue } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { connectionLost, connectionWorks, onBack } from "./link.js";
import { may } from "./session.js";
import { sayFailure } from "./states.js";
import { closeForm, isFormOpen, openNth, showCommands } from "./todo.js";
import { showStory } from "./story.js";

// Milliseconds between two looks at the ticket.
const WATCH = 20000;

let [number, ticket, hooks] = ["", null, {}];
// The ticket that is no longer this seat's to see.
let gone = "";

/** Says what happened, above the ticket. */
export function notice(text, kind = "") {
  byId("notice").textContent = text;
  byId("notice").className = `notice ${kind}`;
}

/** The ticket on the screen. */
export const shownTicket = () => ticket;

const dialog = () =>
  h("dialog", { id: "reason-box", "aria-labelledby": "reason-title" },
    h("form", { method: "dialog", id: "reason-form" },
      h("h2", { id: "reason-title" }, "查看诉求人的完整信息"),
      h("p", {}, "谁、何时、为何查看都会记录在案。"),
      h("p", { class: "field" },
        h("label", { for: "reason" }, "查看的理由 ", h("span", { class: "must" }, "必填")),
        h("input", { id: "reason", name: "reason", maxlength: 200, required: true, autocomplete: "off" })),
      h("p", { class: "buttons" }, h("button", { type: "submit", value: "ok", class: "main" }, "查看"),
        h("button", { type: "button", id: "reason-cancel" }, "取消 ", h("kbd", {}, "Esc")))));

/** What stands around the ticket; a part that cannot be read is left out, the ticket still shows. */
async function around(of) {
  const allowed = (isAllowed, question) => (isAllowed ? question() : Promise.resolve({ items: null }));
  const [history, repeats, openings, messages] = await Promise.allSettled([
    readAbout(of, "history"), readAbout(of, "repeats"),
    allowed(may("openPersonalData", "keepSystem"), () => readAbout(of, "caller-openings")),
    allowed(may("dispatchTicket", "superviseTicket", "keepSystem"), () => readMessages(of))]);
  const items = (result) => (result.status === "fulfilled" ? result.value.items : null);
  return { history: items(history), repeats: items(repeats), openings: items(openings), messages: items(messages) };
}

/** Reads the ticket again and shows it; an open form stays with what was written. */
export async function refresh() {
  const asked = number;
  if (!asked) return;
  try {
    const [read, rest] = await Promise.all([readTicket(asked), around(asked)]);
    if (asked !== number) return;
    connectionWorks();
    const isNew = ticket?.number !== read.number;
    ticket = read;
    byId("story").setAttribute("aria-busy", "false");
    showStory(ticket, rest, { askReason, sendAgain });
    byId("todo").hidden = false;
    if (isNew) closeForm({ quietly: true });
    showCommands(ticket, { done, stale });
    hooks.shown?.(ticket, rest, isNew);
  } catch (error) {
    if (asked !== number) return;
    if (ticket?.number === asked) {
      if (error.offline) connectionLost();
      notice(error.message, "wrong");
      return;
    }
    byId("todo").hidden = true;
    const place = h("p", {});
    byId("story").replaceChildren(place);
    sayFailure(place, error, refresh);
  }
}

/** Shows another ticket. */
export async function show(wanted) {
  if (wanted === number && ticket) return;
  number = wanted;
  notice("");
  byId("story").setAttribute("aria-busy", "true");
  if (!ticket) byId("story").replaceChildren(h("p", { class: "state loading" }, "正在读取…"));
  // A form of the former ticket must not be sent on the new one.
  closeForm({ quietly: true });
  await refresh();
  byId("story").closest(".view")?.scrollTo(0, 0);
}

/** A command was carried out. */
async function done(words, answer) {
  const left = answer?.unfollowed ?? [];
  window.scrollTo(0, 0);
  await refresh();
  notice(left.length ? `已${words}；另有并案的工单没有一起办：${left.map((one) => one.number).join("、")}` : `已${words}`,
    left.length ? "wrong" : "good");
  hooks.done?.(words);
}

/** Somebody else changed the ticket meanwhile. */
async function stale() {
  await refresh();
  notice("已有变动，已刷新。请核对后再提交，您填写的内容还在。", "wrong");
}

async function openCaller(reason) {
  try {
    const caller = await act(number, "open-caller", { reason });
    await refresh();
    const words = [["姓名", caller.name], ["电话", caller.phone], ["地址", caller.address], ["证件号", caller.identity]];
    byId("caller").replaceChildren(...words.filter(([, value]) => value)
      .flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]));
    notice("已显示诉求人的完整信息，查看记录在案。", "good");
  } catch (error) {
    if (error.offline) connectionLost();
    notice(error.message, "wrong");
  }
}

async function sendAgain(id) {
  try {
    await requeue(id);
    await refresh();
    notice("已排队重发。", "good");
  } catch (error) {
    if (error.offline) connectionLost();
    notice(error.message, "wrong");
  }
}

function askReason() {
  byId("reason").value = "";
  byId("reason-box").showModal();
  byId("reason").focus();
}

/** Answers a key that belongs to the ticket; false when it does not. */
export function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || !ticket) return false;
  if (byId("reason-box").open) return true;
  const inField = event.target.matches("input:not([type=checkbox]), select, textarea");
  if (event.key === "Escape" && isFormOpen()) closeForm();
  else if (inField) return false;
  else if (/^[1-9]$/.test(event.key)) openNth(Number(event.key) - 1);
  else if (event.key.toLowerCase() === "r") refresh().then(() => notice("已刷新", "good"));
  else if (event.key.toLowerCase() === "v" && byId("open-caller")) askReason();
  else return false;
  event.preventDefault();
  return true;
}

/** Looks now and then whether a colleague did something meanwhile. */
async function watch() {
  if (!ticket || ticket.number === gone || document.hidden) return;
  try {
    const { number: of, version } = await readTicket(ticket.number);
    if (of !== ticket.number || version === ticket.version) return;
    const history = await readAbout(of, "history");
    await refresh();
    const last = history.items.at(-1);
    notice(last ? `${last.actor}刚才办理了这张工单（${last.events.at(-1)?.words ?? ""}），已刷新。` : "这张工单刚才有变动，已刷新。");
  } catch (error) {
    // A lost connection is said by the next command or the next look.
    if (error.status !== 404) return;
    gone = ticket.number;
    notice("这张工单已经不在您这里了，可能已经改派。", "wrong");
  }
}

/**
 * Puts the ticket's places into a page. `shown` hears of every ticket that was read, `done` of every
 * command that was carried out; what a page adds above the commands goes into `#beside`.
 */
export function mount(place, given = {}) {
  hooks = given;
  place.classList.add("view");
  place.replaceChildren(
    h("p", { class: "notice", id: "notice", role: "status" }),
    h("div", { class: "story", id: "story" }, h("p", { class: "state empty" }, "从左边选一件，这里显示它的经过和现在可以办的事。")),
    h("aside", { class: "todo", "aria-labelledby": "todo-title", id: "todo", hidden: true },
      h("div", { id: "beside" }),
      h("h2", { id: "todo-title" }, "现在可以办"), h("div", { id: "commands" })),
    h("datalist", { id: "units" }));
  document.body.append(dialog());
  byId("reason-cancel").addEventListener("click", () => byId("reason-box").close());
  byId("reason-form").addEventListener("submit", (event) => {
    event.preventDefault();
    const reason = byId("reason").value.trim();
    if (!reason) return;
    byId("reason-box").close();
    openCaller(reason);
  });
  setInterval(watch, WATCH);
  offerNames("units", readUnits);
  onBack(() => refresh());
}
