"""What is said about a run: the inputs that failed, its numbers, and what a person should look at."""

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from newsclean.errors import UsageError
from newsclean.model import Reason
from newsclean.patterns import late
from newsclean.result import Result, SiteCount
from newsclean.writing.colour import wants_colour

PROGRAM = "newsclean"

SWALLOWED = 20
"""So many copies of one article are worth a look, if they are also a good part of the run."""

SWALLOWED_SHARE = 0.05
"""One article in twenty: agencies' stories stand in many papers, but each is one of very many stories."""

FEWEST_ARTICLES = 10
"""Articles of a site, in this run and the one before, from which their numbers can be compared."""

FAR_MORE = 0.2
"""A site's share of removed words hardly moves between runs; a new layout that is misread moves it."""

_DRIFT = 0.1
"""How much of such a move becomes usual with each run: the warning comes for some runs, not for ever."""

_SHARE_DIGITS = 4

Shares = Mapping[str, float]
"""The share of words removed from the pages of each site."""

_NUMBER = late(r"\d[\d,.]*%?")
_SHORTEST = 0.001
_PLURAL = {
    Reason.REPEATED_HEADLINE: "repeat the headline",
    Reason.REPEATED_BLOCK: "repeat a block above",
    Reason.BEFORE: "stand before the article",
    Reason.AFTER: "stand after the article",
    Reason.INSIDE: "inside the article",
    Reason.SITE: "stand on other pages of the site",
    Reason.NO_WORDS: "marks",
    Reason.DECIDED: "marked as furniture in review",
}


def print_problems(result: Result, stream: TextIO | None) -> None:
    """Name each rejected input and each one with characters that could not be decoded, one a line."""
    for rejected in result.rejected:
        say(stream, f"{rejected.source}: {rejected.reason}")
    for damaged in result.damaged:
        number = damaged.replacements
        what = (
            "1 character could not be decoded and stands"
            if number == 1
            else f"{number:,} characters could not be decoded and stand"
        )
        say(stream, f"{damaged.source}: {what} as U+FFFD")


def print_summary(result: Result, stream: TextIO | None) -> None:
    """Print the numbers of the run, in colour on a terminal, else as plain lines."""
    lines = [_count_articles(result), *([_count_words(result)] if result.words_removed else [])]
    if wants_colour(stream):
        # Imported here, as the plain line does without it.
        from rich.console import Console  # noqa: PLC0415

        console = Console(file=stream, force_terminal=True, highlight=False)
        for line in lines:
            console.print(f"[bold]{PROGRAM}:[/] " + _NUMBER.sub(r"[bold cyan]\g<0>[/]", line))
    else:
        for line in lines:
            say(stream, line)


def print_warnings(warnings: Iterable[str], stream: TextIO | None) -> None:
    """Print what a person should look at."""
    for warning in warnings:
        say(stream, f"warning: {warning}")


def find_warnings(result: Result, before: Shares | None = None) -> Iterator[str]:
    """Yield a sentence for each thing that looks wrong as a whole."""
    largest, articles = result.largest, result.inputs - len(result.rejected)
    if largest and largest.removed >= max(SWALLOWED, SWALLOWED_SHARE * articles):
        yield (
            f"{largest.removed:,} of {articles:,} articles were removed as duplicates of {largest.source}; "
            "if that is an error page or a form, leave such pages out"
        )

    for name, site in result.sites.items():
        usual = (before or {}).get(name, 0.0)
        if _is_far(site, (before or {}).get(name)):
            yield (
                f"{name}: {site.share_removed:.0%} of the words were removed, {usual:.0%} as a rule; "
                "its layout may have changed: look at some of its pages with newsclean explain"
            )


def read_shares(path: str) -> Shares:
    """Return the usual share of words removed from each site, as the summary of the run before tells it.

    A file that isn't there, or is empty, gives nothing, and so does a device. Raises UsageError for a file
    that is no summary, lest it be overwritten by one.
    """
    try:
        content = Path(path).read_bytes() if Path(path).is_file() else b""
    except OSError:
        return {}  # opening it for writing will tell why
    if not content.strip():
        return {}
    try:
        summary = json.loads(content)
        shares = {str(name): float(share) for name, share in summary["usual"].items()}
        if {"read", "kept", "seconds"} <= summary.keys():
            return shares
    except (ValueError, KeyError, TypeError, AttributeError):
        pass
    message = f"{path}: is no summary that newsclean wrote; name another file for it"
    raise UsageError(message)


def _find_usual(result: Result, before: Shares) -> Shares:
    """Return the usual share of each site after this run; what is warned of becomes usual slowly."""
    usual = dict(before)
    for name, site in result.sites.items():
        if site.articles >= FEWEST_ARTICLES:
            share, known = site.share_removed, before.get(name)
            usual[name] = known + _DRIFT * (share - known) if _is_far(site, known) and known else share
    return {name: round(share, _SHARE_DIGITS) for name, share in sorted(usual.items())}


def _is_far(site: SiteCount, usual: float | None) -> bool:
    return usual is not None and site.articles >= FEWEST_ARTICLES and site.share_removed - usual >= FAR_MORE


def dump_summary(result: Result, warnings: Iterable[str], before: Shares | None = None) -> bytes:
    """Return the numbers of the run as a line of JSON, for what monitors it.

    Of rows, whose words are not counted, there are none for words and sites. `before` are the usual shares of
    the sites so far.
    """
    kept = sum(site.words for site in result.sites.values())
    record = {
        "read": result.inputs,
        "rejected": len(result.rejected),
        "kept": result.distinct,
        "duplicates": {kind.value: number for kind, number in result.removed.items()},
        "same_headline": result.same_headline,
        "damaged": len(result.damaged),
        "words": {
            "kept": kept,
            "removed": {reason.value: number for reason, number in result.words_removed.items()},
        },
        "sites": {
            name: {"articles": site.articles, "words": site.words, "words_removed": site.removed}
            for name, site in result.sites.items()
        },
        "usual": _find_usual(result, before or {}),
        "largest_cluster": result.largest._asdict() if result.largest else None,
        "warnings": list(warnings),
        "seconds": {stage: round(seconds, 3) for stage, seconds in result.seconds.items()},
        "per_second": round(_rate(result), 1),
    }
    if not result.sites and result.inputs > len(result.rejected):
        del record["words"], record["sites"]
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def escape(text: str) -> str:
    """Spell out what a terminal would not show, or would obey: names of files may hold anything."""
    return "".join(
        character if character.isprintable() else character.encode("unicode_escape").decode("ascii")
        for character in text
    )


def say(stream: TextIO | None, text: str) -> None:
    """Print one line that begins with the program's name, as is the custom on standard error.

    Where nobody can hear it (closed, on a full disk, into a pipe that was closed), nothing is said: what the
    work came to is told by the exit status all the same.
    """
    if stream is not None:
        with suppress(OSError):
            stream.write(f"{PROGRAM}: {escape(text)}\n")
            stream.flush()


def _count_articles(result: Result) -> str:
    parts = [f"{result.inputs:,} read", f"{result.distinct:,} distinct"]
    removed = [f"{number:,} {kind.value}" for kind, number in result.removed.items() if number]
    if removed:
        parts.append(f"{sum(result.removed.values()):,} removed ({', '.join(removed)})")
    if result.same_headline:
        parts.append(f"{result.same_headline:,} with another's headline")
    if result.rejected:
        parts.append(f"{len(result.rejected):,} rejected")
    if result.damaged:
        parts.append(f"{len(result.damaged):,} with characters lost")
    parts += [f"{stage} {seconds:.1f} s" for stage, seconds in result.seconds.items()]
    return ", ".join([*parts, f"{_rate(result):,.0f} a second"])


def _count_words(result: Result) -> str:
    kept = sum(site.words for site in result.sites.values())
    removed = sum(result.words_removed.values())
    most = sorted(result.words_removed.items(), key=lambda item: -item[1])
    reasons = ", ".join(f"{number:,} {_PLURAL[reason]}" for reason, number in most if number)
    return f"{removed / max(1, kept + removed):.0%} of {kept + removed:,} words removed ({reasons})"


def _rate(result: Result) -> float:
    return result.inputs / max(sum(result.seconds.values()), _SHORTEST)
