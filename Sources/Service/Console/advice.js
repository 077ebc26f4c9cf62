// The middle: what the service advises for the call.

import { evidenceLabel, itemEvidence, laws, percent, stateLabel, validity } from "./labels.js";
import { byId, h } from "./dom.js";
import { hotline } from "./hotline.js";

const meter = (share) =>
  h("span", { class: "sure" },
    h("progress", { max: 1, value: share, "aria-hidden": "true" }), percent(share));

const key = (number) => h("kbd", {}, `Alt+${number}`);

function urgency(urgent) {
  return h("section", { class: "card urgent", role: "alert" },
    h("h3", {}, h("span", { class: "sign", "aria-hidden": "true" }, "!"),
      `紧急：${urgent.entry}`),
    h("p", {}, h("strong", { class: "within" }, urgent.within), h("span", { class: "law" }, urgent.source)));
}

function exclusion(entry, index, act) {
  return h("section", { class: "card exclusion" },
    h("h3", {}, `可能不予受理：${entry.entry}`,
      h("button", { type: "button", class: "use", onclick: () => act.exclude(entry) }, "采用", index === 0 ? [" ", h("kbd", {}, "Alt+9")] : null),
      meter(entry.confidence)),
    h("p", { class: "say" }, h("b", {}, "可以这样说 "), entry.tell),
    h("p", { class: "law" }, entry.source,
      entry.words.length ? "　依据词句：" : null,
      entry.words.map((word) => h("q", {}, word))));
}

/** The exclusions that are likely enough to be shown. */
export const shownExclusions = (suggestion) => suggestion.exclusions.filter((entry) => entry.confidence >= 0.5);

/** From this confidence on an article is offered as the answer. */
const SURE = 0.7;

function answer(entry, index, act) {
  const state = validity(entry);
  const number = index + 6;
  return h("section", { class: "card answer", "data-answer": entry.id },
    h("h3", {},
      h("button", { type: "button", class: "title", onclick: () => act.open(entry.id) }, entry.title),
      number <= 8 ? key(number) : null,
      h("button", { type: "button", class: "use", "aria-label": `以“${entry.title}”答复`, onclick: () => act.answer(entry) }, "以此答复"),
      meter(entry.confidence)),
    h("p", { class: "say" }, entry.excerpt),
    h("p", { class: "law", title: entry.source }, `${entry.owner} · ${entry.region} · ${laws(entry.source.split("；"))} · `,
      h("span", { class: state.bad ? "stale" : "" }, state.text)));
}

/** A proposed unit with what speaks for it. */
export function unitCard(entry, index, take, taken) {
  const isTaken = taken === entry.unit;
  const named = itemEvidence(entry);
  const reasons = entry.evidence.filter((evidence) => evidence !== named);
  return h("section", { class: `card unit${isTaken ? " taken" : ""}`, "data-unit": entry.unit },
    h("h3", {},
      h("button", { type: "button", class: "title", "aria-pressed": String(isTaken), onclick: () => take(index) },
        entry.unit),
      index < 5 ? key(index + 1) : null,
      isTaken ? h("span", { class: "chosen" }, "已选用") : null,
      meter(entry.confidence)),
    h("dl", { class: "facts" },
      entry.agency ? [h("dt", {}, "机构"), h("dd", {}, entry.agency)] : null,
      entry.item ? [h("dt", {}, "事项"), h("dd", {}, named ? named.text : entry.item)] : null,
      entry.limit ? [h("dt", {}, "时限"), h("dd", {}, entry.limit.text, h("span", { class: "law" }, `（${entry.limit.source}）`))] : null,
      entry.legal_basis.length ? [h("dt", {}, "依据"), h("dd", { title: entry.legal_basis.join("；") }, laws(entry.legal_basis))] : null,
      reasons.length
        ? [h("dt", {}, "理由"), h("dd", { class: "why" }, reasons.map((evidence) =>
          h("span", { class: `evidence ${evidence.kind}` },
            h("b", {}, evidenceLabel(evidence.kind)), evidence.text)))]
        : null));
}

function repeated(entries, merge) {
  return h("section", { class: "card repeat" },
    h("h3", {}, "可能是重复诉求"),
    h("ul", {}, entries.map((entry) =>
      h("li", {},
        h("a", { href: `/console/ticket.html?number=${encodeURIComponent(entry.ticket)}`, target: "_blank", rel: "noopener" }, entry.ticket),
        `　${stateLabel(entry.state)}　相似 ${percent(entry.similarity)}`,
        h("button", { type: "button", onclick: () => merge(entry.ticket) }, "并入")))));
}

const part = (title, nodes) =>
  nodes.length ? [h("h3", { class: "part" }, title), ...nodes] : [];

/** Shows a suggestion; `act` holds what buttons do, `taken` the chosen unit's name. */
export function showSuggestion(suggestion, act, taken) {
  const { answers, units, repeats, abstained, hotlines } = suggestion;
  const exclusions = shownExclusions(suggestion);
  const kind = suggestion.type;
  byId("advice").classList.remove("outdated");
  byId("type").replaceChildren(kind.value, " ", h("small", {}, percent(kind.confidence)));
  byId("as-of").textContent = `${suggestion.as_of.slice(11, 19)} 更新`;
  const doubt = abstained
    ? h("section", { class: "card doubt" },
      h("h3", {}, "把握不足，暂不建议承办单位"),
      h("p", {}, units.length
        ? "以下单位仅供参考，请核对后再选用，或者补充地点、对象和诉求。"
        : "请补充地点、对象和诉求，或者按职责人工判断。"))
    : null;
  const nothing = !abstained && !units.length && !answers.length && !exclusions.length && !hotlines.length;
  const shown = answers.map((entry, index) => [entry, answer(entry, index, act)]);
  byId("advice").replaceChildren(
    ...[
      suggestion.urgent ? urgency(suggestion.urgent) : null,
      ...exclusions.slice(0, 3).map((entry, index) => exclusion(entry, index, act)),
      ...part("热线号码", hotlines.map((entry) => hotline(entry))),
      ...part("可以直接答复", shown.filter(([entry]) => entry.confidence >= SURE).map(([, card]) => card)),
      ...part("承办单位", [
        ...(doubt ? [doubt] : []),
        ...units.slice(0, 5).map((entry, index) => unitCard(entry, index, act.take, taken)),
        ...(suggestion.co_handlers.length
          ? [h("p", { class: "co" }, h("b", {}, "协办 "), suggestion.co_handlers.join("、"))]
          : []),
      ]),
      ...part("可能有关的知识", shown.filter(([entry]) => entry.confidence < SURE).map(([, card]) => card)),
      repeats.length ? repeated(repeats, act.merge) : null,
      nothing ? h("p", { class: "state" }, "没有可用的建议，请继续记录。") : null,
    ].filter(Boolean));
}

/** What the keys of the advice do, for the empty screen. */
const legend = () =>
  h("ul", { class: "legend" },
    h("li", {}, h("kbd", {}, "Alt+1"), " 到 ", h("kbd", {}, "Alt+5"), " 选用建议的单位，再按一次取消"),
    h("li", {}, h("kbd", {}, "Alt+6"), " 到 ", h("kbd", {}, "Alt+8"), " 打开答复或有关的文章"),
    h("li", {}, h("kbd", {}, "Alt+0"), " 以打开的文章答复，", h("kbd", {}, "Alt+9"), " 采用不予受理的条款"),
    h("li", {}, h("kbd", {}, "Ctrl+回车"), " 登记并办理，", h("kbd", {}, "Alt+C"), " 复制派单要点"));

/** Shows a state without a suggestion. */
export function showAdviceState(text, kind = "") {
  byId("advice").classList.remove("outdated");
  byId("type").replaceChildren();
  byId("as-of").textContent = "";
  byId("advice").replaceChildren(h("p", { class: `state ${kind}` }, text),
    ...(kind === "empty" ? [legend()] : []));
}

/** Marks the suggestion on the screen as one for an earlier text. */
export function markOutdated() {
  byId("advice").classList.add("outdated");
  byId("as-of").textContent = "未随来电内容更新";
}

/** What a screen reader says of a suggestion. */
export function summary(suggestion) {
  const parts = [];
  if (suggestion.urgent) parts.push(`紧急，${suggestion.urgent.entry}`);
  if (shownExclusions(suggestion).length) parts.push(`可能不予受理，${shownExclusions(suggestion)[0].entry}`);
  for (const entry of suggestion.hotlines) parts.push(`${entry.number}${entry.now}`);
  if (suggestion.answers.length) parts.push(`可答复 ${suggestion.answers.length} 条`);
  if (suggestion.abstained) parts.push("把握不足，暂不建议承办单位");
  else if (suggestion.units.length) parts.push(`首选 ${suggestion.units[0].unit}`);
  return parts.length ? `建议已更新：${parts.join("；")}` : "暂无建议";
}
