// Questions to the service.

/** An error that the service explained, or a lost connection (`offline`). */
export class ServiceError extends Error {
  constructor(message, { status = 0, field = null, offline = false } = {}) {
    super(message);
    this.status = status;
    this.field = field;
    this.offline = offline;
  }
}

async function ask(path, options = {}) {
  let response;
  try {
    response = await fetch(path, { cache: "no-store", ...options });
  } catch (error) {
    if (error.name === "AbortError") throw error;
    throw new ServiceError("连不上服务。", { offline: true });
  }
  let body = null;
  try {
    body = await response.json();
  } catch (error) {
    if (error.name === "AbortError") throw error;
  }
  if (response.ok && body !== null) return body;
  throw new ServiceError(body?.detail ?? "服务没有给出可用的答复。", {
    status: response.status,
    field: body?.field ?? null,
  });
}

const query = (values) =>
  new URLSearchParams(Object.entries(values).filter(([, value]) => value)).toString();

export const suggest = (text, profile, signal) =>
  ask("/v1/suggestions", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(profile ? { text, profile } : { text }),
    signal,
  });

export const searchKnowledge = (q, profile, cursor, signal) =>
  ask(`/v1/knowledge?${query({ q, limit: 20, profile, cursor })}`, { signal });

export const readArticle = (id, signal) =>
  ask(`/v1/knowledge/${encodeURIComponent(id)}`, { signal });

export const readProfiles = () => ask("/v1/profiles");

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
