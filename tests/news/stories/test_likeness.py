"""Laws of likeness and of the memory behind it: same words are alike, what is rare tells more, bounds hold."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.feeds import FeedId
from domain.news import Grade, StoryId, Told, Understood
from news.arabic.lexicon import words as words_of
from news.stories import memory
from news.stories.features import Features, decode
from news.stories.index import Stories
from news.stories.likeness import Weighed, is_near, likeness, weigh
from news.stories.memory import Entry, Memory, Trace
from news.stories.postings import STEPS, WALKED, Postings
from news.stories.stems import number_of
from tests.news.stories.conftest import NOON, Grades

Read = Callable[..., Understood]
HOUR = timedelta(hours=1)
RESCUE = (
    "فرق الدفاع المدني تنقذ عائلة علقت في فيضان وادي الزيتون",
    "أنقذت فرق الدفاع المدني عائلة من خمسة أفراد بعدما علقت سيارتها في فيضان وادي الزيتون، ونقلتها إلى بر آمن.",
)
RETOLD = (
    "إنقاذ عائلة علقت سيارتها في وادي الزيتون",
    "تمكن عناصر الدفاع المدني من إنقاذ عائلة من خمسة أفراد علقت سيارتها وسط فيضان وادي الزيتون، بحسب ما أعلن المركز.",
)
EDITED = (RESCUE[0], RESCUE[1].replace("بر آمن", "بيت أقاربها مساء"))
UNLIKE = ("افتتاح معرض الكتاب السنوي في الجامعة", "افتتح رئيس الجامعة معرض الكتاب السنوي بمشاركة ثلاثين دار نشر.")


def weighed(one: Understood) -> Weighed:
    kept = decode(one.features)
    assert kept is not None
    return weigh(kept, Postings().rarity)


def test_an_article_is_as_alike_to_itself_as_can_be_and_likeness_has_no_direction(read: Read) -> None:
    one, retold, unlike = weighed(read(*RESCUE)), weighed(read(*RETOLD)), weighed(read(*UNLIKE))

    assert likeness(one, one) > likeness(one, retold) > 1 > likeness(one, unlike)
    assert likeness(one, retold) == pytest.approx(likeness(retold, one))


@pytest.mark.parametrize("title", ["", "في", "؟"])
def test_what_says_nothing_is_like_nothing(read: Read, title: str) -> None:
    nothing = weighed(read(title))

    assert likeness(nothing, nothing) == 0
    assert not is_near(nothing, nothing)


def test_an_article_without_a_title_is_compared_by_its_text(read: Read) -> None:
    assert likeness(weighed(read("", RESCUE[1])), weighed(read(*RETOLD))) > 0.8


def test_a_title_is_near_the_text_that_begins_with_it(read: Read) -> None:
    title, whole = weighed(read(RESCUE[0])), weighed(read("إنقاذ عائلة في فيضان", f"{RESCUE[0]}. {UNLIKE[1]}"))

    assert is_near(title, whole)
    assert not is_near(title, weighed(read(*UNLIKE)))


def test_a_copy_a_retelling_and_another_story(told: Grades) -> None:
    assert told(RESCUE, EDITED, RETOLD, UNLIKE) == [Grade.COPY, Grade.SAME, None]


def test_kinds_of_event_that_differ_need_more_likeness(read: Read) -> None:
    one, other = weighed(read(*RESCUE)), weighed(read(*RETOLD))
    fire = one._replace(kept=one.kept._replace(events=(1,)))
    flood = other._replace(kept=other.kept._replace(events=(2,)))

    assert likeness(fire, flood) == pytest.approx(likeness(one, other) / 1.2)


def test_a_chain_of_small_steps_leads_to_no_other_event(read: Read) -> None:
    words = sorted(words_of("نهر جسر قرية مدرسة مستوصف طاحونة معصرة بستان خزان مضخة قناة سد بئر"))
    stories, joined = Stories(), []
    for step in range(len(words) - 5):
        one = read(" ".join(f"{word}{word[:2]}" for word in words[step : step + 6]))
        found = stories.find(one, NOON)
        joined.append(found.story if found else None)
        stories.add(found.story if found else StoryId(step), one, NOON)

    assert joined[1] == 0
    assert joined[6] != 0


def test_an_update_that_came_first_is_the_same_story(read: Read) -> None:
    stories = Stories()
    stories.add(StoryId(1), read("مقتل 9 بانفجار في حلب"), NOON)

    assert stories.find(read("مقتل 3 بانفجار في حلب"), NOON - HOUR) == Told(StoryId(1), Grade.SAME)


def test_what_is_older_than_the_window_is_not_told_again(read: Read) -> None:
    stories = Stories()
    stories.add(StoryId(1), read(*RESCUE), NOON)

    assert stories.find(read(*RETOLD), NOON + 49 * HOUR) is None


def test_a_story_whose_first_article_is_forgotten_goes_on(read: Read) -> None:
    stories = Stories()
    stories.add(StoryId(1), read(*RESCUE), NOON - HOUR)
    stories.add(StoryId(1), read(*EDITED), NOON)
    stories.forget(NOON)

    assert stories.find(read(*RETOLD), NOON) == Told(StoryId(1), Grade.SAME)


def test_a_batch_finds_stories_of_the_index_and_its_own(read: Read) -> None:
    base = Stories()
    base.add(StoryId(1), read("مقتل 3 بانفجار في حلب"), NOON)
    overlay = base.overlay()
    overlay.add(StoryId(1), read("مقتل 9 بانفجار في حلب"), NOON)
    overlay.add(StoryId(2), read(*RESCUE), NOON)

    assert overlay.find(read("مقتل 5 بانفجار في حلب"), NOON) == Told(StoryId(1), Grade.SAME)
    assert overlay.find(read(*RETOLD), NOON) == Told(StoryId(2), Grade.SAME)
    assert base.find(read(*RETOLD), NOON) is None

    overlay.merge()

    assert base.find(read(*RETOLD), NOON) == Told(StoryId(2), Grade.SAME)


def test_a_batch_on_an_empty_index_sees_what_comes_into_it(read: Read) -> None:
    base = Stories()
    overlay = base.overlay()
    base.add(StoryId(1), read(*RESCUE), NOON)

    assert overlay.find(read(*RETOLD), NOON) == Told(StoryId(1), Grade.SAME)


def test_an_article_without_features_is_found_by_its_words_alone(read: Read) -> None:
    stories = Stories()
    stories.add(StoryId(1), Trace(FeedId(1), read(*RESCUE).fingerprint), NOON)

    assert stories.find(read(*RESCUE), NOON) == Told(StoryId(1), Grade.COPY)
    assert stories.find(read(*RETOLD), NOON) is None
    with pytest.raises(ValueError, match="Trace"):
        _ = Entry(StoryId(1), NOON, Trace(FeedId(1), ""), 0).kept


def test_one_feed_cannot_drive_out_the_others(read: Read, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MOST_OF_FEED", 3)
    stories = Stories()
    stories.add(StoryId(0), read(*RESCUE), NOON)
    for number in range(1, 10):
        stories.add(StoryId(number), read(f"{UNLIKE[0]} رقم {number}", feed=2), NOON)

    assert len(stories) == 1 + 3
    assert stories.find(read(*RETOLD), NOON) == Told(StoryId(0), Grade.SAME)


def test_what_is_forgotten_leaves_nothing_behind(read: Read) -> None:
    kept = Memory()
    for number, words in enumerate((RESCUE, RETOLD, ("مقتل 3 بانفجار في حلب", ""))):
        one = read(*words)
        trace = Trace(FeedId(1), one.fingerprint, one.features)
        kept.add(Entry(StoryId(number), NOON, trace, trace.stems))

    kept.forget(NOON + HOUR)

    empty = Memory()
    state, nothing = ({**vars(each), "postings": vars(each.postings)} for each in (kept, empty))
    assert {name: value for name, value in state.items() if name not in {"_last", "_of_feed"}} == {
        name: value for name, value in nothing.items() if name not in {"_last", "_of_feed"}
    }


def test_a_stem_is_rarer_the_fewer_articles_have_it_and_listed_ones_begin_common() -> None:
    postings = Postings()
    often, known, new = number_of("رئيس"), number_of("زيتون"), number_of("شفاينشتايغر")
    before = [postings.rarity(each) for each in (often, known, new)]
    for number in range(1, 4):
        postings.add(number, (new,))

    assert before == sorted(before)
    assert postings.rarity(new) < before[2]
    assert postings.rarity(known) > before[1]


def test_a_stem_of_every_article_says_nothing() -> None:
    postings = Postings()
    for number in range(1, 4000):
        postings.add(number, (1,))

    assert postings.rarity(1) < 1


def test_no_article_looks_at_more_than_its_share_of_others() -> None:
    postings = Postings()
    for number in range(1, 200):
        postings.add(number, range(1, 100))

    found = postings.candidates(dict.fromkeys(range(1, 100), 2.0))

    assert len(found) == WALKED
    assert sum(found.values()) / 2.0 <= STEPS + WALKED


def test_features_of_one_article_are_compared_with_a_bounded_number_of_others(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    compared: list[Features] = []

    def compare(_: Weighed, other: Weighed) -> bool:
        compared.append(other.kept)
        return False

    stories = Stories()
    for number in range(300):
        stories.add(StoryId(number), read(f"{RESCUE[0]} {number}", feed=number), NOON)
    monkeypatch.setattr("news.stories.index.is_near", compare)

    stories.find(read(*RETOLD), NOON)

    assert 0 < len(compared) <= 200
