"""Row-level security of tickets, and their state table told to the database.

A step that the table does not have is refused, and so is a change of a ticket's state, holder or
round without its step. FLOW is the table of services/rules/tickets.py as it stood; a test compares
what the database holds with the table, and a changed table brings a new migration.
"""

from django.db import migrations

from wuhan_smes import policies

TICKET = "services_ticket"
STEP = "services_ticketstep"
OF_TICKET = (
    "services_ticketagency",
    "services_ticketenterprise",
    "services_ticketrequest",
    "services_supervision",
    "services_studymeeting",
    "services_survey",
)
REACHED = """({of}jurisdiction_id = ANY({units}) OR {of}station_id = ANY({stations})
    OR {of}agency_ids && {agencies})"""


def reached(how: str, of: str = "") -> str:
    """Tickets of the units, stations and agencies that may be read or written."""
    return REACHED.format(
        of=of,
        units=policies.ids(f"{how}_jurisdictions"),
        stations=policies.ids(f"{how}_stations"),
        agencies=policies.ids(f"{how}_agencies"),
    )


def of_reached(how: str) -> str:
    return f"EXISTS (SELECT FROM {TICKET} t WHERE t.id = ticket_id AND {reached(how, 't.')})"


# A station raises tickets of the unit it stands in; an agency raises none.
RAISED = f"""
    jurisdiction_id = ANY({policies.ids("write_jurisdictions")})
    OR station_id = ANY({policies.ids("write_stations")}) AND EXISTS (
        SELECT FROM accounts_servicestation s
         WHERE s.id = station_id AND s.jurisdiction_id = {TICKET}.jurisdiction_id)
"""
# What a ticket was when it came never changes.
KEPT = """number, client_uuid, channel, external_no, nature, jurisdiction_id, station_id,
    received_at, collected_by_id, collected_by_name, historical"""

# move, state before (- for none), state after
FLOW = """
raise - draft
raise - collected
submit draft collected
triage collected triaged
triage self_handled triaged
triage returned triaged
triage reopened triaged
decline triaged closed
answer collected closed
answer triaged closed
self_handle triaged self_handled
assign triaged assigned
arbitrate triaged assigned
transfer assigned assigned
refer triaged triaged
sign assigned signed
return assigned returned
progress signed in_progress
progress self_handled self_handled
progress in_progress in_progress
progress special_study special_study
progress listed listed
suspend in_progress suspended
resume suspended in_progress
resume special_study in_progress
resume listed in_progress
resume reopened in_progress
extend self_handled self_handled
extend signed signed
extend in_progress in_progress
extend special_study special_study
remind collected collected
remind triaged triaged
remind self_handled self_handled
remind assigned assigned
remind signed signed
remind returned returned
remind in_progress in_progress
remind suspended suspended
remind special_study special_study
remind replied replied
remind audited audited
remind surveyed surveyed
remind listed listed
remind reopened reopened
supervise collected collected
supervise triaged triaged
supervise self_handled self_handled
supervise assigned assigned
supervise signed signed
supervise returned returned
supervise in_progress in_progress
supervise suspended suspended
supervise special_study special_study
supervise replied replied
supervise audited audited
supervise surveyed surveyed
supervise listed listed
supervise reopened reopened
study in_progress special_study
list in_progress listed
list special_study listed
reply self_handled replied
reply in_progress replied
reply special_study replied
audit replied audited
send_back replied in_progress
send_back audited in_progress
survey audited surveyed
survey surveyed surveyed
close surveyed closed
close listed closed
reopen surveyed reopened
reopen closed reopened
merge collected closed
merge triaged closed
unmerge closed collected
ask self_handled self_handled
ask assigned assigned
ask signed signed
ask in_progress in_progress
ask special_study special_study
refuse self_handled self_handled
refuse assigned assigned
refuse signed signed
refuse in_progress in_progress
refuse special_study special_study
recalculate collected collected
recalculate triaged triaged
recalculate self_handled self_handled
recalculate assigned assigned
recalculate signed signed
recalculate returned returned
recalculate in_progress in_progress
recalculate suspended suspended
recalculate special_study special_study
recalculate replied replied
recalculate audited audited
recalculate surveyed surveyed
recalculate listed listed
recalculate reopened reopened
"""
LABELS = (
    ("draft", "暂存", "专员保存，尚未提交"),
    ("collected", "收集", "已登记，等待研判"),
    ("triaged", "受理", "已研判受理，等待包办或交办"),
    ("self_handled", "包办", "收集方自行办理"),
    ("assigned", "交办", "已交责任单位，等待签收"),
    ("signed", "签收", "责任单位已签收"),
    ("returned", "退回", "责任单位退回，等待重新研判"),
    ("in_progress", "承办", "正在办理"),
    ("suspended", "挂起", "等待企业补充或上级政策，时限暂停"),
    ("special_study", "专题研究", "提请领导或联席会议研究"),
    ("replied", "已答复", "申请销号，等待审核"),
    ("audited", "审核", "审核通过，等待回访"),
    ("surveyed", "回访", "已回访，等待销号"),
    ("listed", "挂账", "暂不能解决，定期复查"),
    ("closed", "销号办结", "办理终结"),
    ("reopened", "再次反映", "不满意或未真正办结，重新办理"),
)


def flow_function(flow: str) -> str:
    """Whether the table has a step."""
    words = (line.split() for line in flow.strip().splitlines())
    known = ", ".join(f"'{move} {before} {after}'" for move, before, after in words)
    return f"""
        CREATE OR REPLACE FUNCTION services_ticket_flow(move text, before text, after text)
        RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
            SELECT concat(move, ' ', coalesce(nullif(before, ''), '-'), ' ', after)
                   = ANY (ARRAY[{known}])
        $$"""


# What a step must follow: the step before it, at no earlier time.
FOLLOWS = f"""
    CREATE FUNCTION services_ticket_step_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NEW.ordinal > 1 AND NOT EXISTS (
            SELECT FROM {STEP} s WHERE s.ticket_id = NEW.ticket_id
               AND s.ordinal = NEW.ordinal - 1 AND s.state_after = NEW.state_before
               AND s.at <= NEW.at AND s.round <= NEW.round) THEN
            RAISE EXCEPTION 'step % of ticket % follows no step', NEW.ordinal, NEW.ticket_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_step_follows_the_last';
        END IF;
        RETURN NULL;
    END $$"""
# At the end of the transaction no step is ahead of its ticket.
TAKEN = f"""
    CREATE FUNCTION services_ticket_step_taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT FROM {TICKET} t WHERE t.id = NEW.ticket_id
                          AND t.step_no >= NEW.ordinal) THEN
            RAISE EXCEPTION 'step % of ticket % was not taken', NEW.ordinal, NEW.ticket_id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_step_is_taken';
        END IF;
        RETURN NULL;
    END $$"""
# A ticket stands where its last step put it, and one step further than before.
STANDS = f"""
    CREATE FUNCTION services_ticket_stands() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
        was text := NULL;
    BEGIN
        IF TG_OP = 'UPDATE' THEN
            was := OLD.state;
        END IF;
        IF (TG_OP = 'UPDATE' AND NEW.step_no <> OLD.step_no + 1) OR NOT EXISTS (
            SELECT FROM {STEP} s WHERE s.ticket_id = NEW.id AND s.ordinal = NEW.step_no
               AND s.state_after = NEW.state AND s.round = NEW.round
               AND s.holder_kind = NEW.holder_kind
               AND s.holder_id IS NOT DISTINCT FROM NEW.holder_id
               AND (was IS NULL OR s.state_before = was)) THEN
            RAISE EXCEPTION 'ticket % stands at % without its step', NEW.id, NEW.state
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_moves_by_its_steps';
        END IF;
        IF TG_OP = 'INSERT' AND NOT EXISTS (
            SELECT FROM {STEP} s WHERE s.ticket_id = NEW.id AND s.ordinal = 1
               AND s.at = NEW.received_at) THEN
            RAISE EXCEPTION 'ticket % begins at no step', NEW.id
                USING ERRCODE = 'check_violation', CONSTRAINT = 'ticket_begins_when_it_came';
        END IF;
        RETURN NULL;
    END $$"""  # noqa: S608 - constants
MOVED = "(OLD.state, OLD.step_no, OLD.round, OLD.holder_kind, OLD.holder_id)"


class Migration(migrations.Migration):
    dependencies = [
        ("services", "0006_ticket_tables"),
        ("accounts", "0002_walls"),
        ("enterprises", "0002_walls"),
        ("measures", "0002_walls"),
    ]

    operations = [
        migrations.RunSQL(
            [
                (
                    (
                        "INSERT INTO services_ticketlabel (state, label, hint, version)"
                        " VALUES (%s, %s, %s, 1)"
                    ),
                    list(label),
                )
                for label in LABELS
            ],
            "DELETE FROM services_ticketlabel",
        ),
        policies.reference_table("services_ticketlabel"),
        policies.guarded_table(TICKET, read=reached("read"), write=reached("write")),
        policies.guarded_table(STEP, read=of_reached("read"), write=of_reached("write")),
        *(
            policies.guarded_table(table, read=of_reached("read"), write=of_reached("write"))
            for table in OF_TICKET
        ),
        migrations.RunSQL(
            [
                f"DROP POLICY insert ON {TICKET}",
                f"CREATE POLICY insert ON {TICKET} FOR INSERT TO r_scoped WITH CHECK ({RAISED})",
                """CREATE FUNCTION services_ticket_kept() RETURNS trigger LANGUAGE plpgsql AS $$
                    BEGIN RAISE EXCEPTION 'what ticket % was does not change', OLD.id
                        USING ERRCODE = 'insufficient_privilege'; END $$""",
                f"""CREATE TRIGGER kept BEFORE UPDATE OF {KEPT} ON {TICKET} FOR EACH ROW
                    WHEN (({", ".join("OLD." + c.strip() for c in KEPT.split(","))})
                      IS DISTINCT FROM ({", ".join("NEW." + c.strip() for c in KEPT.split(","))}))
                    EXECUTE FUNCTION services_ticket_kept()""",
            ],
            [
                f"DROP TRIGGER kept ON {TICKET}",
                "DROP FUNCTION services_ticket_kept()",
                f"DROP POLICY insert ON {TICKET}",
                (
                    f"CREATE POLICY insert ON {TICKET} FOR INSERT TO r_scoped"
                    f" WITH CHECK ({reached('write')})"
                ),
            ],
        ),
        policies.append_only(STEP),
        policies.append_only("services_survey"),
        migrations.RunSQL(
            [
                flow_function(FLOW),
                f"""ALTER TABLE {STEP} ADD CONSTRAINT ticket_step_is_in_the_table
                    CHECK (services_ticket_flow(move, state_before, state_after))""",
                FOLLOWS,
                TAKEN,
                STANDS,
                f"""CREATE TRIGGER follows AFTER INSERT ON {STEP} FOR EACH ROW
                    EXECUTE FUNCTION services_ticket_step_follows()""",
                f"""CREATE CONSTRAINT TRIGGER taken AFTER INSERT ON {STEP}
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                    EXECUTE FUNCTION services_ticket_step_taken()""",
                f"""CREATE CONSTRAINT TRIGGER stands AFTER INSERT ON {TICKET}
                    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
                    EXECUTE FUNCTION services_ticket_stands()""",
                f"""CREATE TRIGGER moves AFTER UPDATE ON {TICKET} FOR EACH ROW
                    WHEN ({MOVED} IS DISTINCT FROM {MOVED.replace("OLD", "NEW")})
                    EXECUTE FUNCTION services_ticket_stands()""",
            ],
            [
                f"DROP TRIGGER moves ON {TICKET}",
                f"DROP TRIGGER stands ON {TICKET}",
                f"DROP TRIGGER taken ON {STEP}",
                f"DROP TRIGGER follows ON {STEP}",
                "DROP FUNCTION services_ticket_stands()",
                "DROP FUNCTION services_ticket_step_taken()",
                "DROP FUNCTION services_ticket_step_follows()",
                f"ALTER TABLE {STEP} DROP CONSTRAINT ticket_step_is_in_the_table",
                "DROP FUNCTION services_ticket_flow(text, text, text)",
            ],
        ),
    ]
