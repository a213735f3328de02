import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsclean.reading.charset import GUESS_BYTES, decode, find_declared
from newsclean.reading.labels import CODECS

FRENCH = (
    "Le président a déclaré hier que la situation était préoccupante à l’issue de la réunion à Bruxelles.\n"
)
RUSSIAN = "Президент заявил вчера, что экономическая ситуация в стране остается по-прежнему сложной.\n"
POLISH = (
    "Prezydent oświadczył wczoraj, że sytuacja gospodarcza jest poważna i będzie rozmawiał z ministrami.\n"
)
CHINESE = "国家主席昨天表示，经济形势依然复杂。各部门负责人在北京举行的会议上讨论了支持企业的新措施。\n"
JAPANESE = (
    "首相は昨日、経済情勢は依然として厳しいと述べた。閣僚らは東京での会議で企業支援について議論した。\n"
)
GREEK = "Ο πρόεδρος δήλωσε χθες ότι η οικονομική κατάσταση παραμένει δύσκολη για τις επιχειρήσεις.\n"


@pytest.mark.parametrize(
    ("mark", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
    ],
)
def test_byte_order_mark_decides_and_goes(mark: bytes, codec: str) -> None:
    assert decode(mark + FRENCH.encode(codec), declared="cp1251") == (FRENCH, codec, 0)


@pytest.mark.parametrize(
    "page",
    [
        b'<meta charset="windows-1251">',
        b"<META CHARSET=windows-1251 >",
        b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251">',
        b"<meta content='text/html;charset=Windows-1251' http-equiv='Content-Type'>",
        b'<?xml version="1.0" encoding="windows-1251"?><html>',
        b'<!-- <meta charset="utf-8"> --><meta charset="cp1251">',
    ],
)
def test_declared_charset(page: bytes) -> None:
    assert find_declared(page) == "cp1251"


@pytest.mark.parametrize(
    "page",
    [
        b"<p>charset=koi8-r</p>",
        b'<meta charset="rot13">',
        b'<meta charset="unicode_escape">',
        b"<meta charset=>",
    ],
)
def test_what_is_no_declaration(page: bytes) -> None:
    assert find_declared(page) is None


@pytest.mark.parametrize(
    ("label", "codec"), [("iso-8859-1", "cp1252"), ("gb2312", "gb18030"), ("utf-16", "utf-8")]
)
def test_labels_mean_what_browsers_take_them_for(label: str, codec: str) -> None:
    assert find_declared(f'<meta charset="{label}">'.encode()) == codec


def test_every_label_names_a_charset_that_python_has() -> None:
    for label, codec in CODECS.items():
        assert label == label.lower()
        assert codecs.lookup(codec)


def test_declared_charset_is_used() -> None:
    assert decode(RUSSIAN.encode("koi8-r"), declared="koi8-r") == (RUSSIAN, "koi8-r", 0)


def test_declared_iso_2022_jp_which_is_all_ascii_bytes() -> None:
    assert decode(JAPANESE.encode("iso2022-jp"), declared="iso2022-jp").text == JAPANESE


def test_well_formed_utf8_overrules_what_is_declared() -> None:
    assert decode(FRENCH.encode(), declared="cp1252") == (FRENCH, "utf-8", 0)


def test_damaged_utf8_stays_utf8_and_the_damage_is_counted() -> None:
    data = FRENCH.encode().replace("é".encode(), b"\xc3", 1)
    decoded = decode(data)
    assert decoded.charset == "utf-8"
    assert decoded.replacements == 1
    assert decoded.text == FRENCH.replace("é", "\ufffd", 1)


def test_replacement_characters_of_the_page_itself_are_not_counted() -> None:
    assert decode("a \ufffd é".encode()).replacements == 0
    assert decode("éé \ufffd".encode() + b"\xff").replacements == 1


@pytest.mark.parametrize(
    ("text", "charset"),
    [
        (FRENCH, "cp1252"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (POLISH, "cp1250"),
        (CHINESE, "gb18030"),
        (JAPANESE, "cp932"),
        (GREEK, "cp1253"),
    ],
)
def test_charset_is_guessed(text: str, charset: str) -> None:
    assert decode((text * 5).encode(charset)).text == text * 5


def test_a_guess_does_not_cut_a_character_of_a_long_text() -> None:
    text = CHINESE * (GUESS_BYTES // len(CHINESE))
    assert decode(text.encode("gb18030")).text == text


@given(st.binary(max_size=500), st.sampled_from([None, "utf-8", "cp1252", "gb18030", "iso2022-jp"]))
def test_any_bytes_decode_to_text_that_can_be_written(data: bytes, declared: str | None) -> None:
    decoded = decode(data, declared=declared)
    decoded.text.encode()
    assert decoded.replacements >= 0


@given(st.text())
def test_utf8_round_trips(text: str) -> None:
    assert decode(codecs.BOM_UTF8 + text.encode()).text == text
