// The one dialog: says what is about to happen, and waits for a yes.
const dialog = document.getElementById("dialog");
const title = document.getElementById("dialog-title");
const text = document.getElementById("dialog-text");
const extra = document.getElementById("dialog-extra");
const failure = document.getElementById("dialog-failure");
const go = document.getElementById("dialog-go");
const cancel = document.getElementById("dialog-cancel");

/**
 * Asks, and does it; what is refused is said in the dialog, which stays.
 *
 * @param question title, text, go (the button's words), grave (whether it cannot be undone), and
 *     nodes to show beside the text; without go there is nothing to do but to read
 * @param act what to do after a yes; a promise
 * @returns what act gave; undefined: it was not wanted
 */
export function confirm(question, act) {
  title.textContent = question.title;
  text.textContent = question.text;
  extra.replaceChildren(...(question.nodes ?? []));
  failure.hidden = true;
  go.hidden = !question.go;
  go.textContent = question.go ?? "";
  go.className = question.grave ? "grave" : "main";
  go.disabled = false;
  cancel.textContent = question.go ? "Cancel" : "Close";
  dialog.showModal();
  (question.grave || !question.go ? cancel : go).focus();
  return new Promise((resolve) => {
    const listeners = new AbortController();
    const { signal } = listeners;
    let result;
    dialog.addEventListener("close", () => {
      listeners.abort();
      resolve(result);
    }, { signal });
    cancel.addEventListener("click", () => dialog.close(), { signal });
    go.addEventListener("click", async () => {
      go.disabled = true;
      go.setAttribute("aria-busy", "true");
      failure.hidden = true;
      try {
        result = (await act()) ?? true;
        dialog.close();
      } catch (refused) {
        failure.textContent = refused.message;
        failure.hidden = false;
      } finally {
        go.disabled = false;
        go.removeAttribute("aria-busy");
      }
    }, { signal });
  });
}

/** Says in the page what came of something; screen readers hear it. */
export function say(kind, message, ...nodes) {
  const said = document.getElementById("said");
  said.className = `notice ${kind}`;
  said.replaceChildren(message, ...nodes);
  said.hidden = false;
}
