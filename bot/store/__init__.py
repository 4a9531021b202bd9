"""What is kept: tables, migrations, and the unit of work. Rows never leave this folder, values do."""

from bot.store.database import Store, open_store
from bot.store.unit import Unit

__all__ = ["Store", "Unit", "open_store"]
