"""The Anthropic dialect: messages read, answered, and rendered as frames."""
