"""How good are the rows? Gold annotations in several formats, and scores against them.

evaluate(read_annotations("gold"), read_annotations("outputs"))
"""

from __future__ import annotations

from extractor.evaluation.annotated import Annotated
from extractor.evaluation.annotations import read_annotations
from extractor.evaluation.scores import Error, Evaluation, KindScores, Score, evaluate

__all__ = ["Annotated", "Error", "Evaluation", "KindScores", "Score", "evaluate", "read_annotations"]
