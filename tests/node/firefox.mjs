// Drives Firefox: each line on standard input is { url, width, script }, each line of the answer { value } or { error }.
// The script is the body of an async function that runs in the page, opened anew in a window of that width.
// Argument: the browser's path.
import { createInterface } from "node:readline";
import { launch } from "puppeteer-core";

const browser = await launch({ browser: "firefox", executablePath: process.argv[2], protocolTimeout: 60_000 });
try {
  const page = await browser.newPage();
  for await (const line of createInterface({ input: process.stdin })) {
    const { url, width, script } = JSON.parse(line);
    let answer;
    try {
      await page.setViewport({ width, height: 640 });
      await page.goto(url);
      answer = { value: await page.evaluate(`(async () => {${script}})()`) };
    } catch (error) {
      answer = { error: String(error) };
    }
    console.log(JSON.stringify(answer));
  }
} finally {
  await browser.close();
}
