"""The worst that people can type on Slack."""

from typing import Final

from tests.worst import longest

NASTY: Final = (
    "<!channel> <@U012> <#C1|x> <https://evil.example|here> https://evil.example/x @here *bold* _slanted_ ~gone~ "
    '`code` ```block``` > quote & &amp; &lt;b&gt; :smile: "quoted" \\ '
    "\u202eback\u202c \u2067to the right\u2069 \U0001f600 \U0001f469\u200d\U0001f467 "
)
LONG: Final = longest(NASTY)
