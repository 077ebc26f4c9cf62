// Whether the service can be reached, and trying again until it can.

import { readHealth } from "./api.js";
import { byId } from "./dom.js";

const again = new Set();
let lost = false;
let timer = null;

function show(text, state) {
  const place = byId("link");
  place.textContent = text;
  place.className = `link ${state}`;
}

/** Called when the connection is back. */
export const onBack = (act) => again.add(act);

export const isLost = () => lost;

/** A question could not be asked. */
export function connectionLost() {
  if (lost) return;
  lost = true;
  show("连不上服务，正在重试", "lost");
  document.body.classList.add("offline");
  retry(1000);
}

/** A question was answered. */
export function connectionWorks() {
  if (!lost) return;
  lost = false;
  clearTimeout(timer);
  document.body.classList.remove("offline");
  show("已恢复连接", "ok");
  for (const act of again) act();
}

function retry(pause) {
  clearTimeout(timer);
  timer = setTimeout(async () => {
    try {
      await readHealth();
      connectionWorks();
    } catch {
      retry(Math.min(pause * 1.5, 5000));
    }
  }, pause);
}

/** Shows what the service has loaded. */
export async function start() {
  window.addEventListener("offline", connectionLost);
  window.addEventListener("online", () => lost && retry(0));
  try {
    const health = await readHealth();
    show(`知识 ${health.articles} 篇 · 事项 ${health.items} 条`, "ok");
  } catch (error) {
    if (error.offline) connectionLost();
    else show("服务异常", "lost");
  }
}
