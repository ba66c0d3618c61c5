"""Room for enciphered telephones and addresses of mail; what is there is turned afterwards, by
`encipher_personal` or the coming night, and is read as it is until then.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("enterprises", "0040_titles_taken_back_valid")]

    operations = [
        migrations.AlterField(
            model_name="contact",
            name="email",
            field=models.EmailField(blank=True, max_length=1000, verbose_name="邮箱"),
        ),
        migrations.AlterField(
            model_name="contact",
            name="phone",
            field=models.CharField(blank=True, max_length=255, verbose_name="电话"),
        ),
    ]
