"""Which source stands behind a value, told to whoever is about to contradict it.

Imports belong to the unit that made them, so a district could not see that the city's list gave a
value. The function tells the rank of the source alone, of subjects the caller names.
"""

from django.db import migrations

from wuhan_smes import policies

STANDING = """
BEGIN
    RETURN QUERY
    SELECT DISTINCT ON (p.subject_id, p.thread, f.name)
           p.subject_id, p.thread::text, f.name::text, p.rank::int
      FROM public.exchange_provenance p
     CROSS JOIN LATERAL unnest(p.fields) f (name)
     WHERE p.kind = about AND p.subject_id = ANY (subjects)
     ORDER BY p.subject_id, p.thread, f.name, p.id DESC;
END
"""


class Migration(migrations.Migration):
    dependencies = [("exchange", "0002_walls")]

    operations = [
        policies.definer_function(
            "exchange_standing(about text, subjects bigint[])",
            STANDING,
            returns="TABLE(subject_id bigint, thread text, field text, rank int)",
        ),
    ]
