"""Issuing: the plan in force becomes a locked template for each unit of a quarter."""

from xlplan.services.templates.issue import Issued, issue_templates, unadopted_plans
from xlplan.services.templates.template_file import Template

__all__ = ["Issued", "Template", "issue_templates", "unadopted_plans"]
