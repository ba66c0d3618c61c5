"""What the services hand out as files. Found by name when the product starts."""

from services.reports.assessment import ASSESSMENT
from services.reports.service_index import SERVICE_INDEX
from services.reports.service_tables import OVERDUE_LIST, SERVICE_TABLE
from wuhan_smes.reporting.catalogue import catalogue

__all__ = ["ASSESSMENT", "OVERDUE_LIST", "SERVICE_INDEX", "SERVICE_TABLE"]

catalogue.add(ASSESSMENT, SERVICE_TABLE, OVERDUE_LIST, SERVICE_INDEX)
