"""A title that is taken back leads to the stage where the papers stood, whichever it was."""

from django.contrib.postgres.operations import AddConstraintNotValid
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0011_former_passwords"),
        ("enterprises", "0038_complainants_enciphered"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="cultivationstep",
            name="cultivation_step_is_in_the_table",
        ),
        AddConstraintNotValid(
            model_name="cultivationstep",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("move", "apply"), ("stage_after", "applied"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "back"), ("stage_after", "growing"), ("stage_before", "applied")
                    ),
                    models.Q(
                        ("move", "back"), ("stage_after", "growing"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "applied")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "growing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "preparing")
                    ),
                    models.Q(
                        ("move", "drop"), ("stage_after", "dropped"), ("stage_before", "seedling")
                    ),
                    models.Q(
                        ("move", "nurture"),
                        ("stage_after", "growing"),
                        ("stage_before", "seedling"),
                    ),
                    models.Q(
                        ("move", "prepare"),
                        ("stage_after", "preparing"),
                        ("stage_before", "growing"),
                    ),
                    models.Q(("move", "put_in"), ("stage_after", "growing"), ("stage_before", "")),
                    models.Q(
                        ("move", "put_in"), ("stage_after", "preparing"), ("stage_before", "")
                    ),
                    models.Q(("move", "put_in"), ("stage_after", "seedling"), ("stage_before", "")),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "applied"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "growing"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "preparing"),
                    ),
                    models.Q(
                        ("move", "recognise"),
                        ("stage_after", "recognised"),
                        ("stage_before", "seedling"),
                    ),
                    models.Q(
                        ("move", "resume"), ("stage_after", "growing"), ("stage_before", "dropped")
                    ),
                    models.Q(
                        ("move", "undo"), ("stage_after", "applied"), ("stage_before", "recognised")
                    ),
                    models.Q(
                        ("move", "undo"), ("stage_after", "growing"), ("stage_before", "recognised")
                    ),
                    models.Q(
                        ("move", "undo"),
                        ("stage_after", "preparing"),
                        ("stage_before", "recognised"),
                    ),
                    models.Q(
                        ("move", "undo"),
                        ("stage_after", "seedling"),
                        ("stage_before", "recognised"),
                    ),
                    _connector="OR",
                ),
                name="cultivation_step_is_in_the_table",
            ),
        ),
    ]
