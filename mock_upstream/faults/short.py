"""Short names: a fault with some of its parameters decided.

Rules of this file: one row per name; what a name does is written beside the fault.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from mock_upstream.faults.base import Fault
from mock_upstream.faults.chat_form import Role
from mock_upstream.faults.chat_usage import Usage
from mock_upstream.faults.http_error import ERRORS, HttpError
from mock_upstream.faults.sse_cut import Cut
from mock_upstream.faults.sse_lines import Fields, LineEnds
from mock_upstream.faults.sse_pieces import Split
from mock_upstream.jsontext import JSON

__all__ = ["SHORT", "Short"]


class Short(NamedTuple):
    """What a short name stands for."""

    fault: type[Fault]
    params: Mapping[str, JSON]
    summary: str

    def called(self, name: str) -> type[Fault]:
        """The fault under the short name, which its messages then have."""
        return type(self.fault.__name__, (self.fault,), {"name": name, "__slots__": ()})


SHORT: Mapping[str, Short] = MappingProxyType(
    {
        **{
            name: Short(HttpError, {"error": row}, f"The error {row} of the catalogue.")
            for name, row in ERRORS.items()
        },
        "sse.cut_fin": Short(Cut, {"ending": "fin"}, "The connection is closed in mid-stream."),
        "sse.cut_rst": Short(Cut, {"ending": "rst"}, "The connection is reset in mid-stream."),
        "sse.crlf": Short(LineEnds, {"form": "crlf"}, "Lines end in CR LF."),
        "sse.cr": Short(LineEnds, {"form": "cr"}, "Lines end in a bare CR."),
        "sse.ids": Short(Fields, {"form": "id"}, "Each event has an ``id:`` line, from 1."),
        "sse.split_json": Short(Split, {"inside": "json"}, "Each event is cut in its JSON."),
        "sse.split_utf8": Short(
            Split, {"inside": "utf8"}, "Events are cut in a character of several octets."
        ),
        "sse.no_role": Short(Role, {"form": "missing"}, "No chunk says ``role``."),
        "sse.usage_in_finish_chunk": Short(
            Usage, {"form": "in_finish"}, "The finish chunk carries ``usage``, and none follows."
        ),
    }
)
