"""A schema-valid value becomes a :class:`Script`; what the schema cannot say is checked.

Rules of this file: read on after a problem, so that an author sees all of them
at once; a value with problems is thrown away by ``load``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from difflib import get_close_matches
from types import MappingProxyType

from jsonschema import Draft202012Validator
from jsonschema.exceptions import SchemaError

from mock_upstream import errors, faults, text
from mock_upstream.protocols.tasks import course
from mock_upstream.scenario import times
from mock_upstream.scenario.model import (
    JSON,
    Door,
    FaultUse,
    Limits,
    Match,
    Rule,
    Script,
    Step,
    TextMatch,
    Timing,
    Upstream,
)
from mock_upstream.scenario.problems import Problem

HEALTHY_NAME = "healthy"
"""The upstream that every script may use without writing it."""


class Reader:
    """Builds the values of one script and collects what is wrong in ``problems``."""

    def __init__(self, value: JSON) -> None:
        self.value = value
        self.problems: list[Problem] = []
        self._built: dict[str, Upstream] = {}

    def refuse(self, pointer: str, message: str, hint: str) -> None:
        """Note one problem and go on."""
        self.problems.append(Problem(pointer, message, hint))

    def script(self) -> Script:
        """The whole script."""
        upstreams = {name: self.upstream(name, ()) for name in self.value["upstreams"]}
        return Script(
            MappingProxyType(upstreams),
            seed=self.value.get("seed", 0),
            name=self.value.get("name"),
            source=self.value,
        )

    def upstream(self, name: str, users: tuple[str, ...]) -> Upstream:
        """One upstream: what it says itself over what it uses."""
        if name not in self._built:
            row = self.value["upstreams"][name]
            used = self._used(row.get("use"), (*users, name))
            self._built[name] = replace(used, name=name, **self._own(row, f"/upstreams/{name}"))
        return self._built[name]

    def _used(self, other: str | None, users: tuple[str, ...]) -> Upstream:
        """The upstream named by ``use``, healthy when it is not named or not there."""
        rows = self.value["upstreams"]
        if other is not None and other in rows and other not in users:
            return self.upstream(other, users)
        if other is not None and (other != HEALTHY_NAME or other in users):
            allowed = ", ".join(sorted({HEALTHY_NAME, *rows} - set(users)))
            word = "uses itself in the end" if other in users else "is no upstream of this script"
            self.refuse(f"/upstreams/{users[-1]}/use", f"{other!r} {word}", f"allowed: {allowed}")
        return Upstream(HEALTHY_NAME)

    def _own(self, row: Mapping[str, JSON], pointer: str) -> dict[str, JSON]:
        """The fields that an upstream gives itself."""
        own: dict[str, JSON] = {key: row[key] for key in ("dialect", "key") if key in row}
        if "door" in row:
            own["door"] = Door(row["door"])
        if "models" in row:
            own["models"] = tuple(row["models"])
        if "limits" in row:
            limits = dict(row["limits"])
            if "up" in limits and "down" not in limits:
                hint = "say how many requests then find it down"
                self.refuse(f"{pointer}/limits/up", "`up` without `down` limits nothing", hint)
            own["limits"] = Limits(tells=limits.pop("headers", "openai") == "openai", **limits)
        if "rules" in row:
            own["rules"] = tuple(
                self.rule(rule, f"{pointer}/rules/{index}")
                for index, rule in enumerate(row["rules"])
            )
        return own

    def rule(self, row: Mapping[str, JSON], pointer: str) -> Rule:
        """One rule with its steps."""
        stream = row.get("match", {}).get("stream")
        steps = tuple(
            self.step(step, f"{pointer}/steps/{index}", stream)
            for index, step in enumerate(row["steps"])
        )
        for step in steps[:-1]:
            if step.times is None:
                hint = "put it last, or give it a number"
                self.refuse(f"{step.pointer}/times", "no step behind this one is ever taken", hint)
        match = self.match(row.get("match", {}), f"{pointer}/match")
        for step in steps:
            self._check_needs(step, match)
        return Rule(pointer, match, steps, row.get("name"))

    def _check_needs(self, step: Step, match: Match) -> None:
        """Note a fault of a kind of reply that this step never gives."""
        never = {True: "json", False: "stream", None: ""}[match.stream]
        if "error" in (step.reply or {}):
            never = "stream"
        made = {use.fault.makes for use in step.faults}
        for use in step.faults:
            if use.fault.needs == never and never not in made:
                kind = "a stream" if never == "stream" else "a whole JSON body"
                message = f"{use.name} needs {kind}, which this step never answers with"
                self.refuse(f"{step.pointer}/fault", message, "change `match: stream` or `reply`")

    def match(self, row: Mapping[str, JSON], pointer: str) -> Match:
        """The claim of a rule."""
        fields = dict(row)
        if "body" in fields:
            self._check_schema(fields["body"], f"{pointer}/body")
        if "text" in fields:
            fields["text"] = self.text_match(fields["text"], f"{pointer}/text")
        headers = {
            name: self.text_match(item, f"{pointer}/headers/{name}")
            for name, item in fields.pop("headers", {}).items()
        }
        return Match(headers=MappingProxyType(headers), **fields)

    def text_match(self, row: JSON, pointer: str) -> TextMatch:
        """The claim about a text; bare text means ``contains``."""
        if isinstance(row, str):
            return TextMatch(contains=row)
        regex = None
        if "regex" in row:
            try:
                regex = re.compile(row["regex"])
            except re.error as error:
                self.refuse(f"{pointer}/regex", f"no regular expression: {error}", "mend it")
        return TextMatch(row.get("contains"), row.get("equals"), regex)

    def _check_schema(self, schema: JSON, pointer: str) -> None:
        """Note a ``body`` that is no JSON Schema."""
        try:
            Draft202012Validator.check_schema(schema)
        except SchemaError as error:
            self.refuse(pointer, f"no JSON Schema: {error.message}", "write draft 2020-12")

    def step(self, row: Mapping[str, JSON], pointer: str, stream: bool | None = None) -> Step:
        """One step; its faults are made here so that they are known to be possible.

        ``stream`` is what its rule demands of a request.
        """
        count = row.get("times", 1)
        self._check_reply(row.get("reply", {}), f"{pointer}/reply")
        return Step(
            pointer,
            times=None if count == "forever" else count,
            reply=row.get("reply"),
            faults=self.faults(row, pointer, stream),
            timing=times.timing(row["timing"]) if "timing" in row else Timing(),
        )

    def _check_reply(self, reply: Mapping[str, JSON], pointer: str) -> None:
        """Note a locale or an error that is not there."""
        locale, error = reply.get("locale"), reply.get("error")
        if locale is not None and not text.is_locale(locale):
            hint = "allowed: a locale of faker, such as en_US, zh_CN, ja_JP"
            self.refuse(f"{pointer}/locale", f"{locale!r} is no known locale", hint)
        if isinstance(error, dict):
            self._check_error(error.get("name"), f"{pointer}/error/name")
        self._check_error(error, f"{pointer}/error")
        self._check_task(reply.get("task", {}), f"{pointer}/task")

    def _check_task(self, task: Mapping[str, JSON], pointer: str) -> None:
        """Note a course that no task takes."""
        wrong = course.problem(task.get("steps", ()))
        if wrong is not None:
            self.refuse(f"{pointer}/steps", wrong, "a task goes on, and ends once")

    def _check_error(self, error: JSON, pointer: str) -> None:
        """Note a named error that the catalogue does not hold."""
        known = errors.names()
        if isinstance(error, str) and error not in known:
            near = get_close_matches(error, known, n=5, cutoff=0.3) or known
            hint = f"allowed among others: {', '.join(near)}; or write it out: {{status: 429, …}}"
            self.refuse(pointer, f"{error!r} is no row of the error catalogue", hint)

    def faults(
        self, row: Mapping[str, JSON], pointer: str, stream: bool | None
    ) -> tuple[FaultUse, ...]:
        """The faults of a step, or of one that is switched on for a whole upstream."""
        uses = tuple(self._uses(row, pointer))
        try:
            plan = faults.compose((use.fault, use.at) for use in uses)
            faults.rehearse(plan, stream=stream)
        except faults.FaultError as error:
            where = error.pointer or "/fault"
            self.refuse(f"{pointer}{where}", error.message, "drop one of them")
        return uses

    def _uses(self, row: Mapping[str, JSON], pointer: str) -> Iterator[FaultUse]:
        """Each fault of ``row`` that can be made."""
        for name, params, at, where in self._named(row, pointer):
            try:
                yield FaultUse(name, faults.make(name, params), faults.At.parse(at))
            except faults.FaultError as error:
                is_name = where == pointer and not error.pointer
                place = "/fault" if is_name else error.pointer
                self.refuse(f"{where}{place}", error.message, _NEXT)

    def _named(
        self, row: Mapping[str, JSON], pointer: str
    ) -> Iterator[tuple[str, Mapping[str, JSON], Mapping[str, JSON] | None, str]]:
        """Name, parameters, place and pointer of each fault, in the order of the row."""
        fault, params, at = row.get("fault"), row.get("with", {}), row.get("at")
        if isinstance(fault, str):
            yield fault, params, at, pointer
            return
        for key in {"with", "at"} & row.keys():
            self.refuse(f"{pointer}/{key}", f"{key!r} needs one fault beside it", _INSIDE)
        for index, item in enumerate(fault or ()):
            named: Mapping[str, JSON] = {"name": item} if isinstance(item, str) else item
            where = f"{pointer}/fault/{index}"
            yield named["name"], named.get("with", {}), named.get("at"), where


_NEXT = "`mock-upstream faults` lists names and parameters"
_INSIDE = "write a list: fault: [{name: …, with: …, at: …}]"
