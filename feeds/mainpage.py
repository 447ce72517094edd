"""Find the text of an article in its web page. Pure.

Where the page marks its article (schema.org's ``articleBody``) that is taken. Else each paragraph counts for the
element around it, by the length of what is not a link, and half as much for the one around that: menus, lists of other
news and comments are links, or short. On Arabic pages that did as well as the known extractors, which take ten times as
long (research). What is found must speak of the headline: a page that asks for consent, or for patience, is no article.
"""

from selectolax.lexbor import LexborHTMLParser, LexborNode

from domain.news import Field
from feeds import text
from feeds.discovery import document
from news.arabic.fold import fold
from news.arabic.tokens import tokenise

MAX_PAGE = 1_000_000  # characters
SHORTEST = 200  # characters: less is no article
_MARKED = "[itemprop=articleBody], [itemprop='articleBody text']"
_DROPPED = (
    "script, style, noscript, template, nav, aside, footer, form, iframe, figure, figcaption, button, svg, video, "
    "audio, [hidden], [aria-hidden=true], .comments, #comments, .comment-list, .related, .related-posts, .sharedaddy, "
    ".share, .social, .breadcrumb, .tags, .newsletter"
)
_PARAGRAPH = 25  # characters: what is shorter is a label or a date
_LINKS = 0.7  # of a paragraph: more is a list of other news
_SHARED = 0.5  # of the headline's words


def article_text(page: bytes, charset: str, title: str) -> str:
    """Return the text of the article headed *title*, one paragraph a line; empty where none is found. Never raises."""
    html = document(page, charset)[:MAX_PAGE]
    if text.is_deep(html):
        return ""
    tree = LexborHTMLParser(html)
    heading = _heading(tree)
    for node in tree.css(_DROPPED):
        node.decompose()
    main = _marked(tree) or _densest(tree)
    if main is None:
        return ""
    _drop_lists_of_links(main)
    found = text.plain(main.html or "")
    return found if len(found) >= SHORTEST and _speaks_of(title, f"{heading}\n{found}") else ""


def _heading(tree: LexborHTMLParser) -> str:
    return " ".join(node.text() for node in tree.css("title, h1"))


def _marked(tree: LexborHTMLParser) -> LexborNode | None:
    found = [node for node in tree.css(_MARKED) if len(node.text().strip()) >= SHORTEST]
    return max(found, key=lambda node: len(node.text()), default=None)


def _densest(tree: LexborHTMLParser) -> LexborNode | None:
    """Return the element whose paragraphs hold most text; without any, the element that holds most text itself."""
    nodes: dict[int, LexborNode] = {}
    scores: dict[int, float] = {}
    for paragraph in tree.css("p") or tree.css("div, td, article, section"):
        is_paragraph = paragraph.tag == "p"
        weight = _own_length(paragraph) if is_paragraph else len(paragraph.text(deep=False).strip())
        around = (paragraph.parent, paragraph.parent.parent if paragraph.parent else None)
        for node, share in zip(around if is_paragraph else (paragraph,), (1.0, 0.5), strict=False):
            if weight >= _PARAGRAPH and node is not None and node.tag != "html":
                nodes.setdefault(node.mem_id, node)
                scores[node.mem_id] = scores.get(node.mem_id, 0.0) + weight * share
    return nodes[max(scores, key=lambda number: scores[number])] if scores else None


def _own_length(node: LexborNode) -> int:
    """Return how many characters of *node* are in no link; none of those that are mostly links."""
    whole = len(node.text().strip())
    linked = sum(len(link.text().strip()) for link in node.css("a"))
    return whole - linked if linked <= _LINKS * whole else 0


def _drop_lists_of_links(main: LexborNode) -> None:
    for node in main.css("p, li, h2, h3, h4, h5"):
        if not _own_length(node) and node.css("a") and node.mem_id != main.mem_id:
            node.decompose()


def _speaks_of(title: str, words: str) -> bool:
    """Say whether at least half of the headline's words stand among *words*."""
    wanted = {token.text for token in tokenise(title, Field.TITLE) if len(token.text) > 2}
    present = set(fold(words).casefold().split()) | {token.text for token in tokenise(words, Field.TEXT)}
    return len(wanted & present) >= _SHARED * len(wanted)
