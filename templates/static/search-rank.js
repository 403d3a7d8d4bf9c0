// @ts-check
/**
 * Rank the papers for a query: BM25F over all fields, computed from Lunr's weights, plus the share of the title that the
 * query covers. docs/search.md explains the choice of each part.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * @typedef {{term: string, fields: number[], boost: number, distance?: number, beside?: boolean}} Clause
   * @typedef {{text: string, readings: Clause[][][], presence?: number, strict?: boolean, weak?: boolean,
   *   phrase?: string}} Word
   * The numbers of the papers, ranked; whether a paper has all words; the words that no paper has; the matching terms.
   * @typedef {{docs: number[], whole: (doc: number) => boolean, ignored: string[], terms: Set<string>}} Answer
   */

  // Lunr's k1 and b; the k1 used here; and the weight of each field, in the order of the index.
  const LUNR_K1 = 1.2;
  const LUNR_B = 0.75;
  const K1 = 1.5;
  const FIELD_WEIGHTS = [2.5, 2, 1, 0.5, 1.5, 1];
  // The bonus for a completely typed title, and the share of a title above which it counts as a full match.
  const TITLE = 1.2;
  const MEANT = 0.4;
  // More than any score, for full matches.
  const FULL = 1e5;
  // The number of best papers whose neighbours get a bonus, and the size of that bonus.
  const BEST = 10;
  const NEAREST = 0.25;
  const FEWEST_WORDS = 3;
  const MOST_PHRASES = 50;

  /**
   * Return the results of a query, or null if it is still too short. Papers that have every word come first.
   * @param {any} index @param {string} query @param {boolean} done whether the last word is complete
   * @returns {Promise<Answer | null>}
   */
  search.ask = async (index, query, done) => {
    const { words, early } = await search.planned(index, query, done);
    /** @type {Answer} */
    const none = { docs: [], whole: () => false, ignored: [], terms: new Set() };
    if (!words.length) return early ? null : none;
    const { papers, boosts, title: average } = index.root;
    const terms = none.terms;
    const [scores, titles, titled, lengths, covered, spoken, lacks, full, scratch] = Array.from({ length: 9 }, () => new Float64Array(papers));
    // A single word is ranked as in Lunr.
    const alone = words.length < 2;
    let counted = 0;
    let total = 0;

    /** Return the best score of the clauses for each paper. @param {Clause[]} part @param {boolean} shown */
    async function weighed(part, shown) {
      const best = new Float64Array(papers);
      const titled = new Float64Array(papers);
      let most = 0;
      const found = await Promise.all(part.map(index.found));
      part.forEach(({ fields, boost, beside }, c) => {
        for (const { term, lists, idf } of found[c]) {
          const value = boost * (beside ? Math.min(idf, most) : idf);
          if (!beside) most = Math.max(most, value);
          if (shown) terms.add(term);
          /** @type {number[]} */
          const touched = [];
          for (const f of fields) {
            lists[f]?.docs.forEach((/** @type {number} */ doc, /** @type {number} */ i) => {
              if (!scratch[doc]) touched.push(doc);
              if (alone) return void (scratch[doc] += lists[f].weights[i]);
              const share = Math.min(0.99, lists[f].weights[i] / (idf * (LUNR_K1 + 1) * boosts[f] * (1.05 - (0.05 * doc) / papers)));
              scratch[doc] += (FIELD_WEIGHTS[f] * LUNR_K1 * share) / (1 - share);
              if (f) return;
              titled[doc] = Math.max(titled[doc], value);
              lengths[doc] = Math.max(lengths[doc], (average * ((1 / share - 1) / LUNR_K1 + LUNR_B - 1)) / LUNR_B);
            });
          }
          for (const doc of touched) {
            const share = alone ? scratch[doc] / idf : ((K1 + 1) * scratch[doc]) / (K1 + scratch[doc]);
            best[doc] = Math.max(best[doc], value * share);
            scratch[doc] = 0;
          }
        }
      });
      return { best, titled, most };
    }

    for (const { text, readings, presence = 0, strict, weak } of words) {
      const counts = presence >= 0 && !weak;
      if (counts) counted++;
      const word = new Float64Array(papers);
      const whole = new Uint8Array(papers);
      const title = new Float64Array(papers);
      let most = 0;
      for (const reading of readings) {
        const parts = await Promise.all(reading.map((part) => weighed(part, presence >= 0)));
        most = Math.max(most, parts.reduce((sum, part) => sum + part.most, 0));
        for (let doc = 0; doc < papers; doc++) {
          let sum = 0;
          let named = 0;
          let complete = 1;
          for (const { best, titled } of parts) {
            sum += best[doc];
            named += titled[doc];
            if (!best[doc]) complete = 0;
          }
          if (!sum || (strict && !complete)) continue;
          word[doc] = Math.max(word[doc], sum);
          title[doc] = Math.max(title[doc], named);
          whole[doc] ||= complete;
        }
      }
      if (counts) total += most;
      if (counts && !word.some(Boolean)) none.ignored.push(text);
      for (let doc = 0; doc < papers; doc++) {
        if (presence && (presence > 0) !== Boolean(word[doc])) lacks[doc] = 1;
        if (presence < 0) continue;
        scores[doc] += word[doc];
        if (!counts) continue;
        if (word[doc]) spoken[doc] = 1;
        if (whole[doc]) covered[doc]++;
        if (title[doc]) titled[doc]++;
        titles[doc] += title[doc];
      }
    }
    const banning = words.every(({ presence = 0 }) => presence < 0);
    const hit = counted ? spoken : scores;
    /** @type {number[]} */
    let docs = [];
    for (let doc = 0; doc < papers; doc++) if (!lacks[doc] && (banning || hit[doc])) docs.push(doc);
    let bestShare = 0;
    for (const doc of docs) {
      const typed = (titles[doc] * titled[doc]) / Math.max(titled[doc], lengths[doc], 1);
      const share = typed / total || 0;
      if (covered[doc] === counted) full[doc] = 1;
      if (!alone) scores[doc] += TITLE * typed;
      bestShare = Math.max(bestShare, share);
      if (share > MEANT) full[doc] ||= 2;
      if (full[doc]) scores[doc] += FULL;
    }
    const rank = () => docs.sort((a, b) => scores[b] - scores[a] || a - b);
    rank();
    const phrases = words.filter((word) => word.phrase);
    if (phrases.length) docs = await holding(index, docs, phrases);
    /** @param {number} doc */
    const whole = (doc) => full[doc] === 1;
    if (!docs.some(whole) && counted >= FEWEST_WORDS && bestShare <= MEANT) {
      const best = docs.slice(0, BEST);
      const near = await Promise.all(best.map(index.nearest));
      const gains = near.map((_, i) => scores[best[i]] * NEAREST);
      near.forEach((list, i) => {
        for (let at = 0; at < list.length; at += 2) if (scores[list[at]]) scores[list[at]] += (gains[i] * list[at + 1]) / 100;
      });
      rank();
    }
    return { ...none, docs, whole };
  };

  /** Return the papers that contain the required phrases and none of the excluded ones.
   * @param {any} index @param {number[]} docs @param {Word[]} phrases */
  async function holding(index, docs, phrases) {
    /** @param {string} text */
    const plain = (text) => ` ${index.analyser.fold(text.replace(/[^\p{L}\p{N}\p{M}]+/gu, " "), " ").trim()} `;
    const texts = await Promise.all(docs.slice(0, MOST_PHRASES).map(index.text));
    return docs.filter((_, i) => {
      const text = texts[i] && plain(texts[i]);
      return text && phrases.every(({ phrase = "", presence }) => text.includes(plain(phrase)) === (presence === 1));
    });
  }
})();
