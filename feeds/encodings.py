"""Name the encodings that a feed may claim. Pure.

Labels are read as browsers read them (WHATWG Encoding Standard §4.2): a claim of ISO-8859-1 means windows-1252, one of
GB2312 means GB 18030, and so on, because the wider one holds what the pages really contain. Only encodings of text on
the web are allowed: ``idna`` and ``punycode`` take quadratic time, ``unicode_escape`` and UTF-7 hide markup.
"""

import codecs

_WIDER = {
    "ascii": "cp1252",
    "iso8859-1": "cp1252",
    "iso8859-9": "cp1254",
    "iso8859-11": "cp874",
    "tis-620": "cp874",
    "gb2312": "gb18030",
    "gbk": "gb18030",
    "big5": "big5hkscs",
    "shift_jis": "cp932",
    "euc_kr": "cp949",
    "iso2022_jp": "iso2022_jp_ext",
    "utf-8-sig": "utf-8",
}
_TEXT = frozenset(
    {
        "utf-8",
        "utf-16",
        "utf-16-le",
        "utf-16-be",
        "utf-32",
        "utf-32-le",
        "utf-32-be",
        "big5hkscs",
        "cp720",
        "cp855",
        "cp864",
        "cp866",
        "cp874",
        "cp932",
        "cp949",
        "cp950",
        "euc_jp",
        "gb18030",
        "hz",
        "iso2022_jp_ext",
        "iso2022_kr",
        "johab",
        "koi8-r",
        "koi8-u",
        "mac-arabic",
        "mac-cyrillic",
        "mac-greek",
        "mac-roman",
        "mac-turkish",
        *(f"cp{page}" for page in range(1250, 1259)),
        *(f"iso8859-{part}" for part in (2, 3, 4, 5, 6, 7, 8, 10, 13, 14, 15, 16)),
    }
)
_ALIASES = {
    "iso-8859-6-e": "iso8859-6",
    "iso-8859-6-i": "iso8859-6",
    "x-mac-cyrillic": "mac-cyrillic",
    "x-sjis": "cp932",
}
_WESTERN = frozenset({"cp1252", "iso8859-15", "mac-roman"})


def known(label: str) -> str:
    """Return Python's name of the encoding that *label* means, or "" if it is none that a feed may claim."""
    label = label.strip().strip("'\"").lower()
    try:
        name = codecs.lookup(_ALIASES.get(label, label)).name
    except (LookupError, ValueError):  # ValueError: a NUL in the label
        return ""
    name = _WIDER.get(name, name)
    return name if name in _TEXT else ""


def is_western(name: str) -> bool:
    """Tell whether *name* is a Western European encoding: what servers claim when nobody set anything."""
    return name in _WESTERN
