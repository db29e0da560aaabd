/* Packs the meshes of a binary glTF with EXT_meshopt_compression, losslessly: what accessors of
   primitives read is encoded, each in a view of its own; everything else stays as it is.
   Format: https://github.com/KhronosGroup/glTF (EXT_meshopt_compression). */

const NAME = "EXT_meshopt_compression";
const SIZES = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const PARTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4 };
const [VERTICES, INDICES] = [34962, 34963];
const [GLTF, JSON_CHUNK, BIN_CHUNK] = [0x46546c67, 0x4e4f534a, 0x004e4942];

/* Extensions that refer to no view: with any other the file is left as it is. */
const KNOWN = /^(KHR_(materials_|texture_|lights_|mesh_quantization)|EXT_texture_)/;

/* The packed file (Uint8Array), or undefined where nothing gets smaller. */
export async function compress(file, encoder) {
  await encoder.ready;
  const { json, binary } = open(file);
  if (!(json.extensionsUsed ?? []).every((name) => KNOWN.test(name))) return undefined;
  const wanted = meshData(json);
  const [parts, views, moved] = [[], [], new Map()];
  let [length, unpacked] = [0, 0];
  const add = (bytes) => {
    const at = length;
    parts.push(bytes, new Uint8Array(-bytes.length & 3));
    length += bytes.length + (-bytes.length & 3);
    return at;
  };
  /* A view that others than meshes read, once, with the same bytes. */
  const keep = (index) => {
    if (!moved.has(index)) {
      const view = json.bufferViews[index];
      moved.set(index, views.length);
      views.push({ ...view, buffer: 0, byteOffset: add(bytesOf(view, binary)) });
    }
    return moved.get(index);
  };
  const own = (accessor, target) => {
    const { source, stride } = elements(accessor, json, binary, target);
    const mode = target === INDICES ? "INDICES" : "ATTRIBUTES";
    const packed = target && encoder.encodeGltfBuffer(source, accessor.count, stride, mode);
    const view = { byteLength: source.length, target: target ?? VERTICES };
    if (view.target === VERTICES) view.byteStride = stride;
    if (!packed || packed.length >= source.length) return { ...view, buffer: 0, byteOffset: add(source) };
    const how = { buffer: 0, byteOffset: add(packed), byteLength: packed.length, byteStride: stride, count: accessor.count, mode };
    // Where it would lie in the buffer that only exists once unpacked.
    const at = unpacked;
    unpacked += source.length + (-source.length & 3);
    return { ...view, buffer: 1, byteOffset: at, extensions: { [NAME]: how } };
  };
  for (const [index, accessor] of (json.accessors ?? []).entries()) {
    if (wanted.has(index)) {
      views.push(own(accessor, wanted.get(index)));
      accessor.bufferView = views.length - 1;
      delete accessor.byteOffset;
    } else if (accessor.bufferView !== undefined) accessor.bufferView = keep(accessor.bufferView);
    for (const part of [accessor.sparse?.indices, accessor.sparse?.values]) if (part) part.bufferView = keep(part.bufferView);
  }
  for (const image of json.images ?? []) if (image.bufferView !== undefined) image.bufferView = keep(image.bufferView);
  if (!unpacked) return undefined;
  json.bufferViews = views;
  json.buffers = [{ byteLength: length }, { byteLength: unpacked, extensions: { [NAME]: { fallback: true } } }];
  for (const list of ["extensionsUsed", "extensionsRequired"]) json[list] = [...(json[list] ?? []), NAME];
  const made = close(json, parts, length);
  return made.length < file.length ? made : undefined;
}

function bytesOf({ byteOffset = 0, byteLength }, binary) {
  return binary.subarray(byteOffset, byteOffset + byteLength);
}

/* The elements of an accessor, one after the other; those of vertices at multiples of four. */
function elements({ bufferView, byteOffset = 0, count, componentType, type }, json, binary, target) {
  const view = json.bufferViews[bufferView];
  const size = SIZES[componentType] * PARTS[type];
  const stride = target === INDICES ? size : size + (-size & 3);
  const step = view.byteStride ?? size;
  const all = bytesOf(view, binary);
  const source = new Uint8Array(count * stride);
  for (let n = 0; n < count; n += 1) {
    const at = byteOffset + n * step;
    source.set(all.subarray(at, at + size), n * stride);
  }
  return { source, stride };
}

/* Accessors that primitives alone read: which target their view gets, null for "as it is".
   The positions of meshes that a node turns are not packed: the check measures what is packed by its
   box, which is exact only where nothing is turned. */
function meshData(json) {
  const found = new Map();
  const lying = turned(json);
  const note = (index, target) => {
    const accessor = json.accessors[index];
    const fits = accessor.bufferView !== undefined && !accessor.sparse && PARTS[accessor.type];
    if (fits && (target !== INDICES || accessor.componentType !== 5121)) found.set(index, found.get(index) === null ? null : target);
  };
  for (const [mesh, { primitives }] of (json.meshes ?? []).entries()) {
    for (const { attributes, indices, targets = [] } of primitives) {
      for (const set of [attributes, ...targets]) Object.values(set).forEach((each) => note(each, VERTICES));
      if (indices !== undefined) note(indices, INDICES);
      if (lying.has(mesh) && found.has(attributes.POSITION)) found.set(attributes.POSITION, null);
    }
  }
  for (const { inverseBindMatrices } of json.skins ?? []) found.delete(inverseBindMatrices);
  for (const { samplers } of json.animations ?? []) for (const { input, output } of samplers) [input, output].forEach((each) => found.delete(each));
  return found;
}

/* Meshes that a node turns, itself or with what it hangs on. */
function turned(json) {
  const found = new Set();
  const below = (index, was) => {
    const { rotation, matrix, mesh, children = [] } = json.nodes[index];
    const is = was || Boolean(matrix) || Boolean(rotation && Math.abs(rotation[3]) < 1);
    if (is && mesh !== undefined) found.add(mesh);
    children.forEach((child) => below(child, is));
  };
  json.scenes?.forEach(({ nodes = [] }) => nodes.forEach((index) => below(index, false)));
  return found;
}

function open(file) {
  const data = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (data.getUint32(0, true) !== GLTF) throw new Error("not a GLB");
  const size = data.getUint32(12, true);
  const json = JSON.parse(new TextDecoder().decode(file.subarray(20, 20 + size)));
  return { json, binary: file.subarray(28 + size) };
}

function close(json, parts, length) {
  const text = new TextEncoder().encode(JSON.stringify(json));
  const head = text.length + ((4 - (text.length % 4)) % 4);
  const made = new Uint8Array(28 + head + length);
  const data = new DataView(made.buffer);
  [GLTF, 2, made.length, head, JSON_CHUNK].forEach((value, n) => data.setUint32(4 * n, value, true));
  made.fill(0x20, 20, 20 + head);
  made.set(text, 20);
  data.setUint32(20 + head, length, true);
  data.setUint32(24 + head, BIN_CHUNK, true);
  let at = 28 + head;
  for (const part of parts) {
    made.set(part, at);
    at += part.length;
  }
  return made;
}
