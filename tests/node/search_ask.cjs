// Answers each query of the JSON list on stdin as the page would, from the index whose entry file is the
// first argument: the papers' numbers, or null, or the error that should not be.
"use strict";
const fs = require("node:fs");
const { openIndex, search } = require("./search_engine.cjs");

async function main(entry) {
  const index = await openIndex(entry);
  const answers = [];
  for (const query of JSON.parse(fs.readFileSync(0, "utf8"))) {
    try {
      answers.push((await search.ask(index, query, process.argv[3] === "done"))?.docs ?? null);
    } catch (error) {
      answers.push(String(error.stack));
    }
  }
  process.stdout.write(JSON.stringify(answers));
}

main(process.argv[2]);
