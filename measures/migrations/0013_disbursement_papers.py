"""A notice and an order are kept as they went out, and nobody says otherwise afterwards: the text
has the fingerprint it claims, adds up, and says of each line what the batch was to pay then.
"""

# ruff: noqa: S608 - the words of every statement here are constants of this file
from importlib import import_module
from typing import Any, Final

import django.db.models.deletion
from django.db import migrations, models

from wuhan_smes import policies

BEFORE: Final[Any] = import_module("measures.migrations.0007_money_walls")
PAPER = "measures_disbursementpaper"
BATCH = "measures_disbursementbatch"
PAYMENT = "measures_payment"
LIVE = "p.state NOT IN ('void', 'returned')"
TRUE = f"""
        DECLARE
            told jsonb := NEW.canonical::jsonb;
            of_batch numeric;
        BEGIN
            IF NEW.digest <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex')
               OR (told ->> 'total')::numeric <> NEW.total
               OR jsonb_array_length(told -> 'lines') <> NEW.lines
               OR (SELECT sum((l ->> 'amount')::numeric)
                     FROM jsonb_array_elements(told -> 'lines') l) <> NEW.total THEN
                {BEFORE.refuse("disbursement_paper_adds_up", "a paper does not say what it says")};
            END IF;
            SELECT b.total INTO of_batch FROM public.{BATCH} b WHERE b.id = NEW.batch_id;
            IF NEW.kind = 'notice' AND NEW.total <> of_batch
               OR EXISTS (
                SELECT FROM jsonb_array_elements(told -> 'lines') l
                 WHERE (l ->> 'amount')::numeric IS DISTINCT FROM (
                       SELECT sum(p.amount) FROM public.{PAYMENT} p
                        WHERE p.batch_id = NEW.batch_id AND {LIVE}
                          AND p.entitlement_id = (l ->> 'line')::bigint)) THEN
                {BEFORE.refuse("disbursement_paper_is_its_batch", "a paper tells another batch")};
            END IF;
            RETURN NULL;
        END"""
# What went out before papers were kept, as the steps and payments tell it.
EARLIER = f"""
WITH rows AS (
    SELECT b.id AS batch_id, b.jurisdiction_id, CASE s.move WHEN 'order' THEN 'order'
           ELSE 'notice' END AS kind, coalesce(s.facts ->> 'document_no', '') AS document_no,
           min(s.at) AS at, min(s.actor_name) AS by_name, e.id AS line, y.name AS payee,
           CASE WHEN y.kind = 'person' AND length(y.identifier) > 4
                THEN repeat('*', length(y.identifier) - 4) || right(y.identifier, 4)
                ELSE y.identifier END AS identifier,
           u.name AS unit, u.display_order, g.title AS programme, d.title AS document,
           s.instalment, sum(p.amount) AS amount
      FROM measures_entitlementstep s
      JOIN measures_entitlement e ON e.id = s.entitlement_id
      JOIN {PAYMENT} p ON p.entitlement_id = e.id AND p.instalment = s.instalment
                      AND p.replaces_id IS NULL
      JOIN {BATCH} b ON b.id = p.batch_id
      JOIN measures_payee y ON y.id = e.payee_id
      JOIN measures_programme g ON g.id = e.programme_id
      JOIN measures_policydocument d ON d.id = g.document_id
      JOIN accounts_jurisdiction u ON u.id = e.jurisdiction_id
     WHERE s.move = 'publish' AND s.facts ->> 'batch' = b.number
        OR s.move = 'order' AND s.facts ->> 'document_no' = p.document_no
     GROUP BY b.id, s.id, e.id, y.id, u.id, g.id, d.id
), told AS (
    SELECT r.batch_id, r.jurisdiction_id, r.kind, r.document_no, min(r.at) AS at,
           min(r.by_name) AS by_name, count(*) AS lines, sum(r.amount) AS total,
           jsonb_agg(jsonb_build_object('line', r.line, 'payee', r.payee, 'identifier',
               r.identifier, 'unit', r.unit, 'programme', r.programme, 'document', r.document,
               'instalment', r.instalment, 'amount', r.amount::text)
               ORDER BY r.display_order, r.unit, r.payee, r.line) AS rows
      FROM rows r GROUP BY 1, 2, 3, 4
), bodies AS (
    SELECT t.*, x.day, jsonb_build_object('number', b.number, 'title', b.title, 'year', b.year,
               'signer', CASE u.kind WHEN 'city' THEN '武汉市经济和信息化局' ELSE u.name END,
               'arranged_by', b.arranged_by_name, 'day', x.day, 'lines', t.rows,
               'total', t.total::text, 'document_no', t.document_no)
           || CASE t.kind WHEN 'notice' THEN jsonb_build_object(
               'shown_from', n.shown_from, 'shown_to', n.shown_to, 'workdays', n.workdays,
               'discipline_phone', n.discipline_phone, 'business_phone', n.business_phone)
              ELSE jsonb_build_object('shown_from', NULL, 'shown_to', NULL, 'workdays', 0,
               'discipline_phone', '', 'business_phone', '') END AS body
      FROM told t
      JOIN {BATCH} b ON b.id = t.batch_id
      JOIN measures_publicnotice n ON n.batch_id = b.id
      JOIN accounts_jurisdiction u ON u.id = b.jurisdiction_id,
           LATERAL (SELECT CASE WHEN t.kind = 'order' AND t.document_no = b.document_no
               THEN b.ordered_on ELSE (t.at AT TIME ZONE 'Asia/Shanghai')::date END AS day) x
)
SELECT batch_id, jurisdiction_id, kind, document_no, day, lines, total, body::text AS canonical,
       encode(sha256(convert_to(body::text, 'UTF8')), 'hex') AS digest, by_name AS made_by_name,
       at AS made_at
  FROM bodies ORDER BY at, kind
"""
COLUMNS = """batch_id, jurisdiction_id, kind, document_no, day, lines, total, canonical, digest,
    made_by_name, made_at"""
READ = (
    *("measures_entitlementstep", "measures_entitlement", PAYMENT, BATCH, "measures_payee"),
    *("measures_programme", "measures_policydocument", "measures_publicnotice"),
    "accounts_jurisdiction",
)
# Read past the policies, by the owner.
KEPT_SINCE = [
    *(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY" for table in READ),
    f"INSERT INTO {PAPER} ({COLUMNS}) {EARLIER}",
    *(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY" for table in READ),
]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0007_bound_tokens"), ("measures", "0012_records")]

    operations = [
        migrations.CreateModel(
            name="DisbursementPaper",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("notice", "公示"), ("order", "下达通知")],
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
                (
                    "document_no",
                    models.CharField(blank=True, max_length=60, verbose_name="指标文号"),
                ),
                ("day", models.DateField(verbose_name="落款日期")),
                ("lines", models.PositiveIntegerField(verbose_name="项数")),
                (
                    "total",
                    models.DecimalField(decimal_places=2, max_digits=16, verbose_name="合计（元）"),
                ),
                ("canonical", models.TextField(verbose_name="内容")),
                ("digest", models.CharField(max_length=64, verbose_name="内容摘要（SHA-256）")),
                ("made_by_name", models.CharField(max_length=150, verbose_name="制作人")),
                ("made_at", models.DateTimeField(verbose_name="制作时间")),
                (
                    "batch",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="measures.disbursementbatch",
                        verbose_name="批次",
                    ),
                ),
                (
                    "jurisdiction",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="accounts.jurisdiction",
                        verbose_name="安排单位",
                    ),
                ),
            ],
            options={
                "verbose_name": "批次文件",
                "verbose_name_plural": "批次文件",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "notice")),
                        fields=("batch",),
                        name="disbursement_is_publicised_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["notice", "order"])),
                        name="disbursement_paper_kind_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("lines__gt", 0), ("total__gt", 0)),
                        name="disbursement_paper_says_something",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("kind", "order"),
                                models.Q(("document_no", ""), _negated=True),
                            ),
                            models.Q(("document_no", ""), ("kind", "notice")),
                            _connector="OR",
                        ),
                        name="disbursement_paper_of_an_order_is_numbered",
                    ),
                ],
            },
        ),
        migrations.RunSQL(KEPT_SINCE, migrations.RunSQL.noop),
        policies.guarded_table(
            PAPER,
            read=f"EXISTS (SELECT FROM {BATCH} b WHERE b.id = {PAPER}.batch_id)",
            write=f"jurisdiction_id = ANY({policies.ids('write_jurisdictions')})",
        ),
        policies.append_only(PAPER),
        BEFORE.function("measures_paper_is_true", TRUE),
        BEFORE.trigger(
            "is_true",
            PAPER,
            "AFTER INSERT ON {} FOR EACH ROW EXECUTE FUNCTION measures_paper_is_true()",
        ),
        BEFORE.closed("measures_paper_is_true"),
    ]
