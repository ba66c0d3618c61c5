"""A link that was used or taken back stays as it is: what was signed is never written anew."""

from django.db import migrations

LINK = "links_actionlink"
# What the one who opens a link was shown when it was sent to him.
SAID = "purpose, object_id, number, title, promise, promise_version, digest, phone, issued_at"
STAYS = f"""
CREATE FUNCTION {LINK}_stays() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF OLD.used_at IS NOT NULL OR OLD.revoked_at IS NOT NULL THEN
        RAISE EXCEPTION 'a link that ended stays as it is' USING ERRCODE = 'insufficient_privilege';
    END IF;
    IF ({", ".join(f"NEW.{c}" for c in SAID.split(", "))})
       IS DISTINCT FROM ({", ".join(f"OLD.{c}" for c in SAID.split(", "))}) THEN
        RAISE EXCEPTION 'what a link says is said once' USING ERRCODE = 'insufficient_privilege';
    END IF;
    RETURN NEW;
END $$
"""


class Migration(migrations.Migration):
    dependencies = [("links", "0003_signed_promises")]

    operations = [
        migrations.RunSQL(
            [
                STAYS,
                f"""CREATE TRIGGER stays BEFORE UPDATE ON {LINK}
                    FOR EACH ROW EXECUTE FUNCTION {LINK}_stays()""",
            ],
            [f"DROP TRIGGER stays ON {LINK}", f"DROP FUNCTION {LINK}_stays()"],
        ),
    ]
