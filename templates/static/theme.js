// @ts-check
/**
 * The dark switch, and keyboard focus for elements that scroll. This file is loaded before the page is drawn, so that
 * a stored choice applies without flashing; without JavaScript the page follows the system, and the switch is hidden.
 */
"use strict";
(() => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)");

  /** @returns {string | null} the visitor's choice; browsers may refuse access to storage from disk */
  const choice = () => {
    try {
      return localStorage.getItem("theme");
    } catch {
      return null;
    }
  };

  /** Store a choice, or forget it if it equals that of the system. @param {string} theme */
  const choose = (theme) => {
    const own = theme === (system.matches ? "dark" : "light") ? null : theme;
    show(own);
    try {
      if (own) localStorage.setItem("theme", own);
      else localStorage.removeItem("theme");
    } catch {
      // The choice then applies to this page only.
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
   * Make elements focusable while they scroll, so that the arrow keys work in them, which Safari doesn't do by itself.
   * In an observer's callback, reading sizes doesn't force a layout.
   */
  const wide = new ResizeObserver((entries) => {
    for (const { target } of entries)
      if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
      else target.removeAttribute("tabindex");
  });

  root.dataset.js = "";
  // The number of results comes after the page is drawn, and has its line from the beginning.
  if (new URLSearchParams(location.search).get("q")) root.dataset.query = "";
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
    // A link must not contain focusable elements: there the link itself scrolls.
    for (const frame of document.querySelectorAll(".wide:not(a *), .prose table")) wide.observe(frame);
  });
})();
