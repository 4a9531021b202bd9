"""From "hi" to a first practice without typing a word: six taps, and the hour has a default."""

from tests.stage import Stage


def test_a_practice_stands_after_six_taps_and_no_typing() -> None:
    stage = Stage().says("hi")
    for label in ("Start", "Listening", "Let people finish", "Any meeting", "Wait two seconds", "That’s it"):
        assert not stage.leader.practices
        stage.presses(label)
    assert [one.act for one in stage.leader.practices] == ["wait two seconds"]
    assert "checkin/asked 2026-11-24 17:00" in stage.waiting()
