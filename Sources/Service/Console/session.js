// Who works at this screen, and the way to the sign-in page.

import { byId, h } from "./dom.js";
import { save } from "./store.js";

const PAGE = "/console/login.html";
let isKnown = false;

async function signOut() {
  try {
    const response = await fetch("/v1/session", { method: "DELETE", cache: "no-store" });
    if (!response.ok && response.status !== 401) return;
  } catch {
    return;
  }
  save("draft", "");
  location.replace(PAGE);
}

function show(session) {
  const place = byId("who");
  const parts = [h("span", {}, session.notice ?? session.display_name)];
  if (session.mode === "session") {
    parts.push(
      h("a", { href: `${PAGE}#password` }, "改口令"),
      h("button", { type: "button", onclick: signOut }, "退出"));
  }
  place.replaceChildren(...parts);
}

/** An answer said that nobody is signed in; the draft of a call under way stays in this browser. */
function signedOut() {
  if (!isKnown) location.replace(PAGE);
  else byId("who").replaceChildren(h("a", { href: PAGE, class: "lost" }, "登录已过期，请重新登录"));
}

export async function start() {
  document.addEventListener("signed-out", signedOut);
  try {
    const response = await fetch("/v1/session", { cache: "no-store" });
    if (response.ok) {
      isKnown = true;
      show(await response.json());
    } else if (response.status === 401) signedOut();
  } catch {
    // The line in the corner tells of a lost connection.
  }
}
