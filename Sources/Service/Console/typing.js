// What a person types becomes a question after a short pause.

const PAUSE = 80;

/**
 * Calls `act` with the field's value when typing pauses. Text that an input method is still
 * composing (拼音输入) is not yet what the person means and is left alone.
 */
export function onTyping(field, act) {
  let timer = null;
  let composing = false;
  const wait = () => {
    clearTimeout(timer);
    if (!composing) timer = setTimeout(() => act(field.value), PAUSE);
  };
  field.addEventListener("compositionstart", () => {
    composing = true;
    clearTimeout(timer);
  });
  field.addEventListener("compositionend", () => {
    composing = false;
    wait();
  });
  field.addEventListener("input", wait);
  return {
    /** Acts at once. */
    now() {
      clearTimeout(timer);
      act(field.value);
    },
  };
}

/** Shows that something takes long, but not when it is quick: a flicker disturbs. */
export function whenSlow(show) {
  const timer = setTimeout(show, 250);
  return () => clearTimeout(timer);
}
