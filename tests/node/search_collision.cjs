// Prints the keys that lunr.js gives to two different states of its token set.
"use strict";
const lunr = require("lunr");

const key = (edges) => {
  const state = new lunr.TokenSet();
  for (const [label, id] of Object.entries(edges)) state.edges[label] = { id };
  return state.toString();
};
process.stdout.write(JSON.stringify([key({ 1: 2, 3: 4 }), key({ 1: 234 })]));
