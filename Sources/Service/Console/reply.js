// The checker beside a reply that is being written: which parts are there, and which are missing.
//
// Which parts a regulation wants is the service's to say. A refusal names them with their article;
// they are remembered by regulation and marked from then on before the reply is sent.

import { h } from "./dom.js";
import { load, save } from "./store.js";

const POINTS = [
  { name: "调查情况", roots: ["调查", "事实"], words: ["调查", "经查", "核查", "核实", "查明", "现场查看", "检查"] },
  { name: "处理结果", roots: ["处理", "措施"], words: ["处理", "处置", "整改", "责令", "立案", "措施", "解决", "修复", "已安排", "已完成", "已要求", "已督促", "清理"] },
  { name: "法律、政策依据", roots: ["依据"], words: ["依据", "根据", "依照", "《", "条例", "规定", "法典"] },
  { name: "与诉求人沟通的情况", roots: ["沟通"], field: "contact.沟通情况", words: ["沟通", "反馈", "电话联系", "联系市民", "联系诉求人", "告知", "回访", "致电"] },
  { name: "救济途径", roots: ["救济"], field: "parts.救济途径", words: ["救济", "复议", "诉讼", "申诉", "起诉", "仲裁", "不服"] },
  { name: "经办人", roots: ["经办", "姓名"], field: "parts.经办人", words: ["经办人", "承办人", "办理人", "联系人"] },
  { name: "经办人电话", roots: ["电话", "手机"], within: "parts.经办人", pattern: /电话|手机|\d{7,}/ },
  { name: "经办人职务", roots: ["职务"], within: "parts.经办人", pattern: /职务|科长|主任|科员|所长|队长|主办|干部|专员|负责人|队员/ },
];
const LONG = /长期推进|需长期|长期性|分阶段|持续推进/;
const LATER = [
  { name: "阶段性进展", roots: ["阶段"], words: ["阶段", "目前", "进展", "截至"] },
  { name: "下一步计划", roots: ["计划"], words: ["计划", "下一步", "接下来", "后续"] },
  { name: "预计完成时间", roots: ["完成期限", "期限"], words: ["完成期限", "预计", "之前完成", "前完成", "底前", "期限"] },
];

const value = (form, name) => form.elements.namedItem(name)?.value.trim() ?? "";

function isThere(point, form, text) {
  if (point.field && value(form, point.field)) return true;
  if (point.pattern) return point.pattern.test(value(form, point.within)) || point.pattern.test(text);
  return point.words.some((word) => text.includes(word));
}

/** The parts that a ground of a refusal names. */
function namedIn(ground) {
  const found = ground.match(/(?:缺少|没有写明)(.+)$/);
  return found ? found[1].replace(/^经办人/, "").split("、").map((part) => part.trim()).filter(Boolean) : [];
}

const kept = (profile) => {
  try {
    return JSON.parse(load(`reply-${profile}`) || "{}");
  } catch {
    return {};
  }
};

/** Keeps the checklist of a form in step with what is written. */
export function checkReply(form, ticket) {
  const place = form.querySelector(".checker");
  const wanted = kept(ticket.profile);
  // What is wanted of long matters only does not bind the others.
  const binding = (text) => Object.entries(wanted).filter(([, rule]) => !rule.long || LONG.test(text));

  function draw() {
    const text = value(form, "text");
    const rules = binding(text);
    const source = (point) => rules.find(([part]) => point.roots.some((root) => part.includes(root)))?.[1].source;
    const points = [...POINTS, ...(LONG.test(text) ? LATER : [])].map((point) => ({ ...point, there: isThere(point, form, text), source: source(point) }));
    const unknown = rules.filter(([part]) => ![...POINTS, ...LATER].some((point) => point.roots.some((root) => part.includes(root))))
      .map(([part, rule]) => ({ name: part, there: text.includes(part), source: rule.source }));
    const all = [...points, ...unknown];
    const missing = all.filter((point) => !point.there);
    const must = missing.filter((point) => point.source);
    place.replaceChildren(
      h("p", { class: "checked" },
        h("b", {}, must.length ? `还缺 ${must.length} 项规定要写的` : missing.length ? `还有 ${missing.length} 项没看到` : "各项都写到了"),
        h("span", { class: "small" }, `答复 ${text.replace(/\s/g, "").length} 字`)),
      h("ul", {}, all.map((point) =>
        h("li", { class: point.there ? "there" : point.source ? "must-be" : "may-be", "data-point": point.name },
          h("span", { "aria-hidden": "true" }, point.there ? "✓" : point.source ? "✕" : "○"), " ", point.name,
          h("span", { class: "unseen" }, point.there ? "已写" : "没看到"),
          point.source ? h("span", { class: "law" }, `规定要写 ${point.source}`) : null))));
  }

  form.addEventListener("refused", (event) => {
    for (const ground of event.detail) {
      for (const part of namedIn(ground.ground)) wanted[part] = { source: ground.source ?? "", long: ground.ground.startsWith("需要长期") };
    }
    save(`reply-${ticket.profile}`, JSON.stringify(wanted));
    draw();
  });
  form.addEventListener("input", draw);
  draw();
}
