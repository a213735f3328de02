import pytest

from newsclean.cleaning.phrases import has_furniture_phrase, names_credit


@pytest.mark.parametrize(
    "line",
    [
        "Read also: The bridge that nobody wanted",
        "READ MORE | Ferries stop at dusk",
        "▶ Lesen Sie auch: Ein Deich aus Holz",
        "यह भी पढ़ें: नदी में लौटा पानी",
        "اقرأ أيضاً: سوق السمك",
        "相关阅读",
        "関連記事：駅の猫",
        "Photo: Edda Thorn",
        "Fot. Archiwum koła",
        "Tags: ferry, storm, Skarne",
        "Sie sind hier: Startseite > Region",
        "当前位置：首页 > 本地",
    ],
)
def test_lines_that_say_what_they_are(line: str) -> None:
    assert has_furniture_phrase(line)


@pytest.mark.parametrize(
    "line",
    [
        "Read also stands on the sign above the door of the library.",
        "Photographs of the harbour hang in the town hall.",
        "Related families live on both sides of the bay.",
        "Image rights were the subject of the second day of talks in Tolleren.",
        "Fotos zeigten später, dass der Deich an drei Stellen gebrochen war.",
        "Tagsüber bleibt die Brücke geschlossen.",
        "写真家の磯部さんは、三十年前に島へ渡った。",
    ],
)
def test_sentences_that_begin_alike(line: str) -> None:
    assert not has_furniture_phrase(line)


def test_a_paragraph_is_not_judged_by_its_first_words() -> None:
    assert not has_furniture_phrase("Related: " + "the families of the bay met again, and talked. " * 6)


@pytest.mark.parametrize(
    "line", ["Photo: Edda Thorn", "The old mill. Foto: Edda Thorn", "磨坊（写真：山田）"]
)
def test_makers_of_pictures(line: str) -> None:
    assert names_credit(line)


@pytest.mark.parametrize("line", ["First picture: how the new mill will look", "Erstes Bild: Die neue Mühle"])
def test_a_picture_in_a_headline_has_no_maker(line: str) -> None:
    assert not names_credit(line)
