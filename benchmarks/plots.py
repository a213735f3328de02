"""Draw what the results say: accuracy against speed, and time and memory against the size of the corpus.

    python benchmarks/plots.py

Reads benchmarks/results/ and, for the accuracy on publishers that the weights have not seen, docs/figures.md.
Writes accuracy.svg and growth.svg into docs/images/, each with the date and versions of its measurement.
"""

import re
from collections.abc import Sequence
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
IMAGES = ROOT / "docs" / "images"
SETS = {"fundus": "o", "segments": "s"}
OURS, THEIRS, OTHERS = "tab:blue", "tab:orange", "tab:gray"


def main() -> None:
    """Draw both."""
    mpl.rcParams.update({"svg.hashsalt": "newsclean", "svg.fonttype": "none", "font.size": 9})
    others = f"Grey, with speeds relative to newsclean's: {tell_origin('rivals')[0]}"
    save(draw_accuracy(), "accuracy", [*tell_origin("extraction"), others])
    save(draw_growth(), "growth", tell_origin("deduplication"))


def draw_accuracy() -> Figure:
    """Return accuracy against speed, for each set and program a point; others have a name at the first."""
    results = (RESULTS / "extraction.md").read_text("utf-8")
    figures = (ROOT / "docs" / "figures.md").read_text("utf-8")
    figure = Figure(figsize=(6, 3.6), layout="constrained")
    axes = figure.subplots()
    for name, mark in SETS.items():
        speeds = find_row(results, name)
        accuracies = find_row(figures, name)
        for program, colour, speed, accuracy in (
            ("newsclean", OURS, speeds[1], accuracies[0]),
            ("Trafilatura", THEIRS, speeds[2], accuracies[2]),
        ):
            axes.plot(speed, accuracy, mark, color=colour, label=f"{program}, {name}", markersize=8)
        for program, (share, accuracy) in find_others(name).items():
            speed = share * speeds[1]  # another run, on a machine as busy as it was
            axes.plot(speed, accuracy, mark, color=OTHERS, markersize=6)
            if mark == SETS["fundus"]:
                axes.annotate(program, (speed, accuracy), (5, 4), textcoords="offset points", fontsize=7)
    axes.set(xlabel="pages a second, one core", ylabel="F1 (newsclean: unseen publishers)", xscale="log")
    axes.margins(x=0.15)
    axes.legend(loc="lower right", fontsize=7)
    return figure


def find_others(name: str) -> dict[str, tuple[float, float]]:
    """Return the programs that only the table of rivals has: speed as a share of newsclean's, accuracy."""
    text = (RESULTS / "rivals.md").read_text("utf-8")
    lines = text.partition(f"## Extraction: {name},")[2].partition("##")[0].splitlines()
    rows = (line.strip("| ").split(" | ") for line in lines if re.match(r"\| \w+.* \d", line))
    found = {cells[0].split()[0]: (float(cells[1]), float(cells[2])) for cells in rows}
    return {
        program: (speed / found["newsclean"][0], accuracy)
        for program, (speed, accuracy) in found.items()
        if program not in {"newsclean", "trafilatura"}
    }


def draw_growth() -> Figure:
    """Return the time and memory of `dedupe` against the number of articles."""
    rows = [
        [float(cell.replace(",", "")) for cell in line.strip("| ").split(" | ")[:4]]
        for line in (RESULTS / "deduplication.md").read_text("utf-8").split("## Beside")[0].splitlines()
        if re.match(r"\| \d", line)
    ]
    figure = Figure(figsize=(6, 3.2), layout="constrained")
    for axes, column, label in zip(figure.subplots(1, 2), (1, 3), ("CPU, s", "peak memory, MB"), strict=True):
        axes.loglog([row[0] for row in rows], [row[column] for row in rows], "o-", color=OURS)
        axes.set(xlabel="articles", ylabel=label)
        axes.grid(visible=True, which="major", alpha=0.3)
    return figure


def find_row(text: str, name: str) -> list[float]:
    """Return the numbers in the first row of a table that is about a set, which has more than two."""
    for line in text.splitlines():
        if line.startswith(f"| {name} |"):
            cells = (cell.strip() for cell in line.strip("|").split("|"))
            numbers = [float(cell.replace(",", "")) for cell in cells if re.fullmatch(r"[\d,]*\.?\d+", cell)]
            if len(numbers) > len(SETS):
                return numbers
    message = f"there is no row for {name}"
    raise LookupError(message)


def tell_origin(result: str) -> list[str]:
    """Return what a result says about itself: when, where and by which versions it was made."""
    text = (RESULTS / f"{result}.md").read_text("utf-8")
    lines = text.split("\n\n")[1].replace("`", "").splitlines()
    return [line for line in lines if not line.startswith("Whole")]


def save(figure: Figure, name: str, lines: Sequence[str]) -> None:
    """Write a plot, with what its results say about themselves below it."""
    figure.supxlabel("\n".join(re.sub(r"(.{95,}?),? ", r"\1\n", line) for line in lines), fontsize=6)
    IMAGES.mkdir(exist_ok=True)
    figure.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
