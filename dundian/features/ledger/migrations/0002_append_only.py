"""The chain only grows: no role, not even the owner, changes or removes a line."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("ledger", "0001_initial")]
    operations = [
        migrations.RunSQL(
            """
            create function ledger_only_grows() returns trigger language plpgsql as $$
            begin raise exception 'the ledger only grows'; end $$;
            create trigger only_grows before update or delete on ledger_entry
            for each row execute function ledger_only_grows();
            """,
            "drop trigger only_grows on ledger_entry; drop function ledger_only_grows();",
        )
    ]
