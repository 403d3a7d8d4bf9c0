// Visits each address on standard input with Lighthouse's slow telephone and prints a list of
// { url, scores: {category: 0–100}, fcp, lcp, tbt (ms), cls, failed: [audit, …] } as JSON.
// Arguments: the browser's path, and how many times each address is visited.
import { readFileSync } from "node:fs";
import * as launcher from "chrome-launcher";
import lighthouse from "lighthouse";

const [chromePath, runs] = process.argv.slice(2);
const addresses = readFileSync(0, "utf8").split("\n").filter(Boolean);
const chrome = await launcher.launch({ chromePath, chromeFlags: ["--headless=new", "--no-sandbox"], logLevel: "silent" });
const found = [];
try {
  for (const url of addresses)
    for (let run = 0; run < Number(runs); run++) {
      const { lhr } = await lighthouse(url, { port: chrome.port, logLevel: "silent", output: "json" });
      if (lhr.runtimeError) throw new Error(`${url}: ${lhr.runtimeError.message}`);
      const of = (name) => lhr.audits[name]?.numericValue ?? Infinity;
      const weighed = new Set(
        Object.values(lhr.categories).flatMap((it) => it.auditRefs.filter(({ weight }) => weight).map(({ id }) => id)),
      );
      found.push({
        url,
        scores: Object.fromEntries(
          Object.values(lhr.categories).map(({ id, score }) => [id, score === null ? null : Math.round(score * 100)]),
        ),
        fcp: of("first-contentful-paint"),
        lcp: of("largest-contentful-paint"),
        tbt: of("total-blocking-time"),
        cls: of("cumulative-layout-shift"),
        failed: Object.values(lhr.audits).filter(({ id, score }) => weighed.has(id) && score !== null && score < 1)
          .map(({ id }) => id),
      });
    }
} finally {
  await chrome.kill();
}
console.log(JSON.stringify(found));
