"""The operator's command line: reads what is typed, calls the bot, prints what it says."""
