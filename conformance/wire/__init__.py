"""What octets mean: JSON texts, server-sent events, and the view of an exchange.

Rules of this package: pure functions over octets; nothing a peer sends raises
anything but the error that the function names.
"""
