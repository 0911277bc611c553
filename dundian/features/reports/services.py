"""Writing what a report cannot count."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from dundian.features.ledger.services import record

from .models import Passage, Section


class UnknownSection(Exception):
    """报告里没有这一节。"""


@transaction.atomic
def write_passage(*, programme_id: int, section: str, text: str, by: str, at: datetime) -> str:
    """Put words into one section and return those that stood there, so that they can be put back."""
    if section not in Section.values:
        raise UnknownSection
    old = Passage.objects.select_for_update().filter(programme_id=programme_id, section=section).first()
    Passage.objects.update_or_create(
        programme_id=programme_id,
        section=section,
        defaults={"text": text.strip(), "written_by": by, "written_at": at},
    )
    record(step="WRITE_PASSAGE", subject=f"programme:{programme_id}", by=by, at=at, facts={"section": section})
    return old.text if old else ""
