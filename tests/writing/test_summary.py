import io
import json
from pathlib import Path

import pytest

from newsclean.errors import UsageError
from newsclean.model import Match, Reason, Rejected, Stage
from newsclean.result import Cluster, Damaged, Result, SiteCount
from newsclean.writing import (
    dump_summary,
    escape,
    find_warnings,
    print_problems,
    print_summary,
    read_shares,
)

RESULT = Result(
    articles=(),
    rejected=(Rejected("bad\x1b[2J.txt", Stage.READ, "is empty"),),
    damaged=(Damaged("a.txt", 1), Damaged("b.txt", 1200)),
    inputs=1300,
    distinct=1287,
    removed={Match.EXACT: 10, Match.NEAR: 2, Match.EXCERPT: 0},
    same_headline=1,
    seconds={"read": 1.25, "deduplicate": 0.04},
)


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_summary_is_one_line() -> None:
    stream = io.StringIO()
    print_summary(RESULT, stream)
    assert stream.getvalue() == (
        "newsclean: 1,300 read, 1,287 distinct, 12 removed (10 exact, 2 near), 1 with another's headline, "
        "1 rejected, 2 with characters lost, read 1.2 s, deduplicate 0.0 s, 1,008 a second\n"
    )


CLEANED = RESULT._replace(
    words_removed={Reason.BEFORE: 20, Reason.SITE: 30},
    sites={"light": SiteCount(10, 150, 50)},
    largest=Cluster("light/1.txt", 2),
)


def test_words_are_counted_by_reason() -> None:
    stream = io.StringIO()
    print_summary(CLEANED, stream)
    assert stream.getvalue().splitlines()[1] == (
        "newsclean: 25% of 200 words removed "
        "(30 stand on other pages of the site, 20 stand before the article)"
    )


def test_a_cluster_that_swallows_much_is_named() -> None:
    assert not list(find_warnings(CLEANED))
    swallowed = CLEANED._replace(inputs=301, largest=Cluster("error.html", 20))
    (warning,) = find_warnings(swallowed)
    assert warning.startswith("20 of 300 articles were removed as duplicates of error.html;")
    assert not list(find_warnings(swallowed._replace(inputs=3001)))


def test_a_site_that_loses_more_than_in_the_run_before_is_named(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    path.write_bytes(dump_summary(CLEANED, []))
    before = read_shares(str(path))
    assert before == {"light": 0.25}
    assert not list(find_warnings(CLEANED, before))
    worse = CLEANED._replace(sites={"light": SiteCount(10, 100, 100)})
    (warning,) = find_warnings(worse, before)
    assert warning.startswith("light: 50% of the words were removed, 25% as a rule;")
    # The warning comes again, but not for ever.
    shares = [before]
    for _ in range(12):
        path.write_bytes(dump_summary(worse, [], shares[-1]))
        shares.append(read_shares(str(path)))
    warned = [bool(list(find_warnings(worse, each))) for each in shares]
    assert warned[:2] == [True, True]
    assert not warned[-1]
    # A site that rests in between is not forgotten.
    path.write_bytes(dump_summary(CLEANED._replace(sites={}), [], before))
    assert read_shares(str(path)) == before


def test_a_file_that_is_no_summary_is_not_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "summary.json"
    assert read_shares(str(path)) == {}
    path.write_text("")
    assert read_shares(str(path)) == {}
    assert read_shares("/dev/null") == {}
    for content in ("[]", '{"usual": 1}', '{"usual": {"a": []}}', '{"usual": {}}', "\xff"):
        path.write_text(content)
        with pytest.raises(UsageError, match="is no summary"):
            read_shares(str(path))


def test_a_run_over_rows_counts_no_words() -> None:
    record = json.loads(dump_summary(RESULT, []))
    assert not {"words", "sites"} & record.keys()


def test_summary_as_json() -> None:
    record = json.loads(dump_summary(CLEANED, ["look"]))
    assert (record["read"], record["rejected"], record["kept"]) == (1300, 1, 1287)
    assert record["duplicates"] == {"exact": 10, "near": 2, "excerpt": 0}
    assert record["words"] == {
        "kept": 150,
        "removed": {"stands before the article": 20, "stands on other pages of the site": 30},
    }
    assert record["largest_cluster"] == {"source": "light/1.txt", "removed": 2}
    assert record["warnings"] == ["look"]


def test_summary_says_the_same_on_a_terminal() -> None:
    stream = _Terminal()
    print_summary(RESULT, stream)
    assert "1,287" in stream.getvalue()


def test_problems_name_their_input_and_do_not_obey_it() -> None:
    stream = io.StringIO()
    print_problems(RESULT, stream)
    assert stream.getvalue() == (
        "newsclean: bad\\x1b[2J.txt: is empty\n"
        "newsclean: a.txt: 1 character could not be decoded and stands as U+FFFD\n"
        "newsclean: b.txt: 1,200 characters could not be decoded and stand as U+FFFD\n"
    )


def test_escape_leaves_what_can_be_shown() -> None:
    assert escape("Zoë 東京 a\tb\udcff\n") == "Zoë 東京 a\\tb\\udcff\\n"
