// Unpacks the browser that the package carries into the temporary folder, and prints where it lies.
import chromium from "@sparticuz/chromium";

console.log(await chromium.executablePath());
