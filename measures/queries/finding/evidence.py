"""What proves the claim, as SQL: which of the things asked for are not there."""

from collections.abc import Sequence
from typing import Final

from measures.choices import EvidenceKind
from measures.queries.finding.moment import Moment
from wuhan_smes.rulekit.compiling.literals import quoted

NONE: Final = "'{}'::text[]"


def missing(asked: Sequence[tuple[str, str]], moment: Moment, programme_id: int) -> str:
    """The codes of what is missing (over `h` and the enterprise `e`), in the order asked."""
    if not asked:
        return NONE
    lacking = ", ".join(
        f"CASE WHEN NOT ({_there(code, kind, moment, programme_id)}) THEN {quoted(code)} END"
        for code, kind in asked
    )
    return f"array_remove(ARRAY[{lacking}]::text[], NULL)"


def _there(code: str, kind: str, moment: Moment, programme_id: int) -> str:
    if kind == EvidenceKind.CODE:
        return "e.uscc IS NOT NULL"
    if kind == EvidenceKind.CONTACT:
        return (
            "EXISTS (SELECT FROM enterprises_contact c WHERE c.enterprise_id = e.id"
            f" AND (c.ended_at IS NULL{_later(moment)}){_earlier(moment)})"
        )
    if kind == EvidenceKind.CERTIFICATE:
        return (
            "EXISTS (SELECT FROM enterprises_recognition c WHERE c.series = h.series"
            f" AND {moment.known('c')} AND (c.certificate_no <> '' OR c.document_no <> ''))"
        )
    if kind == EvidenceKind.INDICATORS:
        return (
            "EXISTS (SELECT FROM enterprises_annualindicators c WHERE c.enterprise_id = e.id"
            f" AND c.year = {moment.on.year - 1} AND {moment.known('c')})"
        )
    return (
        "EXISTS (SELECT FROM measures_evidencereceipt c"
        " JOIN measures_entitlement t ON t.id = c.entitlement_id"
        " JOIN measures_payee y ON y.id = t.payee_id"
        f" WHERE y.enterprise_id = e.id AND t.programme_id = {programme_id:d}"
        f" AND t.period = h.period AND c.evidence = {quoted(code)}{_received(moment)})"
    )


def _later(moment: Moment) -> str:
    """A contact that was given up after the moment was there then."""
    return "" if moment.known_at is None else f" OR c.ended_at > {moment.then}"


def _earlier(moment: Moment) -> str:
    """One that was added after it was not; where nobody wrote since when, it always was."""
    then = "" if moment.known_at is None else moment.then
    return then and f" AND (c.added_at IS NULL OR c.added_at <= {then})"


def _received(moment: Moment) -> str:
    return "" if moment.known_at is None else f" AND c.recorded_at <= {moment.then}"
