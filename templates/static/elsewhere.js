// @ts-check
/**
 * Search results among pages and items of collections: those that contain every word, shown below the papers. Their
 * texts are loaded with the first results.
 */
(() => {
  "use strict";
  const FIRST = 5;
  // Letters that Unicode does not decompose.
  /** @type {Record<string, string>} */
  const LETTERS = { ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", æ: "ae", œ: "oe", ı: "i" };
  /** @type {any} */
  const page = (/** @type {any} */ (globalThis).paperfolio ??= {});
  /** @type {any} */
  const section = document.querySelector("[data-elsewhere]");
  if (!section) return;
  const [list, more] = section.querySelectorAll("ul, button");
  /** The normalised title and text of each item, and its row in the list.
   * @type {{title: string, text: string, row: HTMLElement}[] | undefined} */
  let items;
  let requested = false;
  let query = "";

  /** Return the words in lower case without accents, with a space around each. @param {string} text */
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
    // Words to exclude apply to papers only.
    const words = plain(query.replace(/(^|\s)-\S+/g, "")).split(" ").filter(Boolean);
    // In scripts without spaces, a word can begin anywhere.
    const starts = words.map((word) => (word >= "\u0e00" ? word : ` ${word}`));
    /** @param {string} text */
    const has = (text) => starts.every((start) => text.includes(start));
    const found = (words.length ? (items ?? []) : []).filter(({ text }) => has(text));
    found.sort((a, b) => Number(has(b.title)) - Number(has(a.title)));
    list.replaceChildren(...found.map(({ row }) => row));
    found.forEach(({ row }, at) => (row.hidden = at >= FIRST));
    more.hidden = found.length <= FIRST;
    section.hidden = !found.length;
  };

  more.onclick = () => {
    more.hidden = true;
    const rest = [...list.children].filter((row) => row.hidden);
    for (const row of rest) row.hidden = false;
    rest[0].querySelector("a").focus();
  };

  /** Called by the file that contains the texts. @param {string[][]} all */
  page.elsewhere = (all) => {
    items = all.map((item) => ({ title: plain(item[1]), text: plain([item[0], item[1], item[3]].join(" ")), row: row(item) }));
    show();
  };

  /** @param {string} typed */
  const answer = (typed) => {
    if (query === typed) return;
    query = typed;
    if (items) show();
    // If loading fails, the next results try again.
    else if (!requested) page.run(section.dataset.elsewhere, () => (requested = Boolean(items)));
    requested = true;
  };
  document.addEventListener("paperfolio:answer", (/** @type {any} */ { detail }) => answer(detail.query));
  // The first results may have been shown before this script was loaded.
  answer(/** @type {any} */ (document.querySelector("[data-search]"))?.value.trim() ?? "");
})();
