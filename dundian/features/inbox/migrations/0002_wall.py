"""What phones sent is seen by the official, his phone, his group and the programme's office."""

from django.db import migrations

from dundian.features.programme.scope import protect


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_scope"), ("inbox", "0001_initial")]
    operations = [
        protect(table, "'p:'||programme_id", "'g:'||group_id", "'o:'||official_id", "'d:'||device_id")
        for table in ("inbox_parcel", "inbox_branch")
    ]
