// @ts-check
/**
 * The engine: an index's files in, ranked papers out, with the hits, scores and order of lunr.js 2.3.9.
 * The packed form that it reads is described in paperfolio/search/shards.py, the scores in weigh.py.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * Of one term in one field: papers' numbers, ascending, and the term's weight in each.
   * @typedef {{docs: number[], weights: number[]}} Postings
   * @typedef {{term: string, index: number}} Word
   * A lunr clause: `presence` is 1 where the term must be there, -1 where it must not.
   * @typedef {{term: string, fields: number[], boost: number, presence: number, distance?: number,
   *   wildcard?: boolean, slot?: number}} Clause
   * A block of the dictionary, with pack and offset of each term's light and heavy postings.
   * @typedef {{terms: string[], places: [number, number, number][][]}} Block
   */

  /** @param {Uint8Array} bytes */
  const inflate = async (bytes) => {
    const stream = new self_.Blob([bytes]).stream();
    return new Uint8Array(await new Response(stream.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
  };

  /** @param {Uint8Array} bytes */
  const utf8 = (bytes) => new TextDecoder().decode(bytes);

  /** Read varints one after another. @param {Uint8Array} bytes @param {number} at */
  function reader(bytes, at) {
    return {
      varint() {
        let number = 0;
        for (let scale = 1; ; scale *= 128) {
          const byte = bytes[at++];
          number += (byte & 127) * scale;
          if (byte < 128) return number;
        }
      },
      /** @param {number} count */
      take: (count) => bytes.subarray(at, (at += count)),
    };
  }

  /** @param {string} text base64 of raw deflate */
  const unpack = (text) => inflate(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));

  /** What the second file of the single form holds: the cards. @param {string} text */
  search.unpacked = async (text) => JSON.parse(utf8(await unpack(text)));

  /** The single file: everything in one text, which its script hands to `take`. @param {string} text */
  search.single = async (text) => {
    const bytes = await unpack(text);
    let at = bytes.indexOf(10);
    const root = JSON.parse(utf8(bytes.subarray(0, at++)));
    /** @type {Map<string, Uint8Array>} */
    const files = new Map();
    for (const name in root.files) files.set(name, bytes.subarray(at, (at += root.files[name])));
    return new Index(root, async (name) => files.get(name) ?? new Uint8Array());
  };

  /**
   * The sharded form. `get` fetches one of its files; what fails is asked for again the next time.
   * @param {(name: string) => Promise<Uint8Array>} get
   */
  search.sharded = async (get) => {
    /** @param {string} name */
    const inflated = async (name) => inflate(await get(name + ".bin"));
    return new Index(JSON.parse(utf8(await inflated("root"))), inflated);
  };

  class Index {
    /** @param {any} root @param {(name: string) => Promise<Uint8Array>} get */
    constructor(root, get) {
      this.root = root;
      this.whole = Boolean(root.files);
      this.analyser = search.analyser(root.tables);
      /** @type {number[]} */
      this.fields = [...root.fields.keys()];
      this.light = this.fields.filter((f) => !root.heavy.includes(f));
      /** @type {[string, number, number, number, number][]} */
      this.starts = root.starts;
      this.firsts = this.starts.map(([first]) => first);
      this.get = remembered(get);
      this.block = remembered(this.readBlock.bind(this));
      this.backwards = remembered(this.readBackwards.bind(this));
      this.postings = remembered(this.readPostings.bind(this));
    }

    /** @param {number} i @returns {Promise<string[]>} */
    async readBackwards(i) {
      return words(await this.get(`r${i}`)).terms;
    }

    /** @param {number} i @returns {Promise<Block>} */
    async readBlock(i) {
      const { terms, sizes } = words(await this.get(`d${i}`));
      const [, ...starts] = this.starts[i];
      const places = [0, 2].map((from) => {
        let [pack, offset] = starts.slice(from);
        /** @returns {[number, number, number]} */
        const next = () => {
          const size = sizes.varint();
          if (offset && offset + size > this.root.limit) [pack, offset] = [pack + 1, 0];
          offset += size;
          return [pack, offset - size, size];
        };
        return terms.map(next);
      });
      return { terms, places };
    }

    /** @param {number} index @returns {Promise<(Postings | undefined)[]>} by field */
    async readPostings(index) {
      const { places } = await this.block(Math.floor(index / this.root.block));
      const blobs = places.map(async (of, heavy) => {
        const [pack, offset, size] = of[index % this.root.block];
        return size ? reader(await this.get("lh"[heavy] + pack), offset) : null;
      });
      /** @type {(Postings | undefined)[]} */
      const found = [];
      for (const blob of await Promise.all(blobs)) {
        if (!blob) continue;
        const bits = blob.take(1)[0];
        for (const f of this.fields) {
          if (!(bits & (1 << f))) continue;
          const head = blob.varint();
          const count = head >> 2;
          let doc = 0;
          const docs = Array.from({ length: count }, () => (doc += blob.varint()));
          const planes = Array.from({ length: head & 3 }, () => blob.take(count));
          const weights = docs.map((_, i) => planes.reduceRight((sum, plane) => sum * 256 + plane[i], 0) / 1000);
          found[f] = { docs, weights };
        }
      }
      return found;
    }

    /** The block that would hold a term. @param {string} term @param {string[]} firsts */
    static place(term, firsts) {
      let low = 0;
      let high = firsts.length;
      while (high - low > 1) {
        const middle = (low + high) >> 1;
        if (firsts[middle] <= term) low = middle;
        else high = middle;
      }
      return low;
    }

    /** The blocks that hold what begins so. @param {string} prefix @param {string[]} firsts @returns {number[]} */
    static range(prefix, firsts) {
      const from = Index.place(prefix, firsts);
      const to = prefix ? Index.place(prefix + "\uffff", firsts) : firsts.length - 1;
      return Array.from({ length: firsts.length && to - from + 1 }, (_, i) => from + i);
    }

    /** @param {string} term @returns {Promise<Word | undefined>} */
    async find(term) {
      return (await this.starting(term, true))[0];
    }

    /** @param {string} prefix @param {boolean} [exactly] @returns {Promise<Word[]>} in the dictionary's order */
    async starting(prefix, exactly) {
      const all = Index.range(prefix, this.firsts);
      const blocks = exactly ? all.slice(0, 1) : all;
      const lists = blocks.map(async (i) => {
        const { terms } = await this.block(i);
        /** @type {Word[]} */
        const found = [];
        for (let at = lower(terms, prefix); at < terms.length && terms[at].startsWith(prefix); at++) {
          found.push({ term: terms[at], index: i * this.root.block + at });
          if (exactly) return found[0].term === prefix ? found : [];
        }
        return found;
      });
      return (await Promise.all(lists)).flat();
    }

    /** @param {string} suffix @returns {Promise<Word[]>} */
    async ending(suffix) {
      if (this.whole) return (await this.starting("")).filter(({ term }) => term.endsWith(suffix));
      const start = backwards(suffix);
      const lists = Index.range(start, this.root.ends).map(async (i) =>
        (await this.backwards(i)).filter((it) => it.startsWith(start)).map(backwards),
      );
      const terms = (await Promise.all(lists)).flat();
      return (await Promise.all(terms.map((term) => this.starting(term, true)))).flat();
    }

    /**
     * What may be one edit away from a term: wherever the term is cut, the edit leaves the part before or
     * the part after the cut whole, or it swaps the two letters at the cut. The cheapest cut is taken.
     * @param {string} term @returns {Promise<Word[]>}
     */
    async near(term) {
      if (term.includes("*")) return this.starting("");
      /** @param {number} cut */
      const cost = (cut) =>
        Index.range(term.slice(0, cut), this.firsts).length + Index.range(backwards(term.slice(cut)), this.root.ends).length;
      const cuts = Array.from(term, (_, cut) => cut).slice(1);
      const cut = cuts.reduce((best, it) => (cost(it) < cost(best) ? it : best), cuts[term.length >> 1] ?? 0);
      const swapped = term.slice(0, cut - 1) + term[cut] + term[cut - 1] + term.slice(cut + 1);
      const lists = [this.starting(term.slice(0, cut)), this.ending(term.slice(cut)), this.starting(swapped, true)];
      const found = (await Promise.all(lists)).flat();
      return [...new Map(found.map((word) => [word.index, word])).values()];
    }

    /** What a clause stands for, in the order in which lunr.js meets it. @param {Clause} clause @returns {Promise<Word[]>} */
    async expand({ term, distance, wildcard }) {
      if (distance !== undefined) {
        const candidates = distance > 1 ? await this.starting("") : await this.near(term);
        return search.intersect(candidates, search.fuzzy(term, distance));
      }
      if (!wildcard || !term.includes("*")) return this.starting(term, true);
      const start = term.slice(0, term.indexOf("*"));
      if (start.length === term.length - 1) return (await this.starting(start)).sort(depthFirst);
      const end = term.slice(term.lastIndexOf("*") + 1);
      const cheaper = Index.range(start, this.firsts).length <= Index.range(backwards(end), this.root.ends).length;
      const candidates = this.whole || cheaper ? await this.starting(start) : await this.ending(end);
      return search.intersect(candidates, search.pattern(term));
    }

    /**
     * Run lunr clauses. `masks` has a bit for every slot whose clauses a paper holds.
     * @param {Clause[]} clauses
     * @returns {Promise<{docs: number[], scores: Float64Array, masks: Uint32Array, terms: Set<string>}>} docs as
     *   lunr.js first meets them: sorting them by score, stably, gives its order
     */
    async run(clauses) {
      const expanded = await Promise.all(clauses.map((clause) => this.expand(clause)));
      const found = await Promise.all(
        expanded.map((list) => Promise.all(list.map(async (word) => ({ ...word, postings: await this.postings(word.index) })))),
      );
      const papers = this.root.papers;
      const fields = this.fields;
      const seen = new Uint8Array(papers);
      const held = new Uint8Array(papers);
      const banned = new Uint8Array(papers);
      const masks = new Uint32Array(papers);
      /** @type {Map<number, number>[]} */
      const vectors = fields.map(() => new Map());
      /** @type {Map<number, (Postings | undefined)[]>} */
      const byIndex = new Map();
      /** @type {number[]} */
      const met = [];
      let required = 0;
      clauses.forEach((clause, c) => {
        const bit = clause.slot === undefined ? 0 : 1 << clause.slot;
        for (const { index, postings } of found[c]) {
          byIndex.set(index, postings);
          for (const f of clause.fields) {
            const docs = postings[f]?.docs ?? [];
            if (clause.presence < 0) {
              for (const d of docs) banned[d] = 1;
              continue;
            }
            vectors[f].set(index, (vectors[f].get(index) ?? 0) + clause.boost);
            for (const d of docs) {
              masks[d] |= bit;
              if (clause.presence > 0 && held[d] === required) held[d]++;
              if (seen[d] & (1 << f)) continue;
              seen[d] |= 1 << f;
              met.push(d * fields.length + f);
            }
          }
        }
        if (clause.presence > 0) required++;
      });
      const parts = vectors.map((vector, f) => score(vector, f, byIndex, papers));
      const scores = new Float64Array(papers);
      const listed = new Uint8Array(papers);
      /** @type {number[]} */
      const docs = [];
      // Where nothing is asked for, lunr.js answers with every paper that is not banned.
      const all = clauses.every((clause) => clause.presence < 0);
      for (const place of all ? Array.from({ length: papers }, (_, d) => d * fields.length) : met) {
        const d = Math.floor(place / fields.length);
        if (held[d] !== required || banned[d]) continue;
        if (!listed[d]) docs.push(d);
        listed[d] = 1;
        scores[d] += parts[place % fields.length][d];
      }
      const terms = new Set(found.flatMap((list, c) => (clauses[c].presence < 0 ? [] : list.map((it) => it.term))));
      return { docs, scores, masks, terms };
    }
  }

  /** One field's share of the scores: the papers' vectors times the query's, by its length. In order of index, as
   * floating-point sums depend on it.
   * @param {Map<number, number>} vector @param {number} f @param {Map<number, (Postings | undefined)[]>} byIndex
   * @param {number} papers */
  function score(vector, f, byIndex, papers) {
    const sums = new Float64Array(papers);
    let squares = 0;
    for (const [index, boost] of [...vector].sort(([a], [b]) => a - b)) {
      squares += boost * boost;
      const postings = byIndex.get(index)?.[f];
      postings?.docs.forEach((d, i) => (sums[d] += boost * postings.weights[i]));
    }
    const length = Math.sqrt(squares);
    for (let d = 0; d < papers && vector.size; d++) sums[d] = sums[d] / length || 0;
    return sums;
  }

  /** @template K, V @param {(key: K) => Promise<V>} work @returns {(key: K) => Promise<V>} */
  function remembered(work) {
    /** @type {Map<K, Promise<V>>} */
    const known = new Map();
    return (key) => {
      let value = known.get(key);
      if (!value) {
        value = work(key);
        known.set(key, value);
        value.catch(() => known.delete(key));
      }
      return value;
    };
  }

  /** The terms of a block, and a reader of what follows them. @param {Uint8Array} bytes */
  function words(bytes) {
    const sizes = reader(bytes, 0);
    const [shared, ...rests] = utf8(sizes.take(sizes.varint())).split("\n");
    let term = "";
    return { terms: rests.map((rest, i) => (term = term.slice(0, shared.charCodeAt(i) - 48) + rest)), sizes };
  }

  /** @param {string} text */
  const backwards = (text) => [...text].reverse().join("");

  /** Where a text would stand in a sorted list. @param {string[]} terms @param {string} text */
  function lower(terms, text) {
    let low = 0;
    let high = terms.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (terms[middle] < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The order of what a prefix stands for: longer words after their beginnings, else the greater letter first,
   * digits behind all others. @param {Word} one @param {Word} other */
  function depthFirst({ term: one }, { term: other }) {
    let i = 0;
    while (i < one.length && one[i] === other[i]) i++;
    const [a, b] = [one[i] ?? "", other[i] ?? ""];
    const digits = Number(a >= "0" && a <= "9") - Number(b >= "0" && b <= "9");
    return a && b ? digits || (a < b ? 1 : -1) : a ? 1 : -1;
  }
})();
