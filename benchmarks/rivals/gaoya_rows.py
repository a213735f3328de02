"""Deduplicate JSONL with gaoya, as its documentation shows: MinHashStringIndex, first row wins.

python benchmarks/rivals/gaoya_rows.py IN OUT [GROUPS]
"""

# /// script
# dependencies = ["gaoya>=0.2"]
# ///

import json
import sys

from gaoya.minhash import MinHashStringIndex
from groups import write_groups


def main(source: str, target: str, groups: str = "") -> None:
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
    first: list[int] = []
    with open(source, encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as kept:
        for number, line in enumerate(rows):
            row = json.loads(line)
            found = index.query(row["text"])
            if not found:
                kept.write(json.dumps(row, ensure_ascii=False) + "\n")
            first.append(first[min(found)] if found else number)
            index.insert_document(number, row["text"])
    write_groups(groups, first)


if __name__ == "__main__":
    main(*sys.argv[1:])
