"""A list of the product as a report: the same columns, numbered, sealed and handed in."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils import timezone

from enterprises.reports.heading import reporting_unit
from wuhan_smes.access import Access, Capability
from wuhan_smes.reporting.lists import ListExport, Viewing
from wuhan_smes.reporting.long_list import LongList


def row_by_row(
    export: ListExport,
    rows: Any,
    access: Access,
    choices: Mapping[str, str],
    *,
    title: str,
    as_of: str,
) -> LongList:
    """The rows in the order given, under a title, for the units the person exports for."""
    reach = access.reach(export.capability or Capability.REGISTER_EXPORT)
    built = export.built(Viewing(access, reach, choices, timezone.now(), rows))
    return replace(built, title=title, reporting_unit=reporting_unit(reach), as_of=as_of)
