"""What phones sent, byte for byte. It is kept before anything tries to read it."""

from django.db import models
from django.db.models.expressions import Func, Value

from dundian.features.programme.models import Group, Official, Programme
from dundian.features.registry.models import Device

SEQUENCE = "inbox_seq"


def next_number() -> Func:
    """The default of `seq`: the database counts, so that two connections never draw one number."""
    return Func(Value(SEQUENCE), function="nextval", output_field=models.BigIntegerField())


class Kept(models.Model):
    """Bytes that arrived, who sent them, and whose they are."""

    sha256 = models.BinaryField()
    payload = models.BinaryField()
    device = models.ForeignKey(Device, models.RESTRICT, related_name="+")
    # Null while the phone's owner is in no programme: kept all the same.
    official = models.ForeignKey(Official, models.RESTRICT, null=True, related_name="+")
    programme = models.ForeignKey(Programme, models.CASCADE, null=True, related_name="+")
    group = models.ForeignKey(Group, models.RESTRICT, null=True, related_name="+")
    kept_at = models.DateTimeField()
    seq = models.BigIntegerField(unique=True, db_default=next_number())
    # A person looked at what could not be read, or at bytes that differ.
    settled_at = models.DateTimeField(null=True)
    settled_by = models.TextField(default="")

    class Meta:
        abstract = True


class ParcelState(models.TextChoices):
    KEPT = "KEPT", "收好了"
    OPENED = "OPENED", "看过了"
    FAULTY = "FAULTY", "没看懂"


class Parcel(Kept):
    """What a phone sent under an id that it made itself. Its payload is emptied once a voice was opened."""

    id = models.UUIDField(primary_key=True)
    kind = models.TextField(default="")
    # The moment of speaking as the phone had it; unknown until the parcel was opened.
    said_at = models.DateTimeField(null=True)
    state = models.TextField(choices=ParcelState, default=ParcelState.KEPT)
    fault = models.TextField(default="")
    tried_at = models.DateTimeField(null=True)
    # The release that could not read it: a newer one tries again.
    tried_by = models.TextField(default="")

    class Meta:
        indexes = (
            models.Index(fields=("tried_at", "seq"), condition=~models.Q(state="OPENED"), name="inbox_not_opened"),
            models.Index(fields=("official", "seq"), name="inbox_of_official"),
        )
        constraints = (
            models.CheckConstraint(condition=models.Q(state__in=ParcelState.values), name="parcel_state_is_known"),
        )

    def __str__(self) -> str:
        return f"{self.id} {self.state}"


class Branch(Kept):
    """Other bytes under the id of a parcel that was kept before: never merged, shown to a person."""

    parcel = models.ForeignKey(Parcel, models.CASCADE, related_name="branches")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("parcel", "sha256"), name="branch_once"),)

    def __str__(self) -> str:
        return f"{self.parcel_id} ({self.seq})"
