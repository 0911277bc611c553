"""What was said, and what was answered. The enterprise's own account has no token that opens these rows."""

from django.db import models

from dundian.features.programme.models import Group, Official, Programme
from dundian.features.registry.models import Enterprise, Union


class Speaker(models.TextChoices):
    WORKER = "WORKER", "职工"
    ENTERPRISE = "ENTERPRISE", "企业"
    UNION = "UNION", "基层工会"


class Matter(models.TextChoices):
    ONE = "ONE", "个人"
    TEAM = "TEAM", "班组"
    SITE = "SITE", "本企业"


class VoiceState(models.TextChoices):
    WAITING = "WAITING", "等回话"
    ANSWERED = "ANSWERED", "回话了"
    CONFIRMED = "CONFIRMED", "说办好了"
    REOPENED = "REOPENED", "说没办好"


class Voice(models.Model):
    """心声: one thing heard. Of whoever said it nothing is known but what the words tell."""

    # The id of the parcel that brought it.
    id = models.UUIDField(primary_key=True)
    programme = models.ForeignKey(Programme, models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, models.RESTRICT, null=True, related_name="+")
    official = models.ForeignKey(Official, models.RESTRICT, related_name="+")
    enterprise = models.ForeignKey(Enterprise, models.RESTRICT, null=True, related_name="+")
    # The record it was heard in; no foreign key, since the record may arrive later.
    record_id = models.UUIDField(null=True)
    # All that is kept of the receipt code; null = nobody took one.
    lookup = models.BinaryField(unique=True, null=True)
    text = models.TextField()
    speaker = models.TextField(choices=Speaker)
    class_code = models.TextField(null=True)
    matter_scope = models.TextField(choices=Matter, null=True)
    said_at = models.DateTimeField()
    kept_at = models.DateTimeField()
    # The union that handles it now, and may therefore read it.
    handler_union = models.ForeignKey(Union, models.RESTRICT, null=True, related_name="+")
    state = models.TextField(choices=VoiceState, default=VoiceState.WAITING)

    class Meta:
        indexes = (models.Index(fields=("programme", "said_at"), name="voices_of_programme"),)
        constraints = (
            models.CheckConstraint(condition=~models.Q(text=""), name="voice_has_words"),
            models.CheckConstraint(condition=models.Q(speaker__in=Speaker.values), name="voice_speaker_is_known"),
            models.CheckConstraint(condition=models.Q(state__in=VoiceState.values), name="voice_state_is_known"),
        )

    def __str__(self) -> str:
        return str(self.id)


class MessageKind(models.TextChoices):
    SEEN = "SEEN", "去看过"
    REPLY = "REPLY", "回话"
    SET_ASIDE = "SET_ASIDE", "暂不能解决"
    REFUSED = "REFUSED", "不予受理"
    CONFIRM = "CONFIRM", "说办好了"
    REOPEN = "REOPEN", "说没办好"


class Message(models.Model):
    """One line of the thread between whoever spoke and whoever answers."""

    voice = models.ForeignKey(Voice, models.CASCADE, related_name="messages")
    at = models.DateTimeField()
    # The unit that speaks ("驻厂第 1 组"), never a person; empty for whoever holds the receipt.
    by = models.TextField(default="")
    kind = models.TextField(choices=MessageKind)
    text = models.TextField(default="")
    # Taken back within minutes by whoever wrote it: shown to nobody, and kept.
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("at", "pk")
        constraints = (
            models.CheckConstraint(condition=models.Q(kind__in=MessageKind.values), name="message_kind_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.voice_id}"
