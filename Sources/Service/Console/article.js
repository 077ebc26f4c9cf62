// The article that is open beside the search.

import { Latest, readArticle } from "./api.js";
import { byId, h, speak } from "./dom.js";
import { laws, validity } from "./labels.js";
import { connectionLost } from "./link.js";
import { markdown } from "./markdown.js";
import { whenSlow } from "./typing.js";

const latest = new Latest();
let shown = null;
let takeAnswer = () => {};
let before = null;

const show = (...nodes) => {
  const place = byId("article");
  place.hidden = false;
  place.replaceChildren(...nodes);
  place.scrollTop = 0;
};

const close = () => h("button", { type: "button", class: "close", onclick: closeArticle }, "关闭 ", h("kbd", {}, "Esc"));

function draw(article) {
  const state = validity(article);
  show(
    h("header", {}, h("h3", {}, article.title),
      h("button", { type: "button", class: "close", onclick: useArticle }, "以本条答复 ", h("kbd", {}, "Alt+0")), close()),
    h("p", { class: "say" }, article.answer),
    h("div", { class: "body" }, markdown(article.body)),
    h("dl", { class: "facts" },
      h("dt", {}, "出处"), h("dd", { title: article.source.join("；") }, laws(article.source)),
      h("dt", {}, "口径"), h("dd", {}, `${article.owner} · ${article.region}`),
      h("dt", {}, "时效"), h("dd", { class: state.bad ? "stale" : "" }, state.text),
      article.questions.length ? [h("dt", {}, "问法"), h("dd", {}, article.questions.join("；"))] : null,
      h("dt", {}, "编号"), h("dd", {}, article.id)));
}

/** Opens an article; with `focus` the keyboard goes to it, so that arrows scroll it. */
export async function openArticle(id, { focus = false } = {}) {
  const quick = whenSlow(() => show(h("p", { class: "state" }, "正在打开…")));
  try {
    const article = await latest.run((signal) => readArticle(id, signal));
    if (article === undefined) return;
    shown = article;
    draw(article);
    speak(`已打开文章：${article.title}`);
  } catch (error) {
    if (error.offline) connectionLost();
    show(h("header", {}, h("h3", {}, "打不开这篇文章"), close()),
      h("p", { class: "state wrong" }, error.message));
  } finally {
    quick();
  }
  if (focus) focusArticle();
}

export function focusArticle() {
  const place = byId("article");
  if (place.hidden) return;
  if (document.activeElement !== place) before = document.activeElement;
  place.focus();
}

/** Takes the open article as the answer to the call. */
export function useArticle() {
  if (isOpen() && shown) takeAnswer(shown);
}

/** Says who takes an article as the answer. */
export const onUse = (act) => (takeAnswer = act);

export const isOpen = () => !byId("article").hidden;

export function closeArticle() {
  latest.cancel();
  shown = null;
  const place = byId("article");
  const inside = place.contains(document.activeElement);
  place.hidden = true;
  place.replaceChildren();
  if (inside) (before ?? byId("call")).focus();
  before = null;
}
