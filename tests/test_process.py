"""What a process writes into its log when something fails: where and of which kind, and nothing that anybody said."""

import subprocess
import sys

from bot.errors import DatabaseMissing
from bot.process import where_it_failed

SECRET = "my ZEBRA secret"


def told(error: BaseException) -> str:
    return where_it_failed((type(error), error, error.__traceback__))


def test_an_error_is_told_by_its_kind_and_its_place() -> None:
    try:
        int(SECRET)
    except ValueError as error:
        said = told(error)
    assert said.startswith("ValueError at test_process.py:")
    assert said.endswith(" test_an_error_is_told_by_its_kind_and_its_place")
    assert "ZEBRA" not in said


def test_what_led_to_it_is_told_too_and_does_not_speak_either() -> None:
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise KeyError(SECRET) from error
    except KeyError as error:
        said = told(error)
    assert said.startswith("KeyError at test_process.py:")
    assert ", because of ValueError at test_process.py:" in said
    assert "ZEBRA" not in said


def test_our_own_errors_are_sentences_for_whoever_reads_the_log() -> None:
    assert told(DatabaseMissing()) == f"DatabaseMissing ({DatabaseMissing()}) at nowhere"


def test_the_log_of_a_process_tells_errors_so() -> None:
    program = (
        "import structlog; from bot.process import log_to_stderr; log_to_stderr('DEBUG')\n"
        f"try: int({SECRET!r})\n"
        "except ValueError: structlog.get_logger().exception('it failed')"
    )
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stderr
    assert "event='it failed'" in said
    assert "ValueError at <string>" in said
    assert "ZEBRA" not in said
