/* Makes a model-viewer element that calls nobody else, and draws what it may show: dimensions and
   numbered points. Used by shape.js (one entry) and projection.js (a hall screen). */

let loading;

/* Pixels between the middles of two points. */
const APART = 38;

/* The library, once, with its decoders beside it; `data` are those of {% viewer_data %}. */
export function library(data) {
  const own = (self.ModelViewerElement ??= {});
  own.dracoDecoderLocation ??= new URL(data.draco, location.origin).href;
  own.ktx2TranscoderLocation ??= new URL(data.basis, location.origin).href;
  own.meshoptDecoderLocation ??= new URL(data.meshopt, location.origin).href;
  own.lottieLoaderLocation ??= "";
  loading ??= Promise.all([import(data.viewer), sheet(data.sheet)]).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

function sheet(href) {
  if (document.querySelector(`link[href="${href}"]`)) return undefined;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href });
  return new Promise((resolve, reject) => {
    link.onload = resolve;
    link.onerror = (error) => {
      link.remove();
      reject(error);
    };
    document.head.append(link);
  });
}

export function can3d() {
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("webgl2") ?? canvas.getContext("webgl");
  context?.getExtension("WEBGL_lose_context")?.loseContext();
  return Boolean(context);
}

/* A viewer of the model at `src`, not yet in the page. Resolves by its events. */
export function viewer(src, alt, more = {}) {
  const made = document.createElement("model-viewer");
  const given = {
    src,
    alt,
    "camera-controls": "",
    "touch-action": "pan-y",
    "shadow-intensity": "0.9",
    "shadow-softness": "0.8",
    "tone-mapping": "neutral",
    exposure: "1.05",
    "interaction-prompt": "none",
    "camera-orbit": "35deg 72deg 105%",
    loading: "eager",
    reveal: "auto",
    ...more,
  };
  for (const [name, value] of Object.entries(given)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  // Its own bar is a grey line over the picture; the page shows progress itself.
  made.append(Object.assign(document.createElement("span"), { slot: "progress-bar" }));
  return made;
}

/* Numbered points, each with its words: [{position, normal, label, lang}]. */
export function addPoints(made, points) {
  for (const [n, point] of points.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "point";
    button.slot = `hotspot-${n + 1}`;
    button.dataset.position = metres(point.position);
    button.dataset.normal = metres(point.normal);
    button.dataset.visibilityAttribute = "visible";
    button.textContent = n + 1;
    button.setAttribute("aria-expanded", "false");
    const words = document.createElement("span");
    words.textContent = point.label;
    if (point.lang) words.lang = point.lang;
    button.append(words);
    button.setAttribute("aria-label", `${n + 1}. ${point.label}`);
    button.addEventListener("click", () => openPoint(made, button.getAttribute("aria-expanded") === "true" ? -1 : n));
    made.append(button);
  }
  const sort = () => part(made);
  made.addEventListener("camera-change", sort);
  made.addEventListener("resized", sort);
  sort();
  requestAnimationFrame(sort);
}

/* Say the words of the n-th point, and of no other. */
export function openPoint(made, n) {
  for (const [m, point] of [...made.querySelectorAll(".point")].entries()) {
    point.setAttribute("aria-expanded", String(m === n));
  }
  part(made);
}

/* Turn the model so that the n-th point faces the reader, and say its words. */
export function facePoint(made, n, point) {
  const [x, y, z] = point.normal.trim().split(/\s+/).map(Number);
  const flat = Math.hypot(x, z);
  const now = made.getCameraOrbit();
  const theta = flat > 0.1 ? Math.atan2(x, z) + 0.3 : now.theta;
  const phi = Math.min(Math.max(Math.atan2(flat, y) - 0.2, 0.35), 1.35);
  made.cameraOrbit = `${theta}rad ${phi}rad 105%`;
  openPoint(made, n);
  made.scrollIntoView({ block: "nearest" });
}

/* Of points that lie over one another the first is shown, for fingers to hit one at a time. */
function part(made) {
  const shown = [];
  const isOpen = (point) => point.getAttribute("aria-expanded") === "true";
  const points = [...made.querySelectorAll(".point")].sort((a, b) => isOpen(b) - isOpen(a));
  for (const point of points) {
    const at = made.queryHotspot(point.slot)?.canvasPosition;
    const near = at && shown.some((other) => Math.hypot(other.x - at.x, other.y - at.y) < APART);
    point.classList.toggle("crowded", Boolean(near));
    if (at && !near && "visible" in point.dataset) shown.push(at);
  }
}

function metres(text) {
  return text.trim().split(/\s+/).map((one) => `${one}m`).join(" ");
}

/* Three edges of the box around the model, with their lengths. */
export function addDimensions(made, names, format) {
  const { x: w, y: h, z: d } = made.getDimensions();
  const centre = made.getBoundingBoxCenter();
  const [x, y, z] = [w / 2, h / 2, d / 2];
  const at = {
    a: [-x, -y, z], b: [x, -y, z], c: [x, -y, -z], e: [x, y, -z],
    ab: [0, -y, z], bc: [x, -y, 0], ce: [x, 0, -z],
  };
  const told = { ab: [w, names.width], bc: [d, names.depth], ce: [h, names.height] };
  for (const [name, [dx, dy, dz]] of Object.entries(at)) {
    const spot = document.createElement("div");
    spot.slot = `hotspot-dim-${name}`;
    spot.className = "dim";
    spot.dataset.position = metres(`${centre.x + dx} ${centre.y + dy} ${centre.z + dz}`);
    if (told[name]) {
      const [long, called] = told[name];
      spot.classList.add("told");
      spot.textContent = format(long);
      spot.title = called;
    }
    made.append(spot);
  }
  const lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  lines.setAttribute("class", "dim-lines");
  lines.setAttribute("aria-hidden", "true");
  lines.append(...["ab", "bc", "ce"].map(() => document.createElementNS(lines.namespaceURI, "line")));
  made.append(lines);
  const draw = () => {
    for (const [n, [from, to]] of [["a", "b"], ["b", "c"], ["c", "e"]].entries()) {
      const one = made.queryHotspot(`hotspot-dim-${from}`)?.canvasPosition;
      const two = made.queryHotspot(`hotspot-dim-${to}`)?.canvasPosition;
      if (!one || !two) continue;
      const line = lines.children[n];
      for (const [name, value] of [["x1", one.x], ["y1", one.y], ["x2", two.x], ["y2", two.y]]) {
        line.setAttribute(name, value.toFixed(1));
      }
    }
  };
  made.addEventListener("camera-change", draw);
  made.addEventListener("resized", draw);
  draw();
  requestAnimationFrame(draw);
}

export function lengthIn(language) {
  const written = new Intl.NumberFormat(language, { style: "unit", unit: "meter", maximumFractionDigits: 2 });
  return (metre) => written.format(metre);
}
