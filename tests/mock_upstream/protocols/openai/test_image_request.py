"""What may be asked of the three endpoints of pictures."""

from __future__ import annotations

import base64

import pytest

from mock_upstream.jsontext import JSON
from mock_upstream.media.pictures import png
from mock_upstream.protocols.openai.image_request import ImageRequest, read_image
from mock_upstream.protocols.openai.said import Asked
from mock_upstream.reply import Failure

PNG = png(1, 64, 64)
FORM = (("content-type", "multipart/form-data; boundary=B"),)


def form(fields: dict[str, str], *files: tuple[str, bytes]) -> bytes:
    """A form with the boundary ``B``."""
    head = b'--B\r\nContent-Disposition: form-data; name="%b"'
    parts = [head % name.encode() + b"\r\n\r\n" + text.encode() for name, text in fields.items()]
    parts += [
        head % name.encode() + b'; filename="x.png"\r\n\r\n' + octets for name, octets in files
    ]
    return b"".join(part + b"\r\n" for part in parts) + b"--B--"


def read(kind: str, body: JSON = None, octets: bytes = b"", headers: JSON = ()) -> JSON:
    """The request, or the name of the error."""
    request = read_image(Asked(octets, body, headers, f"/images/{kind}"))
    return request.name if isinstance(request, Failure) else request


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (None, "malformed_json"),
        ({}, "missing_required_parameter"),
        ({"prompt": 1}, "invalid_type"),
        ({"prompt": "a", "n": 11}, "integer_above_max_value"),
        ({"prompt": "a", "size": "9x9"}, "invalid_value"),
        ({"prompt": "a", "size": 9}, "invalid_type"),
        ({"prompt": "a", "background": 1}, "invalid_type"),
        ({"prompt": "a", "background": "blue"}, "invalid_value"),
        ({"prompt": "a", "model": "gpt-image-1", "response_format": "url"}, "unknown_parameter"),
        ({"prompt": "a", "model": "dall-e-3", "stream": True}, "unknown_parameter"),
        ({"prompt": "a", "model": "dall-e-3", "n": 2}, "invalid_value"),
        ({"prompt": "a", "model": "dall-e-3", "size": "256x256"}, "invalid_value"),
        ({"prompt": "a", "model": "dall-e-3", "quality": "high"}, "invalid_value"),
        ({"prompt": "a", "model": "dall-e-3", "style": "any"}, "invalid_value"),
    ],
)
def test_a_bad_request_is_refused(body: JSON, expected: str) -> None:
    """By the first thing that is wrong with it."""
    assert read("generations", body) == expected


def test_defaults_are_those_of_the_document() -> None:
    """The smallest request has a model, a size, and one picture."""
    request = read("generations", {"prompt": "a"})

    assert isinstance(request, ImageRequest)
    assert (request.model, request.size, request.n) == ("dall-e-2", (1024, 1024), 1)
    assert (request.wants_url, request.stream, request.partial_images) == (True, False, 0)


@pytest.mark.parametrize("name", ["image", "image[]"])
def test_a_form_has_pictures_and_a_mask(name: str) -> None:
    """By either name; numbers are numbers."""
    octets = form({"prompt": "a", "n": "2"}, (name, PNG), (name, PNG), ("mask", PNG))

    request = read("edits", None, octets, FORM)

    assert isinstance(request, ImageRequest)
    assert (len(request.inputs), request.mask, request.n) == (2, PNG, 2)


@pytest.mark.parametrize(
    ("kind", "octets", "expected"),
    [
        ("edits", form({"prompt": "a"}), "missing_required_parameter"),
        ("edits", form({}, ("image", PNG)), "missing_required_parameter"),
        ("edits", form({"prompt": "a"}, ("image", b"text")), "invalid_image_format"),
        ("edits", form({"prompt": "a"}, *[("image", PNG)] * 17), "array_above_max_length"),
        ("variations", form({}), "missing_required_parameter"),
        ("edits", b"--B", "bad_request"),
    ],
)
def test_a_bad_form_is_refused(kind: str, octets: bytes, expected: str) -> None:
    """Pictures are needed, not too many, and are pictures."""
    assert read(kind, None, octets, FORM) == expected


def test_an_edit_in_json_refers_to_its_pictures() -> None:
    """A data URL is the picture, a link stands for one."""
    data = "data:image/png;base64," + base64.b64encode(PNG).decode()
    images = [{"image_url": data}, {"image_url": "https://a/b.png"}]

    request = read("edits", {"prompt": "a", "images": images, "mask": {"file_id": "file-1"}})

    assert isinstance(request, ImageRequest)
    assert (request.inputs[0], len(request.inputs)) == (PNG, 2)
    assert read("edits", {"prompt": "a", "images": [1]}) != "malformed_json"
    broken = {"prompt": "a", "images": [{"image_url": "data:image/png;base64,*"}]}
    assert read("edits", broken) == "invalid_image_format"


def test_a_media_type_that_is_neither_is_refused() -> None:
    """Generations are JSON, variations are forms."""
    text = (("content-type", "text/plain"),)

    assert read("generations", {"prompt": "a"}, headers=text) == "unsupported_content_type"
    assert read("variations", {}, headers=text) == "unsupported_content_type"


@pytest.mark.parametrize(
    ("fields", "size"),
    [
        ({"aspect_ratio": "16:9"}, (1376, 768)),
        ({"aspect_ratio": "9:21"}, (672, 1568)),
        ({"aspect_ratio": "ASPECT_1_1"}, (1024, 1024)),
        ({"aspect_ratio": "16:9", "size": "64x64"}, (64, 64)),
        ({"image_size": "512x768"}, (512, 768)),
    ],
)
def test_a_model_of_another_vendor_has_its_own_word_for_the_size(
    fields: JSON, size: tuple[int, int]
) -> None:
    """Proportions make about a million pixels."""
    request = read("generations", {"prompt": "a", "model": "flux", **fields})

    assert isinstance(request, ImageRequest)
    assert request.size == size
