"""A run as one HTML page that opens from disk: texts with their spans, tables, a timeline, and what a rule changed."""

from extractor.report.page import write_report

__all__ = ["write_report"]
