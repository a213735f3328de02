"""Invented pages in several scripts."""

from newsclean.model import Document, Kind

STORIES = {
    "en": (
        "Storm closes harbour for third time",
        "The harbour at Brightwater has been closed since Monday after a storm tore away part of its pier.",
        "The council says that repairs will last until the spring, when the first ferries are due.",
        "“We have lived with storms for two hundred years,” said Ida Holt, who runs the chandlery.",
        "Her shop stands thirty metres from the water, and the waves reached its door twice last winter.",
        "The council will vote in June on a sea wall, which would cost four million and take three years.",
    ),
    "de": (
        "Sturm schließt Hafen zum dritten Mal",
        "Der Hafen von Hellwasser ist seit Montag geschlossen, nachdem ein Sturm die Mole beschädigt hatte.",
        "Nach Angaben der Gemeinde dauern die Arbeiten bis zum Frühjahr, wenn die ersten Fähren fahren.",
        "„Wir leben seit zweihundert Jahren mit den Stürmen“, sagte Ida Holt, die den Schiffsladen führt.",
        "Ihr Laden steht dreißig Meter vom Wasser entfernt, und die Wellen erreichten zweimal die Tür.",
        "Der Gemeinderat stimmt im Juni über eine Mauer ab, die vier Millionen kosten würde.",
    ),
    "hi": (
        "तूफान से बंदरगाह तीसरी बार बंद",
        "चमकपुर का बंदरगाह सोमवार से बंद है क्योंकि तूफान ने उसके घाट का एक हिस्सा तोड़ दिया था।",
        "परिषद का कहना है कि मरम्मत का काम वसंत तक चलेगा जब इस मौसम की पहली नौकाएं आने वाली हैं।",
        "दुकान चलाने वाली ईडा होल्ट ने कहा कि हम दो सौ साल से तूफानों के साथ रह रहे हैं।",
        "उनकी दुकान पानी से तीस मीटर दूर है और पिछली सर्दियों में लहरें दो बार उसके दरवाजे तक पहुंची थीं।",
        "परिषद जून में समुद्री दीवार पर मतदान करेगी जिस पर चालीस लाख का खर्च आएगा और तीन साल लगेंगे।",
    ),
    "zh": (
        "暴风雨第三次关闭港口",
        "由于暴风雨冲毁了部分码头，明水港自星期一起关闭，渡轮全部停航，居民只能绕道邻镇出行。",
        "镇政府表示，修复工程将持续到明年春天，届时本季第一批渡轮将重新抵达码头。",
        "经营船具店的何静川说，我们与暴风雨相处了两百年，每一次都重新修好了码头。",
        "她的店离水边只有三十米，去年冬天海浪两次冲到门口，店里的缆绳和灯具全部被水浸湿。",
        "镇议会将于六月就修建海堤一事进行表决，工程预计耗资四百万元，需要三年才能完成。",
    ),
}
MENU = ("Home", "News", "Sport", "Weather", "Log in")
FOOT = ("Read also", "Bakery wins prize", "Contact", "© 2026 The Daily")


def text_page(language: str, *, menu: tuple[str, ...] = MENU, foot: tuple[str, ...] = FOOT) -> Document:
    """Return a page as a scraper renders it: menu, headline, byline, story, teasers, footer."""
    title, *paragraphs = STORIES[language]
    parts = ["\n".join(menu), title, "By Ann Lee | 24 May 2024", *paragraphs, "\n".join(foot)]
    return Document(f"{language}.txt", Kind.TEXT, "\n\n".join(parts))


def html_page(language: str) -> Document:
    """Return the same page as HTML."""
    title, *paragraphs = STORIES[language]
    menu = "".join(f"<li><a href='/{word}'>{word}</a></li>" for word in MENU)
    story = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    foot = "".join(f"<p><a href='/x'>{line}</a></p>" for line in FOOT)
    return Document(
        f"{language}.html",
        Kind.HTML,
        f"<html><head><title>{title} | The Daily</title><meta property='og:site_name' content='The Daily'>"
        f"</head><body><nav><ul>{menu}</ul></nav><main><article class='story'><h1>{title}</h1>"
        f"{story}</article></main>"
        f"<footer>{foot}</footer></body></html>",
    )
