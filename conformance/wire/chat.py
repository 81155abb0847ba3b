"""Chat completion objects folded into what a client would hold at the end.

Rules of this file: chunks and whole completions fold alike (``delta``,
``message``, or the ``text`` of the older completions); values of a wrong type
are passed over and never raise, for a schema requirement judges them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from conformance.model import JSON

__all__ = ["Choice", "ToolCall", "fold", "reasoning_of", "usages"]

_REASONING_KEYS = ("reasoning_content", "reasoning")  # DeepSeek and most; OpenRouter


@dataclass(slots=True)
class ToolCall:
    """One call put together from its ``fragments``, which are kept as sent.

    ``id``, ``type`` and ``name`` are the first text of each that came.
    """

    index: int
    id: str | None = None
    type: str | None = None
    name: str | None = None
    arguments: str = ""
    fragments: list[Mapping[str, JSON]] = field(default_factory=list)

    def add(self, fragment: Mapping[str, JSON]) -> None:
        """Join one more fragment."""
        function = _mapping(fragment.get("function"))
        self.id = self.id or _text(fragment.get("id")) or None
        self.type = self.type or _text(fragment.get("type")) or None
        self.name = self.name or _text(function.get("name")) or None
        self.arguments += _text(function.get("arguments"))
        self.fragments.append(fragment)

    def as_json(self) -> dict[str, JSON]:
        """The call as the exchange view shows it."""
        names = ("index", "id", "type", "name", "arguments")
        return {name: getattr(self, name) for name in names}


@dataclass(slots=True)
class Choice:
    """All that one choice said. ``finish_reasons`` has every non-null one.

    ``audio`` has the pieces of its sound as they were sent.
    """

    index: int
    text: str = ""
    reasoning: str = ""
    refusal: str = ""
    finish_reasons: list[JSON] = field(default_factory=list)
    calls: dict[int, ToolCall] = field(default_factory=dict)
    audio: list[Mapping[str, JSON]] = field(default_factory=list)
    annotations: list[JSON] = field(default_factory=list)

    def add(self, choice: Mapping[str, JSON]) -> None:
        """Join what one object says about this choice."""
        said = _mapping(choice.get("delta", choice.get("message")))
        self.text += _text(said.get("content")) + _text(choice.get("text"))
        self.refusal += _text(said.get("refusal"))
        self.reasoning += reasoning_of(said)
        if choice.get("finish_reason") is not None:
            self.finish_reasons.append(choice["finish_reason"])
        self.audio += [one for one in [_mapping(said.get("audio"))] if one]
        self.annotations += [one for _, one in _indexed(said.get("annotations"))]
        for index, fragment in _indexed(said.get("tool_calls")):
            self.calls.setdefault(index, ToolCall(index)).add(fragment)


def reasoning_of(said: Mapping[str, JSON]) -> str:
    """What a delta or message thinks aloud, under either name; the same under both is said once."""
    return next((text for key in _REASONING_KEYS if (text := _text(said.get(key)))), "")


def fold(objects: Iterable[JSON]) -> dict[int, Choice]:
    """The choices of ``objects`` by index, in order of index."""
    choices: dict[int, Choice] = {}
    for item in objects:
        for index, choice in _indexed(_mapping(item).get("choices")):
            choices.setdefault(index, Choice(index)).add(choice)
    return dict(sorted(choices.items()))


def usages(objects: Iterable[JSON]) -> tuple[JSON, ...]:
    """Each non-null top-level ``usage``."""
    found = (_mapping(item).get("usage") for item in objects)
    return tuple(usage for usage in found if usage is not None)


def _indexed(values: JSON) -> Iterator[tuple[int, Mapping[str, JSON]]]:
    """The objects of a list under their ``index``, or their place when it is no integer."""
    if not isinstance(values, Sequence) or isinstance(values, str):
        return
    for place, value in enumerate(values):
        if isinstance(value, Mapping):
            index = value.get("index")
            yield index if type(index) is int else place, value


def _mapping(value: JSON) -> Mapping[str, JSON]:
    return value if isinstance(value, Mapping) else {}


def _text(value: JSON) -> str:
    return value if isinstance(value, str) else ""
