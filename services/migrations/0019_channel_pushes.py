"""Results pushed back to the platforms requests came from: subscriptions, and an outbox.

The database writes a message with the closing it tells of: whoever strikes a ticket off, by whatever
door, neither knows nor needs to know whether its channel is told.
"""

import uuid

import django.db.models.deletion
from django.db import migrations, models

from services.choices.channels import OUTSIDE
from wuhan_smes import policies

SUBSCRIPTION, DELIVERY = "services_channelsubscription", "services_channeldelivery"
OFF = """INSERT INTO services_channelsubscription
    (channel, address, seed, is_on, changed_by_name, version)
    VALUES (%s, '', gen_random_uuid(), false, '', 1)"""
TICKETS_READ = f"""EXISTS (SELECT FROM services_ticket t WHERE t.id = ticket_id AND (
    t.jurisdiction_id = ANY({policies.ids("read_jurisdictions")})
    OR t.station_id = ANY({policies.ids("read_stations")})
    OR t.agency_ids && {policies.ids("read_agencies")}))"""
PUSHED = """
BEGIN
    INSERT INTO public.services_channeldelivery (message_id, channel, ticket_id, external_no, event,
           facts, state, at, attempts, next_at, answer)
    SELECT gen_random_uuid(), NEW.channel, NEW.id, NEW.external_no,
           CASE NEW.state WHEN 'closed' THEN 'ticket.closed' ELSE 'ticket.reopened' END,
           jsonb_build_object(
               'channel', NEW.channel, 'external_no', NEW.external_no, 'number', NEW.number,
               'state', NEW.state, 'round', NEW.round, 'outcome', NEW.outcome,
               'answer', NEW.answer, 'received_at', NEW.received_at,
               'replied_at', NEW.replied_at, 'closed_at', NEW.closed_at,
               'merged_into', (SELECT t.number FROM public.services_ticket t
                                WHERE t.id = NEW.merged_into_id)),
           'waiting', now(), 0, now(), ''
     WHERE EXISTS (SELECT FROM public.services_channelsubscription s
                    WHERE s.channel = NEW.channel AND s.is_on);
    RETURN NULL;
END
"""


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0018_ticket_hand_overs"),
    ]

    operations = [
        migrations.CreateModel(
            name="ChannelSubscription",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "走访"),
                            ("station", "服务站"),
                            ("hanqitong", "汉企通"),
                            ("guanggu", "光谷i企"),
                            ("dianxiaoer", "店小二"),
                            ("hotline_12345", "12345热线"),
                            ("letter", "来信"),
                            ("meeting", "座谈会"),
                            ("phone", "来电"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        unique=True,
                        verbose_name="来源",
                    ),
                ),
                ("address", models.CharField(blank=True, max_length=500, verbose_name="接收地址")),
                ("seed", models.UUIDField(default=uuid.uuid4, verbose_name="密钥批号")),
                ("is_on", models.BooleanField(default=False, verbose_name="启用回推")),
                ("changed_at", models.DateTimeField(null=True, verbose_name="修改时间")),
                (
                    "changed_by_name",
                    models.CharField(blank=True, max_length=150, verbose_name="修改人"),
                ),
                ("version", models.PositiveIntegerField(default=1, verbose_name="版本")),
            ],
            options={
                "verbose_name": "渠道回推",
                "verbose_name_plural": "渠道回推",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "hanqitong",
                                    "guanggu",
                                    "dianxiaoer",
                                    "hotline_12345",
                                    "letter",
                                    "meeting",
                                    "phone",
                                    "other",
                                ],
                            )
                        ),
                        name="channel_pushed_to_is_outside",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("is_on", False),
                            models.Q(("address", ""), _negated=True),
                            _connector="OR",
                        ),
                        name="channel_pushed_to_has_an_address",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChannelDelivery",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.UUIDField(unique=True, verbose_name="消息编号")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("visit", "走访"),
                            ("station", "服务站"),
                            ("hanqitong", "汉企通"),
                            ("guanggu", "光谷i企"),
                            ("dianxiaoer", "店小二"),
                            ("hotline_12345", "12345热线"),
                            ("letter", "来信"),
                            ("meeting", "座谈会"),
                            ("phone", "来电"),
                            ("other", "其他"),
                        ],
                        max_length=16,
                        verbose_name="来源",
                    ),
                ),
                ("external_no", models.CharField(max_length=60, verbose_name="来源编号")),
                (
                    "event",
                    models.CharField(
                        choices=[("ticket.closed", "销号办结"), ("ticket.reopened", "重新办理")],
                        max_length=20,
                        verbose_name="事项",
                    ),
                ),
                ("facts", models.JSONField(verbose_name="内容")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待送达"),
                            ("delivered", "已送达"),
                            ("failed", "未送达"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="产生时间")),
                ("attempts", models.PositiveSmallIntegerField(default=0, verbose_name="已试次数")),
                ("next_at", models.DateTimeField(null=True, verbose_name="下次发送")),
                ("tried_at", models.DateTimeField(null=True, verbose_name="最近发送")),
                ("status", models.PositiveSmallIntegerField(null=True, verbose_name="应答代码")),
                ("answer", models.CharField(blank=True, max_length=500, verbose_name="应答")),
                (
                    "ticket",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="services.ticket",
                        verbose_name="工单",
                    ),
                ),
            ],
            options={
                "verbose_name": "渠道回推记录",
                "verbose_name_plural": "渠道回推记录",
                "indexes": [
                    models.Index(fields=["ticket", "id"], name="channel_delivery_of_ticket"),
                    models.Index(fields=["channel", "-id"], name="channel_delivery_by_channel"),
                    models.Index(fields=["state", "-id"], name="channel_delivery_by_state"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["next_at", "id"],
                        name="channel_delivery_waiting",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "channel__in",
                                [
                                    "visit",
                                    "station",
                                    "hanqitong",
                                    "guanggu",
                                    "dianxiaoer",
                                    "hotline_12345",
                                    "letter",
                                    "meeting",
                                    "phone",
                                    "other",
                                ],
                            ),
                            ("event__in", ["ticket.closed", "ticket.reopened"]),
                            ("state__in", ["waiting", "delivered", "failed"]),
                        ),
                        name="channel_delivery_words_known",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("next_at__isnull", False), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("next_at__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="channel_delivery_is_due_while_it_waits",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "delivered"), _negated=True),
                            models.Q(("status__gte", 200), ("status__lt", 300)),
                            _connector="OR",
                        ),
                        name="channel_delivery_was_answered_well",
                    ),
                ],
            },
        ),
        migrations.RunSQL(
            [(OFF, [it.value]) for it in OUTSIDE],
            "DELETE FROM services_channelsubscription",
        ),
        policies.guarded_table(SUBSCRIPTION, read="false", write="false"),
        policies.guarded_table(DELIVERY, read=TICKETS_READ, write="false"),
        migrations.RunSQL(
            [
                f"GRANT INSERT ON {DELIVERY} TO app_definer",
                f"GRANT USAGE ON SEQUENCE {DELIVERY}_id_seq TO app_definer",
                f"CREATE POLICY told ON {DELIVERY} FOR INSERT TO app_definer WITH CHECK (true)",
            ],
            [
                f"DROP POLICY told ON {DELIVERY}",
                f"REVOKE USAGE ON SEQUENCE {DELIVERY}_id_seq FROM app_definer",
                f"REVOKE INSERT ON {DELIVERY} FROM app_definer",
            ],
        ),
        policies.definer_function(
            "services_ticket_pushed()", PUSHED, returns="trigger", volatile=True
        ),
        migrations.RunSQL(
            """CREATE TRIGGER pushed AFTER UPDATE OF state ON services_ticket FOR EACH ROW
               WHEN (NEW.external_no <> '' AND NOT NEW.historical
                     AND (OLD.state = 'closed') <> (NEW.state = 'closed'))
               EXECUTE FUNCTION services_ticket_pushed()""",
            "DROP TRIGGER pushed ON services_ticket",
        ),
    ]
