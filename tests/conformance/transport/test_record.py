"""What was recorded is what was seen, also when a process was killed."""

from __future__ import annotations

import json
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.errors import SetupError
from conformance.model import Delivery, End, Exchange, Read, SentRequest, UpstreamCall
from conformance.transport.record import ExchangeLog, from_json, to_json

SECONDS = st.floats(0, 1e6)
HEADERS = st.lists(st.tuples(st.text(), st.text())).map(tuple)
REPLIES = st.dictionaries(st.text(), st.none() | st.integers() | st.text() | st.booleans())
REQUESTS = st.builds(
    SentRequest, method=st.text(), url=st.text(), headers=HEADERS, body=st.binary()
)
CALLS = st.builds(
    UpstreamCall,
    upstream=st.text(),
    method=st.text(),
    path=st.text(),
    headers=HEADERS,
    body=st.binary(),
    arrived_s=SECONDS,
    status=st.none() | st.integers(100, 599),
    reply_headers=HEADERS,
    reply=REPLIES,
    fault=st.none() | st.text(),
    sent=st.lists(st.tuples(SECONDS, st.integers(0))).map(tuple),
    written=st.binary(),
    closed_s=st.none() | SECONDS,
    near_miss=st.none() | st.text(),
)
DELIVERIES = st.builds(Delivery, method=st.text(), headers=HEADERS, body=st.binary())
EXCHANGES = st.builds(
    Exchange,
    id=st.text(),
    probe=st.text(),
    request=REQUESTS,
    status=st.none() | st.integers(100, 599),
    headers=HEADERS,
    reads=st.lists(st.builds(Read, at_s=SECONDS, octets=st.binary())).map(tuple),
    end=st.sampled_from(End),
    end_detail=st.text(),
    started_at=st.text(),
    ttfb_s=st.none() | SECONDS,
    duration_s=SECONDS,
    upstream=st.none() | st.lists(CALLS, max_size=3).map(tuple),
    volley=st.text(),
    limits=st.dictionaries(st.text(), SECONDS),
    released_s=st.none() | SECONDS,
    late_s=SECONDS,
    began_s=st.none() | SECONDS,
    deliveries=st.lists(DELIVERIES, max_size=2).map(tuple),
)


def exchange(id_: str = "x1", body: bytes = b"hi") -> Exchange:
    """A small exchange."""
    request = SentRequest("GET", "http://h/v1", ())
    return Exchange(id_, "p", request, 200, (), (Read(0.5, body),), End.EOF)


@given(EXCHANGES)
def test_an_exchange_survives_its_json(seen: Exchange) -> None:
    """Every field comes back equal, octets that are no text too."""
    line = json.dumps(to_json(seen))

    assert seen == from_json(json.loads(line))


@given(seen=st.lists(EXCHANGES, max_size=3))
def test_exchanges_survive_the_file(
    tmp_path_factory: pytest.TempPathFactory, seen: list[Exchange]
) -> None:
    """Lines are read back in the order of writing."""
    log = ExchangeLog(tmp_path_factory.mktemp("log") / "exchanges.ndjson")
    log.path.touch()

    for one in seen:
        log.append(one)

    assert seen == list(log)


def test_text_stays_readable(tmp_path: Path) -> None:
    """A person sees the words in the file, whatever their script."""
    log = ExchangeLog(tmp_path / "log")

    log.append(exchange(body="你好".encode()))

    assert '"body": {"text": "你好"}' in log.path.read_text(encoding="utf-8")


def test_a_lone_surrogate_is_written_escaped(tmp_path: Path) -> None:
    """Text without a UTF-8 form does not stop the record."""
    log = ExchangeLog(tmp_path / "log")

    log.append(exchange(id_="\ud83d"))

    assert [one.id for one in log] == ["\ud83d"]


@pytest.mark.parametrize("cut", [1, 30])
def test_a_cut_line_is_passed_over(tmp_path: Path, cut: int) -> None:
    """A killed writer costs its last line, and no later one."""
    log = ExchangeLog(tmp_path / "log")
    log.append(exchange("a"))
    log.append(exchange("b"))
    os.truncate(log.path, log.path.stat().st_size - cut - 1)

    assert [one.id for one in log] == ["a"]
    log.append(exchange("c"))
    assert [one.id for one in log] == ["a", "c"]


def test_a_line_without_its_newline_is_whole(tmp_path: Path) -> None:
    """Only the newline was cut: the exchange is there."""
    log = ExchangeLog(tmp_path / "log")
    log.append(exchange("a"))
    os.truncate(log.path, log.path.stat().st_size - 1)
    log.append(exchange("b"))

    assert [one.id for one in log] == ["a", "b"]


def test_writers_side_by_side_lose_nothing(tmp_path: Path) -> None:
    """Large lines of several writers, each with its own descriptor, do not mix."""
    log = ExchangeLog(tmp_path / "log")
    ids = [f"x{number}" for number in range(64)]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda id_: log.append(exchange(id_, b"x" * 200_000)), ids))

    assert sorted(ids) == sorted(one.id for one in log)


def test_an_empty_line_is_nothing(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """The line that separates a cut one is not told as a loss."""
    log = ExchangeLog(tmp_path / "log")
    log.append(exchange("a"))
    log.path.write_bytes(log.path.read_bytes() + b"\n")

    assert [one.id for one in log] == ["a"]
    assert not caplog.records


def test_a_line_that_is_something_else_is_refused(tmp_path: Path) -> None:
    """A wrong file is named with the line."""
    log = ExchangeLog(tmp_path / "log")
    log.path.write_text('{"id": 1}\n', encoding="utf-8")

    with pytest.raises(SetupError, match=r"log:1: not an exchange: KeyError"):
        list(log)


def test_no_file_is_refused(tmp_path: Path) -> None:
    """Nothing was recorded there."""
    with pytest.raises(SetupError, match="No such file"):
        list(ExchangeLog(tmp_path / "none"))


def test_a_short_write_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A full disk is no silent loss."""
    monkeypatch.setattr(os, "write", lambda _descriptor, _octets: 3)

    with pytest.raises(SetupError, match="no room"):
        ExchangeLog(tmp_path / "log").append(exchange())


def test_a_long_body_is_packed(tmp_path: Path) -> None:
    """It takes little room and comes back whole."""
    log = ExchangeLog(tmp_path / "exchanges.ndjson")
    sent = exchange(body=b"word " * 100_000)
    log.append(sent)

    assert log.path.stat().st_size < 20_000
    assert list(log) == [sent]


def test_a_packed_body_that_ends_early_is_no_exchange() -> None:
    """Somebody cut it."""
    value = to_json(exchange(body=b"word " * 100_000))
    value["body"]["gzip"] = value["body"]["gzip"][:40]

    with pytest.raises(SetupError, match="not an exchange"):
        from_json(value)
