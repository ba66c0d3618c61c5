"""Sealing: what may be sealed, how an entry hashes, and who may add to the chain."""

from django.db import migrations

from wuhan_smes import policies

# A new column of the trail never changes an old hash: the fields are named one by one.
EVENT_HASH = """
CREATE FUNCTION public.audit_event_hash(e public.audit_auditevent) RETURNS bytea
LANGUAGE sql STABLE SET search_path = public, pg_temp AS $$
SELECT sha256(convert_to(jsonb_build_array(
       e.id, extract(epoch FROM e.at), extract(epoch FROM e.written_at), e.xid::text, e.actor_id,
       e.actor_name, e.kind, e.target, e.target_id, e.target_name, e.jurisdiction_id, e.changes,
       e.request_id, e.address)::text, 'UTF8'))
$$
"""

# Only entries below the oldest running writer: a late commit is never skipped. A cluster that was
# restored counts its transactions anew; then what has no seal yet is looked for one by one.
SEALER = """
DECLARE
    edge xid8 := pg_snapshot_xmin(pg_current_snapshot());
    last public.audit_seal;
    sealed int;
    content bytea;
    next_id bigint;
BEGIN
    PERFORM pg_advisory_xact_lock(4243);
    SELECT * INTO last FROM public.audit_seal s ORDER BY s.id DESC LIMIT 1;
    next_id := coalesce(last.id, 0) + 1;
    WITH closing AS (
        INSERT INTO public.audit_sealedevent (event_id, seal_id, hash)
        SELECT e.id, next_id, public.audit_event_hash(e)
          FROM public.audit_auditevent e
         WHERE e.xid < edge
           AND (last.id IS NULL OR last.edge > edge OR e.xid >= last.edge)
           AND NOT EXISTS (SELECT FROM public.audit_sealedevent s WHERE s.event_id = e.id)
        RETURNING event_id, hash
    )
    SELECT count(*), sha256(coalesce(string_agg(c.hash, ''::bytea ORDER BY c.event_id), ''::bytea))
      INTO sealed, content FROM closing c;
    IF sealed > 0 THEN
        INSERT INTO public.audit_seal (id, count, algorithm, previous, root, hash, sealed_at, edge)
        VALUES (next_id, sealed, 'sha256', coalesce(last.hash, '\\x00'), content,
                sha256(coalesce(last.hash, '\\x00'::bytea) || int8send(next_id)
                       || int4send(sealed) || content),
                clock_timestamp(), edge);
    END IF;
    RETURN sealed;
END
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0003_seals_tables")]

    operations = [
        migrations.RunSQL(
            [
                (
                    "ALTER TABLE audit_auditevent ADD COLUMN written_at timestamptz NOT NULL"
                    " DEFAULT clock_timestamp()"
                ),
                "CREATE INDEX audit_by_xid ON audit_auditevent (xid)",
                "ALTER TABLE audit_seal ADD COLUMN edge xid8 NOT NULL",
                EVENT_HASH,
            ],
            [
                "DROP FUNCTION public.audit_event_hash(audit_auditevent)",
                "ALTER TABLE audit_seal DROP COLUMN edge",
                "DROP INDEX audit_by_xid",
                "ALTER TABLE audit_auditevent DROP COLUMN written_at",
            ],
        ),
        *(
            policies.guarded_table(table, read="false", write="false")
            for table in ("audit_seal", "audit_sealedevent")
        ),
        migrations.RunSQL(
            [
                "REVOKE INSERT, UPDATE ON audit_seal, audit_sealedevent FROM r_scoped, r_city",
                "GRANT INSERT ON audit_seal, audit_sealedevent TO app_definer",
                *(
                    f"CREATE POLICY sealer ON {table} FOR INSERT TO app_definer WITH CHECK (true)"
                    for table in ("audit_seal", "audit_sealedevent")
                ),
            ],
            migrations.RunSQL.noop,
        ),
        policies.definer_function("audit_close()", SEALER, returns="integer", volatile=True),
        policies.append_only("audit_seal"),
        policies.append_only("audit_sealedevent"),
    ]
