"""What real upstreams do wrong, as functions from frames to frames.

``FAULTS`` is the one visible list. Its order is the order of application:
what replaces the reply, what ends it, edits of events, the form of lines,
the pieces of writes, and at last the time and the head.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from inspect import cleandoc
from typing import Any

from mock_upstream.errors import FaultError
from mock_upstream.faults import params as parameters
from mock_upstream.faults import plan as planning
from mock_upstream.faults.base import At, Fault, Part, Phase, Place, Seconds, is_stream
from mock_upstream.faults.body import DuplicateKeys, OddJson, TruncatedJson
from mock_upstream.faults.chat_finish import FinishReason, FinishWithContent, LateStop
from mock_upstream.faults.chat_flag import StreamIgnored, StreamUnasked
from mock_upstream.faults.chat_form import Choices, EmptyAnswer, Model, Role
from mock_upstream.faults.chat_tools import ToolCalls, ToolFragments
from mock_upstream.faults.chat_usage import Usage
from mock_upstream.faults.coding import Coding
from mock_upstream.faults.conn import (
    CloseBeforeHead,
    CutBody,
    HalfClose,
    HalfHead,
    RstBeforeHead,
    Stale,
)
from mock_upstream.faults.framing import LengthAndChunked, NoLength, WrongContentLength
from mock_upstream.faults.headers import (
    BigHeaders,
    Close,
    HopByHop,
    NoContentType,
    TwoContentTypes,
    WrongContentType,
)
from mock_upstream.faults.http_envelope import Envelope
from mock_upstream.faults.http_error import HttpError
from mock_upstream.faults.http_page import Empty200, ErrorIn200, HtmlErrorPage, Redirect, Text200
from mock_upstream.faults.latency import Drip, SlowFirstByte, Stall, WaitForSignal
from mock_upstream.faults.plan import Planned, inject
from mock_upstream.faults.retry import RateLimit, RetryAfter
from mock_upstream.faults.samples import SAMPLES
from mock_upstream.faults.short import SHORT
from mock_upstream.faults.sse_chunks import EmptyChoicesPreamble, GiantLine, MissingFinish
from mock_upstream.faults.sse_cut import Cut, NoLastChunk, TruncatedEvent
from mock_upstream.faults.sse_lines import (
    Bom,
    Comments,
    DataOnly,
    Fields,
    LineEnds,
    MultiLine,
    NoSpace,
)
from mock_upstream.faults.sse_order import Order
from mock_upstream.faults.sse_pieces import Bytewise, Glued, OneWrite, Split
from mock_upstream.faults.sse_response import ResponseFailed
from mock_upstream.faults.sse_tail import (
    DoubleDone,
    ErrorInBand,
    MissingDone,
    NoFinalBlankLine,
    PageInBand,
)
from mock_upstream.faults.value import Value

__all__ = [
    "FAULTS",
    "SHORT",
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
    "rehearse",
]

FAULTS: tuple[type[Fault], ...] = (
    HttpError,
    Envelope,
    HtmlErrorPage,
    Text200,
    Empty200,
    ErrorIn200,
    Redirect,
    StreamIgnored,
    StreamUnasked,
    CloseBeforeHead,
    RstBeforeHead,
    HalfHead,
    CutBody,
    Cut,
    ErrorInBand,
    PageInBand,
    ResponseFailed,
    Role,
    Choices,
    Model,
    EmptyAnswer,
    FinishReason,
    FinishWithContent,
    LateStop,
    ToolCalls,
    ToolFragments,
    Usage,
    Value,
    OddJson,
    DuplicateKeys,
    TruncatedJson,
    TruncatedEvent,
    GiantLine,
    Stall,
    WaitForSignal,
    Order,
    MissingFinish,
    MissingDone,
    DoubleDone,
    NoFinalBlankLine,
    NoLastChunk,
    EmptyChoicesPreamble,
    Fields,
    Comments,
    Bom,
    DataOnly,
    MultiLine,
    NoSpace,
    LineEnds,
    Coding,
    Split,
    Bytewise,
    Glued,
    OneWrite,
    Drip,
    SlowFirstByte,
    RetryAfter,
    RateLimit,
    HopByHop,
    Close,
    BigHeaders,
    WrongContentType,
    NoContentType,
    TwoContentTypes,
    WrongContentLength,
    LengthAndChunked,
    NoLength,
    Stale,
    HalfClose,
)

_BY_NAME = {fault.name: fault for fault in FAULTS}
_SHORT = {name: short.called(name) for name, short in SHORT.items()}


def make(name: str, params: Mapping[str, Any] | None = None) -> Fault:
    """The fault ``name``, or the one that this short name stands for.

    Raises FaultError whose pointer leads to the parameter, below ``/with``.
    """
    given = dict(params or {})
    cls = _BY_NAME.get(name)
    if name in SHORT:
        cls, decided = _SHORT[name], SHORT[name].params
        for key in decided.keys() & given.keys():
            raise FaultError(f"{name} has its {key} already", pointer=f"/with/{key}")
        given |= decided
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
    return planning.arrange(faults, FAULTS)


def rehearse(plan: Sequence[Planned], *, stream: bool | None = None) -> None:
    """Raises FaultError when the faults of one reply are possible one by one, but not together.

    ``stream`` says what kind of reply it is; None: either.
    """
    samples = [frames for frames in SAMPLES if stream in (None, is_stream(frames))]
    planning.rehearse(plan, samples)


def catalogue() -> list[dict[str, Any]]:
    """Every fault by name: its phase, summary, parameters, and whether ``at`` aims it."""
    rows = [_row(fault.name, fault) for fault in FAULTS]
    for name, (fault, decided, summary) in SHORT.items():
        row = _row(name, fault) | {"summary": summary, "details": f"Short for ``{fault.name}``."}
        row["params"] = [param for param in row["params"] if param["name"] not in decided]
        rows.append(row)
    return sorted(rows, key=lambda row: str(row["name"]))


def _row(name: str, fault: type[Fault]) -> dict[str, Any]:
    """The catalogue row of one fault."""
    summary, _, details = cleandoc(fault.__doc__ or "").partition("\n")
    return {
        "name": name,
        "phase": str(fault.phase),
        "summary": summary,
        "details": details.strip(),
        "params": parameters.describe(fault),
        "at": fault.takes_place,
        "needs": fault.needs,
    }


def _names() -> list[str]:
    """Every name that :func:`make` knows, sorted."""
    return sorted([*_BY_NAME, *SHORT])
