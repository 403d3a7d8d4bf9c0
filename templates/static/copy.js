// @ts-check
/** The buttons that copy a citation. The confirmation is visible and announced by screen readers. */
"use strict";
(() => {
  const status = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));

  /** Select the citation if the browser doesn't allow access to the clipboard. @param {HTMLElement} source */
  const select = (source) => {
    source.closest("details")?.setAttribute("open", "");
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  };

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
    const source = document.getElementById(button.dataset.copy ?? "");
    const label = button.querySelector("span");
    if (!source || !status || !label) continue;
    const copy = label.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText((source.textContent ?? "").trim());
      } catch {
        select(source);
        return;
      }
      label.textContent = status.textContent = status.dataset.copied ?? "";
      setTimeout(() => {
        label.textContent = copy;
        status.textContent = "";
      }, 4000);
    });
  }
})();
