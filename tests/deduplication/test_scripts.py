"""Texts in many scripts."""

import unicodedata

import pytest

from newsclean.deduplication import article_id
from newsclean.deduplication.normalisation import fold, tokens

from .stories import article, find, kept

TEXTS = {
    "German": (
        "Der Gemeinderat von Oberwiesen beschloss am Dienstag, die alte Mühle an der Strasse nach Süden zu "
        "erhalten. Die Bürgerinnen hatten dafür zwölf Jahre lang Geld gesammelt, Kuchen verkauft und Briefe "
        "geschrieben. Nun soll im Herbst ein Müller aus Thüringen einziehen, der noch mit Wasser mahlt."
    ),
    "Turkish": (
        "Küçük kasabanın balıkçıları sabah erkenden denize açıldı ve öğleye doğru ağlarında şaşırtıcı bir "
        "gümüş kutu buldular. Kutunun içinden yüz yıllık "
        "mektuplar, çiçek tohumları ve ıslak bir harita çıktı. "
        "Müze müdürü haritanın adanın güneyindeki eski feneri gösterdiğini söyledi."
    ),
    "Hindi": (
        "पहाड़ी गाँव के बच्चों ने इस सर्दी में अपने विद्यालय के लिए एक छोटा पुस्तकालय बनाया। उन्होंने पुराने डिब्बों से "
        "अलमारियाँ बनाईं और पड़ोसियों से किताबें माँगीं। अब हर शनिवार को दादी माँ वहाँ नदी और बाघ की कहानियाँ सुनाती हैं।"
    ),
    "Arabic": (
        "افتتح أهالي القرية الجبلية مكتبة صغيرة في بيت الطحان القديم بعد ثلاث سنوات من العمل المتواصل. وجمع "
        "الأطفال الكتب من القرى المجاورة على ظهور الحمير، ورسمت المعلمة على الجدران خريطة للنجوم والأنهار."
    ),
    "Russian": (
        "Жители посёлка у озера починили старую пристань "
        "и пустили по воде первый за сорок лет паром. Капитаном "
        "стала бывшая учительница географии, а билеты дети рисуют от руки и продают вместе с яблоками."
    ),
    "Japanese": (
        "山あいの小さな町で、百年前の時計台が春の朝にふたたび動きはじめた。修理をしたのは近くの高校に通う三人の生徒で、"
        "歯車を一つずつ磨き、足りない部品は川の鉄くずから作ったという。町長は鐘の音を聞いて涙をこぼした。"
    ),
    "Chinese": (
        "河边村庄的居民用旧渔船的木板修建了一座图书馆。孩子们每天傍晚划船来借书，老船长负责登记，"
        "他还在屋顶上装了一盏风力发电的灯，好让晚归的渔民找到回家的方向。"
    ),
    "Thai": (
        "ชาวบ้านริมแม่น้ำช่วยกันซ่อมสะพานไม้เก่าที่ถูกน้ำพัดหายไปเมื่อฤดูฝนปีก่อน เด็กนักเรียนวาดภาพปลาและนกไว้บนราวสะพาน "
        "ส่วนคุณยายทำขนมแจกคนงานทุกเช้าจนงานเสร็จก่อนกำหนดสองสัปดาห์"
    ),
    "Korean": (
        "바닷가 마을의 어부들이 낡은 등대를 고쳐 작은 극장으로 "
        "만들었다. 토요일마다 아이들이 직접 쓴 연극을 올리고 "
        "할머니들은 옥수수를 구워 나누어 준다. 첫 공연은 고래를 기다리는 소년의 이야기였다."
    ),
}


@pytest.mark.parametrize("language", TEXTS)
def test_dress_does_not_count(language: str) -> None:
    text = TEXTS[language]
    dressed = (
        unicodedata.normalize("NFD", text),
        text.upper() if language != "Turkish" else text,
        text.replace(" ", "\u00a0\n"),
        "\u200b".join(text[at : at + 7] for at in range(0, len(text), 7)),
        text.replace(".", " !").replace("。", "").replace("،", ""),
    )
    assert {article_id(one) for one in dressed} == {article_id(text)}


@pytest.mark.parametrize("language", TEXTS)
def test_a_copy_with_one_change_is_found_and_other_languages_are_not(language: str) -> None:
    text = TEXTS[language] * 2
    middle = len(text) // 2
    others = [article(name, body * 2) for name, body in TEXTS.items() if name != language]
    found = find(article("base", text), article("copy", text[:middle] + " 7 " + text[middle:]), *others)
    assert kept(found) == ["base", *(one.source for one in others)]


def test_texts_without_spaces_are_not_alike_for_being_one_word() -> None:
    assert kept(find(article("a", TEXTS["Japanese"]), article("b", TEXTS["Chinese"]))) == ["a", "b"]
    assert len(tokens(fold(TEXTS["Japanese"]))) > 80


def test_mixed_text_is_cut_by_script() -> None:
    assert fold("Die NASA天文台は 動いた。 Apollo-11!") == ["die", "nasa", "天文台は動いた", "apollo", "11"]
    assert tokens(["nasa", "天文台", "11"]) == ["nasa", "天文", "文台", "11"]
    assert tokens(fold("สวัสดีครับ 5")) == [*("สวัสดีครับ"[at : at + 6] for at in range(5)), "5"]


def test_marks_that_words_are_spelt_with_stay() -> None:
    assert fold("कि की") != fold("कु कू")
    assert fold("مُحَمَّد") == fold("محمد")
    assert fold("İstanbul") == fold("i̇stanbul") == ["istanbul"]
