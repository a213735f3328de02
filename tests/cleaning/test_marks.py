"""The table of what repairs, and the joining of lines, ask of characters."""

import unicodedata

from newsclean.cleaning.marks import Mark, mark_characters


def test_spaces_and_line_ends_are_those_of_python() -> None:
    characters = list(map(chr, range(0x10000)))
    spaces, ends = (mark_characters()[:-1] & kind != 0 for kind in (int(Mark.SPACE), int(Mark.LINE_END)))
    assert spaces.tolist() == [char.isspace() for char in characters]
    assert ends.tolist() == [len(f"a{char}b".splitlines()) > 1 for char in characters]


def test_stable_characters_are_joined_to_no_others() -> None:
    pairs = (unicodedata.decomposition(chr(code)).split() for code in range(0x110000))
    joined = {int(pair[-1], 16) for pair in pairs if len(pair) == 2 and not pair[0].startswith("<")}
    joined |= {*range(0x1161, 0x1176), *range(0x11A8, 0x11C3)}  # of which Hangul is made, by rule
    for code in (mark_characters()[:-1] & int(Mark.UNSTABLE) == 0).nonzero()[0].tolist():
        assert unicodedata.normalize("NFC", chr(code)) == chr(code)
        assert not unicodedata.combining(chr(code))
        assert code not in joined
