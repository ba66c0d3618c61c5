"""Sessions, users and grants are read before anybody is known; then each sees his own unit's."""

from django.db import migrations

from wuhan_smes import policies

READ = f"jurisdiction_id = ANY({policies.ids('read_jurisdictions')})"
WRITE = f"jurisdiction_id = ANY({policies.ids('write_jurisdictions')})"
MY_USERS = "user_id IN (SELECT id FROM accounts_user)"


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0001_tables"),
        ("audit", "0002_walls"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("axes", "0010_accessattemptexpiration"),
    ]

    operations = [
        policies.reference_table("accounts_jurisdiction"),
        policies.reference_table("accounts_agency"),
        policies.guarded_table(
            "accounts_servicestation",
            read=f"{READ} OR id = ANY({policies.ids('read_stations')})",
            write=WRITE,
        ),
        policies.guarded_table(
            "accounts_user",
            read=f"{READ} OR id = {policies.ACTOR} OR agency_id = ANY({policies.ids('read_agencies')})",
            write=f"{WRITE} OR id = {policies.ACTOR}",
        ),
        policies.guarded_table("accounts_grant", read=MY_USERS, write=MY_USERS),
        policies.guarded_table("accounts_apitoken", read=MY_USERS, write=MY_USERS),
        migrations.RunSQL(
            [
                f"CREATE POLICY sign_in ON {table} TO {policies.LOGINS} USING (true) WITH CHECK (true)"
                for table in ("accounts_user", "accounts_grant", "accounts_apitoken")
            ]
            + [
                f"CREATE POLICY sign_in ON {table} FOR SELECT TO {policies.LOGINS} USING (true)"
                for table in ("accounts_jurisdiction", "accounts_agency", "accounts_servicestation")
            ]
            + [
                # A reader changes nothing but his own password and his own last sign-in.
                f"CREATE POLICY own_row ON accounts_user FOR UPDATE TO r_city_read USING (id = {policies.ACTOR})",
                f"CREATE POLICY own_tokens ON accounts_apitoken TO r_city_read USING (user_id = {policies.ACTOR})",
            ],
            [
                f"DROP POLICY sign_in ON {table}"
                for table in (
                    "accounts_user",
                    "accounts_grant",
                    "accounts_apitoken",
                    "accounts_jurisdiction",
                    "accounts_agency",
                    "accounts_servicestation",
                )
            ]
            + [
                "DROP POLICY own_row ON accounts_user",
                "DROP POLICY own_tokens ON accounts_apitoken",
            ],
        ),
        policies.login_table("accounts_user", "SELECT, UPDATE"),
        policies.login_table("accounts_apitoken"),
        policies.login_table("accounts_grant", "SELECT"),
        policies.login_table("accounts_jurisdiction", "SELECT"),
        policies.login_table("accounts_agency", "SELECT"),
        policies.login_table("accounts_servicestation", "SELECT"),
        policies.login_table("django_session"),
        policies.login_table("axes_accessattempt"),
        policies.login_table("axes_accessattemptexpiration"),
        policies.login_table("axes_accesslog"),
        policies.login_table("axes_accessfailurelog"),
        policies.login_table("django_content_type", "SELECT"),
    ]
