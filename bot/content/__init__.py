"""Every word the bot says, one TOML file a flow, and the reader that checks them at start."""
