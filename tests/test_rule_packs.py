"""Rules of a user's own: the page that explains them, the templates, and what `--rules` may change."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from spacy.language import Language

import extractor
from extractor import ruleset, workbench
from extractor.cli import main
from extractor.documents import Document
from extractor.lexicons import RULES_DIR, RuleError
from extractor.records import KINDS, Extraction

_FILE = re.compile(r"(?:In|in) `(?P<name>[\w/]+\.\w+)`:\n\n```(?:toml|csv)\n|```(?P<more>toml)\n")


def files_of_page() -> dict[str, str]:
    """The files that the page makes up: a block belongs to the file named last."""
    page = (RULES_DIR / "README.md").read_text(encoding="utf-8")
    files: dict[str, str] = {}
    name = ""
    for match in _FILE.finditer(page):
        name = match["name"] or next(file for file in ("dates.toml",) if name in ("", file))
        files[name] = files.get(name, "") + page[match.end() : page.index("```", match.end())] + "\n"
    return files


@pytest.mark.slow
def test_the_page_is_true(tmp_path: Path) -> None:
    files = files_of_page()
    assert files.keys() == {
        "dates.toml", "entities.toml", "counts.toml", "lexicons/our_offices.csv", "lexicons/names.csv"
    }  # fmt: skip
    (tmp_path / "lexicons").mkdir()
    for name, content in files.items():
        (tmp_path / name).write_text(content.strip() + "\n", encoding="utf-8")
    own = [rule for rule in workbench.every_rule([tmp_path]) if rule.path.parent == tmp_path]
    assert len(own) == 5
    passed, report = workbench.check(extractor.load(rules=[tmp_path]), own)
    assert passed, "\n".join(report)


@pytest.mark.slow
def test_templates_work_as_they_are(tmp_path: Path) -> None:
    for kind in KINDS:
        assert main(["rules", "new", kind, str(tmp_path)]) == 0
    own = [rule for rule in workbench.every_rule([tmp_path]) if rule.path.parent == tmp_path]
    assert len(own) == len(KINDS)
    passed, report = workbench.check(extractor.load("blank", [tmp_path]), own)
    assert passed, "\n".join(report)


def test_new_never_replaces_a_file(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "dates.toml").write_text("mine", encoding="utf-8")
    assert main(["rules", "new", "dates", str(tmp_path)]) == 2
    assert (tmp_path / "dates.toml").read_text(encoding="utf-8") == "mine"
    capsys.readouterr()
    assert main(["rules", "new", "dates"]) == 0
    assert capsys.readouterr().out == workbench.template("dates")


def extracted(nlp: Language, text: str) -> Extraction:
    (extraction,) = extractor.extract(nlp, [Document(doc_id="text", text=text, published="2025-04-10")])
    assert isinstance(extraction, Extraction)
    return extraction


def pack(directory: Path, **lists: str) -> Path:
    """A rule pack with these word lists."""
    (directory / "lexicons").mkdir()
    for name, content in lists.items():
        (directory / "lexicons" / f"{name}.csv").write_text(content, encoding="utf-8")
    return directory


def test_every_bundled_rule_can_be_switched_off(tmp_path: Path) -> None:
    """No code may count on a rule that a user can take away."""
    for kind in KINDS:
        ids = [rule.id for rule in ruleset.load(kind).rules]
        (tmp_path / f"{kind}.toml").write_text(f"off = {json.dumps(ids)}", encoding="utf-8")
    nlp = extractor.load("blank", [tmp_path])
    text = "On 10 April the UK Defense Secretary John Healey (JH) set two goals: cut waste and hire 20 nurses."
    extraction = extracted(nlp, text)
    assert [len(getattr(extraction, kind)) for kind in ("dates", "counts", "objectives")] == [0, 0, 0]


def test_a_word_list_of_ours_adds(tmp_path: Path) -> None:
    pack(
        tmp_path,
        holidays="surface,holiday\nKelp Day,05-20\n",
        units="surface,unit,per,kind\nfirkin,firkin,,physical\n",
        class_nouns="surface,kind,strength\nasks,demand,strong\n",
        abbreviations="surface,follows\nkapt,name\n",
    )
    text = "Kapt. Lund spoke.\n\nBy Kelp Day 2025 they had sold 12 firkins, not at Christmas.\n\n"
    text += "The union's asks are higher pay, shorter shifts and a new canteen."
    extraction = extracted(extractor.load("blank", [tmp_path]), text)
    assert extraction.sentences[0].text == "Kapt. Lund spoke."
    assert ("Kelp Day 2025", "2025-05-20") in [(row.text, row.value) for row in extraction.dates]
    assert "Christmas" in [row.text for row in extraction.dates]
    assert [(row.value, row.unit) for row in extraction.counts] == [(12, "firkin")]
    demands = [(row.text, row.kind) for row in extraction.objectives]
    assert demands == [("higher pay", "demand"), ("shorter shifts", "demand"), ("a new canteen", "demand")]


def test_a_word_list_without_the_columns_is_refused(tmp_path: Path) -> None:
    pack(tmp_path, holidays="surface\nKelp Day\n")
    with pytest.raises(RuleError, match=r"holidays\.csv: needs the columns surface, holiday"):
        ruleset.load("dates", [tmp_path]).lexicon("holidays")


def test_a_word_list_with_a_label_that_there_is_not_is_refused(tmp_path: Path) -> None:
    pack(tmp_path, names="surface,name,id,label,country\nAnn Lund,Ann Lund,person:ann-lund,PERSN,DNK\n")
    with pytest.raises(RuleError, match=r"names\.csv: 'Ann Lund': no label 'PERSN'; there are PERSON, NORP"):
        extractor.load("blank", [tmp_path])


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ("", r"needs values\.reads, one of number"),
        ('values = {reads = "number", form = "exat"}', r"needs values\.form"),
    ],
)
def test_a_rule_that_says_too_little_is_refused_when_it_is_loaded(tmp_path: Path, values: str, reason: str) -> None:
    rule = f'[[rule]]\nid = "counts.mine"\nlabel = "count"\nregex = "(?P<number>[0-9])x"\n{values}\n'
    (tmp_path / "counts.toml").write_text(rule, encoding="utf-8")
    with pytest.raises(RuleError, match=rf"counts\.mine.*{reason}"):
        extractor.load("blank", [tmp_path])


def test_a_rule_that_lacks_what_its_reading_needs_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rule = '[[rule]]\nid = "dates.mine"\nlabel = "DATE"\nregex = "harvest eve"\nvalues = {reading = "stated"}\n'
    (tmp_path / "dates.toml").write_text(rule, encoding="utf-8")
    assert main(["explain", "--model", "blank", "--rules", str(tmp_path), "They met on harvest eve."]) == 2
    assert "rule 'dates.mine': has neither a group nor a value 'value'" in capsys.readouterr().err


def test_run_records_the_pack(tmp_path: Path) -> None:
    (tmp_path / "pack" / "lexicons").mkdir(parents=True)
    (tmp_path / "pack" / "dates.toml").write_text('off = ["dates.iso"]', encoding="utf-8")
    (tmp_path / "pack" / "lexicons" / "days.csv").write_text("surface\nKelp Day\n", encoding="utf-8")
    digests = ruleset.digests([str(tmp_path / "pack")])
    assert {name for name in digests if "pack" in name} == {
        f"{(tmp_path / 'pack').as_posix()}/dates.toml",
        f"{(tmp_path / 'pack').as_posix()}/lexicons/days.csv",
    }
