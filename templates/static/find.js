// @ts-check
/**
 * Show the search box, handle the keyboard shortcuts, and load the search itself when the box is first used, so that
 * other visitors don't load it.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const page = (self_.paperfolio ??= {});
  /** @type {HTMLFormElement | null} */
  const form = document.querySelector("form[data-index]");
  /** @type {HTMLElement | null} */
  const link = document.querySelector("[data-search-link]");
  /** @type {HTMLInputElement | null | undefined} */
  const input = form?.querySelector("[data-search]");
  // A page's policy can require a named policy for script URLs; a name can be registered only once.
  const policy = form && self_.trustedTypes?.createPolicy?.("paperfolio", { createScriptURL: String, createHTML: String });
  const address = form?.dataset.script;

  /** Mark markup as trusted, which the build has sanitised. @param {string} text */
  page.html = (text) => policy?.createHTML(text) ?? text;

  /** Run a script: the search itself, or its index if the page is opened from disk.
   * @param {string} url @param {() => void} ended */
  page.run = (url, ended) => {
    const script = document.createElement("script");
    script.src = policy?.createScriptURL(url) ?? url;
    script.onload = script.onerror = ended;
    document.head.append(script);
  };

  const status = form?.querySelector("[data-search-status]");
  /** @type {HTMLElement | null | undefined} */
  const retry = form?.querySelector("[data-search-retry]");

  /** Show that the search failed, or clear the message. @param {string} [text] */
  function say(text = "") {
    if (status) status.textContent = text;
    if (retry) retry.hidden = !text;
  }

  /** Call `act` when the box is first used. @param {(() => void) | null} act */
  function wait(act) {
    if (input) input.onfocus = input.onpointerenter = input.oninput = act;
    if (retry) retry.onclick = act;
  }

  function load() {
    wait(null);
    say();
    page.run(address, () => {
      // A script that was loaded incompletely did not run.
      if (page.search?.narrow) return;
      say(form?.dataset.failed);
      wait(load);
    });
  }

  /** @param {any} event */
  function key(event) {
    const { key, altKey, shiftKey, target } = event;
    const command = event.ctrlKey || event.metaKey;
    const writing = target.isContentEditable || target.matches?.("input, textarea, select");
    const slash = key === "/" && !command && !writing && form?.dataset.shortcuts !== "off";
    if (altKey || !(slash || (command && !shiftKey && key.toLowerCase() === "k"))) return;
    event.preventDefault();
    reach();
  }

  function reach() {
    if (!input) return link?.click();
    input.focus();
    input.select();
  }

  document.addEventListener("keydown", key);
  if (!form || !input) return;
  link?.addEventListener("click", (event) => {
    event.preventDefault();
    reach();
  });
  form.hidden = false;
  if (location.hash === "#" + input.id) reach();
  // Without `data-script`, the page loads the search itself.
  if (!address) return;
  if (input.value || new URLSearchParams(location.search).get("q") || document.activeElement === input) load();
  else wait(load);
})();
