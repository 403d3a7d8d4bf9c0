// Answers each query of the JSON list on stdin, a list of terms, as lunr.js does: the papers' numbers, best first.
// The first argument is lunr's own form of an index.
"use strict";
const fs = require("node:fs");
const lunr = require("lunr");

const index = lunr.Index.load(JSON.parse(fs.readFileSync(process.argv[2], "utf8")));
const answers = JSON.parse(fs.readFileSync(0, "utf8")).map((terms) =>
  index.query((query) => terms.forEach((term) => query.term(term, { usePipeline: false }))).map(({ ref }) => Number(ref)),
);
process.stdout.write(JSON.stringify(answers));
