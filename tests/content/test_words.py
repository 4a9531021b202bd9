"""The words and the code hold each other: no key without words, no words without a key."""

from pathlib import Path

import pytest

from bot.content.check import check, uses
from bot.content.loader import HERE, load_words
from bot.content.words import Wording, Words, parse
from bot.errors import ContentError
from bot.messages import Plain, Strong, Typed

WORDS = load_words()


def test_every_key_in_the_code_has_words_and_all_words_are_said() -> None:
    check(WORDS, packages=("bot", "adapters"), unused=True)


def test_the_check_finds_more_than_a_handful_of_keys() -> None:
    assert len(list(uses(frozenset({"checkin", "practice", "desk"})))) > 100


def without(key: str) -> Words:
    return Words("en", {name: wording for name, wording in WORDS.texts.items() if name != key}, WORDS.lists)


def test_a_missing_key_is_named_with_its_file_and_where_the_code_says_it() -> None:
    with pytest.raises(ContentError, match=r"checkin\.toml: the key hint is missing; bot/flows/checkin/"):
        check(without("checkin.hint"))


def test_a_missing_placeholder_is_named() -> None:
    texts = {**WORDS.texts, "checkin.asked": Wording(({"": parse("Did it happen?")},))}
    with pytest.raises(ContentError, match=r"checkin\.toml: asked lacks the placeholder act"):
        check(Words("en", texts, WORDS.lists))


def test_an_unknown_placeholder_is_named() -> None:
    texts = {**WORDS.texts, "checkin.change": Wording(({"": parse("Change {what}")},))}
    with pytest.raises(ContentError, match=r"checkin\.toml: change has the unknown placeholder what"):
        check(Words("en", texts, WORDS.lists))


def test_words_that_nobody_says_are_found() -> None:
    texts = {**WORDS.texts, "checkin.spare": Wording(({"": parse("Spare.")},))}
    with pytest.raises(ContentError, match=r"checkin\.spare"):
        check(Words("en", texts, WORDS.lists), unused=True)


def folder(tmp_path: Path, name: str, text: str) -> Path:
    (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def test_a_folder_overrides_single_keys(tmp_path: Path) -> None:
    words = load_words("en", folder(tmp_path, "checkin.toml", 'did = "Yes, today"'))
    assert words.plain("checkin.did") == "Yes, today"
    assert words.plain("checkin.partly") == WORDS.plain("checkin.partly")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("did = ", "cannot be read"),
        ("did = 7", "did must be a text"),
        ("did = []", "did has no wording"),
        ('did = "{oops"', "unmatched {"),
        ('surprise = "Hello"', "checkin.surprise is not one the bot says"),
        ('asked = "Was it so?"', "missing: act"),
        ('did = "Done {act}"', "unknown: act"),
        ('words = "x"', r"\[words\] must be a table"),
        ("[words]\ndid_words = 3", "must be a list of texts"),
        ('[words]\nnew_words = ["x"]', "not one the bot knows"),
    ],
)
def test_an_override_that_is_not_whole_is_refused_with_file_and_key(tmp_path: Path, text: str, says: str) -> None:
    with pytest.raises(ContentError, match=says) as refused:
        load_words("en", folder(tmp_path, "checkin.toml", text))
    assert str(tmp_path) in str(refused.value)


def test_a_content_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="not a folder"):
        load_words("en", tmp_path / "nowhere")


def test_a_language_without_a_folder_is_said_in_english() -> None:
    assert load_words("de-CH").plain("checkin.did") == WORDS.plain("checkin.did")


def test_typed_words_stay_apart_from_the_bots_own() -> None:
    assert WORDS.spans("checkin.closed", act=Typed("<!channel>"), answer="Did it")[2] == Typed("<!channel>")


def test_emphasis_reaches_the_value_in_it() -> None:
    words = Words("en", {"a.b": Wording(({"": parse("so *{n} days* long")},))}, {})
    assert words.spans("a.b", n=3) == (Plain("so "), Strong("3"), Strong(" days"), Plain(" long"))


@pytest.mark.parametrize("path", sorted(HERE.glob("*/*.toml")), ids=lambda path: path.stem)
def test_no_file_of_words_shouts(path: Path) -> None:
    assert "!" not in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(("key", "least"), [("checkin.asked", 8), ("lookback.helped", 5)])
def test_what_is_asked_often_is_asked_in_several_ways(key: str, least: int) -> None:
    assert len(WORDS.texts[key].variants) >= least
