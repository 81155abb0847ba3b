"""Models are listed under the names that clients use."""

from __future__ import annotations

from conformance.relay import models


def test_list_holds_model_objects() -> None:
    """Each alias is one model."""
    body = models.listing(("a/b", "c"))

    assert body["object"] == "list"
    assert [entry["id"] for entry in body["data"]] == ["a/b", "c"]
    assert body["data"][0] == models.model("a/b")
    assert isinstance(body["data"][0]["created"], int)
