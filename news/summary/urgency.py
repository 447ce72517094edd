"""Say whether the source itself calls its news urgent. Pure."""

import re

from domain.news import Article

# At the head («عاجل | …», «خبر عاجل: …», «#عاجل»), or set apart at the end of a title. «علاج عاجل» is no such news.
_MARK = "[\\s\\W_]*"
_HEAD = re.compile(rf"{_MARK}(?:(?:خبر\s+)?عاجل|BREAKING|URGENT)\b(?!\s+(?:على|ل|إلى))", re.IGNORECASE)
_APART = re.compile(r"#عاجل\b|[|:ـ–—-]\s*عاجل\s*$")
_FOLD = re.compile("[\u064b-\u0652\u0640]")


def urgent(article: Article) -> bool:
    """Return whether title or text open with «عاجل», or carry it set apart in the title."""
    title, opening = _FOLD.sub("", article.title), _FOLD.sub("", article.text[:80])
    return any(_HEAD.match(part) for part in (title, opening)) or bool(_APART.search(title))
