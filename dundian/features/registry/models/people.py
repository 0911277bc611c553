"""People who can be sent, and the units they come from."""

from django.db import models


class HomeUnit(models.Model):
    """单位: the official's own unit, an office of headquarters or an affiliate."""

    class Kind(models.TextChoices):
        HEADQUARTERS = "HEADQUARTERS", "机关"
        AFFILIATE = "AFFILIATE", "直属单位"

    name = models.TextField(unique=True)
    kind = models.TextField(choices=Kind, null=True)

    def __str__(self) -> str:
        return self.name


class Person(models.Model):
    """One person. Phone and id number are sealed or absent; the masks are what a screen may show."""

    name = models.TextField()
    sex = models.TextField(choices=(("男", "男"), ("女", "女")), null=True)
    # As precise as it was given: YYYY-MM or YYYY-MM-DD.
    birth = models.TextField(null=True)
    ethnic = models.TextField(null=True)
    politics = models.TextField(null=True)
    home_unit = models.ForeignKey(HomeUnit, models.PROTECT, null=True, related_name="people")
    post = models.TextField(null=True)
    title = models.TextField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_mask = models.TextField(null=True)
    phone_mark = models.BinaryField(null=True)
    id_sealed = models.BinaryField(null=True)
    id_mask = models.TextField(null=True)
    # A keyed fingerprint, so that an import can meet the same person again without opening the seal.
    id_mark = models.BinaryField(null=True)
    note = models.TextField(default="")
    # A sentence for people taken from an article: they carry a name and a title until somebody completes them.
    is_complete = models.BooleanField(default=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("id_mark",), name="one_person_an_id_number"),
            models.CheckConstraint(condition=~models.Q(name=""), name="person_has_a_name"),
        )

    def __str__(self) -> str:
        return self.name
