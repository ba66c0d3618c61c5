"""A program's key may be bound to one channel."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0006_closed_tables"),
    ]

    operations = [
        migrations.AddField(
            model_name="apitoken",
            name="bound_to",
            field=models.SlugField(
                blank=True, db_index=False, max_length=40, verbose_name="限定渠道"
            ),
        ),
        migrations.AddConstraint(
            model_name="apitoken",
            constraint=models.CheckConstraint(
                condition=models.Q(("bound_to", ""), ("may_write", True), _connector="OR"),
                name="token_bound_may_write",
            ),
        ),
    ]
