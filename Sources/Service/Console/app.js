// Puts the page together and listens to the keyboard.

import { readProfiles } from "./api.js";
import { closeArticle, focusArticle, isOpen, onUse, openArticle, useArticle } from "./article.js";
import * as call from "./call.js";
import { byId, h } from "./dom.js";
import { focusIntake, submit, takeAnswer } from "./intake.js";
import { ruling } from "./ruling.js";
import * as search from "./search.js";
import { may } from "./session.js";
import { start } from "./shell.js";

const KEYS = [["F2", "来电"], ["F7", "登记栏"], ["F4", "检索"], ["F8", "文章"], ["F9", "下一通"], ["Esc", "返回"]];

function focusField(id) {
  const field = byId(id);
  field.focus();
}

/** Leaves nothing of the former caller's matter on the screen. */
function nextCall() {
  if (!call.nextCall()) return;
  closeArticle();
  found.clear();
  focusField("call");
}

function escape() {
  const search = byId("search");
  if (isOpen()) closeArticle();
  else if (document.activeElement === search && search.value) {
    found.clear();
  } else focusField("call");
}

const keys = {
  F2: () => focusField("call"),
  F4: () => focusField("search"),
  F7: focusIntake,
  F8: focusArticle,
  F9: nextCall,
  Escape: escape,
};

function pressed(event) {
  if (event.key === "Enter" && event.ctrlKey && !event.isComposing) {
    event.preventDefault();
    submit();
    return;
  }
  if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
  if (event.altKey) {
    const digit = event.code.match(/^(?:Digit|Numpad)([0-9])$/);
    if (digit) {
      const number = Number(digit[1]);
      if (number === 0) useArticle();
      else if (number === 9) call.takeExclusion();
      else if (number <= 5) call.take(number - 1);
      else call.openAnswer(number - 6);
    } else if (event.code === "KeyC") call.copySlip();
    else return;
  } else if (keys[event.key]) {
    keys[event.key]();
  } else if (event.key === "/" && !event.target.matches("input, textarea, select")) {
    focusField("search");
  } else return;
  event.preventDefault();
}

/**
 * Judges by the regulation in force. Another one can be looked at, but is never kept: the next call
 * is judged by the one in force again.
 */
async function offerProfiles(refresh) {
  const select = byId("profile");
  let profiles = [];
  let inForce = "";
  try {
    [{ items: profiles }, inForce] = await Promise.all([readProfiles(), may("readTickets") ? ruling() : ""]);
  } catch {
    return;
  }
  inForce ||= profiles[0]?.id ?? "";
  select.replaceChildren(...profiles.map((profile) =>
    h("option", { value: profile.id }, profile.id === inForce ? `${profile.name}（现行）` : profile.name)));
  select.value = inForce;
  if (select.selectedIndex > 0) refresh();
  byId("profile-box").hidden = profiles.length < 2;
  select.addEventListener("change", () => {
    byId("profile-box").classList.toggle("other", select.value !== inForce);
    refresh();
  });
}

const profileBox = () =>
  h("label", { class: "profile", id: "profile-box", hidden: true }, "规则 ", h("select", { id: "profile" }));

let found;

async function begin() {
  if (!await start({ page: "call", title: "坐席台", keys: KEYS, extra: profileBox() })) return;
  document.body.classList.toggle("no-intake", !may("receiveTicket"));
  document.addEventListener("keydown", pressed);
  onUse(takeAnswer);
  found = search.start(openArticle);
  byId("next-call").addEventListener("click", nextCall);
  const { refresh } = call.start(openArticle);
  await offerProfiles(() => {
    refresh();
    found.refresh();
  });
}

begin();
