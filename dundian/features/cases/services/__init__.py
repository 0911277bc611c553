"""Every way in which a case changes: each step whole or not at all, locked, written into timeline and ledger."""

from dundian.engines.casework import StepNotAllowed

from .deadlines import DueInThePast
from .handling import (
    AnswerMissing,
    HandedBackOnce,
    NoHigherLevel,
    Owner,
    OwnerMissing,
    RevisitMissing,
    answer,
    assign,
    change_due,
    close_unanswered,
    close_unsolved,
    hand_back,
    pass_up,
    refuse,
    take_up_again,
    verify,
)
from .opening import UnknownClass, open_case, open_voice
from .sweeping import close_silent, propose_classes, remind, supervise
from .taking import CaseNotFound, ReasonMissing
from .undoing import NothingToUndo, undo
from .word import TooLateToReopen, confirm, reopen, scope_of_receipt
from .wording import NotMergeable, TitleMissing, UnknownFlag, describe, merge, reclassify, rename

__all__ = [
    "AnswerMissing",
    "CaseNotFound",
    "DueInThePast",
    "HandedBackOnce",
    "NoHigherLevel",
    "NotMergeable",
    "NothingToUndo",
    "Owner",
    "OwnerMissing",
    "ReasonMissing",
    "RevisitMissing",
    "StepNotAllowed",
    "TitleMissing",
    "TooLateToReopen",
    "UnknownClass",
    "UnknownFlag",
    "answer",
    "assign",
    "change_due",
    "close_silent",
    "close_unanswered",
    "close_unsolved",
    "confirm",
    "describe",
    "hand_back",
    "merge",
    "open_case",
    "open_voice",
    "pass_up",
    "propose_classes",
    "reclassify",
    "refuse",
    "remind",
    "rename",
    "reopen",
    "scope_of_receipt",
    "supervise",
    "take_up_again",
    "undo",
    "verify",
]
