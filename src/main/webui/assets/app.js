// What every page does beyond its HTML; without it all facts are there, only not live.
import { installActions } from "./actions.js";
import { refreshWhenDue } from "./refresh.js";
import { listen } from "./stream.js";
import { installThemeSwitch } from "./theme-switch.js";

installThemeSwitch();
installActions();

// On a phone the strip of pages begins somewhere else than the page one is on.
const here = document.querySelector(".pages a[aria-current]");
const strip = document.querySelector(".pages");
if (here && strip && strip.scrollWidth > strip.clientWidth) {
  strip.scrollLeft = here.offsetLeft - (strip.clientWidth - here.offsetWidth) / 2;
}

const plots = document.querySelector("[data-history]");
const charts = plots ? await import("./charts.js") : null;
charts?.draw(plots);

function showFigures(figures) {
  for (const element of document.querySelectorAll("[data-figure]")) {
    const text = figures[element.dataset.figure];
    if (text !== undefined && element.textContent !== text) {
      element.textContent = text;
    }
  }
}

listen((snapshot) => {
  if (document.hidden) {
    return;
  }
  showFigures(snapshot.figures);
  charts?.append(snapshot.points);
  refreshWhenDue();
});
