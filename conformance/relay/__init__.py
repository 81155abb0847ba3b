"""The reference relay: how a relay between clients and LLM upstreams behaves well.

It is what the suite judges when nothing else is at hand, and what its
deliberate defects (``defects/``) break one rule at a time, so that every
requirement is known to fail when it has to. It shares no code with the judge
or with the mock upstream.
"""
