"""Where wrong passwords are counted: one table for all processes (django.core.cache's own layout)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("registry", "0002_import_drafts")]
    operations = [
        migrations.RunSQL(
            """
            create table sign_in_tries (
                cache_key varchar(255) primary key, value text not null, expires timestamptz not null
            );
            create index sign_in_tries_expires on sign_in_tries (expires);
            """,
            "drop table sign_in_tries;",
        )
    ]
