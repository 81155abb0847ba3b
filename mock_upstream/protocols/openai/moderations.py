"""``POST /moderations``: one result for each text, or for all parts together.

Rules of this file: a category is met where a text has its name in square
brackets, as in ``[violence]``; scores are drawn from text and category.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from mock_upstream import jsontext
from mock_upstream.frames import Data, Frames, Framing, Head, Headers
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import fields, headers, rules
from mock_upstream.protocols.openai.rules import Check
from mock_upstream.reply import Failure
from mock_upstream.text import digest

__all__ = ["ModerationRequest", "moderation", "read_moderation", "render_moderation", "summary"]

DEFAULT_MODEL = "omni-moderation-latest"
TEXT_ONLY = "text-moderation"
"""Older models: no pictures, no ``illicit`` categories, no applied input types."""

CATEGORIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "harassment": ("text",),
        "harassment/threatening": ("text",),
        "sexual": ("text", "image"),
        "hate": ("text",),
        "hate/threatening": ("text",),
        "illicit": ("text",),
        "illicit/violent": ("text",),
        "self-harm/intent": ("text", "image"),
        "self-harm/instructions": ("text", "image"),
        "self-harm": ("text", "image"),
        "sexual/minors": ("text",),
        "violence": ("text", "image"),
        "violence/graphic": ("text", "image"),
    }
)
"""Category -> the kinds of input that it can be judged on."""

PARTS = ("text", "image_url")


def _input(path: str, value: JSON) -> Failure | None:
    """A text, texts, or parts."""
    if isinstance(value, str):
        return None
    if not isinstance(value, list):
        return rules.wrong_type(path, "a string or an array", value)
    item = rules.string if value and isinstance(value[0], str) else _part
    return rules.array(item, low=1)(path, value)


def _part(path: str, value: JSON) -> Failure | None:
    """A text or a picture, under the name of its type."""
    wrong = rules.mapping(path, value)
    if wrong is not None:
        return wrong
    kind = value.get("type")
    if kind not in PARTS:
        return rules.invalid_value(f"{path}.type", kind, PARTS)
    if kind not in value:
        return rules.missing(f"{path}.{kind}")
    return (rules.string if kind == "text" else rules.mapping)(f"{path}.{kind}", value[kind])


FIELDS: Mapping[str, Check] = MappingProxyType({"model": rules.string, "input": _input})


@dataclass(frozen=True)
class ModerationRequest:
    """A request that OpenAI would serve."""

    body: Mapping[str, JSON]

    @property
    def model(self) -> str:
        """The model asked for, or the usual one."""
        return str(self.body.get("model") or DEFAULT_MODEL)

    @property
    def inputs(self) -> list[tuple[str, tuple[str, ...]]]:
        """What is judged: each text with the kinds of input that it stands for."""
        given = self.body["input"]
        if isinstance(given, str):
            return [(given, ("text",))]
        if isinstance(given[0], str):
            return [(one, ("text",)) for one in given]
        words = "\n".join(part["text"] for part in given if part["type"] == "text")
        kinds = {"text": "text", "image_url": "image"}
        return [(words, tuple(dict.fromkeys(kinds[part["type"]] for part in given)))]


def read_moderation(body: JSON, pairs: Headers = ()) -> ModerationRequest | Failure:
    """The request that a decoded body is, or what is wrong with it; None is no JSON."""
    refused = fields.refused(body, pairs, FIELDS, ("input",))
    return refused or ModerationRequest(MappingProxyType(body))


def moderation(request: ModerationRequest, said: Mapping[str, JSON]) -> dict[str, JSON]:
    """The judgement, under what a script said of it."""
    results = [_result(request.model, words, kinds) for words, kinds in request.inputs]
    number = digest(request.model, [words for words, _ in request.inputs])
    return {
        "id": said.get("id", f"modr-{number:016x}"),
        "model": said.get("model", request.model),
        "results": results,
        **said.get("extras", {}),
    }


def _result(model: str, words: str, kinds: tuple[str, ...]) -> JSON:
    """What is found in one input."""
    is_old = model.startswith(TEXT_ONLY)
    judged = [name for name in CATEGORIES if not (is_old and name.startswith("illicit"))]
    met = {name: f"[{name}]" in words for name in judged}
    result: dict[str, JSON] = {
        "flagged": any(met.values()),
        "categories": met,
        "category_scores": {name: _score(words, name, met[name]) for name in judged},
    }
    if not is_old:
        applied = {name: [kind for kind in kinds if kind in CATEGORIES[name]] for name in judged}
        result["category_applied_input_types"] = applied
    return result


def _score(words: str, name: str, is_met: bool) -> float:
    """Near one where the category is met, near nought elsewhere."""
    drawn = digest(words, name) % 10_000 / 100_000
    return round(0.9 + drawn if is_met else drawn / 10, 6)


def render_moderation(value: Mapping[str, JSON], more: Headers = (), *, number: int = 0) -> Frames:
    """The frames of a judgement to call ``number``; ``more`` replaces the usual headers."""
    usual = (("content-type", "application/json"), *headers.common(value["id"], number=number))
    pairs = headers.merged(usual, more)
    return (Head(200, pairs, Framing.LENGTH), Data(jsontext.dumps(value)))


def summary(value: Mapping[str, JSON]) -> dict[str, JSON]:
    """What the judgement means to say, for the journal."""
    return {"id": value["id"], "model": value["model"], "results": value["results"]}
