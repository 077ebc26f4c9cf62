// A form with the caller's whole data: asks for the reason, fetches it, and lays it out.

import { readForm } from "./api.js";
import { byId } from "./dom.js";

const given = new URLSearchParams(location.search);
const NAMES = { transfer: "转办单", return: "退单申请", extension: "延期办理申请", reply: "工单回复" };

/**
 * Puts the fetched page in the place of this one. Its styles go in as objects: the service allows
 * no style that is written into a page, and no script of it ever runs.
 */
function show(text) {
  const [styled, style] = text.match(/<style>([\s\S]*?)<\/style>/) ?? ["", ""];
  const plain = text.replace(styled, "").replaceAll(' style="', ' data-style="');
  const page = new DOMParser().parseFromString(plain, "text/html");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  for (const link of document.querySelectorAll("link[rel=stylesheet]")) link.remove();
  document.adoptedStyleSheets = [sheet];
  document.title = page.title;
  document.body.replaceChildren(...page.body.childNodes);
  for (const node of document.querySelectorAll("[data-style]")) {
    node.style.cssText = node.dataset.style;
    delete node.dataset.style;
  }
}

byId("form").addEventListener("submit", async (event) => {
  event.preventDefault();
  const reason = byId("reason").value.trim();
  if (!reason) return;
  try {
    show(await readForm(given.get("number") ?? "", given.get("form") ?? "", reason));
  } catch (error) {
    byId("problem").textContent = error.message;
  }
});
document.title = `${NAMES[given.get("form")] ?? "单据"} ${given.get("number") ?? ""}`;
byId("reason").focus();
