"""Say a time of day that a person chose: «٦ صباحًا»، «١١:٣٠ مساءً»، «منتصف الليل». Pure."""

from alerts.texts.counting import digits
from news.arabic.marks import isolate

# From the hour on; before four it is still night.
_PARTS = ((18, "مساءً"), (15, "عصرًا"), (12, "ظهرًا"), (4, "صباحًا"), (0, "ليلًا"))

# Zones that have an Arabic name here, with further names by which people ask for them.
ZONES: dict[str, tuple[str, str]] = {
    "Asia/Damascus": ("دمشق", "سوريا، سورية، الشام، حلب، حمص، حماة، درعا، إدلب، اللاذقية، طرطوس، دير الزور، الرقة"),
    "Asia/Beirut": ("بيروت", "لبنان، طرابلس الشام"),
    "Asia/Amman": ("عمّان", "الأردن، إربد"),
    "Asia/Baghdad": ("بغداد", "العراق، أربيل، البصرة، الموصل"),
    "Asia/Jerusalem": ("القدس", "فلسطين، حيفا، يافا"),
    "Asia/Gaza": ("غزة", ""),
    "Europe/Istanbul": ("إسطنبول", "اسطنبول، تركيا، أنقرة، غازي عنتاب، عنتاب، أنطاكيا"),
    "Africa/Cairo": ("القاهرة", "مصر، الإسكندرية"),
    "Asia/Riyadh": ("الرياض", "السعودية، مكة، جدة، المدينة المنورة، الدمام"),
    "Asia/Dubai": ("دبي", "الإمارات، أبوظبي، أبو ظبي، الشارقة، مسقط، عمان السلطنة، سلطنة عمان"),
    "Asia/Qatar": ("الدوحة", "قطر، البحرين، المنامة"),
    "Asia/Kuwait": ("الكويت", ""),
    "Asia/Aden": ("صنعاء", "اليمن، عدن"),
    "Africa/Khartoum": ("الخرطوم", "السودان"),
    "Africa/Tripoli": ("ليبيا", "طرابلس الغرب، بنغازي"),
    "Africa/Tunis": ("تونس", ""),
    "Africa/Algiers": ("الجزائر", "وهران"),
    "Africa/Casablanca": ("الرباط", "المغرب، الدار البيضاء"),
    "Asia/Tehran": ("طهران", "إيران"),
    "Europe/Berlin": ("برلين", "ألمانيا، المانيا، هامبورغ، ميونخ، فرانكفورت، كولونيا"),
    "Europe/Vienna": ("فيينا", "النمسا"),
    "Europe/Zurich": ("زيورخ", "سويسرا، جنيف"),
    "Europe/Paris": ("باريس", "فرنسا، مرسيليا، ليون"),
    "Europe/London": ("لندن", "بريطانيا، إنجلترا، انكلترا، المملكة المتحدة، مانشستر"),
    "Europe/Amsterdam": ("أمستردام", "هولندا، روتردام"),
    "Europe/Brussels": ("بروكسل", "بلجيكا"),
    "Europe/Stockholm": ("ستوكهولم", "السويد، مالمو، غوتنبرغ"),
    "Europe/Oslo": ("أوسلو", "النرويج"),
    "Europe/Copenhagen": ("كوبنهاغن", "الدنمارك"),
    "Europe/Helsinki": ("هلسنكي", "فنلندا"),
    "Europe/Athens": ("أثينا", "اليونان"),
    "Asia/Nicosia": ("نيقوسيا", "قبرص"),
    "Europe/Rome": ("روما", "إيطاليا، ميلانو"),
    "Europe/Madrid": ("مدريد", "إسبانيا، برشلونة"),
    "Europe/Moscow": ("موسكو", ""),
    "America/New_York": ("نيويورك", "واشنطن"),
    "America/Chicago": ("شيكاغو", ""),
    "America/Los_Angeles": ("لوس أنجلوس", "كاليفورنيا"),
    "America/Toronto": ("تورونتو", "مونتريال"),
    "America/Sao_Paulo": ("ساو باولو", ""),
    "Asia/Kuala_Lumpur": ("كوالالمبور", "ماليزيا"),
    "Australia/Sydney": ("سيدني", "ملبورن"),
    "UTC": ("غرينتش", "غرينيتش، التوقيت العالمي"),
}


def of_day(minute: int) -> str:
    """Return the time that is *minute* minutes after midnight."""
    if minute == 0:
        return "منتصف الليل"
    hour, rest = divmod(minute, 60)
    shown = digits(hour % 12 or 12) + (f":{digits(rest).rjust(2, '٠')}" if rest else "")
    return f"{shown} {next(part for start, part in _PARTS if hour >= start)}"


def at(minute: int) -> str:
    """Return when in a day that is: «الساعة ٨ صباحًا»، «عند منتصف الليل»."""
    return f"الساعة {of_day(minute)}" if minute else f"عند {of_day(0)}"


def zone(name: str) -> str:
    """Return how the zone *name* is called in Arabic, or its own name."""
    return ZONES[name][0] if name in ZONES else isolate(name)
