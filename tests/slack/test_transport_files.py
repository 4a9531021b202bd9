"""A file reaches its person after the message that speaks of it, and nobody else."""

from typing import Any

import pytest

from adapters.slack.transport import NotShared
from bot.delivery import Doubtful, Later
from bot.messages import Ask, Document, Message
from tests.slack.desk import SECRET, Desk, row, words
from tests.slack.standin import StandIn

EXPORT = Message((Ask((*words().asks[0].parts, Document("followthrough.json", "application/json", f'"{SECRET} ü"'))),))


def methods(slack: StandIn) -> list[str]:
    return [call.method for call in slack.calls]


async def test_a_document_is_uploaded_and_then_shared_beside_its_message(slack: StandIn, desk: Desk) -> None:
    await desk.transport().send(row(message=EXPORT))
    assert methods(slack) == [
        "files.getUploadURLExternal",
        "upload",
        "chat.postMessage",
        "files.completeUploadExternal",
    ]
    [file] = slack.files.values()
    assert file.content.decode() == f'"{SECRET} ü"'
    assert file.length == len(file.content)
    assert (file.name, file.title, file.channel) == ("followthrough.json", "followthrough.json", "DU1")
    assert "alt_txt" not in slack.of("files.getUploadURLExternal")[0]


@pytest.mark.parametrize("step", ["files.getUploadURLExternal", "upload"])
async def test_what_goes_wrong_before_is_tried_again_and_the_message_is_not_there_yet(
    slack: StandIn, desk: Desk, step: str
) -> None:
    transport = desk.transport()
    slack.answers(step, {"ok": False, "error": "service_unavailable"}, 503)
    with pytest.raises(Later):
        await transport.send(row(message=EXPORT))
    assert slack.seen("U1") == []
    await transport.send(row(message=EXPORT))
    assert len(slack.seen("U1")) == 1


async def test_an_upload_that_breaks_is_tried_again(slack: StandIn, desk: Desk) -> None:
    slack.drops("upload")
    with pytest.raises(Later):
        await desk.transport().send(row(message=EXPORT))


async def test_a_message_that_leaves_a_doubt_shares_no_file_yet(slack: StandIn, desk: Desk) -> None:
    slack.drops("chat.postMessage")
    with pytest.raises(Doubtful):
        await desk.transport().send(row(message=EXPORT))
    assert [file.channel for file in slack.files.values()] == [""]


@pytest.mark.parametrize("code", ["internal_error", "missing_scope", "ratelimited", "posting_to_channel_denied"])
async def test_a_file_that_is_not_shared_is_said_aloud_and_the_message_is_not_sent_again(
    slack: StandIn, desk: Desk, code: str
) -> None:
    slack.answers("files.completeUploadExternal", {"ok": False, "error": code})
    with pytest.raises(NotShared) as caught:
        await desk.transport().send(row(message=EXPORT))
    assert code in str(caught.value)
    assert len(slack.seen("U1")) == 1


async def test_a_workspace_that_allows_no_files_is_the_operators(slack: StandIn, desk: Desk, logs: list[Any]) -> None:
    slack.answers("files.getUploadURLExternal", {"ok": False, "error": "file_uploads_disabled"})
    with pytest.raises(Later):
        await desk.transport().send(row(message=EXPORT))
    assert logs[0]["cure"] == "the workspace allows no files to be uploaded"
