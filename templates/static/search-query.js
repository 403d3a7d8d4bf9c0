// @ts-check
/**
 * Parse a query into words. No query is an error: text that isn't Lunr syntax is read as plain words. Words that are
 * incomplete, misspelt or hyphenated differently get additional clauses.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * Terms of the dictionary in some fields: in `term`, `*` matches any letters, and up to `distance` letters may differ.
   * A clause `beside` an exact term never has a greater weight than that term.
   * @typedef {{term: string, fields: number[], boost: number, distance?: number, beside?: boolean}} Clause
   * A word as typed. Each reading is a list of parts, which must all match; each part is a list of alternative clauses.
   * `presence` is 1 if a paper must contain the word and -1 if it must not; a `strict` word must match completely; a
   * `weak` word alone finds nothing.
   * @typedef {{text: string, readings: Clause[][][], presence?: number, strict?: boolean, weak?: boolean,
   *   phrase?: string}} Word
   */

  /** A part of a chunk, from the analyser.
   * @typedef {{text: string, terms: string[], pieces: string[], unspaced: boolean, stopped: boolean}} Part
   */

  const MOST_LETTERS = 2000;
  const LONGEST_WORD = 64;
  const MOST_WORDS = 48;
  // In shorter words, a typing error can't be distinguished from another word; names need more letters.
  const SHORTEST_GUESS = 5;
  // Double letters are the most common error.
  const DISTANCES = [0.5, 1];
  const SHORTEST_NAME = 7;
  // Shorter prefixes match too many words, and are the most expensive to look up.
  const SHORTEST_BEGINNING = 3;
  const FIRST_CJK = "\u0e00";
  // Prefix matches count less than exact matches, and hardly at all next to one.
  const GUESSED = 0.5;
  const BESIDE = 0.01;
  // Above this number of papers, two errors would cost too many bytes: the whole dictionary is compared.
  const MANY_PAPERS = 20_000;
  const IDENTIFIER = /^(https?:|www\.|10\.\d{4,}\/|\d{4}\.\d{4}|([\w-]+\.)+[a-z]{2,}(\/|$))/i;

  /**
   * Parse a word with operators; return nothing for other words.
   * @param {string} raw @param {Map<string, number>} names of the fields @param {number[]} fields
   */
  function read(raw, names, fields) {
    const [, sign, name = "", rest] = /** @type {string[]} */ (/^([+-]?)(?:([a-z]+):)?(.*)$/i.exec(raw));
    const field = names.get(name.toLowerCase());
    // URLs have a colon, too.
    const named = name && field === undefined ? `${name}:${rest}` : rest;
    const [, term, ...suffixes] = /** @type {string[]} */ (/^(.*?)([~^]\d{1,2})?([~^]\d{1,2})?$/.exec(named));
    /** @param {string} mark */
    const number = (mark) => Number(suffixes.find((suffix) => suffix?.startsWith(mark))?.slice(1) ?? 0);
    const distance = number("~");
    const boost = number("^");
    const operator = sign || field !== undefined || boost || distance || /[^*]\*|\*[^*]/.test(term);
    if (!operator || !/[\p{L}\p{N}]/u.test(term)) return;
    const presence = sign === "+" ? 1 : sign === "-" ? -1 : 0;
    return { term, presence, clause: { fields: field === undefined ? fields : [field], boost: boost || 1 }, distance };
  }

  /**
   * Return the words of a query, and whether it is still too short to search.
   * @param {any} index @param {string} query @param {boolean} done whether the last word is complete, however short
   * @returns {Promise<{words: Word[], early: boolean}>}
   */
  search.planned = async (index, query, done) => {
    const { root, fields } = index;
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

    /** Return the terms that are in the index. @param {string[]} terms @returns {Promise<string[]>} */
    async function known(terms) {
      const found = await Promise.all(terms.map(index.find));
      return terms.filter((_, i) => found[i].length);
    }

    /** Return whether any paper matches a clause. @param {Clause} clause @returns {Promise<boolean>} */
    const matches = async (clause) =>
      (await index.found(clause)).some((/** @type {any} */ { lists }) => clause.fields.some((f) => lists[f]));

    /** Add a word with an operator. @param {string} raw @param {any} operators */
    async function operator(raw, { term: text, presence, clause: more, distance }) {
      /** @type {Clause[][]} */
      let parts;
      if (distance) parts = [[clause(normal(fold(text, "")), { ...more, distance: Math.min(distance, root.papers > MANY_PAPERS ? 1 : 2) })]];
      else if (text.includes("*")) parts = [[clause(fold(text, "*").replace(/\*+/g, "*"), more)]];
      else {
        const { joined, signed } = chunk(text);
        const compounds = await known([...signed, ...joined.map(({ whole }) => normal(whole))]);
        const terms = compounds.length ? compounds : joined.flatMap(({ parts }) => parts.flatMap((part) => (part.unspaced ? part.terms : part.terms[0])));
        parts = terms.map((term) => [clause(term, more)]);
      }
      words.push({ text: raw, readings: [parts], presence, strict: true });
    }

    /** Add a word without operators. @param {string} text @param {boolean} typing */
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
        for (const [p, piece] of parts.entries()) readings[0].push(...(await part(piece, open && p === parts.length - 1, strict)));
        if (!readings[0].length && parts.every((piece) => piece.stopped)) {
          // A stop word can be a name.
          const names = await known(parts.flatMap((piece) => piece.terms));
          const beside = open ? await beginning(parts[parts.length - 1].text, BESIDE) : [];
          const clauses = [...names.map((term) => clause(term)), ...beside];
          if (open && !clauses.length && text.length < SHORTEST_BEGINNING) early = true;
          else words.push({ text, readings: [[clauses]], weak: true });
          continue;
        }
        if (whole) readings.push([await word(whole, joint, open, strict)]);
        const { pieces, terms } = parts[0];
        if (parts.length === 1 && pieces.length > 1) readings.push(pieces.map((piece) => [clause(piece)]));
        const long = acronyms.get(terms[0]);
        if (long) readings.push(long.map((term) => [clause(term, { boost: 1 / long.length })]));
        if (strict) all.push(...readings[0]);
        else if (readings[0].length) {
          words.push({ text: whole || parts[0].text, readings, weak: parts.every((piece) => piece.text.length < 2 && !piece.unspaced) });
        }
      }
      if (all.length) words.push({ text, readings: [all], strict });
    }

    /** Return the clauses of a part of a word, or none if it is ignored.
     * @param {Part} part @param {boolean} typing @param {boolean} strict @returns {Promise<Clause[][]>} */
    async function part({ text, terms, unspaced, stopped }, typing, strict) {
      if (stopped && !strict) return [];
      if (unspaced) {
        const pairs = terms.filter((term) => !terms.some((other) => other !== term && term.includes(other)));
        // A single character may be at either end of a name.
        return pairs.map((term) => [clause(term), ...(term.length < 2 ? [clause(term + "*"), clause("*" + term)] : typing ? [clause(term + "*")] : [])]);
      }
      if (typing && (text.length < SHORTEST_BEGINNING ? !(await known(terms)).length : 0) || (/^[\0-\x7f]$/.test(text) && typing && !done)) {
        early = true;
        return [];
      }
      return [await word(text, terms, typing, strict)];
    }

    /**
     * Return the clauses of a word in all its spellings.
     * @param {string} text as typed, folded @param {string[]} terms @param {boolean} typing
     * @param {boolean} strict don't correct typing errors
     */
    async function word(text, terms, typing, strict) {
      const exactTerms = await known(terms);
      const exact = (exactTerms.length ? exactTerms : terms).map((term) => clause(term));
      const prefixed = typing ? await beginning(text, exactTerms.length ? BESIDE : GUESSED, { beside: exactTerms.length > 0 }) : [];
      if (strict || exactTerms.length || prefixed.length) return [...exact, ...prefixed];
      for (const distance of text.length < SHORTEST_GUESS ? [] : DISTANCES) {
        const near = clause(terms[0], { distance, boost: GUESSED, fields: text.length < SHORTEST_NAME ? nameless : fields });
        if (await matches(near)) return [near];
      }
      // The stem of an incomplete word can be longer than that of the complete word.
      for (let keep = text.length - 1; keep * 2 >= text.length; keep--) {
        // Don't shorten names, except by inflectional endings that stemming removes.
        const inflected = /^(i|in|ing|ed?)$/.test(text.slice(keep));
        const prefixed = inflected || keep > SHORTEST_BEGINNING ? await beginning(text.slice(0, keep), GUESSED, { fields: inflected ? fields : nameless }) : [];
        if (prefixed.length) return prefixed;
      }
      return exact;
    }

    /** Return the clause for a prefix if any word has it. @param {string} text @param {number} boost @param {Partial<Clause>} [more] */
    async function beginning(text, boost, more) {
      if (text.length < SHORTEST_BEGINNING && text < FIRST_CJK) return [];
      const begins = clause(text + "*", { boost, ...more });
      return (await matches(begins)) ? [begins] : [];
    }

    const names = new Map(root.names);
    /** @param {string} all @param {string} name */
    const joinField = (all, name) => (names.has(name.toLowerCase()) ? name + ":" : all);
    const text = query.slice(0, MOST_LETTERS).replace(/([a-z]+):\s+/gi, joinField);
    const typed = [...text.matchAll(/([+-]?)"([^"]*[\p{L}\p{N}][^"]*)"|[^\s]+/gu)].slice(0, MOST_WORDS);
    for (const [i, [raw, sign, phrase]] of typed.entries()) {
      if (phrase) {
        const parts = index.analyser.terms(phrase, false).map((/** @type {string} */ term) => [clause(term)]);
        words.push({ text: raw, readings: [parts], presence: sign === "-" ? -1 : 1, strict: true, phrase });
        continue;
      }
      const cut = raw.slice(0, LONGEST_WORD);
      const operators = read(cut, /** @type {Map<string, number>} */ (names), fields);
      if (operators) await operator(cut, operators);
      else await plain(cut, i === typed.length - 1 && !/\s$/.test(query));
      // A symbol can be the start of an operator.
      if (!done && /^[!-/]+$/.test(raw)) early = true;
    }
    // Two words of which one is unknown also match papers that write them as one.
    for (let i = 1; i < words.length; i++) {
      const pair = words.slice(i - 1, i + 1);
      const [first, second] = pair.map((word) => normal(word.text));
      const [joint] = (await known([first, second])).length < 2 ? await known([normal(pair[0].text + pair[1].text)]) : [];
      if (joint) for (const word of pair) word.readings.push([[clause(joint)]]);
    }
    // The words of a long form also match papers that use its acronym.
    const byTerm = new Map(words.map((word) => [word.readings[0][0]?.[0]?.term, word]));
    for (const [short, long] of acronyms) {
      const sought = long.map((term) => byTerm.get(term));
      if (sought.every(Boolean)) for (const word of sought) word?.readings.push([[clause(short)]]);
    }
    return { words, early };
  };
})();
