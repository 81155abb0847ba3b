"""The fixed sentences of the HTML page alone.

Rules of this file: as in ``phrases``, of which these are a part.
"""

# ruff: noqa: RUF001 (Chinese punctuation is meant)

from __future__ import annotations

__all__ = ["PAGE"]

PAGE: dict[str, dict[str, str]] = {
    # the bar
    "contents": {"en": "Contents", "zh": "目录"},
    "language": {"en": "Language", "zh": "语言"},
    "theme": {"en": "Theme", "zh": "外观"},
    "theme.auto": {"en": "auto", "zh": "自动"},
    "theme.light": {"en": "light", "zh": "浅色"},
    "theme.dark": {"en": "dark", "zh": "深色"},
    "id": {"en": "Id", "zh": "编号"},
    "hostile": {
        "en": "Text that a relay sent is shown escaped, shortened, and with control "
        "characters made visible. This page holds no script and loads nothing.",
        "zh": "中转站返回的文本均已转义、截断，控制字符以可见形式显示。"
        "本页不含脚本，也不加载任何外部内容。",
    },
    "cut.done": {
        "en": "{done} of {planned} cases were judged.",
        "zh": "共 {planned} 条用例，已判定 {done} 条。",
    },
    # capabilities
    "capabilities.about": {
        "en": "What the relay claims to serve, and what was found of it. "
        "Broken: at least one required rule that needs it does not hold.",
        "zh": "中转站声明提供的能力与实际情况。“有缺陷”表示至少一条依赖该能力的必守规则未满足。",
    },
    "capability": {"en": "Capability", "zh": "能力"},
    "claimed": {"en": "Claimed", "zh": "是否声明"},
    "claimed.yes": {"en": "yes", "zh": "是"},
    "claimed.no": {"en": "no", "zh": "否"},
    "found": {"en": "Found", "zh": "实测"},
    "judged": {"en": "Judged", "zh": "已判定"},
    "broken": {"en": "Broken", "zh": "有缺陷"},
    "state.found": {"en": "in order", "zh": "正常"},
    "state.broken": {"en": "broken", "zh": "有缺陷"},
    "state.unseen": {"en": "claimed, not judged", "zh": "已声明，未判定"},
    "state.absent": {"en": "not claimed", "zh": "未声明"},
    # a finding
    "reports": {"en": "Reported of other relays", "zh": "其他中转站的公开报告"},
    "more_cases": {"en": "{count} more cases", "zh": "另有 {count} 条用例"},
    "one_more_case": {"en": "1 more case", "zh": "另有 1 条用例"},
    "left.cases": {
        "en": "{count} more cases of this finding are left out; they stand in run.json.",
        "zh": "此项另有 {count} 条用例未列出；可在 run.json 中查看。",
    },
    "replay": {"en": "Replay and compare", "zh": "重放并比较"},
    "replay.about": {
        "en": "RUN_DIR is the directory of this file; the mock plays its part again.",
        "zh": "RUN_DIR 为本文件所在目录；模拟上游会重演其行为。",
    },
    "cases.count": {"en": "{count} cases", "zh": "{count} 条用例"},
    # a timeline
    "timeline": {
        "en": "Over time: what the upstream sent, and what the client received",
        "zh": "时间线：上游发送与客户端接收",
    },
    "timeline.client": {
        "en": "Over time: what the client received",
        "zh": "时间线：客户端接收",
    },
    "lane.client": {"en": "client", "zh": "客户端"},
    "lane.upstream": {"en": "upstream", "zh": "上游"},
    "lane.silence": {"en": "{time} silent", "zh": "静默 {time}"},
    "lane.told": {
        "en": "{octets} octets (pieces: {count}), {first} to {last}; longest silence {silence}",
        "zh": "{octets} 字节（共 {count} 段），{first} 至 {last}；最长静默 {silence}",
    },
    "lane.nothing": {"en": "nothing", "zh": "无"},
    "lane.calls": {"en": "{count} calls of upstreams in all", "zh": "共 {count} 次上游调用"},
    "end.eof": {"en": "complete", "zh": "完整"},
    "end.truncated": {"en": "closed too early", "zh": "提前关闭"},
    "end.reset": {"en": "reset", "zh": "连接重置"},
    "end.protocol": {"en": "not HTTP", "zh": "非 HTTP"},
    "end.timeout": {"en": "timed out", "zh": "超时"},
    "end.left": {"en": "client left", "zh": "客户端离开"},
    "end.refused": {"en": "refused", "zh": "连接被拒"},
    "end.unresolved": {"en": "no address", "zh": "无法解析"},
    "end.unreachable": {"en": "unreachable", "zh": "无法到达"},
    "closed.mock": {"en": "ended by the upstream", "zh": "由上游结束"},
    "closed.relay": {"en": "ended by the relay", "zh": "由中转站结束"},
    "closed.open": {"en": "never ended", "zh": "未结束"},
}
"""Key -> language -> phrase."""
