// What is kept in this browser between two visits; without storage everything still works.

export function load(name) {
  try {
    return localStorage.getItem(`paidan.${name}`) ?? "";
  } catch {
    return "";
  }
}

export function save(name, value) {
  try {
    if (value) localStorage.setItem(`paidan.${name}`, value);
    else localStorage.removeItem(`paidan.${name}`);
  } catch {
    // A full or forbidden storage loses the draft and nothing else.
  }
}
