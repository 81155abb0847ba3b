"""The table of contents of a relay's documents, and what judges each entry of it.

Rules of this file: the ids come from the catalogue, never from a profile; a case
counts where a run with the profile would judge it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import specs
from conformance.catalog import Case, Catalog
from conformance.catalog.promises import below, claims, place
from conformance.model import JSON

__all__ = ["entries", "judges", "spans"]


def entries(document: Mapping[str, JSON], catalog: Catalog) -> Iterator[list[str]]:
    """Section, title, endpoints and judges of each entry."""
    for entry in document.get("contents", ()):
        asked = ", ".join(f"`{one}`" for one in entry.get("endpoints", ())) or "-"
        why = entry.get("page") or f"open: {entry.get('open')}"
        found = spans(judges(entry, document, catalog)) if "endpoints" in entry else ""
        yield [entry["section"], entry["title"], asked, found or why]


def judges(
    entry: Mapping[str, JSON],
    document: Mapping[str, JSON],
    catalog: Catalog,
    *,
    is_claimed: bool = True,
) -> list[str]:
    """The requirements that judge an entry, in the order of the catalogue.

    ``is_claimed=False`` counts those too that the profile does not ask for.
    """
    claimed = claims(document) if is_claimed else None
    prefix = str(document.get("path_prefix", "/v1"))
    places = {place(*one.split(" ", 1)) for one in entry.get("endpoints", ())}
    base = {
        str(row["capability"])
        for row in specs.endpoints()
        if "capability" in row and place(row["method"], below(prefix, row["path"])) in places
    }
    found = (
        case.requirement.id
        for case in catalog.cases()
        if (claimed is None or case.needs <= set(claimed))
        and places & _asked(case, prefix)
        and _is_about(case, entry, base)
    )
    return list(dict.fromkeys(found))


def spans(ids: Iterable[str]) -> str:
    """``SSE-001 to SSE-003, SSE-007``: neighbours are drawn together."""
    runs: list[list[str]] = []
    for one in sorted(set(ids)):
        if runs and _next(runs[-1][-1]) == one:
            runs[-1].append(one)
        else:
            runs.append([one])
    return ", ".join(run[0] if len(run) == 1 else f"{run[0]} to {run[-1]}" for run in runs)


def _next(id_: str) -> str:
    area, _, number = id_.partition("-")
    return f"{area}-{int(number) + 1:03d}"


def _asked(case: Case, prefix: str) -> set[tuple[str, str]]:
    """Every endpoint that the case's probe asks."""
    endpoint = case.instance.endpoint
    own = [(endpoint.method, endpoint.path)]
    own += [
        (str(one.get("method", endpoint.method)), str(one["path"]))
        for one in case.instance.probe.requests
        if "path" in one
    ]
    return {place(method, below(prefix, path)) for method, path in own}


def _is_about(case: Case, entry: Mapping[str, JSON], base: set[str]) -> bool:
    """Whether the case is about what the entry is about, streamed or not, and nothing else."""
    if "parameter" in entry:
        return any(_sends(request, entry["parameter"]) for request in case.instance.probe.requests)
    wanted, streamed = set(entry.get("capabilities", ())), _streamed(case)
    allowed = wanted | base | ({streamed} if wanted - base else set())
    held = case.needs | {case.instance.endpoint.capability} - {None}
    held |= {streamed} if case.instance.stream else set()
    return not wanted or wanted <= held <= allowed


def _sends(request: Mapping[str, JSON], parameter: str) -> bool:
    body = request.get("body")
    return isinstance(body, Mapping) and parameter in body


def _streamed(case: Case) -> str | None:
    """The capability of streams at the case's endpoint."""
    name = case.instance.endpoint.name
    row = next(one for one in specs.endpoints() if one["name"] == name)
    capability: str | None = row.get("sample", {}).get("streamed", {}).get("capability")
    return capability
