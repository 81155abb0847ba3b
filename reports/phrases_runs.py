"""The fixed sentences about several runs: differences, tables of runs, history.

Rules of this file: as in ``phrases``, of which these are a part.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

__all__ = ["RUNS"]

RUNS: dict[str, dict[str, str]] = {
    # what changed
    "diff.title": {"en": "What changed between two runs", "zh": "两次运行之间的变化"},
    "diff.before": {"en": "Before", "zh": "之前"},
    "diff.after": {"en": "After", "zh": "之后"},
    "diff.none": {
        "en": "No case came out otherwise ({count} compared).",
        "zh": "没有用例的结果发生变化（共比较 {count} 条）。",
    },
    "diff.cut": {
        "en": "A run was cut short: what it did not judge cannot be compared.",
        "zh": "有一次运行被中断：未判定的用例无法比较。",
    },
    "kind.newly_failing": {"en": "Newly failing", "zh": "新失败"},
    "kind.newly_passing": {"en": "Newly passing", "zh": "新通过"},
    "kind.changed": {"en": "Changed", "zh": "有变化"},
    "kind.new": {"en": "Judged only after", "zh": "仅在之后判定"},
    "kind.gone": {"en": "Judged only before", "zh": "仅在之前判定"},
    "cause.relay": {"en": "by the relay", "zh": "由中转站引起"},
    "cause.unclear": {
        "en": "by the relay or by the suite: its version or its rules are not the same",
        "zh": "由中转站或测试套件引起：套件版本或规则不同",
    },
    "cause.surroundings": {
        "en": "by the key, the network or the upstream",
        "zh": "由密钥、网络或上游引起",
    },
    "cause.choice": {
        "en": "by what was claimed or selected",
        "zh": "由所声明的能力或所选范围引起",
    },
    "cause.baseline": {"en": "by the baseline", "zh": "由基线引起"},
    "cause.suite": {
        "en": "by the suite: the rule changed, not the relay",
        "zh": "由测试套件引起：变化的是规则，而非中转站",
    },
    # side by side
    "matrix.title": {"en": "Runs side by side", "zh": "多次运行对照"},
    "matrix.runs": {"en": "Runs", "zh": "运行"},
    "matrix.even": {
        "en": "{count} more requirements are kept, or not asked for, in every run.",
        "zh": "另有 {count} 项要求在所有运行中均满足或未检查。",
    },
    # the terminal of a run
    "paste": {
        "en": "known already? a row for --baseline FILE (--baseline-update writes them all):",
        "zh": "属于已知问题？可将以下行加入 --baseline FILE（--baseline-update 会全部写入）：",
    },
    "plan.whole": {
        "en": "plan: {requests} requests, about {tokens} tokens, about {usd} US dollars",
        "zh": "计划：{requests} 次请求，约 {tokens} 个 token，约 {usd} 美元",
    },
    "plan.price": {
        "en": "price for a million tokens, estimated by {price}; a relay has its own: --price",
        "zh": "每百万 token 价格按此估算：{price}；中转站另有定价，可用 --price 指定",
    },
    "plan.caps": {"en": "caps: {caps}", "zh": "上限：{caps}"},
    "plan.none": {"en": "none", "zh": "无"},
    "plan.requests": {"en": "{most} requests", "zh": "{most} 次请求"},
    "plan.tokens": {"en": "{most} tokens", "zh": "{most} 个 token"},
    "plan.dollars": {"en": "{most} US dollars", "zh": "{most} 美元"},
    "plan.reached": {
        "en": "the caps may stop the run before its end; raise {flags} for all of it",
        "zh": "上限可能使运行提前结束；要全部完成请提高 {flags}",
    },
    "plan.dry": {
        "en": "dry run: {checks} checks of {address}; nothing was sent",
        "zh": "试运行：将对 {address} 检查 {checks} 条用例；未发送任何请求",
    },
    # figures
    "measured": {"en": "Measured, and bound by no rule", "zh": "实测数据（无规则约束）"},
    "measured.first_byte_median": {"en": "first byte, median", "zh": "首字节时间（中位数）"},
    "measured.first_byte_p95": {
        "en": "first byte, slowest twentieth",
        "zh": "首字节时间（最慢的二十分之一）",
    },
    "measured.added_latency_median": {
        "en": "added to the upstream's first byte, median",
        "zh": "相对上游首字节增加的延迟（中位数）",
    },
    "measured.added_latency_p95": {
        "en": "added to the upstream's first byte, slowest twentieth",
        "zh": "相对上游首字节增加的延迟（最慢的二十分之一）",
    },
    "measured.longest_call": {
        "en": "longest call that worked, not streamed",
        "zh": "成功的最长非流式调用",
    },
    "measured.longest_silence": {
        "en": "longest silence before a stream's first word",
        "zh": "流在首个内容之前的最长沉默",
    },
    "measured.heartbeat_interval": {
        "en": "interval of heartbeats in such a silence",
        "zh": "沉默期间心跳的间隔",
    },
    # over time
    "history.title": {"en": "Requirements over time", "zh": "各项要求的历史"},
    "history.runs": {"en": "{count} runs, oldest first", "zh": "{count} 次运行，由旧到新"},
    "history.turn": {"en": "other rules than before", "zh": "规则与上次不同"},
    "history.none": {"en": "The history has no such run.", "zh": "历史中没有这样的运行。"},
}
"""Key -> language -> phrase."""
