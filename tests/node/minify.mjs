// Prints the script on stdin without what only its readers need: long names, comments and white space.
import { readFileSync } from "node:fs";
import { minify } from "terser";

// Properties that the parts of the search hand to each other, and nobody else reads.
const own =
  /^(presence|readings|strict|weak|phrase|beside|boost|distance|lists|idf|pieces|joined|parts|titled|most|best|analyser|planned|ignored|expand|found|nearest|stored|places|normal|ask|sharded|single|unpacked|remembered|term|terms|whole|chunk|weights|signed|varint|root|clause|counts|unspaced|stopped)$/;
const options = { ecma: 2022, compress: { passes: 3 }, mangle: { properties: { regex: own } } };
const { code } = await minify(readFileSync(0, "utf8"), options);
process.stdout.write(JSON.stringify(`${code}\n`));
