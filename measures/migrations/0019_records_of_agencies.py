"""Departments read the records of the clauses they answer for and keep those of the ones they lead;
records say what their enterprise is called; steps and days that were not asked for.
"""

# ruff: noqa: S608 - the words of every statement here are constants of this file
from importlib import import_module
from typing import Any, Final

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from measures import walls
from wuhan_smes import policies

BEFORE: Final[Any] = import_module("measures.migrations.0012_records")
REGISTER: Final = "enterprises_enterprise"
# Which clauses each kind answers, as declared with it.
CLAUSES: Final = {
    "accompanyteam": "3b",
    "challenge": "7b",
    "contestentry": "3a 3b",
    "incominglead": "1g",
    "industrycluster": "13b",
    "innovationplatform": "2b 6a 8b",
    "investmentfund": "2a",
    "platformproject": "2b",
    "publicevent": "16a 17a 17c 17f 20e 20f 21a",
    "aeostatus": "17d",
    "brandplan": "23a",
    "digitalproject": "11a",
    "financingneed": "4b 16a",
    "majorproject": "15b",
    "patentfiling": "5a",
    "rentrelief": "14c 20a 20b 20c 20d",
    "secretprotection": "22c",
    "talent": "18a 19a",
    "techdeputy": "8f",
}
NAMED: Final = [table.removeprefix("measures_") for table in BEFORE.OF_ENTERPRISES]
UNITS: Final = f"""CREATE FUNCTION {walls.UNITS}(clauses text[], agencies bigint[], leads boolean)
    RETURNS bigint[] LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $function$
    SELECT coalesce(array_agg(DISTINCT j.id), '{{}}')
      FROM public.accounts_agency a
      JOIN public.accounts_jurisdiction j ON a.jurisdiction_id IN (j.id, j.parent_id)
     WHERE a.id = ANY (agencies) AND EXISTS (
           SELECT FROM public.measures_commitmentunit u
             JOIN public.measures_commitment c ON c.id = u.commitment_id
             JOIN public.measures_clause k ON k.id = c.clause_id
            WHERE u.agency_id = a.id AND k.code = ANY (clauses) AND (u.role = 'lead' OR NOT leads))
    $function$"""
# What an agency is told of an enterprise whose records it keeps: what stands on them.
SUBJECTS: Final = f"""BEGIN
    IF cardinality({policies.ids("write_agencies")}) = 0 THEN
        RETURN;
    END IF;
    RETURN QUERY
    SELECT e.id, e.jurisdiction_id, e.name::text, coalesce(e.uscc, '')::text
      FROM public.{REGISTER} e
     WHERE (e.id = ANY (ids) OR e.uscc = ANY (codes)) AND e.status NOT IN ('merged', 'voided');
END"""


def column(kind: str, name: str, field: "models.Field[Any, Any]") -> migrations.AddField:
    return migrations.AddField(model_name=kind, name=name, field=field)


def day(kind: str, name: str, label: str) -> migrations.AddField:
    return column(kind, name, models.DateField(blank=True, null=True, verbose_name=label))


def words(kind: str, name: str, label: str, length: int) -> migrations.AddField:
    field = models.CharField(blank=True, db_default="", max_length=length, verbose_name=label)
    return column(kind, name, field)


def called() -> list[str]:
    """Past the policies, by the owner."""
    tables = [*(f"measures_{kind}" for kind in NAMED), REGISTER]
    return [
        *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in tables),
        *(
            f"""UPDATE measures_{kind} r SET enterprise_name = e.name,
                       enterprise_uscc = coalesce(e.uscc, '')
                  FROM {REGISTER} e WHERE e.id = r.enterprise_id"""
            for kind in NAMED
        ),
        *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in tables),
    ]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_former_passwords"),
        ("enterprises", "0035_worked_out_lists"),
        ("measures", "0018_names_taken_off"),
    ]

    operations = [
        *(words(kind, "enterprise_name", "企业名称", 200) for kind in NAMED),
        *(words(kind, "enterprise_uscc", "统一社会信用代码", 18) for kind in NAMED),
        day("financingneed", "matched_on", "对接日期"),
        day("majorproject", "asked_on", "用地申请日期"),
        day("majorproject", "offered_on", "挂牌出让日期"),
        day("majorproject", "delivered_on", "交地日期"),
        column(
            "techdeputy",
            "agreements",
            models.PositiveIntegerField(blank=True, null=True, verbose_name="成果转化协议（份）"),
        ),
        AddConstraintNotValid(
            model_name="majorproject",
            constraint=models.CheckConstraint(
                condition=(
                    models.Q(asked_on__isnull=True)
                    | models.Q(offered_on__isnull=True)
                    | models.Q(asked_on__lte=models.F("offered_on"))
                )
                & (
                    models.Q(offered_on__isnull=True)
                    | models.Q(delivered_on__isnull=True)
                    | models.Q(offered_on__lte=models.F("delivered_on"))
                ),
                name="majorproject_land_in_order",
                violation_error_message="用地各步的日期须依次：申请、挂牌出让、交地",
            ),
        ),
        migrations.RunSQL(called(), migrations.RunSQL.noop),
        migrations.RunSQL(UNITS, f"DROP FUNCTION {walls.UNITS}"),
        policies.definer_function(
            "measures_record_subjects(ids bigint[], codes text[])",
            SUBJECTS,
            returns="TABLE(id bigint, jurisdiction_id bigint, name text, uscc text)",
        ),
        *(
            walls.record_table_again(f"measures_{kind}", clauses.split())
            for kind, clauses in CLAUSES.items()
        ),
    ]
