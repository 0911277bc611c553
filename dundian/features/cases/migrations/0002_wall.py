"""A case is seen by whoever owns, supervises or raised it; its steps by whoever sees it.

Which voices belong to it is seen only by whoever sees the voice: an enterprise cannot even count them.
"""

from django.db import migrations

from dundian.features.programme.scope import protect, protect_through


class Migration(migrations.Migration):
    dependencies = [("programme", "0002_scope"), ("cases", "0001_initial"), ("voices", "0002_wall")]
    operations = [
        protect(
            "cases_case",
            "'p:'||programme_id",
            "'g:'||group_id",
            "'o:'||official_id",
            "'u:'||owner_union_id",
            "'u:'||supervisor_union_id",
            "'e:'||owner_enterprise_id",
            "'c:'||id",
        ),
        protect_through("cases_casestep", "case_id", "cases_case"),
        protect_through("cases_case_voices", "voice_id", "voices_voice"),
    ]
