"""Deduplicate JSONL with rensa, as its documentation shows: RMinHashDeduplicator, first row wins.

python benchmarks/rivals/rensa_rows.py IN OUT [GROUPS]
"""

# /// script
# dependencies = ["rensa>=0.5"]
# ///

import json
import re
import sys
from itertools import islice

from groups import write_groups
from rensa import RMinHashDeduplicator

_AT_ONCE = 1_000
_WORD = re.compile(r"\w+")


def main(source: str, target: str, groups: str = "") -> None:
    """Write the rows that no earlier row resembles."""
    index = RMinHashDeduplicator(threshold=0.7, num_perm=128, use_lsh=True)
    first: list[int] = []
    with open(source, encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as kept:
        while batch := [json.loads(line) for line in islice(rows, _AT_ONCE)]:
            shingles = [shingle(row["text"]) for row in batch]
            names = [str(number) for number in range(len(first), len(first) + len(batch))]
            new = index.add_pairs(zip(names, shingles, strict=True))
            copies = [words for words, is_new in zip(shingles, new, strict=True) if not is_new]
            originals = iter(index.get_duplicate_sets(copies))
            for name, row, is_new in zip(names, batch, new, strict=True):
                if is_new:
                    kept.write(json.dumps(row, ensure_ascii=False) + "\n")
                first.append(int(name) if is_new else min(map(int, next(originals))))
    write_groups(groups, first)


def shingle(text: str) -> list[str]:
    """Return the sequences of five words."""
    words = _WORD.findall(text.lower())
    return [" ".join(words[at : at + 5]) for at in range(max(1, len(words) - 4))]


if __name__ == "__main__":
    main(*sys.argv[1:])
