// @ts-check
/**
 * Split text into the terms of the index, exactly as paperfolio/search/analyse.py does: a test compares the two.
 * The tables (stop words, spellings, endings, patterns) are part of the index.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * A part of a chunk. `text` is folded and unstemmed; `terms` are the alternative spellings, or, for a run of Chinese,
   * Japanese or Korean, the pairs that must all occur; `pieces` are those of a camel-case name.
   * @typedef {{text: string, terms: string[], pieces: string[], unspaced: boolean, stopped: boolean}} Part
   * Parts joined by hyphens, points or apostrophes; `whole` is their text without these, or "".
   * @typedef {{parts: Part[], whole: string}} Joined
   * A text without white space; `signed` are names that end in a symbol, such as c++.
   * @typedef {{joined: Joined[], signed: string[]}} Chunk
   */

  /** Return a word with v for vowels and c for consonants; y is a vowel after a consonant. @param {string} word */
  function shape(word) {
    let spelt = "";
    for (const letter of word) {
      spelt += /[aeiou]/.test(letter) || (letter === "y" && spelt.endsWith("c")) ? "v" : "c";
    }
    return spelt;
  }

  /** Count the vowel-consonant sequences: Porter's m. @param {string} word */
  const measure = (word) => shape(word).split("vc").length - 1;

  /** @param {string} word */
  const short = (word) => /^c+vc$/.test(shape(word)) && !/[wxy]$/.test(word);

  /**
   * Return a step of the stemmer: it replaces the longest ending if the measure of the stem is greater than `above`.
   * @param {Record<string, string>} endings @param {number} above @returns {(word: string) => string}
   */
  function step(endings, above) {
    const pattern = RegExp(`^(.+?)(${Object.keys(endings).join("|")})$`);
    return (word) =>
      word.replace(pattern, (all, before, ending) => (measure(before) > above ? before + endings[ending] : all));
  }

  /** Split a text at white space as defined by Python. @param {string} text @returns {string[]} */
  const chunks = (text) => text.split(/(?!\ufeff)[\s\x1c-\x1f\x85]/).filter(Boolean);

  /**
   * Return the analyser for the tables of an index.
   * @param {any} tables the content of tables.json
   */
  search.analyser = (tables) => {
    const { fold: folds, also, marks, porter, spelling } = tables;
    const british = RegExp(`^(${Object.keys(spelling).join("|")})`);
    const verb = RegExp(`^${tables.verb}$`);
    const greek = new Map(tables.greek);
    const keptIse = tables.ise.split(" ");
    const stopWords = new Set(tables.stop.split(" "));
    const word = `[\\p{L}\\p{N}${marks}]+`;
    /** @param {string} source */
    const everywhere = (source) => RegExp(source, "gu");
    const joinedWords = everywhere(`${word}(?:[-‐–'’._]${word})*`);
    const partWords = everywhere(`(['’]?)(${word})`);
    const cjkRuns = RegExp(`([${tables.cjk}]+)`, "u");
    const address = RegExp(tables.address, "gi");
    const points = everywhere(`[${tables.points}]`);
    const [version, command, signedNames, humps, times, root] = ["version", "command", "signed", "humps", "times", "root"].map((key) => everywhere(tables[key]));

    const second = step(porter[0], 0);
    const third = step(porter[1], 0);
    const fourth = step(porter[2], 1);
    const ion = step({ ion: "" }, 1);
    const agreed = step({ eed: "ee" }, 0);

    /**
     * Porter's stemmer (Program 14(3), 1980) with the deviations listed in stem.py.
     * @param {string} word
     */
    function stem(word) {
      if (word.length < 3) return word;
      word = word.replace(/^(.+)(ss|i)es$|^(.+[^s])s$/, "$1$2$3");
      if (/.eed$/.test(word)) word = agreed(word);
      else {
        const before = word.replace(/(.)(ed|ing)$/, "$1");
        if (before !== word && shape(before).includes("v")) {
          word = before.replace(/([^aeiouylsz])\1$/, "$1");
          if (/(at|bl|iz)$/.test(before) || (word === before && short(before))) word += "e";
        }
      }
      word = third(second(word.replace(/(.[^aeiou])y$/, "$1i")));
      word = (/[st]ion$/.test(word) ? ion : fourth)(word);
      const before = word.replace(/(.)e$/, "$1");
      const m = measure(before);
      if (m > 1 || (m && !short(before))) word = before;
      return m > 1 ? word.replace(/ll$/, "l") : word;
    }

    /** Return the term of a folded word: the stem of its American spelling. @param {string} text */
    function normal(text) {
      if (/[^\0-\x7f]/.test(text)) return text;
      const american = text.replace(british, (found) => spelling[found]);
      if (american !== text) return stem(american);
      return stem(text.replace(verb, (_, root, end) => root + (keptIse.includes(root + "s") ? "s" : "z") + end));
    }

    /** Remove diacritics; letters that can't be decomposed are looked up. @param {string} text */
    const strip = (text) =>
      text
        .replace(/[^\0-\x7f]/g, (letter) => folds[letter] ?? letter)
        .normalize("NFD")
        .replace(points, "")
        .normalize("NFC");

    /** @param {string} raw @returns {Part} */
    function part(raw) {
      const lower = raw.toLowerCase();
      const text = strip(lower);
      const unspaced = cjkRuns.test(raw);
      if (unspaced) {
        // Even positions have the text between the runs.
        const terms = raw.split(cjkRuns).flatMap((run, i) => {
          if (i % 2 === 0) return run ? normal(strip(run.toLowerCase())) : [];
          const signs = [...run];
          const pairs = signs.slice(1).map((sign, j) => signs[j] + sign);
          return signs.length === 1 || signs.length === 3 ? [...pairs, run] : pairs;
        });
        return { text: raw, terms, pieces: [], unspaced, stopped: false };
      }
      const spellings = new Set([text, strip(greek.get(lower) ?? lower.replace(/[^\0-\x7f]/g, (letter) => also[letter] ?? letter))]);
      const pieces = /[^\0-\x7f]/.test(raw) ? [] : (raw.match(humps) ?? []);
      return {
        text,
        terms: [...spellings].map(normal),
        pieces: pieces.length < 2 ? [] : pieces.filter((piece) => piece.length > 2).map((piece) => normal(piece.toLowerCase())),
        unspaced,
        stopped: stopWords.has(text),
      };
    }

    /** @param {string} raw @returns {Joined} */
    function joined(raw) {
      const parts = [...raw.matchAll(partWords)]
        .filter(([, mark, text]) => !mark || !/^s$/i.test(text))
        .map(([, , text]) => part(text));
      const whole = parts.map((part) => part.text).join("");
      const size = [...whole].length;
      const fits =
        parts.length > 1 &&
        parts.length < 6 &&
        size < 15 &&
        !parts.some((part) => part.unspaced) &&
        (size > 7 || !/^\p{Nd}+$/u.test(whole));
      return { parts, whole: fits ? whole : "" };
    }

    /** @param {string} raw a text without white space @returns {Chunk} */
    function chunk(raw) {
      const text = raw
        .normalize("NFKC")
        .replace(address, "")
        .replace(version, "$1")
        .replace(command, " ")
        .replace(times, "x")
        .replace(root, " sqrt ");
      return {
        joined: (text.match(joinedWords) ?? []).map(joined),
        signed: (text.match(signedNames) ?? []).map((name) => name.toLowerCase()),
      };
    }

    /**
     * Return the terms of a text in order, each once per chunk.
     * @param {string} text
     * @param {boolean} names keep stop words: He, An and So are surnames
     * @returns {string[]}
     */
    const terms = (text, names) =>
      chunks(text).flatMap((raw) => {
        const { joined: all, signed } = chunk(raw);
        const found = all.flatMap(({ parts, whole }) => [
          ...parts.flatMap((part) => (part.stopped && !names ? [] : [...part.terms, ...part.pieces])),
          ...(whole ? [normal(whole)] : []),
        ]);
        return [...new Set([...found, ...signed])];
      });

    /** Return the folded letters and digits of a text, and the characters in `kept`. @param {string} text @param {string} kept */
    const fold = (text, kept) =>
      strip(text.normalize("NFKC").toLowerCase()).replace(everywhere(`[^\\p{L}\\p{N}${marks}${kept}]`), "");

    /** The terms of chunks, cached across queries. @type {Map<string, string[]>} */
    const known = new Map();

    /**
     * Return the positions of the sought terms in a text, as pairs of start and end.
     * @param {string} text @param {Set<string>} sought @param {Set<string>} initials
     * @returns {[number, number][]}
     */
    const places = (text, sought, initials) => {
      /** @param {string} raw */
      const has = (raw) => {
        const own = known.get(raw) ?? terms(raw, true);
        known.set(raw, own);
        return own.some((term) => sought.has(term));
      };
      /** @type {[number, number][]} */
      const found = [];
      for (const { 0: chunk, index } of text.matchAll(/\S+/g)) {
        // A shortcut for plain words: a stem keeps the first letter.
        if ((/^[a-z]+[.,;:]?$/.test(chunk) && !initials.has(chunk[0])) || !has(chunk)) continue;
        const parts = [...chunk.matchAll(/[\p{L}\p{N}\p{M}]+(?:\+\+?|#)?/gu)];
        const matched = parts.filter((part) => has(part[0]));
        // If only the whole chunk matches, mark it from its first part to its last.
        const spans = matched.length ? matched.map((part) => [part, part]) : parts.slice(0, 1).map((part) => [part, parts[parts.length - 1]]);
        for (const [first, last] of spans) found.push([index + first.index, index + last.index + last[0].length]);
      }
      return found;
    };

    return { chunk, terms, normal, fold, places };
  };
})();
