// Puts the page together and listens to the keyboard.

import { readProfiles } from "./api.js";
import { closeArticle, focusArticle, isOpen, onUse, openArticle, useArticle } from "./article.js";
import * as call from "./call.js";
import { byId, h } from "./dom.js";
import { focusIntake, submit, takeAnswer } from "./intake.js";
import * as link from "./link.js";
import * as search from "./search.js";
import * as session from "./session.js";
import { load, save } from "./store.js";

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

/** Offers the regulations by which calls can be judged, when there are several. */
async function offerProfiles(refresh) {
  const select = byId("profile");
  let profiles = [];
  try {
    profiles = (await readProfiles()).items;
  } catch {
    return;
  }
  select.replaceChildren(
    ...profiles.map((profile) => h("option", { value: profile.id }, profile.name)));
  const kept = load("profile");
  if (profiles.some((profile) => profile.id === kept)) select.value = kept;
  if (select.selectedIndex > 0) refresh();
  byId("profile-box").hidden = profiles.length < 2;
  select.addEventListener("change", () => {
    save("profile", select.value);
    refresh();
  });
}

document.addEventListener("keydown", pressed);
link.start();
session.start();
onUse(takeAnswer);
const found = search.start(openArticle);
byId("next-call").addEventListener("click", nextCall);
const { refresh } = call.start(openArticle);
offerProfiles(() => {
  refresh();
  found.refresh();
});
