"""Pictures are drawn from the request, told in one form, and found behind their links."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

import specs
from mock_upstream import jsontext
from mock_upstream.frames import Data, body_of
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.images import draw, show
from mock_upstream.protocols.openai.said import Asked, Said
from mock_upstream.reply import Failure

HOST = (("Host", "mock:1"),)


def said(script: JSON = None, **body: JSON) -> Said:
    """What is said to a request for pictures."""
    body = {"prompt": "a cat", "model": "m", **body}
    path, octets = "/images/generations", jsontext.dumps(body)
    reply = draw(Asked(octets, body, HOST, path, 1, 0, script or {}))
    assert isinstance(reply, Said)
    return reply


def answer(**body: JSON) -> Any:
    """The JSON answer, which keeps its schema."""
    value = jsontext.loads(body_of(said(**body).frames))
    specs.validator("openai/images.response.json").validate(value)
    return value


@pytest.mark.parametrize("form", ["png", "jpeg", "webp"])
def test_base64_is_a_picture(form: str) -> None:
    """Of the format and size that were asked for."""
    (item,) = answer(response_format="b64_json", output_format=form, size="512x256")["data"]
    picture = Image.open(io.BytesIO(base64.b64decode(item["b64_json"])))

    assert (picture.format, picture.size) == (form.upper(), (512, 256))


def test_a_link_leads_to_the_picture() -> None:
    """Its path is one that the mock serves, and the octets are those of base64."""
    (link,) = answer(size="256x256")["data"]
    (item,) = answer(size="256x256", response_format="b64_json")["data"]
    shown = show(Asked(path=link["url"].removeprefix("http://mock:1/v1")))

    assert isinstance(shown, Said)
    assert body_of(shown.frames) == base64.b64decode(item["b64_json"])


@pytest.mark.parametrize("name", ["x.png", "0" * 16 + "-8x8.gif", "../secret"])
def test_another_link_leads_nowhere(name: str) -> None:
    """A 404 as the dialect says it."""
    assert isinstance(show(Asked(path=f"/files/images/{name}")), Failure)


def test_families_answer_as_they_do() -> None:
    """DALL-E has links and no usage, GPT image base64 and usage; DALL-E 3 rewrites the prompt."""
    old, new = answer(model="dall-e-3"), answer(model="gpt-image-1", quality="high")

    assert (set(old), set(old["data"][0])) == ({"created", "data"}, {"url", "revised_prompt"})
    assert set(new["data"][0]) == {"b64_json"}
    assert new["usage"]["output_tokens"] == 1024 * 1024 // 252
    assert (new["quality"], new["size"], new["background"]) == ("high", "1024x1024", "opaque")


def test_the_words_decide_the_pictures() -> None:
    """The same request is the same pictures, and no two of one answer are alike."""
    one, other = answer(n=2)["data"]

    assert answer(n=2)["data"] == [one, other]
    assert one != other
    assert answer(prompt="a dog")["data"][0] != one


def test_a_stream_sketches_then_shows() -> None:
    """Each event keeps its schema; the last picture is that of an answer in one piece."""
    frames = said(stream=True, partial_images=2).frames
    events = [one for one in frames if isinstance(one, Data)]
    told = [jsontext.loads(one.octets.partition(b"data: ")[2]) for one in events]
    for value in told:
        specs.validator("openai/image.event.json").validate(value)

    assert [one["type"].rpartition(".")[2] for one in told] == ["partial_image"] * 2 + ["completed"]
    assert told[-1]["b64_json"] == answer(response_format="b64_json")["data"][0]["b64_json"]


def test_a_script_has_the_last_word() -> None:
    """Extras stand over the answer."""
    reply = said({"extras": {"created": 1}})

    assert jsontext.loads(body_of(reply.frames))["created"] == 1


def test_a_bad_request_is_a_failure() -> None:
    """It is told as it was found."""
    assert isinstance(draw(Asked(b"{}", {}, path="/images/generations")), Failure)


def test_a_script_may_name_another_model() -> None:
    """Whose form the answer then has, in the journal too."""
    reply = said({"form": "dall-e-3"}, model="any")
    (item,) = jsontext.loads(body_of(reply.frames))["data"]

    assert set(item) == {"url", "revised_prompt"}
    assert reply.summary["images"][0]["revised_prompt"] == item["revised_prompt"]
