"""What the site takes from outside docs/: the results of the benchmarks, to which its pages link."""

from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).parent.parent
OUTSIDE = "benchmarks/"


def on_files(files: Files, *, config: Any) -> Files:
    """Add the results to the site's files."""
    for path in sorted((ROOT / OUTSIDE).rglob("*")):
        if path.suffix in {".md", ".svg", ".json"}:
            name = path.relative_to(ROOT).as_posix()
            added = File.generated(config, name, abs_src_path=str(path))
            files.append(added)
    return files


def on_page_markdown(markdown: str, **_: Any) -> str:
    """Make links out of docs/ lead to the copies."""
    return markdown.replace(f"](../{OUTSIDE}", f"]({OUTSIDE}")
