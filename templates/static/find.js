// @ts-check
/**
 * The door of the search: it shows the box, and fetches the search itself when somebody reaches for it.
 * Until then a visitor who came to read has paid for nothing.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const page = (self_.paperfolio ??= {});
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form[data-index][data-script]");
  /** @type {HTMLInputElement | null | undefined} */
  const input = form?.querySelector("[data-search]");
  if (!form || !input) return;
  // A policy's name may be taken once on a page: the search goes on with this one.
  page.policy = self_.trustedTypes?.createPolicy?.("paperfolio", { createScriptURL: String });
  const shortcuts = form.dataset.shortcuts !== "off";

  function load() {
    stop();
    const script = document.createElement("script");
    const url = new URL(form?.dataset.script ?? "", document.baseURI).href;
    script.src = page.policy ? page.policy.createScriptURL(url) : url;
    // Whoever reaches for it again has it fetched again.
    script.onerror = start;
    document.head.append(script);
  }

  /** @param {any} event */
  function key(event) {
    const { key, altKey, shiftKey, target } = event;
    const command = event.ctrlKey || event.metaKey;
    const writing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
    const slash = key === "/" && !command && !writing && shortcuts;
    if (altKey || !(slash || (command && !shiftKey && key.toLowerCase() === "k"))) return;
    event.preventDefault();
    input?.focus();
    input?.select();
  }

  function start() {
    for (const name of ["focus", "pointerenter", "input"]) input?.addEventListener(name, load);
    document.addEventListener("keydown", key);
  }

  function stop() {
    for (const name of ["focus", "pointerenter", "input"]) input?.removeEventListener(name, load);
    document.removeEventListener("keydown", key);
  }

  form.hidden = false;
  input.setAttribute("aria-keyshortcuts", shortcuts ? "/ Control+K Meta+K" : "Control+K Meta+K");
  if (input.value || new URLSearchParams(location.search).get("q") || document.activeElement === input) load();
  else start();
})();
