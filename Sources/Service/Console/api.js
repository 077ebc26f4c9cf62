// Questions to the service.

/**
 * An error that the service explained, or a lost connection (`offline`). `faults` names the fields
 * that are wrong, `refused` the grounds on which a rule forbids it.
 */
export class ServiceError extends Error {
  constructor(message, { status = 0, problem = null, offline = false } = {}) {
    super(message);
    this.status = status;
    this.offline = offline;
    this.code = problem?.code ?? "";
    this.refused = problem?.refused ?? [];
    this.faults = problem?.errors ?? (problem?.field ? [{ field: problem.field, detail: message }] : []);
  }

  /** True when nobody can tell whether the service did what it was asked. */
  get isUncertain() {
    return this.offline || this.status >= 500 || this.status === 0;
  }
}

async function send(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("连不上服务。", { offline: true });
  }
  return response;
}

async function read(response) {
  if (response.status === 204) return {};
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
  }
  if (response.ok && body !== null) return body;
  if (response.status === 401) document.dispatchEvent(new Event("signed-out"));
  // An answer that broke off leaves open what was done.
  throw new ServiceError(body?.detail ?? "服务没有给出可用的答复。", {
    status: response.ok ? 0 : response.status,
    problem: body,
  });
}

const ask = async (path, options) => read(await send(path, options));

const posted = (body, headers = {}, signal) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
  signal,
});

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export const suggest = (text, profile, signal) =>
  ask("/v1/suggestions", posted(profile ? { text, profile } : { text }, {}, signal));

export const searchKnowledge = (q, profile, cursor, signal) =>
  ask(`/v1/knowledge?${query({ q, limit: 20, profile, cursor })}`, { signal });

export const readArticle = (id, signal) =>
  ask(`/v1/knowledge/${encodeURIComponent(id)}`, { signal });

export const readProfiles = () => ask("/v1/profiles");

/**
 * The regulation under which tickets are recorded: that of the latest one. Nothing when there is
 * no ticket yet; the service then judges by the one that it was started with.
 */
export async function rulingProfile() {
  const { items } = await readTickets({ limit: 1 });
  return items.length ? (await readTicket(items[0].number)).profile : "";
}

const ticketPath = (number) => `/v1/tickets/${encodeURIComponent(number)}`;

/** Records a request; the same key never records a second one. */
export const register = (body, key) =>
  ask("/v1/tickets", posted(body, { "Idempotency-Key": key }));

/** Does something to a ticket; with `version` only when nobody else changed it meanwhile. */
export const act = (number, command, body, { key = null, version = null } = {}) =>
  ask(`${ticketPath(number)}:${command}`, posted(body, {
    ...(key ? { "Idempotency-Key": key } : {}),
    ...(version ? { "If-Match": `"${version}"` } : {}),
  }));

/** Does something that takes no fields and no key. */
export const actBare = (number, command) =>
  ask(`${ticketPath(number)}:${command}`, { method: "POST" });

export const readTicket = (number, signal) => ask(ticketPath(number), { signal });

/** A list about a ticket: `history`, `repeats`, `caller-openings`. */
export const readAbout = (number, what) => ask(`${ticketPath(number)}/${what}`);

export const readTickets = (filter, signal) => ask(`/v1/tickets?${query(filter)}`, { signal });

export const readCounts = () => ask("/v1/ticket-counts");

export const readMessages = (number) => readOutbox({ ticket: number, limit: 50 });

/** Queues a message again that was given up. */
export const requeue = (id) => ask(`/v1/messages/${encodeURIComponent(id)}:requeue`, { method: "POST" });

export const lookUpCaller = (phone, signal) =>
  ask("/v1/callers:look-up", posted({ phone }, {}, signal));

export const readUnits = () => ask("/v1/catalogue/units");

export const readRegions = () => ask("/v1/catalogue/regions");

export const readProgress = (number, code) => ask(`/v1/progress?${query({ number, code })}`);

/** The caller's own rating of the result. */
export const rateByCaller = (number, code, value) => ask("/v1/progress:rate", posted({ number, code, value }));

/** A form with the caller's whole data, as the text of its page; the reason is kept on record. */
export async function readForm(number, form, reason) {
  const response = await send(`${ticketPath(number)}/forms/${form}`, posted({ reason }));
  return response.ok ? response.text() : read(response);
}

/** A name for one attempt; `crypto.randomUUID` needs a secure context, which a closed network lacks. */
export const newKey = () =>
  [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

/** The ledger of supervised matters, the latest first. */
export const readLedger = (filter, signal) => ask(`/v1/ledgers/supervision?${query(filter)}`, { signal });

export const readItem = (id) => ask(`/v1/catalogue/items/${encodeURIComponent(id)}`);

/** Messages to callers and units, the latest first. */
export const readOutbox = (filter) => ask(`/v1/messages?${query(filter)}`);

export const readUsers = () => ask("/v1/users");
export const readKeys = () => ask("/v1/keys");
export const addUser = (body) => ask("/v1/users", posted(body));
export const addKey = (body) => ask("/v1/keys", posted(body));

/** Changes an account: `roles`, `password`, `disable`, `enable`, `end-sessions`. */
export const changeUser = (name, command, body = null) =>
  ask(`/v1/users/${encodeURIComponent(name)}:${command}`, body ? posted(body) : { method: "POST" });

export const endKey = (id) => ask(`/v1/keys/${encodeURIComponent(id)}:end`, { method: "POST" });

export const readHealth = () => ask("/healthz");

/**
 * Runs one question at a time: a newer one aborts the older one, and an answer that was overtaken
 * is dropped even when it still comes in.
 */
export class Latest {
  #number = 0;
  #controller = null;

  /** The answer, or undefined when a newer question was asked meanwhile. */
  async run(question) {
    this.cancel();
    const number = this.#number;
    this.#controller = new AbortController();
    try {
      const answer = await question(this.#controller.signal);
      return number === this.#number ? answer : undefined;
    } catch (error) {
      if (number !== this.#number || error.name === "AbortError") return undefined;
      throw error;
    }
  }

  /** Gives up the question that is under way. */
  cancel() {
    this.#number += 1;
    this.#controller?.abort();
    this.#controller = null;
  }
}
