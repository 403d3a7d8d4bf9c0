// Citations as citeproc-js writes them: reads {style, locale, items} and prints a list of HTML.
const CSL = require("citeproc");

const { style, locale, items } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const known = Object.fromEntries(items.map((item) => [item.id, item]));
const system = { retrieveLocale: () => locale, retrieveItem: (id) => known[id] };
const engine = new CSL.Engine(system, style, "en-US", true);
const cited = items.map((item) => {
  engine.updateItems([item.id]);
  return engine.makeBibliography()[1].join("");
});
console.log(JSON.stringify(cited));
