import pickle
import sqlite3
from pathlib import Path

import pytest
from datasketch import MinHash, MinHashLSH

from newsclean import DeduplicationSettings, Settings
from newsclean.deduplication.bands import BANDS, ROWS
from newsclean.deduplication.minhash import PERMUTATIONS
from newsclean.deduplication.sketches import sign
from newsclean.memory import open_memory
from newsclean.memory.index import load_index, sign_text
from newsclean.runs import deduping
from tests.deduplication.stories import words

TEXTS = {str(seed): " ".join(words(seed, 120 + seed)) for seed in range(30)}
NEAR = {seed: f"{text} and one word more" for seed, text in TEXTS.items()}


@pytest.fixture
def memory(tmp_path: Path) -> Path:
    """Give a memory of two runs, with one text that has no words."""
    path = tmp_path / "m.db"
    texts = [*TEXTS.items(), ("wordless", "!!!")]
    for at, part in enumerate((texts[:15], texts[15:])):
        rows = tmp_path / f"{at}.jsonl"
        rows.write_text("".join(f'{{"id": "{name}", "text": "{text}"}}\n' for name, text in part), "utf-8")
        with open_memory(str(path), print) as memory:
            settings = Settings(deduplication=DeduplicationSettings())
            with deduping([str(rows)], settings, memory=memory) as run:
                assert len(list(run.articles)) == len(part)
    return path


def test_an_index_finds_what_one_made_of_the_texts_finds(memory: Path) -> None:
    made = load_index(str(memory))
    reference = MinHashLSH(num_perm=PERMUTATIONS, params=(BANDS, ROWS))
    for name, text in TEXTS.items():
        reference.insert(name, MinHash(hashvalues=sign(text), scheme="affine32"))
    assert set(made.keys.keys()) == set(TEXTS)
    for name, text in NEAR.items():
        found = set(made.query(sign_text(text)))
        assert name in found
        assert found == set(reference.query(sign_text(text)))


def test_an_index_goes_through_a_pickle(memory: Path) -> None:
    index = pickle.loads(pickle.dumps(load_index(str(memory))))  # noqa: S301  # our own
    assert index.query(sign_text(NEAR["7"])) == ["7"]
    assert index.query(sign_text("quite another text of more than five words")) == []


def test_what_was_forgotten_is_not_in_the_index(memory: Path) -> None:
    with sqlite3.connect(memory) as connection:
        connection.execute("DELETE FROM articles WHERE name = '7'")
    connection.close()
    assert "7" not in load_index(str(memory)).query(sign_text(NEAR["7"]))
