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
   * A lunr clause: `presence` is 1 where the term must be there, -1 where it must not; in the term `*` stands
   * for any letters. A paper that holds it gets the bit `slot`.
   * @typedef {{term: string, fields: number[], boost: number, presence: number, distance?: number,
   *   slot?: number}} Clause
   * A block of the dictionary, with pack and offset of each term's light and heavy postings.
   * @typedef {{terms: string[], places: [number, number, number][][]}} Block
   */

  /** @param {Uint8Array} bytes */
  const inflate = async (bytes) => {
    const { body } = new self_.Response(bytes);
    return new Uint8Array(await new Response(body.pipeThrough(new DecompressionStream("deflate-raw"))).arrayBuffer());
  };

  /** @param {Uint8Array} bytes */
  const utf8 = (bytes) => new TextDecoder().decode(bytes);

  /** @param {Uint8Array} bytes */
  const json = (bytes) => JSON.parse(utf8(bytes));

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

  /** The terms of a block, and a reader of what follows them. @param {Uint8Array} bytes */
  function words(bytes) {
    const sizes = reader(bytes, 0);
    const [shared, ...rests] = utf8(sizes.take(sizes.varint())).split("\n");
    let term = "";
    return { terms: rests.map((rest, i) => (term = term.slice(0, shared.charCodeAt(i) - 48) + rest)), sizes };
  }

  /** @param {string} text base64 of raw deflate */
  const unpack = (text) => inflate(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));

  /** What the second file of the single form holds: the cards. @param {string} text */
  search.unpacked = async (text) => json(await unpack(text));

  /** The single file: everything in one text, which its script hands to `take`. @param {string} text */
  search.single = async (text) => {
    const bytes = await unpack(text);
    let at = bytes.indexOf(10);
    const root = json(bytes.subarray(0, at++));
    /** @type {Map<string, Uint8Array>} */
    const files = new Map();
    for (const name in root.files) files.set(name, bytes.subarray(at, (at += root.files[name])));
    return opened(root, async (name) => files.get(name) ?? new Uint8Array());
  };

  /**
   * The sharded form. `get` fetches one of its files; what fails is asked for again the next time.
   * @param {(name: string) => Promise<Uint8Array>} get
   */
  search.sharded = async (get) => {
    /** @param {string} name */
    const inflated = async (name) => inflate(await get(name + ".bin"));
    return opened(json(await inflated("root")), inflated);
  };

  /** Keep each promise, so that a file comes once; a failure is forgotten, so that it can be tried again.
   * @template K, V @param {(key: K) => Promise<V>} work @returns {(key: K) => Promise<V>} */
  function remembered(work) {
    /** @type {Map<K, Promise<V>>} */
    const known = new Map();
    return (key) => {
      const value = known.get(key) ?? work(key);
      known.set(key, value);
      value.catch(() => known.delete(key));
      return value;
    };
  }
  search.remembered = remembered;

  /** Do something for each and put the lists that it gives into one.
   * @template T, U @param {T[]} list @param {(it: T) => Promise<U[]>} work */
  const gathered = async (list, work) => (await Promise.all(list.map(work))).flat();

  /** @param {string} text */
  const backwards = (text) => [...text].reverse().join("");

  /** The blocks that hold what begins so: the first of them would hold just that.
   * @param {string} prefix @param {string[]} firsts @returns {number[]} */
  function range(prefix, firsts) {
    /** @param {string} term */
    const place = (term) => Math.max(0, firsts.findLastIndex((first) => first <= term));
    return [...firsts.keys()].slice(place(prefix), place(prefix + "\uffff") + 1);
  }

  /**
   * @param {any} root @param {(name: string) => Promise<Uint8Array>} read
   */
  function opened(root, read) {
    const { papers, block: size, starts, ends } = root;
    const whole = Boolean(root.files);
    /** @type {number[]} */
    const fields = [...root.fields.keys()];
    /** @type {string[]} */
    const firsts = starts.map((/** @type {any[]} */ [first]) => first);
    const get = remembered(read);

    const backwardsBlock = remembered(async (/** @type {number} */ i) => words(await get(`r${i}`)).terms);

    const block = remembered(async (/** @type {number} */ i) => {
      const { terms, sizes } = words(await get(`d${i}`));
      const [, ...start] = starts[i];
      const places = [0, 2].map((from) => {
        let [pack, offset] = start.slice(from);
        return terms.map(() => {
          const size = sizes.varint();
          if (offset && offset + size > root.limit) [pack, offset] = [pack + 1, 0];
          offset += size;
          return [pack, offset - size, size];
        });
      });
      return { terms, places };
    });

    /** By field. */
    const postings = remembered(async (/** @type {number} */ index) => {
      const { places } = await block(Math.floor(index / size));
      const blobs = places.map(async (of, heavy) => {
        const [pack, offset, length] = of[index % size];
        return length && reader(await get("lh"[heavy] + pack), offset);
      });
      /** @type {(Postings | undefined)[]} */
      const found = [];
      for (const blob of await Promise.all(blobs)) {
        if (!blob) continue;
        const bits = blob.take(1)[0];
        for (const f of fields) {
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
    });

    /** The words of some blocks that pass, in the dictionary's order.
     * @param {number[]} blocks @param {(term: string) => boolean} passes @returns {Promise<Word[]>} */
    const among = (blocks, passes) =>
      gathered(blocks, async (i) =>
        (await block(i)).terms.flatMap((term, at) => (passes(term) ? { term, index: i * size + at } : [])),
      );

    /** The word of a term, or none. @param {string} term */
    const find = (term) => among(range(term, firsts).slice(0, 1), (it) => it === term);

    /** @param {string} prefix */
    const starting = (prefix) => among(range(prefix, firsts), (it) => it.startsWith(prefix));

    /** @param {string} suffix */
    const ending = async (suffix) => {
      if (whole) return among(range("", firsts), (it) => it.endsWith(suffix));
      const start = backwards(suffix);
      const terms = await gathered(range(start, ends), backwardsBlock);
      return gathered(terms.filter((it) => it.startsWith(start)), (term) => find(backwards(term)));
    };

    /**
     * What may be one edit away from a term: wherever the term is cut, the edit leaves the part before or
     * the part after the cut whole, or it swaps the two letters at the cut. The cheapest cut is taken.
     * @param {string} term
     */
    const near = async (term) => {
      /** @param {number} cut */
      const cost = (cut) => range(term.slice(0, cut), firsts).length + range(backwards(term.slice(cut)), ends).length;
      const cuts = [...term].keys();
      const cut = [...cuts].slice(1).reduce((best, it) => (cost(it) < cost(best) ? it : best), term.length >> 1);
      const swapped = term.slice(0, cut - 1) + term[cut] + term[cut - 1] + term.slice(cut + 1);
      const found = (await Promise.all([starting(term.slice(0, cut)), ending(term.slice(cut)), find(swapped)])).flat();
      return [...new Map(found.map((word) => [word.index, word])).values()];
    };

    /** What a clause stands for, in the order in which lunr.js meets it.
     * @param {Clause} clause @returns {Promise<Word[]>} */
    async function expand({ term, distance }) {
      if (distance !== undefined) {
        return intersect(await (distance > 1 ? starting("") : near(term)), fuzzy(term, distance));
      }
      if (!term.includes("*")) return find(term);
      const start = term.slice(0, term.indexOf("*"));
      const end = term.slice(term.lastIndexOf("*") + 1);
      const cheaper = range(start, firsts).length <= range(backwards(end), ends).length;
      return intersect(await (whole || !end || cheaper ? starting(start) : ending(end)), pattern(term));
    }

    /**
     * Run lunr clauses. `masks` has the bits of all clauses that a paper holds.
     * @param {Clause[]} clauses
     * @returns {Promise<{docs: number[], scores: Float64Array, masks: Uint32Array, terms: Set<string>}>} docs as
     *   lunr.js first meets them: sorting them by score, stably, gives its order
     */
    async function run(clauses) {
      const found = await Promise.all(
        clauses.map(async (clause) =>
          Promise.all((await expand(clause)).map(async (word) => ({ ...word, postings: await postings(word.index) }))),
        ),
      );
      /** @type {Map<number, {boost: number, postings: Postings | undefined}>[]} */
      const vectors = fields.map(() => new Map());
      const held = new Uint8Array(papers);
      const banned = new Uint8Array(papers);
      const masks = new Uint32Array(papers);
      /** Papers and fields in one number, as lunr.js first meets them. @type {Set<number>} */
      const met = new Set();
      let required = 0;
      clauses.forEach(({ fields: asked, boost, presence, slot = 0 }, c) => {
        for (const { index, postings } of found[c]) {
          for (const f of asked) {
            const docs = postings[f]?.docs ?? [];
            if (presence < 0) {
              for (const d of docs) banned[d] = 1;
              continue;
            }
            vectors[f].set(index, { boost: (vectors[f].get(index)?.boost ?? 0) + boost, postings: postings[f] });
            for (const d of docs) {
              masks[d] |= slot;
              if (presence > 0 && held[d] === required) held[d]++;
              met.add(d * fields.length + f);
            }
          }
        }
        if (presence > 0) required++;
      });
      const parts = vectors.map((vector) => score(vector, papers));
      const scores = new Float64Array(papers);
      /** @type {Set<number>} */
      const docs = new Set();
      // Where nothing is asked for, lunr.js answers with every paper that is not banned.
      if (clauses.every((clause) => clause.presence < 0)) for (let d = 0; d < papers; d++) met.add(d * fields.length);
      for (const place of met) {
        const d = Math.floor(place / fields.length);
        if (held[d] !== required || banned[d]) continue;
        docs.add(d);
        scores[d] += parts[place % fields.length][d];
      }
      const terms = new Set(found.flatMap((list, c) => (clauses[c].presence < 0 ? [] : list.map((it) => it.term))));
      return { docs: [...docs], scores, masks, terms };
    }

    const light = fields.filter((f) => !root.heavy.includes(f));

    /** @param {number} doc */
    const card = async (doc) => json(await get(`c${Math.floor(doc / root.cards)}`))[doc % root.cards];

    const facts = async () => json(await get("facets"));

    return { root, whole, fields, light, analyser: search.analyser(root.tables), find, expand, run, card, facts };
  }

  /** One field's share of the scores: the papers' vectors times the query's, by its length. In order of index, as
   * floating-point sums depend on it.
   * @param {Map<number, {boost: number, postings: Postings | undefined}>} vector @param {number} papers */
  function score(vector, papers) {
    const sums = new Float64Array(papers);
    let squares = 0;
    for (const [, { boost, postings }] of [...vector].sort(([a], [b]) => a - b)) {
      squares += boost * boost;
      postings?.docs.forEach((d, i) => (sums[d] += boost * postings.weights[i]));
    }
    const length = Math.sqrt(squares);
    return sums.map((sum) => sum / length || 0);
  }

  /**
   * A state of an automaton; `*` stands for any letter. JavaScript keeps the keys of `edges` as lunr.js has
   * them: digits first, then as they came.
   * @typedef {{final: boolean, edges: Record<string, State>}} State
   * @returns {State}
   */
  const state = () => ({ final: false, edges: {} });

  /** The automaton of a term with `*` for any letters. @param {string} term */
  function pattern(term) {
    const root = state();
    let node = root;
    for (const letter of term.split("")) node = node.edges[letter] = letter === "*" ? node : state();
    node.final = true;
    return root;
  }

  /** The automaton of what is at most so many edits away. @param {string} term @param {number} distance */
  function fuzzy(term, distance) {
    const root = state();
    const open = [{ node: root, left: distance, text: term }];
    for (let frame = open.pop(); frame; frame = open.pop()) {
      const { node, left, text } = frame;
      /** @param {string} letter @param {string} rest @param {number} cost */
      const step = (letter, rest, cost) => {
        const next = (node.edges[letter] ??= state());
        next.final ||= !rest;
        open.push({ node: next, left: left - cost, text: rest });
      };
      if (text) step(text[0], text.slice(1), 0);
      if (!left) continue;
      step("*", text, 1);
      if (text.length > 1) open.push({ node, left: left - 1, text: text.slice(1) });
      if (text.length === 1) node.final = true;
      if (text) step("*", text.slice(1), 1);
      if (text.length > 1) step(text[1], text[0] + text.slice(2), 1);
    }
    return root;
  }

  /**
   * Those of the words that an automaton accepts, in the order in which lunr.js finds them: it takes each
   * letter that the automaton allows, the last one first. The order decides between papers of equal score.
   * @template {{term: string, index: number}} W
   * @param {W[]} words @param {State} automaton @returns {W[]}
   */
  function intersect(words, automaton) {
    /** @type {W[]} */
    const found = [];
    /** @param {W[]} words that begin alike @param {State[]} states after that beginning @param {number} depth */
    const walk = (words, states, depth) => {
      /** @type {Record<string, W[]>} */
      const byLetter = {};
      for (const word of words) {
        const letter = word.term[depth];
        if (letter) (byLetter[letter] ??= []).push(word);
        else if (states.some((it) => it.final)) found.push(word);
      }
      /** @type {Record<string, State[]>} */
      const next = {};
      for (const { edges } of states) {
        /** @type {Record<string, State[]>} */
        const fresh = {};
        for (const asked in edges) {
          for (const letter of asked === "*" ? Object.keys(byLetter) : byLetter[asked] ? [asked] : []) {
            (fresh[letter] ??= []).unshift(edges[asked]);
          }
        }
        for (const letter in fresh) next[letter] = [...(next[letter] ?? []), ...fresh[letter]];
      }
      for (const letter of Object.keys(next).reverse()) walk(byLetter[letter], next[letter], depth + 1);
    };
    walk([...words].sort((a, b) => a.index - b.index), [automaton], 0);
    return found;
  }
})();
