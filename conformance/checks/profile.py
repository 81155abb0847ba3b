"""Rules of what a relay's own documents promise about its errors.

Rules of this file: ``expected`` comes from the chosen profile
(:mod:`conformance.catalog.promises`); the last answer of a probe is judged, as
a limit shows only then. A request that was served breaks the rule of the status,
and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from conformance.checks.errors import error_of
from conformance.checks.registry import check
from conformance.model import JSON, Violation
from conformance.wire.view import View

Expected = Mapping[str, JSON]


@check("profile.status", given="answered", whole_run=True)
def status(views: Sequence[View], *, expected: Expected) -> Iterator[Violation]:
    """The status is the documented one."""
    got, accept = views[-1].status, expected["statuses"]
    if got not in accept:
        wanted = " or ".join(str(one) for one in accept)
        yield Violation(
            f"status {got}, documented is {wanted}",
            expected=accept,
            got=got,
            exchange=len(views) - 1,
        )


@check("profile.code", given="answered", whole_run=True)
def code(views: Sequence[View], *, expected: Expected) -> Iterator[Violation]:
    """The documented word is the error's code, or its type where documents leave that open."""
    error, words = _told(views), expected["words"]
    places = ("code", "type") if expected["word_in_type"] else ("code",)
    if (
        error is not None
        and words is not None
        and not any(error.get(place) in words for place in places)
    ):
        yield _wrong(views, "code", words, error)


@check("profile.type", given="answered", whole_run=True)
def type_(views: Sequence[View], *, expected: Expected) -> Iterator[Violation]:
    """The type is the documented one; where none is shown, it is some word."""
    error, types = _told(views), expected["types"]
    got = (error or {}).get("type")
    is_right = got in types if types is not None else isinstance(got, str) and bool(got)
    if error and not is_right:
        yield _wrong(views, "type", types or "a word", error)


@check("profile.keys", given="answered", whole_run=True)
def keys(views: Sequence[View], *, expected: Expected) -> Iterator[Violation]:
    """The error has the keys that the documents show, and ``param`` has their value.

    A key more than the samples have is no broken promise: JSON objects may grow.
    """
    error = _told(views)
    if error is None:
        return
    for key in expected["present"]:
        if key not in error:
            yield _wrong(views, key, "present", error)
    params = expected["param"]
    if params is not None and "param" in error and error["param"] not in params:
        yield _wrong(views, "param", params, error)


@check("profile.event-keys", given="told-in-stream")
def event_keys(view: View, *, expected: Expected) -> Iterator[Violation]:
    """The error object of an error event has the keys that the documents show.

    A stream without such an event, an event without the object, and an ordinary chunk
    that has an error besides are other rows' business.
    """
    events = (one for one in view.objects if isinstance(one, Mapping) and "choices" not in one)
    for error in (one.get("error") for one in events):
        for key in expected["present"]:
            if isinstance(error, Mapping) and key not in error:
                yield Violation(
                    f"{key} is absent from the error event",
                    at=f"/error/{key}",
                    expected=expected["present"],
                    got=list(error),
                )


@check("profile.no-page", given="answered")
def no_page(view: View) -> Iterator[Violation]:
    """The answer is JSON: a web page is neither an error nor an endpoint."""
    if view.json_error is not None:
        yield Violation(
            f"no JSON but {view.content_type or 'no content type'}",
            at="/body",
            expected="application/json",
            got=view.text[:200],
        )


def _told(views: Sequence[View]) -> Mapping[str, JSON] | None:
    """The error object of the last answer, be it empty; ``None`` when it is no error."""
    return error_of(views[-1]) if (views[-1].status or 0) >= 400 else None


def _wrong(views: Sequence[View], key: str, wanted: JSON, error: Mapping[str, JSON]) -> Violation:
    seen = f"{key} is {error[key]!r}" if key in error else f"{key} is absent"
    return Violation(
        f"{seen}, documented is {wanted}",
        at=f"/error/{key}",
        expected=wanted,
        got=error.get(key),
        exchange=len(views) - 1,
    )
