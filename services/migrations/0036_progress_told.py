"""Notices of commitments: a word that is missing, a word that came back."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models

from wuhan_smes import policies

PROGRESS = """
DECLARE
    told int;
BEGIN
    IF coalesce(current_setting('app.breadth', true), '') <> 'city' THEN
        RAISE EXCEPTION 'who reminds units reaches them all' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH due AS (
        SELECT r.agency_id, 'word_due' AS kind, r.quarter_on,
               count(*) || ' 项任务' AS what,
               '/commitments/desk/?quarter=' || r.quarter_on AS address
          FROM public.measures_progressreminder r
         WHERE r.reminded_on = on_day
         GROUP BY r.agency_id, r.quarter_on
        UNION ALL
        SELECT p.agency_id, 'word_back', p.quarter_on, k.code || ' ' || k.title,
               '/commitments/' || p.commitment_id || '/?quarter=' || p.quarter_on
          FROM public.measures_progressentry p
          JOIN public.measures_commitment c ON c.id = p.commitment_id
          JOIN public.measures_clause k ON k.id = c.clause_id
         WHERE p.state = 'returned' AND (p.judged_at AT TIME ZONE 'Asia/Shanghai')::date = on_day
    ),
    people AS (
        SELECT a.id AS agency_id, g.user_id
          FROM public.accounts_agency a
          JOIN public.accounts_grant g ON g.agency_id = a.id AND g.role = 'handler'
            OR g.jurisdiction_id = a.jurisdiction_id AND a.kind = 'district_government'
           AND g.role IN ('district_staff', 'district_lead')
            OR g.role IN ('bureau_staff', 'bureau_lead')
           AND EXISTS (SELECT FROM public.accounts_user m
                        WHERE m.id = g.user_id AND m.agency_id = a.id)
         WHERE g.approved_at IS NOT NULL AND g.revoked_at IS NULL
    ),
    written AS (
        INSERT INTO public.services_notice
               (user_id, kind, ticket_id, subject, address, count, day, at)
        SELECT DISTINCT p.user_id, d.kind, NULL::bigint,
               left(extract(year FROM d.quarter_on) || ' 年第' ||
                    (ARRAY['一', '二', '三', '四'])[extract(quarter FROM d.quarter_on)::int] ||
                    '季度：' || d.what, 200),
               d.address, 1, on_day, moment
          FROM due d
          JOIN people p ON p.agency_id = d.agency_id
          JOIN public.accounts_user u ON u.id = p.user_id AND u.is_active
            ON CONFLICT (user_id, day, address) WHERE NOT (address = '') DO NOTHING
        RETURNING 1
    )
    SELECT count(*) INTO told FROM written;
    RETURN told;
END
"""
KINDS = [
    ("assigned", "新交办"),
    ("due_soon", "即将到期"),
    ("overdue", "已逾期"),
    ("study", "提请专题研究"),
    ("returned", "退回重办"),
    ("replied", "已答复待审核"),
    ("report_due", "报表待报送"),
    ("sent_back", "报表被退回"),
    ("handed_in", "报表待复核"),
    ("word_due", "进展待报送"),
    ("word_back", "进展被退回"),
    ("digest", "其余提醒汇总"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0035_told_by_seat"),
        ("measures", "0019_records_of_agencies"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_tells_of_one_ticket_or_counts_many",
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(choices=KINDS, max_length=10, verbose_name="提醒"),
        ),
        AddConstraintNotValid(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(kind="digest", ticket__isnull=True)
                | models.Q(kind__in=[kind for kind, _ in KINDS[:-1]], count=1),
                name="notice_tells_of_one_ticket_or_counts_many",
            ),
        ),
        policies.definer_function(
            "services_tell_progress(on_day date, moment timestamptz)",
            PROGRESS,
            returns="int",
            volatile=True,
        ),
    ]
