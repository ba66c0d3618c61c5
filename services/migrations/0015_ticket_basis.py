"""Which figures of tickets contain which, said in one row; loaders of many steps tell nobody."""

from django.db import migrations, models

from wuhan_smes import policies

MOVES = "'assign', 'arbitrate', 'transfer', 'refer', 'return', 'send_back', 'reopen', 'reply'"
TOLD = """CREATE TRIGGER told AFTER INSERT ON services_ticketstep FOR EACH ROW
    WHEN (NEW.move IN ({moves}){besides}) EXECUTE FUNCTION services_notice_told()"""
# Who loads a city, or a past, writes under no person's scope.
LOADERS = " AND current_setting('role', true) IS DISTINCT FROM 'app_bootstrap'"


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0014_ledgers_tell_nobody"),
    ]

    operations = [
        migrations.CreateModel(
            name="TicketBasis",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "code",
                    models.SlugField(
                        default="figures", max_length=20, unique=True, verbose_name="代码"
                    ),
                ),
                (
                    "problems_within_appeals",
                    models.BooleanField(
                        default=False,
                        help_text="是：办结诉求数包含走访收集的困难问题",
                        verbose_name="办结诉求含困难问题",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "工单统计口径",
                "verbose_name_plural": "工单统计口径",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("code", "figures")),
                        name="ticket_basis_is_said_in_one_row",
                    )
                ],
            },
        ),
        migrations.RunSQL(
            "INSERT INTO services_ticketbasis (code, problems_within_appeals, note, version)"
            " VALUES ('figures', false, '走访等收集的困难问题与诉求分别计数', 1)",
            "DELETE FROM services_ticketbasis",
        ),
        policies.reference_table("services_ticketbasis"),
        migrations.RunSQL(
            [
                "DROP TRIGGER told ON services_ticketstep",
                TOLD.format(moves=MOVES, besides=LOADERS),
            ],
            [
                "DROP TRIGGER told ON services_ticketstep",
                TOLD.format(moves=MOVES, besides=""),
            ],
        ),
    ]
