"""What Teams makes of what people typed, taken back to what they typed."""

import time

import pytest

from adapters.teams.as_typed import Mention, as_typed, of_html, quoted_in

REPLY = (
    '<blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1783379480258">'
    '<strong itemprop="mri" itemid="28:abc">Followthrough</strong><p itemprop="preview">Did it <i>happen</i>…</p>'
    "<blockquote>an older one</blockquote></blockquote>\n<p>yes</p>"
)


@pytest.mark.parametrize(
    ("sent", "typed"),
    [
        ("did it", "did it"),
        (" did\N{NO-BREAK SPACE}it ", "did it"),
        ("did&nbsp;it", "did it"),
        ("a < b & c > d", "a < b & c > d"),
        ("&lt;b&gt; is typed", "&lt;b&gt; is typed"),
        ("<at>nobody</at> is typed", "<at>nobody</at> is typed"),
        ("**stars** and <b>", "**stars** and <b>"),
        ("one\ntwo", "one\ntwo"),
        ('<quoted messageId="17"/> yes', "yes"),
        ("👍🏽", "👍🏽"),
        ("", ""),
        ("&nbsp;\n", ""),
    ],
)
def test_plain_text_is_what_was_typed(sent: str, typed: str) -> None:
    assert as_typed(sent, "plain") == typed
    assert as_typed(sent, "") == typed


def test_mentions_are_names_and_the_bots_own_is_nothing() -> None:
    named = (Mention("<at>Bot</at>", ""), Mention("<at>Omar</at>", "Omar <b> Haddad"))
    assert as_typed("<at>Bot</at> promise <at>Omar</at> it", "plain", named) == "promise Omar <b> Haddad it"
    assert as_typed("<at>Bot</at> promise <at>Omar</at> it", "xml", named) == "promise Omar <b> Haddad it"


@pytest.mark.parametrize(
    ("html", "typed"),
    [
        ("<p>did it</p>", "did it"),
        ("<div>one<br>two<br/>three</div><p>four</p>", "one\ntwo\nthree\nfour"),
        ("<ul><li>one</li><li>two</li></ul>", "one\ntwo"),
        ("<p>x &lt; 5 &amp;amp; &quot;y&quot;&nbsp;z</p>", 'x < 5 &amp; "y" z'),
        ('<p><emoji id="yes" alt="👍" title="Yes"></emoji></p>', "👍"),
        ('<p><img itemtype="http://schema.skype.com/Emoji" alt="🙂"> a</p>', "🙂 a"),
        ('<p><at id="0">Omar Haddad</at>, the numbers</p>', "Omar Haddad, the numbers"),
        ('<p>see <a href="https://a.b/c">this</a></p>', "see this"),
        ('<attachment id="17">card</attachment><p>yes</p>', "yes"),
        ("<style>p {}</style><script>x</script>yes", "yes"),
        ("<!-- a note -->yes", "yes"),
        (REPLY, "yes"),
        ("<blockquote>said before</blockquote>yes", "said before\nyes"),
        ("1 < 2 and 3 > 2 </p", "1 < 2 and 3 > 2 </p"),
        ("<p><b></p>yes</i>", "yes"),
    ],
)
def test_html_is_its_words(html: str, typed: str) -> None:
    assert of_html(html) == typed


def test_the_message_that_is_answered_is_named() -> None:
    assert quoted_in(REPLY) == "1783379480258"
    assert quoted_in("<blockquote itemid='1'>said before</blockquote>") == ""


@pytest.mark.parametrize(
    "piece",
    [
        "<",
        "<!--",
        "<a ",
        "&",
        "<a b='",
        "</",
        "<blockquote itemtype='http://schema.skype.com/Reply'>",
        "<img b='",
        'a="',
    ],
)
def test_nothing_that_can_be_sent_takes_long(piece: str) -> None:
    began = time.perf_counter()
    for html in (piece * (100_000 // len(piece)), f"<img {piece * 10_000}>"):
        of_html(html)
        as_typed(html, "plain")
    assert time.perf_counter() - began < 1
