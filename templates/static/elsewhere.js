// @ts-check
/**
 * The second group of an answer, below the papers: pages and items of collections that have every word. Their texts
 * are fetched with the first answer of the search.
 */
(() => {
  "use strict";
  const FIRST = 5;
  // What Unicode does not decompose.
  /** @type {Record<string, string>} */
  const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i" };
  /** @type {any} */
  const page = (/** @type {any} */ (globalThis).paperfolio ??= {});
  /** @type {any} */
  const section = document.querySelector("[data-elsewhere]");
  if (!section) return;
  const [list, more] = section.querySelectorAll("ul, button");
  /** Each item's searched title and text, and what is shown of it.
   * @type {{title: string, text: string, row: HTMLElement}[] | undefined} */
  let items;
  let asked = false;
  let query = "";

  /** Words in small letters without accents, a blank around each. @param {string} text */
  const plain = (text) => {
    const letters = text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
    const folded = letters.replace(/[^\0-\x7f]/g, (letter) => LETTERS[letter] ?? letter);
    return ` ${folded.match(/[\p{L}\p{N}]+/gu)?.join(" ") ?? ""} `;
  };

  /** @param {string} name @param {string} text @param {string} [className] */
  const element = (name, text, className = "") => Object.assign(document.createElement(name), { textContent: text, className });

  /** @param {string[]} item */
  const row = ([collection, title, address, text]) => {
    const row = document.createElement("li");
    const link = document.createElement("a");
    link.href = section.dataset.root + address;
    link.append(element("bdi", title));
    row.append(link, " ", element("span", collection, "count"), element("p", text.split("\n")[0]));
    return row;
  };

  const show = () => {
    // What must not be there, and which field is meant, is said of papers.
    const words = plain(query.replace(/(^|\s)-\S+/g, "")).split(" ").filter(Boolean);
    // Where words stand without blanks between them, one begins anywhere.
    const starts = words.map((word) => (word >= "\u0e00" ? word : ` ${word}`));
    /** @param {string} text */
    const has = (text) => starts.every((it) => text.includes(it));
    const found = (words.length ? (items ?? []) : []).filter(({ text }) => has(text));
    found.sort((a, b) => Number(has(b.title)) - Number(has(a.title)));
    list.replaceChildren(...found.map(({ row }) => row));
    found.forEach(({ row }, at) => (row.hidden = at >= FIRST));
    more.hidden = found.length <= FIRST;
    section.hidden = !found.length;
  };

  more.onclick = () => {
    more.hidden = true;
    const rest = [...list.children].filter((it) => it.hidden);
    for (const it of rest) it.hidden = false;
    rest[0].querySelector("a").focus();
  };

  /** Called by the file of the texts. @param {string[][]} all */
  page.elsewhere = (all) => {
    items = all.map((it) => ({ title: plain(it[1]), text: plain([it[0], it[1], it[3]].join(" ")), row: row(it) }));
    show();
  };

  /** @param {string} typed */
  const answer = (typed) => {
    if (query === typed) return;
    query = typed;
    if (items) show();
    // Where it does not come, the next answer asks again.
    else if (!asked) page.run(section.dataset.elsewhere, () => (asked = Boolean(items)));
    asked = true;
  };
  document.addEventListener("paperfolio:answer", (/** @type {any} */ { detail }) => answer(detail.query));
  // The first answer may have come before this script.
  answer(/** @type {any} */ (document.querySelector("[data-search]"))?.value.trim() ?? "");
})();
