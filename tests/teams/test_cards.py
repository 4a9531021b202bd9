"""What a message and a page look like in Teams, and that nothing anybody typed means anything there."""

from typing import Any

import pytest

from adapters.teams.cards import attached, documents, home_card, message_card, summary_of
from adapters.teams.handles import NoHandle, read_press
from adapters.teams.literal import literal
from bot.messages import (
    Ask,
    Chart,
    Choice,
    Choices,
    Divider,
    Document,
    Dots,
    Message,
    Page,
    Part,
    Plain,
    Quote,
    Ref,
    Rows,
    Series,
    Strong,
    Text,
    Typed,
)
from tests.contract.on_teams import lines_of
from tests.teams import limits
from tests.teams.worst import LONG, NASTY

REF = Ref("checkin", "p1", "ask", "2026-11-23")
WEEKS = Chart("The last weeks", ("2 Nov", "9 Nov"), (Series("wait", (3.0, 0.0)),), "wait: 3 of 5; 0 of 4.")


def said(*parts: Part) -> Message:
    return Message((Ask(parts, REF),))


def card(*parts: Part, key: str = "reply/1/ana") -> dict[str, Any]:
    drawn = message_card(said(*parts), key)
    assert limits.message(drawn) == []
    return drawn


def body(*parts: Part) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = card(*parts)["body"]
    return found


def read(block: dict[str, Any]) -> str:
    """The words of an element, as they stand one after the other."""
    return "".join(one["text"] for one in limits.everything(block) if one.get("type") == "TextRun")


def test_emphasis_is_bold_and_the_rest_is_not() -> None:
    (block,) = body(Text((Plain("You "), Strong("waited"), Typed(" twice"))))
    assert block["inlines"] == [
        {"type": "TextRun", "text": "You "},
        {"type": "TextRun", "text": "waited", "weight": "Bolder"},
        {"type": "TextRun", "text": " twice"},
    ]


def test_a_title_is_a_heading_and_small_print_is_small() -> None:
    title, small = body(Text((Plain("How it stands"),), "title"), Text((Plain("skip me"),), "small"))
    assert (title["type"], title["style"], title["text"]) == ("TextBlock", "heading", "How it stands")
    assert small["inlines"] == [{"type": "TextRun", "text": "skip me", "size": "Small", "isSubtle": True}]


@pytest.mark.parametrize(
    "title", ["1. First", "- one", "*Now*", "a_b", "[x](y)", "{{DATE(", "A & B", "a@b", "www.a.b/c"]
)
def test_a_title_in_which_something_could_be_read_is_no_text_block(title: str) -> None:
    (block,) = body(Text((Plain(title),), "title"))
    assert (block["type"], read(block), block["inlines"][0]["weight"]) == ("RichTextBlock", title, "Bolder")


def test_neither_is_one_in_which_somebodys_words_stand() -> None:
    assert body(Text((Plain("For "), Typed("Omar")), "title"))[0]["type"] == "RichTextBlock"


def test_a_quote_stands_apart_and_names_whose_it_is() -> None:
    (block,) = body(Quote("one\ntwo", "Omar"))
    assert (block["type"], block["style"]) == ("Container", "emphasis")
    assert [read(item) for item in block["items"]] == ["one\ntwo", "— Omar"]


def test_rows_are_a_bold_label_and_a_value_each() -> None:
    first, second = body(Rows((("Next", (Plain("today"),)), ("Then", (Typed("<at>"),)))))
    assert (read(first), read(second)) == ("Next: today", "Then: <at>")
    assert [run.get("weight") for run in second["inlines"]] == ["Bolder", None]


def test_dots_are_symbols_and_the_same_in_words() -> None:
    assert [read(block) for block in body(Dots(("did", "partly", "not"), "2 of 3"))] == ["● ◐ ○  2 of 3"]


def test_a_divider_parts_what_stands_on_both_of_its_sides() -> None:
    words = Text((Plain("words"),))
    assert [block.get("separator") for block in body(words, Divider(), words, Divider())] == [None, True]
    assert "separator" not in body(Divider(), words)[0]


def test_a_file_is_named_and_handed_over_to_be_offered() -> None:
    file = Document("followthrough.json", "application/json", "{}")
    message = said(Text((Plain("Here it is."),)), file)
    assert [read(block) for block in message_card(message, "k")["body"]] == ["Here it is.", "(followthrough.json)"]
    assert documents(message) == (file,)


def test_a_button_carries_its_question_its_choice_and_its_message() -> None:
    (buttons,) = body(Choices((Choice("yes", "Yes", main=True), Choice("form", "Form", opens=True))))
    yes, form = buttons["actions"]
    assert read_press(yes["data"]) == (REF, "yes", "reply/1/ana")
    assert read_press(form["data"]) == (REF, "form", "reply/1/ana")
    assert ("msteams" in yes["data"], form["data"]["msteams"]["type"]) == (False, "task/fetch")


@pytest.mark.parametrize(
    ("labels", "sets"),
    [
        (["x"], [1]),
        (["x"] * 6, [6]),
        (["x"] * 7, [6, 1]),
        (["x"] * 25, [6, 6, 6, 6, 1]),
        (["x" * 11] * 4, [4]),
        (["x" * 11] * 5, [4, 1]),
        (["x" * 75, "x", "x" * 75], [1, 1, 1]),
        (["Today’s question", "Look back", "Start fresh", "New practice", "What can I type?"], [3, 2]),
    ],
)
def test_no_set_has_more_buttons_than_are_shown_on_a_line(labels: list[str], sets: list[int]) -> None:
    drawn = body(Choices(tuple(Choice(str(number), label) for number, label in enumerate(labels))))
    assert [len(one["actions"]) for one in drawn] == sets
    assert lines_of(drawn) == [" ".join(f"[{label}]" for label in labels)]


def test_what_a_button_says_is_on_one_line_and_not_too_long() -> None:
    drawn = body(Choices((Choice("a", "one\n two  three"), Choice("b", LONG), Choice("c", " "))))
    titles = [action["title"] for buttons in drawn for action in buttons["actions"]]
    assert (titles[0], titles[2]) == ("one two three", "…")
    assert titles[1].endswith("…")


def test_a_button_without_a_handle_is_said_to_have_none() -> None:
    with pytest.raises(NoHandle):
        message_card(Message((Ask((Choices((Choice("yes", "Yes"),)),)),)), "k")


def test_a_chart_is_teams_own_with_its_numbers_below_it() -> None:
    chart, words = body(WEEKS)
    assert chart == {
        "type": "Chart.VerticalBar.Grouped",
        "title": "The last weeks",
        "data": [{"legend": "wait", "values": [{"x": "2 Nov", "y": 3.0}, {"x": "9 Nov", "y": 0.0}]}],
        "fallback": {
            "type": "RichTextBlock",
            "inlines": [{"type": "TextRun", "text": "The last weeks", "weight": "Bolder"}],
        },
    }
    assert read(words) == "wait: 3 of 5; 0 of 4."


def test_a_line_is_drawn_over_days_and_over_nothing_else() -> None:
    series = (Series("a", (1.0, 2.0)),)
    (line, _), (bars, _) = (
        body(Chart("T", labels, series, "numbers", "line"))
        for labels in (("2026-11-16", "2026-11-23"), ("16 Nov", "23 Nov"))
    )
    assert (line["type"], bars["type"]) == ("Chart.Line", "Chart.VerticalBar.Grouped")


def test_where_nothing_was_asked_nothing_is_drawn_and_no_0() -> None:
    all_three = Series("a", (1.0, 2.0, 3.0)), Series("b", (4.0, 5.0, 6.0)), Series("c", (None, 7.0, None))
    first, second, _ = body(Chart("T", ("x", "y", "z"), all_three, "numbers"))
    assert [one["legend"] for one in first["data"]] == ["a", "b"]
    assert second["data"] == [{"legend": "c", "values": [{"x": "y", "y": 7.0}]}]
    assert (read(first["fallback"]), second["fallback"]) == ("T", "drop")


@pytest.mark.parametrize(
    "chart",
    [
        Chart("T", ("x", "y"), (Series("a", (None, None)),), "numbers"),
        Chart("T", ("x", "x"), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x" * 50 + "1", "x" * 50 + "2"), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x",), (Series("a", (1.0,)), Series("a", (2.0,))), "numbers"),
        Chart("T", ("x",), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x",), (Series("a", (float("nan"),)),), "numbers"),
        Chart("T", tuple(map(str, range(21))), (Series("a", (1.0,) * 21),), "numbers"),
        Chart("T", ("x",), tuple(Series(str(n), (1.0,)) for n in range(7)), "numbers"),
        Chart("T", (), (), "numbers"),
    ],
)
def test_a_chart_that_cannot_be_drawn_truly_stands_there_in_words(chart: Chart) -> None:
    assert [read(block) for block in body(chart)] == ["T", "numbers"]


def test_the_buttons_of_a_page_stand_in_no_message() -> None:
    page = Page((Ask((WEEKS, Choices((Choice("help", "Help"),))), REF),))
    assert limits.message(home_card(page)) == []
    assert read_press(home_card(page)["body"][-1]["actions"][0]["data"]) == (REF, "help", "")


def test_nothing_is_still_a_message_and_a_page() -> None:
    empty = (Text(()), Text((Plain(" "),), "small"), Text((), "title"), Quote(""), Rows(()), Choices(()), Divider())
    assert [read(block) for block in body(*empty)] == ["…"]
    assert limits.message(message_card(Message(()), "k")) == []
    assert limits.message(home_card(Page((Ask(empty, REF),)))) == []
    assert summary_of(Message(())) == "…"


EVERYWHERE = (
    Text((Plain(NASTY), Strong(NASTY), Typed(NASTY))),
    Text((Typed(NASTY),), "small"),
    Text((Typed(NASTY),), "title"),
    Quote(NASTY, NASTY),
    Rows(((NASTY, (Typed(NASTY),)),)),
    Dots(("did",), NASTY),
    Chart(NASTY, (NASTY,), (Series(NASTY, (1.0,)),), NASTY),
    Choices((Choice("yes", NASTY),)),
    Document(NASTY, "text/plain", NASTY),
)


def test_what_was_typed_stands_there_as_it_was_typed() -> None:
    drawn = body(*EVERYWHERE)
    assert sum(read(block).count(NASTY) for block in drawn) == 12
    runs = [one["text"] for one in limits.everything(drawn) if one.get("type") == "TextRun"]
    assert all(literal(text) == [text] for text in runs)


def test_nothing_that_was_typed_can_ping_or_link() -> None:
    drawn = card(*EVERYWHERE)
    assert drawn["msteams"] == {"width": "Full"}, "a mention needs its entity there"
    named = {name for one in limits.everything(drawn) for name in one}
    assert not named & {"selectAction", "url", "entities"}
    kinds = {one["type"] for one in limits.everything(drawn["body"]) if "type" in one}
    assert kinds <= {"Action.Submit", "ActionSet", "Chart.VerticalBar.Grouped", "Container", "RichTextBlock", "TextRun"}


def test_the_summary_says_how_it_begins_on_one_line_and_not_what_can_be_pressed() -> None:
    asked = (Text((Plain("Hello "), Typed("<at>Nora</at>\n& all"))), Divider(), Choices((Choice("yes", "Yes"),)))
    assert summary_of(said(*asked, Quote(LONG))).startswith("Hello (at)Nora(/at) & all (at)Nora(/at) @Nora")
    assert len(summary_of(said(Quote(LONG)))) <= 200
    assert summary_of(said(*asked[:1])) == "Hello (at)Nora(/at) & all"


def test_a_client_that_is_too_old_for_the_card_says_its_words_without_marks() -> None:
    assert card(Text((Typed("**now** [here](https://a.b) & {{DATE(x)}}"),)))["fallbackText"] == (
        "now here(https://a.b)  DATE(x)"
    )


def test_a_long_quote_leaves_the_question_readable() -> None:
    drawn = body(Quote(LONG), Text((Plain("Did it go well?"),)), Quote(NASTY), Choices((Choice("yes", "Yes"),)))
    assert [read(drawn[1]), read(drawn[2])] == ["Did it go well?", NASTY]
    assert read(drawn[0]).endswith("…")
    assert limits.size({"body": drawn}) > 20_000


def test_words_that_fit_are_whole() -> None:
    text = "w" * 20_000
    assert read(body(Quote(text))[0]) == text


def test_empty_space_is_cut_before_words_are() -> None:
    assert read(body(Quote(" " * 40_000 + "words"))[0]) == "words"


def test_what_is_too_much_even_so_is_left_out_before_any_button_and_that_is_said() -> None:
    parts = [part for number in range(400) for part in (Quote(f"line {number}", "Omar"), Divider())]
    drawn = body(*parts, Choices((Choice("yes", "Yes"),)))
    assert [read(drawn[0]), read(drawn[-2]), drawn[-1]["type"]] == ["line 0— Omar", "…", "ActionSet"]
    assert len(drawn) > 100


def test_of_too_many_buttons_the_first_ones_stay() -> None:
    drawn = body(*(Choices((Choice(str(number), str(number)),)) for number in range(400)))
    assert read_press(drawn[0]["actions"][0]["data"])[1] == "0"
    assert read(drawn[-1]) == "…"


def test_everything_long_is_made_to_fit() -> None:
    long = (
        *(Text((Plain(LONG), Strong(LONG), Typed(LONG)), size) for size in ("body", "small", "title")),
        *(Quote(LONG, LONG) for _ in range(20)),
        Rows(tuple((LONG, (Typed(LONG),)) for _ in range(20))),
        Dots(("did",) * 2000, LONG),
        Chart(LONG, (LONG,), (Series(LONG, (1.0,)),), LONG),
        Choices(tuple(Choice(str(n), LONG) for n in range(10))),
        Document(LONG, "text/plain", LONG),
    )
    card(*long)
    assert limits.message(home_card(Page(tuple(Ask(long, REF) for _ in range(9))))) == []


@pytest.mark.parametrize("text", ["\N{GRINNING FACE}", "漢", '"', "\\", "\x01", "&amp;", "a*", "{{DATE(", "\n- x"])
def test_it_fits_whatever_it_is_made_of(text: str) -> None:
    card(*(Quote(text * 20_000) for _ in range(3)))


def test_a_card_is_attached_as_what_it_is() -> None:
    assert attached(card(WEEKS))["contentType"] == "application/vnd.microsoft.card.adaptive"
