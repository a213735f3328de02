"""Deduplicate JSONL with datatrove, as its example shows: the four steps of MinHash, with its defaults.

python benchmarks/rivals/datatrove_rows.py IN OUT [GROUPS]

Its defaults are 14 buckets of 8 hashes over five words, which is a threshold of 0.72.
"""

# /// script
# dependencies = ["datatrove[io,processing]>=0.10", "spacy>=3.8"]
# ///

import json
import sys
import tempfile
from pathlib import Path

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.dedup.minhash import MinhashConfig
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from groups import write_groups

_LANGUAGE = "deu"  # of most articles of the generated corpora


def main(source: str, target: str, groups: str = "") -> None:
    """Write the rows that it keeps."""
    config = MinhashConfig()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(source).resolve()
        reader = JsonlReader(str(path.parent), glob_pattern=path.name, text_key="text", id_key="source")
        writer = {"output_filename": "rows.jsonl", "compression": None}
        steps = {
            "signatures": [reader, MinhashDedupSignature(f"{folder}/signatures", config, _LANGUAGE)],
            "buckets": [MinhashDedupBuckets(f"{folder}/signatures", f"{folder}/buckets", config=config)],
            "clusters": [
                MinhashDedupCluster(f"{folder}/buckets", f"{folder}/clusters", config, save_cluster_id=True)
            ],
            "filter": [
                reader,
                MinhashDedupFilter(
                    f"{folder}/clusters", JsonlWriter(f"{folder}/removed", **writer), load_cluster_ids=True
                ),
                JsonlWriter(f"{folder}/kept", **writer),
            ],
        }
        for name, pipeline in steps.items():
            tasks = config.num_buckets if name == "buckets" else 1
            LocalPipelineExecutor(pipeline, tasks, workers=1, logging_dir=f"{folder}/logs/{name}").run()
        kept = Path(folder, "kept", "rows.jsonl").replace(target)
        if groups:
            write_groups(groups, find_first(source, kept, Path(folder, "removed", "rows.jsonl")))


def find_first(source: str, kept: Path, removed: Path) -> list[int]:
    """Return for each row the number of the one that was kept of its cluster."""
    with open(source, encoding="utf-8") as rows:
        numbers = {json.loads(line)["source"]: number for number, line in enumerate(rows)}
    first = list(range(len(numbers)))
    stands: dict[int, int] = {}
    for path in (kept, removed):
        with path.open(encoding="utf-8") as rows:
            for row in map(json.loads, rows):
                cluster = row["metadata"].get("minhash_cluster_id", -1)
                if cluster >= 0:
                    first[numbers[row["id"]]] = stands.setdefault(cluster, numbers[row["id"]])
    return first


if __name__ == "__main__":
    main(*sys.argv[1:])
