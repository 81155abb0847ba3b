"""What real upstreams do wrong, as functions from frames to frames.

``FAULTS`` is the one visible list. Its order is the order of application:
what replaces the reply, what ends it, edits of events, the form of lines,
the pieces of writes, and at last the time and the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from mock_upstream.errors import FaultError
from mock_upstream.faults import params as parameters
from mock_upstream.faults.base import At, Fault, Part, Phase, Place, Seconds
from mock_upstream.faults.body import DuplicateKeys, TruncatedJson
from mock_upstream.faults.conn import CloseBeforeHead, RstBeforeHead
from mock_upstream.faults.headers import RetryAfter, WrongContentLength, WrongContentType
from mock_upstream.faults.http_error import ALIASES, HttpError
from mock_upstream.faults.http_page import Empty200, ErrorIn200, HtmlErrorPage
from mock_upstream.faults.latency import SlowFirstByte, Stall, WaitForSignal
from mock_upstream.faults.plan import Planned, arrange, inject
from mock_upstream.faults.sse_chunks import (
    EmptyChoicesPreamble,
    GiantLine,
    MissingFinish,
    NoRole,
    UsageInFinishChunk,
)
from mock_upstream.faults.sse_cut import CutFin, CutRst, NoLastChunk, TruncatedEvent
from mock_upstream.faults.sse_lines import Bom, Comments, Cr, Crlf, DataOnly, Ids, NoSpace
from mock_upstream.faults.sse_pieces import Bytewise, OneWrite, SplitJson, SplitUtf8
from mock_upstream.faults.sse_response import ResponseFailed
from mock_upstream.faults.sse_tail import DoubleDone, ErrorInBand, MissingDone, NoFinalBlankLine

__all__ = [
    "ALIASES",
    "FAULTS",
    "At",
    "Fault",
    "FaultError",
    "Part",
    "Phase",
    "Place",
    "Planned",
    "Seconds",
    "catalogue",
    "compose",
    "inject",
    "make",
]

FAULTS: tuple[type[Fault], ...] = (
    HttpError,
    HtmlErrorPage,
    Empty200,
    ErrorIn200,
    CloseBeforeHead,
    RstBeforeHead,
    CutFin,
    CutRst,
    ErrorInBand,
    ResponseFailed,
    TruncatedJson,
    DuplicateKeys,
    TruncatedEvent,
    GiantLine,
    Stall,
    WaitForSignal,
    NoRole,
    UsageInFinishChunk,
    MissingFinish,
    MissingDone,
    DoubleDone,
    NoFinalBlankLine,
    NoLastChunk,
    EmptyChoicesPreamble,
    Ids,
    Comments,
    Bom,
    DataOnly,
    NoSpace,
    Crlf,
    Cr,
    SplitUtf8,
    SplitJson,
    Bytewise,
    OneWrite,
    SlowFirstByte,
    RetryAfter,
    WrongContentType,
    WrongContentLength,
)

_BY_NAME = {fault.name: fault for fault in FAULTS}


def make(name: str, params: Mapping[str, Any] | None = None) -> Fault:
    """The fault ``name``, or the one that this short name stands for.

    Raises FaultError whose pointer leads to the parameter, below ``/with``.
    """
    given = dict(params or {})
    cls = _BY_NAME.get(name)
    if name in ALIASES:
        if "error" in given:
            raise FaultError(f"{name} has its error already", pointer="/with/error")
        cls, given = HttpError, {"error": ALIASES[name], **given}
    if cls is None:
        raise FaultError(f"unknown fault {name!r}; known: {', '.join(_names())}")
    try:
        return parameters.build(cls, given)
    except FaultError as error:
        raise FaultError(error.message, pointer=f"/with{error.pointer}") from error


def compose(faults: Iterable[Fault | tuple[Fault, Place]]) -> tuple[Planned, ...]:
    """The faults of one reply in order of application.

    Raises FaultError naming both when two cannot be honoured together.
    """
    return arrange(faults, FAULTS)


def catalogue() -> list[dict[str, Any]]:
    """Every fault by name: its phase, summary, parameters, and whether ``at`` aims it."""
    rows = [_row(fault.name, fault) for fault in FAULTS]
    for name, error in ALIASES.items():
        row = _row(name, HttpError)
        row["summary"] = f"The error {error} of the catalogue."
        row["params"] = [param for param in row["params"] if param["name"] != "error"]
        rows.append(row)
    return sorted(rows, key=lambda row: str(row["name"]))


def _row(name: str, fault: type[Fault]) -> dict[str, Any]:
    """The catalogue row of one fault."""
    summary = (fault.__doc__ or "").strip().partition("\n")[0]
    return {
        "name": name,
        "phase": str(fault.phase),
        "summary": summary,
        "params": parameters.describe(fault),
        "at": fault.takes_place,
        "needs": fault.needs,
    }


def _names() -> list[str]:
    """Every name that :func:`make` knows, sorted."""
    return sorted([*_BY_NAME, *ALIASES])
