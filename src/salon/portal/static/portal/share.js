/* Two more ways to pass a page on, where the browser has them: its own list, and the clipboard. */
for (const box of document.querySelectorAll(".share")) {
  const url = box.dataset.url;
  const own = box.querySelector("[data-share]");
  const copy = box.querySelector("[data-copy]");
  if (navigator.share) {
    own.hidden = false;
    own.addEventListener("click", () => {
      navigator.share({ title: document.title, url }).catch(() => {});
    });
  }
  if (navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(url);
      box.querySelector("[role=status]").textContent = copy.dataset.done;
    });
  }
}
