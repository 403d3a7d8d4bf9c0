// Prints the terms that the browser's analyser makes of each [text, names] on stdin, by the tables there.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const root = path.join(__dirname, "..", "..");
vm.runInThisContext(fs.readFileSync(path.join(root, "templates/static/search-analyse.js"), "utf8"));
const { tables, asked } = JSON.parse(fs.readFileSync(0, "utf8"));
const analyser = globalThis.paperfolio.search.analyser(tables);
process.stdout.write(JSON.stringify(asked.map(([text, names]) => analyser.terms(text, names))));
