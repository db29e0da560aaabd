/* Moving about on a floor plan: buttons, keys, one or two fingers, the wheel with Ctrl. Only the
   viewBox changes, at once and without animation; without this script addresses do the same. */
const plan = document.querySelector(".plan svg");
const found = document.getElementById("found");
const SMALLEST = 220; // decimetres

function numbers(text) {
  return text.split(" ").map(Number);
}

function setUp() {
  const [, , width, depth] = numbers(plan.dataset.whole);
  let view = numbers(plan.getAttribute("viewBox"));

  function show([x, y, w]) {
    w = Math.min(Math.max(w, Math.min(SMALLEST, width)), width);
    const h = (w * depth) / width;
    view = [Math.min(Math.max(x, 0), width - w), Math.min(Math.max(y, 0), depth - h), w, h];
    plan.setAttribute("viewBox", view.map((one) => Math.round(one * 10) / 10).join(" "));
    plan.classList.toggle("whole", w > width * 0.7);
  }
  /* Larger or smaller around a point of the plan, which stays where it is. */
  function zoom(factor, [x, y] = [view[0] + view[2] / 2, view[1] + view[3] / 2]) {
    const w = Math.min(Math.max(view[2] * factor, SMALLEST), width);
    const by = w / view[2];
    show([x - (x - view[0]) * by, y - (y - view[1]) * by, w]);
  }
  function move(across, down) {
    show([view[0] + across, view[1] + down, view[2]]);
  }
  function centre(stand) {
    const box = stand.getBBox();
    const w = Math.min(Math.max(360, plan.clientWidth / 2), width);
    const h = (w * depth) / width;
    show([box.x + box.width / 2 - w / 2, box.y + box.height / 2 - h / 2, w]);
  }
  function point(event) {
    const at = plan.getScreenCTM().inverse();
    return [event.clientX * at.a + at.e, event.clientY * at.d + at.f];
  }

  const tools = document.querySelector(".plan-tools > *");
  tools.hidden = false;
  tools.addEventListener("click", (event) => {
    const wanted = event.target.closest("[data-zoom]")?.dataset.zoom;
    if (wanted) wanted === "all" ? show([0, 0, width]) : zoom(Number(wanted));
  });

  const keys = {
    ArrowLeft: () => move(-view[2] / 5, 0),
    ArrowRight: () => move(view[2] / 5, 0),
    ArrowUp: () => move(0, -view[3] / 5),
    ArrowDown: () => move(0, view[3] / 5),
    "+": () => zoom(0.7),
    "=": () => zoom(0.7),
    "-": () => zoom(1.43),
    0: () => show([0, 0, width]),
  };
  plan.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    event.preventDefault();
    keys[event.key]();
  });
  plan.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return;
      event.preventDefault();
      zoom(event.deltaY < 0 ? 0.87 : 1.15, point(event));
    },
    { passive: false },
  );

  const fingers = new Map();
  let dragged = false;
  plan.addEventListener("dragstart", (event) => event.preventDefault());
  plan.addEventListener("pointerdown", (event) => {
    if (!fingers.size) dragged = false;
    fingers.set(event.pointerId, event);
  });
  window.addEventListener("pointermove", (event) => {
    const before = fingers.get(event.pointerId);
    if (!before) return;
    const other = [...fingers.values()].find((one) => one.pointerId !== event.pointerId);
    const scale = 1 / plan.getScreenCTM().a;
    if (other) {
      const apart = (one) => Math.hypot(one.clientX - other.clientX, one.clientY - other.clientY);
      if (apart(event) > 8) zoom(apart(before) / apart(event), point(other));
      dragged = true;
    } else if (dragged || Math.hypot(event.clientX - before.clientX, event.clientY - before.clientY) > 6) {
      move((before.clientX - event.clientX) * scale, (before.clientY - event.clientY) * scale);
      dragged = true;
    } else {
      return; // a tap that trembles is still a tap
    }
    fingers.set(event.pointerId, event);
  });
  for (const name of ["pointerup", "pointercancel"]) {
    window.addEventListener(name, (event) => fingers.delete(event.pointerId));
  }
  plan.addEventListener(
    "click",
    (event) => {
      if (dragged) event.preventDefault();
      dragged = false;
    },
    true,
  );

  function fold(text) {
    return text.toLowerCase().replaceAll("ı", "i").normalize("NFKD").replace(/\p{M}/gu, "").trim();
  }
  /* What each stand of the drawing and of the lists is found by: the words it shows, or more. */
  const sought = new Map();
  for (const one of document.querySelectorAll(".plan .stand, .stands tbody tr")) {
    const [number, name] = one.cells ?? [one.querySelector("title")];
    const shown = name ? `${number.textContent} ${name.firstChild.textContent}` : number.textContent.replace(", ", " ");
    sought.set(one, one.dataset.find ?? fold(shown));
  }
  /* While typing. What this cannot find (another alphabet, say) the server may: Enter asks it. */
  document.getElementById("find")?.addEventListener("input", (event) => {
    const text = fold(event.target.value);
    const hits = [];
    for (const [one, words] of sought) {
      const hit = text !== "" && words.includes(text);
      one.classList.toggle("found", hit);
      if (hit && one.classList.contains("stand")) hits.push(one);
    }
    if (hits.length === 1) centre(hits[0]);
    else show([0, 0, width]);
    found.textContent = "";
    if (!text) return;
    const said = document.createElement("p");
    const { one, many, none } = found.dataset;
    const names = hits.map((hit) => hit.querySelector("title").textContent).slice(0, 6);
    said.textContent = hits.length
      ? `${hits.length === 1 ? one : `${many} ${hits.length}.`} ${names.join(" · ")}${hits.length > 6 ? " …" : ""}`
      : none;
    found.append(said);
  });

  function follow() {
    if (!location.hash.startsWith("#stand-")) return;
    const stand = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (stand) centre(stand);
  }
  window.addEventListener("hashchange", follow);
  follow();
}

if (plan) setUp();
