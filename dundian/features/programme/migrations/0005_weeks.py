"""Weeks of groups, the slots that enterprises agree to, and calendar events of single entries."""

import django.db.models.deletion
from django.db import migrations, models

from dundian.features.programme.scope import protect


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0004_locks_and_weights"),
        ("registry", "0004_username_once"),
    ]

    operations = [
        migrations.CreateModel(
            name="GroupWeek",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("terms", models.JSONField(default=dict)),
                ("facts", models.JSONField(default=dict)),
                ("plan", models.JSONField(default=dict)),
                ("input_hash", models.TextField(default="")),
                ("made_by", models.TextField(default="")),
                ("made_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("reminded_at", models.DateTimeField(null=True)),
                ("agreed", models.JSONField(default=dict)),
                ("agreed_at", models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name="WeekChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=[("MOVE", "换了时间"), ("REMOVE", "去掉一段"), ("ADD", "加了访谈")])),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("undone_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="WeekRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("WAITING", "排着队"),
                            ("RUNNING", "正在排"),
                            ("DONE", "排好了"),
                            ("STOPPED", "停下了"),
                            ("BROKEN", "没排完"),
                        ],
                        default="WAITING",
                    ),
                ),
                ("by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("groups", models.JSONField()),
                ("done", models.JSONField(default=list)),
                ("failed", models.JSONField(default=dict)),
                ("is_stop_asked", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="WeekSlot",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.TextField()),
                ("day", models.DateField()),
                ("start", models.PositiveSmallIntegerField()),
                ("end", models.PositiveSmallIntegerField()),
                ("kind", models.TextField()),
                ("words", models.JSONField()),
                (
                    "state",
                    models.TextField(
                        choices=[("WAITING", "还没点头"), ("AGREED", "同意"), ("OTHER", "换个时间")], default="WAITING"
                    ),
                ),
                ("word", models.TextField(default="")),
                ("said_by", models.TextField(default="")),
                ("answered_by", models.TextField(default="")),
                ("answered_at", models.DateTimeField(null=True)),
            ],
            options={
                "ordering": ("day", "start", "pk"),
            },
        ),
        migrations.RemoveConstraint(
            model_name="calendarevent",
            name="one_event_of_a_kind_an_official",
        ),
        migrations.AddField(
            model_name="calendarevent",
            name="slot",
            field=models.TextField(default=""),
        ),
        migrations.AlterField(
            model_name="calendarevent",
            name="kind",
            field=models.TextField(choices=[("WEEK", "蹲点"), ("REPORT", "报到"), ("SLOT", "课表")]),
        ),
        migrations.AddConstraint(
            model_name="calendarevent",
            constraint=models.UniqueConstraint(
                fields=("official", "kind", "slot"), name="one_event_of_a_kind_an_official"
            ),
        ),
        migrations.AddField(
            model_name="groupweek",
            name="group",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.CASCADE, related_name="week", to="programme.group"
            ),
        ),
        migrations.AddField(
            model_name="weekchange",
            name="week",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="changes", to="programme.groupweek"
            ),
        ),
        migrations.AddField(
            model_name="weekrun",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="week_runs", to="programme.programme"
            ),
        ),
        migrations.AddField(
            model_name="weekslot",
            name="enterprise",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="registry.enterprise"
            ),
        ),
        migrations.AddField(
            model_name="weekslot",
            name="group",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.group"
            ),
        ),
        migrations.AddField(
            model_name="weekslot",
            name="programme",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="+", to="programme.programme"
            ),
        ),
        migrations.AddField(
            model_name="weekslot",
            name="week",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.CASCADE, related_name="slots", to="programme.groupweek"
            ),
        ),
        migrations.AddConstraint(
            model_name="weekrun",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state__in", ("WAITING", "RUNNING"))),
                fields=("programme",),
                name="one_week_run_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="weekslot",
            constraint=models.UniqueConstraint(fields=("week", "key"), name="slot_once_a_week"),
        ),
        protect("programme_weekslot", "'p:'||programme_id", "'g:'||group_id", "'e:'||enterprise_id"),
    ]
