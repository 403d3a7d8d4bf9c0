// @ts-check
/**
 * The dark switch, and the focus for what scrolls. This file is loaded before the page is drawn, so that a choice
 * made earlier never flashes; without it the page follows the system, and the switch stays hidden.
 */
"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string | null} the visitor's choice; a browser may refuse the storage of a file */
  const choice = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };

  /** @param {string} theme Follow the system again where the choice is what the system wants. */
  const choose = (theme) => {
    const own = theme === (system.matches ? "dark" : "light") ? null : theme;
    show(own);
    try {
      if (own) localStorage.setItem("theme", own);
      else localStorage.removeItem("theme");
    } catch {
      // The choice then lasts as long as the page.
    }
  };

  /** @param {string | null} theme */
  const show = (theme) => {
    if (theme === "dark" || theme === "light") root.dataset.theme = theme;
    else delete root.dataset.theme;
    const dark = (root.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    for (const button of document.querySelectorAll("[data-theme-switch]"))
      button.setAttribute("aria-pressed", String(dark));
    return dark;
  };

  /**
   * What is wider than its place scrolls, and takes the focus while it does, so that the arrow keys reach its end;
   * Safari's would not by themselves. An observer is called when the sizes are known: asking costs nothing then.
   */
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
  });

  root.dataset.js = "";
  show(choice());
  system.addEventListener("change", () => show(choice()));
  addEventListener("storage", () => show(choice()));
  addEventListener("DOMContentLoaded", () => {
    for (const button of document.querySelectorAll("[data-theme-switch]")) {
      button.removeAttribute("hidden");
      button.addEventListener("click", () =>
        choose(button.getAttribute("aria-pressed") === "true" ? "light" : "dark"),
      );
    }
    show(choice());
    // In a link nothing else may take the focus: there the link is what scrolls.
    for (const frame of document.querySelectorAll(".wide:not(a *), .prose table")) wide.observe(frame);
  });
})();
