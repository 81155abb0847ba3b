"""The Gemini dialect: requests read, answers made, both rendered as frames."""
