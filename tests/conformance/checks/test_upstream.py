"""What the relay sent upstream is compared with what the client sent and got."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks import CHECKS
from conformance.probes.form import encode
from conformance.wire.view import View


@pytest.mark.parametrize(
    ("called", "count"), [(["primary"], 0), ([], 1), (["primary", "backup"], 1)]
)
def test_calls_are_counted_by_upstream(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    called: Any,
    count: int,
) -> None:
    """Too few and too many are both found."""
    seen = view(upstream=[call(name) for name in called])

    assert count == len(places("upstream.calls", seen, expected={"primary": 1, "backup": 0}))


@pytest.mark.parametrize(("made", "count"), [(2, 0), (3, 1)])
def test_calls_are_bounded(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    made: Any,
    count: int,
) -> None:
    """More than the bound is found."""
    assert count == len(places("upstream.most-calls", view(upstream=[call()] * made), most=2))


@pytest.mark.parametrize(
    ("got", "at"),
    [
        ({"temperature": 0, "user": ""}, []),
        ({"temperature": 0}, ["/user"]),
        ({"temperature": 1, "user": ""}, ["/temperature"]),
    ],
)
def test_fields_arrive_as_they_were_sent(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    got: Any,
    at: Any,
) -> None:
    """A lost and a changed field are named."""
    seen = view(request={"temperature": 0, "user": ""}, upstream=[call(body=got)])

    assert at == places("upstream.fields", seen, keys=["temperature", "user"])


@pytest.mark.parametrize(
    ("got", "at"), [({"role": "a"}, []), ({"role": "a", "content": ""}, ["/messages"])]
)
def test_null_inside_a_value_is_as_good_as_absent(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    got: Any,
    at: Any,
) -> None:
    """A message without content is one with content null; one with empty text is not."""
    sent = {"messages": [{"role": "a", "content": None}]}
    seen = view(request=sent, upstream=[call(body={"messages": [got]})])

    assert at == places("upstream.fields", seen, keys=["messages"])


def test_without_a_call_no_field_arrived(
    view: Callable[..., Any], places: Callable[..., Any]
) -> None:
    """An answer made up by the relay is found."""
    assert places("upstream.fields", view(request={"x": 1}), keys=["x"]) == [None]


@pytest.mark.parametrize(("status", "count"), [(400, 0), (200, 1)])
def test_a_field_is_forwarded_or_refused(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    status: Any,
    count: int,
) -> None:
    """Dropping it in silence is found."""
    seen = view(status=status, request={"x": 1}, upstream=[call()])

    assert count == len(places("upstream.field-or-refusal", seen, key="x"))


@pytest.mark.parametrize("key", ["sk-lane-0", "[redacted:key of lane-0]"])
@pytest.mark.parametrize(
    ("changes", "count"),
    [
        ({}, 0),
        ({"headers": (("x-client", "Bearer KEY"),)}, 1),
        ({"body": b'{"key": "KEY"}'}, 1),
    ],
)
def test_the_clients_key_is_found_upstream(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    key: str,
    changes: Any,
    count: int,
) -> None:
    """The key itself is found, or what the recorder put in its place."""
    if "headers" in changes:
        changes = {"headers": (("x-client", f"Bearer {key}"),)}
    if "body" in changes:
        changes = {"body": f'{{"key": "{key}"}}'.encode()}
    seen = view(upstream=[call(**changes)], authorization=f"Bearer {key}")

    assert count == len(places("upstream.no-client-key", seen))


def answer(text: Any) -> Any:
    """A JSON answer that says ``text``."""
    return {"choices": [{"index": 0, "message": {"content": text}}]}


@pytest.mark.parametrize(
    ("body", "status", "count"), [(answer("B"), 200, 0), (answer("A"), 200, 1), ({}, 502, 1)]
)
def test_the_healthy_upstream_answers(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    body: Any,
    status: Any,
    count: int,
) -> None:
    """The whole answer of the backup is demanded."""
    calls = [call("primary", reply={"text": "A"}), call("backup", reply={"text": "B"})]
    seen = view(body, status=status, upstream=calls)

    assert count == len(places("upstream.answers", seen, upstream="backup"))


@pytest.mark.parametrize(("text", "count"), [("AA", 0), ("", 0), ("AABB", 1)])
def test_two_answers_are_never_spliced(
    stream: Callable[..., Any],
    chunk: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    text: Any,
    count: int,
) -> None:
    """The beginning of one answer passes."""
    calls = [call("primary", reply={"text": "AAAA"}), call("backup", reply={"text": "BB"})]

    assert count == len(places("upstream.one-voice", stream(chunk(text), upstream=calls)))


@pytest.mark.parametrize(("closed", "count"), [("relay", 0), ("mock", 1)])
def test_a_client_that_left_ends_the_call(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    closed: Any,
    count: int,
) -> None:
    """The relay closes first."""
    assert count == len(places("upstream.released", view(upstream=[call(closed=closed)])))


@pytest.mark.parametrize(
    ("bodies", "count"),
    [
        ([{"messages": ["a"], "model": "x"}], 0),
        ([{"messages": ["a"]}, {"messages": ["a"]}], 0),
        ([{"messages": ["a"]}, {}], 1),
        ([{"messages": ["a"]}, {"messages": []}, {"messages": ["a"], "n": 1}], 1),
    ],
)
def test_every_channel_gets_the_content(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    bodies: Any,
    count: int,
) -> None:
    """A call without the client's content is found; other keys are none of its business."""
    seen = view(request={"messages": ["a"]}, upstream=[call(body=body) for body in bodies])

    assert count == len(places("upstream.replayed", seen))


RESTING = {"status": 429, "reply_headers": [("Retry-After", "2")], "arrived_s": 1.0}


@pytest.mark.parametrize(
    ("again_s", "upstream", "count"),
    [(1.5, "primary", 1), (3.5, "primary", 0), (1.5, "backup", 0)],
)
def test_a_rest_is_kept(
    view: Callable[..., Any],
    call: Callable[..., Any],
    again_s: float,
    upstream: str,
    count: int,
) -> None:
    """A call before the Retry-After is over is found, by the mock's clock."""
    first = view(upstream=[call("primary", **RESTING)])
    then = view(upstream=[call(upstream, arrived_s=again_s)])

    found = list(CHECKS["upstream.rests"].violations([first, then], upstream="primary"))

    assert count == len(found)


@pytest.mark.parametrize(("upstream", "count"), [("primary", 0), ("backup", 1)])
def test_an_upstream_is_called_again(
    view: Callable[..., Any], call: Callable[..., Any], upstream: str, count: int
) -> None:
    """For the request at the place, whatever happened before."""
    views = [view(upstream=[]), view(upstream=[call(upstream)])]

    found = list(CHECKS["upstream.returns"].violations(views, upstream="primary", place=1))

    assert count == len(found)


@pytest.mark.parametrize(("statuses", "count"), [([500, 200], 0), ([200, 503], 1)])
def test_the_last_request_is_served(
    view: Callable[..., Any], statuses: list[int], count: int
) -> None:
    """What the earlier ones were told does not matter."""
    views = [view(status=status) for status in statuses]

    assert count == len(list(CHECKS["upstream.recovers"].violations(views)))


@pytest.mark.parametrize(
    ("fields", "count"),
    [({"prompt": "a"}, 0), ({"prompt": "a", "response_format": "json"}, 0), ({"prompt": "b"}, 1)],
    ids=["same", "more", "other"],
)
def test_a_form_is_replayed_with_all_that_was_in_it(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    fields: Any,
    count: int,
) -> None:
    """What a relay adds of its own takes nothing away."""
    (kind, sent), (other, body) = encode({"fields": {"prompt": "a"}}), encode({"fields": fields})
    exchange = view(upstream=[call(body=body, headers=(("Content-Type", other),))]).exchange
    request = replace(exchange.request, headers=(("content-type", kind),), body=sent)

    assert count == len(places("upstream.replayed", View(replace(exchange, request=request))))


@pytest.mark.parametrize(
    ("got", "at"), [({"model": "up", "n": 0}, []), ({"model": "up"}, ["/n"]), ({"n": 1}, ["/n"])]
)
def test_every_field_arrives(
    view: Callable[..., Any],
    places: Callable[..., Any],
    call: Callable[..., Any],
    got: Any,
    at: Any,
) -> None:
    """The model may have another name."""
    seen = view(request={"model": "m", "n": 0}, upstream=[call(body=got)])

    assert at == places("upstream.every-field", seen)
