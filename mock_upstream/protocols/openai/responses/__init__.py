"""The Responses API: typed items, typed events, and answers that are kept."""
