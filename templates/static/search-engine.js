// @ts-check
/**
 * Read the files of an index and return the postings of words, with the weights of lunr.js 2.3.9.
 * The packed form is described in paperfolio/search/shards.py, the weights in weigh.py.
 */
(() => {
  "use strict";
  /** @type {any} */
  const self_ = globalThis;
  const search = ((self_.paperfolio ??= {}).search ??= {});

  /**
   * One term in one field: the numbers of the papers, ascending, and the weight in each.
   * @typedef {{docs: number[], weights: number[]}} Postings
   * @typedef {{term: string, index: number}} Word
   * In `term`, `*` matches any letters, and up to `distance` letters may differ; if `distance` is less than 1, double
   * letters count as one, and nothing else may differ.
   * @typedef {{term: string, distance?: number}} Clause
   * @typedef {{term: string, lists: (Postings | undefined)[], idf: number}} Found
   * A block of the dictionary, with pack, offset and size of each term's light and heavy postings.
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

  /** Return the terms of a block, and a reader of the sizes after them. @param {Uint8Array} bytes */
  function words(bytes) {
    const sizes = reader(bytes, 0);
    const [shared, ...rests] = utf8(sizes.take(sizes.varint())).split("\n");
    let term = "";
    return { terms: rests.map((rest, i) => (term = term.slice(0, shared.charCodeAt(i) - 48) + rest)), sizes };
  }

  /** @param {string} text base64 of raw deflate */
  const unpack = (text) => inflate(Uint8Array.from(atob(text), (sign) => sign.charCodeAt(0)));

  /** Return the content of a further file of the single form, such as the cards. @param {string} text */
  search.unpacked = async (text) => json(await unpack(text));

  /** Open the single form of the index, whose text a script passes to `take`. @param {string} text */
  search.single = async (text) => {
    const bytes = await unpack(text);
    let at = bytes.indexOf(10);
    const root = json(bytes.subarray(0, at++));
    /** @type {Map<string, Uint8Array>} */
    const files = new Map();
    for (const name in root.files) files.set(name, bytes.subarray(at, (at += root.files[name])));
    return opened(root, async (name) => files.get(name) ?? new Uint8Array(), async () => new Uint8Array());
  };

  /**
   * Open the sharded form of the index. `get` loads one of the files; after a failure it is called again.
   * @param {(name: string) => Promise<Uint8Array>} get
   */
  search.sharded = async (get) => {
    /** @param {string} name */
    const inflated = async (name) => inflate(await get(name + ".bin"));
    return opened(json(await inflated("root")), inflated, get);
  };

  /** Cache the promises of `work`, except failures, which are tried again.
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

  /** Apply an async function to each item and concatenate the resulting lists.
   * @template T, U @param {T[]} list @param {(item: T) => Promise<U[]>} work */
  const gathered = async (list, work) => (await Promise.all(list.map(work))).flat();

  /** @param {string} text */
  const backwards = (text) => [...text].reverse().join("");

  /** Return the blocks that can contain terms with a prefix; the first is where the prefix itself would be.
   * @param {string} prefix @param {string[]} firsts @returns {number[]} */
  function range(prefix, firsts) {
    /** @param {string} term */
    const place = (term) => Math.max(0, firsts.findLastIndex((first) => first <= term));
    return [...firsts.keys()].slice(place(prefix), place(prefix + "\uffff") + 1);
  }

  /**
   * @param {any} root @param {(name: string) => Promise<Uint8Array>} read return the content of a packed file
   * @param {(name: string) => Promise<Uint8Array>} load return a file that is not packed
   */
  function opened(root, read, load) {
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

    /** Return a term's postings by field. */
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

    /** Return the words of some blocks that pass a test, in the order of the dictionary.
     * @param {number[]} blocks @param {(term: string) => boolean} passes @returns {Promise<Word[]>} */
    const among = (blocks, passes) =>
      gathered(blocks, async (i) =>
        (await block(i)).terms.flatMap((term, at) => (passes(term) ? { term, index: i * size + at } : [])),
      );

    /** Return the word of a term, or none. @param {string} term */
    const find = (term) => among(range(term, firsts).slice(0, 1), (word) => word === term);

    /** @param {string} prefix */
    const starting = (prefix) => among(range(prefix, firsts), (word) => word.startsWith(prefix));

    /** @param {string} suffix */
    const ending = async (suffix) => {
      if (whole) return among(range("", firsts), (word) => word.endsWith(suffix));
      const start = backwards(suffix);
      const terms = await gathered(range(start, ends), backwardsBlock);
      return gathered(terms.filter((word) => word.startsWith(start)), (term) => find(backwards(term)));
    };

    /**
     * Return candidates for words at edit distance one. For any split of the term, one edit leaves the part before or
     * the part after the split intact, or swaps the two letters at the split.
     * @param {string} term
     */
    const near = async (term) => {
      const cut = term.length >> 1;
      const swapped = term.slice(0, cut - 1) + term[cut] + term[cut - 1] + term.slice(cut + 1);
      const found = (await Promise.all([starting(term.slice(0, cut)), ending(term.slice(cut)), find(swapped)])).flat();
      return [...new Map(found.map((word) => [word.index, word])).values()];
    };

    /** Replace double letters by one. @param {string} text */
    const single = (text) => text.replace(/(.)\1/gu, "$1");

    /** Return the words of the dictionary that match a clause.
     * @param {Clause} clause @returns {Promise<Word[]>} */
    async function expand({ term, distance }) {
      if (distance) return (await (distance > 1 ? starting("") : near(term))).filter((word) => (distance < 1 ? single(term) === single(word.term) : within(term, word.term, distance)));
      if (!term.includes("*")) return find(term);
      const start = term.slice(0, term.indexOf("*"));
      const end = term.slice(term.lastIndexOf("*") + 1);
      const pattern = RegExp(`^${term.replaceAll("*", ".*")}$`, "su");
      return (await (start || !end ? starting(start) : ending(end))).filter((word) => pattern.test(word.term));
    }

    /** Return the words that match a clause, with their postings and Lunr's idf.
     * @param {Clause} clause @returns {Promise<Found[]>} */
    const found = async (clause) =>
      Promise.all(
        (await expand(clause)).map(async ({ term, index }) => {
          const lists = await postings(index);
          const n = lists.reduce((sum, list) => sum + list.docs.length, 0);
          return { term, lists, idf: Math.log(1 + Math.abs((papers - n + 0.5) / (n + 0.5))) };
        }),
      );

    /** Return the neighbours and the card of a paper. */
    const stored = remembered(async (/** @type {number} */ doc) => json(await load(`${doc}.json`)));

    /** Return the neighbours of a paper, each followed by its similarity in percent. @param {number} doc @returns {Promise<number[]>} */
    const nearest = async (doc) => (whole ? root.near[doc] : (await stored(doc))[0]);

    const facts = async () => json(await get("facets"));

    return { root, whole, fields, analyser: search.analyser(root.tables), find, expand, found, nearest, stored, facts };
  }

  /** Return whether two words differ by at most `edits` letters added, dropped, changed or swapped.
   * @param {string} a @param {string} b @param {number} edits @returns {boolean} */
  function within(a, b, edits) {
    let same = 0;
    while (same < a.length && a[same] === b[same]) same++;
    [a, b] = [a.slice(same), b.slice(same)];
    if (Math.abs(a.length - b.length) > edits) return false;
    if (!a || !b) return true;
    if (!edits--) return false;
    const [c, d] = [a.slice(1), b.slice(1)];
    return within(c, d, edits) || within(c, b, edits) || within(a, d, edits) || (a[0] + a[1] === b[1] + b[0] && within(a.slice(2), b.slice(2), edits));
  }
})();
