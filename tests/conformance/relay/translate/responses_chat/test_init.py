"""The pair of responses and chat."""

from __future__ import annotations

import pytest

from conformance.relay.retry import Cause, Failure
from conformance.relay.translate.responses_chat import RESPONSES_CHAT


@pytest.mark.parametrize("is_stream", [False, True])
def test_there_is_one_path(is_stream: bool) -> None:
    """The body says whether events are wanted."""
    assert RESPONSES_CHAT.path("m", is_stream) == "/chat/completions"


def test_errors_are_of_one_dialect() -> None:
    """They stay as they are."""
    told = {"message": "m", "type": "t"}

    assert RESPONSES_CHAT.error(Failure(Cause.STATUS, 400, told)) == told
