// @ts-check
/**
 * What is typed in, the words of a query out. Nothing that is typed is an error: what does not read as Lunr's syntax
 * is read as words. A word that is still being typed, misspelt or joined in another way gets the clauses that make up
 * for it.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * Terms of the dictionary, in some fields: in `term` a `*` stands for any letters, and `distance` letters may differ.
   * What is `beside` an exact term never says more than that.
   * @typedef {{term: string, fields: number[], boost: number, distance?: number, beside?: boolean}} Clause
   * A word as typed. Each of its readings is a list of parts that belong together, each part a list of clauses of
   * which one is enough. A paper must (1) or must not (-1) have a word of `presence`; one that is `strict` is found
   * whole or not at all; one that is `weak` finds nothing by itself.
   * @typedef {{text: string, readings: Clause[][][], presence?: number, strict?: boolean, weak?: boolean,
   *   phrase?: string}} Word
   */

  /** As the analyser gives it.
   * @typedef {{text: string, terms: string[], pieces: string[], cjk: boolean, stop: boolean}} Part
   */

  const MOST_LETTERS = 2000;
  const LONGEST_WORD = 64;
  const MOST_WORDS = 48;
  // Below, a typing error can't be distinguished from another word, and in a name not even there.
  const SHORTEST_GUESS = 5;
  const SHORTEST_NAME = 7;
  // Shorter ones begin half of all words, and cost most of all to look up.
  const SHORTEST_BEGINNING = 3;
  const FIRST_CJK = "\u0e00";
  // The part of a word that is typed counts less than the word, and hardly at all beside it.
  const GUESSED = 0.5;
  const BESIDE = 0.01;
  // Above so many papers a beginning is looked for in the short fields alone: the others cost too many bytes.
  const MANY_PAPERS = 20_000;
  const IDENTIFIER = /^(https?:|www\.|10\.\d{4,}\/|\d{4}\.\d{4}|([\w-]+\.)+[a-z]{2,}(\/|$))/i;

  /**
   * Read a word with operators; other words are none.
   * @param {string} raw @param {Map<string, number>} names of the fields @param {number[]} fields
   */
  function read(raw, names, fields) {
    const [, sign, name = "", rest] = /** @type {string[]} */ (/^([+-]?)(?:([a-z]+):)?(.*)$/i.exec(raw));
    const field = names.get(name.toLowerCase());
    // An address has a colon too.
    const named = name && field === undefined ? `${name}:${rest}` : rest;
    const [, term, ...suffixes] = /** @type {string[]} */ (/^(.*?)([~^]\d{1,2})?([~^]\d{1,2})?$/.exec(named));
    /** @param {string} mark */
    const number = (mark) => Number(suffixes.find((it) => it?.startsWith(mark))?.slice(1) ?? 0);
    const distance = number("~");
    const boost = number("^");
    const operator = sign || field !== undefined || boost || distance || /[^*]\*|\*[^*]/.test(term);
    if (!operator || !/[\p{L}\p{N}]/u.test(term)) return;
    const presence = sign === "+" ? 1 : sign === "-" ? -1 : 0;
    return { term, presence, clause: { fields: field === undefined ? fields : [field], boost: boost || 1 }, distance };
  }

  /**
   * Return the words of a query, and whether it asks for nothing yet.
   * @param {any} index @param {string} query @param {boolean} done whether the last word is complete, however short
   * @returns {Promise<{words: Word[], early: boolean}>}
   */
  search.planned = async (index, query, done) => {
    const { root, fields, light } = index;
    const many = root.papers > MANY_PAPERS;
    /** @type {{chunk(raw: string): {joined: {parts: Part[], whole: string}[], signed: string[]},
     *   normal(text: string): string, fold(text: string, kept: string): string}} */
    const { chunk, normal, fold } = index.analyser;
    const nameless = fields.filter((/** @type {number} */ f) => root.fields[f] !== "authors");
    /** @type {Map<string, string[]>} */
    const acronyms = new Map(root.acronyms);
    /** @type {Word[]} */
    const words = [];
    let early = false;

    /** @param {string} term @param {Partial<Clause>} [more] @returns {Clause} */
    const clause = (term, more) => ({ fields, boost: 1, ...more, term });

    /** The terms that are in the index. @param {string[]} terms @returns {Promise<string[]>} */
    async function known(terms) {
      const found = await Promise.all(terms.map(index.find));
      return terms.filter((_, i) => found[i].length);
    }

    /** A word with an operator. @param {string} raw @param {any} asked */
    async function operator(raw, { term: text, presence, clause: more, distance }) {
      /** @type {Clause[][]} */
      let parts;
      if (distance) parts = [[clause(normal(fold(text, "")), { ...more, distance: Math.min(distance, many ? 1 : 2) })]];
      else if (text.includes("*")) parts = [[clause(fold(text, "*").replace(/\*+/g, "*"), more)]];
      else {
        const { joined, signed } = chunk(text);
        const one = await known([...signed, ...joined.map(({ whole }) => normal(whole))]);
        const terms = one.length ? one : joined.flatMap(({ parts }) => parts.flatMap((it) => (it.cjk ? it.terms : it.terms[0])));
        parts = terms.map((term) => [clause(term, more)]);
      }
      words.push({ text: raw, readings: [parts], presence, strict: true });
    }

    /** @param {string} text @param {boolean} typing */
    async function plain(text, typing) {
      const { joined, signed } = chunk(text);
      const found = await known(signed);
      if (found.length) return void words.push({ text, readings: [found.map((term) => [clause(term)])] });
      const strict = IDENTIFIER.test(text);
      /** @type {Clause[][]} */
      const all = [];
      for (const [i, { parts, whole }] of joined.entries()) {
        const open = typing && i === joined.length - 1;
        const joint = [normal(whole)];
        if (open && whole && whole.length < SHORTEST_BEGINNING && !(await known(joint)).length) {
          early = true;
          continue;
        }
        /** @type {Clause[][][]} */
        const readings = [[]];
        for (const [p, it] of parts.entries()) readings[0].push(...(await part(it, open && p === parts.length - 1, strict)));
        if (!readings[0].length && parts.every((it) => it.stop)) {
          // A word of the language can be a name.
          const names = await known(parts.flatMap((it) => it.terms));
          const beside = open ? await beginning(parts[parts.length - 1].text, BESIDE) : [];
          const clauses = [...names.map((term) => clause(term)), ...beside];
          if (open && !clauses.length && text.length < SHORTEST_BEGINNING) early = true;
          else words.push({ text, readings: [[clauses]], weak: true });
          continue;
        }
        if (whole) readings.push([await word(whole, joint, open, strict)]);
        const { pieces, terms } = parts[0];
        if (parts.length === 1 && pieces.length > 1) readings.push(pieces.map((it) => [clause(it)]));
        const long = acronyms.get(terms[0]);
        if (long) readings.push(long.map((it) => [clause(it, { boost: 1 / long.length })]));
        if (strict) all.push(...readings[0]);
        else if (readings[0].length) {
          words.push({ text: whole || parts[0].text, readings, weak: parts.every((it) => it.text.length < 2 && !it.cjk) });
        }
      }
      if (all.length) words.push({ text, readings: [all], strict });
    }

    /** The clauses of a part of a word; none where it does not count.
     * @param {Part} part @param {boolean} typing @param {boolean} strict @returns {Promise<Clause[][]>} */
    async function part({ text, terms, cjk, stop }, typing, strict) {
      if (stop && !strict) return [];
      if (cjk) {
        const pairs = terms.filter((it) => !terms.some((other) => other !== it && it.includes(other)));
        // A single sign may be at either end of a name.
        return pairs.map((it) => [clause(it), ...(it.length < 2 ? [clause(it + "*"), clause("*" + it)] : typing ? [clause(it + "*")] : [])]);
      }
      if (typing && (text.length < SHORTEST_BEGINNING ? !(await known(terms)).length : 0) || (text.length === 1 && typing && !done)) {
        early = true;
        return [];
      }
      return [await word(text, terms, typing, strict)];
    }

    /**
     * The clauses of one word in all its spellings.
     * @param {string} text as typed, folded @param {string[]} terms @param {boolean} typing
     * @param {boolean} strict guess nothing
     */
    async function word(text, terms, typing, strict) {
      const held = await known(terms);
      const exact = (held.length ? held : terms).map((term) => clause(term));
      const begun = typing ? await beginning(text, held.length ? BESIDE : GUESSED, { beside: held.length > 0 }) : [];
      if (strict || held.length || begun.length) return [...exact, ...begun];
      const near = clause(terms[0], { distance: 1, boost: GUESSED, fields: text.length < SHORTEST_NAME ? nameless : fields });
      if (text.length >= SHORTEST_GUESS && (await index.expand(near)).length) return [near];
      // The stem of a word that is half typed may be longer than that of the whole word.
      for (let keep = text.length - 1; keep * 2 >= text.length && keep >= SHORTEST_BEGINNING; keep--) {
        // A name is no form of another, but for the endings that its stem lacks.
        const kin = /^(i|in|ing|ed?)$/.test(text.slice(keep));
        const begun = kin || keep > SHORTEST_BEGINNING ? await beginning(text.slice(0, keep), GUESSED, { fields: kin ? fields : nameless }) : [];
        if (begun.length) return begun;
      }
      return exact;
    }

    /** The clause of what begins so, where anything does. @param {string} text @param {number} boost @param {Partial<Clause>} [more] */
    async function beginning(text, boost, more) {
      if (text.length < SHORTEST_BEGINNING && text < FIRST_CJK) return [];
      const begins = clause(text + "*", { boost, fields: many ? light : fields, ...more });
      return (await index.expand(begins)).length ? [begins] : [];
    }

    const typed = [...query.slice(0, MOST_LETTERS).matchAll(/([+-]?)"([^"]*[\p{L}\p{N}][^"]*)"|[^\s]+/gu)].slice(0, MOST_WORDS);
    const names = new Map(root.names);
    for (const [i, [raw, sign, phrase]] of typed.entries()) {
      if (phrase) {
        const parts = index.analyser.terms(phrase, false).map((/** @type {string} */ term) => [clause(term)]);
        words.push({ text: raw, readings: [parts], presence: sign === "-" ? -1 : 1, strict: true, phrase });
        continue;
      }
      const cut = raw.slice(0, LONGEST_WORD);
      const asked = read(cut, /** @type {Map<string, number>} */ (names), fields);
      if (asked) await operator(cut, asked);
      else await plain(cut, i === typed.length - 1 && !/\s$/.test(query));
      // A sign may be the beginning of something.
      if (!done && /^[!-/]+$/.test(raw)) early = true;
    }
    // The words of a long form are also in papers that have its acronym.
    const asked = new Map(words.map((it) => [it.readings[0][0]?.[0]?.term, it]));
    for (const [short, long] of acronyms) {
      const its = long.map((term) => asked.get(term));
      if (its.every(Boolean)) for (const it of its) it?.readings.push([[clause(short)]]);
    }
    return { words, early };
  };
})();
