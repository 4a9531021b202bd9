"""What a process writes into its log when something fails: where and of which kind, and nothing that anybody said."""

from collections.abc import Iterator

import pytest
import structlog

from bot.errors import DatabaseMissing
from bot.process import log_to_stderr

SECRET = "my ZEBRA secret"


@pytest.fixture(autouse=True)
def in_earnest(capsys: pytest.CaptureFixture[str]) -> Iterator[None]:
    before = structlog.get_config()
    log_to_stderr("DEBUG")
    yield
    structlog.configure(**before)


def test_an_error_is_told_by_its_kind_and_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        int(SECRET)
    except ValueError:
        structlog.get_logger().error("a turn was not saved", id="ab12", exc_info=True)
    said = capsys.readouterr().err
    assert "ValueError at test_process.py:" in said
    assert "test_an_error_is_told_by_its_kind_and_its_place" in said
    assert "ZEBRA" not in said


def test_what_led_to_it_is_told_too_and_does_not_speak_either(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        structlog.get_logger().error("a turn was not saved", exc_info=error)
    said = capsys.readouterr().err
    assert "KeyError at test_process.py:" in said
    assert "because of ValueError at test_process.py:" in said
    assert "ZEBRA" not in said


def test_our_own_errors_are_sentences_for_whoever_reads_the_log(capsys: pytest.CaptureFixture[str]) -> None:
    structlog.get_logger().error("a turn was not saved", exc_info=DatabaseMissing())
    assert f"DatabaseMissing ({DatabaseMissing()}) at nowhere" in capsys.readouterr().err
