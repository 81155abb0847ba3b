"""A run: sends what the plan needs, once, and judges every case from the record."""

from conformance.session.run import Run
from conformance.session.worker import Worker, plan_for

__all__ = ["Run", "Worker", "plan_for"]
