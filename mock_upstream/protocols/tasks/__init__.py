"""Tasks: what is asked for now and fetched later, in each vendor's words."""
