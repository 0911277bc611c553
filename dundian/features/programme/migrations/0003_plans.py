"""Runs of the solver, changes of the plan, publications, calendars."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("programme", "0002_scope"),
    ]

    operations = [
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("secret_hash", models.BinaryField(unique=True)),
                ("secret_sealed", models.BinaryField()),
                ("made_at", models.DateTimeField()),
                (
                    "official",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="calendar", to="programme.official"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="NoticeWords",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("report_time", models.TimeField(null=True)),
                ("report_place", models.TextField(default="")),
                ("bring", models.TextField(default="")),
                ("rules", models.TextField(default="")),
                ("contact", models.TextField(default="")),
                (
                    "programme",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="notice_words",
                        to="programme.programme",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PlanChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.TextField(
                        choices=[
                            ("RUN", "排了一版"),
                            ("MOVE", "换组"),
                            ("SWAP", "对换"),
                            ("OUT", "先不排"),
                            ("RESERVE", "后备"),
                            ("LEADER", "定组长"),
                            ("LOCK", "锁住"),
                            ("UNLOCK", "解锁"),
                        ]
                    ),
                ),
                ("by", models.TextField()),
                ("at", models.DateTimeField()),
                ("before", models.JSONField()),
                ("after", models.JSONField()),
                ("undone_at", models.DateTimeField(null=True)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="plan_changes",
                        to="programme.programme",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Publication",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("at", models.DateTimeField()),
                ("by", models.TextField()),
                ("notice_count", models.PositiveIntegerField()),
                ("changed_count", models.PositiveIntegerField()),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="publications",
                        to="programme.programme",
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
            },
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("facts", models.JSONField()),
                (
                    "official",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notice", to="programme.official"
                    ),
                ),
                (
                    "publication",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notices", to="programme.publication"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarEvent",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.TextField(choices=[("WEEK", "蹲点"), ("REPORT", "报到")])),
                ("uid", models.TextField(unique=True)),
                ("sequence", models.PositiveIntegerField(default=0)),
                ("facts", models.JSONField()),
                ("is_cancelled", models.BooleanField(default=False)),
                ("stamped_at", models.DateTimeField()),
                (
                    "official",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_events",
                        to="programme.official",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("official", "kind"), name="one_event_of_a_kind_an_official")
                ],
            },
        ),
        migrations.CreateModel(
            name="PlanRun",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "state",
                    models.TextField(
                        choices=[
                            ("WAITING", "排着队"),
                            ("RUNNING", "正在算"),
                            ("DONE", "算好了"),
                            ("IMPOSSIBLE", "排不出来"),
                            ("BROKEN", "没算完"),
                        ],
                        default="WAITING",
                    ),
                ),
                ("by", models.TextField()),
                ("asked_at", models.DateTimeField()),
                ("started_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("seed", models.PositiveIntegerField()),
                ("off", models.JSONField(default=list)),
                ("keeps_groups", models.BooleanField(default=False)),
                ("weights", models.JSONField(default=dict)),
                ("input_hash", models.TextField(default="")),
                ("progress", models.JSONField(null=True)),
                ("is_stop_asked", models.BooleanField(default=False)),
                ("score", models.JSONField(null=True)),
                ("bound", models.IntegerField(null=True)),
                ("seconds", models.FloatField(null=True)),
                ("is_optimal", models.BooleanField(default=False)),
                ("assignment", models.JSONField(default=dict)),
                ("conflict", models.JSONField(default=list)),
                ("is_applied", models.BooleanField(default=False)),
                (
                    "programme",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="plan_runs", to="programme.programme"
                    ),
                ),
            ],
            options={
                "ordering": ("-pk",),
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ("WAITING", "RUNNING"))),
                        fields=("programme",),
                        name="one_run_at_a_time",
                    )
                ],
            },
        ),
    ]
