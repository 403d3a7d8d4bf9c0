// Loads the browser's scripts and opens an index that lies on the disk.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const root = path.join(__dirname, "..", "..");
for (const name of ["search-analyse", "search-engine", "search-query", "search-rank"]) {
  vm.runInThisContext(fs.readFileSync(path.join(root, `templates/static/${name}.js`), "utf8"), { filename: name });
}
const { search } = globalThis.paperfolio;

/** Open the index of an entry file. `asked(name, bytes)` is told of every file that a sharded one fetches. */
async function openIndex(entry, asked = () => {}) {
  /** What a script hands over. */
  const taken = (file) => {
    let text = "";
    search.take = (it) => (text = it);
    vm.runInThisContext(fs.readFileSync(file, "utf8"));
    return text;
  };
  if (entry.endsWith(".js")) {
    const index = await search.single(taken(entry));
    const cards = await search.unpacked(taken(entry.replace("index.js", "cards.js")));
    return Object.assign(index, { text: async (doc) => plain(cards[doc]) });
  }
  const index = await search.sharded(async (name) => {
    const bytes = new Uint8Array(fs.readFileSync(path.join(path.dirname(entry), name)));
    asked(name, bytes.length);
    return bytes;
  });
  return Object.assign(index, { text: async (doc) => plain((await index.stored(doc))[1]) });
}

/** The text of markup, without its entities. */
const plain = (markup) => markup.replace(/<[^>]*>/g, " ");

module.exports = { openIndex, search };
