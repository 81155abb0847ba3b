"""What one run is asked to do, and where each part of the request came from.

Nothing is imported here: the pytest plugin reads ``options`` in every pytest
run of the environment and must not bring the rest along.
"""
