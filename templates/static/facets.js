// @ts-check
/**
 * Filter and sort a list. If all papers are on the page, their facts are read from the cards, else from a file of the
 * search index, when the facets are first used. The choice is in the URL, so that it can be shared, and Back undoes it.
 * Search results and longer lists are shown by the search (`paperfolio.search.narrow`), which asks this file for the
 * papers and their order.
 */
"use strict";
(() => {
  /** @param {string} selector @param {ParentNode | null} [within] @returns {any} */
  const find = (selector, within = document) => within?.querySelector(selector);
  /** @type {any} */
  const self_ = globalThis;
  // Results among the site's other pages are only needed with the search.
  const others = find("[data-elsewhere]");
  if (others) document.addEventListener("paperfolio:ready", () => self_.paperfolio.run(others.dataset.script, () => {}));
  /** @type {HTMLElement | null} */
  const form = find("[data-facets]");
  const box = find("form[data-index] [data-search]");
  const long = form?.dataset.facets === "long";
  if (!form || (long && !box)) return;
  form.hidden = false;
  const panel = find("details", form);
  // A list of a year, tag, … with several pages only links to the facets of the home page.
  if (!panel) return;

  const region = find("[data-results]");
  /** @type {HTMLElement[]} */
  const cards = [...region.querySelectorAll("article[data-paper]")];
  const homes = cards.map((card) => card.parentElement);
  const order = find("[name=sort]", form);
  /** @type {any[]} */
  const selects = [...form.querySelectorAll("select")];
  const facets = selects.filter((select) => select !== order);
  const status = find("[data-facets-status]", form);
  const byYear = "byYear" in form.dataset;
  const search = () => self_.paperfolio?.search;

  /**
   * The facts of the papers by number in the list: sort keys, and the values of each facet.
   * @type {{date: string[], cited: number[], title: number[], selected?: any, facets?: Record<string, any>}}
   */
  let columns;
  /** @type {Record<string, string[][]>} */
  const values = {};
  /** All papers of the list; those before filtering (all, or the search results); those after filtering, in order. */
  /** @type {number[]} */
  let all = [];
  let among = all;
  let shown = all;
  let reached = false;
  let sorted = false;

  /** @type {Record<string, string>} */
  const spelt = Object.create(null);
  /** Treat `Tides` and `tides` as one value, spelt as in the first paper. @param {string} name @param {string} value */
  const canonical = (name, value) => (spelt[name + value.normalize("NFKC").toLowerCase()] ??= value);

  /** @param {Element | null} element */
  const text = (element) => element?.textContent ?? "";

  /** Return a card's values of a facet. @param {HTMLElement} card @param {string} name @returns {string[]} */
  const valuesOf = (card, name) => {
    if (name === "author") return Array.from(card.querySelectorAll("[data-field=authors] bdi:not(.me)"), text);
    if (name === "year") return [find("time", card)?.dateTime.slice(0, 4) ?? ""];
    return card.dataset[name]?.split("\n") ?? [];
  };

  /** Read the columns from the cards on the page. */
  const onPage = () => {
    const titles = cards.map((card) => text(find("[data-field=title]", card)));
    const sorted = [...titles].sort((a, b) => a.localeCompare(b, undefined, { ignorePunctuation: true, sensitivity: "base" }));
    return {
      date: cards.map((card) => find("time", card)?.dateTime ?? ""),
      cited: cards.map((card) => Number(card.dataset.cited ?? -1)),
      title: titles.map((title) => sorted.indexOf(title)),
    };
  };

  /** Count the papers that have each value. @param {number[]} papers @param {string} name */
  const tally = (papers, name) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const paper of papers) for (const value of values[name][paper]) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };

  /** Load the facts, and fill each select: the most frequent values first, years from the newest. */
  const learn = async () => {
    columns = long ? await search().facts() : onPage();
    all = [...columns.date.keys()];
    for (const facet of facets) {
      const { name, options } = facet;
      const [known, papers] = columns.facets?.[name] ?? [null, cards.map((card) => valuesOf(card, name))];
      /** @param {any[]} list */
      const spell = (list) => [...new Set(list.map((value) => canonical(name, known?.[value] ?? value)))];
      values[name] = papers.map(spell);
      const sorted = [...tally(all, name)].sort(([a, n], [b, m]) =>
        name === "year" ? Number(b) - Number(a) : m - n || a.localeCompare(b),
      );
      const named = [...options];
      facet.replaceChildren(
        named[0],
        ...sorted.map(([value]) => named.find((option) => option.value === value) ?? new Option(value, value)),
      );
      // A value that all papers share is not a choice.
      facet.closest("label").hidden = sorted.every(([, n]) => n === all.length);
    }
    read();
  };

  /** @param {number} paper @param {any} [except] a facet to ignore */
  const fits = (paper, except) =>
    facets.every((facet) => facet === except || !facet.value || values[facet.name][paper].includes(facet.value));

  /** Show with each value the number of papers that would remain, given the query and the other facets. */
  const count = () => {
    for (const facet of panel.open ? facets : []) {
      const counts = tally(among.filter((paper) => fits(paper, facet)), facet.name);
      for (const option of [...facet.options].slice(1)) {
        const n = counts.get(option.value) ?? 0;
        option.text = `${(option.dataset.label ??= option.text)} (${n})`;
        option.disabled = !n && !option.selected;
      }
    }
  };

  /** @type {Record<string, (a: number, b: number) => number>} */
  const orders = {
    // The order of the list's pages.
    "": (a, b) =>
      columns.selected[b] - columns.selected[a] || (byYear && !columns.selected[a] ? orders.newest(a, b) : 0),
    newest: (a, b) => Number(columns.date[a] < columns.date[b]) - Number(columns.date[a] > columns.date[b]),
    cited: (a, b) => columns.cited[b] - columns.cited[a],
    title: (a, b) => columns.title[a] - columns.title[b],
  };

  /**
   * Return the papers to show, given the search results or, for an empty query, null. Null leaves the page unchanged.
   * @param {number[] | null} found @param {string[]} [slugs]
   */
  const choose = async (found, slugs) => {
    if (!columns) await learn();
    // The search numbers the papers of the site, a page's list numbers its cards.
    const numbers = long ? null : cards.map((card) => slugs?.indexOf(card.dataset.paper ?? ""));
    among = found?.map((doc) => numbers?.indexOf(doc) ?? doc).filter((paper) => paper >= 0) ?? all;
    shown = among.filter((paper) => fits(paper));
    if (order.value || (long && !found)) shown.sort(orders[order.value]);
    order.options[0].text = order.dataset[found ? "ranked" : "listed"];
    count();
    const chosen = long && selects.some(({ value }) => value);
    return found || chosen ? shown.map((paper) => numbers?.[paper] ?? paper) : null;
  };

  const offers = document.createElement("p");
  offers.dataset.searchOffers = "";
  /** If nothing is shown, offer to clear each facet without which something would be. */
  const offer = () => {
    offers.remove();
    const words = box?.form.dataset.without ?? "{what} ×";
    const blamed = shown.length ? [] : facets.filter((facet) => facet.value && among.some((paper) => fits(paper, facet)));
    offers.replaceChildren(
      ...blamed.map((facet) => {
        const button = document.createElement("button");
        button.type = "button";
        const [option] = facet.selectedOptions;
        button.textContent = words.replace("{what}", option.dataset.label ?? option.text);
        button.onclick = () => {
          facet.value = "";
          write([facet]);
          facet.focus();
        };
        return button;
      }),
    );
    if (blamed.length) status.after(offers);
  };

  /** @type {HTMLElement[]} */
  const headings = [];
  /** Insert the year as a heading above its first paper. @param {HTMLElement} card @param {number} at */
  const head = (card, at) => {
    const paper = shown[at];
    const name = (!order.value && columns.selected?.[paper] && form.dataset.selected) || values.year[paper][0];
    if (headings.at(-1)?.textContent === name) return;
    const heading = document.createElement("h3");
    heading.dataset.groupHeading = "";
    heading.textContent = name;
    headings.push(heading);
    card.before(heading);
  };

  /** Filter and sort a list that is complete on the page, and insert the years if the papers are sorted by date.
   * @param {any} event the search's event, if there is a search */
  const lay = (event) => {
    if (!columns) return;
    for (const heading of headings.splice(0)) heading.remove();
    offer();
    const found = event?.detail.docs;
    const own = !long && !found;
    let laid = region.querySelectorAll("[data-hits] [data-paper]");
    if (own) {
      laid = shown.map((paper) => cards[paper]);
      for (const card of cards) card.hidden = !laid.includes(card);
      if (sorted) cards.forEach((card, at) => homes[at]?.append(card));
      sorted = Boolean(order.value);
      if (sorted) region.append(...laid);
    }
    status.textContent = own && laid.length < cards.length ? status.dataset.shown.replace("{shown}", laid.length) : "";
    if (byYear && (order.value === "newest" || (!order.value && long && !found))) laid.forEach(head);
  };

  /** Show the chosen papers, through the search if there is one; the event makes it load. */
  const narrow = () => {
    reached = true;
    if (search()?.narrow) search().narrow(choose);
    else if (long) box.dispatchEvent(new Event("pointerenter"));
    else choose(null).then(lay);
  };

  /** Read the choice from the URL, and return whether there is one. */
  const read = () => {
    const query = new URLSearchParams(location.search);
    // Before the facts are loaded, the selects have no values.
    for (const select of columns ? selects : []) {
      select.value = canonical(select.name, query.get(select.name) ?? "");
      if (select.selectedIndex < 0) select.value = "";
    }
    return selects.some(({ name }) => query.get(name));
  };

  const take = () => {
    if (read()) panel.open = true;
    if (reached || panel.open) narrow();
  };

  /** Write the choice into the URL, with an entry in the history. @param {any[]} changed */
  const write = (changed) => {
    const url = new URL(location.href);
    for (const { name, value } of changed) {
      if (value) url.searchParams.set(name, value);
      else url.searchParams.delete(name);
    }
    if (url.href !== location.href) history.pushState(history.state, "", url);
    narrow();
  };

  document.addEventListener("paperfolio:answer", lay);
  // From now on the search shows the papers, and has to apply the choice made before it was loaded.
  document.addEventListener("paperfolio:ready", () => reached && narrow());
  panel.addEventListener("toggle", () => (columns ? count() : panel.open && narrow()));
  for (const select of selects) select.addEventListener("change", () => write([select]));
  find("[data-clear]", form).addEventListener("click", () => {
    for (const select of selects) select.value = "";
    write(selects);
  });
  addEventListener("popstate", take);
  take();
})();
