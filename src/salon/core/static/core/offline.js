/* Has pages kept for reading without a network, and says when what is shown was saved. */
const root = document.documentElement;
const said = document.querySelector("[data-saved-notice]");

const { worker, keep = "" } = document.body.dataset;

if (worker && "serviceWorker" in navigator) {
  navigator.serviceWorker.register(worker).catch(() => undefined);
  navigator.serviceWorker.ready.then((registration) => {
    // The page that registers is not seen by the worker; on a metered line nothing more is fetched.
    const first = !navigator.serviceWorker.controller;
    const spare = navigator.connection?.saveData || root.dataset.saved;
    registration.active.postMessage({
      keep: spare || recently() ? [] : keep.split(" ").filter(Boolean),
      here: first ? location.href : undefined,
    });
  });
}

/* Kept pages are fetched anew every hour at most. */
function recently() {
  const last = Number(sessionStorage.getItem("salon-kept"));
  if (Date.now() - last < 3600e3) return true;
  sessionStorage.setItem("salon-kept", Date.now());
  return false;
}

if (said && root.dataset.saved) {
  const time = document.createElement("time");
  const at = new Date(root.dataset.saved);
  time.dateTime = root.dataset.saved;
  time.textContent = new Intl.DateTimeFormat(root.lang, { dateStyle: "full", timeStyle: "short" }).format(at);
  said.append(" ", time);
  said.hidden = false;
}

/* On the page shown when nothing was saved: what was. */
const list = document.querySelector("[data-saved-pages]");
if (list && "caches" in window) {
  const seen = new Set();
  for (const name of ["salon-kept", "salon-pages"]) {
    const cache = await caches.open(name);
    for (const request of (await cache.keys()).reverse()) {
      if (seen.has(request.url)) continue;
      seen.add(request.url);
      const text = await (await cache.match(request)).text();
      const page = new DOMParser().parseFromString(text, "text/html");
      const link = Object.assign(document.createElement("a"), { href: request.url, textContent: page.title });
      link.lang = page.documentElement.lang;
      const item = document.createElement("li");
      item.append(link);
      list.append(item);
    }
  }
  document.querySelector("[data-none-saved]").hidden = seen.size > 0;
}
