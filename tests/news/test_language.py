import pytest

from news.language import identify


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("قال مراسلنا إن الهدوء عاد إلى المدينة بعد الظهر", "ar"),
        ("درعا", "ar"),
        ("بحث", "ar"),
        ("وزیر امور خارجه ایران در تهران گفت که این گفتگوها ادامه می‌یابد", "fa"),
        ("وزیر اعظم نے کہا ہے کہ ملک میں بارش کے بعد صورتحال بہتر ہے", "ur"),
        ("سەرۆکی هەرێم لە هەولێر لەگەڵ وەزیری دەرەوە کۆبووەوە", "ku"),
        ("The minister said on Monday that the crossing is open", "en"),
        ("Le ministre a déclaré que la situation est calme dans les villages", "fr"),
        ("Bakan, sınır kapısının yeniden açıldığını söyledi", "tr"),
        ("حلب Aleppo حلب", "ar"),
        ("", "und"),
        ("2024 — 🔴", "und"),
        ("Xyzzy", "und"),
        ("Министр заявил, что переход открыт", "und"),
        ("大臣は月曜日に述べた", "und"),
    ],
)
def test_the_language_shows_in_its_letters_and_small_words(text: str, language: str) -> None:
    assert identify(text) == language
