"""Commitments are public; a word on them is the unit's that gave it, and the bureau's."""

from django.db import migrations

from wuhan_smes import policies

ENTRY, EVIDENCE = "measures_progressentry", "measures_progressevidence"
REMINDER = "measures_progressreminder"


def of(breadth: str) -> str:
    """Rows of a unit in reach, or of a responsible unit in reach."""
    return (
        f"jurisdiction_id = ANY({policies.ids(f'{breadth}_jurisdictions')})"
        f" OR agency_id = ANY({policies.ids(f'{breadth}_agencies')})"
    )


def key(child: str, columns: str, parent: str, referred: str, name: str) -> migrations.RunSQL:
    return migrations.RunSQL(
        f"ALTER TABLE {child} ADD CONSTRAINT {name} FOREIGN KEY ({columns})"
        f" REFERENCES {parent} ({referred})",
        f"ALTER TABLE {child} DROP CONSTRAINT {name}",
    )


# A row here lets whoever sees the entry read its file: only one's own file may be named.
OWN = f"""
    CREATE FUNCTION measures_evidence_is_own() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
        IF NOT EXISTS (SELECT FROM files_storedfile f
                        WHERE f.id = NEW.file_id AND f.owner_id = {policies.ACTOR}) THEN
            RAISE EXCEPTION 'file % is of somebody else', NEW.file_id
                USING ERRCODE = 'insufficient_privilege';
        END IF;
        RETURN NULL;
    END $$"""
FETCHED = """CREATE POLICY progress_evidence ON files_storedfile FOR SELECT TO r_scoped
    USING (EXISTS (SELECT FROM measures_progressevidence e WHERE e.file_id = files_storedfile.id))"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0010_commitments"), ("files", "0002_walls")]

    operations = [
        policies.reference_table("measures_commitment"),
        policies.reference_table("measures_commitmentunit"),
        policies.guarded_table(ENTRY, read=of("read"), write=of("write")),
        policies.guarded_table(EVIDENCE, read=of("read"), write=of("write")),
        policies.guarded_table(REMINDER, read=of("read"), write="false"),
        policies.append_only(EVIDENCE),
        policies.append_only(REMINDER),
        # Whoever reports stands in the breakdown, and the row lies where that unit lies.
        key(
            ENTRY,
            "commitment_id, agency_id",
            "measures_commitmentunit",
            "commitment_id, agency_id",
            "progress_by_who_owes_it",
        ),
        migrations.RunSQL(
            "ALTER TABLE accounts_agency ADD CONSTRAINT agency_scope_key"
            " UNIQUE (id, jurisdiction_id)",
            "ALTER TABLE accounts_agency DROP CONSTRAINT agency_scope_key",
        ),
        *(
            policies.scope_key(table, "accounts_agency", key="agency_id")
            for table in (ENTRY, REMINDER)
        ),
        key(
            EVIDENCE,
            "entry_id, agency_id, jurisdiction_id",
            ENTRY,
            "id, agency_id, jurisdiction_id",
            "evidence_of_the_units_own_entry",
        ),
        migrations.RunSQL(
            [
                OWN,
                f"""CREATE TRIGGER own_file AFTER INSERT ON {EVIDENCE} FOR EACH ROW
                    WHEN (current_user IN ('r_scoped', 'r_city'))
                    EXECUTE FUNCTION measures_evidence_is_own()""",
                FETCHED,
            ],
            [
                "DROP POLICY progress_evidence ON files_storedfile",
                f"DROP TRIGGER own_file ON {EVIDENCE}",
                "DROP FUNCTION measures_evidence_is_own()",
            ],
        ),
    ]
