"""Exact and near copies, and what only looks like one."""

import pytest

from newsclean.deduplication import article_id
from newsclean.model import Match

from .stories import article, find, kept, matches, only, prose, words


def test_nothing_in_nothing_out() -> None:
    assert find() == ()


def test_exact_copies_share_an_id_and_only_the_first_is_kept() -> None:
    first, second, other = find(
        article("a", prose(1)), article("b", prose(1).upper().replace("\n\n", "\n")), article("c", prose(2))
    )
    assert first.id == second.id
    assert (first.duplicate_of, second.duplicate_of, other.duplicate_of) == (None, first.id, None)
    assert (only(first).source, only(first).kind, only(first).similarity) == ("b", Match.EXACT, 1.0)
    assert second.duplicates == other.duplicates == ()


@pytest.mark.parametrize("text", ["Kurz.", "zwei Wörter", "eins zwei drei vier", "一", "ก"])
def test_texts_shorter_than_a_shingle_match_exactly_or_not_at_all(text: str) -> None:
    found = find(article("a", text), article("b", text + "!"), article("c", text + " anders"))
    assert kept(found) == ["a", "c"]


@pytest.mark.parametrize("text", ["", " \n", "--- *** …", "\u200b"])
def test_texts_without_words_never_match(text: str) -> None:
    assert kept(find(article("a", text), article("b", text), article("c", prose(1)))) == ["a", "b", "c"]


def test_a_few_changes_leave_a_near_copy() -> None:
    text = prose(1)
    changed = text.replace(text.split()[40], "unheard") + " Reporting by Somebody."
    found = find(article("a", text), article("b", changed))
    assert kept(found) == ["a"]
    assert only(found[0]).kind is Match.NEAR
    assert 0.7 <= only(found[0]).similarity < 1


def test_the_threshold_is_kept_to() -> None:
    half_new = prose(1, 240)[: len(prose(1, 120))] + " " + prose(2, 40)
    pair = article("a", prose(1, 120)), article("b", half_new)
    assert kept(find(*pair, threshold=0.9)) == ["a", "b"]
    assert kept(find(*pair, threshold=0.6)) == ["a"]


def test_scattered_rewording_is_near_by_word_pairs() -> None:
    original = words(1, 300)
    reworded = [word + "x" if at % 13 == 6 else word for at, word in enumerate(original)]
    found = find(article("a", " ".join(original)), article("b", " ".join(reworded)))
    assert kept(found) == ["a"]
    assert only(found[0]).kind is Match.NEAR
    assert only(found[0]).similarity >= 0.7


def test_the_same_sentences_with_other_figures_are_two_reports() -> None:
    def report(figures: int) -> str:
        """Put two figures into each sentence of 25 words: word pairs alike by 0.72, 5-grams by 0.43."""
        text = words(9, 300)
        text[5::12] = [str(figures + at) for at in range(len(text[5::12]))]
        return " ".join(text)

    assert kept(find(article("a", report(1000)), article("b", report(2000)))) == ["a", "b"]
    assert kept(find(article("a", report(1000)), article("b", report(1000) + " more"))) == ["a"]


def test_short_articles_above_one_long_footer_are_not_copies() -> None:
    footer = prose(100, 240)
    pages = [article(str(seed), prose(seed, 24) + "\n\n" + footer, f"Headline {seed}") for seed in range(5)]
    assert kept(find(*pages)) == ["0", "1", "2", "3", "4"]


def test_a_chain_of_rewrites_ends_where_it_no_longer_resembles_the_kept_article() -> None:
    stream = words(1, 800)
    versions = [article(str(step), " ".join(stream[step * 20 : step * 20 + 240])) for step in range(25)]
    found = find(*versions)
    assert 2 <= len(kept(found)) < 12
    for one in found:
        for duplicate in one.duplicates:
            assert duplicate.similarity >= 0.35
            assert abs(int(duplicate.source) - int(one.source)) * 20 <= 240 * 0.5


def test_a_roundup_is_a_copy_of_none_of_its_parts() -> None:
    long, short = prose(1, 240), prose(2, 36)
    found = find(
        article("long", long, "One thing"),
        article("short", short, "Another thing"),
        article("roundup", long + "\n\n" + short, "The day in brief"),
    )
    assert kept(found) == ["long", "short", "roundup"]


def test_more_copies_than_a_bucket_has_representatives_are_one_cluster() -> None:
    base = words(1, 200)
    copies = [
        article(str(at), " ".join([*base[: at + 1], f"einschub{at}", *base[at + 1 :]])) for at in range(150)
    ]
    found = find(*copies)
    assert kept(found) == ["0"]
    assert len(found[0].duplicates) == 149


def test_duplicates_are_listed_by_kind_then_by_likeness() -> None:
    text = prose(1)
    found = find(
        article("base", text, "The same headline twice"),
        article("other", prose(2), "The same headline twice"),
        article("far", text + " " + " ".join(words(3, 24))),
        article("close", text + " Another three words."),
        article("copy", text),
    )
    assert matches(found[0]) == [
        ("copy", Match.EXACT),
        ("close", Match.NEAR),
        ("far", Match.NEAR),
        ("other", Match.HEADLINE),
    ]


def test_an_id_never_changes() -> None:
    assert article_id("The “Quick” brown\u00ad fox – jumps.") == article_id("THE quick  brown fox jumps")
    assert article_id("The quick brown fox jumps") == "d536778277302d0c01b02418de633b73"
