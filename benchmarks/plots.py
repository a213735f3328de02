"""Draw what the results say: accuracy against speed, and time and memory against the size of the corpus.

    python benchmarks/plots.py

Reads benchmarks/results/ and, for the accuracy on publishers that the weights have not seen, docs/figures.md.
Writes accuracy.svg and growth.svg into docs/images/, each with the date and versions of its measurement.
"""

import re
from pathlib import Path

import matplotlib as mpl
from matplotlib.figure import Figure

ROOT = Path(__file__).parent.parent
RESULTS = ROOT / "benchmarks" / "results"
IMAGES = ROOT / "docs" / "images"
SETS = {"fundus": "o", "segments": "s"}
OURS, THEIRS = "tab:blue", "tab:orange"


def main() -> None:
    """Draw both."""
    mpl.rcParams.update({"svg.hashsalt": "newsclean", "svg.fonttype": "none", "font.size": 9})
    save(draw_accuracy(), "accuracy", "extraction")
    save(draw_growth(), "growth", "deduplication")


def draw_accuracy() -> Figure:
    """Return accuracy against speed, for each set and program a point."""
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
    axes.set(xlabel="pages a second, one core", ylabel="F1 (newsclean: unseen publishers)", xlim=(0, None))
    axes.legend(loc="center")
    return figure


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


def save(figure: Figure, name: str, result: str) -> None:
    """Write a plot, with what its result says about itself below it."""
    about = (RESULTS / f"{result}.md").read_text("utf-8").split("\n\n")[1].replace("`", "")
    lines = [line for line in about.splitlines() if not line.startswith("Whole")]
    figure.supxlabel("\n".join(re.sub(r"(.{95,}?),? ", r"\1\n", line) for line in lines), fontsize=6)
    IMAGES.mkdir(exist_ok=True)
    figure.savefig(IMAGES / f"{name}.svg", metadata={"Date": None})


if __name__ == "__main__":
    main()
