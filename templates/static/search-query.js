// @ts-check
/**
 * What is typed in, the clauses of a Lunr query out. Nothing that is typed is an error: what does not read
 * as Lunr's syntax is read as words. A word that is still being typed, misspelt or joined in another way
 * gets the clauses that make up for it, and a paper counts by how many of the words it holds.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * A lunr clause: `presence` is 1 where the term must be there, -1 where it must not; in the term `*` stands
   * for any letters. A paper that holds it gets the bit `slot`.
   * @typedef {{term: string, fields: number[], boost: number, presence: number, distance?: number,
   *   slot?: number}} Clause
   * `words` has, for each word that counts, its readings: a paper holds the word if it has all bits of one.
   * @typedef {{clauses: Clause[], words: number[][]}} Plan
   * The papers' numbers, ranked, and the terms that were looked for.
   * @typedef {{docs: number[], terms: Set<string>}} Answer
   */

  /** As the analyser gives it.
   * @typedef {{text: string, terms: string[], pieces: string[], cjk: boolean, stop: boolean}} Part
   */

  const MOST_WORDS = 24;
  const MOST_SLOTS = 32;
  // Below, a typing error can't be told from another word; further back, a beginning says nothing.
  const SHORTEST_GUESS = 4;
  // Shorter ones begin half of all words, and cost most of all to look up.
  const SHORTEST_BEGINNING = 3;
  const FIRST_CJK = "\u2e80";
  // The part of a word that is typed counts less than the word, and hardly at all beside it.
  const GUESSED = 0.5;
  const BESIDE = 0.1;
  // Above so many papers a beginning is looked for in the short fields alone: the others cost too many bytes.
  const MANY_PAPERS = 20_000;

  /**
   * Read a word with operators as a clause whose term is still as typed; other words are none.
   * @param {string} raw @param {Map<string, number>} names of the fields @param {number[]} fields
   * @returns {Clause | undefined}
   */
  function read(raw, names, fields) {
    const [, sign, name = "", rest] = /** @type {string[]} */ (/^([+-]?)(?:([a-z]+):)?(.*)$/i.exec(raw));
    const field = names.get(name.toLowerCase());
    // An address has a colon too.
    const named = name && field === undefined ? `${name}:${rest}` : rest;
    const [, term, ...suffixes] = /** @type {string[]} */ (/^(.*?)([~^]\d{1,2})?([~^]\d{1,2})?$/.exec(named));
    /** @param {string} mark */
    const number = (mark) => suffixes.find((it) => it?.startsWith(mark))?.slice(1);
    const distance = number("~");
    const boost = number("^");
    const operator = sign || field !== undefined || boost || distance || /[^*]\*|\*[^*]/.test(term);
    if (!operator || !/[\p{L}\p{N}]/u.test(term)) return;
    return {
      term,
      fields: field === undefined ? fields : [field],
      presence: sign === "+" ? 1 : sign === "-" ? -1 : 0,
      boost: Number(boost ?? 1),
      distance: distance ? Number(distance) : undefined,
    };
  }

  /**
   * Answer what was typed; null where that asks for nothing yet. A paper that holds more of the words comes
   * before all that hold fewer, and where one holds them all, those alone are the answer; among equals Lunr's
   * score decides.
   * @param {any} index @param {string} query
   * @param {boolean} done whether the last word is complete, however short
   * @returns {Promise<Answer | null>}
   */
  search.ask = async (index, query, done) => {
    const { clauses, words } = await planned(index, query, done);
    if (!clauses.length) return null;
    /** @type {{docs: number[], scores: Float64Array, masks: Uint32Array, terms: Set<string>}} */
    let found = await index.run(clauses);
    if (!found.docs.length && clauses.some((it) => it.term.includes("*"))) {
      // Beginnings were looked for in the short fields alone, and stand in the long one.
      found = await index.run(clauses.map((it) => (it.slot ? { ...it, fields: index.fields } : it)));
    }
    const { docs, scores, masks, terms } = found;
    const covered = docs.map((d) => words.filter((readings) => readings.some((bits) => (masks[d] & bits) === bits)).length);
    const most = covered.reduce((a, b) => Math.max(a, b), 0);
    return { docs: docs.filter((_, i) => covered[i] === most).sort((a, b) => scores[b] - scores[a]), terms };
  };

  /** @param {any} index @param {string} query @param {boolean} done @returns {Promise<Plan>} */
  async function planned(index, query, done) {
    const { root, fields, light } = index;
    /** @type {Map<string, number>} */
    const names = new Map(root.names);
    const many = root.papers > MANY_PAPERS;
    /** @type {{chunk(raw: string): {joined: {parts: Part[], whole: string}[], signed: string[]},
     *   normal(text: string): string, fold(text: string, kept: string): string}} */
    const { chunk, normal, fold } = index.analyser;
    /** @type {Clause[]} */
    const clauses = [];
    /** @type {number[][]} */
    const words = [];
    let slots = 0;

    /** @param {Partial<Clause> & {term: string}} clause */
    const add = (clause) => clauses.push({ fields, boost: 1, presence: 0, ...clause });

    /** Return the bit of a fresh slot, or none where a query has more words than bits. */
    const slot = () => (slots < MOST_SLOTS ? 1 << slots++ : 0);

    /** Those of the terms that the index holds. @param {string[]} terms @returns {Promise<string[]>} */
    async function known(terms) {
      const found = await Promise.all(terms.map(index.find));
      return terms.filter((_, i) => found[i].length);
    }

    /** A word with an operator: lunr's own clause. @param {Clause} clause */
    async function operator(clause) {
      const { term: text, distance } = clause;
      if (distance !== undefined) add({ ...clause, term: normal(fold(text, "")), distance: Math.min(distance, many ? 1 : 2) });
      else if (text.includes("*")) add({ ...clause, term: fold(text, "*").replace(/\*+/g, "*") });
      else {
        const { joined, signed } = chunk(text);
        for (const term of await known(signed)) add({ ...clause, term });
        for (const { parts, whole } of joined) {
          const one = whole ? await known([normal(whole)]) : [];
          const terms = one.length ? one : parts.flatMap((it) => (it.cjk ? it.terms : it.terms[0]));
          const stop = parts.every((it) => it.stop);
          for (const term of stop ? await known(terms) : terms) add({ ...clause, term });
        }
      }
    }

    /** @param {string} text @param {boolean} typing */
    async function plain(text, typing) {
      const { joined, signed } = chunk(text);
      const found = await known(signed);
      for (const term of found) {
        const bit = slot();
        add({ term, slot: bit });
        words.push([bit]);
      }
      for (const [i, { parts, whole }] of joined.entries()) {
        const open = typing && i === joined.length - 1;
        const joint = [normal(whole)];
        if (open && whole && whole.length < SHORTEST_BEGINNING && !(await known(joint)).length) continue;
        const readings = [];
        let bits = 0;
        for (const [p, it] of parts.entries()) bits |= await part(it, open && p === parts.length - 1);
        readings.push(bits);
        if (whole) readings.push(await word(whole, joint, open));
        const { pieces } = parts[0];
        if (parts.length === 1 && pieces.length > 1) {
          readings.push((await each(pieces, false)).reduce((sum, bit) => sum | bit, 0));
        }
        const counted = readings.filter(Boolean);
        if (counted.length && !found.length) words.push(counted);
      }
    }

    /** Add each of the terms and return their bits. @param {string[]} terms @param {boolean} typing */
    const each = (terms, typing) => Promise.all(terms.map((it) => word(it, [it], typing, !typing)));

    /** A part of a word; no bit where it does not count. @param {Part} part @param {boolean} typing */
    async function part({ text, terms, cjk, stop }, typing) {
      if (stop) {
        for (const term of await known(terms)) add({ term });
        if (typing) await beginning(text, BESIDE);
        return 0;
      }
      if (cjk) return (await each(terms, typing))[terms.length - 1];
      const early = typing && text.length < SHORTEST_BEGINNING && !(await known(terms)).length;
      return early || (text.length === 1 && typing && !done) ? 0 : word(text, terms, typing);
    }

    /**
     * Add the clauses of one word in all its spellings and return its bit.
     * @param {string} text as typed, folded @param {string[]} terms @param {boolean} typing
     * @param {boolean} [exactly] guess nothing
     */
    async function word(text, terms, typing, exactly) {
      const bit = slot();
      const held = await known(terms);
      for (const term of held.length ? held : terms) add({ term, slot: bit });
      if (exactly) return bit;
      if (typing && (await beginning(text, held.length ? BESIDE : GUESSED, bit))) return bit;
      if (held.length || text.length < SHORTEST_GUESS) return bit;
      const near = { term: terms[0], distance: 1, boost: GUESSED, slot: bit };
      if ((await index.expand(near)).length) add(near);
      else
        for (let keep = text.length; keep >= SHORTEST_BEGINNING; keep--) {
          if (await beginning(text.slice(0, keep), GUESSED, bit)) break;
        }
      return bit;
    }

    /** Add what begins so, and tell whether anything does. @param {string} text @param {number} boost @param {number} [slot] */
    async function beginning(text, boost, slot) {
      if (text.length < SHORTEST_BEGINNING && text < FIRST_CJK) return false;
      const clause = { term: text + "*", boost, slot, fields: many ? light : fields };
      const found = (await index.expand(clause)).length > 0;
      if (found) add(clause);
      return found;
    }

    const typed = search.chunks(query).slice(0, MOST_WORDS);
    for (const [i, raw] of typed.entries()) {
      const clause = read(raw, names, fields);
      if (clause) await operator(clause);
      else await plain(raw, i === typed.length - 1 && !/\s$/.test(query));
    }
    return { clauses, words };
  }
})();
