"""Scripts: what they say, which rule a request meets, and what is taken next.

Rules of this package: no sockets, no clock, no asyncio; chance comes from the
seed of the script, counted state from the caller.
"""
