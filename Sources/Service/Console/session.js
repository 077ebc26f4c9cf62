// Who works at this screen, what they may do, and the page on which their work lies.

import { save } from "./store.js";

export const SIGN_IN = "/console/login.html";

/** The pages in the order of the head; a page is shown to whoever has one of its permissions. */
export const PAGES = [
  { id: "call", name: "接听", address: "/#call", needs: ["suggest"] },
  { id: "dispatch", name: "派单", address: "/console/dispatch.html", needs: ["dispatchTicket"] },
  { id: "unit", name: "承办", address: "/console/unit.html", needs: ["handleTicket"] },
  { id: "supervise", name: "督办", address: "/console/supervise.html", needs: ["superviseTicket"] },
  { id: "tickets", name: "工单", address: "/console/tickets.html", needs: ["readTickets"] },
  { id: "admin", name: "管理", address: "/console/admin.html", needs: ["keepAccounts", "keepSystem"] },
];

// Where a role lands; of several roles the first one here counts.
const HOMES = [
  ["operator", "/"], ["dispatcher", "/console/dispatch.html"], ["unit", "/console/unit.html"],
  ["supervisor", "/console/supervise.html"], ["keeper", "/"], ["manager", "/console/tickets.html"],
  ["administrator", "/console/admin.html"],
];

// Which permission a command on a ticket needs; the service decides, this only spares dead buttons.
const HOTLINE = ["receiveTicket", "dispatchTicket"];
const COMMANDS = {
  answer: ["receiveTicket"], exclude: ["receiveTicket"], supplement: ["receiveTicket"],
  callback: HOTLINE, rate: HOTLINE, transfer: HOTLINE, "report-up": HOTLINE,
  withdraw: [...HOTLINE, "handleTicket"], "force-majeure": [...HOTLINE, "handleTicket"],
  dispute: ["dispatchTicket", "handleTicket"], judge: ["dispatchTicket", "handleTicket"],
  urge: [...HOTLINE, "superviseTicket"], escalate: ["dispatchTicket", "superviseTicket"],
  supervise: ["superviseTicket"], "resolve-supervision": ["superviseTicket"],
};
const UNIT = new Set(["accept-predispatch", "refuse-predispatch", "sign", "assign-inner", "request-return",
  "request-extension", "contact", "reply", "statement", "progress", "extend-promise", "solve", "file-case"]);

let known = null;

/** The session, null as long as nobody is known. */
export const session = () => known;

export const may = (...permissions) => permissions.some((permission) => known?.permissions.includes(permission));

/** Whether this person's role has a command. */
export const mayDo = (command) =>
  may(...(COMMANDS[command] ?? (UNIT.has(command) ? ["handleTicket"] : ["dispatchTicket"])));

/** The page on which somebody's work lies. */
export function home(who = known) {
  const roles = who?.roles.map((role) => role.id) ?? [];
  return HOMES.find(([role]) => roles.includes(role))?.[1] ?? "/";
}

/** Asks who is signed in; gives the session, or the status of the refusal, or nothing offline. */
export async function ask() {
  try {
    const response = await fetch("/v1/session", { cache: "no-store" });
    if (!response.ok) return { status: response.status };
    known = await response.json();
    return { session: known };
  } catch {
    return {};
  }
}

/** Ends the session and forgets the call that was being written. */
export async function signOut() {
  try {
    const response = await fetch("/v1/session", { method: "DELETE", cache: "no-store" });
    if (!response.ok && response.status !== 401) return false;
  } catch {
    return false;
  }
  for (const name of ["draft", "intake", "forms", "bulk"]) save(name, "");
  location.replace(SIGN_IN);
  return true;
}
