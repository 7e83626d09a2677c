"""The catalogue of every kind of finding, by code, collected from the modules that declare them."""

from types import ModuleType

from xlplan.domain.findings import (
    answer_kinds,
    cell_kinds,
    descent_kinds,
    file_kinds,
    number_kinds,
    plan_cell_kinds,
    plan_event_kinds,
    plan_executor_kinds,
    plan_import_kinds,
    plan_import_table_kinds,
    plan_kinds,
    plan_layout_kinds,
    plan_number_kinds,
    plan_source_kinds,
    quarter_kinds,
    record_kinds,
)
from xlplan.domain.findings.finding import FindingKind


def kinds_of(module: ModuleType) -> tuple[FindingKind, ...]:
    """Return the kinds that a module declares, in the order declared."""
    return tuple(value for value in vars(module).values() if isinstance(value, FindingKind))


def collect_kinds(*modules: ModuleType) -> dict[str, FindingKind]:
    """Return the kinds that modules declare by their codes.

    Raises:
        ValueError: Two kinds have the same code.
    """
    catalogue: dict[str, FindingKind] = {}
    for kind in (kind for module in modules for kind in kinds_of(module)):
        if kind.code in catalogue:
            raise ValueError(f"two kinds of findings have the code {kind.code}")
        catalogue[kind.code] = kind
    return catalogue


CATALOGUE = collect_kinds(
    *(
        plan_kinds,
        plan_layout_kinds,
        plan_import_kinds,
        plan_import_table_kinds,
        plan_cell_kinds,
        plan_event_kinds,
        plan_executor_kinds,
        plan_number_kinds,
        plan_source_kinds,
        descent_kinds,
    ),
    *(file_kinds, answer_kinds, number_kinds, cell_kinds, quarter_kinds, record_kinds),
)
