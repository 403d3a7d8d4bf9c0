// @ts-check
/**
 * The user interface of the search: turn the list of papers into the results of a query.
 * docs/search.md describes the required markup and the functions for other scripts.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  const PAGE = 10;
  const MARKED_AT_ONCE = 2;
  const SAID_AFTER = 500;
  const GIVEN_UP_AFTER = 15_000;
  const SHARDED_WAIT = 80;
  // If the first result is further down the screen, scroll to it.
  const IN_SIGHT = 0.6;
  const MOST_OFFERS = 6;
  // The placeholder in stored cards for the path to the site's root.
  const ROOT = /\ue0ff/g;

  /** @param {string} selector @param {ParentNode | null} [within] @returns {any} */
  const find = (selector, within = document) => within?.querySelector(selector);
  /** @param {string} selector @param {ParentNode | null} within @returns {HTMLElement[]} */
  const findAll = (selector, within) => [.../** @type {any} */ (within?.querySelectorAll(selector) ?? [])];

  /** @type {HTMLFormElement} */
  const form = find("form[data-index]");
  /** @type {HTMLInputElement} */
  const input = find("[data-search]", form);
  /** @type {HTMLElement} */
  const region = find("[data-results]");
  if (!form || !input || !region) return;
  const status = form.querySelector("[data-search-status]");
  /** @type {HTMLElement | null} */
  const retry = find("[data-search-retry]", form);
  const entry = new URL(form.dataset.index ?? "", document.baseURI);
  const sharded = !entry.pathname.endsWith(".js");

  /** Return a text of the interface from the form. @param {string} name */
  const words = (name) => form.dataset[name] ?? "";

  // ---- the index

  /** @param {string} name */
  async function fetched(name) {
    const answer = await fetch(new URL(name, entry), { signal: AbortSignal.timeout(GIVEN_UP_AFTER) });
    if (!answer.ok) throw new Error(String(answer.status));
    return answer;
  }

  /** Return the text that a script file contains. From disk it can't be fetched, so the script is run.
   * @param {string} name @returns {Promise<string>} */
  async function handed(name) {
    if (entry.protocol !== "file:") return (await (await fetched(name)).text()).split('"')[1];
    // One after another, since all scripts call the same function.
    turn = turn.catch(() => "").then(
      () =>
        new Promise((resolve, reject) => {
          search.take = resolve;
          self_.paperfolio.run(new URL(name, entry).href, () => reject(new Error(name)));
        }),
    );
    return turn;
  }
  let turn = Promise.resolve("");

  /** @param {string} name */
  const bytes = async (name) => new Uint8Array(await (await fetched(name)).arrayBuffer());
  const open = search.remembered(async () => {
    const index = await (sharded ? search.sharded(bytes) : search.single(await handed("index.js")));
    return Object.assign(index, { text: async (/** @type {number} */ doc) => (await stored(index, doc)).textContent });
  });
  const storedCards = search.remembered(async () => search.unpacked(await handed("cards.js")));
  /** Load the facts of all papers, by which they are filtered and sorted. */
  search.facts = search.remembered(async () =>
    sharded ? (await open()).facts() : search.unpacked(await handed("facets.js")),
  );

  // ---- cards

  /** @type {Map<string, HTMLElement>} */
  const cards = new Map();
  const onPage = findAll("[data-paper]", region);
  for (const card of onPage) cards.set(card.dataset.paper ?? "", card);
  /** @type {Map<HTMLElement, Comment>} */
  const homes = new Map();
  const hits = document.createElement(onPage[0]?.closest("li") ? "ol" : "div");
  hits.dataset.hits = "";
  /** @param {string} text @param {() => void} act */
  function button(text, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.textContent = text;
    made.onclick = act;
    return made;
  }
  const more = button(words("more"), grow);
  more.dataset.searchMore = "";

  /** Return the list item around a card, or the card itself. @param {HTMLElement} card @returns {HTMLElement} */
  const unit = (card) => card.closest("li") ?? card;

  /** Return the element of a paper's stored card. @param {any} index @param {number} doc @returns {Promise<HTMLElement>} */
  async function stored(index, doc) {
    const text = index.whole ? (await storedCards())[doc] : (await index.stored(doc))[1];
    return new DOMParser().parseFromString(self_.paperfolio.html(text.replace(ROOT, words("root"))), "text/html").body;
  }

  /** Return the card of a paper: that of the page, or the stored one. @param {any} index @param {number} doc */
  async function cardOf(index, doc) {
    const known = cards.get(index.root.slugs?.[doc]);
    if (known) return known;
    const own = find("[data-paper]", await stored(index, doc));
    const card = cards.get(own.dataset.paper) ?? own;
    cards.set(own.dataset.paper, card);
    return card;
  }

  /** Put a card back to its place in the list. @param {HTMLElement} card */
  function home(card) {
    const place = homes.get(card);
    if (place) place.replaceWith(unit(card));
    else if (!onPage.includes(card)) unit(card).remove();
    homes.delete(card);
    unmark(card);
  }

  // ---- marks

  const CLOSED = "math, script, style, button, pre, svg, summary";

  /** Show or hide the authors behind "et al.". @param {HTMLElement} card @param {string} which @param {boolean} open */
  const unfold = (card, which, open) => {
    for (const box of findAll(`[data-field=authors] ${which}`, card)) box.toggleAttribute("open", open);
  };

  /** Remove the marks from a card. @param {HTMLElement} card */
  const unmark = (card) => {
    unfold(card, "details:has(mark)", false);
    for (const box of card.querySelectorAll("mark")) {
      const parent = box.parentNode;
      box.replaceWith(...box.childNodes);
      parent?.normalize();
    }
  };

  /**
   * Mark the terms in the fields of a card.
   * @param {HTMLElement} card @param {Set<string>} terms @param {any} analyser
   */
  const mark = (card, terms, analyser) => {
    unmark(card);
    const initials = new Set([...terms].map((term) => term[0]));
    for (const field of card.querySelectorAll("[data-field]")) {
      const walker = document.createTreeWalker(field, NodeFilter.SHOW_TEXT);
      /** @type {any[]} */
      const texts = [];
      while (walker.nextNode()) texts.push(walker.currentNode);
      for (const text of texts) {
        if (text.parentElement?.closest(CLOSED)) continue;
        // From the end, so that earlier positions remain valid.
        for (const [from, to] of analyser.places(text.data, terms, initials).reverse()) {
          const matched = text.splitText(from);
          matched.splitText(to - from);
          const box = document.createElement("mark");
          matched.replaceWith(box);
          box.append(matched);
        }
      }
    }
    unfold(card, "details:has(mark)", true);
  };

  // ---- what is shown

  /** Return the papers to show, given the results or, for an empty query, null. Null leaves the list unchanged.
   * @type {(docs: number[] | null, slugs?: string[]) => number[] | null | Promise<number[] | null>} */
  let choose = (docs) => docs;
  let latest = 0;
  let timer = 0;
  let saying = 0;
  let complete = false;
  /** Notify other scripts of the papers shown. */
  let notify = () => {};
  /** The results shown now, or null for the unchanged list. @type {{index: any, docs: number[], terms: Set<string>, next: number} | null} */
  let current = null;

  /** @param {string} text @param {boolean} [now] */
  function say(text, now) {
    clearTimeout(saying);
    saying = window.setTimeout(() => status && (status.textContent = text), now ? 0 : SAID_AFTER);
  }

  /** @param {boolean} is */
  const busy = (is) => region.setAttribute("aria-busy", String(is));

  /** Return the text of the status line. @param {number[]} docs @param {any} found */
  function report(docs, found) {
    const count = docs.length;
    const full = found ? docs.filter(found.whole).length : count;
    if (!count) return words("none");
    if (!full) return words("some") + (found.ignored[0] ? " " + words("ignored").replace("{words}", found.ignored.join(", ")) : "");
    const text = count === 1 ? words("one") : full < count ? words("full") : words("many");
    return text.replace("{n}", String(full)).replace("{all}", String(count));
  }

  const offers = document.createElement("p");
  offers.dataset.searchOffers = "";

  /** Offer to remove a word if the query without it has results. @param {number} mine @param {any} index */
  async function blame(mine, index) {
    const typed = input.value.match(/[+-]?"[^"]*"|\S+/g) ?? [];
    for (const [i, word] of typed.slice(0, MOST_OFFERS).entries()) {
      const rest = typed.filter((_, at) => at !== i).join(" ");
      const docs = (await search.ask(index, rest, true))?.docs;
      if (mine !== latest) return;
      if (!docs?.length) continue;
      offers.append(button(words("without").replace("{what}", word), () => type(rest)));
      hits.after(offers);
    }
  }

  /** Scroll to the results if they are out of sight. */
  function reveal() {
    const { height, offsetTop } = self_.visualViewport;
    if (hits.getBoundingClientRect().top - offsetTop > height * IN_SIGHT) form.scrollIntoView();
  }

  /** Show the next page of results. @param {number} mine @param {number} page */
  async function extend(mine, page) {
    if (!current) return;
    const { index, docs, terms, next } = current;
    const found = await Promise.all(docs.slice(next, next + page).map((doc) => cardOf(index, doc)));
    if (mine !== latest || current.next !== next) return;
    current.next += found.length;
    for (const card of found) {
      card.hidden = false;
      if (onPage.includes(card) && !homes.has(card)) {
        const place = document.createComment("");
        unit(card).before(place);
        homes.set(card, place);
      }
      hits.append(unit(card));
    }
    // Cards further down are marked after the first ones have been drawn.
    const rest = () => {
      if (mine !== latest) return;
      for (const card of found.splice(0, MARKED_AT_ONCE)) mark(card, terms, index.analyser);
      if (found.length) setTimeout(rest);
    };
    rest();
    if (current.next === docs.length) more.remove();
    else if (!more.isConnected) hits.after(more);
  }

  /** @param {number} mine @param {string} query @param {any} found */
  async function show(mine, query, found) {
    const before = findAll("[data-paper]", hits);
    const focused = document.activeElement;
    if (current) {
      const { index, docs } = current;
      // With the single index, show as many results as the page had papers.
      const first = index.whole ? Math.max(PAGE, onPage.length) : PAGE;
      // In one pass, so that no partial results are visible.
      const ready = await Promise.all(docs.slice(0, first).map((doc) => cardOf(index, doc)));
      if (mine !== latest) return;
      region.dataset.searching = "";
      if (!hits.isConnected) region.prepend(hits);
      for (const card of before) if (!ready.includes(card)) home(card);
      for (const card of onPage) card.hidden = true;
      await extend(mine, first);
      if (mine !== latest) return;
      if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
    } else {
      before.forEach(home);
      hits.remove();
      more.remove();
      delete region.dataset.searching;
      for (const card of onPage) card.hidden = false;
    }
    offers.remove();
    offers.replaceChildren();
    busy(false);
    say(current ? report(current.docs, found) : "");
    if (current) reveal();
    if (found && !found.docs.length) blame(mine, current?.index);
    const detail = { query, docs: found && found.docs, shown: current && current.docs };
    notify = () => void document.dispatchEvent(new CustomEvent("paperfolio:answer", { detail }));
    notify();
  }

  /** Search for the text in the box. @param {boolean} [done] whether the last word is complete */
  async function answer(done = complete) {
    const mine = ++latest;
    const text = input.value;
    const query = text.trim();
    complete = done;
    busy(true);
    failed("");
    try {
      // Shown only if the results take longer than the delay.
      say(words("busy"));
      const index = query && (await open());
      const found = index && (await search.ask(index, text, done));
      if (mine !== latest) return;
      const docs = await choose(found ? found.docs : null, index?.root?.slugs);
      const shown = docs && { index: await open(), docs, terms: found?.terms ?? new Set(), next: 0 };
      if (mine !== latest) return;
      current = shown;
      await show(mine, query, found || null);
    } catch (error) {
      if (mine !== latest) return;
      busy(false);
      // The folder is named after the hash of the index: a missing file means that the site was rebuilt.
      const gone = error instanceof Error && error.message === "404";
      failed(gone ? words("gone") : undefined);
    }
  }

  /** @param {string} [text] */
  function failed(text = words("failed")) {
    form.toggleAttribute("data-search-failed", Boolean(text));
    if (retry) retry.hidden = !text;
    if (text) say(text, true);
  }

  // ---- the address, keys and events

  function queryInAddress() {
    return new URLSearchParams(location.search).get("q") ?? "";
  }

  /** The query of the current entry of the history, before typing replaced it. */
  let committed = queryInAddress();

  /** @param {"pushState" | "replaceState"} how @param {string} query */
  function address(how, query) {
    const url = new URL(location.href);
    if (query) url.searchParams.set("q", query);
    else url.searchParams.delete("q");
    try {
      if (url.href !== location.href) history[how](history.state, "", url);
    } catch {
      // From disk, some browsers refuse to change the URL, and Safari limits the number of changes.
    }
  }

  function typed() {
    address("replaceState", input.value.trim());
    busy(true);
    clearTimeout(timer);
    if (sharded && input.value) timer = window.setTimeout(answer, SHARDED_WAIT, false);
    else answer(false);
  }

  /** @param {string} text */
  function type(text) {
    input.value = text;
    typed();
    input.focus();
  }

  /** @param {boolean} done */
  function fromAddress(done) {
    const query = (committed = queryInAddress());
    if (query || done) input.value = query;
    if (input.value) answer(true);
    else if (done) answer();
  }

  /** @param {typeof choose} by */
  search.narrow = (by) => {
    choose = by;
    // A choice has its own entry in the history.
    committed = queryInAddress();
    return answer();
  };

  /** @param {any} event */
  input.oninput = (event) => event.isComposing || typed();
  input.addEventListener("compositionend", typed);
  input.onkeydown = (event) => {
    if (event.key === "Escape" && input.value) {
      event.preventDefault();
      type("");
    } else if (event.key === "ArrowDown" && current) {
      event.preventDefault();
      find("a[href]", hits)?.focus();
    }
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    clearTimeout(timer);
    const query = input.value.trim();
    // Back returns to the query before typing.
    address("replaceState", committed);
    address("pushState", query);
    committed = query;
    answer(true);
  };
  if (retry) retry.onclick = () => answer();
  function grow() {
    const mine = latest;
    const at = findAll("[data-paper]", hits).length;
    const grown = () => {
      if (mine !== latest) return;
      notify();
      // Focus the first new result, since the button may have been removed.
      find("a[href]", findAll("[data-paper]", hits)[at])?.focus();
    };
    extend(mine, PAGE).then(grown, () => failed());
  }
  addEventListener("popstate", () => fromAddress(true));
  form.onreset = (event) => {
    event.preventDefault();
    type("");
  };

  fromAddress(false);
  // The visitor has focused the box, and may already have typed.
  open().catch(() => {});
  if (input.value && input.value !== committed) typed();
  document.dispatchEvent(new CustomEvent("paperfolio:ready"));
})();
