/* Shows a 3D model that lies on this device, has it checked, draws its poster and packs its meshes. */
const form = document.querySelector("[data-prepare]");
const words = form.dataset;
const said = form.querySelector("[data-said]");
const verdict = form.querySelector("[data-verdict]");
const shown = document.querySelector("[data-shown]");
const stage = shown.querySelector(".stage");
const one = (name) => shown.querySelector(`[data-${name}]`);
const POSTER = { width: 1280, height: 960 };

let file; // the bytes of the model chosen
let name = "model";
let made;

form.addEventListener("submit", (event) => event.preventDefault());
form.querySelector("input[type=file]").addEventListener("change", ({ target }) => {
  take(target.files[0]);
  target.value = ""; // so that a mended file of the same name is taken again
});
form.addEventListener("dragover", (event) => event.preventDefault());
form.addEventListener("drop", (event) => {
  event.preventDefault();
  take(event.dataTransfer.files[0]);
});

async function take(chosen) {
  if (!chosen) return;
  name = chosen.name.replace(/\.glb$/i, "");
  verdict.hidden = true;
  shown.hidden = true;
  for (const each of ["poster", "model"]) one(each).hidden = true;
  one("packed").textContent = "";
  if (chosen.size > Number(words.most)) {
    said.textContent = words.heavy;
    return;
  }
  file = new Uint8Array(await chosen.arrayBuffer());
  if (await check(file)) await show(file);
}

async function check(bytes) {
  said.textContent = words.checking;
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      body: bytes,
      headers: {
        "content-type": "application/octet-stream",
        "x-csrftoken": form.querySelector("[name=csrfmiddlewaretoken]").value,
      },
    });
    if (answer.status === 503) {
      said.textContent = words.busy;
      return false;
    }
    if (!answer.ok && answer.status !== 422) throw new Error(answer.status);
    const report = await answer.json();
    said.textContent = "";
    tell(answer.ok, report);
    return answer.ok;
  } catch {
    said.textContent = words.unsent;
    return false;
  }
}

function tell(taken, { message, size, triangles, sides, advice = [] }) {
  verdict.hidden = false;
  verdict.classList.toggle("bad", !taken);
  verdict.classList.toggle("plain", taken && !advice.length);
  const said = document.createElement("p");
  const judged = Object.assign(document.createElement("b"), { textContent: taken ? words.taken : words.refused });
  said.append(judged, " ", taken ? `${size} · ${triangles} △ · ${sides}` : message);
  const list = document.createElement("ul");
  list.append(...advice.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  verdict.replaceChildren(said, ...(advice.length ? [list] : []));
}

async function show(bytes) {
  said.textContent = words.loading;
  try {
    const viewers = await import(words.kit);
    if (!viewers.can3d()) {
      said.textContent = words.unable;
      return;
    }
    await viewers.library(words);
    if (made) URL.revokeObjectURL(made.src);
    made?.remove();
    made = viewers.viewer(URL.createObjectURL(new Blob([bytes], { type: "model/gltf-binary" })), name);
    shown.hidden = false;
    const drawn = new Promise((resolve, reject) => {
      made.addEventListener("load", resolve, { once: true });
      made.addEventListener("error", reject, { once: true });
    });
    stage.append(made);
    await drawn;
    stage.classList.add("opened");
    viewers.addDimensions(made, words, viewers.lengthIn(document.documentElement.lang));
    made.classList.add("measured");
    said.textContent = matchMedia("(pointer: coarse)").matches ? words.touch : words.keys;
  } catch {
    said.textContent = words.failed;
  }
}

one("draw").addEventListener("click", () => tried(one("draw"), draw));
one("pack").addEventListener("click", () => tried(one("pack"), pack));

/* A button that works, and says so when it did not. */
async function tried(button, work) {
  button.disabled = true;
  try {
    await work();
  } catch {
    said.textContent = words.failed;
  } finally {
    button.disabled = false;
  }
}

async function draw() {
  const view = await createImageBitmap(await made.toBlob({ mimeType: "image/png" }));
  const sheet = Object.assign(document.createElement("canvas"), POSTER);
  const pen = sheet.getContext("2d");
  pen.fillStyle = getComputedStyle(stage).backgroundColor;
  pen.fillRect(0, 0, POSTER.width, POSTER.height);
  const scale = Math.min(POSTER.width / view.width, POSTER.height / view.height);
  const [width, height] = [view.width * scale, view.height * scale];
  pen.drawImage(view, (POSTER.width - width) / 2, (POSTER.height - height) / 2, width, height);
  offer(one("poster"), await new Promise((resolve) => sheet.toBlob(resolve, "image/webp", 0.9)), `${name}.webp`);
}

async function pack() {
  const [{ compress }, { MeshoptEncoder }] = await Promise.all([import(words.compressor), import(words.encoder)]);
  const packed = await compress(file, MeshoptEncoder);
  if (!packed) {
    one("packed").textContent = words.whole;
    return;
  }
  const figures = { before: bytesIn(file.length), after: bytesIn(packed.length) };
  one("packed").textContent = words.packed.replace(/\{(\w+)\}/g, (_, key) => figures[key]);
  if (await check(packed)) {
    await show(packed);
    offer(one("model"), new Blob([packed], { type: "model/gltf-binary" }), `${name}.glb`);
  }
}

function offer(link, blob, called) {
  if (link.href) URL.revokeObjectURL(link.href);
  Object.assign(link, { href: URL.createObjectURL(blob), download: called });
  link.hidden = false;
  link.focus();
}

function bytesIn(size) {
  const mega = size >= 1e6;
  return new Intl.NumberFormat(document.documentElement.lang, {
    style: "unit",
    unit: mega ? "megabyte" : "kilobyte",
    maximumFractionDigits: mega ? 1 : 0,
  }).format(size / (mega ? 1e6 : 1e3));
}
