"""Every reference table of the product, in the order in which they can be loaded."""

from pathlib import Path
from typing import Final

from django.conf import settings

from enterprises.reference import TABLES as ENTERPRISES
from measures.reference import TABLES as MEASURES
from services.reference import TABLES as SERVICES
from wuhan_smes.accounts.reference import TABLES as ACCOUNTS
from wuhan_smes.exchange.reference import TABLES as EXCHANGE
from wuhan_smes.reference import Folder
from wuhan_smes.rulekit.reference import TABLES as RULEKIT
from wuhan_smes.worktime.reference import TABLES as WORKTIME

TABLES: Final = (
    *ACCOUNTS,
    *WORKTIME,
    *RULEKIT,
    *EXCHANGE,
    *ENTERPRISES,
    *MEASURES,
    *SERVICES,
)
FOLDER: Final = Folder(Path(settings.BASE_DIR) / "fixtures" / "reference")
