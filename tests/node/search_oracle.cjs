// Runs the clauses of <folder>/queries.json through lunr.js and through our engine, and prints where they
// differ in hits, or in the score of a single term. <folder>/lunr.json is lunr's own form of the index; the entry file of the
// packed one is named by the second argument. lunr.js runs with one line mended: it takes two states of its
// token set for the same when their edges' labels end in digits, and loses terms.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const lunr = require("lunr");
const { openIndex } = require("./search_engine.cjs");

lunr.TokenSet.prototype.toString = function () {
  const edges = Object.keys(this.edges).sort();
  return (this._str ??= (this.final ? "1" : "0") + edges.map((label) => `${label}${this.edges[label].id},`).join(""));
};

async function main(folder, entry) {
  const stored = JSON.parse(fs.readFileSync(path.join(folder, "lunr.json"), "utf8"));
  const theirs = lunr.Index.load(stored);
  const lost = stored.invertedIndex.length - theirs.tokenSet.toArray().length;
  const ours = await openIndex(path.join(folder, entry));
  const differences = [];
  let hits = 0;
  const queries = JSON.parse(fs.readFileSync(path.join(folder, "queries.json"), "utf8"));
  for (const clause of queries) {
    const { term, fields, distance } = clause;
    const expected = theirs.query((query) => {
      const asked = { term, fields: fields.map((f) => stored.fields[f]), usePipeline: false };
      if (distance !== undefined) asked.editDistance = distance;
      query.clause(asked);
    });
    const scores = new Map();
    const words = await ours.found(clause);
    for (const { lists } of words) {
      for (const f of fields) lists[f]?.docs.forEach((doc, i) => scores.set(doc, (scores.get(doc) ?? 0) + lists[f].weights[i]));
    }
    hits += expected.length;
    // Several terms are ranked in our own way.
    const exact = words.length < 2;
    const wrong = expected.find(({ ref, score }) => !scores.has(Number(ref)) || (exact && scores.get(Number(ref)) !== score));
    if (wrong || expected.length !== scores.size) differences.push({ clause, wrong, sizes: [expected.length, scores.size] });
  }
  process.stdout.write(JSON.stringify({ queries: queries.length, hits, lost, differences: differences.slice(0, 5), count: differences.length }));
}

main(...process.argv.slice(2));
