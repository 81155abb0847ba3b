"""Typed rows of the catalogue: what is required, and what is done to find out."""

from conformance.catalog.load import Catalog, load
from conformance.catalog.rows import Case, Endpoint, Instance, Probe, Requirement, Source

__all__ = ["Case", "Catalog", "Endpoint", "Instance", "Probe", "Requirement", "Source", "load"]
