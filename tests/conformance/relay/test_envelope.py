"""Errors have all four keys, and every refusal its row."""

from __future__ import annotations

import pytest

from conformance.relay.config import Role, Told
from conformance.relay.envelope import Problem, Reason, dressed, envelope, refusal


@pytest.mark.parametrize("reason", [reason for reason in Reason if reason is not Reason.UPSTREAM])
def test_refusal_has_all_four_keys(reason: Reason) -> None:
    """Each of the relay's own reasons but its own failure is a client's error."""
    problem = refusal(reason, "no", param="p").problem
    error = envelope(problem)["error"]

    assert 400 <= problem.status < 500 or reason is Reason.INTERNAL
    assert set(error) == {"message", "type", "param", "code"}
    assert (error["message"], error["param"]) == ("no", "p")


ROLE = Role(
    errors={
        "bad_key": Told(403, "t", "c", "", frozenset()),
        "server_error": Told(599, "t", "c", None, frozenset({"param"})),
    },
    absent=frozenset({"code"}),
)


@pytest.mark.parametrize("reason", [Reason.BAD_KEY, Reason.MISSING_KEY])
def test_a_role_tells_what_it_documents(reason: Reason) -> None:
    """Status, type, code and param are the role's, the message stays."""
    told = dressed(refusal(reason, "no", param="p").problem, ROLE)

    assert (told.status, told.message) == (403, "no")
    assert envelope(told)["error"] == {"message": "no", "type": "t", "param": "", "code": "c"}


def test_what_a_role_is_silent_about_stays() -> None:
    """But for the keys that none of its errors has."""
    told = dressed(refusal(Reason.WRONG_METHOD, "no").problem, ROLE)

    assert told.status == 405
    assert set(envelope(told)["error"]) == {"message", "type", "param"}


@pytest.mark.parametrize(("status", "told"), [(500, 599), (503, 503), (429, 429)])
def test_only_an_upstream_s_500_is_a_server_error(status: int, told: int) -> None:
    """Every other status of an upstream says more."""
    assert dressed(Problem(Reason.UPSTREAM, status, "no", param="p"), ROLE).status == told


def test_a_role_without_a_param_leaves_the_field_s_name() -> None:
    """Which the relay knows better than a sample."""
    role = Role(errors={"bad_parameters": Told(400, "t", "c")})

    assert dressed(refusal(Reason.WRONG_TYPE, "no", param="n").problem, role).param == "n"
