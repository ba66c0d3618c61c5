"""Which files feed the vocabularies and limits of services."""

from typing import Final

from services.reference.policies import TABLES as POLICIES

TABLES: Final = (*POLICIES,)
