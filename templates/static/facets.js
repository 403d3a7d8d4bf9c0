// @ts-check
/**
 * Facets and order of the papers on a page. The values are read from the cards themselves; the choice
 * stands in the address, so that it can be sent and Back undoes it. Where the page has a search, that
 * decides what is shown (`paperfolio.search.narrow`); this file only says which cards may be.
 */
"use strict";
(() => {
  const form = /** @type {HTMLElement | null} */ (document.querySelector("[data-facets]"));
  const region = /** @type {HTMLElement | null} */ (document.querySelector("[data-results]"));
  if (!form || !region) return;

  const cards = /** @type {HTMLElement[]} */ ([...region.querySelectorAll("article[data-paper]")]);
  const homes = cards.map((card) => /** @type {HTMLElement} */ (card.parentElement));
  const selects = [...form.querySelectorAll("select")];
  const facets = selects.filter((select) => select.name !== "sort");
  const order = /** @type {HTMLSelectElement} */ (form.querySelector("[name=sort]"));
  const status = /** @type {HTMLElement} */ (form.querySelector("[data-facets-status]"));
  let searching = false;

  /** @param {HTMLElement} card @param {string} name @returns {string[]} a card's values of a facet */
  const values = (card, name) => {
    if (name === "author")
      return [
        ...new Set(
          [...card.querySelectorAll("[data-field=authors] bdi:not(.me)")].map((author) => author.textContent ?? ""),
        ),
      ];
    if (name === "tag") return card.dataset.tags?.split("|") ?? [];
    const value = card.dataset[name];
    return value ? [value] : [];
  };

  const index = new Map(
    cards.map((card) => [card, new Map(facets.map(({ name }) => [name, new Set(values(card, name))]))]),
  );

  /** @param {HTMLElement} card @param {HTMLSelectElement} [but] a facet to leave out of account */
  const fits = (card, but) =>
    facets.every(
      (facet) => facet === but || !facet.value || (index.get(card)?.get(facet.name)?.has(facet.value) ?? true),
    );

  /** Give each select its values, the most frequent first, years from the newest. */
  const fill = () => {
    for (const facet of facets) {
      /** @type {Map<string, number>} */
      const counts = new Map();
      for (const card of cards)
        for (const value of index.get(card)?.get(facet.name) ?? []) counts.set(value, (counts.get(value) ?? 0) + 1);
      const known = new Map([...facet.options].map((option) => [option.value, option.text]));
      const sorted = [...counts].sort(([a, n], [b, m]) =>
        facet.name === "year" ? Number(b) - Number(a) : m - n || a.localeCompare(b),
      );
      while (facet.options.length > 1) facet.remove(1);
      for (const [value] of sorted) {
        const option = new Option(known.get(value) ?? value, value);
        option.dataset.label = option.text;
        facet.add(option);
      }
      const label = /** @type {HTMLElement} */ (facet.closest("label"));
      label.hidden = counts.size === 0 || (counts.size === 1 && [...counts.values()][0] === cards.length);
    }
  };

  /** Write beside each value how many papers it would leave, given the other facets. */
  const count = () => {
    for (const facet of facets) {
      const others = cards.filter((card) => fits(card, facet));
      for (const option of facet.options) {
        if (!option.value) continue;
        const n = others.filter((card) => index.get(card)?.get(facet.name)?.has(option.value)).length;
        option.text = `${option.dataset.label} (${n})`;
        option.disabled = n === 0 && !option.selected;
      }
    }
  };

  /** @type {Record<string, (a: HTMLElement, b: HTMLElement) => number>} */
  const orders = {
    newest: (a, b) => date(b).localeCompare(date(a)),
    cited: (a, b) => Number(b.dataset.cited ?? -1) - Number(a.dataset.cited ?? -1),
    title: (a, b) => title(a).localeCompare(title(b)),
  };

  /** @param {HTMLElement} card */
  const date = (card) => card.querySelector("time")?.dateTime ?? "";

  /** @param {HTMLElement} card */
  const title = (card) => card.querySelector("[data-field=title]")?.textContent ?? "";

  /** Put the cards into the chosen order; an answer of the search has its own, by rank. */
  const sort = () => {
    order.disabled = searching;
    if (searching) return;
    const by = orders[order.value];
    region.toggleAttribute("data-sorted", Boolean(by));
    if (by) region.append(...[...cards].sort(by));
    else cards.forEach((card, at) => homes[at]?.append(card));
  };

  const narrow = () => {
    count();
    sort();
    const chosen = facets.some((facet) => facet.value);
    const search = /** @type {any} */ (window).paperfolio?.search;
    if (search) search.narrow(chosen ? byValue : null);
    else for (const card of cards) card.hidden = !fits(card);
    const shown = cards.filter((card) => fits(card)).length;
    status.textContent = chosen && !search ? (status.dataset.shown ?? "").replace("{shown}", String(shown)) : "";
  };

  /** @param {HTMLElement} card a card of this page, or one that the search made for a paper elsewhere */
  const byValue = (card) =>
    facets.every((facet) => !facet.value || (index.get(card)?.get(facet.name) ?? new Set(values(card, facet.name))).has(facet.value));

  /** Take the choice from the address. */
  const read = () => {
    const query = new URLSearchParams(location.search);
    for (const select of selects) {
      select.value = query.get(select.name) ?? "";
      if (select.selectedIndex < 0) select.value = "";
    }
    if (selects.some((select) => select.value)) /** @type {HTMLDetailsElement} */ (form.querySelector("details")).open = true;
    narrow();
  };

  /** Write the choice into the address, as a step that Back undoes. */
  const write = () => {
    const url = new URL(location.href);
    for (const select of selects) {
      if (select.value) url.searchParams.set(select.name, select.value);
      else url.searchParams.delete(select.name);
    }
    if (url.href !== location.href) history.pushState(history.state, "", url);
    narrow();
  };

  document.addEventListener("paperfolio:answer", (event) => {
    const now = /** @type {CustomEvent} */ (event).detail.slugs !== null;
    if (now === searching) return;
    searching = now;
    sort();
  });
  // From here on the search decides what is shown, and has to know what was chosen before it came.
  document.addEventListener("paperfolio:ready", narrow);
  form.addEventListener("change", write);
  form.querySelector("[data-clear]")?.addEventListener("click", () => {
    for (const select of selects) select.value = "";
    write();
  });
  addEventListener("popstate", read);
  fill();
  form.hidden = false;
  read();
})();
