"""Row-level security, scope keys, append-only history and the search index of the register."""

from django.db import migrations

from wuhan_smes import policies

FACTS = (
    "enterprises_enterprisename",
    "enterprises_jurisdictionstay",
    "enterprises_industrystay",
    "enterprises_enterprisechain",
    "enterprises_enterpriseplace",
    "enterprises_sizeyear",
    "enterprises_scalestatus",
)
OF_ENTERPRISE = (
    *FACTS,
    "enterprises_contact",
    "enterprises_ownershiplink",
    "enterprises_recognition",
    "enterprises_batchcandidate",
)
REFERENCE = (
    "enterprises_industry",
    "enterprises_industrychain",
    "enterprises_chainmapping",
    "enterprises_place",
    "enterprises_tierdefinition",
    "enterprises_sourceflag",
    "enterprises_tiertarget",
    "enterprises_reportedfigure",
    "enterprises_recognitionbatch",
)
BOTH_SIDES = "from_jurisdiction_id = ANY({ids}) OR to_jurisdiction_id = ANY({ids})"
XID = "ALTER TABLE {} ADD COLUMN xid xid8 NOT NULL DEFAULT pg_current_xact_id()"


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0001_tables"), ("accounts", "0002_walls")]

    operations = [
        policies.scoped_table("enterprises_enterprise"),
        *(policies.scoped_table(table) for table in OF_ENTERPRISE),
        *(
            policies.scope_key(table, "enterprises_enterprise", key="enterprise_id")
            for table in OF_ENTERPRISE
        ),
        *(policies.reference_table(table) for table in REFERENCE),
        policies.guarded_table(
            "enterprises_moverequest",
            read=BOTH_SIDES.format(ids=policies.ids("read_jurisdictions")),
            write=BOTH_SIDES.format(ids=policies.ids("write_jurisdictions")),
        ),
        *(
            policies.append_only(table, once=("superseded_at",), free=("jurisdiction_id",))
            for table in FACTS
        ),
        policies.append_only(
            "enterprises_recognition",
            once=("superseded_at",),
            free=("jurisdiction_id", "in_force"),
        ),
        migrations.RunSQL(
            [XID.format(table) for table in ("enterprises_recognition", *FACTS)],
            [
                f"ALTER TABLE {table} DROP COLUMN xid"
                for table in ("enterprises_recognition", *FACTS)
            ],
        ),
    ]
