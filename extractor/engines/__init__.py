"""Engines run `extractor.extract` over many documents: `local` on the cores of one machine, `spark` on a cluster."""
