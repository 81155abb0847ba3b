"""Defects of the events of a streamed response.

Rules of this file: events are numbered anew where some are lost or added, so
that the one rule is broken and no other.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

from conformance.model import JSON
from conformance.relay.defects.base import Defect

__all__ = [
    "RESPONSE_EVENTS",
    "ArgumentsRenamed",
    "DoneTextEmpty",
    "HostedProgressMissing",
    "ItemAddedMissing",
    "ItemDoneMissing",
    "ItemIdMissing",
    "ItemIdPerEvent",
    "ItemIndexShifted",
    "PartAddedMissing",
    "ResponseCreatedMissing",
    "ResponseIdChanges",
    "ResponseProgressMissing",
    "SequenceGap",
    "SequenceMissing",
    "SequenceRepeats",
    "SummaryPartMissing",
    "TerminalMissing",
    "TerminalOutputEmpty",
    "TerminalTwice",
    "TypedDeltaDropped",
]

Event = dict[str, JSON]
"""A decoded event."""

_CREATED = "response.created"
_TEXT = "response.output_text.delta"
_COMPLETED = "response.completed"


class _Numbered(Defect):
    """A defect that shows other events, numbered from 0 as if they were all."""

    _next = 0

    def typed(self, event: Event) -> list[Event]:
        """Change the events of a response, and number them."""
        if "sequence_number" not in event:
            return [event]
        shown = self._changed(event)
        first, self._next = self._next, self._next + len(shown)
        return [one | {"sequence_number": first + at} for at, one in enumerate(shown)]

    @abstractmethod
    def _changed(self, event: Event) -> list[Event]:
        """Return what is shown in place of one event."""


class _Dropping(_Numbered):
    """A defect that loses all events of one type."""

    _type: ClassVar[str]

    def _changed(self, event: Event) -> list[Event]:
        return [] if event.get("type") == self._type else [event]


class _Changing(Defect):
    """A defect that changes the events of some types."""

    _types: ClassVar[tuple[str, ...]]

    def typed(self, event: Event) -> list[Event]:
        """Change the event if it is of such a type."""
        return [self._change(event) if event.get("type") in self._types else event]

    @abstractmethod
    def _change(self, event: Event) -> Event:
        """Return the event as it is shown."""


class ResponseCreatedMissing(_Dropping):
    """The stream of a response begins without ``response.created``."""

    name = "response_created_missing"
    _type = "response.created"


class ResponseProgressMissing(_Dropping):
    """``response.in_progress`` is not sent."""

    name = "response_progress_missing"
    _type = "response.in_progress"


class ItemAddedMissing(_Dropping):
    """Items begin without ``response.output_item.added``."""

    name = "item_added_missing"
    _type = "response.output_item.added"


class ItemDoneMissing(_Dropping):
    """Items end without ``response.output_item.done``."""

    name = "item_done_missing"
    _type = "response.output_item.done"


class PartAddedMissing(_Dropping):
    """Parts begin without ``response.content_part.added``."""

    name = "part_added_missing"
    _type = "response.content_part.added"


class SummaryPartMissing(_Dropping):
    """Summaries begin without ``response.reasoning_summary_part.added``."""

    name = "summary_part_missing"
    _type = "response.reasoning_summary_part.added"


class HostedProgressMissing(_Dropping):
    """A search of the web begins without ``response.web_search_call.in_progress``."""

    name = "hosted_progress_missing"
    _type = "response.web_search_call.in_progress"


class TerminalMissing(_Dropping):
    """The stream closes without ``response.completed``."""

    name = "terminal_missing"
    _type = "response.completed"


class TerminalTwice(_Numbered):
    """``response.completed`` is sent twice."""

    name = "terminal_twice"

    def _changed(self, event: Event) -> list[Event]:
        return [event, event] if event.get("type") == _COMPLETED else [event]


class TypedDeltaDropped(_Numbered):
    """The second delta of the text is lost."""

    name = "typed_delta_dropped"
    _seen = 0

    def _changed(self, event: Event) -> list[Event]:
        self._seen += event.get("type") == _TEXT
        is_lost = event.get("type") == _TEXT and self._seen == 2
        return [] if is_lost else [event]


class SequenceGap(Defect):
    """Sequence numbers of a response begin at 1."""

    name = "sequence_gap"

    def typed(self, event: Event) -> list[Event]:
        """Count one too many."""
        number = event.get("sequence_number")
        return [event | {"sequence_number": number + 1} if isinstance(number, int) else event]


class SequenceRepeats(Defect):
    """Sequence numbers of a response stop growing at 3."""

    name = "sequence_repeats"

    def typed(self, event: Event) -> list[Event]:
        """Stop counting."""
        number = event.get("sequence_number")
        return [event | {"sequence_number": min(number, 3)} if isinstance(number, int) else event]


class SequenceMissing(Defect):
    """Events of a response have no sequence number."""

    name = "sequence_missing"

    def typed(self, event: Event) -> list[Event]:
        """Take the number out."""
        return [{key: value for key, value in event.items() if key != "sequence_number"}]


class ItemIndexShifted(Defect):
    """Items of a response are counted from 1."""

    name = "item_index_shifted"

    def typed(self, event: Event) -> list[Event]:
        """Count one too many."""
        index = event.get("output_index")
        return [event | {"output_index": index + 1} if isinstance(index, int) else event]


class ArgumentsRenamed(Defect):
    """Arguments of calls are told in events of another name."""

    name = "arguments_renamed"

    def typed(self, event: Event) -> list[Event]:
        """Say ``tool_arguments``."""
        renamed = str(event.get("type")).replace("function_call_arguments", "tool_arguments")
        return [event | {"type": renamed}] if "type" in event else [event]


class DoneTextEmpty(_Changing):
    """``response.output_text.done`` comes without the text."""

    name = "done_text_empty"
    _types = ("response.output_text.done",)

    def _change(self, event: Event) -> Event:
        return event | {"text": ""}


class ResponseIdChanges(_Changing):
    """The response has another id once it is in progress."""

    name = "response_id_changes"
    _types = ("response.in_progress",)

    def _change(self, event: Event) -> Event:
        return event | {"response": event["response"] | {"id": "resp_other"}}


class ItemIdPerEvent(_Changing):
    """Deltas name their item by ids of their own."""

    name = "item_id_per_event"
    _types = (
        _TEXT,
        "response.function_call_arguments.delta",
    )

    def _change(self, event: Event) -> Event:
        return event | {"item_id": f"{event['item_id']}-{event['sequence_number']}"}


class ItemIdMissing(_Changing):
    """Deltas of the text do not name their item."""

    name = "item_id_missing"
    _types = (_TEXT,)

    def _change(self, event: Event) -> Event:
        return {key: value for key, value in event.items() if key != "item_id"}


class TerminalOutputEmpty(_Changing):
    """The finished response has no output though deltas carried text."""

    name = "terminal_output_empty"
    _types = (_COMPLETED,)

    def _change(self, event: Event) -> Event:
        return event | {"response": event["response"] | {"output": []}}


RESPONSE_EVENTS: tuple[type[Defect], ...] = (
    ResponseCreatedMissing,
    ResponseProgressMissing,
    ItemAddedMissing,
    ItemDoneMissing,
    PartAddedMissing,
    SummaryPartMissing,
    HostedProgressMissing,
    TerminalMissing,
    TerminalTwice,
    TypedDeltaDropped,
    SequenceGap,
    SequenceRepeats,
    SequenceMissing,
    ItemIndexShifted,
    ArgumentsRenamed,
    DoneTextEmpty,
    ResponseIdChanges,
    ItemIdPerEvent,
    ItemIdMissing,
    TerminalOutputEmpty,
)
"""The defects of this family."""
