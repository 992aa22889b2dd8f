"""Rule files: what is wrong is refused with file, rule and reason; a user's rules join the bundled ones."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from extractor import lexicons, ruleset
from extractor.examples import Fault, examples_of, failures
from extractor.lexicons import RuleError
from extractor.matcher import RuleMatcher
from extractor.pipeline import load


def write(directory: Path, rules: str, **lexicon_files: str) -> Path:
    (directory / "lexicons").mkdir()
    (directory / "dates.toml").write_text(rules, encoding="utf-8")
    for name, content in lexicon_files.items():
        (directory / "lexicons" / f"{name}.csv").write_text(content, encoding="utf-8")
    return directory


@pytest.mark.parametrize(
    ("rules", "reason"),
    [
        ("[[rule]\n", "not valid TOML"),
        ("rules = 1", "unknown key 'rules'"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregexp = "x"', "unknown key 'regexp'"),
        ('[[rule]]\nid = "x"\nlabel = "DATE"\nregex = "x"', "the id must read dates.name_in_small_letters"),
        ('[[rule]]\nid = "counts.x"\nlabel = "DATE"\nregex = "x"', "the id must read dates.name_in_small_letters"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"', "exactly one of pattern, regex and lexicon"),
        ('[[rule]]\nid = "dates.x"\nregex = "x"', "needs a label"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "(x"', "not a valid regular expression"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x+"', "'+' repeats without bound"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x{2,}"', "'{2,}' repeats without bound"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x?(?=y)"', "matches where nothing stands"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "{nowhere}"', "lexicon 'nowhere'"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nlexicon = "nowhere"', "lexicon 'nowhere'"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\npattern = "about"', "must be a list of token tables"),
        ('off = ["dates.nowhere"]', "'dates.nowhere', but there is no such rule"),
        ('off = "dates.iso"', "off must be a list of texts"),
        ('[rule]\nid = "dates.x"', "rule must be tables that begin with [[rule]]"),
        ("[vocabulary]\nday = 3", "vocabulary must be a table of texts"),
        ('[[rule]]\nlabel = "DATE"\nregex = "x"', "rule number 1: the id must read"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DAY"\nregex = "x"', "no label 'DAY'; there are DATE, TIME"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = ""', "regex must be a text in quotes"),
        (
            '[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x"\nexamples = "An x."',
            "examples must be a list of texts",
        ),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x"\nvalues = "day"', "values must be a table"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x"\npublished = "soon"', "published must be a date"),
        ('[[rule]]\nid = "dates.x"\nlabel = "DATE"\nregex = "x"\ncase_sensitive = "false"', "must be true or false"),
        ('[[rule]]\nid = "dates.iso"\nlabel = "DATE"\nregex = "x"', "rule 'dates.iso' is also in"),
    ],
)
def test_what_is_wrong_is_refused_with_file_and_reason(tmp_path: Path, rules: str, reason: str) -> None:
    with pytest.raises(RuleError) as refused:
        ruleset.load("dates", [write(tmp_path, rules)])
    assert str(tmp_path / "dates.toml") in str(refused.value)
    assert reason in str(refused.value)


def test_an_id_that_is_taken_is_refused(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "dates.mine"\nlabel = "DATE"\nregex = "x"\n'
    with pytest.raises(RuleError, match=r"dates\.mine' is also in"):
        ruleset.load("dates", [write(tmp_path, rule + rule)])


@pytest.mark.parametrize("token", ['{LOWERR = "about"}', '{LOWER = {REGEX = "("}}'])
def test_a_pattern_that_spacy_refuses_names_file_and_rule(tmp_path: Path, token: str) -> None:
    rules = f'[[rule]]\nid = "dates.mine"\nlabel = "DATE"\npattern = [{token}]\n'
    nlp = spacy.blank("en")
    with pytest.raises(RuleError, match=r"dates\.toml: rule 'dates\.mine': not a valid token pattern"):
        RuleMatcher(nlp, ruleset.load("dates", [write(tmp_path, rules)]))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("word\nx\n", "must be 'surface'"),
        ("surface,value\nx\n", "1 fields where the header has 2"),
        ("surface\nx\nx\n", "'x' stands twice"),
        ('surface\n""\n', "the surface is empty"),
        ('surface\n"x\n', r"mine\.csv: not CSV in UTF-8: unexpected end of data"),
    ],
)
def test_a_broken_lexicon_is_refused(tmp_path: Path, content: str, reason: str) -> None:
    write(tmp_path, "", mine=content)
    with pytest.raises(RuleError, match=reason):
        lexicons.load("mine", [tmp_path])


def test_a_byte_order_mark_is_passed_over(tmp_path: Path) -> None:
    rule = '[[rule]]\nid = "dates.mine"\nlabel = "DATE"\nlexicon = "mine"\n'
    first = ruleset.load("dates", [write(tmp_path, f"\ufeff{rule}", mine="\ufeffsurface\nFair Day\n")]).rules[0]
    assert first.lexicon is not None
    assert list(first.lexicon.surfaces()) == ["Fair Day"]


def test_lexicon_looks_up_without_case_or_kind_of_apostrophe(tmp_path: Path) -> None:
    write(tmp_path, "", mine="surface,code\nCôte d'Ivoire,CIV\nUS,USA\nus,pronoun\n")
    lexicon = lexicons.load("mine", [tmp_path])
    assert lexicon.get("côte  d’ivoire") == {"code": "CIV"}
    assert lexicon.get_exact("US") == {"code": "USA"}
    assert lexicon.get_exact("us") == {"code": "pronoun"}
    assert "France" not in lexicon


def test_a_users_rules_win_ties_and_switch_bundled_rules_off(tmp_path: Path) -> None:
    bundled = ruleset.load("dates").rules
    mine = '[[rule]]\nid = "dates.mine"\nlabel = "DATE"\nregex = "x"\n'
    rules = ruleset.load("dates", [write(tmp_path, f'off = ["{bundled[0].id}"]\n{mine}')]).rules
    assert [rule.id for rule in rules] == ["dates.mine", *(rule.id for rule in bundled[1:])]


def test_a_missing_rules_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="no such directory"):
        ruleset.load("dates", [tmp_path / "nowhere"])


def test_a_directory_whose_files_would_not_be_read_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="holds no rule file"):
        ruleset.load("dates", [tmp_path])
    (tmp_path / "date.toml").touch()
    with pytest.raises(RuleError, match=r"date\.toml: would not be read; rule files are called entities\.toml"):
        ruleset.load("dates", [tmp_path])


MINE = """
[[rule]]
id = "entities.mine"
label = "ORG"
regex = '(?P<name>Larkfield) Trust'
examples = [
    'The [Larkfield Trust](label=ORG) met.',
    'The [Larkfield Trust](label=PERSON) met.',
    'Nothing is marked but Larkfield  Trust is found.',
    'The [Trust](label=ORG) met.',
]
"""


def test_examples_say_what_differs(tmp_path: Path) -> None:
    (tmp_path / "entities.toml").write_text(MINE, encoding="utf-8")
    nlp = load("blank", [tmp_path])
    rule = ruleset.load("entities", [tmp_path]).rule("entities.mine")
    faults = [failures(nlp, example) for example in examples_of(rule)]
    assert faults[0] == []
    assert faults[1] == [Fault(expected="'Larkfield Trust' label=PERSON", got="label=ORG")]
    assert faults[2] == [Fault(expected="nothing but what is marked", got="'Larkfield  Trust'")]
    assert faults[3] == [Fault(expected="'Trust'", got="nothing")]


def test_example_markup_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    rules = '[[rule]]\nid = "dates.mine"\nlabel = "DATE"\nregex = "x"\nexamples = ["An [x](value) here."]\n'
    rule = ruleset.load("dates", [write(tmp_path, rules)]).rule("dates.mine")
    with pytest.raises(RuleError, match="expected key=value"):
        list(examples_of(rule))
