"""Posters of models: what is read of a file, and that it is what the picture shows."""

import struct
from io import BytesIO

import numpy as np
import pytest
from PIL import Image

from salon.core.errors import DomainError
from salon.exhibition.services import glb
from salon.exhibition.services.posters import View, poster
from salon.exhibition.services.posters.reading import read
from tests.salon.exhibition import glbs
from tests.salon.exhibition.glbs import CORNERS, SIDES, Model

SIZE = {"width": 96, "height": 72}
RED = {"pbrMetallicRoughness": {"baseColorFactor": [0.8, 0.02, 0.02, 1], "metallicFactor": 0}}
SQUARE = [(0.0, 0.0, 0.0), (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (1.0, 1.0, 0.0)]
FRONT = View(azimuth=0, elevation=0)


def drawn(model, view=FRONT):
    """The pixels, as numbers from 0 to 255, of a model that the check takes."""
    data = model.bytes()
    glb.check(data=data)
    return np.asarray(poster(data=data, view=view, **SIZE), dtype=int)


def middle(pixels):
    return tuple(pixels[SIZE["height"] // 2, SIZE["width"] // 2])


def is_red(pixel):
    r, g, b = pixel
    return bool(r > 100 and r > 2 * max(g, b))


def material(model, described):
    """Everything that the model has made of that."""
    index = model.add("materials", described)
    for mesh in model.document["meshes"]:
        for primitive in mesh["primitives"]:
            primitive["material"] = index
    return model


def square(**attributes):
    """A square that looks at the viewer, its upper left corner in the upper left of a picture."""
    model = Model()
    attributes = {
        "POSITION": model.accessor(SQUARE, target=glbs.VERTICES),
        **{name: model.accessor(*value) for name, value in attributes.items()},
    }
    model.node(mesh=model.mesh(attributes=attributes, mode=5))
    return model


def painted(image, form="PNG", places=None, **info):
    """A square with a picture on it, upright."""
    model = square(TEXCOORD_0=(places or [(x, 1 - y) for x, y, _ in SQUARE], glbs.FLOAT))
    out = BytesIO()
    image.save(out, form)
    source = model.add(
        "images", {"bufferView": model.view(out.getvalue()), "mimeType": f"image/{form.lower()}"}
    )
    texture = {"source": source}
    if form == "WEBP":
        texture = {"extensions": {"EXT_texture_webp": texture}}
        model.document["extensionsUsed"] = ["EXT_texture_webp"]
        model.document["extensionsRequired"] = ["EXT_texture_webp"]
    model.add("textures", texture)
    surface = {"baseColorTexture": {"index": 0, **info}, "metallicFactor": 0}
    return material(model, {"pbrMetallicRoughness": surface})


def halves(left="red", right="blue"):
    image = Image.new("RGB", (16, 16), left)
    image.paste(right, (8, 0, 16, 16))
    return image


def test_a_red_block_fills_the_middle_with_red():
    image = poster(data=material(glbs.block(), RED).bytes(), **SIZE)
    assert (image.mode, image.size) == ("RGB", (96, 72))
    pixels = np.asarray(image, dtype=int)
    assert is_red(middle(pixels))
    assert [is_red(pixels[y, x]) for y in (0, -1) for x in (0, -1)] == [False] * 4


def test_the_same_picture_comes_out_twice():
    data = material(glbs.block(), RED).bytes()
    first, second = (poster(data=data, **SIZE).tobytes() for _ in range(2))
    assert first == second


def test_another_side_is_seen_from_another_view():
    model = material(square(), RED)
    assert is_red(middle(drawn(model)))
    assert not is_red(middle(drawn(model, View(azimuth=180, elevation=0))))
    model.document["materials"][0]["doubleSided"] = True
    assert is_red(middle(drawn(model, View(azimuth=180, elevation=0))))


def test_missing_normals_are_square_to_the_faces():
    corners, normals = read(glbs.block().bytes()).triangles[:2]
    assert np.abs(normals).sum() == pytest.approx(36)  # each along an axis
    outward = corners - np.array((0, 1, 0))
    assert (np.sum(outward * normals, axis=-1) > 0).all()


def test_given_normals_are_kept_and_useless_ones_replaced():
    given = [(0.0, 0.6, 0.8), (0.0, 0.6, 0.8), (0.0, 0.0, 0.0), (0.0, 0.6, 0.8)]
    normals = read(square(NORMAL=(given, glbs.FLOAT)).bytes()).triangles.normals
    found = {tuple(each) for each in np.round(normals.reshape(-1, 3), 5).tolist()}
    assert found == {(0.0, 0.6, 0.8), (0.0, 0.0, 1.0)}


def test_strips_and_fans_and_lists_are_the_same_surface():
    strip = read(square().bytes()).triangles
    order = {6: [0, 1, 3, 2], 4: [0, 1, 3, 0, 3, 2]}
    for mode, indices in order.items():
        model = square()
        primitive = model.document["meshes"][0]["primitives"][0]
        primitive |= {
            "mode": mode,
            "indices": model.accessor(indices, glbs.UNSIGNED_BYTE, glbs.INDICES),
        }
        other = read(model.bytes()).triangles
        assert np.allclose(other.normals, strip.normals)
        assert len(other.corners) == 2


def test_points_and_lines_are_left_out():
    model = glbs.block()
    mesh = model.document["meshes"][0]
    mesh["primitives"].append({**mesh["primitives"][0], "mode": 1})
    assert len(read(model.bytes()).triangles.corners) == 12


def test_quantized_numbers_make_the_same_picture():
    model = Model()
    short = [tuple(round(value / 3 * 32767) for value in row) for row in CORNERS]
    attributes = {
        "POSITION": model.accessor(short, glbs.SHORT, glbs.VERTICES, normalized=True, byteOffset=0)
    }
    sides = model.accessor(SIDES, glbs.UNSIGNED_SHORT, glbs.INDICES)
    model.node(mesh=model.mesh(attributes=attributes, indices=sides), scale=[3, 3, 3])
    names = ["KHR_mesh_quantization"]
    model.document |= {"extensionsUsed": names, "extensionsRequired": names}
    view = View()
    difference = drawn(material(model, RED), view) - drawn(material(glbs.block(), RED), view)
    assert np.abs(difference).mean() < 0.2


def test_nodes_move_turn_scale_and_mirror():
    model = glbs.block()
    half = 0.5**0.5
    model.document["nodes"][0] |= {
        "translation": [10, 0, 0],
        "rotation": [0, half, 0, half],
        "scale": [1, 2, -1],
    }
    triangles = read(model.bytes()).triangles
    assert triangles.corners.min(axis=(0, 1)) == pytest.approx((7, 0, -2), abs=1e-5)
    assert triangles.corners.max(axis=(0, 1)) == pytest.approx((13, 4, 2), abs=1e-5)
    a, b, c = np.moveaxis(triangles.corners, 1, 0)
    outward = triangles.corners.mean(axis=1) - np.array((10, 2, 0))
    assert (np.sum(np.cross(b - a, c - a) * outward, axis=1) > 0).all()
    assert (np.sum(triangles.normals[:, 0] * outward, axis=1) > 0).all()


def test_a_skinned_model_stands_as_it_was_bound():
    data = glbs.skinned().bytes()
    corners = read(data).triangles.corners
    assert corners.min(axis=(0, 1)) == pytest.approx(glb.check(data=data).low)


@pytest.mark.parametrize("name", sorted(set(glbs.ALL) - {"packed by meshopt", "packed by Draco"}))
def test_it_fills_the_box_that_was_checked(name):
    data = glbs.ALL[name]().bytes()
    model, triangles = glb.check(data=data), read(data).triangles
    assert len(triangles.corners) == model.triangles
    assert triangles.corners.min(axis=(0, 1)) == pytest.approx(model.low, abs=1e-6)
    assert triangles.corners.max(axis=(0, 1)) == pytest.approx(model.high, abs=1e-6)


def test_vertex_colours_show():
    red = [(255, 0, 0, 255)] * 4
    plain = {"pbrMetallicRoughness": {"metallicFactor": 0}}
    model = square()
    accessor = model.accessor(red, glbs.UNSIGNED_BYTE, glbs.VERTICES, normalized=True)
    model.document["meshes"][0]["primitives"][0]["attributes"]["COLOR_0"] = accessor
    assert is_red(middle(drawn(material(model, plain))))


@pytest.mark.parametrize("form", ["PNG", "JPEG", "WEBP"])
def test_a_texture_shows_where_it_lies(form):
    pixels = drawn(painted(halves(), form))
    left, right = (pixels[36, x] for x in (40, 56))
    assert is_red(left)
    assert is_red(right[::-1])  # blue


def test_a_texture_is_turned_and_moved():
    transform = {"rotation": np.pi, "offset": [1, 1]}
    model = painted(halves(), extensions={"KHR_texture_transform": transform})
    model.document["extensionsUsed"] = ["KHR_texture_transform"]
    assert is_red(drawn(model)[36, 56])


@pytest.mark.parametrize(("wrap", "red"), [(10497, True), (33648, False), (33071, False)])
def test_beyond_its_edges_a_texture_goes_on_as_it_says(wrap, red):
    model = painted(halves(), places=[(1 + x, y) for x, y, _ in SQUARE])
    model.add("samplers", {"wrapS": wrap})
    model.document["textures"][0]["sampler"] = 0
    assert is_red(drawn(model)[36, 40]) is red


def test_a_fine_pattern_seen_from_afar_is_its_mean():
    board = (np.indices((512, 512)).sum(axis=0) % 2 * 255).astype(np.uint8)
    pixels = drawn(painted(Image.fromarray(board)))[20:52, 36:60]
    assert np.ptp(pixels, axis=(0, 1)).max() <= 12


def test_values_of_textures_are_looked_up_at_the_middle():
    model = painted(Image.new("RGB", (4, 4), (0, 51, 255)))
    surface = model.document["materials"][0]["pbrMetallicRoughness"]
    surface |= {"metallicRoughnessTexture": {"index": 0}, "metallicFactor": 0.5}
    model.document["materials"][0]["emissiveTexture"] = {"index": 0}
    model.document["materials"][0]["emissiveFactor"] = [1, 1, 0.25]
    triangles = read(model.bytes()).triangles
    assert triangles.metallic == pytest.approx([0.5, 0.5])
    assert triangles.roughness == pytest.approx([0.2, 0.2])
    assert triangles.glow[0] == pytest.approx((0, 0.0331, 0.25), abs=1e-4)


@pytest.mark.parametrize(
    ("alpha", "mode", "seen"),
    [(0.1, "OPAQUE", 2), (0.1, "BLEND", 0), (0.3, "BLEND", 2), (0.3, "MASK", 0), (0.6, "MASK", 2)],
)
def test_what_hardly_shows_is_left_out(alpha, mode, seen):
    surface = {"baseColorFactor": [1, 1, 1, alpha]}
    model = material(square(), {"pbrMetallicRoughness": surface, "alphaMode": mode})
    assert len(read(model.bytes()).triangles.corners) == seen


def refused(model, code):
    data = model.bytes()
    glb.check(data=data)
    with pytest.raises(DomainError) as refusal:
        poster(data=data, **SIZE)
    assert refusal.value.code == code
    return str(refusal.value)


def test_nothing_to_be_seen_is_said():
    surface = {"baseColorFactor": [1, 1, 1, 0]}
    model = material(square(), {"pbrMetallicRoughness": surface, "alphaMode": "BLEND"})
    refused(model, "poster.nothing")


@pytest.mark.parametrize("packed", [glbs.packed_by_draco, glbs.packed_by_meshopt])
def test_compressed_meshes_are_left_to_the_browser(packed):
    said = refused(packed(), "poster.compressed")
    assert said.startswith("accessors[0] is compressed")
    assert "/showroom/prepare/" in said


def test_compressed_textures_are_left_to_the_browser():
    model = painted(halves())
    ktx2 = b"\xabKTX 20\xbb\r\n\x1a\n" + struct.pack("<8I", 0, 1, 8, 8, 0, 0, 1, 1) + bytes(40)
    image = {"bufferView": model.view(ktx2), "mimeType": "image/ktx2"}
    source = {"source": model.add("images", image)}
    model.document["textures"][0] = {"extensions": {"KHR_texture_basisu": source}}
    model.document["extensionsUsed"] = ["KHR_texture_basisu"]
    model.document["extensionsRequired"] = ["KHR_texture_basisu"]
    assert refused(model, "poster.compressed").startswith("textures[0] is compressed")


def test_an_image_that_breaks_off_is_named():
    model = painted(Image.effect_noise((64, 64), 90), "JPEG")
    view = model.document["bufferViews"][2]
    view["byteLength"] //= 2
    assert refused(model, "poster.image").startswith("images[0] of the model cannot be read")


def test_a_model_of_countless_layers_is_not_drawn():
    model = square()
    for _ in range(400):
        model.node(mesh=0)
    refused(model, "poster.layers")


@pytest.mark.parametrize("view", [View(0, 0), View(90, 0), View(0, 85), View(-400, 40, 3)])
def test_a_flat_model_is_drawn_from_anywhere(view):
    assert drawn(square(), view).shape == (72, 96, 3)


@pytest.mark.parametrize("scale", [0.0005, 100])
def test_size_and_place_do_not_matter(scale):
    model = material(glbs.block(), RED)
    model.document["nodes"][0] |= {"scale": [scale] * 3, "translation": [0, 40 * scale, 9 * scale]}
    view = View()
    difference = drawn(model, view) - drawn(material(glbs.block(), RED), view)
    assert np.abs(difference).mean() < 0.2
