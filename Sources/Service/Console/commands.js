// The fields of every command, as the ticket's page asks for them.

import { session } from "./session.js";

const must = (name, label, more = {}) => ({ name, label, required: true, ...more });
const may = (name, label, more = {}) => ({ name, label, ...more });

const UNITS = { list: "units" };
const by = must("by", "办理单位", UNITS);
const reason = must("reason", "理由", { kind: "area", rows: 3 });
const signed = may("signed_by", "签批人职务", { hint: "如 单位负责人、分管领导" });
const approved = may("approved_by", "审定人职务", { hint: "如 分管领导" });
const REACHED = [["reached", "已联系上"], ["not-reached", "没有联系上"]];
const RATINGS = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"];
const CLASSES = ["未解决的合理诉求", "不合理诉求", "诉讼解决", "签收解决", "一次性投诉"];

const FIELDS = {
  answer: [must("article", "知识条目编号", { hint: "如 ZS-001，可在坐席台检索" })],
  exclude: [must("entry", "不予受理的条款", { hint: "如 第十一条（三）" }),
    must("tell", "告知诉求人的话", { kind: "area" })],
  predispatch: [must("unit", "预分派单位", UNITS)],
  "accept-predispatch": [must("unit", "单位", UNITS)],
  "refuse-predispatch": [must("unit", "单位", UNITS), reason, signed],
  dispatch: [must("lead", "主办单位", UNITS),
    may("co", "协办单位", { kind: "names", hint: "多个用顿号隔开" }),
    may("item", "派单目录事项", { hint: "编号或名称" }),
    may("limit", "依法的期限", { hint: "如 3个工作日；不填则用事项的" }),
    may("platform_due", "上级平台要求的时间", { kind: "time", rare: true }),
    may("instructions", "办理要求", { hint: "如 加盖公章、领导审定、公开发布", rare: true }),
    { ...approved, rare: true }],
  sign: [by],
  "assign-inner": [by, must("to", "内部机构或下级单位")],
  "request-return": [by, reason, may("basis", "依据", { kind: "area", rows: 2 }),
    may("suggest", "建议承办的单位", UNITS), signed],
  "approve-return": [may("lead", "改派给", { ...UNITS, hint: "不填则收回，以后再派" }), approved],
  "fix-unit": [must("lead", "承办单位", UNITS), must("by", "作出指定的领导或机构"),
    may("due", "指定的时间", { kind: "time" })],
  "request-extension": [by, reason, may("days", "延长的工作日", { kind: "number" }),
    may("stage", "阶段性办理情况和下一步计划", { kind: "area" }),
    may("told_caller", "已告知诉求人", { kind: "check" }), signed],
  contact: [by, must("outcome", "结果", { kind: "choice", choices: REACHED }),
    may("proof", "凭证", { hint: "通话记录、照片等" }),
    may("slot", "什么时候", { hint: "上午、下午、晚上，或者 09:30" })],
  supplement: [must("text", "补充的情况", { kind: "area" })],
  "force-majeure": [must("note", "说明", { kind: "area", rows: 3 })],
  withdraw: [must("by", "谁提出撤销", { kind: "choice", choices: [["caller", "诉求人"], ["unit", "承办单位"]] })],
  reply: [by, must("text", "答复内容", { kind: "area", rows: 8, hint: "写明调查情况、处理结果和依据，逐项答复" }),
    may("contact.沟通情况", "与诉求人沟通的情况", { hint: "如 已电话告知结果" }),
    may("parts.经办人", "经办人姓名、电话、职务"),
    may("parts.救济途径", "救济途径", { hint: "如 不服可以申请复议" }), approved],
  "reject-completion": [reason, may("platform_due", "上级平台重新要求的时间", { kind: "time" })],
  callback: [must("outcome", "结果", { kind: "choice", choices: REACHED }),
    may("way", "回访方式", { kind: "choice", choices: ["电话", "短信", "网络"] }),
    may("reason", "换用其他方式的理由")],
  rate: [must("value", "评价", { kind: "choice", choices: RATINGS }),
    may("fault", "不满意的原因在谁", { kind: "choice", choices: [["unit", "承办单位"], ["none", "不在单位"]] }),
    may("excluded", "不纳入考核的理由")],
  "correct-rating": [must("value", "核改为", { kind: "choice", choices: RATINGS }), reason],
  redo: [by],
  statement: [by, must("text", "履职情况说明", { kind: "area" })],
  judge: [by, must("class", "判定为", { kind: "choice", choices: CLASSES }),
    may("promise", "承诺时限", { kind: "choice", choices: ["当月", "2个月", "3个月", "6个月", "长期"] })],
  progress: [by],
  "extend-promise": [by, reason],
  solve: [by],
  supervise: [reason],
  transfer: [must("to", "转往的城市"), may("reason", "理由", { kind: "area", rows: 2 })],
  "file-case": [by, must("papers", "立案或移送的文书", { kind: "names", hint: "多份用顿号隔开" })],
  escalate: [must("to", "上一级人员或机构"), may("reason", "理由", { kind: "area", rows: 2 })],
  dispute: [by, may("evidence", "佐证材料和依据", { kind: "area", rows: 3 })],
  "joint-handling": [must("units", "联合处置单位", { kind: "names", hint: "多个用顿号隔开" }),
    may("by", "作出决定的机构"), may("due", "指定的时间", { kind: "time" })],
  "report-up": [must("to", "上级有关部门"), must("text", "情况或者风险", { kind: "area" })],
  merge: [must("into", "并入的工单号"), may("approved_by", "审定人职务")],
};

/** The fields that a command asks for, in their order; a unit's account need not name itself. */
export const neededFields = (command) =>
  (FIELDS[command] ?? []).filter((field) => !(session()?.unit && field.list === "units" && ["by", "unit"].includes(field.name)));

// What is done most often comes first; what the list does not name follows in the service's order.
const ORDER = ["dispatch", "sign", "reply", "approve-completion", "reject-completion", "callback",
  "rate", "answer", "exclude", "approve-return", "refuse-return", "approve-extension",
  "refuse-extension", "redo", "archive", "contact", "request-extension", "request-return",
  "supplement", "urge"];

/** Commands with the usual ones first. */
export const ordered = (commands) => {
  const place = (name) => (ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length);
  return [...commands].sort((one, other) => place(one) - place(other));
};

/** What a field most likely holds, from the ticket. */
export function likely(field, ticket) {
  if (["by", "unit"].includes(field.name) && field.list === "units") return ticket.lead ?? "";
  if (field.name === "item") return ticket.item ?? "";
  return "";
}

