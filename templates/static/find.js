// @ts-check
/**
 * The door of the search: it shows the box, knows the shortcuts, and fetches the search itself when somebody
 * reaches for it. Until then a visitor who came to read has paid for nothing.
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
  // A page's policy may refuse addresses of scripts that no named policy has passed; a name may be taken once.
  const policy = form && self_.trustedTypes?.createPolicy?.("paperfolio", { createScriptURL: String, createHTML: String });
  const address = form?.dataset.script;

  /** Markup of the site's own, which its build has made safe. @param {string} text */
  page.html = (text) => policy?.createHTML(text) ?? text;

  /** Run a script: the search itself, or its index where the page comes from a disk.
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

  /** Say that the search failed, or no longer. @param {string} [text] */
  function say(text = "") {
    if (status) status.textContent = text;
    if (retry) retry.hidden = !text;
  }

  /** Have the search fetched by whoever reaches for it, or by nobody. @param {(() => void) | null} act */
  function wait(act) {
    if (input) input.onfocus = input.onpointerenter = input.oninput = act;
    if (retry) retry.onclick = act;
  }

  function load() {
    wait(null);
    say();
    page.run(address, () => {
      // A script that arrived in part did not run at all.
      if (page.search?.narrow) return;
      say(form?.dataset.failed);
      wait(load);
    });
  }

  /** @param {any} event */
  function key(event) {
    const { key, altKey, shiftKey, target } = event;
    const command = event.ctrlKey || event.metaKey;
    const writing = target.isContentEditable || /^(input|textarea|select)$/i.test(target.tagName);
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
  // A page may as well carry the search from the start.
  if (!address) return;
  if (input.value || new URLSearchParams(location.search).get("q") || document.activeElement === input) load();
  else wait(load);
})();
