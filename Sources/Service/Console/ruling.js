// The regulation in force: the one under which tickets are recorded.

import { rulingProfile } from "./api.js";

let asked = null;

/** Its id; nothing when it cannot be told, and the service then judges by the city's own. */
export function ruling() {
  asked ??= rulingProfile().catch(() => {
    asked = null;
    return "";
  });
  return asked;
}
