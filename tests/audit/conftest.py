"""Ways of getting at the trail that nobody of the product has."""

import psycopg
import pytest


@pytest.fixture
def tamper(url_of):
    """As somebody who owns the tables and knows about the triggers."""

    def do(sql):
        with psycopg.connect(url_of("app_owner")) as owner:
            for table in ("audit_auditevent", "audit_seal", "audit_sealedevent"):
                owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
                owner.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
            owner.execute(sql)

    return do
