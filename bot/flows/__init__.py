"""The flows by name: what the bot does for people, one file each."""
