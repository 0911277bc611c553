"""A voice is never opened to an enterprise; a thread is seen by whoever sees its voice."""

from django.db import migrations

from dundian.features.programme.scope import protect, protect_through


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_scope"), ("voices", "0001_initial")]
    operations = [
        protect(
            "voices_voice",
            "'p:'||programme_id",
            "'g:'||group_id",
            "'o:'||official_id",
            "'u:'||handler_union_id",
            "'r:'||encode(lookup, 'hex')",
        ),
        protect_through("voices_message", "voice_id", "voices_voice"),
    ]
