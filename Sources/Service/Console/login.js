// Signing in, and changing one's password.

import { byId } from "./dom.js";
import { home } from "./session.js";
import { load, save } from "./store.js";

const BUSY_TRIES = 8;

async function send(method, path, body) {
  const options = { method, cache: "no-store" };
  if (body) {
    options.headers = { "Content-Type": "application/json" };
    options.body = JSON.stringify(body);
  }
  const response = await fetch(path, options);
  let answer = null;
  try {
    answer = await response.json();
  } catch {
    // An answer without content.
  }
  return { status: response.status, answer, wait: Number(response.headers.get("Retry-After")) };
}

const pause = (seconds) => new Promise((done) => setTimeout(done, seconds * 1000));

/** When a whole shift signs in at once the service asks for patience; nobody need do it by hand. */
async function sendPatiently(path, body) {
  for (let tries = 1; ; tries += 1) {
    const result = await send("POST", path, body);
    if (result.status !== 503 || tries === BUSY_TRIES) return result;
    await pause((result.wait || 1) * (0.5 + Math.random()));
  }
}

function say(place, text) {
  byId(place).textContent = text;
}

/** Runs the work of a form once at a time. */
function whenSubmitted(form, place, work) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    say(place, "");
    try {
      await work();
    } catch {
      say(place, "连不上服务，请稍后再试。");
    }
    button.disabled = false;
  });
  // Until now the browser itself would have sent the form, with the password in its address.
  form.querySelector("[type=submit]").disabled = false;
}

let known = null;

/** To the page of one's role. */
function enter() {
  location.replace(home(known));
}

function offerChange(session, why) {
  byId("sign-in").hidden = true;
  byId("change").hidden = false;
  byId("change-name").value = session.name;
  say("change-why", why);
  byId("old").focus();
}

async function signIn() {
  const name = byId("name").value.trim();
  const password = byId("password").value;
  const { status, answer } = await sendPatiently("/v1/session", { name, password });
  if (status !== 200) {
    say("sign-in-state", answer?.detail ?? "服务没有给出可用的答复。");
    byId("password").select();
    return;
  }
  // What a colleague had typed is not for the next one at this screen.
  if (load("user") !== answer.name) for (const name of ["draft", "intake", "forms", "bulk"]) save(name, "");
  save("user", answer.name);
  known = answer;
  if (answer.password_temporary) offerChange(answer, "口令是别人设定的，请改成只有自己知道的。");
  else enter();
}

async function change() {
  if (byId("new").value !== byId("again").value) {
    say("change-state", "两次输入的新口令不同。");
    byId("again").select();
    return;
  }
  const { status, answer } = await sendPatiently("/v1/session:password", {
    old: byId("old").value,
    password: byId("new").value,
  });
  if (status !== 204) {
    say("change-state", answer?.detail ?? "服务没有给出可用的答复。");
    return;
  }
  byId("change").reset();
  byId("change").hidden = true;
  byId("sign-in").reset();
  byId("sign-in").hidden = false;
  say("sign-in-state", "口令已修改，请用新口令登录。");
  byId("name").value = load("user");
  byId("password").focus();
}

whenSubmitted(byId("sign-in"), "sign-in-state", signIn);
whenSubmitted(byId("change"), "change-state", change);
byId("later").addEventListener("click", enter);

const { status, answer } = await send("GET", "/v1/session").catch(() => ({ status: 0 }));
if (status === 200) {
  known = answer;
  if (answer.mode === "session" && location.hash === "#password") offerChange(answer, "");
  else enter();
} else if (status === 0) {
  say("sign-in-state", "连不上服务，请稍后再试。");
}
