// Prints what stylelint finds in the style sheet on standard input, as JSON: mistakes, not matters of taste.
import { readFileSync } from "node:fs";
import stylelint from "stylelint";

const off = process.argv.slice(2);
const mistakes = [
  "annotation-no-unknown", "at-rule-descriptor-no-unknown", "at-rule-no-deprecated", "at-rule-no-unknown",
  "at-rule-prelude-no-invalid", "block-no-empty", "color-no-invalid-hex", "comment-no-empty",
  "custom-property-no-missing-var-function", "declaration-block-no-duplicate-custom-properties",
  "declaration-block-no-duplicate-properties", "declaration-block-no-shorthand-property-overrides",
  "declaration-property-value-no-unknown", "declaration-property-value-keyword-no-deprecated",
  "font-family-no-duplicate-names", "function-calc-no-unspaced-operator", "function-no-unknown",
  "keyframe-block-no-duplicate-selectors", "keyframe-declaration-no-important", "media-feature-name-no-unknown",
  "media-feature-name-value-no-unknown", "media-query-no-invalid", "media-type-no-deprecated",
  "named-grid-areas-no-invalid", "no-duplicate-at-import-rules", "no-duplicate-selectors", "no-empty-source",
  "no-invalid-double-slash-comments", "no-invalid-position-at-import-rule", "no-irregular-whitespace",
  "no-unknown-animations", "no-unknown-custom-media", "no-unknown-custom-properties", "property-no-deprecated",
  "property-no-unknown", "property-no-vendor-prefix", "selector-anb-no-unmatchable",
  "selector-pseudo-class-no-unknown", "selector-pseudo-element-no-unknown", "selector-type-no-unknown",
  "string-no-newline", "syntax-string-no-invalid", "unit-no-unknown", "value-no-vendor-prefix",
];
const rules = Object.fromEntries(mistakes.filter((name) => !off.includes(name)).map((name) => [name, true]));
const { results } = await stylelint.lint({ code: readFileSync(0, "utf8"), config: { rules } });
const found = results.flatMap(({ warnings, invalidOptionWarnings, parseErrors }) => [
  ...warnings.map((it) => `${it.line}:${it.column}: ${it.text}`),
  ...[...invalidOptionWarnings, ...parseErrors].map((it) => it.text),
]);
console.log(JSON.stringify(found));
