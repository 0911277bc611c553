"""Unions of five levels, and enterprises."""

from django.db import models


class Union(models.Model):
    """工会: one union organisation above the enterprise, or a department of one."""

    class Level(models.TextChoices):
        PROVINCE = "PROVINCE", "省"
        CITY = "CITY", "市"
        COUNTY = "COUNTY", "县"
        TOWNSHIP = "TOWNSHIP", "镇街"

    name = models.TextField(unique=True)
    level = models.TextField(choices=Level)
    parent = models.ForeignKey("self", models.PROTECT, null=True, related_name="children")
    county = models.TextField(null=True)
    township = models.TextField(null=True)
    chair = models.TextField(null=True)
    phone_sealed = models.BinaryField(null=True)
    phone_mask = models.TextField(null=True)
    member_count = models.PositiveIntegerField(null=True)
    union_count = models.PositiveIntegerField(null=True)

    def __str__(self) -> str:
        return self.name


class Enterprise(models.Model):
    """企业: the host of a group. Lists are as the import engine gives them, see `engines.reading`."""

    class Ownership(models.TextChoices):
        PRIVATE = "PRIVATE", "民营"
        HMT = "HMT", "港澳台"
        FOREIGN = "FOREIGN", "外资"
        MIXED = "MIXED", "混合所有"
        STATE = "STATE", "国有"
        COLLECTIVE = "COLLECTIVE", "集体"

    name = models.TextField(unique=True)
    county = models.TextField(null=True)
    township = models.TextField(null=True)
    union = models.ForeignKey(Union, models.SET_NULL, null=True, related_name="enterprises")
    uscc = models.TextField(null=True, unique=True)
    ownership = models.TextField(choices=Ownership, null=True)
    worker_count = models.PositiveIntegerField(null=True)
    beds_male = models.PositiveIntegerField(null=True)
    beds_female = models.PositiveIntegerField(null=True)
    accept_count = models.PositiveIntegerField(null=True)
    # [{"name", "start", "end"}], HH:MM; an end before its start is on the next day.
    shifts = models.JSONField(default=list)
    # [{"name", "count", "night", "heavy"}]
    posts = models.JSONField(default=list)
    # [{"team", "start", "end"}]
    breaks = models.JSONField(default=list)
    # [[first day, last day]] in ISO, empty = always
    available = models.JSONField(default=list)
    contact = models.TextField(null=True)
    contact_phone_sealed = models.BinaryField(null=True)
    contact_phone_mask = models.TextField(null=True)
    note = models.TextField(default="")

    def __str__(self) -> str:
        return self.name
