"""Certificates: what is certified, the bundle that proves it, and its offline check.

Rules of this package: nothing is sent from here. Making a bundle takes runs
that are done; checking one takes its files alone. See ``docs/certification.md``.
"""
