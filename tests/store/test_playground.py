from datetime import timedelta

from bot.store import Store
from bot.store.playground import Post
from tests.store.samples import NOW


def test_a_database_is_a_playgrounds_once_it_is_marked(store: Store) -> None:
    with store.begin() as unit:
        assert not unit.playground.is_marked()
        assert unit.playground.clock_offset() == 0
        unit.playground.mark()
        unit.playground.mark()
        unit.playground.set_clock_offset(86_400.5)
    with store.look() as unit:
        assert unit.playground.is_marked()
        assert unit.playground.clock_offset() == 86_400.5


def test_a_chat_is_kept_in_order_and_read_on_from_any_line(store: Store) -> None:
    with store.begin() as unit:
        first = unit.playground.add_post("p:ana", "a", "ana", NOW, '{"text": "hi"}')
        unit.playground.add_post("p:omar", "a", "omar", NOW, "{}")
        second = unit.playground.add_post("p:ana", "b", "bot", NOW + timedelta(seconds=1), "{}")
        third = unit.playground.add_post("p:ana", "", "ana", NOW, "1")
        fourth = unit.playground.add_post("p:ana", "", "ana", NOW, "2")
    with store.look() as unit:
        posts = unit.playground.posts("p:ana")
        assert posts[0] == Post(first, "p:ana", "a", "ana", NOW, '{"text": "hi"}')
        assert [post.id for post in posts] == [first, second, third, fourth] == sorted({first, second, third, fourth})
        assert unit.playground.posts("p:ana", second) == posts[2:]


def test_a_line_of_the_same_key_is_exchanged_in_its_place(store: Store) -> None:
    with store.begin() as unit:
        first = unit.playground.add_post("p:ana", "a", "bot", NOW, "old")
        assert unit.playground.add_post("p:ana", "a", "bot", NOW + timedelta(hours=1), "new") == first
        (post,) = unit.playground.posts("p:ana")
        assert (post.payload, post.at) == ("new", NOW)
        unit.playground.forget("p:ana")
        assert unit.playground.posts("p:ana") == []
