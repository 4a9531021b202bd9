"""Platforms: each adapter translates in two directions and decides nothing."""
