"""The playground: the bot in a web page on this machine, with a clock that can be moved."""
