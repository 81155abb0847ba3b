"""The official OpenAI SDK works at the mock, and through the reference relay.

Rules of this file: every test runs at both bases. Where the relay's written
policy says something else than the upstream did, a table names both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import openai
import pytest
from openai import AsyncOpenAI, OpenAI
from pydantic import BaseModel

from conformance import embedded
from conformance.rigs import reference, sessions
from mock_upstream import builder

LIMIT_S = 10
HI: Any = [{"role": "user", "content": "What is the weather in Paris and Rome?"}]
TOOLS: Any = [
    {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {
                "type": "object",
                "properties": {"city": {"type": "string"}},
                "required": ["city"],
            },
        },
    }
]
USAGE: Any = {"include_usage": True}

Raised = type[Exception]
STATUSES: dict[str, tuple[Raised, Raised]] = {
    "bad_request": (openai.BadRequestError, openai.BadRequestError),
    "invalid_api_key": (openai.AuthenticationError, openai.InternalServerError),
    "unsupported_country_region_territory": (
        openai.PermissionDeniedError,
        openai.InternalServerError,
    ),
    "model_not_found": (openai.NotFoundError, openai.NotFoundError),
    "conflict": (openai.ConflictError, openai.ConflictError),
    "unprocessable_entity": (openai.UnprocessableEntityError, openai.UnprocessableEntityError),
    "rate_limit_exceeded": (openai.RateLimitError, openai.RateLimitError),
    "server_error": (openai.InternalServerError, openai.InternalServerError),
    "service_unavailable": (openai.InternalServerError, openai.InternalServerError),
}
"""Row of the error catalogue -> what the SDK raises at the mock, and at the relay.

The relay tells a client nothing of its own account's 401 and 403: they are its 502.
"""

TRANSPORT: dict[str, tuple[Raised, Raised]] = {
    "conn.rst_before_head": (openai.APIConnectionError, openai.InternalServerError),
    "conn.close_before_head": (openai.APIConnectionError, openai.InternalServerError),
    "latency.stall": (openai.APITimeoutError, openai.APITimeoutError),
}
"""Fault -> the same. A connection that breaks behind the relay is its 502."""

BREAKS: dict[str, tuple[Raised, Raised]] = {
    "sse.error_in_band": (openai.APIError, openai.APIError),
    "sse.cut_fin": (openai.APIConnectionError, openai.APIError),
    "sse.cut_rst": (openai.APIConnectionError, openai.APIError),
}
"""Fault in mid-stream -> the same. The relay ends a broken stream with an error event."""


@dataclass(frozen=True)
class Base:
    """An address with key and model, and the session of the mock that is behind it."""

    name: str
    url: str
    key: str
    model: str
    control: str

    def client(self, **options: Any) -> OpenAI:
        """The SDK, without retries unless asked for."""
        return OpenAI(**self._options(**options))

    def async_client(self, **options: Any) -> AsyncOpenAI:
        """The SDK for asyncio, without retries unless asked for."""
        return AsyncOpenAI(**self._options(**options))

    def _options(self, **options: Any) -> dict[str, Any]:
        fixed = {"base_url": self.url, "api_key": self.key, "max_retries": 0, "timeout": 5}
        return {**fixed, **options}

    def script(self, *steps: Any) -> None:
        """Both upstreams take ``steps`` from now on, each by itself."""
        primary = builder.upstream("primary", builder.rule(*steps))
        backup = builder.upstream("backup", use="primary")
        self._ask("/reset", {"script": builder.script(primary, backup, seed=7)})

    def give(self, signal: str) -> None:
        """Let go what waits for ``signal``."""
        self._ask(f"/signals/{signal}", {})

    def journal(self, wait_idle_s: float | None = None) -> Any:
        """What the mock noted since the last script, at rest when ``wait_idle_s`` is given."""
        query = {} if wait_idle_s is None else {"wait_idle": wait_idle_s}
        url = f"{self.control}/journal"
        return httpx2.get(url, params=query, timeout=LIMIT_S, trust_env=False).json()

    def _ask(self, path: str, body: Any) -> None:
        url = f"{self.control}{path}"
        httpx2.post(url, json=body, timeout=LIMIT_S, trust_env=False).raise_for_status()


@pytest.fixture(scope="session")
def mock_url() -> Iterator[str]:
    """One mock for all tests here."""
    with embedded.mock() as url:
        yield url


@pytest.fixture(scope="session")
def direct(mock_url: str) -> Base:
    """A session of the mock, talked to without a relay."""
    primary, _ = sessions.create(mock_url, "direct")
    control = f"{mock_url}/__mock__/v1/sessions/direct"
    return Base("mock", primary.base_url, primary.key, embedded.UPSTREAM_MODEL, control)


@pytest.fixture(scope="session")
def relayed(mock_url: str) -> Iterator[Base]:
    """One lane through the reference relay."""
    with reference.start(mock_url, lanes=1) as rig:
        lane = rig["lanes"][0]
        control = f"{mock_url}/__mock__/v1/sessions/{lane['session']}"
        yield Base("relay", rig["relay"]["base_url"], lane["api_key"], lane["model"], control)


@pytest.fixture(params=["mock", "relay"])
def base(request: pytest.FixtureRequest, direct: Base, relayed: Base) -> Base:
    """Each base in turn, healthy until a test scripts it."""
    chosen = {"mock": direct, "relay": relayed}[request.param]
    chosen.script(builder.step(times="forever"))
    return chosen


@pytest.fixture
def client(base: Base) -> Iterator[OpenAI]:
    """The SDK at ``base``."""
    with base.client() as made:
        yield made


def expected(base: Base, row: tuple[Raised, Raised]) -> Raised:
    """The column of a table that is about ``base``."""
    return row[base.name == "relay"]


def text_of(chunks: Iterable[Any]) -> str:
    """The content of the first choice."""
    return "".join(chunk.choices[0].delta.content or "" for chunk in chunks if chunk.choices)


def calls_of(choice: Any) -> list[tuple[str, str]]:
    """Name and arguments of each call of a choice."""
    return [(call.function.name, call.function.arguments) for call in choice.message.tool_calls]


def test_create(base: Base, client: OpenAI) -> None:
    """A whole answer with its counts, under the name that was asked for."""
    reply = client.chat.completions.create(model=base.model, messages=HI)

    assert (reply.object, reply.model) == ("chat.completion", base.model)
    assert reply.choices[0].message.content
    assert reply.choices[0].finish_reason == "stop"
    assert reply.usage is not None
    assert reply.usage.total_tokens == reply.usage.prompt_tokens + reply.usage.completion_tokens


def test_stream_says_what_create_says(base: Base, client: OpenAI) -> None:
    """The pieces joined are the text; the counts come last."""
    whole = client.chat.completions.create(model=base.model, messages=HI)

    chunks = list(
        client.chat.completions.create(
            model=base.model, messages=HI, stream=True, stream_options=USAGE
        )
    )

    assert text_of(chunks) == whole.choices[0].message.content
    assert chunks[-1].usage == whole.usage


@pytest.mark.parametrize("parallel", [True, False])
def test_tools(base: Base, client: OpenAI, parallel: bool) -> None:
    """One call or one per city, with the same arguments whole and streamed."""
    asked: Any = {
        "model": base.model,
        "messages": HI,
        "tools": TOOLS,
        "tool_choice": "required",
        "parallel_tool_calls": parallel,
    }
    whole = client.chat.completions.create(**asked)

    with client.chat.completions.stream(**asked) as stream:
        streamed = stream.get_final_completion()

    calls = calls_of(whole.choices[0])
    assert [name for name, _ in calls] == ["get_weather"] * (2 if parallel else 1)
    assert whole.choices[0].finish_reason == "tool_calls"
    assert calls_of(streamed.choices[0]) == calls


def test_the_stream_helper(base: Base, client: OpenAI) -> None:
    """Its events add up to the completion that it ends with."""
    with client.chat.completions.stream(
        model=base.model, messages=HI, stream_options=USAGE
    ) as stream:
        deltas = [event.delta for event in stream if event.type == "content.delta"]
        final = stream.get_final_completion()

    assert "".join(deltas) == final.choices[0].message.content
    assert final.usage is not None


class Weather(BaseModel):
    """What a structured answer is parsed into."""

    city: str
    degrees: int


def test_parse(base: Base, client: OpenAI) -> None:
    """A structured answer is a value of the model's type."""
    reply = client.chat.completions.parse(model=base.model, messages=HI, response_format=Weather)

    assert isinstance(reply.choices[0].message.parsed, Weather)


def test_with_streaming_response(base: Base, client: OpenAI) -> None:
    """Headers first, lines as they come, ``[DONE]`` last."""
    with client.chat.completions.with_streaming_response.create(
        model=base.model, messages=HI, stream=True
    ) as reply:
        assert reply.headers["content-type"].startswith("text/event-stream")
        assert reply.headers["x-request-id"]
        lines = [line for line in reply.iter_lines() if line]

    assert lines[-1] == "data: [DONE]"


def test_models(base: Base, client: OpenAI) -> None:
    """The list has the model that is asked for, and each can be retrieved."""
    listed = [model.id for model in client.models.list()]

    assert base.model in listed
    assert client.models.retrieve(base.model).id == base.model
    with pytest.raises(openai.NotFoundError):
        client.models.retrieve("no-such-model")


async def test_the_async_client(base: Base) -> None:
    """Whole and streamed answers say the same."""
    async with base.async_client() as client:
        whole = await client.chat.completions.create(model=base.model, messages=HI)
        stream = await client.chat.completions.create(model=base.model, messages=HI, stream=True)
        chunks = [chunk async for chunk in stream]

    assert text_of(chunks) == whole.choices[0].message.content


@pytest.mark.parametrize("name", STATUSES)
@pytest.mark.parametrize("stream", [False, True], ids=["whole", "stream"])
def test_errors_arrive_as_their_class(base: Base, client: OpenAI, name: str, stream: bool) -> None:
    """Exactly that class, with a request id."""
    base.script(builder.step(times="forever", error=name))
    error = expected(base, STATUSES[name])

    with pytest.raises(error) as caught:
        client.chat.completions.create(model=base.model, messages=HI, stream=stream)

    assert type(caught.value) is error
    assert isinstance(caught.value, openai.APIStatusError)
    assert caught.value.request_id


def test_a_wrong_key_is_an_authentication_error(base: Base) -> None:
    """Mock and relay take their own keys only."""
    with (
        base.client(api_key="other") as client,
        pytest.raises(openai.AuthenticationError) as caught,
    ):
        client.chat.completions.create(model=base.model, messages=HI)

    assert caught.value.code == "invalid_api_key"


@pytest.mark.parametrize("fault", TRANSPORT)
def test_connections_that_break_or_hang(base: Base, fault: str) -> None:
    """Resets and silence have classes of their own."""
    hangs = fault == "latency.stall"
    params = {"forever": True} if hangs else None
    base.script(builder.step(times="forever", fault=fault, params=params))
    error = expected(base, TRANSPORT[fault])

    with base.client(timeout=0.3 if hangs else 5) as client, pytest.raises(error) as caught:
        client.chat.completions.create(model=base.model, messages=HI)

    assert type(caught.value) is error


@pytest.mark.parametrize("fault", BREAKS)
def test_a_stream_that_breaks_is_an_error(base: Base, client: OpenAI, fault: str) -> None:
    """Some words arrive, then the break is told as no good end."""
    base.script(builder.step(times="forever", words=40, fault=fault, at={"frame": 6}))
    error = expected(base, BREAKS[fault])
    heard = []

    stream = client.chat.completions.create(model=base.model, messages=HI, stream=True)
    with pytest.raises(error) as caught:  # noqa: PT012 (the loop is the subject)
        for chunk in stream:
            heard.append(chunk)  # noqa: PERF402 (what came before the error counts)

    assert type(caught.value) is error
    assert text_of(heard)


def test_a_stream_waits_for_a_signal(base: Base, client: OpenAI) -> None:
    """The words before the place arrive while the mock still holds the rest back."""
    pieces = ["one", " two", " three"]
    base.script(
        builder.step(
            blocks=[{"text": "".join(pieces), "pieces": pieces}],
            fault="latency.wait_for_signal",
            params={"signal": "tide"},
            at={"frame": 2},
        )
    )

    stream = client.chat.completions.create(model=base.model, messages=HI, stream=True)
    first = [next(stream), next(stream)]
    held = base.journal()["open"]
    base.give("tide")
    rest = list(stream)

    assert (text_of(first), held) == ("one", 1)
    assert text_of(rest) == " two three"


def test_retries_meet_the_steps_in_order(base: Base) -> None:
    """The SDK retries a 429 by itself and gets the answer."""
    base.script(
        builder.step(fault="http.429_rpm", params={"retry_after": 0}),
        builder.step(text="second time"),
    )

    with base.client(max_retries=1) as client:
        reply = client.chat.completions.create(model=base.model, messages=HI)

    entries = base.journal(wait_idle_s=0)["entries"]
    assert reply.choices[0].message.content == "second time"
    assert [e["status"] for e in entries if e["upstream"] == "primary"] == [429, 200]


def test_the_root_takes_any_key_and_model(mock_url: str) -> None:
    """What a first-time user points an SDK at."""
    with OpenAI(base_url=f"{mock_url}/v1", api_key="any", max_retries=0) as client:
        reply = client.chat.completions.create(model="anything", messages=HI)

    assert reply.choices[0].message.content
