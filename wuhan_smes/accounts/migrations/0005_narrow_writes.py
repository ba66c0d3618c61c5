"""Seeing somebody's grants and tokens is not changing them."""

from django.db import migrations

from wuhan_smes import policies

WRITABLE_UNITS = policies.ids("write_jurisdictions")
WRITABLE_USERS = f"SELECT id FROM accounts_user WHERE jurisdiction_id = ANY({WRITABLE_UNITS})"  # noqa: S608 - constants
OF_WRITABLE_USER = f"user_id IN ({WRITABLE_USERS})"
OWN = f"user_id = {policies.ACTOR}"
VISIBLE = "user_id IN (SELECT id FROM accounts_user)"
COMMANDS = {
    "insert": "WITH CHECK ({})",
    "update": "USING ({0}) WITH CHECK ({0})",
    "delete": "USING ({})",
}


def rewritten(table: str, condition: str) -> list[str]:
    return [
        f"ALTER POLICY {name} ON {table} {text.format(condition)}"
        for name, text in COMMANDS.items()
    ]


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_duties_apart")]

    operations = [
        migrations.RunSQL(
            rewritten("accounts_grant", OF_WRITABLE_USER)
            + rewritten("accounts_apitoken", f"{OWN} OR {OF_WRITABLE_USER}"),
            rewritten("accounts_grant", VISIBLE) + rewritten("accounts_apitoken", VISIBLE),
        ),
        # Taking a token away removes its row; the trail keeps that it was there.
        policies.deletable("accounts_apitoken"),
    ]
