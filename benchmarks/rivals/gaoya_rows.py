"""Deduplicate JSONL with gaoya, as its documentation shows: MinHashStringIndex, first row wins.

python benchmarks/rivals/gaoya_rows.py IN OUT
"""

import json
import sys

from gaoya.minhash import MinHashStringIndex


def main(source: str, target: str) -> None:
    """Write the rows that no earlier row resembles."""
    index = MinHashStringIndex(
        hash_size=32,
        jaccard_threshold=0.7,
        num_bands=None,
        band_size=None,
        num_hashes=128,
        analyzer="word",
        lowercase=True,
        ngram_range=(5, 5),
    )
    with open(source, encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as kept:
        for number, line in enumerate(rows):
            row = json.loads(line)
            if not index.query(row["text"]):
                kept.write(json.dumps(row, ensure_ascii=False) + "\n")
            index.insert_document(number, row["text"])


if __name__ == "__main__":
    main(*sys.argv[1:])
