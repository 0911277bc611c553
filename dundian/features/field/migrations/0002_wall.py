"""Records are seen by the official, his group and the programme's office."""

from django.db import migrations

from dundian.features.programme.scope import protect


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_scope"), ("field", "0001_initial")]
    operations = [
        protect("field_record", "'p:'||programme_id", "'g:'||group_id", "'o:'||official_id"),
    ]
