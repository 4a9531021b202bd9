"""What the bot does for people: one flow a file or folder; `catalog` holds them by name."""
