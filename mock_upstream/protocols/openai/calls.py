"""Which tools a healthy model calls, how often, and with what arguments.

Rules of this file: what is called follows from the request alone: the choice,
the tools' names, and words of the last user message.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from mock_upstream import jsontext, text
from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai.options import tool_name
from mock_upstream.protocols.openai.request import ChatRequest
from mock_upstream.protocols.openai.values import instance
from mock_upstream.reply import ToolCall

__all__ = ["tool_calls"]

WEATHER = re.compile(
    r"weather|forecast|temperature|天气|气温|天気|날씨|погод|wetter|météo|clima\b|tiempo|الطقس",
    re.I,
)
CITIES = re.compile(
    r"([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)((?:(?:, and |, | and | & )[A-Z][\w'-]+(?: [A-Z][\w'-]+)*)+)"
)
CITY = re.compile(r"\b(?:in|for|at|of) ([A-Z][\w'-]+(?: [A-Z][\w'-]+)*)")
WIDE_CITIES = re.compile(
    r"([一-鿿]{2,4})((?:[、和与跟]|以及)[一-鿿]{2,3}?)+(?=的|天气|天気|の|[,.?!\uff0c\u3002\uff1f\uff01]|$)"
)
SEPARATORS = re.compile(r", and |, | and | & |[、和与跟]|以及")
NUMBER = re.compile(
    r"\b(two|three|four|five|both|several|\d{1,2}) (?:\w+ )?"
    r"(?:cities|places|locations|functions|tools|calls|times)",
    re.I,
)
NUMBERS = {"two": 2, "both": 2, "three": 3, "several": 3, "four": 4, "five": 5}
PLACES = ("city", "location", "place", "town", "城市", "地点", "都市")
MOST = 16
"""Calls in one answer, at most."""


def tool_calls(request: ChatRequest, *, seed: int, locale: str) -> tuple[ToolCall, ...]:
    """The calls of one choice; none when the model answers in words."""
    tools, forced = _offered(request)
    if not tools:
        return ()
    chosen = _mentioned(tools, request.user_text)
    if not forced and (request.after_tool or not (chosen or WEATHER.search(request.user_text))):
        return ()
    chosen = chosen or _fitting(tools, request.user_text)
    cities = _cities(request.user_text)
    if request.body.get("parallel_tool_calls") is False:
        chosen, cities = chosen[:1], cities[:1]
    if len(chosen) == 1:
        chosen = chosen * max(1, min(MOST, len(cities) or _number(request)))
    return tuple(
        _call(tool, cities[index % len(cities)] if cities else None, (seed, index), locale)
        for index, tool in enumerate(chosen)
    )


def _offered(request: ChatRequest) -> tuple[list[Mapping[str, JSON]], bool]:
    """The tools that may be called, and whether one has to be."""
    tools = request.tools
    choice = request.body.get("tool_choice") or "auto"
    if not tools or choice == "none":
        return [], False
    if isinstance(choice, str):
        return tools, choice == "required"
    if choice["type"] == "allowed_tools":
        allowed = choice["allowed_tools"]
        names = [_allowed_name(tool) for tool in allowed.get("tools") or ()]
        kept = [tool for tool in tools if tool_name(tool) in names]
        return kept or tools, allowed.get("mode") == "required"
    return [tool for tool in tools if tool_name(tool) == tool_name(choice)], True


def _allowed_name(tool: JSON) -> str:
    """The name in an entry of ``allowed_tools``, nested or flat."""
    nested = tool.get(tool.get("type")) or tool
    return str(nested.get("name"))


def _mentioned(tools: Sequence[Mapping[str, JSON]], said: str) -> list[Mapping[str, JSON]]:
    """The tools whose name the text has."""
    plain = said.lower().replace("_", " ")
    return [tool for tool in tools if tool_name(tool).lower().replace("_", " ") in plain]


def _fitting(tools: Sequence[Mapping[str, JSON]], said: str) -> list[Mapping[str, JSON]]:
    """The tool about the weather when that is asked for, else the first."""
    about = [tool for tool in tools if WEATHER.search(jsontext.dumps(tool).decode())]
    return (about if WEATHER.search(said) and about else list(tools))[:1]


def _cities(said: str) -> list[str]:
    """The places named, each once."""
    found = CITIES.search(said) or WIDE_CITIES.search(said)
    if found:
        names = [name.strip() for name in SEPARATORS.split(found[0])]
        return list(dict.fromkeys(name for name in names if name))
    alone = CITY.search(said)
    return [alone[1]] if alone else []


def _number(request: ChatRequest) -> int:
    """How many calls the text asks for by a number."""
    if request.body.get("parallel_tool_calls") is False:
        return 1
    found = NUMBER.search(request.user_text)
    word = found[1].lower() if found else "1"
    return NUMBERS[word] if word in NUMBERS else int(word)


def _call(
    tool: Mapping[str, JSON], city: str | None, key: tuple[int, int], locale: str
) -> ToolCall:
    """One call, with arguments that the tool's schema accepts."""
    number = text.digest("call", *key)
    name = f"call_{number:016x}{text.digest(number) % 16**8:08x}"
    if tool["type"] == "custom":
        return ToolCall(name, tool_name(tool), text.words(5, seed=number, locale=locale))
    hints = dict.fromkeys(PLACES, city) if city else {}
    schema = tool["function"].get("parameters")
    value = instance(schema, seed=number, locale=locale, hints=hints) if schema else {}
    return ToolCall(name, tool_name(tool), jsontext.dumps(value).decode())
