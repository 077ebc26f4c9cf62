// Words for the codes of the API, and numbers as people read them.

const MISSING = {
  address: "地点（哪个镇街、哪条路、几号）",
  place: "地点（哪个镇街、哪条路、几号）",
  time: "什么时候发生的",
  object: "反映的是谁、哪一家",
  party: "反映的是谁、哪一家",
  name: "来电人姓名",
  phone: "联系电话",
  amount: "涉及金额",
  demand: "来电人想要什么",
  detail: "具体情况",
  plate: "车牌号",
};

const EVIDENCE = { item: "目录事项", history: "以往工单", place: "地点", words: "词句" };

const STATES = {
  received: "待派发", answered: "已即时答复", excluded: "不予受理", dispatched: "待签收", signed: "已签收",
  returning: "退单审核中", reassigning: "待重新派发", extending: "延期审批中", handling: "办理中",
  replied: "已答复，待审核", completed: "已办结，待回访", callback: "已回访", redo: "重办中", rehandling: "再办理中",
  supervised: "督办中", withdrawn: "已撤销", archived: "已归档",
};

export const missingLabel = (code) => MISSING[code] ?? code;
export const evidenceLabel = (kind) => EVIDENCE[kind] ?? kind;
export const stateLabel = (state) => STATES[state] ?? state;
export const allStates = Object.keys(STATES);
export const percent = (share) => `${Math.round(share * 100)}%`;

/** When an article holds: warns of what is over, not yet in force, or long unchecked. */
export function validity(article, today = new Date()) {
  const day = new Date(today.getTime() + 8 * 3600e3).toISOString().slice(0, 10);
  if (article.valid_to && article.valid_to < day) return { text: `已于 ${article.valid_to} 失效`, bad: true };
  if (article.valid_from && article.valid_from > day) {
    return { text: `${article.valid_from} 起生效`, bad: true };
  }
  const until = article.valid_to ? `，有效至 ${article.valid_to}` : "";
  return { text: article.verified_on ? `${article.verified_on} 核对${until}` : `未核对${until}`, bad: !article.verified_on };
}

/** The evidence that names a unit's catalogue item; it begins with the item's id. */
export const itemEvidence = (unit) =>
  unit.item &&
  unit.evidence.find((evidence) => evidence.kind === "item" && evidence.text.startsWith(unit.item));

/** Citations for a narrow screen: without the country's name, articles of one law together. */
export function laws(citations) {
  const groups = new Map();
  for (const citation of citations) {
    const [, law, article] = citation.match(/^(?:中华人民共和国)?(.+?)(第[零一二三四五六七八九十百千]+条.*)?$/) ?? [null, citation, ""];
    groups.set(law, [...(groups.get(law) ?? []), ...(article ? [article] : [])]);
  }
  return [...groups].map(([law, articles]) => law + articles.join("、")).join("；");
}
