"""One module per kind of fact, all of the same shape: spaCy components that read a Doc and write `doc.spans[kind]`.

What every component keeps to:

1. Its factory is `extractor_<kind>`; its configuration (`rules`: a list of directories with a user's own rules) is
   plain JSON. Files are read when it is built; from then on it is a pure function of the Doc.
2. It writes only its own group: sorted spans that do not overlap. It never touches `doc.ents` or another group.
3. On each span `label_` is the subtype and `id_` the id of the rule; the values are a plain dictionary whose keys are
   the columns of the kind's record (`span._.date`), with the exact offsets as `start` and `end`.
4. It reads the publication date from `doc._.published`, the model's tags, parse and entities where there are any,
   and the groups of the components before it: dates, counts, entities, objectives.

What a component needs beyond its own module is in a package beside this one: `mentions` (entities), `timexes` (dates),
`quantities` (counts), `enumeration` (objectives); what needs no spaCy is in `values`.
"""
