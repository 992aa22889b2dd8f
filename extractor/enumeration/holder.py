"""Whose objectives a list holds, and who announces them: names where the text has them, else its own words."""

import re
from collections.abc import Iterator

from spacy.tokens import Doc, Token

from extractor import lexicons
from extractor.enumeration.cues import Cue
from extractor.enumeration.names import Names
from extractor.enumeration.page import Page, Span

_FIRST_PERSON = frozenset({"i", "we", "our", "my", "us", "me"})
_OURSELVES = ("ORG", "FAC")
_SHE_OR_HE = frozenset({"he", "she", "his", "her"})
_THING = frozenset({"it", "its", "they", "their", "this", "these", "that", "which"})
_DATELINE = re.compile(r"^(?:[^\W\d_a-z][^a-z]{2,30}\s[-–—]|\([^)]{3,30}\))\s")
_EDGES = ' -–—"“”‘’(),'
_NOBODY = frozenset({"there", "what", "here", "you", "your", "hereby"})
# Who meets a condition is not who sets it: "if the government met four conditions".
_MEETING = frozenset({"meet", "meets", "met", "fulfil", "fulfill", "fulfilled", "satisfy", "satisfied", "satisfies"})
_ASKED = frozenset({"asked", "told", "urged", "ordered", "required", "instructed", "advised"})
_GIVING = frozenset({"give", "gives", "gave", "given", "giving", "set", "sets", "assign", "assigns", "assigned"})
# "The companies must: …": who must is not who wants it.
_DUTY = re.compile(r"\b(?:must|should|shall|ha(?:s|ve) to)$")

# "We, the ministers of the region, …", and how resolutions begin: "The Council,"
_WE = re.compile(r"\bWe\b(?:, (?P<who>the [^,]{3,80}),)?|^(?P<body>The [^.,:;\n]{3,80}),$", re.MULTILINE)

WE_WITHIN = 2000  # characters before `our` in which a text says `We`
SENTENCES_BACK = 4  # how far back the subject that a pronoun stands for is sought

# Words between a possessor and the noun: "the ministry's plan has four pillars".
_MODIFIERS = r"(?:[\w&-]{2,20},?\s){0,5}"
_POSSESSOR = re.compile(
    r"(?P<noun>(?:\b(?:the|a|an|this|that(?!\sthe\b)|each|his|her|its|their)\s(?:(?!of\s)[\w&.-]{1,20}\s){0,4}?|(?:[A-Z][\w&.-]{0,20}\s){0,4})[\w&.-]{2,25})"
    rf"(?:['’][sS]|(?<=s)['’])\s{_MODIFIERS}$"
)
_OWN = re.compile(rf"\b(?P<noun>our|my|its|his|her|their)\s{_MODIFIERS}$", re.IGNORECASE)
_BODY = re.compile(r"\b(?P<noun>government|council|union|party|coalition|company)\s$")  # "five council priorities"
_OWNER = re.compile(r"(?:its|his|her|their)\b", re.IGNORECASE)
# "Three demands made by the miners", "two rules set by campaigners"; not "two demands by letter".
_SET_BY = re.compile(
    r"\s(?:(?!to\s)\w+\s){0,4}?by\s"  # not "help for those hit by tariffs"
    r"(?=(?:the|an?|this|these|its|his|her|their|our|my)\s|[A-Z]|(?:[a-z-]{2,20}\s){0,2}[a-z]{2,20}s\b)"
    r"(?P<noun>[^,;:.]{2,60})"
)
_OF = re.compile(
    r"\sof\s(?!\w+\sown\b|the\s(?:war|talks|visit|trip|tour|season|year|meeting|summit)\b)(?P<noun>(?:the|this|our|my|its|his|her|their|[A-Z])[^,;:.–—]{1,60})"
)
_UNDER = re.compile(r"\W{0,3}Under (?P<noun>(?:the|its|a|this|his|her|their)\s[^,;:]{2,80}),")
_PHRASE_END = re.compile(
    r"\s(?:so|that|which|who|will|would|is|are|was|were|has|have|had|to|towards?|against|in|on|for|at|by|from|as|with|includes?|included|"
    r"and\sthe)\b"
)
# "According to the note, Peru will: …"
_BEFORE_VERB = re.compile(r"(?:^|[,\n]\s?)(?P<noun>(?:[A-Z]|the\s)[\w’'.& -]{1,50}|we|it|they|s?he)\s$")
_SUBJECT = re.compile(
    r"""\s*["“‘'(]*(?P<noun>[^,;:"“”]{1,80}?)\s(?:also\s|has\s|have\s|had\s|\w+ly\s)?
        (?:will|would|must|should|shall|can|could|may|is|are|was|were|do|does|did|has|have|had|[a-z]{3,12}(?:ed|es|s))\b""",
    re.VERBOSE,
)


class Holders:
    """Answers for one text who holds a list and who announces it."""

    def __init__(self, doc: Doc, page: Page, names: Names) -> None:
        self._doc = doc
        self._page = page
        self._names = names
        self._parsed = doc.has_annotation("DEP")
        self._dates = frozenset(date.start_char for date in doc.spans.get("dates", ()))

    def holder(self, cue: Cue) -> str | None:
        """Whose objectives they are: possessor, who set them, `of` whom, or the subject of the announcing verb."""
        speaker = self._names.speaker(cue.noun[0])  # "There are three things to do," she said.
        ourselves = speaker.name if speaker else None
        for span in self._candidates(cue):
            name = self._resolve(span, cue) if span[0] < span[1] or not ourselves else None
            if name and name.lower() not in _FIRST_PERSON:
                return name
            ourselves = ourselves or name
        return ourselves or self._declarant(cue.noun[0])

    def announcer(self, cue: Cue) -> str | None:
        """Whose words announce the list: the speaker of the sentence, or the subject of a verb of announcing."""
        speaker = self._names.speaker(cue.noun[0])
        if speaker:
            return speaker.name
        subject = self._subject(cue.noun[0], self._page.lexicon("announcing_verbs"))
        if subject is None:
            return None
        word = self._page.text[slice(*subject)].lower()
        name = self._names.before(subject[0], ("PERSON",)) if word in _SHE_OR_HE else self._names.ending(subject)
        return name.name if name and name.label in ("PERSON", "ORG", "GPE") else None

    def _candidates(self, cue: Cue) -> Iterator[Span]:
        """Phrases that may name the holder, the most telling first."""
        text, (start, end) = self._page.text, cue.noun
        sentence = self._page.sentences[self._page.sentence_at(start)]
        before = text[max(sentence[0], start - 120) : start]
        behind = text[end : sentence[1] if cue.link == "before" else min(max(cue.items_from, end), sentence[1])]
        if cue.holder:
            yield cue.holder
        if cue.strength != "verb":
            owner = _POSSESSOR.search(before) or _OWN.search(before) or _BODY.search(before)
            if owner:
                yield start - len(before) + owner.start("noun"), start - len(before) + owner.end("noun")
            asked = cue.kind == "demand" and self._subject(start)
            for pattern in (_SET_BY,) if asked else (_SET_BY, _OF):  # "made three demands of the council"
                match = pattern.match(behind)
                if match and end + match.start("noun") not in self._dates:  # "three things by the summer"
                    stop = _PHRASE_END.search(match["noun"])
                    length = stop.start() if stop else len(match["noun"])
                    yield end + match.start("noun"), end + match.start("noun") + length
            if not owner:  # "I gave the town my three promises"
                yield from self._relatives(start)
        if cue.strength != "verb" and (match := _UNDER.match(text, sentence[0], start)):
            yield match.span("noun")
        subject = self._subject(start)
        if cue.shape == "ing" or not subject:
            main = self._main_subject(sentence)  # "Under its plan the town will: …"
            if main and main[0] < cue.items_from and not main[0] <= start < main[1]:
                subject = main
        if cue.strength == "verb" and not subject and (match := _BEFORE_VERB.search(text, sentence[0], start)):
            yield match.span("noun")
        if self._is_met(start):
            subject = self._subject(start, self._page.lexicon("announcing_verbs")) or subject
        if self._is_asked(start):
            return
        duty = cue.strength == "verb" and _DUTY.search(text, sentence[0], end)
        if duty:
            subject = self._subject_before(start)
        if subject and not _is_item(subject, cue):
            yield subject
        elif not duty:
            yield from self._of_earlier_mention(sentence[0], text[start:end])
            yield sentence[0], sentence[0]  # nobody in this sentence: the subject of the one before

    def _of_earlier_mention(self, before: int, noun: str) -> Iterator[Span]:
        """Who set what an earlier sentence named: `The chief set three goals. …  The three goals are`."""
        place = self._page.text.rfind(noun, max(0, before - WE_WITHIN), before)
        subject = self._subject(place, self._page.lexicon("announcing_verbs")) if place >= 0 else None
        if subject and self._names_somebody(subject):
            yield subject

    def _subject(self, offset: int, verbs: lexicons.Lexicon | None = None) -> Span | None:
        """The subject of the nearest verb above a word that has one; if `verbs` are given, of one of them."""
        if not self._parsed:
            sentence = self._page.sentences[self._page.sentence_at(offset)]
            match = _SUBJECT.match(self._page.text, sentence[0], sentence[1])
            return match.span("noun") if match and match.end("noun") < offset else None
        span = self._doc.char_span(offset, offset + 1, alignment_mode="expand")
        if span is None:
            return None
        passive: Span | None = None
        for head in (span[0], *span[0].ancestors):
            if verbs is not None and head.lower_ not in verbs:
                continue
            subject = _subject_of(head, span[0])
            if subject is not None and verbs is None and subject.idx > offset:
                continue  # "…, the minister said"
            if subject is not None and (subject.lower_ not in _THING | _NOBODY or head.dep_ == "ROOT"):
                if subject.dep_ != "nsubjpass":
                    return _phrase(subject)
                passive = passive or _phrase(subject)  # "The council says that the reform is guided by …"
        return passive

    def _is_asked(self, offset: int) -> bool:
        """Whether the subject is who is asked, and the sentence does not say by whom: `Farmers are told to take …`."""
        span = self._doc.char_span(offset, offset + 1, alignment_mode="expand") if self._parsed else None
        above = [head for head in span[0].ancestors if head.lower_ in _ASKED] if span is not None else []
        return any(child.dep_ == "nsubjpass" for head in above for child in head.children)

    def _is_met(self, offset: int) -> bool:
        """Whether it is conditions that somebody meets, not whose they are."""
        span = self._doc.char_span(offset, offset + 1, alignment_mode="expand") if self._parsed else None
        return span is not None and span[0].head.lower_ in _MEETING

    def _relatives(self, offset: int) -> Iterator[Span]:
        """Who is tied to the noun itself: who is given them, who unveils them, `three things the town will do`."""
        span = self._doc.char_span(offset, offset + 1, alignment_mode="expand") if self._parsed else None
        noun = span[0] if span is not None else None
        if noun is None:
            return
        if noun.dep_ == "dobj" and noun.head.lower_ in _GIVING:
            given = (child for child in noun.head.children if child.dep_ == "dative")
            yield from (_phrase(child) for child in given if not child.lower_.endswith(("self", "selves")))
        if noun.dep_ == "nsubjpass":
            agents = (child for agent in noun.head.children if agent.dep_ == "agent" for child in agent.children)
            yield from (_phrase(child) for child in agents if child.dep_ == "pobj")
        for clause in noun.rights:
            if clause.dep_ == "relcl":
                yield from (
                    _phrase(child)
                    for child in clause.lefts
                    if child.dep_ == "nsubj" and child.tag_ not in ("WDT", "WP")
                )

    def _main_subject(self, sentence: Span) -> Span | None:
        """The subject of the main verb of a sentence: of what is said, before of who says it."""
        return next(self._main_subjects(sentence), None)

    def _main_subjects(self, sentence: Span) -> Iterator[Span]:
        """The subjects of the clauses that stand side by side in a sentence, the likeliest first."""
        if not self._parsed:
            if match := self._subject(sentence[1] - 1):
                yield match
            return
        span = self._doc.char_span(*sentence, alignment_mode="contract")
        if span is None:
            return
        # "The pact has one aim, officials say.", "LIMA – The miners have …"
        told = [word for word in span.root.lefts if word.dep_ == "ccomp"]
        beside = [word for word in span.root.rights if word.dep_ == "parataxis"]
        for head in (*told[:1], span.root, *beside[:1]):
            subject = _subject_of(head, head)
            if subject is not None:
                yield _phrase(subject)

    def _subject_here(self, offset: int) -> Span | None:
        """The subject of the clause or sentence round an offset, if it stands before it and names somebody."""
        sentence = self._page.sentences[self._page.sentence_at(offset)]
        for subject in (self._subject(offset), self._main_subject(sentence)):
            if subject and subject[1] < offset and self._names_somebody(subject):
                return subject
        return None

    def _names_somebody(self, span: Span) -> bool:
        return self._page.text[slice(*span)].lower() not in _FIRST_PERSON | _SHE_OR_HE | _THING | _NOBODY

    def _subject_before(self, offset: int, one: bool = False) -> Span | None:
        """The subject of the last sentence before an offset that names somebody, or `one` body, not too far back."""
        here = self._page.sentence_at(offset)
        for index in range(here - 1, max(-1, here - 1 - SENTENCES_BACK), -1):
            for subject in self._main_subjects(self._page.sentences[index]):
                if self._names_somebody(subject) and not (one and self._is_plural(subject)):
                    return subject
        return None

    def _is_plural(self, span: Span) -> bool:
        phrase = self._doc.char_span(*span, alignment_mode="expand")
        return phrase is not None and phrase.root.tag_ == "NNS"

    def _declarant(self, offset: int, nameless: str | None = None) -> str | None:
        """Who speaks in a declaration, by its opening before an offset; `nameless` if it only says `We`."""
        opening = _WE.search(self._page.text, max(0, offset - WE_WITHIN), offset)
        return (opening["who"] or opening["body"] or nameless) if opening else None

    def _resolve(self, span: Span, cue: Cue) -> str | None:
        """The canonical name for a phrase, or what its pronoun stands for, or the phrase itself."""
        text = _DATELINE.sub("", " ".join(self._page.text[slice(*span)].split())).strip(_EDGES)
        text = f"the {text}" if _BODY.match(f"{text} ") else text
        word = text.lower()
        if word in _FIRST_PERSON | _NOBODY:
            speaker = self._names.speaker(cue.noun[0]) or self._names.in_title(
                _OURSELVES if word in ("we", "our") else ("PERSON",)
            )
            if speaker or word in ("i", "we"):
                return speaker.name if speaker else text
            return self._declarant(span[0], "We") if word == "our" else None
        if own := _OWNER.match(word):
            word = own[0]  # "his country's conditions": he speaks for it
        name = self._names.before(span[0], ("PERSON",)) if word in _SHE_OR_HE else None
        if name:
            return name.name
        if word in _SHE_OR_HE | _THING or not word:
            before = self._subject_here(span[0])
            if not before or _is_item(before, cue):
                before = self._subject_before(span[0], word in ("it", "its"))
            return self._resolve(before, cue) if before else None
        name = self._names.ending(span) or self._names.short_for(text, span[0])
        several = name and " and " in self._page.text[span[0] : max(span[0], name.start)]
        return name.name if name and not several else text  # "Hamas and Israel" are two


def _is_item(span: Span, cue: Cue) -> bool:
    """Whether a phrase is of the items: `Jobs, homes and schools are her priorities`."""
    return cue.link == "before" and cue.items_from <= span[0] < cue.start


def _subject_of(head: Token, inside: Token) -> Token | None:
    """The subject of a verb, unless the word we come from is part of it; of a relative clause, what it hangs on."""
    for child in reversed(list(head.lefts)):  # the nearest: a dateline may pass for another
        possible = child.dep_ in ("nsubj", "nsubjpass") and child.tag_ != "CD"  # "Two aims guided …": not two
        if possible and child != inside and not child.is_ancestor(inside):
            if child.lower_ in ("who", "which", "that"):
                return head.head
            named = [word for word in child.children if word.dep_ == "appos"] if child.is_upper else []
            return named[-1] if named else child  # "LIMA - The miners have …"
    return None


def _phrase(token: Token) -> Span:
    """The noun phrase of a head with what hangs on it by `of` or `and`, without its clauses, up to its verb."""
    last = token.i
    for child in token.rights:
        named = child.dep_ == "appos" and child.left_edge.i == last + 1  # "the fund Ridgeway Capital"
        if child.dep_ != "conj" and not named and child.lower_ not in ("of", "and"):
            break
        last = child.right_edge.i
    if token.i < token.head.i:
        last = min(last, token.head.i - 1)
    clause = next((word.i for word in token.doc[token.i + 1 : last + 1] if word.dep_ in ("acl", "relcl")), last + 1)
    right = token.doc[max(token.i, clause - 1)]
    return token.left_edge.idx, right.idx + len(right)
