"""The parts of the dates component: direction by tense, and what only looks like a date."""
