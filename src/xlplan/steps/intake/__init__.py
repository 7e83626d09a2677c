"""Intake: what lies in the inbox is claimed, archived, read, checked, recorded and answered, each file once."""

from xlplan.steps.intake.answer import Answered
from xlplan.steps.intake.take import TakenIn, take_in

__all__ = ["Answered", "TakenIn", "take_in"]
