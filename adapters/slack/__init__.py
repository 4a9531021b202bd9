"""Slack: payloads become events, and what the bot shows becomes blocks."""
