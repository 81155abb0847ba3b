"""Answers of Gemini are held against what the upstream meant."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from conformance.model import End, UpstreamCall

Make = Callable[..., Any]
URL = "http://relay/v1beta/models/m:generateContent"
CALL: Any = {"functionCall": {"name": "f", "args": {"a": 1}}, "thoughtSignature": "c2ln"}
MEANT: Any = {
    "text": "Hi",
    "thoughts": "Hm.",
    "calls": [CALL],
    "pictures": [],
    "finish_reasons": {"0": "STOP"},
    "blocked": None,
    "usage": {"promptTokenCount": 5, "thoughtsTokenCount": 2},
}


def called(
    reply: Mapping[str, Any] = MEANT,
    *,
    status: int = 200,
    path: str = "/s/a/primary/v1beta/models/up:generateContent",
    headers: Any = (),
    fault: str | None = None,
) -> UpstreamCall:
    """One call that an upstream got."""
    return UpstreamCall(
        "primary", "POST", path, headers, b"{}", 0.0, status=status, reply=reply, fault=fault
    )


def body(*parts: Any, finish: Any = "STOP", **more: Any) -> Any:
    """A whole answer."""
    shown = parts or ({"text": "Hm.", "thought": True}, {"text": "Hi"}, CALL)
    row = {"content": {"parts": list(shown)}, "finishReason": finish}
    return {"candidates": [row], "usageMetadata": MEANT["usage"], **more}


ROWS = ("text", "thoughts", "calls", "signatures", "pictures", "finish", "blocked")


@pytest.mark.parametrize(
    ("answer", "broken"),
    [
        (body(), set()),
        (body({"text": "Hm.", "thought": True}, {"text": "H"}, CALL), {"text"}),
        (body({"text": "Hi"}, CALL), {"thoughts"}),
        (body({"text": "Hm."}, {"text": "Hi"}, CALL), {"text", "thoughts"}),
        (body({"text": "Hm.", "thought": True}, {"text": "Hi"}), {"calls"}),
        (
            body(
                {"text": "Hm.", "thought": True},
                {"text": "Hi"},
                {"functionCall": CALL["functionCall"]},
            ),
            {"signatures"},
        ),
        (
            body({"text": "Hm.", "thought": True}, {"text": "Hi"}, CALL, {"inlineData": {}}),
            {"pictures"},
        ),
        (body(finish="stop"), {"finish"}),
        (body(promptFeedback={"blockReason": "SAFETY"}), {"blocked"}),
    ],
)
def test_what_differs_is_found_by_its_own_rule(
    view: Make, places: Make, answer: Any, broken: set[str]
) -> None:
    """One loss, one row."""
    seen = view(answer, url=URL, upstream=[called()])

    assert {row for row in ROWS if places(f"gemini.{row}", seen)} == broken


def test_a_block_has_no_reasons(view: Make, places: Make) -> None:
    """A blocked prompt has no candidate that could end."""
    meant = MEANT | {"blocked": {"blockReason": "SAFETY"}}
    seen = view({"promptFeedback": {"blockReason": "SAFETY"}}, upstream=[called(meant)])

    assert places("gemini.blocked", seen) == []
    assert places("gemini.finish", seen) == []


@pytest.mark.parametrize(
    ("usage", "wrong"),
    [
        ({"promptTokenCount": 5, "thoughtsTokenCount": 2}, []),
        ({"promptTokenCount": 5, "thoughtsTokenCount": 2, "cachedContentTokenCount": 0}, []),
        ({"promptTokenCount": 6}, ["promptTokenCount", "thoughtsTokenCount"]),
        (None, ["promptTokenCount", "thoughtsTokenCount"]),
    ],
)
def test_counts_are_compared_one_by_one(
    view: Make, places: Make, usage: Any, wrong: list[str]
) -> None:
    """Zero and nothing are one."""
    keys = ["promptTokenCount", "thoughtsTokenCount", "cachedContentTokenCount"]
    seen = view(body() | {"usageMetadata": usage}, upstream=[called()])

    assert places("gemini.usage", seen, keys=keys) == [f"/usageMetadata/{key}" for key in wrong]


def test_a_value_is_the_upstream_s(view: Make, places: Make) -> None:
    """Under the key that is asked for."""
    meant = {"totalTokens": 5}

    for answer, count in (({"totalTokens": 5}, 0), ({"totalTokens": 6}, 1), ([], 1)):
        seen = view(answer, upstream=[called(meant)])
        assert len(places("gemini.as-upstream", seen, key="totalTokens")) == count


@pytest.mark.parametrize(
    ("answer", "holds"),
    [
        ({"embeddings": [{"values": [1, 0, 9]}, {"values": [0, 1, 9]}]}, True),
        ({"embeddings": [{"values": [0, 1]}, {"values": [1, 0]}]}, False),
        ({"embedding": {"values": [1, 0]}}, False),
        ({"embedding": [1, 0]}, False),
        ({"embeddings": [{"values": "x"}, 7]}, False),
        ([], False),
    ],
    ids=str,
)
def test_vectors_stand_in_order(view: Make, places: Make, answer: Any, holds: bool) -> None:
    """Their beginnings are compared."""
    seen = view(answer, upstream=[called({"vectors": [[1, 0], [0, 1]]})])

    assert (places("gemini.vectors", seen) == []) is holds


@pytest.mark.parametrize(
    ("items", "end", "holds"),
    [
        ([body({"text": "H"}, finish=None)], End.TRUNCATED, True),
        ([body({"text": "H"}, finish=None)], End.TIMEOUT, True),
        ([body({"text": "H"}, finish=None)], End.EOF, False),
        ([body({"text": "H"})], End.EOF, False),
        ([body({"text": "Hi"})], End.EOF, True),
        ([body({"text": "H"}, finish=None), {"error": {"code": 502}}], End.EOF, True),
    ],
)
def test_a_broken_stream_tells_of_it(
    stream: Make, view: Make, places: Make, items: Any, end: End, holds: bool
) -> None:
    """As events and as an array; what is whole may be mended."""
    calls = [called(fault="sse.cut_fin")]
    events, array = (
        stream(*items, end=end, upstream=calls),
        view(items, end=end, upstream=calls),
    )

    assert (places("gemini.end", events) == []) is holds
    assert (places("gemini.end", array) == []) is holds


def test_an_array_that_is_cut_open_ends_without_a_word(view: Make, places: Make) -> None:
    """A proper end of the transfer is no end of the array."""
    octets = b'[{"candidates":[{"content":{"parts":[{"text":"H"}]}}]}'
    refused = view({"error": {}}, status=502, upstream=[called()])

    assert len(places("gemini.end", view(octets, upstream=[called()]))) == 1
    assert places("gemini.end", refused) == []


@pytest.mark.parametrize(
    ("error", "wrong"),
    [
        ({"code": 429, "status": "RESOURCE_EXHAUSTED"}, []),
        ({"code": 429, "status": "SOMETHING_NEW"}, []),
        ({"code": 429, "status": "INVALID_ARGUMENT"}, []),
        ({"code": 8, "status": "RESOURCE_EXHAUSTED"}, ["/error/code"]),
        ({"code": 429, "status": "INTERNAL"}, ["/error/status"]),
        ({"message": "of another dialect"}, []),
        ("text", []),
    ],
    ids=str,
)
def test_code_and_status_agree(view: Make, places: Make, error: Any, wrong: list[str]) -> None:
    """Alone and in an array of one."""
    assert places("gemini.error-agrees", view({"error": error}, status=429)) == wrong
    assert places("gemini.error-agrees", view([{"error": error}], status=429)) == wrong


WAIT: Any = {"@type": "t", "retryDelay": "7s"}


@pytest.mark.parametrize(
    ("details", "count"),
    [
        ([WAIT], 0),
        ([{"@type": "other"}, WAIT], 0),
        ([], 1),
        (None, 1),
        ([WAIT | {"retryDelay": "9s"}], 1),
    ],
)
def test_a_detail_is_kept(view: Make, places: Make, details: Any, count: int) -> None:
    """As the upstream gave it."""
    reply = {"error": {"body": {"error": {"details": [WAIT]}}}}
    seen = view({"error": {"details": details}}, status=429, upstream=[called(reply, status=429)])

    assert len(places("gemini.error-details", seen, type="t")) == count


def test_a_detail_that_nobody_gave_is_not_missed(view: Make, places: Make) -> None:
    """Nor is one of a page."""
    for reply in ({}, {"error": {"body": "<html>"}}):
        seen = view("no", status=429, upstream=[called(reply, status=429)])
        assert places("gemini.error-details", seen, type="t") == []


@pytest.mark.parametrize(
    ("sent", "authorization", "query"),
    [
        ({"x-goog-api-key": "sk-lane-0"}, "", ""),
        ({}, "Bearer sk-lane-0", ""),
        ({}, "", "?key=sk-lane-0"),
    ],
)
def test_a_key_is_known_in_each_of_its_places(
    view: Make, places: Make, sent: Any, authorization: str, query: str
) -> None:
    """It neither goes on nor comes back."""
    asked = {"sent": sent, "authorization": authorization, "url": URL + query}
    kept = view({}, upstream=[called(headers=(("x-goog-api-key", "sk-up"),))], **asked)
    told = view(
        {"error": "sk-lane-0"}, upstream=[called(headers=(("x-other", "sk-lane-0"),))], **asked
    )

    for rule in ("own-key", "key-not-told"):
        assert places(f"gemini.{rule}", kept) == []
        assert len(places(f"gemini.{rule}", told)) == 1


def test_a_key_that_the_recorder_named_is_known(view: Make, places: Make) -> None:
    """A user's own key is compared by its name: it is found where a relay passes it on."""
    name = "[redacted:key of mine]"
    seen = view({}, upstream=[called(headers=(("x-other", name),))], authorization=f"Bearer {name}")

    assert len(places("gemini.own-key", seen)) == 1


def test_a_masked_key_is_none(view: Make, places: Make) -> None:
    """The mask may stand anywhere."""
    seen = view("[redacted]", authorization="Bearer [redacted]", upstream=[called()])

    assert places("gemini.key-not-told", seen) == []


def test_a_key_in_an_address_is_found(view: Make, places: Make) -> None:
    """Other parts of a query are not meant."""
    path = called().path
    for query, count in (("?alt=sse", 0), ("?alt=sse&key=k", 1)):
        seen = view({}, upstream=[called(path=path + query)])
        assert len(places("gemini.key-in-header", seen)) == count
