"""Exchanges as lines of JSON, written as they happen and read back equal.

Rules of this file: one line is one exchange and one write, so that several
processes may append to one file and a killed one loses at most its last line.
Octets stand as text when they are UTF-8, else as base64; long ones are packed.
"""

from __future__ import annotations

import base64
import gzip
import json
import logging
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import accumulate, pairwise
from pathlib import Path

from conformance.errors import SetupError
from conformance.model import (
    JSON,
    Delivery,
    End,
    Exchange,
    Headers,
    Read,
    SentRequest,
    UpstreamCall,
)
from conformance.wire import coding, jsontext

__all__ = ["ExchangeLog", "from_json", "to_json"]

_log = logging.getLogger(__name__)

PACKED_FROM = 2**16
"""A body of more octets is packed, so that probes with megabytes do not fill the disk."""


class ExchangeLog:
    """The exchanges of a run in a file; iterate to read them back."""

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)

    def append(self, exchange: Exchange) -> None:
        """``exchange`` is in the file, whatever happens to this process next."""
        line = _line(to_json(exchange))
        descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        try:
            if _is_cut(descriptor):
                line = b"\n" + line
            if os.write(descriptor, line) != len(line):
                raise SetupError(f"{self.path}: no room for an exchange of {len(line)} octets")
        finally:
            os.close(descriptor)

    def __iter__(self) -> Iterator[Exchange]:
        """The exchanges in order; a line cut by a killed process is passed over.

        Raises SetupError: there is no such file, or a line is no exchange.
        """
        try:
            with self.path.open("rb") as lines:
                for number, line in enumerate(lines, 1):
                    yield from self._read(line, number)
        except OSError as error:
            raise SetupError(f"{self.path}: {error.strerror}") from error

    def _read(self, line: bytes, number: int) -> Iterator[Exchange]:
        if line == b"\n":  # a writer met another in the middle of its line
            return
        try:
            value = jsontext.loads(line)
        except jsontext.JsonTextError:
            _log.warning("cut line passed over path=%s line=%d", self.path, number)
            return
        try:
            yield from_json(value)
        except SetupError as error:
            raise SetupError(f"{self.path}:{number}: {error}") from error


def _is_cut(descriptor: int) -> bool:
    """The file ends inside a line, which a killed process did not finish."""
    size = os.fstat(descriptor).st_size
    return size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"


def _line(value: JSON) -> bytes:
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False).encode() + b"\n"
    except UnicodeEncodeError:  # a lone surrogate has no UTF-8 form
        return json.dumps(value, allow_nan=False).encode() + b"\n"


def to_json(exchange: Exchange) -> dict[str, JSON]:
    """The exchange as one JSON object; reads are (time, offset into the body)."""
    offsets = accumulate((len(read.octets) for read in exchange.reads), initial=0)
    return {
        "id": exchange.id,
        "probe": exchange.probe,
        "request": {
            "method": exchange.request.method,
            "url": exchange.request.url,
            "headers": _list(exchange.request.headers),
            "body": _body(exchange.request.body),
        },
        "status": exchange.status,
        "headers": _list(exchange.headers),
        "reads": [
            [read.at_s, offset] for read, offset in zip(exchange.reads, offsets, strict=False)
        ],
        "body": _body(exchange.octets),
        "end": exchange.end.value,
        "end_detail": exchange.end_detail,
        "started_at": exchange.started_at,
        "ttfb_s": exchange.ttfb_s,
        "duration_s": exchange.duration_s,
        "upstream": None if exchange.upstream is None else [_call(c) for c in exchange.upstream],
        **({"volley": exchange.volley} if exchange.volley else {}),
        **({"limits": dict(exchange.limits)} if exchange.limits else {}),
        **({} if exchange.released_s is None else {"released_s": exchange.released_s}),
        **({"late_s": exchange.late_s} if exchange.late_s else {}),
        **({} if exchange.began_s is None else {"began_s": exchange.began_s}),
        **({"deliveries": [*map(_delivery, exchange.deliveries)]} if exchange.deliveries else {}),
    }


def from_json(value: JSON) -> Exchange:
    """The exchange that :func:`to_json` wrote. Raises SetupError: it did not."""
    try:
        return _exchange(value)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SetupError(f"not an exchange: {type(error).__name__}: {error}") from error


def _exchange(value: Mapping[str, JSON]) -> Exchange:
    request, upstream = value["request"], value["upstream"]
    return Exchange(
        id=value["id"],
        probe=value["probe"],
        request=SentRequest(
            method=request["method"],
            url=request["url"],
            headers=_pairs(request["headers"]),
            body=_octets(request["body"]),
        ),
        status=value["status"],
        headers=_pairs(value["headers"]),
        reads=_reads(value["reads"], _octets(value["body"])),
        end=End(value["end"]),
        end_detail=value["end_detail"],
        started_at=value["started_at"],
        ttfb_s=value["ttfb_s"],
        duration_s=value["duration_s"],
        upstream=None if upstream is None else tuple(_upstream_call(row) for row in upstream),
        volley=value.get("volley", ""),
        limits=value.get("limits", {}),
        released_s=value.get("released_s"),
        late_s=value.get("late_s", 0.0),
        began_s=value.get("began_s"),
        deliveries=tuple(
            Delivery(row["method"], _pairs(row["headers"]), _octets(row["body"]))
            for row in value.get("deliveries", ())
        ),
    )


def _reads(rows: Iterable[tuple[float, int]], octets: bytes) -> tuple[Read, ...]:
    times, offsets = zip(*rows, strict=True) if rows else ((), ())
    spans = pairwise((*offsets, len(octets)))
    return tuple(
        Read(at_s, octets[start:stop]) for at_s, (start, stop) in zip(times, spans, strict=True)
    )


def _call(call: UpstreamCall) -> dict[str, JSON]:
    return {
        "upstream": call.upstream,
        "method": call.method,
        "path": call.path,
        "headers": _list(call.headers),
        "body": _body(call.body),
        "arrived_s": call.arrived_s,
        "status": call.status,
        "reply_headers": _list(call.reply_headers),
        "reply": dict(call.reply),
        "fault": call.fault,
        "octets_sent": call.octets_sent,
        "sent": [list(write) for write in call.sent],
        **({"written": _body(call.written)} if call.written else {}),
        "closed": call.closed,
        "closed_s": call.closed_s,
        "near_miss": call.near_miss,
    }


def _upstream_call(value: Mapping[str, JSON]) -> UpstreamCall:
    fields = dict(value)
    fields["body"] = _octets(fields["body"])
    fields["written"] = _octets(fields.get("written", {"text": ""}))
    fields["sent"] = tuple((at_s, octets) for at_s, octets in fields["sent"])
    for name in ("headers", "reply_headers"):
        fields[name] = _pairs(fields[name])
    return UpstreamCall(**fields)


def _delivery(delivery: Delivery) -> dict[str, JSON]:
    return {
        "method": delivery.method,
        "headers": _list(delivery.headers),
        "body": _body(delivery.body),
    }


def _list(headers: Headers) -> list[list[str]]:
    return [[name, value] for name, value in headers]


def _pairs(rows: Iterable[tuple[str, str]]) -> Headers:
    return tuple((name, value) for name, value in rows)


def _body(octets: bytes) -> dict[str, str]:
    if len(octets) > PACKED_FROM:
        packed = gzip.compress(octets, compresslevel=1, mtime=0)
        return {"gzip": base64.b64encode(packed).decode("ascii")}
    try:
        return {"text": octets.decode("utf-8")}
    except UnicodeDecodeError:
        return {"base64": base64.b64encode(octets).decode("ascii")}


def _octets(body: Mapping[str, str]) -> bytes:
    if "gzip" in body:
        octets, note = coding.undo(base64.b64decode(body["gzip"], validate=True), "gzip")
        if note is not None:
            raise ValueError(note)
        return octets
    if "base64" in body:
        return base64.b64decode(body["base64"], validate=True)
    return body["text"].encode()
