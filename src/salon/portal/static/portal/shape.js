/* Opens the 3D model of an entry in place of its poster, when asked. */
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

for (const figure of document.querySelectorAll("[data-shape]")) setUp(figure);

function setUp(figure) {
  const one = (name) => figure.querySelector(`[data-${name}]`);
  const stage = figure.querySelector(".stage");
  const tools = figure.querySelector(".shape-tools");
  const progress = figure.querySelector("progress");
  const said = one("said");
  const words = figure.dataset;
  let made;
  let failures = 0;
  let viewers; // portal/viewer.js, fetched when asked for

  one("open").hidden = false;
  one("full").hidden = !figure.requestFullscreen;
  one("open").addEventListener("click", open);
  one("shut").addEventListener("click", shut);
  one("turn").addEventListener("click", () => turn(!made.autoRotate));
  one("measure").addEventListener("click", () => press(one("measure"), made.classList.toggle("measured")));
  one("points")?.addEventListener("click", () => press(one("points"), !made.classList.toggle("bare")));
  one("full").addEventListener("click", () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else figure.requestFullscreen?.();
  });

  /* The list of points leads to them, also to those that others cover. */
  const points = [...figure.querySelectorAll("[data-position]")];
  for (const [n, point] of points.entries()) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = point.textContent;
    button.disabled = true;
    button.addEventListener("click", () => {
      turn(false);
      press(one("points"), true);
      made.classList.remove("bare");
      viewers.facePoint(made, n, point.dataset);
    });
    point.replaceChildren(button);
  }
  function listed(on) {
    for (const point of points) point.firstChild.disabled = !on;
  }

  async function open() {
    one("open").disabled = true;
    progress.hidden = false;
    said.textContent = words.loading;
    try {
      viewers ??= await import(words.kit);
      if (!viewers.can3d()) {
        said.textContent = words.unable;
        return;
      }
      await viewers.library(words);
      // The viewer remembers an address that failed; behind a fragment the same file is a new one.
      const src = failures ? `${words.shape}#${failures}` : words.shape;
      made = viewers.viewer(src, words.alt, {
        ar: "",
        "ar-modes": "webxr quick-look",
        "ar-scale": "auto",
        "auto-rotate": still ? undefined : "",
        autoplay: still ? undefined : "",
      });
      made.addEventListener("progress", ({ detail }) => (progress.value = detail.totalProgress));
      await shown();
    } catch {
      failures += 1;
      made?.remove();
      said.textContent = words.failed;
    } finally {
      one("open").disabled = false;
      progress.hidden = true;
    }
  }

  /* Until the model is drawn, the poster stays below it. */
  async function shown() {
    const drawn = new Promise((resolve, reject) => {
      made.addEventListener("load", resolve, { once: true });
      made.addEventListener("error", reject, { once: true });
    });
    made.append(figure.querySelector("template").content.cloneNode(true));
    stage.append(made);
    await drawn;
    viewers.addPoints(
      made,
      points.map((each) => ({ ...each.dataset, label: each.textContent, lang: each.lang })),
    );
    viewers.addDimensions(made, words, viewers.lengthIn(document.documentElement.lang));
    stage.classList.add("opened");
    one("open").hidden = true;
    tools.hidden = false;
    listed(true);
    turn(!still);
    press(one("measure"), false);
    if (one("points")) press(one("points"), true);
    said.textContent = matchMedia("(pointer: coarse)").matches ? words.touch : words.keys;
    // The part of the viewer that takes keys; the element itself does not pass the focus on.
    (made.shadowRoot.querySelector("[tabindex]") ?? made).focus({ preventScroll: true });
  }

  function shut() {
    if (document.fullscreenElement) document.exitFullscreen();
    made.remove();
    listed(false);
    stage.classList.remove("opened");
    tools.hidden = true;
    said.textContent = "";
    one("open").hidden = false;
    one("open").focus();
  }

  function turn(on) {
    made.autoRotate = on;
    if (on) made.play?.();
    else made.pause?.();
    press(one("turn"), on);
  }
}

function press(button, on) {
  button.setAttribute("aria-pressed", String(on));
}
