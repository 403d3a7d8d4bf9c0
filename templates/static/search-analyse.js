// @ts-check
/**
 * Text in, the terms that the index holds out: the browser's half of the analyser.
 * Its twin is paperfolio/search/analyse.py: the same text gives the same terms in the same order.
 * The tables (stop words, spellings, folded letters) come with the index, so the two never differ.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * A part of a chunk. `text` is folded and unstemmed; `terms` are its spellings, or for a run of
   * Chinese, Japanese or Korean the pairs that must all be there; `pieces` are those of a name in humps.
   * @typedef {{text: string, terms: string[], pieces: string[], cjk: boolean, stop: boolean}} Part
   * Parts that a hyphen, point or apostrophe joins; `whole` is their text in one, or "".
   * @typedef {{parts: Part[], whole: string}} Joined
   * A text without white space; `signed` are names that end in a sign, such as c++.
   * @typedef {{joined: Joined[], signed: string[]}} Chunk
   */

  const VOWELS = /[aeiou]/;
  const SECOND = endings(
    "ational ate tional tion enci ence anci ance izer ize bli ble alli al entli ent eli e ousli ous " +
      "ization ize ation ate ator ate alism al iveness ive fulness ful ousness ous aliti al iviti ive " +
      "biliti ble logi log",
  );
  const THIRD = endings("icate ic ative - alize al iciti ic ical ic ful - ness -");
  const FOURTH = endings(
    "al ance ence er ic able ible ant ement ment ent ou ism ate iti ous ive ize".replace(/\w+/g, "$& -"),
  );

  /** @param {string} list @returns {Map<string, string>} */
  function endings(list) {
    const words = list.split(" ");
    return new Map(words.flatMap((word, i) => (i % 2 ? [] : [[word, words[i + 1].replace("-", "")]])));
  }

  /** Spell a word in v and c; y is a vowel after a consonant. @param {string} word */
  function shape(word) {
    let spelt = "";
    for (const letter of word) {
      spelt += VOWELS.test(letter) || (letter === "y" && spelt.endsWith("c")) ? "v" : "c";
    }
    return spelt;
  }

  /** Count the vowel-consonant sequences: Porter's m. @param {string} word */
  const measure = (word) => shape(word).split("vc").length - 1;

  /** @param {string} word */
  const short = (word) => /^c+vc$/.test(shape(word)) && !/[wxy]$/.test(word);

  /** @param {string} word @param {Map<string, string>} table @param {number} above */
  function replaced(word, table, above) {
    for (let size = Math.min(7, word.length - 1); size > 1; size--) {
      const fresh = table.get(word.slice(-size));
      if (fresh !== undefined) {
        const before = word.slice(0, -size);
        return measure(before) > above ? before + fresh : word;
      }
    }
    return word;
  }

  /**
   * Porter's stemmer (Program 14(3), 1980) with the departures that stem.py names.
   * @param {string} word
   */
  function stem(word) {
    if (word.length < 3) return word;
    word = word.replace(/^(.+)(ss|i)es$|^(.+[^s])s$/, "$1$2$3");
    const past = /^(.+?)(eed|ed|ing)$/.exec(word);
    if (past?.[2] === "eed") {
      if (measure(past[1])) word = word.slice(0, -1);
    } else if (past && shape(past[1]).includes("v")) {
      word = past[1];
      if (/(at|bl|iz)$/.test(word)) word += "e";
      else if (/([^aeiouylsz])\1$/.test(word)) word = word.slice(0, -1);
      else if (short(word)) word += "e";
    }
    word = word.replace(/(.[^aeiou])y$/, "$1i");
    word = replaced(replaced(word, SECOND, 0), THIRD, 0);
    if (/.[st]ion$/.test(word)) {
      if (measure(word.slice(0, -3)) > 1) word = word.slice(0, -3);
    } else word = replaced(word, FOURTH, 1);
    if (/.e$/.test(word)) {
      const before = word.slice(0, -1);
      const m = measure(before);
      if (m > 1 || (m && !short(before))) word = before;
    }
    return word.endsWith("ll") && measure(word) > 1 ? word.slice(0, -1) : word;
  }

  /**
   * Return the analyser of one index's tables.
   * @param {any} tables what tables.json holds
   */
  search.analyser = (tables) => {
    /** @param {string} key @returns {string[]} */
    const list = (key) => tables[key].split(" ");
    /** @type {Map<string, string>} */
    const spelling = new Map(Object.entries(tables.spelling));
    for (const word of list("our")) spelling.set(word + "our", word + "or");
    for (const word of list("ll")) spelling.set(word + "ll", word + "l");
    const longest = [...spelling.keys()].sort((a, b) => b.length - a.length);
    const british = new RegExp(`^(?:${longest.join("|")})`);
    const keptIse = new Set(list("ise"));
    const stopWords = new Set(list("stop"));
    const folds = new Map(Object.entries(tables.fold));
    const also = new Map(Object.entries(tables.also));
    const word = `[\\p{L}\\p{N}${tables.marks}]+`;
    const joinedWords = new RegExp(`${word}(?:[-‐–'’._]${word})*`, "gu");
    const partWords = new RegExp(`(['’]?)(${word})`, "gu");
    const cjk = new RegExp(`[${tables.cjk}]+`, "gu");

    /** @param {string} text @param {Map<string, string>} table */
    const mapped = (text, table) => text.replace(/[^\0-\x7f]/g, (letter) => table.get(letter) ?? letter);

    /** @param {string} text */
    const strip = (text) =>
      mapped(text, folds).normalize("NFD").replace(/[\u0300-\u036f]/g, "").normalize("NFC");

    /** Return a folded word's term: American spelling, then the stem. @param {string} text */
    function normal(text) {
      if (/[^\0-\x7f]/.test(text)) return text;
      const verb = /^(...*)([iy])s(e|es|ed|ing|er|ers|able|ation|ations|ational)$/.exec(text);
      if (british.test(text)) text = text.replace(british, (found) => spelling.get(found) ?? found);
      else if (verb && (verb[2] === "y" ? /[ao]l$/.test(verb[1]) : !keptIse.has(verb[1] + "is"))) {
        text = verb[1] + verb[2] + "z" + verb[3];
      }
      return stem(text);
    }

    /** @param {string} raw @returns {Part} */
    function part(raw) {
      const lower = raw.toLowerCase();
      const text = strip(lower);
      const other = strip(mapped(lower, also));
      const pieces = /[^\0-\x7f]/.test(raw) ? [] : (raw.match(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g) ?? []);
      return {
        text,
        terms: other === text ? [normal(text)] : [normal(text), normal(other)],
        pieces: pieces.length < 2 ? [] : pieces.filter((it) => it.length > 2).map((it) => normal(it.toLowerCase())),
        cjk: false,
        stop: stopWords.has(text),
      };
    }

    /** @param {string} raw @returns {Part} */
    function cjkPart(raw) {
      /** @type {string[]} */
      const terms = [];
      let end = 0;
      /** @param {number} until */
      const between = (until) => until > end && terms.push(normal(strip(raw.slice(end, until).toLowerCase())));
      for (const run of raw.matchAll(cjk)) {
        between(run.index);
        end = run.index + run[0].length;
        const signs = [...run[0]];
        for (let i = 1; i < signs.length; i++) terms.push(signs[i - 1] + signs[i]);
        if (signs.length === 1 || signs.length === 3) terms.push(run[0]);
      }
      between(raw.length);
      return { text: raw, terms, pieces: [], cjk: true, stop: false };
    }

    /** @param {string} raw @returns {Joined} */
    function joined(raw) {
      const parts = [...raw.matchAll(partWords)]
        .filter((found) => !(found[1] && /^s$/i.test(found[2])))
        .map((found) => (found[2].search(cjk) < 0 ? part(found[2]) : cjkPart(found[2])));
      const whole = parts.map((it) => it.text).join("");
      const fits =
        parts.length > 1 &&
        parts.length < 6 &&
        [...whole].length < 15 &&
        !parts.some((it) => it.cjk) &&
        !(/^\p{Nd}+$/u.test(whole) && [...whole].length < 8);
      return { parts, whole: fits ? whole : "" };
    }

    /** @param {string} raw a text without white space @returns {Chunk} */
    function chunk(raw) {
      const text = raw
        .normalize("NFKC")
        .replace(
          /(?:https?:\/\/)?(?:www\.)?(?:(?:dx\.)?doi\.org\/|arxiv\.org\/(?:abs|pdf|html)\/|git(?:hub|lab)\.com\/)|https?:\/\/(?:www\.)?|^www\./gi,
          "",
        )
        .replace(/([0-9]{4}\.[0-9]{4,5})v[0-9]+/g, "$1")
        .replace(/\\[A-Za-z]+/g, " ");
      return {
        joined: (text.match(joinedWords) ?? []).map(joined),
        signed: (text.match(/[A-Za-z][A-Za-z0-9]*(?:\+\+?|#)(?![A-Za-z0-9])/g) ?? []).map((it) => it.toLowerCase()),
      };
    }

    /**
     * Return the terms of a text in the order of its words, each once a chunk.
     * @param {string} text
     * @param {boolean} names keep stop words: He, An and So are surnames
     * @returns {string[]}
     */
    function terms(text, names) {
      return chunks(text).flatMap((raw) => {
        const { joined: all, signed } = chunk(raw);
        const found = all.flatMap(({ parts, whole }) => [
          ...parts.flatMap((it) => (it.stop && !names ? [] : [...it.terms, ...it.pieces])),
          ...(whole ? [normal(whole)] : []),
        ]);
        return [...new Set([...found, ...signed])];
      });
    }

    /** Return a text's letters and digits, folded, and the signs of `kept`. @param {string} text @param {string} kept */
    const fold = (text, kept) =>
      strip(text.normalize("NFKC").toLowerCase()).replace(new RegExp(`[^\\p{L}\\p{N}${tables.marks}${kept}]`, "gu"), "");

    /** Chunk → its terms, kept from answer to answer. @type {Map<string, string[]>} */
    const known = new Map();

    /**
     * Where the sought terms stand in a text, as pairs of start and end.
     * @param {string} text @param {Set<string>} sought @param {Set<string>} initials
     * @returns {[number, number][]}
     */
    const places = (text, sought, initials) => {
      /** @param {string} raw */
      const holds = (raw) => {
        let its = known.get(raw);
        if (!its) known.set(raw, (its = terms(raw, true)));
        return its.some((term) => sought.has(term));
      };
      /** @type {[number, number][]} */
      const found = [];
      for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
        // Most words are plain ones, whose stem keeps their first letter.
        if (/^[a-z]+[.,;:]?$/.test(chunk) && !initials.has(chunk[0])) continue;
        if (!holds(chunk)) continue;
        const parts = [...chunk.matchAll(/[\p{L}\p{N}\p{M}]+(?:\+{1,2}|#)?/gu)];
        const matched = parts.filter((part) => holds(part[0]));
        const [first, last] = [parts[0], parts[parts.length - 1]];
        if (matched.length) for (const part of matched) found.push([index + part.index, index + part.index + part[0].length]);
        else if (first) found.push([index + first.index, index + last.index + last[0].length]);
      }
      return found;
    };

    return { chunk, terms, normal, fold, places };
  };

  /** Cut a text at white space. @param {string} text @returns {string[]} */
  const chunks = (text) =>
    text.split(/[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/).filter(Boolean);
  search.chunks = chunks;
})();
