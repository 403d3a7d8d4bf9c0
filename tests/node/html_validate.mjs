// Prints what html-validate finds on the pages named on standard input, one path a line, as JSON.
import { readFileSync } from "node:fs";
import { HtmlValidate, StaticConfigLoader } from "html-validate";

const loader = new StaticConfigLoader({
  extends: ["html-validate:recommended", "html-validate:document"],
  rules: {
    // The site's own files come from the place that the page came from: a hash in the page proves nothing more.
    "require-sri": "off",
    // A matter of taste: the pages write `<br>` and quote every value, in lines as long as their text.
    "long-title": "off",
    "no-trailing-whitespace": "off",
  },
});
const checker = new HtmlValidate(loader);
const found = [];
for (const path of readFileSync(0, "utf8").split("\n").filter(Boolean)) {
  // What a <template> holds is no part of the page yet; its lines are kept, so that places stay right.
  const html = readFileSync(path, "utf8").replace(/(<template[^>]*>)(.*?)(?=<\/template>)/gs, (_, tag, content) =>
    tag + content.replace(/[^\n]+/g, ""),
  );
  const report = await checker.validateString(html, path);
  for (const { messages } of report.results)
    for (const it of messages) found.push(`${path}:${it.line}:${it.column}: ${it.ruleId}: ${it.message}`);
}
console.log(JSON.stringify(found));
