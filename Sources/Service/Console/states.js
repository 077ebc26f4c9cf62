// What a page says while it has nothing to show: empty, loading, failed, offline.

import { h } from "./dom.js";
import { connectionLost } from "./link.js";

/** Says something in a place; `kind` is empty, loading, wrong or nothing. */
export function say(place, text, kind = "", ...nodes) {
  place.className = `state ${kind}`;
  place.replaceChildren(text, ...nodes);
}

/** Says why something could not be read, and offers to try again. */
export function sayFailure(place, error, again = null) {
  if (error.offline) connectionLost();
  const text = error.offline ? "连不上服务，恢复后自动读取。"
    : error.faults?.length ? error.faults.map((fault) => fault.detail).join("") : error.message;
  say(place, text, "wrong", ...(again && !error.offline
    ? [" ", h("button", { type: "button", onclick: again }, "再试一次")] : []));
}
