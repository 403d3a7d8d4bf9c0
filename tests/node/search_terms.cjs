// Prints the terms that the browser's analyser makes of each [text, names] of the JSON list on stdin.
"use strict";
const fs = require("node:fs");
const path = require("node:path");
const vm = require("node:vm");

const root = path.join(__dirname, "..", "..");
vm.runInThisContext(fs.readFileSync(path.join(root, "templates/static/search-analyse.js"), "utf8"));
const tables = JSON.parse(fs.readFileSync(path.join(root, "paperfolio/search/tables.json"), "utf8"));
const analyser = globalThis.paperfolio.search.analyser(tables);
const texts = JSON.parse(fs.readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(([text, names]) => analyser.terms(text, names))));
