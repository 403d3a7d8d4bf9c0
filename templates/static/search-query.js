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
   * A lunr clause: `presence` is 1 where the term must be there, -1 where it must not. A paper that holds it
   * gets the bit `slot`.
   * @typedef {{term: string, fields: number[], boost: number, presence: number, distance?: number,
   *   wildcard?: boolean, slot?: number}} Clause
   * A piece of what was typed between spaces: `text` without its operators.
   * @typedef {{text: string, fields: string[], presence: number, boost: number, distance?: number,
   *   operator: boolean}} Typed
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

  /** Other names of the fields. */
  const ALIASES = new Map(Object.entries({ author: "authors", tag: "tags", year: "ids", arxiv: "ids", doi: "ids", category: "ids" }));

  /**
   * Cut what was typed into words and their operators.
   * @param {string} query @param {string[]} fields @returns {Typed[]}
   */
  search.parse = (query, fields) => {
    /** @param {string} raw @returns {Typed} */
    const read = (raw) => {
      const [, sign, name, rest] = /^([+-]?)(?:([a-z]+):)?(.*)$/is.exec(raw) ?? ["", "", "", "", raw];
      const field = (name ?? "").toLowerCase();
      const known = fields.includes(field) ? field : ALIASES.get(field);
      // An address has a colon too.
      const named = name && known ? rest : name ? `${name}:${rest}` : rest;
      const [, text, ...suffixes] = /^(.*?)([~^]\d{1,2})?([~^]\d{1,2})?$/s.exec(named) ?? ["", named];
      /** @param {string} mark */
      const number = (mark) => suffixes.find((it) => it?.startsWith(mark))?.slice(1);
      const distance = number("~");
      const wildcard = /[^*]\*|\*[^*]/.test(text);
      const operator = Boolean(sign || known || number("^") || distance || wildcard);
      const usable = /[\p{L}\p{N}]/u.test(text);
      return operator && usable
        ? {
            text,
            fields: known ? [known] : fields,
            presence: sign === "+" ? 1 : sign === "-" ? -1 : 0,
            boost: Number(number("^") ?? 1),
            distance: distance === undefined ? undefined : Number(distance),
            operator,
          }
        : { text: raw, fields, presence: 0, boost: 1, operator: false };
    };
    return search.chunks(query).slice(0, MOST_WORDS).map(read);
  };

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
    if (!found.docs.length && clauses.some((it) => it.wildcard)) {
      // Beginnings were looked for in the short fields alone, and stand in the long one.
      found = await index.run(clauses.map((it) => (it.slot === undefined ? it : { ...it, fields: index.fields })));
    }
    const { docs, scores, masks, terms } = found;
    const covered = docs.map(
      (d) => words.filter((readings) => readings.some((bits) => (masks[d] & bits) >>> 0 === bits)).length,
    );
    const most = covered.reduce((a, b) => Math.max(a, b), 0);
    return { docs: docs.filter((_, i) => covered[i] === most).sort((a, b) => scores[b] - scores[a]), terms };
  };

  /** @param {any} index @param {string} query @param {boolean} done @returns {Promise<Plan>} */
  async function planned(index, query, done) {
    const typed = search.parse(query, index.root.fields);
    const plan = new Planner(index);
    for (const [i, word] of typed.entries()) {
      const typing = i === typed.length - 1 && !/\s$/.test(query);
      if (word.operator) await plan.operator(word);
      else await plan.plain(word.text, typing, done);
    }
    return plan;
  }

  class Planner {
    /** @param {any} index */
    constructor(index) {
      this.index = index;
      /** @type {{chunk(raw: string): {joined: {parts: Part[], whole: string}[], signed: string[]},
       *   normal(text: string): string, fold(text: string, kept: string): string}} */
      this.analyser = index.analyser;
      /** @type {Clause[]} */
      this.clauses = [];
      /** @type {number[][]} */
      this.words = [];
      this.slots = 0;
    }

    /** @param {Partial<Clause> & {term: string}} clause */
    add(clause) {
      this.clauses.push({ fields: this.index.fields, boost: 1, presence: 0, ...clause });
    }

    /** Return a slot, or nothing where a query has more words than bits. */
    slot = () => (this.slots < MOST_SLOTS ? this.slots++ : undefined);

    /** A word with an operator: lunr's own clause. @param {Typed} word */
    async operator({ text, fields, presence, boost, distance }) {
      const { analyser } = this;
      const { root } = this.index;
      const rest = { fields: fields.map((it) => root.fields.indexOf(it)), presence, boost };
      if (distance !== undefined) {
        const term = analyser.normal(analyser.fold(text, ""));
        this.add({ ...rest, term, distance: Math.min(distance, root.papers > MANY_PAPERS ? 1 : 2) });
      } else if (text.includes("*")) {
        this.add({ ...rest, term: analyser.fold(text, "*").replace(/\*+/g, "*"), wildcard: true });
      } else {
        const { joined, signed } = analyser.chunk(text);
        for (const term of await this.known(signed)) this.add({ ...rest, term });
        for (const { parts, whole: joint } of joined) {
          const one = joint ? await this.known([analyser.normal(joint)]) : [];
          const terms = one.length ? one : parts.flatMap((it) => it.terms.slice(0, it.cjk ? 99 : 1));
          const stop = parts.every((it) => it.stop);
          for (const term of stop ? await this.known(terms) : terms) this.add({ ...rest, term });
        }
      }
    }

    /** @param {string} text @param {boolean} typing @param {boolean} done */
    async plain(text, typing, done) {
      const { joined, signed } = this.analyser.chunk(text);
      const names = await this.known(signed);
      for (const term of names) {
        const slot = this.slot();
        this.add({ term, slot });
        this.words.push([bits([slot])]);
      }
      for (const [i, { parts, whole }] of joined.entries()) {
        const open = typing && i === joined.length - 1;
        const joint = whole && this.analyser.normal(whole);
        if (open && whole && whole.length < SHORTEST_BEGINNING && !(await this.known([joint])).length) continue;
        const slots = [];
        const readings = [];
        for (const [p, part] of parts.entries()) slots.push(await this.part(part, open && p === parts.length - 1, done));
        const asked = slots.filter((it) => it !== null);
        if (asked.length) readings.push(bits(asked));
        if (whole) readings.push(bits([await this.word(whole, [joint], open)]));
        const { pieces } = parts[0];
        if (parts.length === 1 && pieces.length > 1) {
          const piecewise = await Promise.all(pieces.map((it) => this.word(it, [it], false, true)));
          readings.push(bits(piecewise));
        }
        if (readings.length && !names.length) this.words.push(readings.filter(Boolean));
      }
    }

    /** A part of a word; null where it does not count. @param {Part} part @param {boolean} typing @param {boolean} done */
    async part({ text, terms, cjk, stop }, typing, done) {
      if (stop) {
        for (const term of await this.known(terms)) this.add({ term });
        if (typing) await this.beginning(text, BESIDE, undefined);
        return null;
      }
      if (cjk) {
        const slots = await Promise.all(terms.map((it) => this.word(it, [it], typing, !typing)));
        return slots.at(-1);
      }
      const early = typing && text.length < SHORTEST_BEGINNING && !(await this.known(terms)).length;
      return early || (text.length === 1 && typing && !done) ? null : this.word(text, terms, typing);
    }

    /**
     * Add the clauses of one word in all its spellings and return their slot.
     * @param {string} text as typed, folded @param {string[]} terms @param {boolean} typing
     * @param {boolean} [exactly] guess nothing
     */
    async word(text, terms, typing, exactly) {
      const slot = this.slot();
      const known = await this.known(terms);
      for (const term of known.length ? known : terms) this.add({ term, slot });
      if (exactly) return slot;
      if (typing && (await this.beginning(text, known.length ? BESIDE : GUESSED, slot))) return slot;
      if (known.length || text.length < SHORTEST_GUESS) return slot;
      const near = { term: terms[0], distance: 1, boost: GUESSED, slot };
      if ((await this.index.expand(near)).length) {
        this.add(near);
        return slot;
      }
      for (let keep = text.length; keep >= SHORTEST_BEGINNING; keep--) {
        if (await this.beginning(text.slice(0, keep), GUESSED, slot)) break;
      }
      return slot;
    }

    /** Add what begins so, and tell whether anything does. @param {string} text @param {number} boost @param {number} [slot] */
    async beginning(text, boost, slot) {
      const { root, light, fields } = this.index;
      const clause = { term: text + "*", wildcard: true, boost, slot };
      if (text.length < SHORTEST_BEGINNING && text < FIRST_CJK) return false;
      const found = (await this.index.expand(clause)).length > 0;
      if (found) this.add({ ...clause, fields: root.papers > MANY_PAPERS ? light : fields });
      return found;
    }

    /** Those of the terms that the index holds. @param {string[]} terms @returns {Promise<string[]>} */
    async known(terms) {
      const found = await Promise.all(terms.map((term) => this.index.find(term)));
      return terms.filter((_, i) => found[i]);
    }
  }

  /** @param {(number | undefined | null)[]} slots */
  function bits(slots) {
    let sum = 0;
    for (const slot of slots) if (slot != null) sum |= 1 << slot;
    return sum >>> 0;
  }

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
