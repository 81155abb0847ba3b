"""Refusals of an account are known by the words of many relays, and nothing else is."""

# ruff: noqa: RUF001 (relays punctuate as they like)

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from conformance.checks.account import ADVICE, Trouble, own_key, trouble
from conformance.wire.view import View

Make = Callable[..., View]


def error(message: str, type_: str = "", code: Any = None, **more: Any) -> dict[str, Any]:
    """An envelope of OpenAI's dialect."""
    return {"error": {"message": message, "type": type_, "code": code, **more}}


OPENAI_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more "
    "information on this error, read the docs."
)
ONE = "one_api_error"
NEW = "new_api_error"
TABLE = [
    ("openai-quota", 429, error(OPENAI_QUOTA, "insufficient_quota", "insufficient_quota"), "money"),
    ("openai-key", 401, error("Incorrect API key provided: sk-…", "invalid_request_error",
     "invalid_api_key"), "key"),
    ("openai-model", 404, error("The model `gpt-9` does not exist or you do not have access to it.",
     "invalid_request_error", "model_not_found"), "model"),
    ("openai-rate", 429, error("Rate limit reached for gpt-4o", "requests", "rate_limit_exceeded"),
     "rate"),
    ("openai-limit", 429, error("limit", "x", "organization_spend_limit_exceeded"), "money"),
    ("laozhang-key", 401, error("Invalid API key provided", "invalid_request_error",
     "invalid_api_key", param=None), "key"),
    ("laozhang-quota", 429, error("quota used up", "insufficient_quota", "insufficient_quota"),
     "money"),
    ("apiyi-rate", 429, error("too frequent", "rate_limit_exceeded", "rate_limit_exceeded"),
     "rate"),
    ("4z-quota", 403, error("用户额度不足, 剩余额度: ＄0.000000", NEW, "insufficient_user_quota"),
     "money"),
    ("4z-token", 401, error("该令牌额度已用尽", NEW, ""), "money"),
    ("lalc-channel", 503, error("当前分组 default 下对于模型 gpt-4.1 无可用渠道", ONE), "model"),
    ("sozeer-balance", 402, error("Insufficient balance", "insufficient_balance",
     "insufficient_balance"), "money"),
    ("sozeer-expired", 401, error("expired", "key_expired", "key_expired"), "key"),
    ("sozeer-disabled", 403, error("disabled", "key_disabled", "key_disabled"), "key"),
    ("sozeer-rate", 429, error("slow", "rate_limit", "rate_limit"), "rate"),
    ("one-api-key", 401, error("无效的令牌", ONE), "key"),
    ("one-api-expired", 401, error("该令牌已过期", ONE), "key"),
    ("one-api-banned", 403, error("用户已被封禁", ONE), "key"),
    ("one-api-network", 403, error("该令牌只能在指定网段使用：10.0.0.0/8，当前 ip：1.1.1.1", ONE),
     "key"),
    ("one-api-model", 403, error("该令牌无权使用模型：gpt-4o", ONE), "model"),
    ("one-api-quota", 403, error("user quota is not enough", ONE, "insufficient_user_quota"),
     "money"),
    ("one-api-busy", 429, error("当前分组上游负载已饱和，请稍后再试", ONE), "rate"),
    ("new-api-token", 403, error("token quota is not enough, token remain quota: 1, need quota: 2",
     NEW, "pre_consume_token_quota_failed"), "money"),
    ("new-api-key", 401, error("Invalid token", NEW, ""), "key"),
    ("new-api-model", 403, error("该令牌无权访问模型 gpt-4o", NEW, ""), "model"),
    ("new-api-group", 403, error("无权访问 vip 分组", NEW, "access_denied"), "model"),
    ("new-api-channel", 503, error("No available channel for model x under group default "
     "(distributor)", NEW, "model_not_found"), "model"),
    ("new-api-limit", 429, error("您已达到请求数限制：1分钟内最多请求5次", NEW, ""), "rate"),
    ("litellm-key", 401, error("Authentication Error, Invalid proxy server token passed.",
     "auth_error", "401"), "key"),
    ("litellm-unknown", 401, error("key not found", "token_not_found_in_db", "401"), "key"),
    ("litellm-model", 403, error("key not allowed to access model. This key can only access "
     "models=['a']. Tried to access b", "key_model_access_denied", "403"), "model"),
    ("litellm-budget", 429, error("Budget has been exceeded! Current cost: 5.0, Max budget: 1.0",
     "budget_exceeded", "429"), "money"),
    ("litellm-budget-old", 400, error("Budget has been exceeded! Current cost: 5.0, Max budget: 1",
     "budget_exceeded", "400"), "money"),
    ("anthropic-credit", 400, {"type": "error", "error": {"type": "invalid_request_error",
     "message": "Your credit balance is too low to access the Anthropic API."}}, "money"),
    ("anthropic-key", 401, {"type": "error", "error": {"type": "authentication_error",
     "message": "invalid x-api-key"}}, "key"),
    ("a-string", 403, {"error": "额度不足"}, "money"),
    ("bare-402", 402, {}, "money"),
    ("bare-429", 429, "slow down", "rate"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("status", "body", "kind"), [row[1:] for row in TABLE], ids=[row[0] for row in TABLE]
)
def test_a_refusal_of_the_account_is_known(view: Make, status: int, body: Any, kind: str) -> None:
    """By its code, its type or its sentence."""
    found = trouble(view(status=status, body=json.dumps(body).encode()))

    assert found is not None
    assert found.trouble == kind
    assert found.trouble in ADVICE


CONDUCT = [
    (400, error("unknown parameter", "invalid_request_error", "unknown_parameter")),
    (401, error("something", "odd_error", None)),
    (403, error("prompt blocked", "content_filter", "content_filter")),
    (404, error("Invalid URL (POST /v1/x)", "invalid_request_error", "")),
    (500, error("insufficient_quota", "server_error", "insufficient_quota")),
    (502, "<html>bad gateway</html>"),
    (200, error("You exceeded your current quota", "insufficient_quota", None)),
]


@pytest.mark.parametrize(("status", "body"), CONDUCT, ids=[str(row[0]) for row in CONDUCT])
def test_conduct_of_the_relay_is_none(view: Make, status: int, body: Any) -> None:
    """An error of another kind, or one that is told with the wrong status."""
    assert trouble(view(status=status, body=json.dumps(body).encode())) is None


def test_a_list_is_no_envelope(view: Make) -> None:
    """Nor is a number for a code."""
    assert trouble(view(status=401, body=b"[]")) is None
    assert trouble(view(status=401, body=json.dumps(error("x", "y", 401)).encode())) is None


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        (("authorization", "Bearer [redacted:key of lane-0]"), True),
        (("x-api-key", "[redacted:key of lane-0]"), True),
        (("authorization", "Bearer sk-wrong-0000"), False),
        (("authorization", "[redacted]"), False),
    ],
)
def test_the_users_own_key_is_known_by_its_mark(
    view: Make, header: tuple[str, str], *, expected: bool
) -> None:
    """A wrong key, and a scheme that nobody knows, are not the user's."""
    exchange = view().exchange
    sent = replace(exchange, request=replace(exchange.request, headers=(header,)))

    assert own_key(View(sent)) is expected


def test_every_trouble_has_its_advice() -> None:
    """A person must know what to do."""
    assert set(ADVICE) == set(Trouble)
