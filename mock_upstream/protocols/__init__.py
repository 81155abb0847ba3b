"""The dialects that the mock speaks, one package each."""
