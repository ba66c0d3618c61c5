"""What was wholly given back may be found again; an objection that is right ends a line that was
never paid, and of one that was leaves over what is still to come.
"""

from importlib import import_module
from typing import Any, Final

from django.db import migrations, models

FIRST: Final[Any] = import_module("measures.migrations.0007_money_walls")
BEFORE: Final[Any] = import_module("measures.migrations.0009_lines_reclaimed")
KNOWN = FIRST.FLOW + BEFORE.ADDED
LINE = "measures_entitlement"
# Upheld against what was never paid: nothing is; against a later part: the rest is left over.
UPHELD = f"""
        BEGIN
            IF (NEW.state_after = 'surplus') <> EXISTS (
                SELECT FROM public.measures_payment p WHERE p.entitlement_id = NEW.entitlement_id
                   AND p.state = 'settled') THEN
                {FIRST.refuse("entitlement_upheld_as_paid", "what was paid before stands")};
            END IF;
            RETURN NULL;
        END"""


class Migration(migrations.Migration):
    dependencies = [("measures", "0013_disbursement_papers")]

    operations = [
        migrations.RunSQL(
            BEFORE.replaced(f"{KNOWN}uphold suspended surplus\n"), BEFORE.replaced(KNOWN)
        ),
        FIRST.function("measures_upheld_as_paid", UPHELD),
        FIRST.trigger(
            "upheld",
            "measures_entitlementstep",
            "AFTER INSERT ON {} FOR EACH ROW WHEN (NEW.move = 'uphold')"
            " EXECUTE FUNCTION measures_upheld_as_paid()",
        ),
        FIRST.closed("measures_upheld_as_paid"),
        migrations.RemoveConstraint("entitlement", "entitlement_once_a_period"),
        migrations.AddConstraint(
            "entitlement",
            models.UniqueConstraint(
                condition=models.Q(("state", "recovered"), _negated=True),
                fields=("payee", "programme", "period"),
                name="entitlement_once_a_period",
                violation_error_message="该对象在本期间已有这一项目",
            ),
        ),
    ]
