/* Packs the meshes of a binary glTF with EXT_meshopt_compression, losslessly: the views that
   accessors of primitives read are encoded, everything else stays as it is.
   Format: https://github.com/KhronosGroup/glTF (EXT_meshopt_compression). */

const NAME = "EXT_meshopt_compression";
const SIZES = { 5120: 1, 5121: 1, 5122: 2, 5123: 2, 5125: 4, 5126: 4 };
const PARTS = { SCALAR: 1, VEC2: 2, VEC3: 3, VEC4: 4, MAT2: 4, MAT3: 9, MAT4: 16 };
const [GLTF, JSON_CHUNK, BIN_CHUNK] = [0x46546c67, 0x4e4f534a, 0x004e4942];

/* The packed file (Uint8Array), or undefined where nothing gets smaller. */
export async function compress(file, encoder) {
  await encoder.ready;
  const { json, binary } = open(file);
  if (json.extensionsUsed?.includes(NAME) || json.extensionsUsed?.includes("KHR_draco_mesh_compression")) return undefined;
  const wanted = views(json);
  const parts = [];
  let [length, unpacked, gained] = [0, 0, 0];
  const add = (bytes) => {
    const at = length;
    const pad = (4 - (bytes.length % 4)) % 4;
    parts.push(bytes, new Uint8Array(pad));
    length += bytes.length + pad;
    return at;
  };
  json.bufferViews?.forEach((view, index) => {
    const source = binary.subarray(view.byteOffset ?? 0, (view.byteOffset ?? 0) + view.byteLength);
    const how = wanted.get(index);
    const packed = how && encoder.encodeGltfBuffer(source, how.count, how.stride, how.mode);
    if (!packed || packed.length >= source.length) {
      Object.assign(view, { buffer: 0, byteOffset: add(source) });
      return;
    }
    gained += source.length - packed.length;
    view.extensions = {
      ...view.extensions,
      [NAME]: { buffer: 0, byteOffset: add(packed), byteLength: packed.length, byteStride: how.stride, count: how.count, mode: how.mode },
    };
    // Where it would lie in the buffer that only exists once unpacked.
    Object.assign(view, { buffer: 1, byteOffset: unpacked });
    unpacked += source.length + ((4 - (source.length % 4)) % 4);
  });
  if (!gained) return undefined;
  json.buffers = [{ byteLength: length }, { byteLength: unpacked, extensions: { [NAME]: { fallback: true } } }];
  for (const list of ["extensionsUsed", "extensionsRequired"]) json[list] = [...(json[list] ?? []), NAME];
  const made = close(json, parts, length);
  return made.length < file.length ? made : undefined;
}

/* Meshes that a node turns: the check measures what is packed by its box, which is exact only where
   nothing is turned. Their positions stay as they are. */
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

/* Which views hold what primitives read, and as what: those that hold one sort of element only. */
function views(json) {
  const found = new Map();
  const spoilt = new Set();
  const note = (index, indices) => {
    const accessor = json.accessors[index];
    if (accessor?.bufferView === undefined) return;
    const view = json.bufferViews[accessor.bufferView];
    const size = SIZES[accessor.componentType] * PARTS[accessor.type];
    const stride = indices ? size : (view.byteStride ?? size);
    const known = found.get(accessor.bufferView);
    const mode = indices ? "INDICES" : "ATTRIBUTES";
    const fits = indices ? size === 2 || size === 4 : stride % 4 === 0 && stride <= 256;
    if (!fits || accessor.sparse || view.byteLength % stride || (known && (known.stride !== stride || known.mode !== mode))) {
      spoilt.add(accessor.bufferView);
    }
    found.set(accessor.bufferView, { stride, mode, count: view.byteLength / stride });
  };
  const lying = turned(json);
  for (const [index, { primitives }] of (json.meshes ?? []).entries()) {
    for (const { attributes, indices, targets = [] } of primitives) {
      for (const set of [attributes, ...targets]) Object.values(set).forEach((each) => note(each, false));
      if (indices !== undefined) note(indices, true);
      if (lying.has(index)) spoilt.add(json.accessors[attributes.POSITION].bufferView);
    }
  }
  for (const index of spoilt) found.delete(index);
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
