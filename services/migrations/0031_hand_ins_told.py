"""Notices of pages: a table to hand in, one sent back, tables that lie before the city."""

from django.conf import settings
from django.db import migrations, models

from wuhan_smes import policies

# What writes digests says which index keeps them to one a day; that index now leaves room for
# notices of pages, which are of no ticket either.
DIGESTS = "ON CONFLICT (user_id, day) WHERE ticket_id IS NULL"
ALONE = DIGESTS + " AND kind = ''digest''"
WRITERS = ("services_notice_told()", "services_tell_pressed(timestamptz, bigint[])")
# Only the morning's task, which reaches the city and is nobody, tells of many at once.
HAND_INS = """
DECLARE
    today date := (moment AT TIME ZONE 'Asia/Shanghai')::date;
    told int;
BEGIN
    IF coalesce(current_setting('app.breadth', true), '') NOT IN ('city')
       OR coalesce(current_setting('app.actor', true), '') <> '' THEN
        RAISE EXCEPTION 'only the task tells of many' USING ERRCODE = 'insufficient_privilege';
    END IF;
    WITH due AS (
        SELECT h.jurisdiction_id, 'district' AS whose,
               CASE h.state WHEN 'returned' THEN 'sent_back' ELSE 'report_due' END AS kind,
               p.title || '（' || p.name || '）' AS subject,
               '/reports/hand-ins/' || h.id || '/' AS address
          FROM public.reporting_handin h JOIN public.reporting_reportperiod p ON p.id = h.period_id
         WHERE h.state = 'returned' OR h.state = 'awaited'
           AND (p.due_on - today IN (5, 3, 1) OR today - p.due_on BETWEEN 0 AND 10)
        UNION ALL
        SELECT city.id, 'bureau', 'handed_in',
               p.title || '（' || p.name || '）：' || count(*) || ' 个单位待复核',
               '/reports/periods/' || p.id || '/'
          FROM public.reporting_handin h JOIN public.reporting_reportperiod p ON p.id = h.period_id
         CROSS JOIN public.accounts_jurisdiction city
         WHERE h.state = 'handed' AND city.kind = 'city'
         GROUP BY city.id, p.id, p.title, p.name
    ),
    written AS (
        INSERT INTO public.services_notice
               (user_id, kind, ticket_id, subject, address, count, day, at)
        SELECT DISTINCT g.user_id, d.kind, NULL::bigint, left(d.subject, 200), d.address, 1, today,
               moment
          FROM due d
          JOIN public.accounts_grant g ON g.jurisdiction_id = d.jurisdiction_id
           AND g.role IN (d.whose || '_staff', d.whose || '_lead')
           AND g.approved_at IS NOT NULL AND g.revoked_at IS NULL
          JOIN public.accounts_user u ON u.id = g.user_id AND u.is_active
            ON CONFLICT (user_id, day, address) WHERE NOT (address = '') DO NOTHING
        RETURNING 1
    )
    SELECT count(*) INTO told FROM written;
    RETURN told;
END
"""


def saying(name: str, before: str, after: str) -> str:
    """The function again, one phrase put for another; it must say it."""
    return f"""DO $do$ DECLARE said text := pg_get_functiondef('public.{name}'::regprocedure); BEGIN
        IF strpos(said, '{before}') = 0 THEN RAISE EXCEPTION '{name} says it otherwise'; END IF;
        EXECUTE replace(said, '{before}', '{after}'); END $do$"""


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0030_care_of_the_long_gone"),
        ("reporting", "0006_handing_walls"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_tells_of_one_ticket_or_counts_many",
        ),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_one_digest_a_day",
        ),
        migrations.AddField(
            model_name="notice",
            name="address",
            field=models.CharField(blank=True, db_default="", max_length=200, verbose_name="页面"),
        ),
        migrations.AlterField(
            model_name="notice",
            name="kind",
            field=models.CharField(
                choices=[
                    ("assigned", "新交办"),
                    ("due_soon", "即将到期"),
                    ("overdue", "已逾期"),
                    ("study", "提请专题研究"),
                    ("returned", "退回重办"),
                    ("replied", "已答复待审核"),
                    ("report_due", "报表待报送"),
                    ("sent_back", "报表被退回"),
                    ("handed_in", "报表待复核"),
                    ("digest", "其余提醒汇总"),
                ],
                max_length=10,
                verbose_name="提醒",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "digest"), ("ticket__isnull", True)),
                    models.Q(
                        ("count", 1),
                        (
                            "kind__in",
                            [
                                "assigned",
                                "due_soon",
                                "overdue",
                                "study",
                                "returned",
                                "replied",
                                "report_due",
                                "sent_back",
                                "handed_in",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="notice_tells_of_one_ticket_or_counts_many",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "digest"), ("ticket__isnull", True)),
                fields=("user", "day"),
                name="notice_one_digest_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                condition=models.Q(("address", ""), _negated=True),
                fields=("user", "day", "address"),
                name="notice_of_a_page_once_a_day",
            ),
        ),
        migrations.RunSQL(
            [saying(name, DIGESTS, ALONE) for name in WRITERS],
            [saying(name, ALONE, DIGESTS) for name in WRITERS],
        ),
        policies.definer_function(
            "services_tell_hand_ins(moment timestamptz)", HAND_INS, returns="int", volatile=True
        ),
    ]
