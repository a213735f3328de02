"""What training/ makes: tables of characters, and labels of what reviewers decided."""

import json
import unicodedata
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from newsclean.cleaning.characters import CLASS_BITS, CharClass, read_traits, small_letters
from newsclean.cleaning.labelling import LABELS
from newsclean.model import Block, Kind, Label

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _training(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(ROOT / "training"))


def test_decided_lines_are_labels(tmp_path: Path) -> None:
    # Of training/, which is no package.
    decisions, unknown = import_module("decisions"), import_module("pages").UNKNOWN
    (tmp_path / "a.txt").write_text("A ferry sails\n\nListen to this\n\nThe ferry sails again.")
    (tmp_path / "b.txt").write_text("Nothing decided")
    site = str(tmp_path)
    decided = {
        "version": 1,
        "keep": [{"site": site, "line": "the ferry SAILS again."}],
        "furniture": [{"site": site, "line": "Listen to this"}, {"site": "else", "line": "A ferry sails"}],
    }
    path = tmp_path / "decisions.json"
    path.write_text(json.dumps(decided))
    (page,) = decisions.load_reviewed([site], str(path), Kind.TEXT)
    expected = [unknown, LABELS.index(Label.FURNITURE), LABELS.index(Label.BODY)]
    np.testing.assert_array_equal(page.targets, expected)
    assert not list(decisions.load_reviewed([site], str(path), Kind.HTML))


def test_pages_are_scored_with_the_judging_that_ships(capsys: pytest.CaptureFixture[str]) -> None:
    pages, scores = import_module("pages"), import_module("scores")
    texts = ["Ferry sails again", "The ferry of Skarne, which lay in the yard, sails again today.", "Share"]
    labels = [Label.HEADLINE, Label.BODY, Label.FURNITURE]
    targets = np.array([LABELS.index(label) for label in labels])
    gold = {"id": "1", "title": texts[0], "text": texts[1]}
    blocks = [Block(text, line) for line, text in enumerate(texts, 1)]
    page = pages.Page("plain", "1", "skarne.example", Kind.TEXT, blocks, targets, gold)
    sure = 4.0 * np.eye(len(LABELS))[targets]
    scores.report([(page, sure)])
    assert capsys.readouterr().out.startswith("plain 1 P 1.0000 R 1.0000 F1 1.0000 title 1.000")


def test_the_tables_of_characters_are_as_they_are_made() -> None:
    made = import_module("characters")
    # Python versions know more or fewer characters; of those that both know, the tables agree.
    known = np.array([unicodedata.category(chr(code)) not in ("Cn", "Co", "Cs") for code in range(1 << 16)])
    codes = np.arange(1 << 16, dtype=np.uint32)
    shipped = read_traits(codes) & CLASS_BITS
    assigned = known & (shipped != CharClass.OTHER)
    assert assigned.sum() > 40_000
    np.testing.assert_array_equal(read_traits(codes)[assigned], made.classify_all()[assigned])
    np.testing.assert_array_equal(small_letters()[assigned], made.find_small_letters()[assigned])
