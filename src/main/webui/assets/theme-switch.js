// The button that goes from the system's theme to light to dark, and remembers it.
const ORDER = ["system", "light", "dark"];
const root = document.documentElement;

function current() {
  return root.dataset.theme ?? "system";
}

function apply(theme) {
  if (theme === "system") {
    delete root.dataset.theme;
  } else {
    root.dataset.theme = theme;
  }
  try {
    localStorage.setItem("theme", theme);
  } catch {
    // It holds for this page, then.
  }
  document.dispatchEvent(new CustomEvent("themechange"));
}

export function installThemeSwitch() {
  const button = document.getElementById("theme");
  if (!button) {
    return;
  }
  const name = button.querySelector("[data-theme-name]");
  const show = () => {
    name.textContent = current();
  };
  button.addEventListener("click", () => {
    apply(ORDER[(ORDER.indexOf(current()) + 1) % ORDER.length]);
    show();
  });
  // Charts take their colours when they are drawn.
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () =>
    document.dispatchEvent(new CustomEvent("themechange")));
  show();
  button.hidden = false;
}
