"""Kinds of findings about a plan that was made from a document in the centre's own layout.

A finding here is a doubt: the plan workbook holds a value that was proposed, or lacks one that the document lacks.
"""

from xlplan.domain.findings.finding import note, warning
from xlplan.text.translation import N_

IMPORT_DETAIL_PROPOSED = warning(
    "import-detail-proposed",
    N_("“{heading}” is proposed, made from “{seen}”."),
    N_("Correct it, if it is written otherwise."),
    fields=("heading", "seen"),
)
IMPORT_DETAIL_ASKED = warning(
    "import-detail-asked",
    N_("The document does not give “{heading}”."),
    N_("Fill it in."),
    fields=("heading",),
)
IMPORT_PERIODS_DIFFER = warning(
    "import-periods-differ",
    N_("The text above the table names several periods: {seen}."),
    N_("Write the one that the plan covers."),
    fields=("seen",),
)
IMPORT_SIGNATURE_NAMELESS = warning(
    "import-signature-nameless",
    N_("The signature under the table has a post, but no name."),
    N_("Add the name of the person who signs."),
)
IMPORT_LINE_LEFT_OUT = note(
    "import-line-left-out",
    N_("“{seen}” is no detail of a plan, and is not in the workbook."),
    N_("If the plan needs it, add it."),
    fields=("seen",),
)
IMPORT_UNIT_NAME_PROPOSED = warning(
    "import-unit-name-proposed",
    N_("The name “{name}” is proposed, made from “{seen}”."),
    N_("Correct it, if the unit is called otherwise."),
    fields=("name", "seen"),
)
IMPORT_UNIT_CODE_PROPOSED = warning(
    "import-unit-code-proposed",
    N_("The code {code} is proposed for “{name}”."),
    N_("Leave it, or write another one of 2 to 6 Latin letters and digits."),
    fields=("code", "name"),
)
IMPORT_UNIT_KIND_PROPOSED = warning(
    "import-unit-kind-proposed",
    N_("By its name “{name}” is taken for this kind: {kind}."),
    N_("Choose another kind, if it is not."),
    fields=("name", "kind"),
    words=("kind",),
)
IMPORT_UNITS_LISTED = warning(
    "import-units-listed",
    N_("The units are those that the plan names: {units}."),
    N_("Add the units that are missing, and remove what is no unit."),
    fields=("units",),
)
IMPORT_GROUP_PROPOSED = warning(
    "import-group-proposed",
    N_("“{group}” is taken to mean these units: {units}."),
    N_("If it means others, correct the column “Also within” of each unit."),
    fields=("group", "units"),
)
IMPORT_GROUP_EMPTY = warning(
    "import-group-empty",
    N_("“{seen}” means several units, but the plan names none of them."),
    N_("Add these units to the list, with “{seen}” in the column “Also within”."),
    fields=("seen",),
)
IMPORT_UNITS_ALIKE = warning(
    "import-units-alike",
    N_("“{name}” and “{other}” are written almost alike."),
    N_("If they are one unit, leave one of the two rows, and its name wherever the plan names the unit."),
    fields=("name", "other"),
)
IMPORT_EXECUTOR_UNCLEAR = warning(
    "import-executor-unclear",
    N_("“{seen}” is no name of a unit."),
    N_("Name the unit that carries the measure out."),
    fields=("seen",),
)
IMPORT_UNIT_ONCE = warning(
    "import-unit-once",
    N_("“{name}” stands in the plan once only."),
    N_("If it is no unit, delete this row, and name the unit that is meant where the plan has this text."),
    fields=("name",),
)
IMPORT_UNIT_NEW = warning(
    "import-unit-new",
    N_("“{name}” is not among the units that the centre has so far: {known}."),
    N_("If it is one of them, delete this row, and write that unit's name where the plan has this text."),
    fields=("name", "known"),
)
IMPORT_OFFICIAL_PROPOSED = warning(
    "import-official-proposed",
    N_("“{seen}” is a post, and a plan names units; “{name}” is proposed."),
    N_("Write another unit, if this one does not carry the measure out."),
    fields=("seen", "name"),
)
IMPORT_OFFICIAL_UNCLEAR = warning(
    "import-official-unclear",
    N_("“{seen}” is a post, and it is not clear which unit of the plan is meant."),
    N_("Write the unit instead; if there is none, add to “{sheet}” one such as the centre's office."),
    fields=("seen", "sheet"),
    words=("sheet",),
)
IMPORT_PERSON_ALONE = warning(
    "import-person-alone",
    N_("“{seen}” is a person, and a plan names units only."),
    N_("Write the unit that carries the measure out."),
    fields=("seen",),
)
IMPORT_PERSONS_LEFT_OUT = note(
    "import-persons-left-out",
    N_("Persons named beside units are left out, for a plan names units only: {seen}."),
    N_("Nothing is to be done, if the units are right."),
    fields=("seen",),
)
IMPORT_NUMBERS_PROPOSED = warning(
    "import-numbers-proposed",
    N_("The numbers beside the units make up the target {target}, so they are proposed as shares: {seen}."),
    N_("Correct the share, if the number means something else."),
    fields=("target", "seen"),
)
IMPORT_NUMBERS_ASKED = warning(
    "import-numbers-asked",
    N_("The numbers beside the units do not make up the target of a quarter, so they are left out: {seen}."),
    N_("If they are shares, write them into “{sheet}” by quarter."),
    fields=("seen", "sheet"),
    words=("sheet",),
)
