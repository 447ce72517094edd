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
        ("Explosion in Aleppo kills two", "en"),
        ("Two killed as shelling hits the old market of Daraa", "en"),
        ("Un séisme de magnitude 5 secoue le nord du Maroc", "fr"),
        ("Deux morts dans une frappe sur la ville d'Alep", "fr"),
        ("Halep'te patlama: iki kişi öldü", "tr"),
        ("Suriye'nin kuzeyinde bir okul yeniden hizmete girdi", "tr"),
        ("Der Minister sagte, dass die Grenze wieder offen ist", "de"),
        ("El ministro dijo que la frontera con el país vecino está abierta", "es"),
        ("Il ministro ha detto che il valico è di nuovo aperto", "it"),
        ("De minister zei dat de grens weer open is voor het verkeer", "nl"),
        ("O ministro disse que a fronteira não está aberta para os refugiados", "pt"),
        ("Wezîr got ku derî ji bo rêwiyan hate vekirin û bazar jî vebû", "ku"),
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
