"""Defects of the model list and of single models."""

from __future__ import annotations

from dataclasses import replace

from conformance.model import JSON
from conformance.relay.answer import Answer, Body
from conformance.relay.defects.base import Defect, Switch
from conformance.relay.envelope import Reason, refusal

__all__ = [
    "ModelGet404",
    "ModelGetCreatedString",
    "ModelGetOther",
    "ModelNotListed",
    "ModelsCreatedString",
    "ModelsDuplicateIds",
    "ModelsHtml",
    "ModelsNotList",
    "ModelsOpen",
]


class ModelsNotList(Defect):
    """The model list does not say that it is a list."""

    name = "models_not_list"

    def models(self, body: JSON) -> JSON:
        """Take ``object`` out."""
        return {"data": body["data"]}


class ModelsDuplicateIds(Defect):
    """The model list names a model twice."""

    name = "models_duplicate_ids"

    def models(self, body: JSON) -> JSON:
        """Repeat the first model."""
        return body | {"data": [*body["data"], *body["data"][:1]]}


class ModelNotListed(Defect):
    """The model list has other names than those that can be asked for."""

    name = "model_not_listed"

    def models(self, body: JSON) -> JSON:
        """Rename every model."""
        return body | {"data": [model | {"id": f"{model['id']}-next"} for model in body["data"]]}


class ModelGetOther(Defect):
    """GET of one model gives another."""

    name = "model_get_other"

    def model(self, body: JSON) -> JSON:
        """Rename the model."""
        return body | {"id": f"{body['id']}-next"}


class ModelsCreatedString(Defect):
    """``created`` of the models in the list is a string."""

    name = "models_created_string"

    def models(self, body: JSON) -> JSON:
        """Change every model of the list."""
        return body | {"data": [_dated_in_words(model) for model in body["data"]]}


class ModelsHtml(Defect):
    """The model list is a web page."""

    name = "models_html"

    def answer(self, answer: Answer) -> Answer:
        """Send the page."""
        if answer.about is not Body.MODELS:
            return answer
        page = b"<!doctype html><title>Models</title><p>Please sign in.</p>"
        return replace(answer, content_type="text/html; charset=utf-8", octets=page)


class ModelGetCreatedString(Defect):
    """``created`` of a model by its id is a string."""

    name = "model_get_created_string"

    def model(self, body: JSON) -> JSON:
        """Change the model."""
        return _dated_in_words(body)


class ModelGet404(Defect):
    """A model that is listed is not found by its id."""

    name = "model_get_404"

    def model(self, body: JSON) -> JSON:
        """Refuse the model."""
        raise refusal(Reason.NO_SUCH_MODEL, "The model does not exist.", param="model")


class ModelsOpen(Defect):
    """The list of models is shown to clients without a key."""

    name = "models_open"
    switches = frozenset({Switch.OPEN_MODELS})


def _dated_in_words(model: JSON) -> JSON:
    return model | {"created": str(model["created"])}
