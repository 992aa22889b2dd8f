"""Pure functions from text to value: numbers, units, calendar, places. Nothing here imports spaCy."""
