"""Hardship points that nobody wrote are told from a written nought: null, as in the columns beside them.

Until now nought stood for both. Nobody could gain by writing it, so every nought becomes "nobody wrote any", also in
what imports remember: they compare with it before they are undone.
"""

from django.db import migrations, models

_OFFICIALS = "update programme_official set hardship = {new} where hardship {old};"
_IMPORTS = (
    "update registry_importedrow set {side} = jsonb_set({side}, '{{hardship}}', '{new}')"
    " where subject = 'programme.Official' and {side} -> 'hardship' = '{old}';"
)


def _said(new: str, old: str) -> str:
    compared = "is null" if old == "null" else f"= {old}"
    imports = "".join(_IMPORTS.format(side=side, new=new, old=old) for side in ("before", "after"))
    return _OFFICIALS.format(new=new, old=compared) + imports


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0005_weeks"),
        ("registry", "0001_initial"),
    ]
    operations = [
        # In the reverse the noughts come back before the column asks for them.
        migrations.RunSQL(migrations.RunSQL.noop, _said("0", "null")),
        migrations.AlterField("official", "hardship", models.PositiveSmallIntegerField(null=True)),
        migrations.RunSQL(_said("null", "0"), migrations.RunSQL.noop),
    ]
