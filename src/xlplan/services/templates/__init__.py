"""The issue of templates: the plan in force becomes a locked template for each unit of a quarter."""

from xlplan.services.templates.folder import RefusedFile
from xlplan.services.templates.issue import IssueResult, issue_templates, unadopted_plans
from xlplan.services.templates.template_file import IssuedTemplate, Renewal

__all__ = ["IssueResult", "IssuedTemplate", "RefusedFile", "Renewal", "issue_templates", "unadopted_plans"]
