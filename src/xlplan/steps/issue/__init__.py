"""Issuing: the plan in force becomes a locked template for each unit of a quarter."""

from xlplan.steps.issue.templates import Issued, issue_templates, unadopted_plans
from xlplan.steps.issue.write import Template

__all__ = ["Issued", "Template", "issue_templates", "unadopted_plans"]
