"""How an answer ended whose upstream failed, in one word for every dialect."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import product
from typing import Any

import pytest

from conformance.catalog import load
from conformance.catalog.axes import instances
from conformance.checks.cuts import Ending, ending
from conformance.checks.registry import CHECKS
from conformance.model import End, UpstreamCall, Violation
from conformance.wire.view import View

ViewMaker = Callable[..., View]
SOUND = b"sound"
HASH = hashlib.sha256(SOUND).hexdigest()
B64 = base64.b64encode(SOUND).decode()
MEANT = {"text": "One two", "sha256": HASH, "images": [{"sha256": HASH}]}
CALL = UpstreamCall(
    "primary", "POST", "/x", (), b"", 0.0, status=200, reply=MEANT, fault="sse.cut_fin"
)


def text(words: str, finish: Any = None) -> dict[str, Any]:
    """A chunk of a text completion."""
    return {"choices": [{"index": 0, "text": words, "finish_reason": finish}]}


def delta(words: str, finish: Any = None) -> dict[str, Any]:
    """A chunk of chat."""
    return {"choices": [{"index": 0, "delta": {"content": words}, "finish_reason": finish}]}


def typed(kind: str, **more: Any) -> dict[str, Any]:
    """A typed event."""
    return {"type": kind, **more}


SAID = typed("response.output_text.delta", delta="One two", output_index=0)
COMPLETED = typed("response.completed", response={"status": "completed"})
ENDS: list[tuple[str, Sequence[Any], Ending]] = [
    ("chat", [delta("One two"), delta("", "stop"), "[DONE]"], Ending.WHOLE),
    ("chat", [delta("One two"), delta("", "stop")], Ending.WHOLE),
    ("chat", [delta("One"), delta("", "stop"), "[DONE]"], Ending.FALSE),
    ("chat", [delta("One"), "[DONE]"], Ending.FALSE),
    ("chat", [delta("One")], Ending.BARE),
    ("chat", [delta("One"), delta("", "error"), "[DONE]"], Ending.TOLD),
    ("chat", [delta("One"), {"error": {"message": "no"}}], Ending.TOLD),
    ("completions", [text("One two"), text("", "stop")], Ending.WHOLE),
    ("completions", [text("One", "length")], Ending.FALSE),
    ("responses", [SAID, COMPLETED], Ending.WHOLE),
    ("responses", [COMPLETED], Ending.FALSE),
    ("responses", [SAID], Ending.BARE),
    ("messages", [typed("message_start"), typed("message_stop")], Ending.FALSE),
    ("messages", [typed("message_start")], Ending.BARE),
    ("responses", [typed("response.failed", response={})], Ending.TOLD),
    ("responses", [typed("response.incomplete", response={})], Ending.TOLD),
    ("images", [typed("image_generation.completed", b64_json=B64)], Ending.WHOLE),
    ("images", [typed("image_generation.completed", b64_json="QQ==")], Ending.FALSE),
    ("images", [typed("image_generation.partial_image", b64_json=B64)], Ending.BARE),
    ("speech", [typed("speech.audio.delta", audio=B64), typed("speech.audio.done")], Ending.WHOLE),
    ("speech", [typed("speech.audio.done")], Ending.FALSE),
    ("speech", [typed("speech.audio.delta", audio=B64)], Ending.BARE),
    (
        "transcripts",
        [typed("transcript.text.delta", delta="One two"), typed("transcript.text.done")],
        Ending.WHOLE,
    ),
    ("transcripts", [typed("transcript.text.done", text="One two")], Ending.FALSE),
    ("transcripts", [typed("error", message="no")], Ending.TOLD),
]


@pytest.mark.parametrize(("kind", "events", "expected"), ENDS)
def test_the_end_of_a_stream(
    kind: str, events: Sequence[Any], expected: Ending, stream: ViewMaker
) -> None:
    """The words of each dialect, against what its upstream meant."""
    assert ending(stream(*events, upstream=[CALL]), kind) is expected


@pytest.mark.parametrize(
    ("body", "rest", "expected"),
    [
        (SOUND, {"kind": "audio/mpeg"}, Ending.WHOLE),
        (b"sou", {"kind": "audio/mpeg"}, Ending.FALSE),
        (b"sou", {"kind": "audio/mpeg", "end": End.TRUNCATED}, Ending.TOLD),
        (b"sou", {"kind": "audio/mpeg", "end": End.TIMEOUT}, Ending.HUNG),
        (b"<html>", {"kind": "text/html"}, Ending.PAGE),
        ({"error": {"message": "no"}}, {}, Ending.TOLD),
        ({"error": {"message": "no"}}, {"status": 502}, Ending.REFUSED),
        (b"", {"status": None, "end": End.RESET}, Ending.REFUSED),
        (b"", {"status": None, "end": End.TIMEOUT}, Ending.HUNG),
    ],
)
def test_the_end_of_octets(body: Any, rest: Any, expected: Ending, view: ViewMaker) -> None:
    """Octets have no word for a good end but the end of the message."""
    assert ending(view(body, upstream=[CALL], **rest), "octets") is expected


@pytest.mark.parametrize(("may", "count"), [(["told", "bare"], 0), (["told"], 1)])
def test_an_end_is_allowed_or_not(may: list[str], count: int, stream: ViewMaker) -> None:
    """The table of the probe decides."""
    view = stream(delta("One"), upstream=[CALL])

    found: list[Violation] = list(CHECKS["cuts.end"].violations([view], kind="chat", may=may))

    assert count == len(found)


def test_each_pair_of_failure_place_and_dialect_is_met() -> None:
    """The places take turns, so that a fifth of all cells meets every pair."""
    cells = [
        (dialect, label, cell.values["failure"]["place"])
        for name, probe in load().probes.items()
        if probe.area == "cuts" and name.startswith("cut-") and "octets" not in name
        for dialect in [name.split("-")[1]]
        for cell in instances(probe)
        for label in [cell.label]
    ]
    dialects, failures, places = (sorted({cell[i] for cell in cells}) for i in range(3))

    pairs = Counter(pair for d, f, p in cells for pair in ((d, f), (d, p), (f, p)))

    wanted = [*product(dialects, failures), *product(dialects, places), *product(failures, places)]
    assert set(wanted) == set(pairs)
    assert (len(dialects), len(failures), len(places), len(cells)) == (6, 5, 5, 30)


CALLS = {"tool_calls": {"0": [{"arguments": '{"city":"Paris"}'}]}}


@pytest.mark.parametrize(
    ("arguments", "expected"), [('{"city":"Paris"}', Ending.WHOLE), ('{"city":', Ending.FALSE)]
)
def test_the_end_of_a_call(arguments: str, expected: Ending, stream: ViewMaker) -> None:
    """Its arguments are compared."""
    fragment = {"index": 0, "id": "c", "function": {"name": "f", "arguments": arguments}}
    delta = {"tool_calls": [fragment]}
    chunk = {"choices": [{"index": 0, "delta": delta, "finish_reason": "tool_calls"}]}
    call = UpstreamCall("primary", "POST", "/x", (), b"", 0.0, status=200, reply=CALLS)

    assert ending(stream(chunk, "[DONE]", upstream=[call]), "tools") is expected


@pytest.mark.parametrize(
    ("sent", "end", "count"),
    [
        (((5.0, 10), (5.5, 10)), End.EOF, 0),
        (((9.0, 10), (9.2, 10)), End.EOF, 1),
        ((), End.EOF, 1),
        (((5.0, 10), (5.5, 10)), End.TIMEOUT, 1),
    ],
)
def test_a_stream_ends_with_its_upstream(
    sent: tuple[tuple[float, int], ...], end: End, count: int, stream: ViewMaker
) -> None:
    """The client's 0.9 s since its first octet are set against the upstream's since its own."""
    call = UpstreamCall("primary", "POST", "/x", (), b"", 5.0, status=200, reply=MEANT, sent=sent)
    view = stream(delta("One"), upstream=[call], end=end)

    assert count == len(list(CHECKS["cuts.in-time"].violations([view], grace_s=0.6)))


@pytest.mark.parametrize(("words", "count"), [("One two", 0), ("One", 1)])
def test_all_of_an_answer_comes_or_not(words: str, count: int, stream: ViewMaker) -> None:
    """How the stream ends does not matter here."""
    view = stream(delta(words), upstream=[CALL], end=End.TRUNCATED)

    assert count == len(list(CHECKS["cuts.whole"].violations([view], kind="chat")))
