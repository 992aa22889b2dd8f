"""`extractor explain`: what became of each match, and how far a rule got that did not fire."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from extractor import ruleset
from extractor.cli import main
from extractor.documents import Document
from extractor.explain import explain_rule
from extractor.matcher import Event
from extractor.pipeline import make_doc
from extractor.whynot import why

PACK = """
[vocabulary]
day = '(?:3[01]|[12]\\d|0?[1-9])'
month = '(?:January|April|May)'
[[rule]]
id = "dates.three_parts"
label = "DATE"
regex = '(?P<day>{day})(?: of)? (?P<month>{month}),? (?P<year>(?:19|20)\\d\\d)'
[[rule]]
id = "dates.two_ways"
label = "DATE"
regex = '(?:early next|late last) (?:week|month)'
[[rule]]
id = "dates.tokens"
label = "DATE"
pattern = [{LOWER = {IN = ["about", "around"]}}, {LIKE_NUM = true}, {LOWER = "days"}]
[[rule]]
id = "dates.words"
label = "DATE"
lexicon = "feasts"
case_sensitive = true
"""


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> ruleset.RuleSet:
    directory = tmp_path_factory.mktemp("pack")
    (directory / "dates.toml").write_text(PACK, encoding="utf-8")
    (directory / "lexicons").mkdir()
    (directory / "lexicons" / "feasts.csv").write_text("surface\nHarvest Day\n", encoding="utf-8")
    return ruleset.load("dates", [directory])


def lines(nlp: Language, rules: ruleset.RuleSet, rule_id: str, text: str, events: tuple[Event, ...] = ()) -> list[str]:
    doc = nlp.get_pipe("extractor_sentences")(make_doc(nlp, Document(doc_id="text", text=text)))
    return [line.strip() for line in why(nlp, doc, rules, rules.rule(rule_id), events)]


@pytest.mark.parametrize(
    ("text", "matched", "wanted", "stands"),
    [
        ("They met on 4 Apil 2025.", "4 ", "(?P<month>{month})", "'Apil 2025.'"),
        ("They met on 4 May 202 in Geneva.", "4 May 202", r"\d", "' in Geneva.'"),
        ("They met on 4 May 20255.", "4 May 2025", "the whole pattern, but it may not end inside a word", "'5.'"),
        ("They met on 4 May", "4 May", "a blank", "the end of the sentence"),
    ],
)
def test_regex_says_which_part_failed(
    blank: Language, rules: ruleset.RuleSet, text: str, matched: str, wanted: str, stands: str
) -> None:
    found = lines(blank, rules, "dates.three_parts", text)
    wanted = wanted if wanted.startswith("the whole") else f"wanted next: {wanted}"
    assert found[-3:] == [f"sentence 0: matched {matched!r}", wanted, f"there stands: {stands}"]


def test_regex_follows_the_alternative_that_went_farthest(blank: Language, rules: ruleset.RuleSet) -> None:
    found = lines(blank, rules, "dates.two_ways", "It opens late last month or late next week.")
    assert "'late last month' fired" not in " ".join(found)
    found = lines(blank, rules, "dates.two_ways", "It opens late next week.")
    assert found == ["sentence 0: matched 'late '", "wanted next: last", "there stands: 'next week.'"]


def test_regex_says_when_it_was_never_tried(blank: Language, rules: ruleset.RuleSet) -> None:
    found = lines(blank, rules, "dates.two_ways", "Nothing was said of its opening.")
    assert found == [
        "never tried: it needs one of these words, and the text has none: early, late",
        "not even its first part matches anywhere in the text",
    ]


def test_token_pattern_goes_token_by_token(blank: Language, rules: ruleset.RuleSet) -> None:
    found = lines(blank, rules, "dates.tokens", "It took about 40 long days.")
    assert found == [
        "sentence 0: matched 'about 40'",
        "[LOWER={'IN': ['about', 'around']}]  'about'",
        "[LIKE_NUM=True]  '40'",
        "[LOWER=days]  <- 'long': LOWER is 'long'",
    ]


def test_lexicon_says_that_only_the_case_differs(blank: Language, rules: ruleset.RuleSet) -> None:
    found = lines(blank, rules, "dates.words", "It rained on harvest day.")
    assert found == [
        "sentence 0: matched 'harvest day'",
        "stands here, but in another case, or inside a longer word",
    ]


def test_fates_of_matches(blank: Language, rules: ruleset.RuleSet) -> None:
    text = "It opens early next week."
    event = Event("dates", "dates.two_ways", 9, 24, "lost", "dates.other")
    assert lines(blank, rules, "dates.two_ways", text, (event,)) == ["9 'early next week' matched, lost to dates.other"]
    event = Event("dates", "dates.two_ways", 9, 24, "rejected", "no such week")
    assert lines(blank, rules, "dates.two_ways", text, (event,)) == [
        "9 'early next week' matched, rejected: no such week"
    ]
    assert lines(blank, rules, "dates.two_ways", text) == [
        "9 'early next week' matched, but the component made nothing of it"
    ]


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("The union set out two demands: to raise pay and to hire guards.", "'two demands' fired"),
        ("The plan has two goals, officials said.", "'two goals' matched, rejected: no list stands behind it"),
        ("Her two goals: a header at noon and a late penalty.", "'two goals' matched, rejected: it is about sport"),
    ],
)
def test_an_announcement_says_what_became_of_its_list(blank: Language, text: str, fate: str) -> None:
    found = list(explain_rule(blank, Document(doc_id="text", text=text), "objectives.counted", ()))
    assert fate in found[1]


def test_command_shows_rows_and_the_rule(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--model", "blank", "The log begins on 2025-04-10."]) == 0
    assert "'2025-04-10' DATE value=2025-04-10" in capsys.readouterr().out
    assert main(["explain", "--model", "blank", "--rule", "dates.iso", "The log begins on 2025-04-10."]) == 0
    assert "'2025-04-10' fired" in capsys.readouterr().out
    assert main(["explain", "--model", "blank", "--rule", "dates.iso", "The log begins on 2025-04."]) == 0
    assert "matched '2025-04'" in capsys.readouterr().out


def test_unknown_rule_is_refused_with_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "--model", "blank", "--rule", "dates.isso", "Text."]) == 2
    assert "did you mean dates.iso" in capsys.readouterr().err


def test_text_cannot_steer_the_terminal(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "evil.txt").write_text("\x1b[2JOn 2025-04-10\x07 it rained.", encoding="utf-8")
    assert main(["explain", "--model", "blank", str(tmp_path / "evil.txt")]) == 0
    assert not {"\x1b", "\x07"} & set(capsys.readouterr().out)
