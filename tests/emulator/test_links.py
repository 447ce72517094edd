import pytest

from emulator.links import link


@pytest.mark.parametrize(
    ("written", "url"),
    [
        ("https://example.org/a", "https://example.org/a"),
        (" example.org ", "http://example.org/"),
        ("http://127.0.0.1:8080/news/1", "http://127.0.0.1:8080/news/1"),
        ("http://localhost:8080/x", "http://localhost:8080/x"),
        ("https://u:p@example.org?a=1", "https://u:p@example.org/?a=1"),
        ("tg://resolve?domain=x", "tg://resolve?domain=x"),
        ("https://مثال.إختبار/", "https://مثال.إختبار/"),
    ],
)
def test_a_link(written: str, url: str) -> None:
    assert link(written) == {"type": "text_link", "url": url}


@pytest.mark.parametrize(
    "written", ["", "https://", "x y.org", "ftp://x.org", "127.0.0.1", "localhost", "mailto:a@b.org x"]
)
def test_no_link(written: str) -> None:
    assert link(written) is None
