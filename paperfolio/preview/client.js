// @ts-check
// The browser's side of the preview: patch an outdated page in place, or reload it and restore its state, and show
// problems over the last good page. Only the preview sends this script; it is never part of a site. It works under the
// strictest content security policy: no inline styles, no HTML from text, nothing from other origins.
(() => {
  "use strict";

  /** @typedef {{number: number, text: string, column: number}} Line */
  /** @typedef {{place: string, code: string, message: string, fix: string, excerpt: Line[]}} Problem */
  /** @typedef {{command: string, generation?: string, problems?: Problem[]}} Message */
  /** @typedef {{page: string, x: number, y: number, open: boolean[], focus: number[], value: string | null,
   *             selection: [number, number] | null}} Place */

  const KEY = "paperfolio-preview";
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  let generation = script.dataset.generation;
  const address = new URL("socket", script.src);
  address.protocol = address.protocol.replace("http", "ws");
  script.remove(); // the page is now the same as the published one

  // --- Restoring the state of the page

  /** @param {Element} element */
  const pathTo = (element) => {
    const path = [];
    for (let at = element; at.parentElement; at = at.parentElement) {
      path.unshift([...at.parentElement.children].indexOf(at));
    }
    return path;
  };

  /** @param {Element} element @returns {element is HTMLInputElement | HTMLTextAreaElement} */
  const isField = (element) => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement;

  const allDetails = () => [...document.querySelectorAll("details")];

  const remember = () => {
    const focused = document.activeElement ?? document.body;
    const field = isField(focused) ? focused : null;
    /** @type {Place} */
    const place = {
      page: location.pathname,
      x: scrollX,
      y: scrollY,
      open: allDetails().map((element) => element.open),
      focus: focused === document.body ? [] : pathTo(focused),
      value: field && field.value,
      selection: field && field.selectionStart !== null
        ? [field.selectionStart, field.selectionEnd ?? field.selectionStart] : null,
    };
    sessionStorage.setItem(KEY, JSON.stringify(place));
  };

  /** @param {Place} place */
  const refocus = (place) => {
    /** @type {Element | undefined} */
    let element = document.documentElement;
    for (const index of place.focus) element = element?.children[index];
    if (!place.focus.length || !(element instanceof HTMLElement)) return;
    element.focus({ preventScroll: true });
    if (!isField(element) || place.value === null) return;
    if (element.value !== place.value) {
      element.value = place.value;
      element.dispatchEvent(new Event("input", { bubbles: true })); // a search shows its results again
    }
    if (place.selection) element.setSelectionRange(...place.selection);
  };

  const restore = () => {
    const stored = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    const place = stored && /** @type {Place} */ (JSON.parse(stored));
    if (!place || place.page !== location.pathname) return;
    const details = allDetails();
    if (details.length === place.open.length) details.forEach((element, index) => { element.open = place.open[index]; });
    refocus(place);
    const scroll = () => scrollTo({ left: place.x, top: place.y, behavior: "instant" });
    scroll();
    // Until images without a size are loaded, the page can be too short to scroll.
    addEventListener("load", () => { if (scrollY < place.y) scroll(); }, { once: true });
  };

  const reload = () => {
    remember();
    location.reload();
  };

  // --- Patching in place: twice as fast as a reload, and without flicker

  // Elements that scripts keep references to, and elements that only take effect when a page is loaded.
  const IN_USE = `script:not([type="application/ld+json"]), style, meta[http-equiv], template,
    form, button, input, select, textarea, [data-paper]`;

  /** The page as sent by the server, which distinguishes changes by scripts from changes of the source.
   * @type {Document | null} */
  let sent = null;

  /** @returns {Promise<Document>} */
  const fetched = () => new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // returns a document even if a policy forbids HTML from text
    request.open("GET", location.href);
    request.responseType = "document";
    request.addEventListener("load", () => { request.responseXML ? resolve(request.responseXML) : reject(); });
    request.addEventListener("error", reject);
    request.send();
  });

  /** Remove this script from a fetched page and return the page's generation. @param {Document} page */
  const published = (page) => {
    const own = /** @type {HTMLElement | null} */ (page.querySelector("script[data-generation]"));
    own?.remove();
    return own?.dataset.generation;
  };

  /** Apply the differences between `old` and `next` to `live`; throw if `live` no longer matches `old`.
   * @param {Node} live @param {Node} old @param {Node} next */
  const patch = (live, old, next) => {
    if (old.isEqualNode(next)) return;
    if ([live, next].some((node) => node.nodeName !== old.nodeName) || live.nodeValue !== old.nodeValue) {
      throw new Error("another node");
    }
    live.nodeValue = next.nodeValue;
    if (old instanceof Element && next instanceof Element && live instanceof Element) {
      for (const name of new Set([...old.getAttributeNames(), ...next.getAttributeNames()])) {
        const value = next.getAttribute(name);
        if (value === old.getAttribute(name)) continue;
        if (live.getAttribute(name) !== old.getAttribute(name) || live.matches(IN_USE)) throw new Error("in use");
        value === null ? live.removeAttribute(name) : live.setAttribute(name, value);
      }
    }
    const [here, before, after] = [live, old, next].map((node) => [...node.childNodes]);
    const alike = before.length === after.length && before.every((node, at) => node.nodeName === after[at].nodeName);
    if (alike && here.length === before.length) return before.forEach((node, at) => patch(here[at], node, after[at]));
    const changed = [...here, ...after];
    if (here.length !== before.length || !here.every((node, at) => node.isEqualNode(before[at]))
      || changed.some((node) => node instanceof Element && (node.matches(IN_USE) || node.querySelector(IN_USE)))) {
      throw new Error("changed by a script");
    }
    while (live.firstChild) live.firstChild.remove();
    live.append(...after.map((node) => document.importNode(node, true)));
  };

  const refresh = async () => {
    const next = await fetched();
    generation = published(next);
    if (!sent) throw new Error("the page as sent is not known");
    patch(document.documentElement, sent.documentElement, next.documentElement);
    sent = next;
    hide();
  };

  /** @type {Promise<void>} */
  let work = Promise.resolve();
  const update = () => { work = work.then(refresh).catch(reload); };

  // If the page becomes outdated before this response arrives, the WebSocket reports it.
  const learn = () => { fetched().then((page) => { if (published(page) === generation) sent = page; }, () => {}); };
  addEventListener("load", () => "requestIdleCallback" in window ? requestIdleCallback(learn) : setTimeout(learn), { once: true });

  // --- Problems

  const STYLE = `
    :host { position: fixed; inset: auto 0 0 0; width: auto; max-height: 80vh; margin: 0; padding: 1rem 1.5rem;
      overflow: auto; box-sizing: border-box; border: 0; border-top: .3rem solid #c62828;
      background: #1c1c1e; color: #f2f2f2; font: 1rem/1.5 system-ui, sans-serif; z-index: 2147483647; }
    h2 { font-size: 1.1rem; margin: 0 4rem 0 0; }
    h3 { font: inherit; font-family: ui-monospace, monospace; color: #ffb4ab; margin: 1rem 0 .2rem; }
    p { margin: .2rem 0; max-width: 75ch; overflow-wrap: anywhere; }
    pre { margin: .5rem 0; padding: .5rem; overflow-x: auto; background: #2c2c2e; font: .9rem/1.5 ui-monospace, monospace; }
    .number { color: #a8a8ad; user-select: none; }
    .caret { color: #ffb4ab; }
    .caret > span { visibility: hidden; }
    button { position: absolute; inset: 1rem 1.5rem auto auto; font: inherit; padding: .1rem .7rem; cursor: pointer; }
    button:focus-visible, pre:focus-visible { outline: .2rem solid #8ab4f8; }`;

  /** @type {HTMLElement | null} */
  let overlay = null;

  /** @param {string} tag @param {(Node | string)[]} content */
  const make = (tag, ...content) => {
    const element = document.createElement(tag);
    element.append(...content);
    return element;
  };

  /** @param {string} name @param {HTMLElement} element */
  const classed = (name, element) => {
    element.className = name;
    return element;
  };

  /** @param {Line} line @returns {(Node | string)[]} */
  const lineOf = (line) => {
    const number = `${String(line.number).padStart(4)}  `;
    const shown = [classed("number", make("span", number)), `${line.text}\n`];
    if (!line.column) return shown;
    // The caret follows a hidden copy of the start of the line, so that it is aligned in any script.
    const before = make("span", number + line.text.slice(0, line.column - 1));
    return [...shown, classed("caret", make("span", before, "^\n"))];
  };

  /** @param {Problem} problem */
  const section = (problem) => {
    const content = [make("h3", `${problem.place}  ${problem.code}`), make("p", problem.message)];
    if (problem.excerpt.length) {
      const excerpt = make("pre", ...problem.excerpt.flatMap(lineOf));
      excerpt.tabIndex = 0; // long lines scroll, also by keyboard
      content.push(excerpt);
    }
    return make("section", ...content, make("p", `Fix: ${problem.fix}`));
  };

  const hide = () => {
    overlay?.remove();
    overlay = null;
  };

  /** @param {Problem[]} problems */
  const show = (problems) => {
    hide();
    if (!problems.length) return;
    const count = problems.length === 1 ? "1 problem" : `${problems.length} problems`;
    const close = make("button", "Close");
    close.addEventListener("click", hide);
    const style = new CSSStyleSheet(); // unlike a style element, not subject to style-src
    style.replaceSync(STYLE);
    overlay = document.createElement("paperfolio-problems");
    overlay.lang = "en";
    overlay.setAttribute("role", "alert");
    const shadow = overlay.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [style];
    shadow.append(make("h2", `${count} to fix`), close, ...problems.map(section));
    document.documentElement.append(overlay);
    if ("popover" in overlay) { // above everything, dialogs included, and without taking the focus
      overlay.popover = "manual";
      overlay.showPopover();
    }
  };

  addEventListener("keydown", (event) => { if (event.key === "Escape") hide(); });

  // --- Listening

  /** @param {number} delay milliseconds before a lost connection is opened again */
  const listen = (delay) => {
    const socket = new WebSocket(address);
    let next = Math.min(delay * 1.5, 2000);
    socket.addEventListener("open", () => { next = 100; });
    socket.addEventListener("close", () => { setTimeout(() => listen(next), delay); });
    socket.addEventListener("message", (event) => {
      const message = /** @type {Message} */ (JSON.parse(event.data));
      // The generation shows whether a build ended while this page was being loaded.
      if (message.command === "reload") update();
      else if (message.generation !== generation) reload();
      else show(message.problems ?? []);
    });
  };

  restore();
  listen(100);
})();
