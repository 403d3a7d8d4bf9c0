// Checks each JSON-LD document of the JSON list on stdin against schema.org's types, and prints what the
// TypeScript compiler, strict, finds in each: a wrong type of value, a property that its type doesn't have.
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import ts from "typescript";

const documents = JSON.parse(readFileSync(0, "utf8"));
const place = join(dirname(fileURLToPath(import.meta.url)), "documents.ts");
const lines = documents.map((it, number) => `export const d${number}: Graph = ${JSON.stringify(it)};`);
const text = ['import type { Graph } from "schema-dts";', ...lines].join("\n");

const options = { strict: true, noEmit: true, skipLibCheck: true, module: ts.ModuleKind.NodeNext, types: [] };
const host = ts.createCompilerHost(options);
const { getSourceFile, fileExists, readFile } = host;
host.fileExists = (name) => name === place || fileExists.call(host, name);
host.readFile = (name) => (name === place ? text : readFile.call(host, name));
host.getSourceFile = (name, ...rest) =>
  name === place ? ts.createSourceFile(name, text, rest[0]) : getSourceFile.call(host, name, ...rest);

const found = documents.map(() => []);
for (const each of ts.getPreEmitDiagnostics(ts.createProgram([place], options, host))) {
  const line = each.file ? each.file.getLineAndCharacterOfPosition(each.start).line : 0;
  if (line === 0) throw new Error(ts.flattenDiagnosticMessageText(each.messageText, " "));
  found[line - 1].push(ts.flattenDiagnosticMessageText(each.messageText, " ").slice(0, 300));
}
console.log(JSON.stringify(found));
