"""Followthrough's core: people, practices, promises and words; no platform, and no clock of its own."""
