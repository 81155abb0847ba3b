"""Proves from both sides of an LLM API relay whether it keeps its promises."""

__version__ = "0.1.0"
