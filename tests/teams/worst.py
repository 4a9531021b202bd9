"""The worst that people can type on Teams."""

from typing import Final

from tests.worst import longest

NASTY: Final = (
    "<at>Nora</at> @Nora <b>bold</b> **bold** _slanted_ ~gone~ [here](https://evil.example) https://evil.example/x "
    "{{DATE(2026-11-23T08:00:00Z, SHORT)}} {{TIME(2026-11-23T08:00:00Z)}} ${name} `code` &amp; &lt;b&gt; &nbsp; & "
    '(smile) :) "quoted" \\*kept\\* \n- one\n* two\n1. three\n# four\n> five\n'
    "\u202eback\u202c \u2067to the right\u2069 \U0001f600 \U0001f469\u200d\U0001f467 "
)
LONG: Final = longest(NASTY)
