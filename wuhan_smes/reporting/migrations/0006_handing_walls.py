"""Everybody knows what is asked for; what a unit hands in is the unit's and the city's."""

from django.db import migrations

from wuhan_smes import policies


class Migration(migrations.Migration):
    dependencies = [("reporting", "0005_handing_in"), ("accounts", "0002_walls")]

    operations = [
        policies.reference_table("reporting_reportperiod"),
        policies.append_only("reporting_reportperiod"),
        policies.scoped_table("reporting_handin"),
        policies.scoped_table("reporting_handinstep"),
        policies.scope_key("reporting_handinstep", "reporting_handin", key="hand_in_id"),
        policies.append_only("reporting_handinstep"),
    ]
