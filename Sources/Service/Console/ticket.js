// One ticket's page: reads it, shows its story, and keeps what can be done beside it.

import { act, readAbout, readMessages, readTicket, readUnits, requeue } from "./api.js";
import { byId, h } from "./dom.js";
import { offerNames } from "./fields.js";
import { connectionLost, connectionWorks, onBack, start } from "./link.js";
import { closeForm, openNth, showCommands } from "./todo.js";
import { showStory } from "./story.js";

const number = new URLSearchParams(location.search).get("number") ?? "";
// Milliseconds between two looks at the ticket.
const WATCH = 20000;
let ticket = null;

export function notice(text, kind = "") {
  byId("notice").textContent = text;
  byId("notice").className = `notice ${kind}`;
}

/** What stands around the ticket; a part that cannot be read is left out, the ticket still shows. */
async function around() {
  const [history, repeats, openings, messages] = await Promise.allSettled([
    readAbout(number, "history"), readAbout(number, "repeats"),
    readAbout(number, "caller-openings"), readMessages(number)]);
  const items = (result) => (result.status === "fulfilled" ? result.value.items : null);
  return { history: items(history), repeats: items(repeats), openings: items(openings), messages: items(messages) };
}

/** Reads the ticket again and shows it; an open form stays with what was written. */
async function refresh() {
  try {
    const read = await readTicket(number);
    const rest = await around();
    connectionWorks();
    ticket = read;
    document.title = `${number} · 派单`;
    byId("title").textContent = `工单 ${number}`;
    showStory(ticket, rest, { askReason, sendAgain });
    byId("todo").hidden = false;
    showCommands(ticket, { done, stale });
  } catch (error) {
    if (error.offline) connectionLost();
    if (!ticket) byId("story").replaceChildren(h("p", { class: "state wrong" }, number ? error.message : "没有写工单号，请从列表里打开。"));
    else notice(error.message, "wrong");
  }
}

/** A command was carried out. */
async function done(words, answer) {
  const left = answer?.unfollowed ?? [];
  window.scrollTo(0, 0);
  await refresh();
  notice(left.length ? `已${words}；另有并案的工单没有一起办：${left.map((one) => one.number).join("、")}` : `已${words}`,
    left.length ? "wrong" : "good");
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

function pressed(event) {
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (byId("reason-box").open) return;
  if (event.key === "Escape") closeForm();
  else if (event.target.matches("input, select, textarea")) return;
  else if (/^[1-9]$/.test(event.key)) openNth(Number(event.key) - 1);
  else if (event.key.toLowerCase() === "r") refresh().then(() => notice("已刷新", "good"));
  else if (event.key.toLowerCase() === "v" && byId("open-caller")) askReason();
  else return;
  event.preventDefault();
}

/** Looks now and then whether a colleague did something meanwhile. */
async function watch() {
  if (!ticket || document.hidden) return;
  try {
    const { version } = await readTicket(number);
    if (version === ticket.version) return;
    await refresh();
    notice("这张工单刚才有变动，已刷新。");
  } catch {
    // The next command or the next look says that the connection is lost.
  }
}

document.addEventListener("keydown", pressed);
setInterval(watch, WATCH);
byId("reason-cancel").addEventListener("click", () => byId("reason-box").close());
byId("reason-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const reason = byId("reason").value.trim();
  if (!reason) return;
  byId("reason-box").close();
  openCaller(reason);
});
offerNames("units", readUnits);
onBack(() => refresh());
start();
refresh();
