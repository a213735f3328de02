"""Deduplicate JSONL with text-dedup's command, as its documentation shows: MinHash, 128 permutations.

python benchmarks/rivals/text_dedup_rows.py IN OUT [GROUPS]

It writes a dataset, not JSONL; OUT is made of that only where GROUPS are wanted, too.
"""

# /// script
# dependencies = ["text-dedup>=0.4"]
# ///

import json
import pickle
import subprocess
import sys
import tempfile
from pathlib import Path

from groups import write_groups


def main(source: str, target: str, groups: str = "") -> None:
    """Run the command, and tell which rows it keeps for which."""
    with tempfile.TemporaryDirectory() as folder:
        options = {
            "path": "json",
            "data_files": source,
            "split": "train",
            "column": "text",
            "cache_dir": f"{folder}/cache",
            "output": f"{folder}/out",
            "ngram": "5",
            "num_perm": "128",
            "threshold": "0.7",
            "hash_func": "xxh3",
            "num_proc": "1",
        }
        command = [part for name, value in options.items() for part in (f"--{name}", value)]
        # With --debug it leaves behind which rows belong together.
        subprocess.run([sys.executable, "-m", "text_dedup.minhash", *command, "--debug"], check=True)
        if groups:
            write_groups(groups, find_first(source, target, Path(folder, "out")))


def find_first(source: str, target: str, output: Path) -> list[int]:
    """Write the kept rows, and return for each row the number of the one that was kept of its group."""
    from datasets import load_from_disk  # noqa: PLC0415  # the command has loaded it in a process of its own

    load_from_disk(str(output)).to_json(target, force_ascii=False)
    sources, kept = read_sources(source), set(read_sources(target))
    with (output / "uf.pkl").open("rb") as file:
        union = pickle.load(file)  # noqa: S301  # it was written a moment ago
    roots = [union.find(number) for number in range(len(sources))]
    stands = {root: number for number, root in enumerate(roots) if sources[number] in kept}
    return [stands[root] for root in roots]


def read_sources(path: str) -> list[str]:
    """Return the names of the rows of a JSONL file."""
    with open(path, encoding="utf-8") as rows:
        return [json.loads(line)["source"] for line in rows]


if __name__ == "__main__":
    main(*sys.argv[1:])
