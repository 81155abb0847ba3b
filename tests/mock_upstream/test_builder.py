"""Scripts written in Python."""

from __future__ import annotations

from mock_upstream import builder
from mock_upstream.scenario.load import load


def test_the_builder_says_what_yaml_would_say() -> None:
    """The value is the one of the contract's example, and it loads."""
    value = builder.script(
        builder.upstream(
            "primary",
            builder.rule(
                builder.step(times=2, fault="http.429_rpm", params={"retry_after": 1}),
                builder.step(
                    text="partial",
                    timing={"ttft": "200ms"},
                    fault="sse.cut_rst",
                    at={"frame": 3},
                ),
                builder.step(blocks=[builder.tool("f", {}, id="call_1")]),
                builder.step(fault=[builder.aimed("sse.crlf"), builder.aimed("sse.comments")]),
                builder.step(task=builder.course("queued", 50, "failed", reason="no")),
                name="a rule",
                path="/v1/chat/completions",
                stream=True,
            ),
            models=["gpt-4o"],
            limits={"rpm": 60},
        ),
        builder.upstream("backup", use="healthy"),
        seed=42,
    )

    assert load(value).seed == 42
    assert value["upstreams"]["backup"] == {"use": "healthy"}
    assert value["upstreams"]["primary"]["rules"][0] == {
        "name": "a rule",
        "match": {"path": "/v1/chat/completions", "stream": True},
        "steps": [
            {"times": 2, "fault": "http.429_rpm", "with": {"retry_after": 1}},
            {
                "reply": {"text": "partial"},
                "timing": {"ttft": "200ms"},
                "fault": "sse.cut_rst",
                "at": {"frame": 3},
            },
            {"reply": {"blocks": [{"tool": {"name": "f", "args": {}, "id": "call_1"}}]}},
            {"fault": [{"name": "sse.crlf"}, {"name": "sse.comments"}]},
            {"reply": {"task": {"steps": ["queued", 50, "failed"], "reason": "no"}}},
        ],
    }
