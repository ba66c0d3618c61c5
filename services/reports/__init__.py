"""What the services hand out as files. Found by name when the product starts."""

from services.reports.assessment import ASSESSMENT
from services.reports.problem_ledgers import OVERDUE_LIST, PROBLEM_LEDGER
from services.reports.service_index import SERVICE_INDEX
from services.reports.service_tables import SERVICE_TABLE
from wuhan_smes.reporting.catalogue import catalogue

__all__ = ["ASSESSMENT", "OVERDUE_LIST", "PROBLEM_LEDGER", "SERVICE_INDEX", "SERVICE_TABLE"]

catalogue.add(ASSESSMENT, SERVICE_TABLE, PROBLEM_LEDGER, OVERDUE_LIST, SERVICE_INDEX)
