"""The models, page by page and one by one."""

from __future__ import annotations

import pytest

import specs
from mock_upstream.protocols.gemini.models import DEFAULT_MODELS, model, page
from mock_upstream.reply import Failure


def test_pages_make_up_the_list() -> None:
    """Each token leads to the next page, the last has none."""
    seen, token = [], "0"
    while token:
        value = page(DEFAULT_MODELS, f"pageSize=3&pageToken={token}")
        assert not isinstance(value, Failure)
        assert list(specs.validator("gemini/model.list.json").iter_errors(value)) == []
        seen += [row["name"] for row in value["models"]]
        token = value.get("nextPageToken", "")

    assert seen == [f"models/{name}" for name in DEFAULT_MODELS]


def test_a_model_is_found_by_its_name() -> None:
    """Also when that is percent-encoded; an embedding model embeds."""
    found = model("a%2Fembed", ["a/embed"])

    assert not isinstance(found, Failure)
    assert found["name"] == "models/a/embed"
    assert found["supportedGenerationMethods"] == ["embedContent"]


@pytest.mark.parametrize("query", ["pageSize=x", "pageToken=-1"])
def test_a_page_is_a_number(query: str) -> None:
    """Anything else is refused."""
    assert isinstance(page(DEFAULT_MODELS, query), Failure)


def test_an_unknown_model_is_not_found() -> None:
    """404 in Google's words."""
    missing = model("x", DEFAULT_MODELS)

    assert isinstance(missing, Failure)
    assert missing.name == "gemini_not_found"
