"""The parts of the counts component: what surrounds a number, and what that says of it."""
