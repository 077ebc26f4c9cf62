// The left: the call's text, what must still be asked, and what was chosen.

import { Latest, suggest } from "./api.js";
import { markOutdated, showAdviceState, shownExclusions, showSuggestion, summary } from "./advice.js";
import { byId, h, speak } from "./dom.js";
import * as intake from "./intake.js";
import { itemEvidence, laws, missingLabel } from "./labels.js";
import { connectionLost, connectionWorks, isLost, onBack } from "./link.js";
import { load, save } from "./store.js";
import { onTyping, whenSlow } from "./typing.js";

const LONGEST = 20000;
const EMPTY = "在左边输入或粘贴来电内容，这里随即给出：能否直接答复、该由哪个单位办理、是否不予受理。";

const latest = new Latest();
let field;
let typing;
let current = null;
let taken = null;
let former = "";
let openArticle = () => {};

const state = (text, kind = "") => {
  const place = byId("call-state");
  place.textContent = text;
  place.className = `state ${kind}`;
};

function showMissing(codes) {
  byId("missing").hidden = codes.length === 0;
  byId("missing-list").replaceChildren(...codes.map((code) => h("li", {}, missingLabel(code))));
}

function draw() {
  if (!current) return;
  const act = {
    take, open: openArticle, answer: intake.takeAnswer, exclude: intake.takeExclusion, merge: intake.takeMerge,
  };
  showSuggestion(current, act, taken?.unit ?? null);
}

/** Chooses a proposed unit, or gives the choice back when it is chosen already. */
export function take(index) {
  const unit = current?.units[index];
  if (!unit) return;
  if (intake.isSettled()) return;
  taken = taken?.unit === unit.unit ? null : { ...unit, type: current.type.value, co: current.co_handlers };
  intake.takeUnit(taken);
  showSlip();
  draw();
  speak(taken ? `已选用 ${unit.unit}` : `已取消选用 ${unit.unit}`);
}

/** Opens the article of a proposed answer. */
export function openAnswer(index) {
  const answer = current?.answers[index];
  if (answer) openArticle(answer.id);
}

/** Takes the likeliest entry of the list of what is not accepted. */
export function takeExclusion() {
  const entry = current && shownExclusions(current)[0];
  if (entry) intake.takeExclusion(entry);
}

function slipLines() {
  return [
    ["承办单位", taken.unit],
    ["承办机构", taken.agency],
    ["协办单位", taken.co.join("、")],
    ["诉求类型", taken.type],
    ["目录事项", itemEvidence(taken)?.text ?? taken.item],
    ["法律依据", laws(taken.legal_basis)],
    ["办理时限", taken.limit ? `${taken.limit.text}（${taken.limit.source}）` : ""],
  ].filter(([, value]) => value);
}

function showSlip() {
  byId("slip").hidden = !taken;
  byId("slip-list").replaceChildren(
    ...(taken ? slipLines().flatMap(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]) : []));
}

/** Copies what was chosen, to be pasted into a ticket. */
export async function copySlip() {
  if (!taken) return;
  const text = slipLines().map(([name, value]) => `${name}：${value}`).join("\n");
  try {
    await navigator.clipboard.writeText(text);
    state("派单要点已复制。");
  } catch {
    // Outside of a secure context the page may not write; the selected text can still be copied.
    getSelection().selectAllChildren(byId("slip-list"));
    state("浏览器不许自动复制，已选中要点，请按 Ctrl+C。");
  }
}

/** Empties the call for the next one; the former text can be brought back. */
export function nextCall() {
  // What waits in the queue is not brought back: it would be recorded twice.
  const waits = intake.isUnderWay();
  if (!intake.mayLeave()) return false;
  if (waits) former = "";
  else if (field.value.trim()) former = field.value;
  field.value = "";
  taken = null;
  intake.clear();
  showSlip();
  byId("undo").hidden = !former;
  typing.now();
  field.focus();
  return true;
}

function undo() {
  field.value = former;
  intake.restore();
  byId("undo").hidden = true;
  typing.now();
  field.focus();
}

async function update(text) {
  save("draft", text);
  const length = [...text].length;
  byId("count").textContent = length ? `${length} 字` : "";
  if (!text.trim()) {
    latest.cancel();
    current = null;
    showMissing([]);
    state("");
    showAdviceState(EMPTY, "empty");
    speak("");
    return;
  }
  if (length > LONGEST) {
    latest.cancel();
    state(`最多 ${LONGEST} 字，现有 ${length} 字，请删减后再看建议。`, "wrong");
    if (current) markOutdated();
    return;
  }
  const quick = whenSlow(() => state("正在分析…"));
  try {
    const profile = byId("profile").value;
    const answer = await latest.run((signal) => suggest(text, profile, signal));
    if (answer === undefined) return;
    connectionWorks();
    current = answer;
    state("");
    showMissing(answer.missing);
    intake.suggested(answer);
    draw();
    speak(summary(answer));
  } catch (error) {
    if (error.offline) connectionLost();
    state(error.offline ? "连不上服务，来电内容已保存在本机，恢复后自动更新建议。" : error.message, "wrong");
    if (current) markOutdated();
    else showAdviceState(error.offline ? "连不上服务。" : `建议出错：${error.message}`, "wrong");
  } finally {
    quick();
  }
}

export function start(open) {
  openArticle = open;
  field = byId("call");
  typing = onTyping(field, update);
  field.value = load("draft");
  intake.start();
  byId("copy").addEventListener("click", copySlip);
  byId("undo").addEventListener("click", undo);
  onBack(() => typing.now());
  if (!isLost()) typing.now();
  field.focus();
  return { refresh: () => typing.now() };
}
