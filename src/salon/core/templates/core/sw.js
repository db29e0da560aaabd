/* Reading without a network. Pages once visited are kept, and those a page asks to keep; what is
   shown from there says when it was saved. Only what anybody may see is kept: an answer marked
   private or no-store never is. */
const ASSETS = {{ assets|safe }};
const OFFLINE = {{ offline|safe }};
const SHELL = "salon-shell-{{ version }}";
const KEPT = "salon-kept";
const PAGES = "salon-pages";
const MEDIA = "salon-media";
/* Files with a digest in their name: pages saved before a release still name the older ones. */
const FILES = "salon-files";
const MOST = { [PAGES]: 80, [MEDIA]: 160, [KEPT]: 40, [FILES]: 90 };
const PATIENCE = 3000;
const GONE = [502, 503, 504];
const SAVED = "x-salon-saved";

self.addEventListener("install", (event) => {
  event.waitUntil(install().then(() => self.skipWaiting()));
});

/* The page for no network in the languages of what is open; another when a page in it is visited. */
async function install() {
  const cache = await caches.open(SHELL);
  const open = await self.clients.matchAll({ includeUncontrolled: true, type: "window" });
  const pages = new Set(open.map(({ url }) => instead(url)));
  await cache.addAll([...(pages.size ? pages : [OFFLINE[0]])]);
  await (await caches.open(FILES)).addAll(ASSETS);
}

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => names.filter((name) => name.startsWith("salon-shell-") && name !== SHELL))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("message", (event) => {
  const { keep = [], here } = event.data ?? {};
  const wanted = keep.map((url) => [url, KEPT]);
  if (here) wanted.push([here, PAGES]);
  event.waitUntil(Promise.all(wanted.map(([url, name]) => refresh(url, name))));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin || request.headers.has("range")) return;
  if (/\.[0-9a-f]{12}\.\w+$/.test(url.pathname)) event.respondWith(once(request, FILES));
  // Decoders of the 3D viewer: their names are the library's, so each release fetches them anew.
  else if (/^\/static\/vendor\//.test(url.pathname)) event.respondWith(once(request, SHELL));
  else if (/^\/media\/[^/]+\/[0-9a-f]{64}/.test(url.pathname)) event.respondWith(once(request, MEDIA));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

/* What never changes under its address. */
async function once(request, name) {
  const found = await caches.match(request);
  if (found) return found;
  const answer = await fetch(request);
  if (answer.ok && !unkept(answer)) await put(name, request, answer.clone());
  return answer;
}

/* The network first; what was saved when it is silent, or slow to answer. */
async function page(event) {
  const { request } = event;
  const saved = await lookUp(request.url);
  const fresh = fetch(request).then(async (answer) => {
    if (keepable(answer)) event.waitUntil(save(PAGES, request.url, answer.clone()).then(() => speak(request.url)));
    return answer;
  });
  if (!saved) return fresh.catch(() => fallback(request));
  const late = new Promise((resolve) => setTimeout(resolve, PATIENCE));
  // A proxy whose server is gone answers in its place.
  const told = fresh.then((answer) => (GONE.includes(answer.status) ? undefined : answer));
  const first = await Promise.race([told.catch(() => undefined), late]);
  event.waitUntil(fresh.catch(() => undefined));
  return first ?? dated(saved);
}

async function lookUp(url) {
  const key = address(url);
  for (const name of [PAGES, KEPT]) {
    const found = await (await caches.open(name)).match(key);
    if (found) return found;
  }
}

async function refresh(url, name) {
  try {
    const answer = await fetch(url, { headers: { accept: "text/html" } });
    if (keepable(answer)) await save(name, url, answer);
  } catch {
    /* Another time. */
  }
}

/* For one reader only. */
function unkept(answer) {
  return /no-store|private/.test(answer.headers.get("cache-control") ?? "");
}

function keepable(answer) {
  const type = answer.headers.get("content-type") ?? "";
  return answer.ok && !answer.redirected && type.startsWith("text/html") && !unkept(answer);
}

async function save(name, url, answer) {
  const headers = new Headers(answer.headers);
  headers.set(SAVED, new Date().toISOString());
  await put(name, address(url), new Response(await answer.blob(), { headers }));
}

async function put(name, key, answer) {
  const cache = await caches.open(name);
  await cache.put(key, answer);
  const keys = await cache.keys();
  await Promise.all(keys.slice(0, Math.max(0, keys.length - (MOST[name] ?? Infinity))).map((old) => cache.delete(old)));
}

function address(url) {
  return new URL(url, location.origin).href.split("#")[0];
}

/* The saved page, which says so: core/offline.js reads the date and shows the notice. */
async function dated(saved) {
  const text = await saved.text();
  const at = saved.headers.get(SAVED) ?? "";
  const headers = new Headers(saved.headers);
  headers.delete("content-length");
  headers.delete("content-encoding");
  return new Response(text.replace("<html ", `<html data-saved="${at}" `), { headers });
}

/* The page for no network in the language of an address. */
function instead(url) {
  const { pathname } = new URL(url, location.origin);
  const best = [...OFFLINE].sort((a, b) => b.length - a.length).find((page) => pathname.startsWith(page.replace("offline/", "")));
  return best ?? OFFLINE[0];
}

async function speak(url) {
  const cache = await caches.open(SHELL);
  if (!(await cache.match(instead(url)))) await cache.add(instead(url)).catch(() => undefined);
}

async function fallback(request) {
  for (const page of [instead(request.url), ...OFFLINE]) {
    const found = await caches.match(page);
    if (found) return found;
  }
  return Response.error();
}
