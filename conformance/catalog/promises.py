"""What the documents of one relay promise, as far as the catalogue asks for it.

Rules of this file: pure data from ``specs``. Where a profile is silent, the
generic one says what any relay may do; it never overrules a relay's own words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from posixpath import normpath

import specs
from conformance.errors import UsageError
from conformance.model import JSON

GENERIC = "generic"

_VARIABLE = re.compile(r"\$?\{[^}]*\}")

FIELD_AT_FAULT = frozenset({"bad_parameters", "unknown_model"})
"""Situations in which ``param`` may name the field, whatever the sample shows."""


def read(profile: str | None) -> dict[str, JSON]:
    """The document of a profile: a name of ``specs/profiles``, or a YAML file.

    Empty without one. Raises :class:`UsageError` for what cannot be read, and for
    a file that breaks its schema, with the place and what may stand there.
    """
    if profile is None:
        return {}
    if profile in specs.names("profiles"):
        return specs.profile(profile)
    file = Path(profile)
    if not file.is_file():
        known = ", ".join(specs.names("profiles"))
        raise UsageError(f"no profile {profile!r}; known profiles: {known}, or a file")
    try:
        document = specs.parse(file.read_text(encoding="utf-8"), str(file))
        value: dict[str, JSON] = specs.check(document, "meta/profile.schema.json")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"profile {profile}: cannot be read: {error}") from error
    except specs.SpecError as error:
        raise UsageError(f"profile {error}") from error
    return value


def claims(document: Mapping[str, JSON]) -> tuple[str, ...] | None:
    """The capabilities that a profile claims, those of its endpoints included; ``None``: any."""
    if document.get("supports") is None:
        return None
    prefix = document.get("path_prefix", "/v1")
    listed = {
        place(row.get("method", "POST"), row["path"]) for row in document.get("endpoints", ())
    }
    known = {
        row["capability"]
        for row in specs.endpoints()
        if "capability" in row and place(row["method"], below(prefix, row["path"])) in listed
    }
    return tuple(dict.fromkeys([*map(str, document["supports"]), *sorted(known)]))


def place(method: str, path: str) -> tuple[str, str]:
    """An endpoint, whatever the variables in its path are called."""
    return method, _VARIABLE.sub("{}", path)


def below(prefix: str, path: str) -> str:
    """``path`` of an endpoint below the host; one that begins with ``/../`` leaves the prefix."""
    return normpath(prefix + path)


@dataclass(frozen=True, slots=True)
class Promises:
    """The documents of the chosen profile; empty ones stand for any relay."""

    document: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def is_generic(self) -> bool:
        """Whether no relay in particular is meant."""
        return not self.document or self.document.get("name") == GENERIC

    @property
    def prefix(self) -> str:
        """What the base URL ends in."""
        return str(self.document.get("path_prefix", "/v1"))

    @property
    def rows(self) -> dict[str, JSON]:
        """Situation -> row of the error table that the relay prints."""
        dialect = self.document.get("errors")
        if dialect is None or self.is_generic:
            return {}
        return {row["situation"]: row for row in specs.errors(dialect) if "situation" in row}

    @property
    def excuses(self) -> dict[str, str]:
        """Requirement -> the documented deviation by which it binds only strictly."""
        deviations = self.document.get("deviations", ())
        return {
            one: f"{row['about']}: {row['says']}"
            for row in deviations
            for one in row.get("excuses", ())
        }

    def axis(self, axis: Mapping[str, JSON]) -> dict[str, JSON]:
        """Label -> value of an axis ``{profile: …}`` of a probe."""
        if axis["profile"] == "disclaims":
            return dict(self._disclaimed())
        return dict(self._situations(axis["situations"], documented="documented" in axis))

    def documents(self, situation: str) -> bool:
        """Whether the relay's own words say what happens in ``situation``."""
        return situation in self.rows or situation in self.document.get("accept", {})

    def _situations(
        self, situations: Sequence[str], *, documented: bool
    ) -> Iterator[tuple[str, JSON]]:
        accepted = self.document.get("accept", {})
        if not documented:
            accepted = {**specs.profile(GENERIC)["accept"], **accepted}
        for situation in situations:
            if situation in self.rows:
                yield situation, exact(situation, self.rows[situation])
            elif situation in accepted:
                yield situation, lenient(accepted[situation])

    def _disclaimed(self) -> Iterator[tuple[str, JSON]]:
        generic = specs.profile(GENERIC)
        chosen = generic if self.is_generic else self.document
        accept = {**generic["accept"], **chosen.get("accept", {})}
        allowed = accept["disclaimed_endpoint"]["statuses"]
        if self.is_generic:
            allowed = [200, *allowed]
        for row in chosen.get("disclaimed", ()):
            path = row.get("example", row["path"])
            method = row.get("method", "GET")
            body = "${absent}" if method == "GET" else {"model": "${model}"}
            yield (
                f"{method}{path.removeprefix(self.prefix)}",
                {
                    "method": method,
                    "path": path.removeprefix(self.prefix),
                    "statuses": allowed,
                    "body": body,
                },
            )


def exact(situation: str, row: Mapping[str, JSON]) -> dict[str, JSON]:
    """What a row of a relay's error table demands of an answer."""
    assumed, absent = row.get("assumed", ()), row.get("absent", [])
    is_open = "param" in absent or (situation in FIELD_AT_FAULT and row["param"] is None)
    return {
        "statuses": [row["status"]],
        "words": None if row["code"] is None else [row["code"]],
        "word_in_type": "code" in assumed,
        "types": None if "type" in assumed else [row["type"]],
        "present": [key for key in ("message", "type", "param", "code") if key not in absent],
        "absent": list(absent),
        "param": None if is_open else [row["param"]],
    }


def lenient(accept: Mapping[str, JSON]) -> dict[str, JSON]:
    """What an accept set demands: a status, and a word where one is agreed on."""
    return {
        "statuses": list(accept["statuses"]),
        "words": accept.get("codes"),
        "word_in_type": True,
        "types": None,
        "present": ["message", "type"],
        "absent": [],
        "param": None,
    }
