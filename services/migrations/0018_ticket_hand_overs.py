"""A ticket passes on when its station closes or its enterprise joins another: a step of its own.

The station that collected it stays what it was, unless such a step says to which it passed.
"""

from importlib import import_module

from django.db import migrations, models

WALLS = import_module("services.migrations.0007_ticket_walls")
STATES = """draft collected triaged self_handled assigned signed returned in_progress suspended
    special_study replied audited surveyed listed reopened"""
HANDED = "".join(f"hand_over {state} {state}\n" for state in STATES.split())
KEPT = [column.strip() for column in WALLS.KEPT.split(",") if column.strip() != "station_id"]


def kept(columns: list[str]) -> list[str]:
    """What a ticket was when it came never changes."""
    before, after = (", ".join(f"{row}.{it}" for it in columns) for row in ("OLD", "NEW"))
    return [
        "DROP TRIGGER kept ON services_ticket",
        f"""CREATE TRIGGER kept BEFORE UPDATE OF {", ".join(columns)} ON services_ticket
            FOR EACH ROW WHEN (({before}) IS DISTINCT FROM ({after}))
            EXECUTE FUNCTION services_ticket_kept()""",
    ]


PASSES = """
    CREATE FUNCTION services_ticket_passes() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.step_no <> OLD.step_no + 1 OR NOT EXISTS (
            SELECT FROM services_ticketstep s WHERE s.ticket_id = NEW.id
               AND s.ordinal = NEW.step_no AND s.move = 'hand_over') THEN
            RAISE EXCEPTION 'ticket % passes to another station by its step only', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_passes_by_a_step';
        END IF;
        RETURN NULL;
    END $$"""


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
        ("services", "0017_visit_sent_by_a_person"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="ticketagency",
            name="ticket_leg_words_known",
        ),
        migrations.RemoveConstraint(
            model_name="ticketstep",
            name="ticket_step_words_known",
        ),
        migrations.AlterField(
            model_name="ticketagency",
            name="ended_by",
            field=models.CharField(
                blank=True,
                choices=[
                    ("raise", "登记"),
                    ("submit", "提交"),
                    ("triage", "受理"),
                    ("decline", "不予受理"),
                    ("answer", "即答即结"),
                    ("self_handle", "包办"),
                    ("assign", "交办"),
                    ("arbitrate", "裁定承办单位"),
                    ("transfer", "转办"),
                    ("refer", "转送上下级"),
                    ("sign", "签收"),
                    ("return", "退回"),
                    ("progress", "进展"),
                    ("suspend", "挂起"),
                    ("resume", "恢复办理"),
                    ("extend", "延期"),
                    ("remind", "催办"),
                    ("supervise", "督办"),
                    ("study", "专题研究"),
                    ("list", "挂账"),
                    ("reply", "答复"),
                    ("audit", "审核通过"),
                    ("send_back", "退回重办"),
                    ("survey", "回访"),
                    ("close", "销号"),
                    ("reopen", "重开"),
                    ("merge", "并单"),
                    ("unmerge", "撤销并单"),
                    ("ask", "申请"),
                    ("refuse", "不同意申请"),
                    ("recalculate", "重算时限"),
                    ("hand_over", "移交"),
                ],
                max_length=14,
                verbose_name="离手方式",
            ),
        ),
        migrations.AlterField(
            model_name="ticketrequest",
            name="move",
            field=models.CharField(
                choices=[
                    ("raise", "登记"),
                    ("submit", "提交"),
                    ("triage", "受理"),
                    ("decline", "不予受理"),
                    ("answer", "即答即结"),
                    ("self_handle", "包办"),
                    ("assign", "交办"),
                    ("arbitrate", "裁定承办单位"),
                    ("transfer", "转办"),
                    ("refer", "转送上下级"),
                    ("sign", "签收"),
                    ("return", "退回"),
                    ("progress", "进展"),
                    ("suspend", "挂起"),
                    ("resume", "恢复办理"),
                    ("extend", "延期"),
                    ("remind", "催办"),
                    ("supervise", "督办"),
                    ("study", "专题研究"),
                    ("list", "挂账"),
                    ("reply", "答复"),
                    ("audit", "审核通过"),
                    ("send_back", "退回重办"),
                    ("survey", "回访"),
                    ("close", "销号"),
                    ("reopen", "重开"),
                    ("merge", "并单"),
                    ("unmerge", "撤销并单"),
                    ("ask", "申请"),
                    ("refuse", "不同意申请"),
                    ("recalculate", "重算时限"),
                    ("hand_over", "移交"),
                ],
                max_length=14,
                verbose_name="申请",
            ),
        ),
        migrations.AlterField(
            model_name="ticketstep",
            name="move",
            field=models.CharField(
                choices=[
                    ("raise", "登记"),
                    ("submit", "提交"),
                    ("triage", "受理"),
                    ("decline", "不予受理"),
                    ("answer", "即答即结"),
                    ("self_handle", "包办"),
                    ("assign", "交办"),
                    ("arbitrate", "裁定承办单位"),
                    ("transfer", "转办"),
                    ("refer", "转送上下级"),
                    ("sign", "签收"),
                    ("return", "退回"),
                    ("progress", "进展"),
                    ("suspend", "挂起"),
                    ("resume", "恢复办理"),
                    ("extend", "延期"),
                    ("remind", "催办"),
                    ("supervise", "督办"),
                    ("study", "专题研究"),
                    ("list", "挂账"),
                    ("reply", "答复"),
                    ("audit", "审核通过"),
                    ("send_back", "退回重办"),
                    ("survey", "回访"),
                    ("close", "销号"),
                    ("reopen", "重开"),
                    ("merge", "并单"),
                    ("unmerge", "撤销并单"),
                    ("ask", "申请"),
                    ("refuse", "不同意申请"),
                    ("recalculate", "重算时限"),
                    ("hand_over", "移交"),
                ],
                max_length=14,
                verbose_name="动作",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketagency",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "ended_by__in",
                        [
                            "",
                            "raise",
                            "submit",
                            "triage",
                            "decline",
                            "answer",
                            "self_handle",
                            "assign",
                            "arbitrate",
                            "transfer",
                            "refer",
                            "sign",
                            "return",
                            "progress",
                            "suspend",
                            "resume",
                            "extend",
                            "remind",
                            "supervise",
                            "study",
                            "list",
                            "reply",
                            "audit",
                            "send_back",
                            "survey",
                            "close",
                            "reopen",
                            "merge",
                            "unmerge",
                            "ask",
                            "refuse",
                            "recalculate",
                            "hand_over",
                        ],
                    ),
                    ("part__in", ["lead", "co"]),
                ),
                name="ticket_leg_words_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="ticketstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("late__contained_by", ["sign", "contact", "plan", "solve"]),
                    (
                        "move__in",
                        [
                            "raise",
                            "submit",
                            "triage",
                            "decline",
                            "answer",
                            "self_handle",
                            "assign",
                            "arbitrate",
                            "transfer",
                            "refer",
                            "sign",
                            "return",
                            "progress",
                            "suspend",
                            "resume",
                            "extend",
                            "remind",
                            "supervise",
                            "study",
                            "list",
                            "reply",
                            "audit",
                            "send_back",
                            "survey",
                            "close",
                            "reopen",
                            "merge",
                            "unmerge",
                            "ask",
                            "refuse",
                            "recalculate",
                            "hand_over",
                        ],
                    ),
                    (
                        "state_after__in",
                        [
                            "draft",
                            "collected",
                            "triaged",
                            "self_handled",
                            "assigned",
                            "signed",
                            "returned",
                            "in_progress",
                            "suspended",
                            "special_study",
                            "replied",
                            "audited",
                            "surveyed",
                            "listed",
                            "closed",
                            "reopened",
                        ],
                    ),
                    (
                        "state_before__in",
                        [
                            "",
                            "draft",
                            "collected",
                            "triaged",
                            "self_handled",
                            "assigned",
                            "signed",
                            "returned",
                            "in_progress",
                            "suspended",
                            "special_study",
                            "replied",
                            "audited",
                            "surveyed",
                            "listed",
                            "closed",
                            "reopened",
                        ],
                    ),
                ),
                name="ticket_step_words_known",
            ),
        ),
        migrations.RunSQL(
            [
                WALLS.flow_function(WALLS.FLOW + HANDED),
                *kept(KEPT),
                PASSES,
                """CREATE TRIGGER passes AFTER UPDATE OF station_id ON services_ticket
                    FOR EACH ROW WHEN (OLD.station_id IS DISTINCT FROM NEW.station_id)
                    EXECUTE FUNCTION services_ticket_passes()""",
            ],
            [
                "DROP TRIGGER passes ON services_ticket",
                "DROP FUNCTION services_ticket_passes()",
                *kept([*KEPT, "station_id"]),
                WALLS.flow_function(WALLS.FLOW),
            ],
        ),
    ]
