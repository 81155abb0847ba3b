"""What families of films spoil alike is spoiled below their root alone."""

from __future__ import annotations

import pytest

from conformance.relay.defects import films
from conformance.relay.envelope import Problem, Reason, RelayError
from conformance.relay.turn import Turn

REFUSED = Problem(Reason.UPSTREAM, 400, "no")
KEY = Problem(Reason.BAD_KEY, 401, "no")


def turn(path: str) -> Turn:
    """A request at ``path``."""
    return Turn("r", path=path, method="POST")


class Openai(films.ErrorOpenai):
    """Of a family."""

    root = "/x"


class Hidden(films.RefusalHidden):
    """Of a family."""

    root, hidden = "/x", {"a": 1}


class Key(films.Key400):
    """Of a family."""

    root = "/x"


class Lost(films.FieldsLost):
    """Of a family."""

    root, lost = "/x", frozenset({"b"})


class Refused(films.PathsRefused):
    """Of a family."""

    root, refused = "/x", frozenset({"/no"})


@pytest.mark.parametrize("path", ["/x/yes", "/y/no"])
def test_errors_are_told_otherwise(path: str) -> None:
    """Refusals as one, keys with 400, all in the shape of OpenAI."""
    is_here = path.startswith("/x")

    assert Hidden(turn(path)).envelope({"m": 2}, REFUSED) == ({"a": 1} if is_here else {"m": 2})
    assert Hidden(turn(path)).envelope({"m": 2}, KEY) == {"m": 2}
    assert Key(turn(path)).error(KEY).status == (400 if is_here else 401)
    assert ("error" in Openai(turn(path)).envelope({"m": 2}, KEY)) is is_here


@pytest.mark.parametrize(("path", "left"), [("/x/yes", {"a": 1}), ("/y/no", {"a": 1, "b": 2})])
def test_fields_are_lost(path: str, left: object) -> None:
    """Those that are named."""
    assert Lost(turn(path)).request_body({"a": 1, "b": 2}) == left
    assert Refused(turn(path)).request_body({"a": 1}) == {"a": 1}


def test_a_path_is_refused() -> None:
    """As a wrong request."""
    with pytest.raises(RelayError):
        Refused(turn("/x/no")).request_body({})
