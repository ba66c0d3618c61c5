"""A figure that records answer names its count too; one only reported names none."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("enterprises", "0030_evidence"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="reportedfigure",
            name="figure_computed_by_a_query",
        ),
        migrations.AddConstraint(
            model_name="reportedfigure",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("counterpart", "reported"),
                        models.Q(("computed_by", ""), _negated=True),
                        _connector="XOR",
                    ),
                    ("counterpart", "recorded"),
                    _connector="OR",
                ),
                name="figure_computed_by_a_query",
            ),
        ),
    ]
