"""Every capability is used after a fresh proof of oneself, or stands here as needing none."""

import ast
from typing import Final

from tests.architecture.source import files, shown, tree
from wuhan_smes.access import CONFIRMED, Capability

C = Capability
# What is seen or done all day, is masked where it is personal, and moves no money by itself.
WITHOUT: Final = frozenset(
    {
        C.REFERENCE_VIEW,
        C.REFERENCE_EDIT,
        C.RULE_EDIT,
        C.RULE_ENACT,
        C.REGISTER_VIEW,
        C.REGISTER_EDIT,
        C.REGISTER_EXPORT,
        C.REPORT_SEAL,
        C.REPORT_CHECK,
        C.TITLE_EDIT,
        C.INDICATOR_VIEW,
        C.INDICATOR_EDIT,
        C.INDICATOR_FILL,
        C.CULTIVATION_EDIT,
        C.CULTIVATION_DO,
        C.COMPLAINT_VIEW,
        C.COMPLAINT_EDIT,
        C.PAYMENT_VIEW,
        C.PAYMENT_EDIT,
        C.COUNTS_VIEW,
        C.TARGET_EDIT,
        C.MEASURE_VIEW,
        C.MEASURE_EDIT,
        C.PROGRAMME_EDIT,
        C.PROPOSAL_EDIT,
        C.PROPOSAL_APPROVE,
        C.PROGRAMME_APPROVE,
        C.ENTITLEMENT_FIND,
        C.ENTITLEMENT_CHASE,
        C.EVIDENCE_EDIT,
        C.ENTITLEMENT_REVIEW,
        C.ENTITLEMENT_CHECK,
        C.PAYMENT_ARRANGE,
        C.LEDGER_READ,
        C.PROGRESS_REPORT,
        C.PROGRESS_CHECK,
        C.RECORD_VIEW,
        C.RECORD_EDIT,
        C.STATION_VIEW,
        C.STATION_EDIT,
        C.SPECIALIST_APPROVE,
        C.ASSIGNMENT_EDIT,
        C.VISIT_VIEW,
        C.VISIT_EDIT,
        C.VISIT_CHECK,
        C.TICKET_VIEW,
        C.TICKET_RAISE,
        C.TICKET_HANDLE,
        C.TICKET_TRIAGE,
        C.TICKET_CLOSE,
        C.TICKET_APPROVE,
        C.TICKET_POLICY,
        C.CHANNEL_EDIT,
        C.CHANNEL_INTAKE,
        C.CALENDAR_EDIT,
        C.JOB_VIEW,
        C.JOB_MANAGE,
        C.TRAIL_VIEW,
        C.USER_VIEW,
    }
)


def test_every_capability_says_whether_it_needs_a_fresh_proof() -> None:
    assert set(Capability) - CONFIRMED - WITHOUT == set()
    assert set() == CONFIRMED & WITHOUT


def test_a_capability_that_shows_what_is_masked_needs_one() -> None:
    assert {one for one in Capability if one.value.endswith(".reveal")} <= CONFIRMED


def test_whoever_looks_at_what_is_masked_says_why() -> None:
    """Every action whose entry is a reveal asks for its reason, and keeps it."""
    silent, found = [], 0
    for path in files():
        if "actions" not in path.parts:
            continue
        for node in tree(path).body:
            words = {it.value for it in ast.walk(node) if isinstance(it, ast.Constant)}
            if any(isinstance(it, str) and it.endswith(".reveal") for it in words):
                found += 1
                asked = isinstance(node, ast.FunctionDef) and node.args.kwonlyargs
                if "reason" not in {it.arg for it in asked or ()}:
                    silent.append(f"{shown(path)}:{node.lineno}")
    assert found >= 7
    assert silent == []
