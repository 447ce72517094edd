"""Read HTML as a person would: paragraphs of plain text. Pure.

Scripts, pictures with their captions, embedded players and share buttons are dropped, and so are paragraphs that
point elsewhere («اقرأ أيضًا», "The post … appeared first on …"): the headline of another article would match where
this one does not. Entities are decoded, also those encoded twice. Newlines part paragraphs.
"""

import html as entities
import re

from selectolax.lexbor import LexborHTMLParser

MAX_HTML = 200_000  # characters read; the longest article of 31,000 Arabic news bodies has 60,000 (research)
MAX_DEPTH = 500  # the HTML algorithm is quadratic in depth: 40,000 nested <div> take 1.9 s (measured)

_DROPPED = (
    "script, style, noscript, template, iframe, object, embed, svg, math, audio, video, form, button, select, "
    "textarea, figure:not(:has(table)), figcaption, title, .sharedaddy, .jp-relatedposts, .wp-caption-text, "
    ".more-link, .feedflare, .screen-reader-text"
)
_BLOCKS = (
    "p, div, br, hr, li, ul, ol, dl, dt, dd, h1, h2, h3, h4, h5, h6, blockquote, pre, table, tr, section, article, "
    "aside, header, footer, main, nav, figure, address, details, summary"
)
_CELLS = "td, th"
_TAG = re.compile(r"<[a-zA-Z/!?][^<>]*>?")
# What never nests in itself is no depth: void elements, and those whose end tag may be left out.
_FLAT = "area|base|br|col|embed|hr|img|input|link|meta|param|source|track|wbr|p|li|dt|dd|option|tr|td|th"
_TURN = re.compile(rf"<(/?)(?!(?:{_FLAT})[\s/>])[a-zA-Z][^<>]{{0,4000}}?(/?)>", re.I)
_MARKUP = re.compile(
    r"</?(?:p|br|div|span|a|b|i|em|strong|img|ul|ol|li|h[1-6]|font|blockquote|iframe|script)\b[^<>]*>", re.I
)
_ENTITY = re.compile(
    r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|nbsp|amp|quot|apos|lt|gt|laquo|raquo|hellip|[lr][sd]quo|[mn]dash);"
)
_SPACES = re.compile(r"[^\S\n]+")
_ELLIPSIS = re.compile(r" ?\[ ?(?:…|\.{3}) ?\]")  # no \s* in front: quadratic on a page of blank lines
_ELSEWHERE = re.compile(
    r"(?:(?:[إا]قر[أاؤ]+|شاهد|طالع|تابع|استمع)\s+(?:أيض|ايض|المزيد|كذلك)|للمزيد(?:\s+من)?\s*(?::|$|اضغط|انقر|يرجى)|لقراءة\s+المزيد|"
    r"مواضيع\s+ذات\s+صلة|مقالات\s+ذات\s+صلة|أخبار\s+ذات\s+صلة|شارك\s+هذا\s|"
    r"ظهرت?\s+(?:المقالة|المقال|التدوينة|الخبر|المشاركة|هذه المقالة)\s|The post\s.*\sappeared first on|"
    r"(?:Read more|Continue reading|Related articles)\b)",
    re.I,
)
_FIRST_SEEN = re.compile(r"appeared first on|ظهرت? أولا|أولاً? على .{1,80}$")


def plain(html: str) -> str:
    """Return the text of *html*, one paragraph a line, none of them empty. Never raises."""
    text = _text(html[:MAX_HTML])
    if _MARKUP.search(text):  # it was escaped twice
        text = _text(text)
    if _ENTITY.search(text):
        text = entities.unescape(text)
    return "\n".join(line for line in _lines(text) if not _points_elsewhere(line))


def line(html: str) -> str:
    """Return the text of *html* in one line, for headlines: nothing is taken for an advertisement of other articles."""
    text = _text(html[:MAX_HTML])
    if _ENTITY.search(text):
        text = entities.unescape(text)
    return " ".join(text.split())


def _text(html: str) -> str:
    if "<" not in html:
        return entities.unescape(html)
    if is_deep(html):
        return entities.unescape(_TAG.sub("\n", html))
    tree = LexborHTMLParser(html.replace("\n", " "))
    for node in tree.css(_DROPPED):
        node.decompose()
    for node in tree.css(_BLOCKS):
        node.insert_before("\n")
        node.insert_after("\n")
    for node in tree.css(_CELLS):
        node.insert_after(" ")
    return tree.body.text() if tree.body else ""


def is_deep(html: str) -> bool:
    """Tell whether elements may nest deeper than MAX_DEPTH; elements that lack their end tag count as open."""
    if html.count("<") <= MAX_DEPTH:
        return False
    depth = deepest = 0
    for turn in _TURN.finditer(html):
        depth += -1 if turn[1] else 0 if turn[2] else 1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


def _lines(text: str) -> list[str]:
    text = _ELLIPSIS.sub("…", _SPACES.sub(" ", text))
    return [line for line in map(str.strip, text.split("\n")) if line]


def _points_elsewhere(line: str) -> bool:
    return bool(_ELSEWHERE.match(line) or _FIRST_SEEN.search(line))
