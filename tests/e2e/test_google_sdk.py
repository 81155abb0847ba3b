"""The official google-genai SDK works at the mock, and through the reference relay."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest
from PIL import Image

from conformance import embedded
from conformance.rigs import reference, sessions
from mock_upstream import builder

pytest.importorskip("google.genai")

from google import genai
from google.genai import errors, types

TOOL = types.Tool(
    function_declarations=[
        types.FunctionDeclaration(
            name="get_weather",
            description="The weather of a city",
            parameters=types.Schema(
                type=types.Type.OBJECT,
                properties={"city": types.Schema(type=types.Type.STRING)},
                required=["city"],
            ),
        )
    ]
)
LIMIT_S = 10
HEALTHY = builder.script(builder.upstream("primary"), builder.upstream("backup"))
BY_HAND = types.AutomaticFunctionCallingConfig(disable=True)


@dataclass(frozen=True)
class Base:
    """An address with key and model, and the mock's session behind it."""

    root: str
    key: str
    model: str
    session: str

    def fail(self, error: str) -> None:
        """Let every upstream of the session answer with a row of the error catalogue."""
        primary = builder.upstream("primary", builder.rule(builder.step(error=error)))
        script = builder.script(primary, builder.upstream("backup", use="primary"))
        self.reset({"script": script})

    def reset(self, body: object) -> None:
        """Begin anew, with a script or without."""
        url = f"{self.session}/reset"
        httpx2.post(url, json=body, timeout=LIMIT_S, trust_env=False).raise_for_status()


@pytest.fixture(scope="module", params=["mock", "relay"])
def base(request: pytest.FixtureRequest) -> Iterator[Base]:
    """A session of the mock, then one lane through the reference relay."""
    with embedded.mock() as url:
        api = f"{url}/__mock__/v1/sessions"
        if request.param == "mock":
            primary, _ = sessions.create(url, "direct")
            root = primary.base_url.removesuffix("/v1")
            yield Base(root, primary.key, embedded.UPSTREAM_MODEL, f"{api}/direct")
            return
        with reference.start(url, lanes=1) as rig:
            lane = rig["lanes"][0]
            root = rig["relay"]["base_url"].removesuffix("/v1")
            yield Base(root, lane["api_key"], lane["model"], f"{api}/{lane['session']}")


@pytest.fixture(params=["v1", "v1beta"])
def client(request: pytest.FixtureRequest, base: Base) -> Iterator[genai.Client]:
    """The SDK at ``base``, which answers by itself; older releases ask the beta."""
    base.reset({"script": HEALTHY})
    options = types.HttpOptions(base_url=base.root, api_version=request.param, timeout=10_000)
    with genai.Client(api_key=base.key, http_options=options) as made:
        yield made


def test_an_answer_is_whole(base: Base, client: genai.Client) -> None:
    """Text, reason and counts."""
    reply = client.models.generate_content(model=base.model, contents="Say hello.")

    assert reply.text
    assert reply.candidates
    assert reply.candidates[0].finish_reason == types.FinishReason.STOP
    assert reply.usage_metadata
    assert (reply.usage_metadata.total_token_count or 0) > 0
    assert reply.model_version == base.model


def test_a_stream_says_the_same(base: Base, client: genai.Client) -> None:
    """Piece by piece."""
    whole = client.models.generate_content(model=base.model, contents="Go on.")
    pieces = list(client.models.generate_content_stream(model=base.model, contents="Go on."))

    assert "".join(piece.text or "" for piece in pieces) == whole.text
    assert len(pieces) > 2


def test_a_signature_goes_round(base: Base, client: genai.Client) -> None:
    """A call comes signed, and its turn is taken back."""
    config = types.GenerateContentConfig(tools=[TOOL], automatic_function_calling=BY_HAND)
    ask = types.Content(role="user", parts=[types.Part(text="What is the weather in Paris?")])
    first = client.models.generate_content(model=base.model, contents=[ask], config=config)

    assert first.candidates
    turn = first.candidates[0].content
    assert turn
    assert turn.parts
    call = turn.parts[0]
    assert call.function_call
    assert call.function_call.args == {"city": "Paris"}
    assert call.thought_signature
    result = types.Part.from_function_response(name="get_weather", response={"celsius": 21})
    contents = [ask, turn, types.Content(role="user", parts=[result])]
    second = client.models.generate_content(model=base.model, contents=contents, config=config)

    assert second.text


def test_a_picture_decodes(base: Base, client: genai.Client) -> None:
    """One goes in, another comes out."""
    octets = io.BytesIO()
    Image.new("RGB", (2, 2)).save(octets, "PNG")
    picture = types.Part.from_bytes(data=octets.getvalue(), mime_type="image/png")
    config = types.GenerateContentConfig(response_modalities=["TEXT", "IMAGE"])

    asked: Any = ["Like this.", picture]
    reply = client.models.generate_content(model=base.model, contents=asked, config=config)

    (data,) = [part.inline_data for part in reply.parts or () if part.inline_data]
    assert data.data
    assert Image.open(io.BytesIO(data.data)).format == "PNG"
    assert base64.b64encode(data.data)


def test_a_prompt_is_blocked(base: Base, client: genai.Client) -> None:
    """Without a candidate."""
    reply = client.models.generate_content(model=base.model, contents="[refuse]")

    assert not reply.candidates
    assert reply.prompt_feedback
    assert reply.prompt_feedback.block_reason == types.BlockedReason.SAFETY


def test_tokens_are_counted(base: Base, client: genai.Client) -> None:
    """As many as an answer says that its prompt had."""
    counted = client.models.count_tokens(model=base.model, contents="Say hello.")
    reply = client.models.generate_content(model=base.model, contents="Say hello.")

    assert reply.usage_metadata
    assert counted.total_tokens == reply.usage_metadata.prompt_token_count


def test_contents_are_embedded(base: Base, client: genai.Client) -> None:
    """One vector each, of the size that is asked for."""
    config = types.EmbedContentConfig(output_dimensionality=8)
    asked: Any = ["a", "b"]
    reply = client.models.embed_content(model=base.model, contents=asked, config=config)

    assert [len(row.values or ()) for row in reply.embeddings or ()] == [8, 8]


def test_models_are_listed(base: Base, client: genai.Client) -> None:
    """And found one by one."""
    names = [model.name for model in client.models.list()]
    one = client.models.get(model=(names[0] or "").removeprefix("models/"))

    assert one.name == names[0]


def test_an_error_has_code_status_and_details(base: Base, client: genai.Client) -> None:
    """The SDK raises it as the client's."""
    base.fail("gemini_exhausted")

    with pytest.raises(errors.ClientError) as raised:
        client.models.generate_content(model=base.model, contents="Say hello.")

    assert (raised.value.code, raised.value.status) == (429, "RESOURCE_EXHAUSTED")
