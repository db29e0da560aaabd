/* A loop over 3D models on the screen of a hall. Everything it needs is kept by the service worker
   once seen, so that neither a lost network nor a reload stops it. */

const main = document.querySelector(".projection");
const slides = [...main.querySelectorAll(".slide")];
const bar = main.querySelector(".projection-bar");
const said = main.querySelector("[data-said]");
const words = main.dataset;
const pace = Number(words.pace) * 1000;
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
const kit = import(words.kit);

let current = Math.max(0, slides.findIndex((slide) => `#${slide.id}` === location.hash));
let paused = false;
let timers = [];
let sleep;
const shown = told(document);

async function begin() {
  main.classList.add("running");
  bar.hidden = false;
  for (const button of bar.querySelectorAll("[data-do]")) {
    button.addEventListener("click", () => actions[button.dataset.do]());
  }
  document.addEventListener("keydown", (event) => {
    if (main.classList.contains("black") && !["b", "B", "."].includes(event.key)) {
      event.preventDefault();
      actions.black();
      return;
    }
    const wanted = keys[event.key] ?? keys[event.code];
    if (!wanted || event.ctrlKey || event.metaKey || event.altKey) return;
    // A focused button keeps its own Enter and Space.
    if ([" ", "Enter"].includes(event.key) && event.target.closest("button, a")) return;
    event.preventDefault();
    event.stopPropagation();
    actions[wanted]();
  }, true);
  document.addEventListener("pointerdown", () => main.classList.remove("black"));
  navigator.mediaSession?.setActionHandler?.("nexttrack", () => actions.next());
  navigator.mediaSession?.setActionHandler?.("previoustrack", () => actions.back());
  for (const name of ["pointermove", "focusin", "keydown"]) document.addEventListener(name, wake);
  document.addEventListener("visibilitychange", stayAwake);
  wake();
  stayAwake();
  show(current);
  keepAll();
}

const actions = {
  next: () => show(current + 1),
  back: () => show(current - 1),
  first: () => show(0),
  last: () => show(slides.length - 1),
  pause() {
    paused = !paused;
    bar.querySelector('[data-do="pause"]').setAttribute("aria-pressed", String(paused));
    if (paused) stop();
    else run(slides[current]);
  },
  full() {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen?.().catch(() => undefined);
  },
  black: () => main.classList.toggle("black"),
};

/* Keyboards, the pointers that speakers hold (Page Up, Page Down, full stop), television remotes. */
const keys = {
  ArrowRight: "next", ArrowDown: "next", PageDown: "next", ChannelUp: "next", MediaTrackNext: "next", n: "next",
  ArrowLeft: "back", ArrowUp: "back", PageUp: "back", ChannelDown: "back", MediaTrackPrevious: "back", p: "back",
  Home: "first", End: "last",
  " ": "pause", Enter: "pause", MediaPlayPause: "pause", Pause: "pause",
  f: "full", F: "full", F5: "full", F11: "full",
  b: "black", B: "black", ".": "black",
};

// Where one reads from right to left, the next thing is to the left.
if (document.documentElement.dir === "rtl") [keys.ArrowLeft, keys.ArrowRight] = [keys.ArrowRight, keys.ArrowLeft];

async function show(wanted) {
  stop();
  current = (wanted + slides.length) % slides.length;
  const slide = slides[current];
  history.replaceState(null, "", `#${slide.id}`);
  for (const each of slides) {
    each.classList.toggle("on", each === slide);
    each.inert = each !== slide;
  }
  run(slide);
  try {
    await open(slide);
  } catch {
    /* The poster stays; the next round tries again. */
  }
  // Only now, so that nothing is dark in between.
  for (const each of slides) if (each !== slide) each.querySelector("model-viewer")?.remove();
  for (const each of slides) each.querySelector(".stage").classList.toggle("opened", Boolean(each.querySelector("model-viewer.drawn")));
}

async function open(slide) {
  const viewers = await kit;
  if (slide.querySelector("model-viewer") || !viewers.can3d()) return;
  await viewers.library(words);
  if (slide !== slides[current]) return;
  const made = viewers.viewer(slide.dataset.src, slide.dataset.alt, {
    "auto-rotate": still ? undefined : "",
    "auto-rotate-delay": "0",
    "rotation-per-second": "14deg",
    autoplay: still ? undefined : "",
    "disable-zoom": "",
  });
  made.tabIndex = -1;
  const drawn = new Promise((resolve, reject) => {
    made.addEventListener("load", resolve, { once: true });
    made.addEventListener("error", reject, { once: true });
  });
  slide.querySelector(".stage").append(made);
  try {
    await drawn;
  } catch (error) {
    made.remove();
    throw error;
  }
  made.classList.add("drawn");
  const points = [...slide.querySelectorAll("li[data-position]")];
  viewers.addPoints(made, points.map((each) => ({ ...each.dataset, label: each.textContent, lang: each.lang })));
  viewers.addDimensions(made, words, viewers.lengthIn(document.documentElement.lang));
}

/* The points one after the other, then the dimensions, then the next slide. */
function run(slide) {
  if (paused) return;
  const steps = slide.querySelectorAll("li[data-position]").length + 1;
  for (let n = 0; n < steps; n += 1) {
    timers.push(setTimeout(() => {
      const made = slide.querySelector("model-viewer");
      const points = [...(made?.querySelectorAll(".point") ?? [])];
      for (const [m, point] of points.entries()) point.setAttribute("aria-expanded", String(m === n));
      made?.classList.toggle("measured", n === steps - 1);
    }, (pace * (n + 0.6)) / (steps + 0.6)));
  }
  timers.push(setTimeout(() => {
    if (current === slides.length - 1) renew().then(() => show(current + 1));
    else show(current + 1);
  }, pace));
}

function stop() {
  timers.forEach(clearTimeout);
  timers = [];
}

function wake() {
  main.classList.add("awake");
  clearTimeout(sleep);
  sleep = setTimeout(() => main.classList.remove("awake"), 4000);
}

async function stayAwake() {
  if (document.visibilityState === "visible") {
    await navigator.wakeLock?.request("screen").catch(() => undefined);
  }
}

/* Fetch everything through the service worker, which keeps it. */
async function keepAll() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.ready;
  if (!navigator.serviceWorker.controller) {
    await new Promise((resolve) => navigator.serviceWorker.addEventListener("controllerchange", resolve, { once: true }));
  }
  const parts = [words.kit, words.viewer, words.meshopt];
  parts.push(...[...document.querySelectorAll('link[rel="stylesheet"], script[src]')].map((one) => one.href || one.src));
  const heavy = slides.flatMap((slide) => {
    const image = slide.querySelector("img");
    if (image) image.loading = "eager";
    return [slide.dataset.src, image?.currentSrc || image?.src].filter(Boolean);
  });
  let done = 0;
  let missing = 0;
  const urls = new Set([...parts, ...heavy]);
  for (const url of urls) {
    const answer = await fetch(url).catch(() => undefined);
    if (!answer?.ok) missing += 1;
    else if (url.endsWith(".glb")) await noteDecoders(answer, urls);
    done += 1;
    said.textContent = `${words.keeping} ${Math.floor((100 * done) / urls.size)} %`;
  }
  said.textContent = missing ? "" : words.kept;
  main.dataset.keptAll = String(!missing);
}

/* A packed model needs what unpacks it: named in its JSON, which comes first. */
async function noteDecoders(answer, urls) {
  const head = new TextDecoder("latin1").decode(new Uint8Array(await answer.arrayBuffer(), 0).subarray(0, 1_000_000));
  if (head.includes("KHR_draco_mesh_compression")) {
    for (const name of ["draco_wasm_wrapper.js", "draco_decoder.wasm"]) urls.add(words.draco + name);
  }
  if (head.includes("KHR_texture_basisu")) {
    for (const name of ["basis_transcoder.js", "basis_transcoder.wasm"]) urls.add(words.basis + name);
  }
}

/* All that a page says of what is to be shown, before anything has been opened in it. */
function told(page) {
  return [...page.querySelectorAll(".slide")].map((one) => one.outerHTML).join();
}

/* At the end of a round: if what is to be shown has changed, begin anew with that. */
async function renew() {
  try {
    const answer = await fetch(location.href, { headers: { accept: "text/html" }, signal: AbortSignal.timeout(5000) });
    if (!answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (told(fresh) !== shown) location.reload();
  } catch {
    /* No network: go on with what there is. */
  }
}

if (slides.length) begin();
