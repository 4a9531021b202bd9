"""Microsoft Teams.

The door, by which everything comes in:
    door (the route), proof (what a token proves), keys (Microsoft's), envelope (the outside of an activity), hosts (who
    is spoken to at all), about (the page that anybody may read).
Inbound, what people do and what they are answered at once:
    serving puts it together and app hands everything on; activity and as_typed read, and arrivals, commands and handles
    make events of it; people, whom and visitors say who it was, and reception takes them in; comings and channels
    follow where the bot is put; home, dialogs, mentions and downloads answer by way of answers.
    Whom a form names is looked up in the roster, before what was sent is taken.
Outward, what the outbox says:
    outward puts it together; transport sends, files offers; calls keeps the pace (rates, places) and sorts what goes
    wrong (trouble); gateway alone knows the SDK, over wire, with login and tokens.
Drawing, from the bot's messages to what Teams shows:
    cards and forms, of parts, fields and charts, literal so that nothing in them is markup, in the room that there is.

Beside them stand doctor, which tells an operator what is wrong, and manifest, the app's own package.
"""
