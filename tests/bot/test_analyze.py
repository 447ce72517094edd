"""Laws of ``python -m bot analyze``: a row in, a row out, in order, whatever the rows hold."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot import analyze

NEWS = "أعلنت إدارة المياه في محافظة درعا أن الضخ يعود إلى حي درعا البلد بدءًا من صباح الغد."
ROOT = Path(__file__).parents[2]


def ask(*rows: object, follow: tuple[str, ...] = ()) -> list[dict[str, Any]]:
    """Return the answers to *rows*; a string or bytes is a line as it is."""
    lines = [
        row if isinstance(row, bytes) else (row if isinstance(row, str) else json.dumps(row)).encode() for row in rows
    ]
    out = io.StringIO()
    assert analyze.main([], follow, out, stdin=io.BytesIO(b"\n".join(lines) + b"\n")) == 0
    return [json.loads(line) for line in out.getvalue().splitlines()]


def test_an_article_is_answered_with_all_that_it_says() -> None:
    [answer] = ask({"id": "a1", "title": "عودة المياه", "text": NEWS, "follow": ["درعا البلد", "زلزال"]})

    assert list(answer) == ["id", "language", "places", "events", "summary", "story", "matched"]
    assert (answer["id"], answer["language"], answer["summary"]) == ("a1", "ar", NEWS)
    assert answer["events"] == ["water"]
    at = NEWS.index("درعا البلد")
    assert answer["matched"] == [
        {"query": "درعا البلد", "spans": [{"field": "text", "start": at, "end": at + len("درعا البلد")}]}
    ]


def test_places_are_spans_of_the_text_in_code_points() -> None:
    [answer] = ask({"id": 1, "title": "حلب", "text": "🔥 وصل إلى بدرعا"})

    [place] = answer["places"]
    assert "🔥 وصل إلى بدرعا"[place["start"] : place["end"]] == "درعا"
    assert (place["id"], place["name"]) == ("sy.daraa.daraa", "درعا")


@pytest.mark.parametrize(
    ("row", "error"),
    [
        pytest.param("{", "not JSON", id="not JSON"),
        pytest.param("[" * 100_000, "not JSON", id="endless nesting"),
        pytest.param(b"\xff{}", "not UTF-8", id="not UTF-8"),
        pytest.param([1], "not a JSON object", id="not an object"),
        pytest.param({"id": 7}, "text is missing", id="no text"),
        pytest.param({"id": 7, "text": None}, "text is not a string", id="text is null"),
        pytest.param({"id": 7, "text": 5}, "text is not a string", id="text is a number"),
        pytest.param({"id": 7, "text": "  "}, "text is empty", id="nothing at all"),
        pytest.param({"id": 7, "text": NEWS, "title": []} | {"title": [1]}, "title is not a string", id="title"),
        pytest.param({"id": 7, "text": NEWS, "source": 5}, "source is not a string", id="source"),
        pytest.param({"id": 7, "text": NEWS, "follow": "درعا"}, "follow is not a list", id="follow is a string"),
        pytest.param({"id": 7, "text": NEWS, "follow": [5]}, "follow is not a list", id="follow holds a number"),
        pytest.param({"id": 7, "text": NEWS, "follow": ["حلب", "في"]}, "'في': too_broad", id="follow is too broad"),
        pytest.param({"id": 7, "text": NEWS, "published": "أمس"}, "published is not", id="published in words"),
        pytest.param({"id": 7, "text": NEWS, "published": 5}, "published is not", id="published a number"),
        pytest.param(
            {"id": 7, "text": NEWS, "published": "0001-01-01T00:00:00+23:00"}, "published is not", id="before all time"
        ),
    ],
)
def test_a_row_that_cannot_be_read_is_told_so_and_the_rest_go_on(row: object, error: str) -> None:
    bad, good = ask(row, {"id": "next", "text": NEWS})

    assert list(bad) == ["id", "error"]
    assert error in bad["error"]
    assert bad["id"] == (row.get("id") if isinstance(row, dict) else None)
    assert good["summary"] == NEWS


def test_blank_lines_are_no_rows_and_a_byte_order_mark_is_no_text() -> None:
    answers = ask("", b"\xef\xbb\xbf" + json.dumps({"id": 1, "text": NEWS}).encode(), "  ")

    assert [answer["id"] for answer in answers] == [1]


def test_a_title_without_text_is_an_article() -> None:
    [answer] = ask({"id": 1, "text": "", "title": "قصف على درعا", "follow": ["درعا"]})

    assert (answer["places"], answer["summary"]) == ([], "")
    assert answer["matched"][0]["spans"] == [{"field": "title", "start": 8, "end": 12}]


def test_follow_options_are_added_to_every_row() -> None:
    answers = ask({"text": NEWS, "follow": ["حلب"]}, {"text": "انفجار في حلب"}, follow=("درعا", "حلب"))

    assert [[match["query"] for match in answer["matched"]] for answer in answers] == [["درعا"], ["حلب"]]


def test_a_name_of_several_places_is_followed_as_all_of_them() -> None:
    [answer] = ask({"text": "وصل الوفد إلى مدينة طرابلس في ليبيا.", "follow": ["طرابلس"]})

    assert [match["query"] for match in answer["matched"]] == ["طرابلس"]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("درعا: قصف أو غارة", ["قصف", "درعا"]),
        ("حدث قصف + درعا", ["قصف", "درعا"]),
        ("لاجئ* + درعا", ["درعا", "لاجئين"]),
        ("سوريا وأهلها", ["درعا", "السوريون"[2:]]),
        ("قصف بدون لاجئ* في النص", []),
        ("قصف + حلب", []),
    ],
)
def test_rows_follow_whatever_the_grammar_allows(typed: str, words: list[str]) -> None:
    text = "قصف على مدينة درعا، والسوريون من اللاجئين ينتظرون."
    [answer] = ask({"text": text, "follow": [typed]})

    found = [text[span["start"] : span["end"]] for match in answer["matched"] for span in match["spans"]]
    assert found == words


@pytest.mark.parametrize("name", ["صور", "الباب", "الحراك"])
def test_a_place_whose_name_is_a_word_is_followed_as_a_place(name: str) -> None:
    [answer] = ask({"text": f"نشر الناشط {name} على صفحته، وقال إن الجميع رآها.", "follow": [name]})

    assert answer["matched"] == []


def test_copies_within_two_days_are_one_story() -> None:
    rows = [
        {"text": NEWS, "published": "2026-03-01T10:00:00Z"},
        {"text": NEWS.replace("أ", "ا"), "published": "2026-03-02 10:00:00"},
        {"text": NEWS},
        {"text": NEWS, "published": "2026-03-10T10:00:00+02:00"},
        {"text": NEWS + " وقالت إنه دائم."},
    ]

    stories = [answer["story"] for answer in ask(*rows)]

    assert stories[0] == stories[1] == stories[2]
    assert stories[2] != stories[3] == stories[4]


def test_files_are_read_in_order_and_a_text_file_is_one_article(tmp_path: Path) -> None:
    text, lines = tmp_path / "water.txt", tmp_path / "rows.jsonl"
    text.write_bytes(b"\xef\xbb\xbf" + f"{NEWS}\r\n\r\n{NEWS}".encode())
    lines.write_text(json.dumps({"id": "row", "text": NEWS}) + "\n", "utf-8")
    out = io.StringIO()

    assert analyze.main([text, lines], [], out) == 0

    first, second = map(json.loads, out.getvalue().splitlines())
    assert (first["id"], second["id"]) == ("water", "row")
    assert first["places"][0]["start"] == NEWS.index("درعا")


def test_a_text_file_in_another_encoding_is_told_so(tmp_path: Path) -> None:
    path = tmp_path / "old.txt"
    path.write_bytes(NEWS.replace("ً", "").encode("cp1256"))
    out = io.StringIO()

    assert analyze.main([path], [], out) == 0

    assert "not UTF-8" in json.loads(out.getvalue())["error"]


def test_a_file_that_is_not_there_is_told_and_the_others_are_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = tmp_path / "a.txt"
    there.write_text(NEWS, "utf-8")
    out = io.StringIO()

    assert analyze.main([tmp_path / "none.jsonl", there], [], out) == 1

    assert json.loads(out.getvalue())["id"] == "a"
    assert "none.jsonl" in capsys.readouterr().err


def test_an_option_that_cannot_be_followed_ends_it_before_it_begins(capsys: pytest.CaptureFixture[str]) -> None:
    out = io.StringIO()

    assert analyze.main([], ["في"], out, stdin=io.BytesIO(b"{}")) == 2

    assert out.getvalue() == ""
    assert "'في': too_broad" in capsys.readouterr().err


def run(*arguments: str, **more: Any) -> "subprocess.Popen[bytes]":  # Any: the options of Popen
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "LC_ALL": "C", "PYTHONUTF8": "0"}
    command = [sys.executable, "-m", "bot", "analyze", *arguments]
    return subprocess.Popen(command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, **more)  # noqa: S603  our own command


def test_the_command_speaks_utf8_in_any_locale() -> None:
    with run() as process:
        out, _ = process.communicate(json.dumps({"id": "\ud800", "text": NEWS}).encode() + b"\n")

    assert process.returncode == 0
    assert NEWS in out.decode()
    assert json.loads(out)["id"] == "\ud800"


def test_a_reader_that_goes_away_ends_it_quietly(tmp_path: Path) -> None:
    path = tmp_path / "many.jsonl"
    path.write_text((json.dumps({"text": NEWS}) + "\n") * 2000, "utf-8")

    with run(str(path), stderr=subprocess.PIPE) as process:
        assert process.stdin and process.stdout and process.stderr  # noqa: PT018  they were asked for as pipes
        process.stdin.close()
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()

    assert (process.returncode, complaint) == (0, b"")


def test_each_name_can_say_why_it_was_taken_or_not() -> None:
    out = io.StringIO()
    row = {"id": 1, "title": "هدوء في حلب", "text": "قال أبو جاسم إن درعا هادئة #درعا"}

    assert analyze.main([], [], out, explain=True, stdin=io.BytesIO(json.dumps(row).encode())) == 0

    told = json.loads(out.getvalue())["explained"]
    assert [(one["field"], one["name"], one["places"][0]) for one in told["accepted"]] == [
        ("title", "حلب", "sy.aleppo.aleppo"),
        ("text", "درعا", "sy.daraa.daraa"),
    ]
    assert told["accepted"][0] | {"places": []} == {
        "field": "title",
        "start": 8,
        "end": 11,
        "name": "حلب",
        "places": [],
        "score": 1.8,
        "reasons": ["tier U", "where"],
    }
    assert (told["casualties"], told["dates"], told["urgency"]) == ([], [], {"says": False, "pressing": None})
    assert [(one["name"], one["reasons"]) for one in told["refused"]] == [
        ("جاسم", ["tier A", "title before", "same governorate"]),
        ("درعا", ["tier U", "hashtag", "hashtag repeats"]),
    ]


def test_figures_days_and_haste_are_explained() -> None:
    out = io.StringIO()
    row = {"id": 1, "title": "مقتل 3 عمال بقصف على نوى", "text": "وقع أمس.", "published": "2026-03-01T10:00:00Z"}

    assert analyze.main([], [], out, explain=True, stdin=io.BytesIO(json.dumps(row).encode())) == 0

    told = json.loads(out.getvalue())["explained"]
    figure = {
        "field": "title",
        "start": 0,
        "end": 11,
        "words": "مقتل 3 عمال",
        "harm": "dead",
        "number": 3,
        "at_least": False,
    }
    day = {"field": "text", "start": 4, "end": 7, "words": "أمس", "first": "2026-02-28", "last": "2026-02-28"}
    assert told["casualties"] == [figure]
    assert told["dates"] == [day]
    assert told["urgency"] == {"says": False, "pressing": {"event": "shelling", **figure}}
