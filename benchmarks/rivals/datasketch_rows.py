"""Deduplicate JSONL with datasketch, as its documentation shows: MinHash (xxhash), LSH, the first row wins.

python benchmarks/rivals/datasketch_rows.py IN OUT [GROUPS]
"""

# /// script
# dependencies = ["datasketch>=2,<3", "xxhash>=3"]
# ///

import json
import re
import sys

import xxhash
from datasketch import MinHash, MinHashLSH
from groups import write_groups

_WORD = re.compile(r"\w+")


def main(source: str, target: str, groups: str = "") -> None:
    """Write the rows that no earlier row resembles."""
    index = MinHashLSH(threshold=0.7, num_perm=128)
    first: list[int] = []
    with open(source, encoding="utf-8") as rows, open(target, "w", encoding="utf-8") as kept:
        for number, line in enumerate(rows):
            row = json.loads(line)
            words = _WORD.findall(row["text"].lower())
            shingles = {" ".join(words[at : at + 5]).encode() for at in range(max(1, len(words) - 4))}
            signature = MinHash(num_perm=128, hashfunc=xxhash.xxh32_intdigest)
            signature.update_batch(list(shingles))
            found = index.query(signature)
            if not found:
                kept.write(json.dumps(row, ensure_ascii=False) + "\n")
            first.append(first[min(map(int, found))] if found else number)
            index.insert(str(number), signature)
    write_groups(groups, first)


if __name__ == "__main__":
    main(*sys.argv[1:])
