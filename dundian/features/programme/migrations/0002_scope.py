"""The function by which every protected table asks for the scope."""

from django.db import migrations

from dundian.features.programme.scope import DD_SCOPE


class Migration(migrations.Migration):
    dependencies = [("programme", "0001_initial")]
    operations = [migrations.RunSQL(DD_SCOPE, "drop function dd_scope()")]
