"""Check that cleaning and deduplication are as good as they were.

    python benchmarks/quality.py EVAL [--update] [--lower SET.MEASURE]

The shipped weights were trained on these very pages. So the figures are no measure of how well newsclean
does on pages that it never saw: they are a regression check, and tell only whether a change made it worse.
The honest figures come from `training/train.py EVAL --check`, which cross-validates with all pages of a
publisher on one side; they stand in docs/figures.md. (Deduplication has no weights: its figures are both.)

EVAL holds score.py and the sets seed/, plain/, sites/, fundus/, segments/ and dedup/. newsclean runs on each
as a process, and each measure is held against its floor in floors.json:

    exit status 0   no measure is below its floor
                1   some are; they are named
                2   the data are not those that the floors were measured on, or EVAL is not complete

--update raises the floors to what is measured, and never lowers one. That takes `--lower SET.MEASURE`
(once for each measure), which sets this floor to what is measured, too. `--lower SET.data` accepts changed
data: all floors of the set are set anew.
"""

import argparse
import json
import math
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from measuring import PAGES, clean, clean_again, fingerprint, score, score_duplicates

FLOORS = Path(__file__).with_name("floors.json")
# Precision and recall have no floors where F1 weighs them: one may fall for the other's greater gain. Higher
# is better for all; what score.py counts as faults is turned into a share of what is right.
MEASURES = ("f1", "title", "published")
DUPLICATE_MEASURES = ("b3", "precision", "removed")
STEPS = 10_000
WORSE, OTHER_DATA = 1, 2
SETS = (*PAGES, "dedup")

Figures = dict[str, dict[str, float]]


def main() -> int:
    """Measure, print, compare; return the exit status."""
    arguments = read_arguments()
    root, lower = arguments.eval, frozenset(arguments.lower)
    missing = [name for name in SETS if not (root / name).is_dir()]
    if missing:
        return refuse(f"{root} is not complete: it lacks {', '.join(missing)}")
    floors = json.loads(FLOORS.read_text("utf-8")) if FLOORS.exists() else {}
    data = {name: fingerprint(root, name) for name in SETS}
    for name, digest in data.items():
        if f"{name}.data" in lower:
            floors.pop(name, None)
        elif floors.get(name, {}).get("data", digest) != digest:
            return refuse(
                f"the data of {name} are not those that its floors were measured on, so its figures can't be"
                f" compared; get the old data back, or accept the new with --lower {name}.data"
            )
    figures = measure(root)
    print_table(figures, floors)
    if arguments.update or lower:
        floors = {
            name: {"data": data[name], **raised(name, found, floors, lower)}
            for name, found in figures.items()
        }
        FLOORS.write_text(json.dumps(floors, indent=2) + "\n", "utf-8")
    below = list(find_below(figures, floors))
    for line in below:
        print(line, file=sys.stderr)
    return WORSE if below else 0


def read_arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("eval", metavar="EVAL", type=Path, help="folder of the labelled sets")
    parser.add_argument("--update", action="store_true", help="raise the floors to what is measured")
    parser.add_argument(
        "--lower", action="append", default=[], metavar="SET.MEASURE", help="lower this floor"
    )
    return parser.parse_args()


def refuse(sentence: str) -> int:
    """Say why nothing was compared; return the exit status for it."""
    print(sentence, file=sys.stderr)
    return OTHER_DATA


def measure(root: Path) -> Figures:
    """Run newsclean on each set and score what it gives."""
    figures: Figures = {}
    for name in PAGES:
        with tempfile.TemporaryDirectory() as folder:
            out = Path(folder, "out.jsonl")
            clean(root, name, out)
            figures[name] = select(score(root, name, out), MEASURES)
            figures[name]["again"] = cut(clean_again(out))
            if name == "seed":
                figures[name]["exact"] = float(is_exact(root / name / "gold.jsonl", out))
    found = score_duplicates(root)
    figures["dedup"] = select(found, DUPLICATE_MEASURES) | {
        "stories_kept": cut(1 - found["lost"] / found["true"]),
        "lookalikes_kept": cut(1 - sum(found["false"].values()) / found["articles"]),
    }
    return figures


def select(found: Mapping[str, Any], names: tuple[str, ...]) -> dict[str, float]:
    """Return the named measures that a set has, cut to so many digits that a floor can be met again."""
    return {name: cut(found[name]) for name in names if name in found}


def cut(value: float) -> float:
    """Cut `value` after four digits: rounded up, it would lie above itself."""
    return math.floor(value * STEPS) / STEPS


def is_exact(gold: Path, out: Path) -> bool:
    """Tell whether titles and texts are the known ones to the letter."""
    known, found = ([json.loads(line) for line in file.open(encoding="utf-8")] for file in (gold, out))
    return [(row["title"], row["text"]) for row in known] == [(row["title"], row["text"]) for row in found]


def print_table(figures: Figures, floors: Mapping[str, Any]) -> None:
    """Print each measure beside its floor."""
    print(f"{'set':<10} {'measure':<16} {'found':>7} {'floor':>7}")
    for name, found in figures.items():
        for each, value in found.items():
            floor = floors.get(name, {}).get(each)
            known = "-" if floor is None else f"{floor:.4f}"
            mark = " BELOW" if floor is not None and value < floor else ""
            print(f"{name:<10} {each:<16} {value:>7.4f} {known:>7}{mark}")


def raised(
    name: str, found: Mapping[str, float], floors: Mapping[str, Any], lower: frozenset[str]
) -> dict[str, float]:
    """Return the new floors of a set: never below the old ones, but for those to be lowered."""
    old = floors.get(name, {})
    return {
        each: value if f"{name}.{each}" in lower else max(value, old.get(each, value))
        for each, value in found.items()
    }


def find_below(figures: Figures, floors: Mapping[str, Any]) -> Iterator[str]:
    """Name each measure that is below its floor, has none, or is gone."""
    for name, known in floors.items():
        gone = known.keys() - figures.get(name, {}).keys() - {"data"}
        yield from (f"{name}.{each} was not measured" for each in sorted(gone))
    for name, found in figures.items():
        for each, value in found.items():
            floor = floors.get(name, {}).get(each)
            if floor is None:
                yield f"{name}.{each} has no floor; set it with --update"
            elif value < floor:
                yield f"{name}.{each} is {value:.4f}, below its floor {floor:.4f}"


if __name__ == "__main__":
    sys.exit(main())
