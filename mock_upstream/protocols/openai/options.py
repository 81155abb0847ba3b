"""Tools, formats and sound of a chat request: what they may be.

Rules of this file: checks of ``tools``, ``tool_choice``, ``response_format``
and ``audio``, which look at more than one field.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from mock_upstream.jsontext import JSON
from mock_upstream.protocols.openai import rules
from mock_upstream.reply import Failure

__all__ = ["check_options", "tool_name"]

NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
KINDS = ("function", "custom")
CHOICES = ("none", "auto", "required")
FORMATS = ("text", "json_object", "json_schema")
SOUNDS = ("wav", "aac", "mp3", "flac", "opus", "pcm16")


def check_options(body: Mapping[str, JSON], text: str) -> Failure | None:
    """The first thing wrong; ``text`` is all that the messages say."""
    return rules.first(_problems(body, text))


def _problems(body: Mapping[str, JSON], text: str) -> Iterator[Failure | None]:
    """What is wrong, field by field."""
    tools = body.get("tools")
    if tools is not None:
        yield rules.array(_tool, high=128)("tools", tools)
    if body.get("tool_choice") is not None:
        yield _choice(body["tool_choice"], tools or ())
    if body.get("response_format") is not None:
        yield _format(body["response_format"], text)
    if "audio" in (body.get("modalities") or ()):
        yield _sound(body.get("audio"))
    if body.get("stream_options") is not None and not body.get("stream"):
        message = "The 'stream_options' parameter is only allowed when 'stream' is enabled."
        yield rules.bad("bad_request", message, "stream_options")
    if body.get("top_logprobs") is not None and not body.get("logprobs"):
        message = "The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled."
        yield rules.bad("bad_request", message, "top_logprobs")


def tool_name(tool: Mapping[str, JSON]) -> str:
    """The name of a tool, or of a named choice, of either type."""
    return str(tool[tool["type"]]["name"])


def _tool(path: str, tool: JSON) -> Failure | None:
    """One tool: its type, and under that a name and perhaps a schema."""
    wrong = _named(path, tool)
    if wrong or tool["type"] != "function":
        return wrong
    parameters = tool["function"].get("parameters")
    if parameters is None:
        return None
    where = f"{path}.function.parameters"
    if not isinstance(parameters, Mapping):
        return rules.wrong_type(where, "an object", parameters)
    if parameters.get("type", "object") != "object":
        message = (
            f"Invalid schema for function '{tool_name(tool)}': "
            "schema must be a JSON Schema of 'type: \"object\"'."
        )
        return rules.bad("invalid_function_parameters", message, where)
    return None


def _named(path: str, value: JSON) -> Failure | None:
    """An object with a known ``type``, and a proper name under that key."""
    if not isinstance(value, Mapping):
        return rules.wrong_type(path, "an object", value)
    kind = value.get("type")
    if kind is None:
        return rules.missing(f"{path}.type")
    if kind not in KINDS:
        return rules.invalid_value(f"{path}.type", kind, KINDS)
    if kind not in value:
        return rules.missing(f"{path}.{kind}")
    return rules.mapping(f"{path}.{kind}", value[kind]) or _name(f"{path}.{kind}", value[kind])


def _name(path: str, owner: Mapping[str, JSON]) -> Failure | None:
    """A ``name`` of up to 64 letters, digits, ``_`` and ``-``."""
    if "name" not in owner:
        return rules.missing(f"{path}.name")
    wrong = rules.string(f"{path}.name", owner["name"])
    if wrong or NAME.fullmatch(owner["name"]):
        return wrong
    message = (
        f"Invalid '{path}.name': string does not match pattern. "
        "Expected a string that matches the pattern '^[a-zA-Z0-9_-]{1,64}$'."
    )
    return rules.bad("invalid_value", message, f"{path}.name")


def _choice(choice: JSON, tools: Sequence[JSON]) -> Failure | None:
    """A word, a tool that exists, or a list of allowed tools."""
    if isinstance(choice, str) and choice not in CHOICES:
        return rules.invalid_value("tool_choice", choice, CHOICES)
    if choice == "none":
        return None
    if not tools:
        message = "'tool_choice' is only allowed when 'tools' are specified."
        return rules.bad("bad_request", message, "tool_choice")
    if isinstance(choice, str):
        return None
    if isinstance(choice, Mapping) and choice.get("type") == "allowed_tools":
        return rules.mapping("tool_choice.allowed_tools", choice.get("allowed_tools"))
    return _named("tool_choice", choice) or _exists(choice, tools)


def _exists(choice: Mapping[str, JSON], tools: Sequence[JSON]) -> Failure | None:
    """A named choice is one of the tools."""
    if tool_name(choice) in [tool_name(tool) for tool in tools]:
        return None
    message = f"Tool choice '{tool_name(choice)}' not found in 'tools' parameter."
    return rules.bad("invalid_value", message, "tool_choice")


def _sound(value: JSON) -> Failure | None:
    """A voice, and one of the six formats."""
    if value is None:
        return rules.missing("audio")
    lacking = [rules.missing(f"audio.{key}") for key in ("voice", "format") if key not in value]
    if lacking or value["format"] in SOUNDS:
        return rules.first(lacking)
    return rules.invalid_value("audio.format", value["format"], SOUNDS)


def _format(value: JSON, text: str) -> Failure | None:
    """One of the three formats, with what it needs."""
    if not isinstance(value, Mapping):
        return rules.wrong_type("response_format", "an object", value)
    kind = value.get("type")
    if kind is None:
        return rules.missing("response_format.type")
    if kind not in FORMATS:
        return rules.invalid_value("response_format.type", kind, FORMATS)
    if kind == "json_object" and "json" not in text.lower():
        message = (
            "'messages' must contain the word 'json' in some form, to use "
            "'response_format' of type 'json_object'."
        )
        return rules.bad("json_word_missing", message, "messages")
    return _schema(value) if kind == "json_schema" else None


def _schema(value: Mapping[str, JSON]) -> Failure | None:
    """A format by schema has a name, and its schema is an object."""
    path = "response_format.json_schema"
    if "json_schema" not in value:
        return rules.missing(path)
    wrong = rules.mapping(path, value["json_schema"]) or _name(path, value["json_schema"])
    if wrong or value["json_schema"].get("schema") is None:
        return wrong
    return rules.mapping(f"{path}.schema", value["json_schema"]["schema"])
