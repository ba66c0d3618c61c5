"""Rows in the text form of COPY, table by table."""

from collections.abc import Iterable
from datetime import date
from typing import Final

NULL: Final = "\\N"

# Table → the columns its rows name, in the order `line` receives them.
COLUMNS: Final = {
    "enterprises_enterprise": (
        "id uscc kind name jurisdiction_id statutory_code industry_id size_class established_on"
        " status is_above_scale tags merged_into_id created_at updated_at version"
    ),
    "enterprises_enterprisename": "{fact} name search_key document_no",
    "enterprises_jurisdictionstay": "{fact} unit_id start_cause end_cause reason",
    "enterprises_industrystay": "{fact} industry_id",
    "enterprises_enterprisechain": "{fact} chain_id chain_version is_primary",
    "enterprises_enterpriseplace": ("{fact} street_id park_id building_id cluster_id wugu address"),
    "enterprises_sizeyear": "{fact} year size_class",
    "enterprises_scalestatus": "{fact} kind stage year confirmed_by",
    "enterprises_contact": (
        "id enterprise_id jurisdiction_id name post phone email is_primary ended_at version"
    ),
    "enterprises_ownershiplink": (
        "id enterprise_id jurisdiction_id kind other_name other_uscc share_percent valid_from"
        " valid_until source"
    ),
    "enterprises_recognition": (
        "id enterprise_id jurisdiction_id series version tier subclass recogniser_level batch_id"
        " document_no certificate_no announced_on valid_from valid_until extended_until"
        " review_pending withdrawn_on withdrawal_cause withdrawal_document barred_until outcome"
        " predecessor_series round rule_set recorded_at superseded_at change_note source"
    ),
    "enterprises_batchcandidate": (
        "id batch_id enterprise_id jurisdiction_id state reviewed_series note changed_at version"
        " excluded expert_outcome written"
    ),
}
FACT: Final = "id enterprise_id jurisdiction_id during recorded_at superseded_at source"


def columns(table: str) -> tuple[str, ...]:
    return tuple(COLUMNS[table].format(fact=FACT).split())


def line(values: Iterable[object]) -> str:
    """One row: none is NULL. A text that may hold a break comes through `escaped`."""
    return "\t".join(
        [
            value if value.__class__ is str else NULL if value is None else _text(value)
            for value in values
        ]
    )


def escaped(text: str) -> str:
    """`text` so that a line break, a tab or a backslash in it does not end the row early."""
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t")


def _text(value: object) -> str:
    if value is True:
        return "t"
    if value is False:
        return "f"
    return str(value)


def span(start: date, until: date | None) -> str:
    """A half-open range of days."""
    return f"[{start},{until})" if until else f"[{start},)"


def moment(day: date) -> str:
    """Ten in the morning, as offices record things."""
    return f"{day} 10:00:00+08"
