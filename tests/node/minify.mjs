// Prints the script on stdin without what only its readers need: long names, comments and white space.
import { readFileSync } from "node:fs";
import { minify } from "terser";

const { code } = await minify(readFileSync(0, "utf8"), { ecma: 2022, compress: { passes: 3 } });
process.stdout.write(JSON.stringify(`${code}\n`));
