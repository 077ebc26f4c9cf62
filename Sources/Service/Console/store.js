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

// Of how many forms the drafts are kept.
const FORMS = 40;

const readForms = () => {
  try {
    return JSON.parse(load("forms") || "{}");
  } catch {
    // A draft of another release that cannot be read is left behind.
    return {};
  }
};

/** What was written into a command's form and not yet sent. */
export const keptForm = (number, command) => readForms()[`${number} ${command}`] ?? null;

export function keepForm(number, command, values) {
  const { [`${number} ${command}`]: former, ...forms } = readForms();
  if (Object.values(values).some(Boolean)) forms[`${number} ${command}`] = values;
  save("forms", JSON.stringify(Object.fromEntries(Object.entries(forms).slice(-FORMS))));
}

export const forgetForm = (number, command) => keepForm(number, command, {});
