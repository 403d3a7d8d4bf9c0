// Runs the queries of <folder>/queries.json through lunr.js and through our engine, and prints where they
// differ in hits, order or score. <folder>/lunr.json is lunr's own form of the index; the entry file of the
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
  for (const clauses of queries) {
    const expected = theirs.query((query) => {
      for (const { term, fields, boost, presence, distance } of clauses) {
        const names = fields.map((f) => stored.fields[f]);
        const clause = { term, fields: names, boost, usePipeline: false };
        clause.presence = { "-1": 3, 0: 1, 1: 2 }[presence];
        if (distance !== undefined) clause.editDistance = distance;
        query.clause(clause);
      }
    });
    const { docs, scores } = await ours.run(clauses);
    docs.sort((one, other) => scores[other] - scores[one]);
    hits += expected.length;
    const same = expected.length === docs.length && expected.every((it, i) => Number(it.ref) === docs[i] && it.score === scores[docs[i]]);
    if (!same) {
      const at = expected.findIndex((it, i) => Number(it.ref) !== docs[i] || it.score !== scores[docs[i]]);
      differences.push({ clauses, at, expected: expected[at], ours: [docs[at], scores[docs[at]]], sizes: [expected.length, docs.length] });
    }
  }
  process.stdout.write(JSON.stringify({ queries: queries.length, hits, lost, differences: differences.slice(0, 5), count: differences.length }));
}

main(...process.argv.slice(2));
