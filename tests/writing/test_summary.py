import io

from newsclean.model import Damaged, Match, Rejected, Result, Stage
from newsclean.writing import escape, print_problems, print_summary

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
        "1 rejected, 2 with characters lost, read 1.2 s, deduplicate 0.0 s\n"
    )


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
