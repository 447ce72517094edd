"""Hold the words with which news tells numbers, dates and duals, in Arabic, English, French and Turkish. Pure.

Words are folded. Each leads to a *kind* and a value: ``n`` part of a number, ``u`` a one that is a number only beside
others, ``s`` a hundred, a thousand and what is above, ``p`` the same in the plural, ``x`` an unsaid many («عشرات»,
"thousands"), ``o`` an ordinal, ``f`` a fraction, ``m`` a month (``h`` of the Muslim calendar), ``w`` a day of the week
from Monday, ``r`` a day counted from today. Persian, Urdu and Kurdish have no table: there only digits are read.
Written by hand for Mirsal.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

Word = tuple[str, Decimal]

_CARDINALS = {
    "ar": {
        "u": "احد احدي حادي حاديه=1",
        "n": "واحد واحدا واحده=1 اثنان اثنين اثنتان اثنتين اثنا اثني اثنتا اثنتي كلا كلتا=2 ثلاثه ثلاث=3 اربعه اربع=4"
        " خمسه خمس=5 سته ست=6 سبعه سبع=7 ثمانيه ثماني ثمان=8 تسعه تسع=9 عشره عشر=10 عشرون عشرين=20"
        " ثلاثون ثلاثين=30 اربعون اربعين=40 خمسون خمسين=50 ستون ستين=60 سبعون سبعين=70 ثمانون ثمانين=80 تسعون تسعين=90"
        " ميتان ميتين ميتا ميتي مايتان مايتين مايتا مايتي=200 ثلاثميه ثلاثمايه=300 اربعميه اربعمايه=400 خمسميه"
        " خمسمايه=500"
        " ستميه ستمايه=600 سبعميه سبعمايه=700 ثمانيميه ثمانميه ثمانمايه ثمانيمايه=800 تسعميه تسعمايه=900"
        " الفان الفين=2000 مليونان مليونين=2000000 ملياران مليارين=2000000000",
        "s": "ميه مايه=100 الف الفا=1000 مليون مليونا=1000000 مليار مليارا=1000000000 تريليون=1000000000000",
        "p": "الاف=1000 ملايين=1000000 مليارات=1000000000 تريليونات=1000000000000",
        "x": "عشرات=10 ميات=100 الوف=1000",
        "o": "اول اولي=1 ثاني ثانيه=2 ثالث ثالثه=3 رابع رابعه=4 خامس خامسه=5 سادس سادسه=6 سابع سابعه=7 ثامن ثامنه=8"
        " تاسع تاسعه=9 عاشر عاشره=10",
        "f": "نصف=2 ثلث ثلثي ثلثا=3 ربع=4",
        "m": "يناير جانفي=1 شباط فبراير فيفري=2 اذار مارس=3 نيسان ابريل افريل=4 ايار مايو ماي=5 حزيران يونيو جوان=6"
        " تموز يوليو جويليه=7 اب اغسطس اوت=8 ايلول سبتمبر=9 اكتوبر=10 نوفمبر=11 ديسمبر=12",
        "h": "محرم=1 صفر=2 رجب=7 شعبان=8 رمضان=9 شوال=10",
        "w": "الاثنين=1 الثلاثاء=2 الاربعاء=3 الخميس=4 الجمعه=5 السبت=6 الاحد=7",
        "r": "امس البارحه=-1 غدا=1",
    },
    "en": {
        "n": "one=1 two both couple pair=2 three=3 four=4 five=5 six=6 seven=7 eight=8 nine=9 ten=10 eleven=11"
        " twelve=12"
        " thirteen=13 fourteen=14 fifteen=15 sixteen=16 seventeen=17 eighteen=18 nineteen=19 twenty=20 thirty=30"
        " forty=40 fifty=50 sixty=60 seventy=70 eighty=80 ninety=90 dozen=12",
        "s": "hundred=100 thousand=1000 million=1000000 billion=1000000000 trillion=1000000000000",
        "x": "dozens scores tens=10 hundreds=100 thousands=1000 millions=1000000 billions=1000000000",
        "o": "first=1 second=2 third=3 fourth=4 fifth=5 sixth=6 seventh=7 eighth=8 ninth=9 tenth=10",
        "f": "half=2 quarter=4",
        "m": "january jan=1 february feb=2 march=3 april=4 may=5 june=6 july=7 august aug=8 september sept=9 october"
        " oct=10 november nov=11 december dec=12",
        "h": "muharram=1 safar=2 rajab=7 shaban=8 ramadan=9 shawwal=10",
        "w": "monday=1 tuesday=2 wednesday=3 thursday=4 friday=5 saturday=6 sunday=7",
        "r": "yesterday=-1 tomorrow=1",
    },
    "fr": {
        "u": "un une=1",
        "n": "deux=2 trois=3 quatre=4 cinq=5 six=6 sept=7 huit=8 neuf=9 dix=10 onze=11 douze=12 treize=13 quatorze=14"
        " quinze=15 seize=16 vingt vingts=20 trente=30 quarante=40 cinquante=50 soixante=60",
        "s": "cent cents=100 mille=1000 million=1000000 milliard=1000000000",
        "p": "millions=1000000 milliards=1000000000",
        "x": "dizaines=10 centaines=100 milliers=1000",
        "o": "premier premiere=1 deuxieme second seconde=2 troisieme=3 quatrieme=4 cinquieme=5 sixieme=6 septieme=7",
        "f": "moitie demi=2 tiers=3 quart=4",
        "m": "janvier=1 fevrier=2 mars=3 avril=4 mai=5 juin=6 juillet=7 aout=8 septembre=9 octobre=10 novembre=11"
        " decembre=12",
        "h": "ramadan=9",
        "w": "lundi=1 mardi=2 mercredi=3 jeudi=4 vendredi=5 samedi=6 dimanche=7",
        "r": "hier=-1 demain=1",
    },
    "tr": {
        "n": "iki=2 uc=3 dort=4 bes=5 alti=6 yedi=7 sekiz=8 dokuz=9 on=10 yirmi=20 otuz=30 kirk=40 elli=50 altmis=60"
        " yetmis=70 seksen=80 doksan=90",
        "s": "yuz=100 bin=1000 milyon=1000000 milyar=1000000000",
        "x": "onlarca=10 yuzlerce=100 binlerce=1000 milyonlarca=1000000",
        "o": "birinci ilk=1 ikinci=2 ucuncu=3 dorduncu=4 besinci=5",
        "f": "yari yarisi=2 ceyrek=4",
        "m": "ocak=1 subat=2 mart=3 nisan=4 mayis=5 haziran=6 temmuz=7 agustos=8 eylul=9 ekim=10 kasim=11 aralik=12",
        "h": "ramazan=9",
        "w": "pazartesi=1 sali=2 carsamba=3 persembe=4 cuma=5 cumartesi=6 pazar=7",
        "r": "dun=-1 yarin=1",
    },
}

_PAIRS = {
    ("كانون", "الثاني"): ("m", 1),
    ("تشرين", "الاول"): ("m", 10),
    ("تشرين", "الثاني"): ("m", 11),
    ("كانون", "الاول"): ("m", 12),
    ("ربيع", "الاول"): ("h", 3),
    ("ربيع", "الثاني"): ("h", 4),
    ("ربيع", "الاخر"): ("h", 4),
    ("جمادي", "الاولي"): ("h", 5),
    ("جمادي", "الثانيه"): ("h", 6),
    ("جمادي", "الاخره"): ("h", 6),
    ("ذي", "القعده"): ("h", 11),
    ("ذو", "القعده"): ("h", 11),
    ("ذي", "الحجه"): ("h", 12),
    ("ذو", "الحجه"): ("h", 12),
}
PAIRS: Mapping[tuple[str, str], Word] = {words: (kind, Decimal(value)) for words, (kind, value) in _PAIRS.items()}
AND: Mapping[str, str] = {"en": "and", "fr": "et"}

# «مدنيين» may be two or many, «يومين» is two: of people the form in ين tells nothing.
_PEOPLE = (
    "قتيل جريح مصاب مدني شخص رجل شاب جندي عنصر مسلح ضابط عامل صحفي صحافي شقيق طالب معلم طبيب مسعف لاجي نازح"
    " متهم مشتبه موقوف"
    " معتقل اسير وزير رييس شرطي مواطن مهاجر متظاهر متطوع موظف سايق قيادي مقاتل سجين شاهد مسوول"
)
_THINGS = (
    "صاروخ انفجار هجوم منزل يوم شهر عام اسبوع كيلومتر متر طن دولار مبني قارب جثمان مخيم معبر بلد حزب اجتماع"
    " لقاء اتفاق مشروع طريق"
    " جسر بير مركز فريق طرف جانب طفل حي لغم بند قرار سد مصنع مشفي مستشفي قرن عقد طابق صف"
)
_FEMININE = (
    "طفل امرا سيد شاب غار قذيف طاير سيار دراج عملي قري بلد مدين مدرس ساع سن دقيق مر لير شاحن حافل سفين ضحي جث"
    " شرك دول مرحل جول"
    " محط لجن قنبل عبو رصاص ناحي منطق محافظ جامع صحفي طالب معلم طبيب ممرض ضرب حال شقيق قافل هز"
)
DUALS = frozenset(
    [word + "ان" for word in (_PEOPLE + " " + _THINGS).split()]
    + [word + "ين" for word in _THINGS.split()]
    + [word + ending for word in _FEMININE.split() for ending in ("تان", "تين")]
)


def _entries(listed: str, kind: str) -> Iterator[tuple[str, Word]]:
    spellings: list[str] = []
    for item in listed.split():
        word, _, value = item.partition("=")
        spellings.append(word)
        if value:
            yield from ((spelling, (kind, Decimal(value))) for spelling in spellings)
            spellings = []


NUMBERS: Mapping[str, Mapping[str, Word]] = {
    language: {word: entry for kind, listed in kinds.items() for word, entry in _entries(listed, kind)}
    for language, kinds in _CARDINALS.items()
}
