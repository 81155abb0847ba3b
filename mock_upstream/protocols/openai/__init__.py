"""The OpenAI dialect: requests read, answers made, both rendered as frames."""
