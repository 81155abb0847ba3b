"""A scriptable upstream that behaves and misbehaves as real LLM providers do."""
