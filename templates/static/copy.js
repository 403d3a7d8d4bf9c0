// @ts-check
/** The buttons that copy a citation: each says that it copied, to the eye and to a screen reader. */
"use strict";
(() => {
  const said = /** @type {HTMLElement | null} */ (document.querySelector("[data-copied]"));
  let timer = 0;

  /** @param {HTMLElement} source Select it, for those whose browser doesn't let a page write to the clipboard. */
  const select = (source) => {
    const range = document.createRange();
    range.selectNodeContents(source);
    getSelection()?.removeAllRanges();
    getSelection()?.addRange(range);
  };

  for (const button of /** @type {NodeListOf<HTMLButtonElement>} */ (document.querySelectorAll("[data-copy]"))) {
    const source = document.getElementById(button.dataset.copy ?? "");
    if (!source || !said) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText((source.textContent ?? "").trim());
      } catch {
        select(source);
        return;
      }
      said.textContent = said.dataset.copied ?? "";
      button.after(said);
      clearTimeout(timer);
      timer = window.setTimeout(() => (said.textContent = ""), 4000);
    });
  }
})();
