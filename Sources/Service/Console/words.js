// Words for tickets: cards, commands, dates, and times as people say them.

import { h } from "./dom.js";

export const TYPES = ["咨询", "求助", "投诉", "举报", "意见建议", "感谢", "其他"];
export const CARDS = { none: "无牌", warning: "预警", yellow: "黄牌", red: "红牌" };
const SIGNS = { none: "○", warning: "△", yellow: "◆", red: "■" };

/** A card by colour, shape and word. */
export const card = (name) =>
  h("span", { class: `chip card-${name}` },
    h("span", { "aria-hidden": "true" }, SIGNS[name] ?? ""), CARDS[name] ?? name);

export const COMMANDS = {
  receive: "登记", answer: "即时答复", exclude: "不予受理", predispatch: "预分派",
  "accept-predispatch": "确认预分派", "refuse-predispatch": "拒绝预分派", dispatch: "派发",
  sign: "签收", "assign-inner": "内部分派", "request-return": "申请退单",
  "approve-return": "同意退单", "refuse-return": "不同意退单", "fix-unit": "指定承办单位",
  "request-extension": "申请延期", "approve-extension": "同意延期",
  "refuse-extension": "不同意延期", contact: "联系诉求人", supplement: "补充情况",
  "force-majeure": "登记不可抗力", withdraw: "撤销", reply: "答复",
  "approve-completion": "同意办结", "reject-completion": "退回继续办理", callback: "回访",
  rate: "评价", "correct-rating": "核改评价", redo: "重办", statement: "履职情况说明",
  judge: "判定", progress: "告知进度", "extend-promise": "延长承诺时限", solve: "解决",
  urge: "催办", supervise: "督办", "resolve-supervision": "解除督办", archive: "归档",
  transfer: "异地转办", "file-case": "立案或移交司法", escalate: "逐级汇报", dispute: "提出争议",
  "joint-handling": "联合处置", "report-up": "上报突发情况", merge: "并入另一张工单",
  unmerge: "拆分出来", tick: "到时处理", "open-caller": "查看诉求人信息",
};

const DUTIES = {
  sign: "签收", complete: "办结", return: "可以退单", extension: "可以申请延期", contact: "联系诉求人",
  survey: "回访", progress: "告知进度", predispatch: "确认预分派", evidence: "提供佐证",
  handover: "派发", "on-site": "到达现场", solve: "解决", "stage-report": "阶段性报告",
  retention: "档案保存到", "retention-recordings": "录音保存到",
};

export const MESSAGE_KINDS = {
  acceptance: "受理告知", dispatch: "派单通知", extension: "延期告知", result: "结果告知", survey: "回访",
  urging: "催办", supervision: "督办", card: "牌", progress: "进度告知",
  excluded: "不予受理告知", redo: "重办", knowledge: "知识库提醒", predispatch: "预分派", rejected: "答复退回",
  return: "退单结果", transfer: "转送告知", recalculated: "期限重新计算", supplement: "诉求人补充", withdrawn: "撤销告知",
};
export const MESSAGE_STATES = { queued: "待发", sent: "已发", failed: "已停发" };

export const duty = (what) => DUTIES[what] ?? what;

/** The ground's advice with the commands' names in Chinese, as the buttons show them. */
export const inChinese = (text) =>
  text.replace(/[a-z]+(?:-[a-z]+)*/g, (name) => (Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : name));

/** The grounds of a refusal, each with its article and what may be done instead. */
export const grounds = (refused) =>
  h("ul", { class: "grounds" }, refused.map((ground) =>
    h("li", {}, h("b", {}, inChinese(ground.ground)),
      ground.source ? h("span", { class: "law" }, `依据 ${ground.source}`) : null,
      ground.instead ? h("p", {}, inChinese(ground.instead)) : null)));

/** The moment's parts in the hotline's time zone; moments come with its offset. */
const parts = (moment) => {
  const local = new Date(new Date(moment).getTime() + 8 * 3600e3).toISOString();
  return { year: local.slice(0, 4), month: Number(local.slice(5, 7)), day: Number(local.slice(8, 10)), time: local.slice(11, 16) };
};

/** A moment exactly, as 11月23日 17:30; another year is named. */
export function exactly(moment) {
  const at = parts(moment);
  const year = at.year === parts(new Date()).year ? "" : `${at.year}年`;
  return `${year}${at.month}月${at.day}日 ${at.time}`;
}

const span = (minutes) => {
  if (minutes < 60) return `${minutes} 分钟`;
  if (minutes < 48 * 60) return `${Math.floor(minutes / 60)} 小时`;
  return `${Math.floor(minutes / 1440)} 天`;
};

/** How far away a limit is, in words. */
export function remaining(moment, now = Date.now()) {
  const minutes = Math.round((new Date(moment).getTime() - now) / 60000);
  return minutes >= 0 ? { text: `还有 ${span(minutes)}`, late: false, soon: minutes < 1440 }
    : { text: `已超 ${span(-minutes)}`, late: true, soon: true };
}

/** The moment some days from now, as the service's filter takes it. */
export const dueWithin = (days) =>
  `${new Date(Date.now() + days * 86400e3 + 8 * 3600e3).toISOString().slice(0, 19)}+08:00`;

/** A moment that is past, in words and exactly. */
export function since(moment, now = Date.now()) {
  const minutes = Math.max(0, Math.round((now - new Date(moment)) / 60000));
  return h("span", { class: "since" }, h("b", {}, minutes < 1 ? "刚刚" : `${span(minutes)}前`), " ",
    h("time", { datetime: moment }, exactly(moment)));
}

/** A limit in words and exactly. */
export function limit(moment, { owed = true } = {}) {
  const left = remaining(moment);
  const late = left.late && owed;
  return h("span", { class: `limit${late ? " late" : left.soon && owed ? " soon" : ""}` },
    h("b", {}, left.text), " ", h("time", { datetime: moment }, exactly(moment)));
}
