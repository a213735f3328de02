"""The table of what repairs, and the joining of lines, ask of characters."""

from newsclean.cleaning.marks import Mark, mark_characters


def test_spaces_and_line_ends_are_those_of_python() -> None:
    characters = list(map(chr, range(0x10000)))
    spaces, ends = (mark_characters()[:-1] & kind != 0 for kind in (int(Mark.SPACE), int(Mark.LINE_END)))
    assert spaces.tolist() == [char.isspace() for char in characters]
    assert ends.tolist() == [len(f"a{char}b".splitlines()) > 1 for char in characters]
