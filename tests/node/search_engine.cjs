// Loads the browser's scripts and opens an index that lies on the disk.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const root = path.join(__dirname, "..", "..");
for (const name of ["search-analyse", "search-query", "search-engine"]) {
  vm.runInThisContext(fs.readFileSync(path.join(root, `templates/static/${name}.js`), "utf8"), { filename: name });
}
const { search } = globalThis.paperfolio;

/** Open the index of an entry file. `asked(name, bytes)` is told of every file that a sharded one fetches. */
async function openIndex(entry, asked = () => {}) {
  if (entry.endsWith(".js")) {
    let taken = "";
    search.take = (text) => (taken = text);
    vm.runInThisContext(fs.readFileSync(entry, "utf8"));
    return search.single(taken);
  }
  return search.sharded(async (name) => {
    const bytes = new Uint8Array(fs.readFileSync(path.join(path.dirname(entry), name)));
    asked(name, bytes.length);
    return bytes;
  });
}

module.exports = { openIndex, search };
