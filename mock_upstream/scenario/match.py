"""Which rule a request meets, and why the nearest one did not.

Rules of this file: one generator per field yields sentences about what differs;
a rule matches when nothing is yielded. Paths are compared behind ``/v1``.
"""

from __future__ import annotations

from collections.abc import Iterator
from fnmatch import fnmatchcase

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match

from mock_upstream.scenario.model import JSON, Call, Match, Rule, TextMatch

SHOWN = 80
"""Characters of a text that a near-miss report shows."""


def strip_version(path: str) -> str:
    """``path`` behind ``/v1``, with a leading slash."""
    path = "/" + path.lstrip("/")
    return path.removeprefix("/v1") if path == "/v1" or path.startswith("/v1/") else path


def find(rules: tuple[Rule, ...], call: Call) -> Rule | None:
    """The first rule that ``call`` meets."""
    return next((rule for rule in rules if next(differences(rule.match, call), None) is None), None)


def near_miss(rules: tuple[Rule, ...], call: Call) -> str:
    """Per field, why the nearest of ``rules`` did not match ``call``."""
    if not rules:
        return f"no endpoint at {call.method} {call.path}"
    reports = [(tuple(differences(rule.match, call)), rule) for rule in rules]
    misses, rule = min(reports, key=lambda report: len(report[0]))
    label = f"{rule.pointer} ({rule.name})" if rule.name else rule.pointer
    return f"nearest rule {label}: {'; '.join(misses) or 'nothing differs'}"


def differences(match: Match, call: Call) -> Iterator[str]:
    """A sentence for each field of ``match`` that ``call`` does not satisfy."""
    yield from _endpoint(match, call)
    if match.model is not None and not fnmatchcase(call.model or "", match.model):
        yield f"model is {call.model!r}, the rule wants {match.model!r}"
    if match.stream is not None and call.is_stream is not match.stream:
        yield f"stream is {call.is_stream}, the rule wants {match.stream}"
    if match.text is not None:
        yield from _text("text of the last user message", match.text, last_user_text(call.body))
    for name, claim in match.headers.items():
        yield from _text(f"header {name}", claim, call.header(name))
    if match.body is not None:
        yield from _body(match.body, call.body)


def _endpoint(match: Match, call: Call) -> Iterator[str]:
    """Differences of method and path; a rule without either means model calls."""
    if match.method is not None and call.method != match.method.upper():
        yield f"method is {call.method}, the rule wants {match.method.upper()}"
    if match.path is not None:
        if not fnmatchcase(call.path, strip_version(match.path)):
            yield f"path is {call.path}, the rule wants {match.path}"
    elif match.method is None and call.method != "POST":
        yield f"method is {call.method}, a rule without method and path wants POST"


def _text(what: str, claim: TextMatch, text: str | None) -> Iterator[str]:
    """Differences of one text."""
    if text is None:
        yield f"{what} is absent"
        return
    seen = text if len(text) <= SHOWN else f"{text[:SHOWN]}…"
    if claim.contains is not None and claim.contains not in text:
        yield f"{what} is {seen!r}, the rule wants it to contain {claim.contains!r}"
    if claim.equals is not None and claim.equals != text:
        yield f"{what} is {seen!r}, the rule wants {claim.equals!r}"
    if claim.regex is not None and not claim.regex.search(text):
        yield f"{what} is {seen!r}, the rule wants a match of /{claim.regex.pattern}/"


def _body(schema: JSON, body: JSON) -> Iterator[str]:
    """The deepest complaint of the rule's JSON Schema."""
    error = best_match(Draft202012Validator(schema).iter_errors(body))
    if error is not None:
        yield f"body at {error.json_path}: {error.message}"


def last_user_text(body: JSON) -> str | None:
    """The text of the last user message, or of the input; parts are joined by line feeds."""
    if isinstance(body, dict) and isinstance(body.get("contents"), list):
        return _contents_text(body["contents"])
    messages = body.get("messages", body.get("input")) if isinstance(body, dict) else None
    if isinstance(messages, str):
        return messages
    if not isinstance(messages, list):
        return None
    for message in reversed(messages):
        if isinstance(message, dict) and message.get("role") == "user":
            return _content_text(message.get("content"))
    return None


def _contents_text(contents: JSON) -> str | None:
    """The same where Gemini is spoken: of the last turn that is not the model's and has words."""
    for content in reversed(contents):
        if isinstance(content, dict) and content.get("role") != "model":
            words = _content_text(content.get("parts"))
            if words:
                return words
    return None


def _content_text(content: JSON) -> str | None:
    """The text of a message's content."""
    if isinstance(content, str):
        return content
    if not isinstance(content, list):
        return None
    texts = [part.get("text") for part in content if isinstance(part, dict)]
    return "\n".join(text for text in texts if isinstance(text, str))
