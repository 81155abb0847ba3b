"""One small good request for each endpoint, and what makes a bad one of it.

Rules of this file: pure data from ``specs/endpoints``; placeholders stay open,
for a probe's recipe to fill in.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from conformance.catalog.fill import ABSENT
from conformance.errors import UsageError
from conformance.model import JSON

__all__ = ["STREAMED", "asked"]

STREAMED = ".stream"
"""What the label of an endpoint ends in when a stream is asked for."""

_ENDPOINT = ("name", "method", "path", "dialect", "capability", "model")


def asked(axis: Mapping[str, JSON], rows: Iterable[Mapping[str, JSON]]) -> dict[str, JSON]:
    """Label -> request of an axis ``{endpoints: [name, …]}`` of a probe.

    With ``stream`` an endpoint that can stream is asked twice. ``change`` puts
    fields over those of the sample, and ``mistake`` names a change of its own row.
    Raises :class:`UsageError` for an endpoint that is not there.
    """
    known = {row["name"]: row for row in rows}
    unknown = [name for name in axis["endpoints"] if name not in known]
    if unknown:
        raise UsageError(f"no endpoint {unknown[0]!r}; known are {', '.join(sorted(known))}")
    return {
        label: value for name in axis["endpoints"] for label, value in _requests(known[name], axis)
    }


def _requests(
    row: Mapping[str, JSON], axis: Mapping[str, JSON]
) -> Iterator[tuple[str, dict[str, JSON]]]:
    sample = row.get("sample", {})
    change = {**axis.get("change", {})}
    if "mistake" in axis:
        change |= sample["mistakes"][axis["mistake"]]
    yield row["name"], _request(row, sample, change)
    if axis.get("stream") and "streamed" in sample:
        streamed = _request(row, sample, {**sample["streamed"]["with"], **change})
        needs = [sample["streamed"]["capability"]]
        yield row["name"] + STREAMED, {**streamed, "stream": True, "needs": needs}


def _request(
    row: Mapping[str, JSON], sample: Mapping[str, JSON], change: Mapping[str, JSON]
) -> dict[str, JSON]:
    return {
        "endpoint": {key: row[key] for key in _ENDPOINT if key in row},
        "stream": False,
        "needs": [],
        "path": row["path"].replace("{model}", "${model_path}"),
        "body": {**sample["body"], **change} if "body" in sample else ABSENT,
        "multipart": _form(sample["multipart"], change) if "multipart" in sample else ABSENT,
    }


def _form(form: Mapping[str, JSON], change: Mapping[str, JSON]) -> dict[str, JSON]:
    """The form with other fields; a file is only ever taken away."""
    files = [file for file in form["files"] if change.get(file["name"]) != ABSENT]
    return {"fields": {**form["fields"], **change}, "files": files}
