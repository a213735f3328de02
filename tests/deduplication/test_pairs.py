from newsclean.deduplication.pairs import Passage, compare_pair
from newsclean.model import Article, Match
from newsclean.settings import DeduplicationSettings

SENTENCES = [
    f"The ferry to {place} will sail again on Monday after {weeks} weeks in the dock, said the office."
    for place, weeks in (("Skarne", 11), ("Brandle", 12), ("Hook", 13), ("Tolleren", 14), ("Gull Bay", 15))
]
WHOLE = Article("", "a.txt", " ".join(SENTENCES))
EDITED = Article("", "b.txt", " ".join(SENTENCES) + " Bring a coat, for the wind is cold.")
OTHER = Article("", "c.txt", "Bees were counted in the meadow by nine pupils, who found more than last year.")
SETTINGS = DeduplicationSettings()


def test_a_copy() -> None:
    comparison = compare_pair(WHOLE, EDITED, SETTINGS)
    assert comparison.found
    assert comparison.found.kind is Match.NEAR
    assert comparison.left_in_right == 1
    assert comparison.jaccard == comparison.right_in_left == comparison.shingles[0] / comparison.shingles[1]
    assert comparison.found.similarity == comparison.jaccard
    assert comparison.bands
    assert comparison.passages == (
        Passage(WHOLE.text, WHOLE.text, shared=True),
        Passage("", "Bring a coat, for the wind is cold.", shared=False),
    )


def test_a_text_and_itself() -> None:
    comparison = compare_pair(WHOLE, WHOLE, SETTINGS)
    assert comparison.found
    assert comparison.found.kind is Match.EXACT
    assert (comparison.jaccard, comparison.pairs, comparison.estimate) == (1, 1, 1)
    assert len(comparison.bands) == comparison.all_bands


def test_two_stories() -> None:
    comparison = compare_pair(WHOLE, OTHER, SETTINGS)
    assert comparison.found is None
    assert comparison.jaccard == comparison.left_in_right == 0
    assert comparison.bands == ()
    (passage,) = comparison.passages
    assert passage == Passage(WHOLE.text, OTHER.text, shared=False)


def test_passages_are_spelt_as_in_the_texts() -> None:
    left = "“Wir haben es geschafft”, sagte die Frau — endlich! 日本語の記事です。東京で会議が開かれた。"
    right = "Wir HABEN es geschafft, sagte die Frau: endlich. Ja. 日本語の記事です。大阪で会議が開かれた。"
    passages = compare_pair(Article("", "a", left), Article("", "b", right), SETTINGS).passages
    assert [(each.left, each.right, each.shared) for each in passages] == [
        (left.partition(" 日")[0], right.partition(" Ja")[0], True),
        ("", "Ja.", False),
        ("日本語の記事です。", "日本語の記事です。", True),
        ("東京", "大阪", False),
        ("で会議が開かれた。", "で会議が開かれた。", True),
    ]
