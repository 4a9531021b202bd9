"""What a message and a page look like in Slack, and that nothing anybody typed means anything there."""

from typing import Any

import pytest

from adapters.slack.charts import without_charts
from adapters.slack.handles import NoHandle, read_press
from adapters.slack.render import documents, home_view, message_payload
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
from tests.slack import limits
from tests.slack.worst import LONG, NASTY

REF = Ref("checkin", "p1", "ask", "2026-11-23")
WEEKS = Chart("The last weeks", ("2 Nov", "9 Nov"), (Series("wait", (3.0, 0.0)),), "wait: 3 of 5; 0 of 4.")


def drawn(*parts: Part, key: str = "reply/1/ana") -> dict[str, Any]:
    return message_payload(Message((Ask(parts, REF),)), key)


def blocks(*parts: Part) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = drawn(*parts)["blocks"]
    return found


def read(payload: object) -> list[str]:
    """All words in a payload, in order."""
    return [one["text"] for one in limits.everything(payload) if isinstance(one.get("text"), str)]


def test_emphasis_is_bold_and_the_rest_is_not() -> None:
    (block,) = blocks(Text((Plain("You "), Strong("waited"), Typed(" *twice*"))))
    assert block["elements"][0]["elements"] == [
        {"type": "text", "text": "You "},
        {"type": "text", "text": "waited", "style": {"bold": True}},
        {"type": "text", "text": " *twice*"},
    ]


def test_a_title_is_a_header_and_small_print_a_context() -> None:
    title, small = blocks(Text((Plain("How it\nstands"),), "title"), Text((Plain("skip me"),), "small"))
    assert (title["type"], title["text"]["text"]) == ("header", "How it stands")
    assert (small["type"], small["elements"][0]["type"]) == ("context", "plain_text")


def test_a_quote_is_one_and_names_whose_it_is() -> None:
    (block,) = blocks(Quote("one\ntwo", "Omar"))
    assert block["elements"][0]["type"] == "rich_text_quote"
    assert "".join(read(block)) == "one\ntwo\n— Omar"


def test_rows_are_a_bold_label_and_a_value_each() -> None:
    (block,) = blocks(Rows((("Next", (Plain("today"),)), ("Then", (Typed("<!here>"),)))))
    elements = block["elements"][0]["elements"]
    assert "".join(read(block)) == "Next: today\nThen: <!here>"
    assert [bool(one.get("style")) for one in elements] == [True, False, True, False]


def test_dots_are_symbols_and_the_same_in_words() -> None:
    assert read(blocks(Dots(("did", "partly", "not"), "2 of 3"))) == ["● ◐ ○  2 of 3"]


def test_a_divider_is_one() -> None:
    assert blocks(Divider()) == [{"type": "divider"}]


def test_a_file_is_named_and_handed_over_to_be_uploaded() -> None:
    file = Document("followthrough.json", "application/json", "{}")
    message = Message((Ask((Text((Plain("Here it is."),)), file)),))
    assert read(message_payload(message, "k")["blocks"]) == ["Here it is.", "(followthrough.json)"]
    assert documents(message) == (file,)


def test_a_button_carries_its_question_its_choice_and_its_message() -> None:
    (block,) = blocks(Choices((Choice("yes", "Yes", main=True), Choice("no", "No"))))
    yes, no = block["elements"]
    assert read_press(yes["value"]) == (REF, "yes", "reply/1/ana")
    assert read_press(no["value"]) == (REF, "no", "reply/1/ana")
    assert (yes["style"], "style" in no) == ("primary", False)


def test_more_buttons_than_a_row_holds_are_several_rows() -> None:
    rows = blocks(Choices(tuple(Choice(str(n), str(n)) for n in range(60))))
    assert [len(row["elements"]) for row in rows] == [25, 25, 10]
    assert limits.message({"blocks": rows[:1], "text": "x"}) == []


def test_a_button_without_a_handle_is_said_to_have_none() -> None:
    with pytest.raises(NoHandle):
        message_payload(Message((Ask((Choices((Choice("yes", "Yes"),)),)),)), "k")


def test_a_chart_is_slacks_own_with_its_numbers_beside_it() -> None:
    chart, words = blocks(WEEKS)
    assert chart == {
        "type": "data_visualization",
        "title": "The last weeks",
        "chart": {
            "type": "bar",
            "series": [{"name": "wait", "data": [{"label": "2 Nov", "value": 3.0}, {"label": "9 Nov", "value": 0.0}]}],
            "axis_config": {"categories": ["2 Nov", "9 Nov"]},
        },
    }
    assert read(words) == ["wait: 3 of 5; 0 of 4."]


def test_where_nothing_was_asked_nothing_is_drawn_and_no_0() -> None:
    both = Series("a", (1.0, 2.0, 3.0)), Series("b", (4.0, 5.0, 6.0)), Series("c", (None, 7.0, None))
    first, second, _ = blocks(Chart("T", ("x", "y", "z"), both, "numbers"))
    assert first["chart"]["axis_config"]["categories"] == ["x", "y", "z"]
    assert [one["name"] for one in first["chart"]["series"]] == ["a", "b"]
    assert second["chart"]["series"] == [{"name": "c", "data": [{"label": "y", "value": 7.0}]}]


@pytest.mark.parametrize(
    "chart",
    [
        Chart("T", ("x", "y"), (Series("a", (None, None)),), "numbers"),
        Chart("T", ("x", "x"), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x" * 30 + "1", "x" * 30 + "2"), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x",), (Series("a", (1.0,)), Series("a", (2.0,))), "numbers"),
        Chart("T", ("x",), (Series("a", (1.0, 2.0)),), "numbers"),
        Chart("T", ("x",), (Series("a", (float("nan"),)),), "numbers"),
        Chart("T", tuple(map(str, range(21))), (Series("a", (1.0,) * 21),), "numbers"),
        Chart("T", ("x",), tuple(Series(str(n), (1.0,)) for n in range(7)), "numbers"),
        Chart(
            "T", ("x", "y", "z"), tuple(Series(str(n), (1.0,) * n + (None,) * (3 - n)) for n in (1, 2, 3)), "numbers"
        ),
        Chart("T", (), (), "numbers"),
    ],
)
def test_a_chart_that_cannot_be_drawn_truly_stands_there_in_words(chart: Chart) -> None:
    assert read(blocks(chart)) == ["T\n", "numbers"]


def test_a_third_chart_stands_there_in_words() -> None:
    payload = drawn(WEEKS, WEEKS, WEEKS)
    assert limits.message(payload) == []
    assert [block["type"] for block in payload["blocks"]].count("data_visualization") == 2


def test_a_workspace_without_charts_reads_the_numbers() -> None:
    gaps = Chart("Gaps", ("x", "y"), (Series("a", (1.0, 2.0)), Series("b", (None, 2.0))), "more numbers")
    payload = drawn(WEEKS, Divider())
    assert read(without_charts(payload)["blocks"]) == ["The last weeks", "wait: 3 of 5; 0 of 4."]
    assert without_charts(payload)["text"] == payload["text"]
    assert read(without_charts(drawn(gaps))["blocks"]) == ["Gaps", "more numbers"]


def test_on_the_home_tab_a_chart_stands_in_words_and_buttons_stand_in_no_message() -> None:
    view = home_view(Page((Ask((WEEKS, Choices((Choice("help", "Help"),))), REF),)))
    assert read(view["blocks"])[:2] == ["The last weeks\n", "wait: 3 of 5; 0 of 4."]
    assert read_press(view["blocks"][-1]["elements"][0]["value"]) == (REF, "help", "")


def test_nothing_is_still_a_message_and_a_page() -> None:
    empty = (Text(()), Text((Plain(" "),), "small"), Text((), "title"), Quote(""), Rows(()), Choices(()))
    assert limits.message(drawn(*empty)) == []
    assert limits.message(message_payload(Message(()), "k")) == []
    assert limits.home(home_view(Page((Ask(empty, REF),)))) == []


EVERYWHERE = (
    Text((Plain(NASTY), Strong(NASTY), Typed(NASTY))),
    Text((Typed(NASTY),), "small"),
    Text((Typed(NASTY[:100]),), "title"),
    Quote(NASTY, NASTY),
    Rows(((NASTY, (Typed(NASTY),)),)),
    Dots(("did",), NASTY),
    Chart(NASTY, (NASTY,), (Series(NASTY, (1.0,)),), NASTY),
    Choices((Choice("yes", NASTY[:70]),)),
    Document(NASTY, "text/plain", NASTY),
)


def test_what_was_typed_stands_there_as_it_was_typed() -> None:
    words = read(blocks(*EVERYWHERE))
    assert sum(NASTY.strip() in one for one in words) == 11
    assert {NASTY[:100].strip(), NASTY[:70].strip()} <= set(words)


def test_nothing_that_was_typed_can_ping_link_or_be_markup() -> None:
    payload = drawn(*EVERYWHERE)
    assert limits.message(payload) == []
    kinds = {one["type"] for one in limits.everything(payload["blocks"]) if "type" in one}
    assert kinds <= {
        "actions", "bar", "button", "context", "data_visualization", "header", "plain_text", "rich_text",
        "rich_text_quote", "rich_text_section", "text",
    }  # fmt: skip
    chart = next(block for block in payload["blocks"] if block["type"] == "data_visualization")
    assert not set(str(chart)) & set("<>"), "what a legend does with markup is not documented"


def test_the_text_says_everything_and_pings_nobody() -> None:
    text = drawn(Text((Plain("Hello "), Typed("<!here> & <@U1>"))), Quote("one\ntwo"), WEEKS)["text"]
    said = "Hello &lt;!here&gt; &amp; &lt;@U1&gt;\n&gt; one\n&gt; two\nThe last weeks: wait: 3 of 5; 0 of 4."
    assert text == said


def test_a_long_quote_leaves_the_question_readable() -> None:
    payload = drawn(Quote(LONG), Text((Plain("Did it go well?"),)), Quote(NASTY), Choices((Choice("yes", "Yes"),)))
    assert "Did it go well?" in payload["text"]
    assert payload["text"].endswith("[Yes]")
    assert {"Did it go well?", NASTY} <= set(read(payload["blocks"]))


def test_words_are_never_cut_in_the_middle_of_an_escape() -> None:
    for length in range(3990, 4010):
        text = drawn(Text((Plain("&" * length),)))["text"]
        assert text.replace("&amp;", "").strip("…") == ""


def test_empty_space_is_cut_before_words_are() -> None:
    assert read(blocks(Text((Plain(" " * 3000 + "words"),), "small"))) == ["words"]


@pytest.mark.parametrize("count", [49, 50, 51, 120])
def test_however_many_parts_there_are_they_are_few_blocks(count: int) -> None:
    payload = drawn(*(Text((Plain(f"line {number}"),)) for number in range(count)))
    assert limits.message(payload) == []
    assert f"line {count - 1}" in read(payload["blocks"])


def test_what_is_too_much_even_so_is_left_out_and_that_is_said() -> None:
    parts = [part for number in range(60) for part in (Text((Plain(f"line {number}"),)), Divider())]
    payload = drawn(*parts)
    assert limits.message(payload) == []
    assert read(payload["blocks"])[-1] == "…"


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
    assert limits.message(drawn(*long)) == []
    assert limits.home(home_view(Page(tuple(Ask(long, REF) for _ in range(9))))) == []
