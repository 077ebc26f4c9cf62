// The public page: where a request is, by its number and code.

import { rateByCaller, readProgress } from "./api.js";
import { byId, h } from "./dom.js";
import { exactly, grounds, limit } from "./words.js";

const state = (text, kind = "") => {
  byId("state").textContent = text;
  byId("state").className = `state ${kind}`;
};

const RATINGS = ["非常满意", "满意", "基本满意", "不满意", "非常不满意"];

/** Asks how satisfied the caller is; what a rule forbids is said beside the buttons. */
function rating(code, number) {
  const said = h("div", { role: "alert" });
  const give = async (value) => {
    try {
      show(await rateByCaller(number, code, value));
      state(`谢谢，您的评价“${value}”已记下。`);
    } catch (error) {
      said.replaceChildren(error.refused.length ? grounds(error.refused) : h("p", { class: "fault" }, error.message));
    }
  };
  return h("section", { class: "sheet", id: "rating" }, h("h2", {}, "您对办理结果满意吗？"),
    h("p", { class: "buttons" }, RATINGS.map((value) => h("button", { type: "button", onclick: () => give(value) }, value))), said);
}

/** Shows the progress; with the code the caller is asked for a rating too. */
function show(progress, code = null) {
  byId("result").replaceChildren(
    h("section", { class: "sheet" },
      h("h2", {}, `工单 ${progress.number}`),
      h("p", { class: "now" }, progress.state),
      h("dl", { class: "facts" },
        h("dt", {}, "登记"), h("dd", {}, exactly(progress.received_at)),
        progress.unit ? [h("dt", {}, "承办单位"), h("dd", {}, progress.unit)] : null,
        progress.due_at ? [h("dt", {}, "办理期限"), h("dd", {}, limit(progress.due_at))] : null,
        progress.extensions.length ? [h("dt", {}, "延期"), h("dd", {}, progress.extensions.join("；"))] : null)),
    ...(progress.reply ? [h("section", { class: "sheet" }, h("h2", {}, "答复"), h("p", { class: "asked" }, progress.reply))] : []),
    ...(progress.reply && code ? [rating(code, progress.number)] : []),
    h("section", { class: "sheet" }, h("h2", {}, "办理经过"),
      h("ol", { class: "past" }, progress.steps.map((step) =>
        h("li", {}, h("time", { datetime: step.at }, exactly(step.at)), " ", step.what)))));
}

byId("ask").addEventListener("submit", async (event) => {
  event.preventDefault();
  state("正在查询…");
  byId("result").replaceChildren();
  try {
    // People read codes out and write them down: case and blanks do not matter.
    const code = byId("code").value.replace(/\s/g, "").toUpperCase();
    show(await readProgress(byId("number").value.replace(/\s/g, ""), code), code);
    state("");
  } catch (error) {
    state(error.status === 404 ? "没有查到，请核对工单号和查询码。"
      : error.offline ? "连不上服务，请稍后再试，也可以拨打 12345 查询。" : error.message, "wrong");
  }
});
byId("number").focus();
