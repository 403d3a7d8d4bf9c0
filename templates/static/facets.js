// @ts-check
/**
 * Facets and order of a list. Where all its papers are on the page, their cards have the facts; those of a longer
 * list lie beside the search's index. Either is asked when somebody reaches for the facets. The choice is in the
 * address, so that it can be sent and Back undoes it. An answer of the search, and what is chosen from a longer list,
 * is shown by the search (`paperfolio.search.narrow`); this file says which papers, and in which order.
 */
"use strict";
(() => {
  /** @param {string} selector @param {ParentNode | null} [within] @returns {any} */
  const find = (selector, within = document) => within?.querySelector(selector);
  /** @type {any} */
  const self_ = globalThis;
  // What else the site says is wanted with the search only.
  const others = find("[data-elsewhere]");
  if (others) document.addEventListener("paperfolio:ready", () => self_.paperfolio.run(others.dataset.script, () => {}));
  /** @type {HTMLElement | null} */
  const form = find("[data-facets]");
  const box = find("form[data-index] [data-search]");
  const long = form?.dataset.facets === "long";
  if (!form || (long && !box)) return;
  form.hidden = false;
  const panel = find("details", form);
  // A longer list that isn't the site's own only leads to the facets of that.
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
   * What is known of the papers, each by its number in the list: what they are sorted by, and by facet their values.
   * @type {{date: string[], cited: number[], title: number[], selected?: any, facets?: Record<string, any>}}
   */
  let columns;
  /** @type {Record<string, string[][]>} */
  const values = {};
  /** The papers of the list; those among which the facets choose, all or an answer of the search; those chosen, in order. */
  /** @type {number[]} */
  let all = [];
  let among = all;
  let shown = all;
  let reached = false;
  let sorted = false;

  /** @type {Record<string, string>} */
  const spelt = Object.create(null);
  /** `Tides` and `tides` are one value, written as the first paper has it. @param {string} name @param {string} value */
  const canonical = (name, value) => (spelt[name + value.normalize("NFKC").toLowerCase()] ??= value);

  /** @param {Element | null} element */
  const text = (element) => element?.textContent ?? "";

  /** @param {HTMLElement} card @param {string} name @returns {string[]} a card's values of a facet */
  const told = (card, name) =>
    name === "author"
      ? Array.from(card.querySelectorAll("[data-field=authors] bdi:not(.me)"), text)
      : (card.dataset[name]?.split("\n") ?? []);

  /** The columns of what is on the page. */
  const onPage = () => {
    const titles = cards.map((card) => text(find("[data-field=title]", card)));
    const sorted = [...titles].sort((a, b) => a.localeCompare(b, undefined, { ignorePunctuation: true, sensitivity: "base" }));
    return {
      date: cards.map((card) => find("time", card)?.dateTime ?? ""),
      cited: cards.map((card) => Number(card.dataset.cited ?? -1)),
      title: titles.map((title) => sorted.indexOf(title)),
    };
  };

  /** How many of the papers have each value. @param {number[]} papers @param {string} name */
  const tally = (papers, name) => {
    /** @type {Map<string, number>} */
    const counts = new Map();
    for (const paper of papers) for (const value of values[name][paper]) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  };

  /** Read the facts, and give each select its values: the most frequent first, years from the newest. */
  const learn = async () => {
    columns = long ? await search().facts() : onPage();
    all = [...columns.date.keys()];
    for (const facet of facets) {
      const { name, options } = facet;
      const [known, papers] = columns.facets?.[name] ?? [null, cards.map((card) => told(card, name))];
      /** @param {any[]} list */
      const spell = (list) => [...new Set(list.map((value) => canonical(name, known?.[value] ?? value)))];
      values[name] = papers.map(spell);
      const sorted = [...tally(all, name)].sort(([a, n], [b, m]) =>
        name === "year" ? Number(b) - Number(a) : m - n || a.localeCompare(b),
      );
      const named = [...options];
      facet.replaceChildren(
        named[0],
        ...sorted.map(([it]) => named.find(({ value }) => value === it) ?? new Option(it, it)),
      );
      // What all papers share is no choice.
      facet.closest("label").hidden = sorted.every(([, n]) => n === all.length);
    }
    read();
  };

  /** @param {number} paper @param {any} [but] a facet to leave out of account */
  const fits = (paper, but) =>
    facets.every((facet) => facet === but || !facet.value || values[facet.name][paper].includes(facet.value));

  /** Write beside each value how many papers it would leave, given the other facets and what is typed. */
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
    // As the pages of the list have it.
    "": (a, b) =>
      columns.selected[b] - columns.selected[a] || (byYear && !columns.selected[a] ? orders.newest(a, b) : 0),
    newest: (a, b) => Number(columns.date[a] < columns.date[b]) - Number(columns.date[a] > columns.date[b]),
    cited: (a, b) => columns.cited[b] - columns.cited[a],
    title: (a, b) => columns.title[a] - columns.title[b],
  };

  /**
   * Say what is shown of an answer of the search; of the whole list, where nothing is typed, null leaves the page as
   * it is.
   * @param {number[] | null} found @param {string[]} [slugs]
   */
  const choose = async (found, slugs) => {
    if (!columns) await learn();
    // The search counts from the first paper of the site, a page's own list from its first card.
    const numbers = long ? null : cards.map((card) => slugs?.indexOf(card.dataset.paper ?? ""));
    among = found?.map((doc) => numbers?.indexOf(doc) ?? doc).filter((paper) => paper >= 0) ?? all;
    shown = among.filter((paper) => fits(paper));
    if (order.value || (long && !found)) shown.sort(orders[order.value]);
    order.options[0].text = order.dataset[found ? "ranked" : "listed"];
    count();
    const chosen = long && selects.some(({ value }) => value);
    return found || chosen ? shown.map((paper) => numbers?.[paper] ?? paper) : null;
  };

  /** @type {HTMLElement[]} */
  const headings = [];
  /** Write the year above the first of its papers. @param {HTMLElement} card @param {number} at */
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

  /** Lay out a list that is complete on the page, and write the years above papers that come in their order.
   * @param {any} event what the search says of its answer, where there is a search */
  const lay = (event) => {
    if (!columns) return;
    for (const heading of headings.splice(0)) heading.remove();
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

  /** Have the choice shown: by the search, where there is one. It is fetched when its box is pointed at. */
  const narrow = () => {
    reached = true;
    if (search()?.narrow) search().narrow(choose);
    else if (long) box.dispatchEvent(new Event("pointerenter"));
    else choose(null).then(lay);
  };

  /** Take the choice from the address, and return whether it has any. */
  const read = () => {
    const query = new URLSearchParams(location.search);
    // Without the facts a select knows no values yet.
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

  /** Write what was chosen into the address, as a step that Back undoes. @param {any[]} changed */
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
  // From here on the search decides what is shown, and has to know what was chosen before it came.
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
