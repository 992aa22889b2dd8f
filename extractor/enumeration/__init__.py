"""Enumerations: the items of a list that a cue announces, found by layout, punctuation and ordinals.

`cues` reads what announces a list, `vertical`, `inline` and `ordinals` find its items, `screens` says what is no list
of objectives, `holder` whose objectives they are. Text and offsets in, spans out; `page` is what they all look at.
"""
