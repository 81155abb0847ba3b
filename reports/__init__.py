"""Renders a recorded run; knows nothing but run.json."""
