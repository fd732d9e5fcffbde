// Keeps [data-refresh] parts of a page as the server would write them now: the page is asked for
// again, and what differs is put in its place, node by node, so that focus, selection and opened
// details stay. XMLHttpRequest gives a document whose scripts never run.
const EVERY_MILLIS = 3000;

let last = Date.now();
let underWay = false;

function keyOf(node) {
  return node.nodeType === Node.ELEMENT_NODE ? node.getAttribute("data-key") : null;
}

function alike(one, other) {
  return one.nodeType === other.nodeType && one.nodeName === other.nodeName && keyOf(one) === keyOf(other);
}

function adoptAttributes(target, source) {
  for (const { name, value } of [...source.attributes]) {
    if (target.getAttribute(name) !== value) {
      target.setAttribute(name, value);
    }
  }
  for (const { name } of [...target.attributes]) {
    // What the reader opened stays open, what a script shows stays shown.
    if (!source.hasAttribute(name) && name !== "open" && name !== "hidden" && name !== "aria-busy") {
      target.removeAttribute(name);
    }
  }
}

function morph(target, source) {
  if (target.nodeType !== Node.ELEMENT_NODE) {
    if (target.nodeValue !== source.nodeValue) {
      target.nodeValue = source.nodeValue;
    }
    return;
  }
  if (target.hasAttribute("data-keep")) {
    return;
  }
  const shown = source.hasAttribute("hidden") && !target.hasAttribute("hidden");
  adoptAttributes(target, source);
  if (shown) {
    target.removeAttribute("hidden");
  }
  const byKey = new Map();
  for (const child of target.children) {
    const key = keyOf(child);
    if (key !== null) {
      byKey.set(key, child);
    }
  }
  let place = target.firstChild;
  for (const wanted of [...source.childNodes]) {
    const key = keyOf(wanted);
    const known = key === null ? null : byKey.get(key);
    if (known && known !== place) {
      target.insertBefore(known, place);
      morph(known, wanted);
    } else if (place && alike(place, wanted)) {
      morph(place, wanted);
      place = place.nextSibling;
    } else {
      target.insertBefore(document.adoptNode(wanted), place);
    }
  }
  while (place) {
    const next = place.nextSibling;
    place.remove();
    place = next;
  }
}

function ask() {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", location.pathname + location.search);
    request.responseType = "document";
    request.timeout = 10000;
    request.onload = () =>
      request.status === 200 && request.response ? resolve(request.response) : reject(new Error("refresh"));
    request.onerror = request.ontimeout = () => reject(new Error("refresh"));
    request.send();
  });
}

/** Now; what fails is tried again with the next event of the stream. */
export async function refresh() {
  const parts = [...document.querySelectorAll("[data-refresh]")];
  if (underWay || parts.length === 0) {
    return;
  }
  underWay = true;
  try {
    const fresh = await ask();
    for (const part of parts) {
      const other = fresh.querySelector(`[data-refresh="${CSS.escape(part.dataset.refresh)}"]`);
      if (other) {
        morph(part, other);
      }
    }
    document.title = fresh.title;
    document.dispatchEvent(new CustomEvent("refreshed"));
  } catch {
    // The stream says it when the proxy is gone.
  } finally {
    last = Date.now();
    underWay = false;
  }
}

export function refreshWhenDue() {
  if (!document.hidden && Date.now() - last >= EVERY_MILLIS) {
    refresh();
  }
}
