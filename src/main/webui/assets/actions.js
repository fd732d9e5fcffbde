// What can be done, by buttons that are shown when this runs: data-action says which.
import { confirm, say } from "./dialog.js";
import { refresh } from "./refresh.js";
import { call, Refusal } from "./rpc.js";

function element(name, text, className) {
  const made = document.createElement(name);
  made.textContent = text ?? "";
  if (className) {
    made.className = className;
  }
  return made;
}

async function close(button) {
  const { id, client, name } = button.dataset;
  const closed = await confirm(
    {
      title: `Close connection ${id}?`,
      text: `The connection of ${client}${name ? ` to ${name}` : ""} is cut at once, whatever it is doing. The client may connect again.`,
      go: "Close the connection",
      grave: true,
    },
    () => call("connections.close", { id: Number(id) }),
  );
  if (closed) {
    say("good", `Connection ${id} of ${client} is closed.`);
    refresh();
  }
}

async function renew(button) {
  const { name } = button.dataset;
  const asked = await confirm(
    {
      title: `Order a new certificate for ${name}?`,
      text: "The authority is asked now, due or not; authorities allow only so many orders a week. What is served stays until the new one is there.",
      go: "Order now",
    },
    async () => true,
  );
  if (!asked) {
    return;
  }
  button.setAttribute("aria-busy", "true");
  say("", `The authority is asked for a certificate for ${name}; this may take minutes. The list below is live.`);
  try {
    const [state] = await call("acme.renew", { names: [name] });
    if (state && state.failures > 0) {
      say("bad", `It did not work for ${name}: see the authority’s words below.`);
    } else {
      say("good", `There is a new certificate for ${name}.`);
    }
  } catch (refused) {
    say("bad", `Not ordered for ${name}: ${refused.message}`);
  } finally {
    button.removeAttribute("aria-busy");
    refresh();
  }
}

/** Problems of a file, each with a link to its line in the file that is in force. */
function problemList(problems) {
  const list = document.createElement("ul");
  for (const problem of problems) {
    const item = document.createElement("li");
    item.append(`${problem.severity}: `);
    if (problem.line) {
      const link = element("a", `line ${problem.line}`);
      link.href = `/config?mark=${encodeURIComponent(problem.line)}#L${encodeURIComponent(problem.line)}`;
      item.append(link, ": ");
    }
    if (problem.path) {
      item.append(element("code", problem.path), ": ");
    }
    item.append(problem.message);
    list.append(item);
  }
  return list;
}

function differenceNodes(difference) {
  const nodes = [];
  if (difference.changes?.length) {
    const list = document.createElement("ul");
    for (const change of difference.changes) {
      const item = document.createElement("li");
      item.append(element("code", change.text));
      list.append(item);
    }
    nodes.push(list);
  }
  if (difference.lines?.length) {
    const source = element("div", "", "source diff");
    source.tabIndex = 0;
    source.setAttribute("role", "region");
    source.setAttribute("aria-label", "Changed lines");
    const lines = document.createElement("ol");
    for (const line of difference.lines) {
      const sign = { added: "+ ", removed: "- " }[line.kind] ?? "  ";
      lines.append(element("li", sign + line.text, sign === "  " ? "" : line.kind));
    }
    source.append(lines);
    nodes.push(source);
  }
  return nodes;
}

function isError(problem) {
  return problem.severity === "error";
}

async function check() {
  try {
    const { problems } = await call("config.check");
    const usable = !problems.some(isError);
    say(usable ? (problems.length > 0 ? "warn" : "good") : "bad",
      usable ? "The file can be used; nothing was changed." : "The file cannot be used as it is; nothing was changed.",
      problemList(problems));
  } catch (refused) {
    say("bad", `Not checked: ${refused.message}`, problemList(refused.data?.problems ?? []));
  }
}

async function reload() {
  let checked;
  try {
    checked = await call("config.check");
  } catch (refused) {
    say("bad", `Not checked, not reloaded: ${refused.message}`, problemList(refused.data?.problems ?? []));
    return;
  }
  if (!checked.usable) {
    say("bad", "The file cannot be used as it is: not reloaded, everything is as it was.", problemList(checked.problems));
    return;
  }
  const nodes = differenceNodes(checked.difference);
  if (checked.problems.length > 0) {
    nodes.push(problemList(checked.problems));
  }
  const done = await confirm(
    {
      title: "Put this into force?",
      text: nodes.length > 0
        ? "New connections follow the file as it is now; no open connection is cut."
        : "The file is the same as what is in force. Reloading reads certificates and secrets again.",
      go: "Reload",
      nodes,
    },
    putInForce,
  );
  if (done) {
    say("good", `Reloaded: generation ${done.generation} is in force.`, noteList(done.notes));
    refresh();
  }
}

async function putInForce() {
  const outcome = await call("config.reload");
  if (!outcome.published) {
    throw new Refusal(`Refused, everything is as it was: ${outcome.problems.map((problem) => problem.text).join("; ")}`);
  }
  return outcome;
}

function noteList(notes) {
  const list = document.createElement("ul");
  list.append(...notes.map((note) => element("li", note)));
  return list;
}

const ACTIONS = { close, renew, check, reload };

function show() {
  for (const button of document.querySelectorAll("[data-action][hidden]")) {
    button.hidden = false;
  }
}

export function installActions() {
  show();
  document.addEventListener("refreshed", show);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-action]");
    if (button && button.getAttribute("aria-busy") !== "true") {
      ACTIONS[button.dataset.action](button);
    }
  });
}
