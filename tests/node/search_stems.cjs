// Prints the stems that lunr.js gives to the words of the JSON list on stdin.
"use strict";
const lunr = require("lunr");

const words = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(words.map((word) => lunr.stemmer(new lunr.Token(word)).toString())));
