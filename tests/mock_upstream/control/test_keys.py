"""What the control application carries."""

from __future__ import annotations

import pytest
from aiohttp.test_utils import make_mocked_request

from mock_upstream.clock import REAL
from mock_upstream.control import build
from mock_upstream.control.keys import session_of
from mock_upstream.sessions import SessionError, Sessions


def test_the_path_names_the_session() -> None:
    """One that is not there is a SessionError with the status 404."""
    app = build(Sessions(REAL), None)
    known = make_mocked_request("GET", "/", app=app, match_info={"id": "default"})
    other = make_mocked_request("GET", "/", app=app, match_info={"id": "other"})

    assert session_of(known).id == "default"
    with pytest.raises(SessionError) as caught:
        session_of(other)
    assert caught.value.status == 404
