"""User names do not know upper from lower case, and neither may two accounts made at one moment."""

import django.db.models.functions.text
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registry", "0003_sign_in_tries")]
    operations = [
        migrations.AddConstraint(
            model_name="account",
            constraint=models.UniqueConstraint(
                django.db.models.functions.text.Lower("username"), name="username_once_in_any_case"
            ),
        )
    ]
