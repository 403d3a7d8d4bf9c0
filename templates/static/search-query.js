// @ts-check
/**
 * What is typed in, the clauses of a Lunr query out. Nothing that is typed is an error: what does not read
 * as Lunr's syntax is read as words. A word that is still being typed, misspelt or joined in another way
 * gets the clauses that make up for it, and a paper counts by how many of the words it holds.
 */
(() => {
  "use strict";
  const search = ((/** @type {any} */ (globalThis).paperfolio ??= {}).search ??= {});

  /**
   * @typedef {import("./search-engine.js").Clause} Clause
   * A piece of what was typed between spaces: `text` without its operators.
   * @typedef {{raw: string, text: string, fields: string[], presence: number, boost: number,
   *   distance?: number, operator: boolean}} Typed
   * A word that counts: it is found where all slots of one of its `readings` are.
   * @typedef {{clauses: Clause[], words: number[]}} Plan readings, a bit a slot, of every word
   */

  const MOST_WORDS = 24;
  const SHORTEST_FUZZY = 4;
  const SLOTS = 32;

  /** Other names of the fields. */
  const ALIASES = new Map(Object.entries({ author: "authors", tag: "tags", year: "ids", arxiv: "ids", doi: "ids", category: "ids" }));

  /**
   * Cut what was typed into words and their operators.
   * @param {string} query @param {string[]} fields @returns {Typed[]}
   */
  search.parse = (query, fields) =>
    search.chunks(query).slice(0, MOST_WORDS).map((/** @type {string} */ raw) => {
      const [, sign, name, rest] = /^([+-]?)(?:([a-z]+):)?(.*)$/is.exec(raw) ?? ["", "", "", "", raw];
      const field = (name ?? "").toLowerCase();
      const known = fields.includes(field) ? field : ALIASES.get(field);
      // An address has a colon too.
      const named = name && known ? rest : name ? `${name}:${rest}` : rest;
      const [, text, ...suffixes] = /^(.*?)([~^]\d{1,2})?([~^]\d{1,2})?$/s.exec(named) ?? ["", named];
      const number = (/** @type {string} */ mark) => suffixes.find((it) => it?.startsWith(mark))?.slice(1);
      const distance = number("~");
      const wildcard = /[^*]\*|\*[^*]/.test(text);
      const operator = Boolean(sign || known || number("^") || distance || wildcard);
      const usable = /[\p{L}\p{N}]/u.test(text);
      return operator && usable
        ? {
            raw,
            text,
            fields: known ? [known] : fields,
            presence: sign === "+" ? 1 : sign === "-" ? -1 : 0,
            boost: Number(number("^") ?? 1),
            distance: distance === undefined ? undefined : Number(distance),
            operator,
          }
        : { raw, text: raw, fields, presence: 0, boost: 1, operator: false };
    });

  /**
   * A state of an automaton; `*` stands for any letter. JavaScript keeps the keys of `edges` as lunr.js has
   * them: digits first, then as they came.
   * @typedef {{final: boolean, edges: Record<string, State>}} State
   * @returns {State}
   */
  const state = () => ({ final: false, edges: Object.create(null) });

  /** The automaton of a term with `*` for any letters. @param {string} term */
  search.pattern = (term) => {
    const root = state();
    let node = root;
    for (let i = 0; i < term.length; i++) {
      node = node.edges[term[i]] = term[i] === "*" ? node : state();
      node.final = i === term.length - 1;
    }
    return root;
  };

  /** The automaton of what is at most so many edits away. @param {string} term @param {number} distance */
  search.fuzzy = (term, distance) => {
    const root = state();
    const open = [{ node: root, left: distance, text: term }];
    for (let frame = open.pop(); frame; frame = open.pop()) {
      const { node, left, text } = frame;
      /** @param {string} letter @param {string} rest @param {number} cost @param {boolean} final */
      const step = (letter, rest, cost, final) => {
        const next = (node.edges[letter] ??= state());
        next.final ||= final;
        open.push({ node: next, left: left - cost, text: rest });
      };
      if (text) step(text[0], text.slice(1), 0, text.length === 1);
      if (!left) continue;
      step("*", text, 1, !text);
      if (text.length > 1) open.push({ node, left: left - 1, text: text.slice(1) });
      if (text.length === 1) node.final = true;
      if (text) step("*", text.slice(1), 1, text.length === 1);
      if (text.length > 1) step(text[1], text[0] + text.slice(2), 1, false);
    }
    return root;
  };

  /**
   * Those of the words that an automaton accepts, in the order in which lunr.js finds them: it walks both
   * at once, depth first, the last edge first, and reads its findings off in the same way. The order
   * decides between papers of equal score.
   * @template {{term: string, index: number}} W
   * @param {W[]} words @param {State} automaton @returns {W[]}
   */
  search.intersect = (words, automaton) => {
    const tree = state();
    const byTerm = new Map(words.map((word) => [word.term, word]));
    for (const { term } of [...words].sort((a, b) => a.index - b.index)) {
      let node = tree;
      for (let i = 0; i < term.length; i++) node = node.edges[term[i]] ??= state();
      node.final = true;
    }
    const output = state();
    const walk = [{ query: automaton, node: tree, out: output }];
    for (let frame = walk.pop(); frame; frame = walk.pop()) {
      const { query, node, out } = frame;
      for (const asked of Object.keys(query.edges)) {
        for (const letter of asked === "*" ? Object.keys(node.edges) : asked in node.edges ? [asked] : []) {
          const next = (out.edges[letter] ??= state());
          next.final ||= query.edges[asked].final && node.edges[letter].final;
          walk.push({ query: query.edges[asked], node: node.edges[letter], out: next });
        }
      }
    }
    /** @type {W[]} */
    const found = [];
    const read = [{ term: "", node: output }];
    for (let frame = read.pop(); frame; frame = read.pop()) {
      const word = frame.node.final && byTerm.get(frame.term);
      if (word) found.push(word);
      for (const letter of Object.keys(frame.node.edges)) {
        read.push({ term: frame.term + letter, node: frame.node.edges[letter] });
      }
    }
    return found;
  };
})();
