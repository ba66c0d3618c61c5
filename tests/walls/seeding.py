"""Rows of every kind for every managing unit, each text marked with a word of its unit.

A word is CANARY, two digits for the unit, Q. Where one turns up, something of that unit did.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any, Final

import psycopg
from django.db.backends.postgresql.psycopg_any import DateRange
from psycopg import sql

from enterprises.choices import (
    DuplicateReason,
    EnterpriseStatus,
    OwnershipKind,
    PeriodBasis,
    PeriodKind,
    ScaleKind,
    ScaleStage,
    SizeClass,
)
from enterprises.models import (
    AnnualIndicators,
    DuplicatePair,
    Enterprise,
    EnterpriseChain,
    EnterprisePlace,
    IndustryChain,
    Merge,
    MoveRequest,
    OwnershipLink,
    PeriodIndicators,
    ScaleStatus,
    SizeYear,
)
from measures.models import PastPayment
from tests.factories.accounts import make_user
from tests.factories.enterprises import make_contact, make_enterprise, make_industry
from tests.factories.factors import make_factor
from tests.factories.sessions import make_session
from tests.factories.workbooks import one_page
from tests.walls.seeding_duties import seed_duties
from tests.walls.seeding_files import FILES_AS_MARKED
from tests.walls.seeding_gradient import seed_gradient
from tests.walls.seeding_money import seed_money
from tests.walls.seeding_services import seed_services
from tests.walls.seeding_steering import seed_steering
from wuhan_smes.access import Access, Capability
from wuhan_smes.accounts.access_for import access_for
from wuhan_smes.accounts.actions import tokens
from wuhan_smes.accounts.models import FormerPassword, Jurisdiction
from wuhan_smes.audit import trail
from wuhan_smes.exchange.choices import Operation, SourceRank, Verdict
from wuhan_smes.exchange.models import (
    HeaderAlias,
    Import,
    ImportRow,
    MatchChoice,
    Provenance,
    RememberedColumns,
)
from wuhan_smes.files.storing import store
from wuhan_smes.jobs.models import Job
from wuhan_smes.reporting.choices import HandInMove, HandInState, Layout, ReportLayout
from wuhan_smes.reporting.form_cells import FormCell
from wuhan_smes.reporting.models import (
    Export,
    HandIn,
    HandInStep,
    NamedView,
    ReportPeriod,
    ReportRun,
    SheetForm,
)
from wuhan_smes.scope import bootstrap_scope
from wuhan_smes.web.models import IdempotencyKey, PutOff

NOW: Final = datetime(2026, 3, 3, 4, tzinfo=UTC)
WORD: Final = re.compile(r"CANARY(\d\d)Q")
# Kept as they are: signing in, finding a token by its key and reading a kept paper must still work.
KEPT: Final = frozenset(
    {"password", "digest", "token_key", "key", "fingerprint", "units", "canonical"}
    | {"reporting_sheetform.content", "reporting_sheetform.cells"}
)
# A word that a column cannot take: it holds one of a few known words, or is made by the database.
REFUSED: Final = (
    psycopg.errors.CheckViolation,
    psycopg.errors.GeneratedAlways,
    psycopg.errors.StringDataRightTruncation,
    psycopg.errors.DatatypeMismatch,
)
SCOPED: Final = """
    SELECT polrelid::regclass::text FROM pg_policy
     WHERE polname = 'read' AND pg_get_expr(polqual, polrelid) NOT IN ('true', 'false') ORDER BY 1
"""
# The unit a row belongs to: the first of these columns that its table has.
UNIT_OF: Final = {
    "ticket_id": "(SELECT k.jurisdiction_id FROM services_ticket k WHERE k.id = t.ticket_id)",
    "visit_id": "(SELECT v.jurisdiction_id FROM services_visit v WHERE v.id = t.visit_id)",
    "user_id": "(SELECT u.jurisdiction_id FROM accounts_user u WHERE u.id = t.user_id)",
    "owner_id": """coalesce((SELECT u.jurisdiction_id FROM accounts_user u WHERE u.id = t.owner_id),
                            t.jurisdiction_id)""",
    "jurisdiction_id": "t.jurisdiction_id",
    "file_id": """(SELECT u.jurisdiction_id FROM files_storedfile f
                   JOIN accounts_user u ON u.id = f.owner_id WHERE f.id = t.file_id)""",
    "from_jurisdiction_id": "t.from_jurisdiction_id",
    "actor_id": "(SELECT u.jurisdiction_id FROM accounts_user u WHERE u.id = t.actor_id)",
    "client_id": "(SELECT u.jurisdiction_id FROM accounts_user u WHERE u.id = t.client_id)",
}
TEXTS: Final = {
    "text": "{}",
    "character varying": "{}",
    "jsonb": "jsonb_build_object('note', {})",
    "ARRAY": "ARRAY[{}]",
    "bytea": "convert_to({}, 'UTF8')",
}
# How a row is read for words: what a file holds is shown as it would be served.
SHOWN: Final = {"files_storedpiece": "encode(t.data, 'escape')"}


def units() -> list[Jurisdiction]:
    return list(Jurisdiction.objects.managing().order_by("id"))


def seed(unit: Jurisdiction, next_unit: Jurisdiction | None) -> None:
    """One row of every scoped table for `unit`; a move to `next_unit` when there is one."""
    with bootstrap_scope():
        user = make_user("district_staff", unit=unit)
        own = access_for(user)
        tokens.issue(user.pk, access=own, at=NOW, name="导数")
        make_session(user, at=NOW)
        make_factor(user, at=NOW)
        FormerPassword(user=user, password=user.password, replaced_at=NOW).save(force_insert=True)
        enterprise = make_enterprise(unit=unit, industry=make_industry())
        make_contact(enterprise)
        fact = {
            "enterprise": enterprise,
            "jurisdiction": unit,
            "during": DateRange(date(2024, 1, 1), None),
            "recorded_at": NOW,
        }
        chain = IndustryChain.objects.order_by("id")[0]
        EnterpriseChain.objects.create(**fact, chain=chain, chain_version=chain.version)
        EnterprisePlace.objects.create(**fact, address="路")
        SizeYear.objects.create(**fact, year=2024, size_class=SizeClass.SMALL)
        ScaleStatus.objects.create(
            **fact, kind=ScaleKind.INDUSTRIAL, stage=ScaleStage.POOL, year=2024
        )
        year = {**fact, "during": DateRange(date(2024, 1, 1), date(2025, 1, 1))}
        AnnualIndicators.objects.create(**year, year=2024, revenue=1)
        month = {**fact, "during": DateRange(date(2024, 1, 1), date(2024, 2, 1))}
        PeriodIndicators.objects.create(
            **month, kind=PeriodKind.MONTH, basis=PeriodBasis.CURRENT, revenue=1
        )
        of_enterprise = {"enterprise": enterprise, "jurisdiction": unit}
        OwnershipLink.objects.create(
            **of_enterprise,
            kind=OwnershipKind.values[0],
            other_name="乙",
            valid_from=date(2024, 1, 1),
        )
        PastPayment.objects.create(
            **of_enterprise, programme="认定奖励", year=2024, amount=1, recorded_at=NOW
        )
        seed_gradient(of_enterprise)
        seed_money(enterprise)
        seed_duties(enterprise, own)
        seed_steering(unit, own)
        _same_as(enterprise, unit)
        if next_unit is not None:
            MoveRequest.objects.create(
                enterprise=enterprise,
                from_jurisdiction=unit,
                to_jurisdiction=next_unit,
                on=date(2026, 3, 1),
                reason="迁址",
                asked_by_name="甲",
                asked_at=NOW,
            )
        seed_services(unit, enterprise, user)
        _import(own, unit, enterprise.pk)
        Job.objects.create(task="walls.seeded", title="导出", actor=user)
        Export.objects.create(
            year=2025,
            ordinal=unit.pk,
            list="enterprises",
            title="企业名单",
            layout=Layout.CSV,
            units=[unit.pk],
            actor=user,
            jurisdiction=unit,
            ordered_at=NOW,
        )
        run = ReportRun.objects.create(
            year=2025,
            ordinal=unit.pk,
            report="tier-table",
            title="梯度培育企业数量统计表",
            params={"on": "2025-07-25"},
            layout=ReportLayout.XLSX,
            capability=Capability.REGISTER_EXPORT,
            units=[unit.pk],
            jurisdiction=unit,
            known_at=NOW,
            actor=user,
            ordered_at=NOW,
        )
        _handed_in(unit, run)
        IdempotencyKey.objects.create(
            client_id=user.pk,
            key=f"seeded-{unit.pk}",
            method="POST",
            path="/",
            fingerprint=b"0",
            created_at=NOW,
        )
        SheetForm.objects.create(
            jurisdiction=unit,
            name="月报",
            content=one_page("主表"),
            cells=[FormCell("主表", "B3", "tier-table", "合计", "srdi_sme", {}).kept()],
            kept_at=NOW,
            kept_by_name="甲",
        )
        NamedView.objects.create(
            owner=user,
            jurisdiction=unit,
            source="page:titles",
            title="称号名单",
            name=f"视图{unit.pk}",
            columns=["企业名称"],
            is_shared=True,
            saved_at=NOW,
        )
        PutOff.objects.create(user=user, queue="duplicates", matter=unit.pk, at=NOW)
        everything = Access(user.pk, user.username)
        trail.record("walls.seeded", enterprise, access=everything, at=NOW, changes={})


def _handed_in(unit: Jurisdiction, run: ReportRun) -> None:
    """What the unit hands in for a period of its own."""
    period = ReportPeriod.objects.create(
        report="tier-table",
        title="梯度培育企业数量统计表",
        name=f"第{unit.pk}期",
        due_on=NOW.date(),
        opened_at=NOW,
        opened_by_name="甲",
    )
    row = HandIn.objects.create(period=period, jurisdiction=unit, state=HandInState.HANDED, run=run)
    HandInStep.objects.create(
        hand_in=row,
        jurisdiction=unit,
        move=HandInMove.HAND_IN,
        run=run,
        at=NOW,
        actor_name="甲",
    )


def _import(own: Access, unit: Jurisdiction, enterprise_id: int) -> None:
    """A file handed in for the unit and everything the engine keeps of it."""
    file = store("名单.csv", "text/csv", [b"1"], access=own, at=NOW, jurisdiction_id=unit.pk)
    of = Import.objects.create(
        kind="enterprises",
        file=file,
        file_name="名单.csv",
        sha256=file.sha256,
        rank=SourceRank.DISTRICT,
        jurisdiction=unit,
        actor_id=own.actor_id,
        actor_name="甲",
        uploaded_at=NOW,
    )
    mine: dict[str, Any] = {"of": of, "jurisdiction": unit}
    row = ImportRow.objects.create(
        **mine, sheet=0, line=2, subject_id=enterprise_id, verdict=Verdict.NEW
    )
    Provenance.objects.create(
        **mine,
        row_id=row.pk,
        kind="enterprises",
        rank=SourceRank.DISTRICT,
        table="enterprises.enterprise",
        target_id=enterprise_id,
        operation=Operation.ADDED,
        subject_id=enterprise_id,
        recorded_at=NOW,
    )
    HeaderAlias.objects.create(field="name", alias="厂名", jurisdiction=unit)
    RememberedColumns.objects.create(
        kind="enterprises", fingerprint="0" * 64, jurisdiction=unit, columns={}, used_at=NOW
    )
    MatchChoice.objects.create(
        subject="enterprise", key="厂", jurisdiction=unit, chosen_by_name="甲", chosen_at=NOW
    )


def mark(admin: psycopg.Connection, numbers: dict[int, int]) -> None:
    """Put the word of its unit into every text of every scoped row.

    Triggers and foreign keys are off meanwhile.
    """
    admin.execute("SET session_replication_role = replica")
    cases = sql.SQL(" ").join(
        sql.SQL("WHEN {} THEN {}").format(unit, f"CANARY{number:02d}Q")
        for unit, number in numbers.items()
    )
    for table in scoped_tables(admin):
        columns = _columns(admin, table)
        unit = sql.SQL(next(UNIT_OF[name] for name in UNIT_OF if name in columns))
        number = sql.SQL("lpad(t.id::text, 9, '0')" if "id" in columns else "''")
        word = sql.SQL("(CASE {} {} END) || {}").format(unit, cases, number)
        for column, (kind, length) in columns.items():
            kept = not KEPT.isdisjoint((column, f"{table}.{column}"))
            if kind in TEXTS and not kept and (length or 18) >= 9:
                short = sql.SQL("left({}, {})").format(word, length or 1000)
                value = sql.SQL(TEXTS[kind]).format(short)
                statement = sql.SQL("UPDATE {} t SET {} = {} WHERE ({}) = ANY(%s)").format(
                    sql.Identifier(table), sql.Identifier(column), value, unit
                )
                try:
                    with admin.transaction():
                        admin.execute(statement, [list(numbers)])
                except REFUSED:
                    continue
    admin.execute(FILES_AS_MARKED)
    admin.execute("RESET session_replication_role")


def scoped_tables(admin: psycopg.Connection) -> list[str]:
    return [table for (table,) in admin.execute(SCOPED).fetchall()]


def words_of(admin: psycopg.Connection, table: str) -> set[int]:
    """The units whose word stands in some row of `table`."""
    rows = admin.execute(
        sql.SQL("SELECT DISTINCT substring({} from 'CANARY(\\d\\d)Q')::int FROM {} t").format(
            sql.SQL(SHOWN.get(table, "t::text")), sql.Identifier(table)
        )
    )
    return {number for (number,) in rows if number is not None}


def fingerprints(admin: psycopg.Connection, home: int) -> Iterator[tuple[str, str | None]]:
    """What each table holds of units other than `home`, as one number."""
    for table in scoped_tables(admin):
        row = admin.execute(
            sql.SQL(
                "SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {} t"
                " WHERE {shown} ~ 'CANARY\\d\\dQ' AND {shown} !~ {}"
            ).format(
                sql.Identifier(table),
                f"CANARY{home:02d}Q",
                shown=sql.SQL(SHOWN.get(table, "t::text")),
            )
        ).fetchone()
        yield table, row[0] if row else None


def _columns(admin: psycopg.Connection, table: str) -> dict[str, tuple[str, int | None]]:
    rows = admin.execute(
        "SELECT column_name, data_type, character_maximum_length FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name = %s AND is_generated = 'NEVER'",
        [table],
    ).fetchall()
    return {name: (kind, length) for name, kind, length in rows}


def _same_as(enterprise: Enterprise, unit: Jurisdiction) -> None:
    """A row that may be `enterprise`, and one that was and joined it."""
    other, gone = make_enterprise(unit=unit), make_enterprise(unit=unit)
    Enterprise.objects.filter(pk=gone.pk).update(
        status=EnterpriseStatus.MERGED, merged_into=enterprise
    )
    DuplicatePair.objects.create(
        a=enterprise,
        b=other,
        jurisdiction=unit,
        other_jurisdiction=unit,
        reasons=[DuplicateReason.SAME_NAME],
        score=60,
        found_at=NOW,
    )
    Merge.objects.create(
        gone=gone,
        into=enterprise,
        jurisdiction=unit,
        gone_name=gone.name,
        gone_uscc=gone.uscc or "",
        reason="重复",
        merged_at=NOW,
        merged_by_name="甲",
    )
