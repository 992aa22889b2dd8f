"""`--cache DIR`: the model's answers on disk, so that work on rules pays for the model once."""
