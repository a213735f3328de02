from newsclean.cleaning import clean_document
from newsclean.cleaning.explaining import add_causes
from newsclean.model import Cleaned, Document, Kind, Label, Reason

PARAGRAPH = "<p>The ferry to {} will sail again on Monday after eleven weeks, the office said on Friday.</p>"
PAGE = f"""<html lang="en"><head><title>The ferry to Skarne sails again | Light</title>
<meta property="og:site_name" content="Light"><meta name="author" content="Ann Lee">
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "The ferry to Skarne sails again",
 "datePublished": "2026-03-04", "articleSection": "Coast"}}</script>
<link rel="canonical" href="https://light.example/coast/ferry"></head>
<body><nav class="menu"><ul><li><a href="/">Home</a></li><li><a href="/sport">Sport</a></li></ul></nav>
<article><h1>The ferry to Skarne sails again</h1>
{"".join(map(PARAGRAPH.format, ("Skarne", "Brandle", "Hook")))}
</article><h2>The ferry to Skarne sails again</h2></body></html>"""
TEXT = "\n\n".join(
    ["Home | News | Sport", "The ferry to Skarne sails again", "By Ann Lee", "4 March 2026"]
    + [PARAGRAPH.format(place)[3:-4] for place in ("Skarne", "Brandle", "Hook")]
)


def _explain(content: str, kind: Kind) -> Cleaned:
    document = Document("light/a", kind, content)
    cleaned = clean_document(document)
    assert isinstance(cleaned, Cleaned)
    return add_causes(document, cleaned)


def test_each_decision_of_the_labeller_has_causes() -> None:
    cleaned = _explain(PAGE, Kind.HTML)
    assert len(cleaned.causes) == len(cleaned.judgements)
    for judgement, causes in zip(cleaned.judgements, cleaned.causes, strict=True):
        effects = [cause.effect for cause in causes]
        assert effects == sorted(effects, reverse=True)
        assert bool(causes) == (judgement.reason is not Reason.REPEATED_HEADLINE)


def test_signs_in_the_markup_are_named() -> None:
    cleaned = _explain(PAGE, Kind.HTML)
    told = {cause.feature for causes in cleaned.causes[:2] for cause in causes}
    assert told & {"class names (menu)", "its links", "its element (li)", "elements around it (nav, ul, li)"}


def test_text_has_no_causes_in_markup() -> None:
    cleaned = _explain(TEXT, Kind.TEXT)
    told = {cause.feature for causes in cleaned.causes for cause in causes}
    assert told
    assert not any("class" in feature or "link" in feature for feature in told)


def test_fields_of_html_come_from_what_the_page_states() -> None:
    assert _explain(PAGE, Kind.HTML).origins == {
        "title": "JSON-LD headline",
        "url": "canonical link",
        "site": "meta og:site_name",
        "published": "JSON-LD datePublished",
        "authors": "meta author",
        "section": "JSON-LD articleSection",
        "language": "<html lang>",
    }


def test_fields_of_text_come_from_lines() -> None:
    cleaned = _explain(TEXT, Kind.TEXT)
    headline = next(each.block.line for each in cleaned.judgements if each.label is Label.HEADLINE)
    assert cleaned.origins == {
        "title": f"line {headline}",
        "published": "line 7",
        "authors": "line 5",
        "language": "the text",
    }
