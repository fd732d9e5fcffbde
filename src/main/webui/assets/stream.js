// The one stream of this page: an event a second, and what to say when there is none.
const SILENCE_MILLIS = 6000;
const RETRY_MILLIS = 3000;

const pulse = document.getElementById("pulse");
const lost = document.getElementById("lost");

let source;
let lastTime = pulse?.dataset.time ?? "";
let silence;
let broken = false;

function say(state, text) {
  pulse.dataset.state = state;
  pulse.textContent = text;
}

function live(snapshot) {
  lastTime = snapshot.time;
  if (broken) {
    broken = false;
    lost.hidden = true;
    lost.textContent = "";
    document.body.classList.remove("stale");
  }
  say("live", `Live · ${snapshot.time}`);
  clearTimeout(silence);
  silence = setTimeout(breakOff, SILENCE_MILLIS);
}

function breakOff() {
  say("lost", "Not live");
  if (!broken) {
    broken = true;
    lost.textContent = `Connection to the proxy lost, retrying: figures of ${lastTime}`;
    lost.hidden = false;
    document.body.classList.add("stale");
  }
}

async function sessionIsOver() {
  try {
    const answer = await fetch("/about", { method: "HEAD", redirect: "manual", cache: "no-store" });
    return answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403;
  } catch {
    return false;
  }
}

function offerLogin() {
  const link = document.createElement("a");
  link.href = `/login?next=${encodeURIComponent(location.pathname + location.search)}`;
  link.textContent = "Log in again";
  lost.replaceChildren(`Your session is over: figures of ${lastTime}. `, link);
}

function open(listener) {
  source = new EventSource("/live");
  source.onmessage = (event) => {
    const snapshot = JSON.parse(event.data);
    live(snapshot);
    listener(snapshot);
  };
  source.onerror = async () => {
    breakOff();
    // A browser retries by itself after a cut, not after an answer that is no stream.
    if (source.readyState === EventSource.CLOSED) {
      if (await sessionIsOver()) {
        offerLogin();
      } else {
        setTimeout(() => open(listener), RETRY_MILLIS);
      }
    }
  };
}

export function listen(listener) {
  if (!pulse) {
    return;
  }
  open(listener);
  silence = setTimeout(breakOff, SILENCE_MILLIS);
  // A page that is left must not look broken in its last moment.
  addEventListener("pagehide", () => {
    clearTimeout(silence);
    source.onerror = null;
    source.close();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) {
      open(listener);
    }
  });
}
