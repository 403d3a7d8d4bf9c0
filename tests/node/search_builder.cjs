// Builds <folder>/terms.json (papers → fields → terms) with lunr.js's own Builder, and counts the weights
// and postings in which <folder>/lunr.json differs from what it makes.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const lunr = require("lunr");

const [folder] = process.argv.slice(2);
const read = (name) => JSON.parse(fs.readFileSync(path.join(folder, name), "utf8"));
const { fields, papers, boosts } = read("terms.json");
const builder = new lunr.Builder();
builder.tokenizer = (terms) => terms.map((term) => new lunr.Token(term));
for (const { name, boost } of fields) builder.field(name, { boost });
papers.forEach((texts, d) => builder.add(Object.fromEntries([["id", String(d)], ...fields.map(({ name }, f) => [name, texts[f]])]), { boost: boosts[d] }));
const theirs = JSON.parse(JSON.stringify(builder.build()));
const ours = read("lunr.json");

/** Weights by term, and postings by term, without the numbers that either side gives its terms. */
function plain({ fieldVectors, invertedIndex }) {
  const terms = [];
  for (const [term, row] of invertedIndex) terms[row._index] = term;
  const weights = new Map();
  for (const [place, vector] of fieldVectors) {
    for (let i = 0; i < vector.length; i += 2) weights.set(`${place} ${terms[vector[i]]}`, vector[i + 1]);
  }
  const postings = new Map(invertedIndex.map(([term, row]) => [term, JSON.stringify(fields.map(({ name }) => row[name]))]));
  return { weights, postings, order: invertedIndex.map(([term]) => term).join("\n") };
}

const [a, b] = [plain(theirs), plain(ours)];
const differing = (one, other) => [...new Set([...one.keys(), ...other.keys()])].filter((key) => one.get(key) !== other.get(key));
process.stdout.write(
  JSON.stringify({
    weights: a.weights.size,
    wrong: differing(a.weights, b.weights).slice(0, 9),
    misplaced: differing(a.postings, b.postings).slice(0, 9),
    ordered: a.order === b.order,
  }),
);
