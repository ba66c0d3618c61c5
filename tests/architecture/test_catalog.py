"""The second wall as PostgreSQL itself describes it: no table, view or function slips past."""

from typing import Final

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey

from wuhan_smes import policies

pytestmark = pytest.mark.django_db

# Tables without row-level security, and why none is needed.
OPEN: Final = {
    "django_session": "unused: ours is accounts_session",
    "django_content_type": "names of models",
    "django_migrations": "written by the owner alone",
    "django_admin_log": "unused: the trail is ours",
    "auth_group": "unused: rights come from grants",
    "auth_group_permissions": "unused: rights come from grants",
    "auth_permission": "unused: rights come from grants",
    "knox_authtoken": "unused: ours is accounts_apitoken",
    "axes_accessattempt": "lock-outs, counted before anybody is known",
    "axes_accessattemptexpiration": "lock-outs, counted before anybody is known",
    "axes_accessfailurelog": "lock-outs, counted before anybody is known",
    "axes_accesslog": "lock-outs, counted before anybody is known",
    "django_celery_beat_clockedschedule": "when scheduled work runs",
    "django_celery_beat_crontabschedule": "when scheduled work runs",
    "django_celery_beat_intervalschedule": "when scheduled work runs",
    "django_celery_beat_periodictask": "when scheduled work runs",
    "django_celery_beat_periodictasks": "when scheduled work runs",
    "django_celery_beat_solarschedule": "when scheduled work runs",
}
# What nobody's scope may change, not even the whole city's.
UNTOUCHABLE: Final = (
    "django_session",
    "django_admin_log",
    "auth_permission",
    "knox_authtoken",
    "django_celery_beat_periodictask",
)
POLICIES: Final = {
    "bootstrap",
    "definer",
    "city",
    "city_read",
    "read",
    "insert",
    "update",
    "delete",
}
# Functions that read past the policies: each filters by the scope's own settings.
DEFINERS: Final = {
    "idempotency_forget": "the night's task reaches nobody's keys; takes those of over a day ago",
    "action_link_opened": "a visitor without account learns of the link he holds the secret of",
    "services_ticket_pushed": "who closes a ticket does not see whether its channel is told",
    "services_tell_hand_ins": "the morning's task finds the people of every unit",
    "services_tell_progress": "who reminds units or returns a word finds their people",
    "services_notice_told": "who moves a ticket does not see whose desk it lands on",
    "services_tell_pressed": "the same for all a sweep pressed for; asks for the city's breadth",
    "ticket_search": "the same; it filters by the scope of units, stations and agencies",
    "visit_search": "the same; by the scope of units and stations",
    "enterprise_search": "LIKE is not leakproof, so that a policy would lose the index",
    "tier_profiles": "a day's counts belong to the unit of that day, past today's reach",
    "audit_close": "nobody writes a seal by hand; it hashes what is there and tells a count",
    "enterprises_left": "who moved away is told to the unit that counted it, its present hidden",
    "tier_histories": "the same for both ends of a period",
    "tier_history_members": "the same by id: whoever asks sees of them what he reaches",
    "tier_steps": "the same for many days at once",
    "move_request_ask": "a unit asks for a row it cannot see, by code, and learns nothing",
    "report_next_ordinal": "the same for reports",
    "report_bearing": "who holds a report's file learns whose it is, by its fingerprint",
    "export_next_ordinal": "numbers run through everybody's exports; it tells a count",
    "enterprise_known_elsewhere": "an import asks whether codes are of other units, not of which",
    "exchange_standing": "tells the rank of the source behind a value, nothing of the import",
    "visits_between": "tells how often an enterprise in reach was called upon, whoever came",
    "services_ticket_step_follows": "a trigger: the step before may be of a scope that is over",
    "services_ticket_step_taken": "a trigger: at the commit the scope of a step may be over",
    "services_ticket_stands": "a trigger: at the commit the scope of a ticket may be over",
    "measures_waived_leads_back": "a trigger: the demand may be of a scope that is over",
    "measures_upheld_as_paid": "a trigger: what was paid before may be of a scope that is over",
    "measures_paper_is_true": "a trigger: a paper of the city has lines of every unit",
    "measures_payee_follows": "a trigger: who renames an enterprise need not see its money",
    "measures_line_moves": "a trigger: a line moves by steps of whatever scope",
    "measures_step_taken": "a trigger: at the commit the scope of a step may be over",
    "measures_step_by_another": "a trigger: the review may be of a scope that is over",
    "measures_account_is_the_payees": "a trigger: compares an account with its line's payee",
    "measures_payment_moves": "a trigger: a digest is reckoned from the payment's line",
    "measures_payment_booked": "a trigger: a unit's payment stands in the city's book",
    "measures_payment_within": "a trigger: a matter is paid by several units",
    "measures_budget_booked": "a trigger: at the commit the scope of an entry may be over",
    "measures_batch_adds_up": "a trigger: a batch of the city has lines of every unit",
    "measures_record_subjects": "an agency keeps records of enterprises it does not see",
    "enterprise_hand_over": "a row leaves one unit for another, as the asked side decided",
    "assignments_leave": "an enterprise that moves away or is struck off leaves its specialist",
}
# Columns of keys whose columns are all filled in, valid, and lead to one row; a plain key of the
# parent's own column makes that row's unit exist.
KEPT: Final = """
    SELECT c.conrelid::regclass::text, a.attname
      FROM pg_constraint c
      JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY (c.conkey)
     WHERE c.contype = 'f' AND c.convalidated
       AND NOT EXISTS (SELECT FROM pg_attribute n WHERE n.attrelid = c.conrelid
                          AND n.attnum = ANY (c.conkey) AND NOT n.attnotnull)
       AND (cardinality(c.conkey) = 1 OR EXISTS (
            SELECT FROM pg_constraint p
             WHERE p.contype = 'f' AND p.conrelid = c.confrelid AND p.convalidated
               AND p.confrelid = 'accounts_jurisdiction'::regclass
               AND p.conkey <@ c.confkey))
"""
# Children of scoped rows that carry no scope key, and who checks instead.
CHECKED_ELSEWHERE: Final = {
    ("audit_sealedevent", "seal_id"): "written by audit_close alone, with its own seal",
    ("accounts_user", "agency_id"): "agencies are reference data; users.create checks the unit",
    ("accounts_grant", "user_id"): "its policies follow the user's unit",
    ("accounts_grant", "proposed_by_id"): "a name, shown by the grant's own policies",
    ("accounts_grant", "approved_by_id"): "a name, shown by the grant's own policies",
    ("accounts_grant", "revoked_by_id"): "a name, shown by the grant's own policies",
    ("accounts_grant", "station_id"): "anchors are checked against reach by grants.propose",
    ("accounts_apitoken", "user_id"): "its policies follow the user",
    ("accounts_session", "user_id"): "its policies follow the user",
    ("accounts_secondfactor", "user_id"): "its policies follow the user",
    ("accounts_formerpassword", "user_id"): "its policies follow the user",
    ("jobs_job", "actor_id"): "a name, shown by the job's own policies",
    ("files_storedfile", "owner_id"): "its policies follow the owner",
    ("files_storedpiece", "file_id"): "its policies follow the file",
    ("reporting_export", "actor_id"): "a name, shown by the export's own policies",
    ("reporting_export", "job_id"): "ordered by the action that orders the export",
    ("reporting_export", "stored_id"): "kept by the job of the export",
    ("reporting_reportrun", "actor_id"): "a name, shown by the report's own policies",
    ("reporting_reportrun", "job_id"): "ordered by the action that orders the report",
    ("reporting_handin", "run_id"): "hand_in compares its unit and choices",
    ("reporting_handin", "accepted_run_id"): "what was handed in, by the action that accepts it",
    ("reporting_handinstep", "run_id"): "the hand-in's own, by the action of the step",
    ("reporting_reportrun", "replaces_id"): "order finds it within reach, of the same unit",
    ("links_actionlink", "station_id"): "issue takes it from the object, found within reach",
    ("measures_progressevidence", "file_id"): "a trigger asks that it is one's own",
    ("measures_returnevidence", "file_id"): "a trigger asks that it is one's own",
    (
        "measures_progressevidence",
        "entry_id",
    ): "a key of three columns: the entry's own unit and agency",
    ("links_actionlink", "scan_id"): "stored by the action that uses the link",
    ("services_notice", "user_id"): "its policies follow the user; the database writes it",
    ("services_noticeway", "user_id"): "its policies are the user himself",
    ("reporting_namedview", "owner_id"): "written by the owner himself alone",
    ("services_notice", "ticket_id"): "its policies follow the user, who held the ticket then",
    ("enterprises_batchcandidate", "assessment_id"): "kept by the freeze, of the same enterprise",
    ("web_putoff", "user_id"): "its policies follow the user",
    ("exchange_import", "actor_id"): "a name, shown by the import's own policies",
    ("exchange_import", "file_id"): "stored by the action that makes the import",
    ("exchange_import", "job_id"): "ordered by the action that moves the import",
    ("exchange_import", "follows_id"): "uploads.upload finds it within reach",
    ("knox_authtoken", "user_id"): "unused",
    ("django_admin_log", "user_id"): "unused",
    ("enterprises_enterprise", "merged_into_id"): "a merge joins rows of two units on purpose",
    (
        "enterprises_merge",
        "gone_id",
    ): "a merge joins rows of two units on purpose; both are checked",
    ("enterprises_moverequest", "enterprise_id"): "the receiving unit asks for a foreign row",
    (
        "services_visit",
        "enterprise_id",
    ): "a visit stays with the unit of its day; its policy asks for the enterprise's on insert",
    ("services_visit", "campaign_id"): "drives are known to everybody",
    ("services_visitmember", "visit_id"): "its policies follow the visit",
    ("services_visitmember", "agency_id"): "agencies are reference data",
    ("services_visitphoto", "visit_id"): "its policies follow the visit",
    ("services_visitphoto", "file_id"): "stored by the action that adds the photo",
    ("services_specialist", "user_id"): "filings find the account among those of the station",
    ("services_assignment", "enterprise_id"): "care keeps the unit of its day when it moves away",
    ("services_eventattendance", "enterprise_id"): "came to another unit's event, or moved since",
    ("services_ticket", "enterprise_id"): "keeps the unit of its day; raising finds it in reach",
    ("services_ticket", "station_id"): "its insert policy holds station and unit together",
    ("services_ticket", "visit_id"): "raised in the same save as the visit",
    ("services_ticket", "merged_into_id"): "merging finds both within reach",
    ("services_ticketenterprise", "enterprise_id"): "keeps the unit of its day, as its ticket",
    ("services_ticketenterprise", "ticket_id"): "its policies follow the ticket",
    ("services_ticketagency", "ticket_id"): "its policies follow the ticket",
    ("services_ticketstep", "ticket_id"): "its policies follow the ticket",
    ("enterprises_periodreport", "station_id"): "copied from who looks after it, by its actions",
    ("enterprises_indicatorevidence", "file_id"): "a trigger asks for a file of one's own",
    ("enterprises_milestonepaper", "file_id"): "a trigger asks for a file of one's own",
    ("enterprises_cultivation", "owner_id"): "the action takes a colleague of the unit or the city",
    ("enterprises_cultivationtask", "station_id"): "copied from who looks after it, by its actions",
    ("services_ticketattachment", "ticket_id"): "its policies follow the ticket",
    ("services_ticketattachment", "step_id"): "its insert policy asks for a step of one's own",
    ("services_ticketattachment", "file_id"): "a trigger asks for a file of one's own",
    ("services_ticketrequest", "ticket_id"): "its policies follow the ticket",
    ("services_supervision", "ticket_id"): "its policies follow the ticket",
    ("services_studymeeting", "ticket_id"): "its policies follow the ticket",
    ("services_survey", "ticket_id"): "its policies follow the ticket",
    ("measures_payment", "batch_id"): "arranged by the action that makes the batch",
    ("measures_payment", "budget_id"): "the city's money; a trigger compares it with the book",
    ("measures_payment", "replaces_id"): "bounce finds it within reach, with its line",
    ("measures_payeeaccount", "scan_id"): "stored by the action that confirms the account",
    ("measures_ledgerentry", "payment_id"): "a trigger compares payment, budget and book",
    ("measures_publicnotice", "batch_id"): "publish finds the batch within reach",
    ("measures_disbursementpaper", "batch_id"): "a trigger compares it with the batch",
    ("services_channeldelivery", "ticket_id"): "its policies follow the ticket",
    ("measures_entitlement", "payee_id"): "keeps the unit of its day; finding looks in reach",
}


def rows(query: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def tables() -> dict[str, tuple[bool, bool, set[str]]]:
    return {
        name: (enabled, forced, set(policies))
        for name, enabled, forced, policies in rows(
            "SELECT relname, relrowsecurity, relforcerowsecurity,"
            " ARRAY(SELECT polname::text FROM pg_policy WHERE polrelid = c.oid)"
            " FROM pg_class c WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        )
    }


def test_every_table_is_walled_or_known_to_need_no_wall() -> None:
    bare = {
        name
        for name, (enabled, forced, policies) in tables().items()
        if not (enabled and forced and policies >= POLICIES)
    }

    assert bare - set(OPEN) == set()


def test_the_list_of_open_tables_is_not_longer_than_needed() -> None:
    found = tables()

    assert {name for name in OPEN if name not in found or found[name][0]} == set()


def test_a_policy_never_says_or_everywhere() -> None:
    """One role per breadth: a policy that widens itself costs a hundredfold and hides mistakes."""
    wide = [
        (table, name)
        for table, name, qual in rows(
            "SELECT tablename, policyname, coalesce(qual, '') || coalesce(with_check, '')"
            " FROM pg_policies WHERE 'r_scoped' = ANY(roles)"
        )
        if " OR true" in qual or "breadth" in qual
    ]

    assert wide == []


def test_the_planner_does_not_guess_how_many_rows_the_second_wall_leaves() -> None:
    """Of ten units among three thousand it would expect next to none, and sort them all."""
    assert rows(policies.GUESSED) == []


def test_internal_tables_change_under_nobodys_scope() -> None:
    writable = [
        (role, table, right)
        for role in ("r_scoped", "r_city", "r_city_read")
        for table in UNTOUCHABLE
        for right in ("INSERT", "UPDATE", "DELETE")
        if rows(f"SELECT has_table_privilege('{role}', '{table}', '{right}')")[0][0]
    ]

    assert writable == []


def test_nobody_who_serves_requests_truncates_or_owns() -> None:
    found = rows(
        "SELECT r.rolname, c.relname FROM pg_class c, pg_roles r"
        " WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')"
        " AND rolname IN ('app_web', 'app_worker', 'r_scoped', 'r_city', 'r_city_read')"
        " AND (relowner = r.oid OR has_table_privilege(r.oid, c.oid, 'TRUNCATE'))"
    )

    assert found == []


def test_definer_functions_are_few_pinned_and_closed_to_the_public() -> None:
    functions = rows(
        "SELECT proname, pg_get_userbyid(proowner), coalesce(proconfig::text, ''),"
        " has_function_privilege('public', p.oid, 'EXECUTE')"
        " FROM pg_proc p WHERE pronamespace = 'public'::regnamespace AND prosecdef"
    )

    assert {name for name, *_ in functions} <= set(DEFINERS)
    assert {owner for _, owner, _, _ in functions} <= {"app_definer"}
    assert [name for name, _, config, _ in functions if "search_path=" not in config] == []
    assert [name for name, _, _, everybody in functions if everybody] == []


def test_views_see_what_their_reader_sees() -> None:
    loose = rows(
        "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
        " AND (relkind = 'm' OR relkind = 'v' AND NOT"
        " coalesce('security_invoker=true' = ANY(reloptions), false))"
    )

    assert loose == []


def test_no_child_hangs_on_a_parent_its_writer_cannot_reach() -> None:
    """Foreign-key checks look past the policies: a scope key, or a reason why not."""
    pairs = rows(
        "SELECT k.conrelid::regclass::text, a.attname FROM pg_constraint k"
        " JOIN pg_attribute a ON a.attrelid = k.conrelid AND a.attnum = k.conkey[1]"
        " WHERE k.contype = 'f' AND cardinality(k.conkey) = 1 AND k.confrelid IN"
        "  (SELECT polrelid FROM pg_policy WHERE polname = 'read'"
        "   AND pg_get_expr(polqual, polrelid) <> 'true')"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint s WHERE s.contype = 'f'"
        "   AND s.conrelid = k.conrelid AND s.confrelid = k.confrelid"
        "   AND cardinality(s.conkey) = 2 AND s.conkey[1] = k.conkey[1])"
    )

    assert set(pairs) - set(CHECKED_ELSEWHERE) == set()


def test_a_key_left_to_another_is_kept_by_it() -> None:
    """A key the database does not check by itself is part of one it does check, which no row
    escapes by saying nothing in one of its columns.
    """
    left = {
        (model._meta.db_table, field.column)
        for model in apps.get_models()
        if model._meta.managed  # a view keeps no row of its own
        for field in model._meta.local_fields
        if isinstance(field, ForeignKey) and not field.db_constraint
    }

    assert left
    assert left - set(rows(KEPT)) == set()


def test_the_web_login_passes_no_policy_and_becomes_nothing_that_does() -> None:
    strong = rows(
        "SELECT l.rolname, r.rolname FROM pg_roles l, pg_roles r"
        " WHERE l.rolname IN ('app_web', 'app_worker')"
        " AND (l.rolsuper OR l.rolbypassrls OR (r.rolsuper OR r.rolbypassrls)"
        " AND pg_has_role(l.oid, r.oid, 'MEMBER'))"
    )

    assert strong == []
