"""The events that bare numbers count: `12 were killed`, `killing 12`, `12 dead`, `the death toll rose to 12`."""

from __future__ import annotations

import re
from collections.abc import Iterable

from spacy.tokens import Token

from extractor import lexicons
from extractor.lexicons import Lexicon
from extractor.quantities.count_row import Row
from extractor.values.lemmas import verb_lemma

_OF_STATE = re.compile(r"\sof (?P<of>(?P<all>(?:the|those) (?:\d[\d,]{0,9} )?)?(?P<state>[a-z]{3,14}))\b")
_OF_THOSE = re.compile(r"\W{0,3}(?:Of|Among) (?P<of>(?:the|those) (?P<state>[a-z]{3,14})),? (?:(?:were|are) )?")
_OF_OR_IN = re.compile(r"\s(?:of|in every|in|from|each|more)\b")
_TOLL = re.compile(
    r"\b(?P<toll>(?:(?:death|casualty) )?toll|(?:dead|injured|wounded|missing|displaced|homeless)(?= (?:at|to)|:))\b"
    r"(?:: |[^.;:\d]{0,40})$",
    re.IGNORECASE,
)
_NO_EVENTS = frozenset(("need", "require", "expect", "plan", "allow", "permit", "have", "be", "do", "want", "leave"))
_MEASURING = frozenset(("measure", "weigh", "register", "make", "score", "contain", "hold", "show"))
_FORCING = frozenset(("force", "cause", "compel", "prompt", "lead"))  # `forced thousands to flee`: they flee
_INFINITIVE = frozenset(("to", "be", "have", "been"))
_QUOTES = frozenset(('"', "”"))
_AUXILIARIES = frozenset(
    (
        *("was", "were", "is", "are", "be", "been", "being", "having", "has", "have", "had", "got", "get"),
        *("will", "would", "may", "might", "could", "also", "who", "others", "more", "other", "people"),
        *("remain", "remains", "remained", "stay", "stayed"),
        *("still", "now", "later", "already", "reportedly", "badly", "seriously", "critically"),
    )
)
_REPORTED = frozenset(
    (
        *("feared", "presumed", "believed", "thought", "confirmed", "reported", "listed", "declared", "said", "known"),
        *("left", "shot", "found", "managed", "began", "started", "continued", "understood", "due"),
    )
)


class Events:
    """Reads the event of a number that no noun follows."""

    def __init__(self, changes: Lexicon, extra_dirs: Iterable[str] = ()) -> None:
        dirs = tuple(extra_dirs)
        self._states = lexicons.load("event_states", dirs)
        self._events = frozenset(row["event"] for row in self._states.rows.values())
        self._tolls = lexicons.load("toll_nouns", dirs)
        self._no_events = (changes, *(lexicons.load(name, dirs) for name in ("level_verbs", "announcing_verbs")))

    def read(self, row: Row) -> None:
        """Set `event` of a row by the words beside it, where they tell one."""
        token = _skip(row, row.token_behind_part or row.token_after, _QUOTES)
        modal = token is not None and token.tag_ == "MD"
        token = _skip(row, token, _AUXILIARIES)
        alone = token is None or token.idx == row.limit or _ends(token)
        token = _skip(row, token, _AUXILIARIES, adverbs=True)
        said, token = token, self._told(row, token)
        modal = modal or token is not said
        if not (self._state(row, token) or self._state_of(row) or self._verb_behind(row, token, modal)) and alone:
            self._verb_before(row)

    def is_stray_one(self, row: Row) -> bool:
        """Whether a bare `one` that nothing explains is a pronoun: `I cannot find one`, but not `it killed one`."""
        values, before = row.values, row.token_before
        bare = values["kind"] == "count" and values["modifier"] == "=" and values.get("group") is None
        if not bare or row.text[row.start : row.end].lower() != "one":
            return False
        taken = before is not None and before.tag_[:2] == "VB" and values.get("event") not in self._events
        told = values.get("event") and not taken
        explained = told or any(values.get(name) for name in ("counted", "of_text", "role"))
        return not explained and not _OF_OR_IN.match(row.text, row.end)

    def read_whole(self, row: Row) -> None:
        """The people of whom a row is a part: `Of the dead, 11 are women`."""
        match = _OF_THOSE.fullmatch(row.text[row.sentence_start : row.left][:40])
        state = self._states.get(match["state"]) if match else None
        if match and state:
            start, end = row.sentence_start + match.start("of"), row.sentence_start + match.end("of")
            row.values.update(event=state["event"], of_text=match["of"], of_start=start, of_end=end)

    def read_toll(self, row: Row) -> None:
        """Set the event of `The death toll rose to 12`, once the concept is known."""
        if row.values["kind"] == "count" and not (row.values.get("counted") or row.values.get("event")):
            written = _TOLL.search(row.text[max(row.sentence_start, row.left - 60) : row.left])
            words = (written["toll"] if written else row.values.get("concept") or "").lower().split()
            toll = self._tolls.get(" ".join(words[-2:])) or (self._tolls.get(words[-1]) if words else None)
            row.values["event"] = toll["event"] if toll else None

    def _told(self, row: Row, token: Token | None) -> Token | None:
        """What is told of people: death in `12 are feared dead`, flight in `28 managed to flee`."""
        following = row.next_token(token) if token is not None and token.lower_ in _REPORTED else None
        if following is not None and following.lower_ == "to":
            return _skip(row, following, _INFINITIVE)
        return following if following is not None and following.lower_ in self._states else token

    def _state(self, row: Row, token: Token | None) -> bool:
        """`12 dead`, `12 wounded`."""
        state = self._states.get(token.text) if token is not None else None
        if state:
            row.values["event"] = state["event"]
        return state is not None

    def _state_of(self, row: Row) -> bool:
        """People whom only their state names: `dozens of wounded`, and as a share of all `two of the wounded`."""
        match = _OF_STATE.match(row.text, row.end)
        state = self._states.get(match["state"]) if match else None
        if not match or not state:
            return False
        row.values["event"] = state["event"]
        if match["all"]:
            row.values.update(of_text=match["of"], of_start=match.start("of"), of_end=match.end("of"))
        return True

    def _verb_behind(self, row: Row, token: Token | None, modal: bool) -> bool:
        """`12 were killed`, `12 could starve`, and `Thousands flee` in headlines; none in `one of 12 said`."""
        before, behind = row.token_before, row.token_after
        if behind is not None and behind.lower_ == "who":  # `of the 27 who escaped`
            before = None
        if before is not None and before.lower_ == "the" and before.i:  # `the names of the three are known`
            before = row.doc[before.i - 1]
        if before is not None and before.tag_ == "IN" and before.lower_ not in ("that", "as", "if", "while"):
            return False
        present = {"VB"} if modal else {"VBP"} if row.value != 1 else set()
        if token is None or token.tag_ not in {"VBN", "VBD"} | present or token.idx >= row.limit:
            return False
        lemma = _base_form(token)
        if lemma in _NO_EVENTS:  # `four short of the 90 required`
            return False
        row.values["event"] = lemma
        return True

    def _verb_before(self, row: Row) -> None:
        """The verb whose object a number is: `killing 12`, `lay off 12`, but not `fell 300` or `was 12`."""
        verb = row.token_before
        if verb is None:
            return
        phrasal = verb.tag_ == "RP" or (verb.tag_ == "RB" and row.doc[row.last].dep_ == "dobj")
        if (phrasal or verb.lower_ == "all") and verb.i:  # `killing all 14`
            verb = row.doc[verb.i - 1]
        told = any(verb.lower_ in words for words in self._no_events) and not phrasal  # but `laid off 12`
        adjective = verb.i > 0 and verb.nbor(-1).tag_ in ("DT", "PRP$")  # `the remaining 12`
        if told or adjective or verb.lower_ in _AUXILIARIES:
            return
        lemma = _base_form(verb)
        behind = row.token_after
        if lemma in _FORCING and behind is not None and behind.lower_ == "to":
            verb = _skip(row, behind, _INFINITIVE) or verb
            lemma = _base_form(verb)
        if lemma in _NO_EVENTS or lemma in _MEASURING:
            return
        headline = verb.tag_ in ("VBZ", "VBP") and lemma in self._events  # `Gunmen kill 12`
        if headline or verb.tag_ in ("VBG", "VBD", "VBN", "VB"):
            row.values["event"] = lemma


def _base_form(verb: Token) -> str:
    return verb.lower_ if verb.tag_ in ("VB", "VBP") else verb_lemma(verb.text)


def _skip(row: Row, token: Token | None, words: frozenset[str], adverbs: bool = False) -> Token | None:
    """The first token, from one on, that is none of these words."""
    while token is not None and (token.lower_ in words or (adverbs and token.tag_ == "RB")):
        token = row.next_token(token)
    return token


def _ends(token: Token) -> bool:
    """Whether a number stands alone: nothing that may be counted follows."""
    return not (token.tag_[:2] in ("NN", "JJ", "RB", "CD", "DT", "FW") or token.tag_ in ("``", "HYPH"))
