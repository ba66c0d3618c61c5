"""What nobody's scope may change, and people who stay in the unit of their station."""

from django.db import migrations, models

from wuhan_smes import policies

INTERNAL = (
    "django_admin_log",
    "auth_group",
    "auth_group_permissions",
    "auth_permission",
    "knox_authtoken",
)


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0005_narrow_writes"),
        ("admin", "0003_logentry_add_action_flag_choices"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("knox", "0009_extend_authtoken_field"),
    ]

    operations = [
        *(policies.internal_table(table) for table in INTERNAL),
        migrations.AddConstraint(
            model_name="servicestation",
            constraint=models.UniqueConstraint(
                fields=("id", "jurisdiction"), name="station_scope_key"
            ),
        ),
        policies.scope_key("accounts_user", "accounts_servicestation", key="station_id"),
    ]
