"""Raw English news text in, tables out."""

__version__ = "0.1.0"
