"""Kinds of findings about a document that a plan is imported from: whether it can be read, and how it was read."""

from xlplan.domain.findings.finding import error, note, warning
from xlplan.text.translation import N_

PLAN_IS_DOCUMENT = error(
    "plan-is-document",
    N_("The file is a text document and no plan workbook."),
    N_("Make a workbook of it: {command}."),
    fields=("command",),
)
PLAN_IS_OWN_FORM = error(
    "plan-is-own-form",
    N_("The workbook has none of the sheets of a plan workbook; it has {seen}."),
    N_("If it is a plan in a form of your own, make a plan workbook of it: {command}."),
    fields=("seen", "command"),
)
PLAN_SOURCE_EMPTY = error(
    "plan-source-empty",
    N_("The file is empty: it holds not one byte."),
    N_("Take another copy of the plan, or save it again."),
)
PLAN_SOURCE_DAMAGED = error(
    "plan-source-damaged",
    N_("The file cannot be opened: it is damaged or was not copied whole."),
    N_("Open it in Word, Excel or LibreOffice, save it again as .docx or .xlsx and import that."),
)
PLAN_SOURCE_LOCKED = error(
    "plan-source-locked",
    N_("The file is locked with a password, so it cannot be read."),
    N_("Open it with its password, save it without one and import that."),
)
PLAN_SOURCE_PDF = error(
    "plan-source-pdf",
    N_("The file is a PDF document, from which no table is read, be it text or a scan."),
    N_(
        "Import the document that it was made from. Where there is none, open the PDF in Word, which makes a "
        "document of it, look through it and save it as .docx; a scan has to be recognised or typed first."
    ),
)
PLAN_SOURCE_PICTURE = error(
    "plan-source-picture",
    N_("The file is a picture, a photo or a scan: its letters are not read."),
    N_("Import the Word document or the spreadsheet of the plan; a plan on paper has to be recognised or typed."),
)
PLAN_SOURCE_PICTURES = error(
    "plan-source-pictures",
    N_("The document holds no table but only pictures ({number}): letters in a picture or a scan are not read."),
    N_("Import the document in which the plan was typed; a plan on paper has to be recognised or typed."),
    fields=("number",),
)
PLAN_SOURCE_TEXT = error(
    "plan-source-text",
    N_("The file is plain text without a table."),
    N_("Import the Word document or the spreadsheet of the plan."),
)
PLAN_SOURCE_OTHER = error(
    "plan-source-other",
    N_("No plan is read from a file of this kind: it looks like {seen}."),
    N_("Import the plan as a Word document (.docx) or as a spreadsheet (.xlsx)."),
    fields=("seen",),
    words=("seen",),
)
PLAN_SOURCE_TOO_LARGE = error(
    "plan-source-too-large",
    N_("The file is too large: {seen} MB, while the limit is {limit} MB."),
    N_("Copy the plan alone, without pictures, into a new document and import that."),
    fields=("seen", "limit"),
)
PLAN_SOURCE_DANGEROUS = error(
    "plan-source-dangerous",
    N_("The file was not opened, because it is built in a dangerous way: {seen}."),
    N_("Copy the plan into a new document and import that."),
    fields=("seen",),
    words=("seen",),
)
PLAN_SOURCE_TOO_SLOW = error(
    "plan-source-too-slow",
    N_("The file was put aside: reading it took more than {limit} seconds or too much memory."),
    N_("Copy the plan alone into a new document and import that."),
    fields=("limit",),
)
PLAN_SOURCE_TO_CONVERT = error(
    "plan-source-to-convert",
    N_(
        "The file is {seen}. LibreOffice could turn it into a document that xlplan reads, but it is not installed."
    ),
    N_("Open the file in Word, save it as .docx (File > Save as) and import that."),
    fields=("seen", "ending"),
    words=("seen",),
)
PLAN_SOURCE_NOT_CONVERTED = error(
    "plan-source-not-converted",
    N_("LibreOffice could not turn the file, which is {seen}, into a document that xlplan reads."),
    N_("Open the file in Word, save it as .docx (File > Save as) and import that."),
    fields=("seen",),
    words=("seen",),
)
PLAN_SOURCE_CONVERTED = note(
    "plan-source-converted",
    N_("The file is {seen}; LibreOffice turned a copy of it into a Word document, and that was read."),
    N_("Nothing needs to be done, but for a look whether all of it came along."),
    fields=("seen",),
    words=("seen",),
)
PLAN_SOURCE_MACROS = note(
    "plan-source-macros",
    N_("The file holds macros. They were not run; only its text was read."),
    N_("Nothing needs to be done."),
)
PLAN_SOURCE_LINKED = note(
    "plan-source-linked",
    N_("The document shows content from outside of it (pictures, objects). It was not fetched."),
    N_("If part of the plan is in it, copy that part into the document itself and import it again."),
)
PLAN_TABLE_JOINED = warning(
    "plan-table-joined",
    N_("After row {rows} the table breaks off and goes on as another one below; both were read as one table."),
    N_("If they are two tables, put a line of text between them and import the document again."),
    fields=("rows",),
)
PLAN_TEXT_INSERTED = warning(
    "plan-text-inserted",
    N_("A tracked change that nobody has accepted inserts “{seen}”; it was read."),
    N_("If it does not belong in the plan, reject the change in Word and import the document again."),
    fields=("seen",),
)
PLAN_TEXT_DELETED = warning(
    "plan-text-deleted",
    N_("A tracked change that nobody has accepted deletes “{left}”; it was not read."),
    N_("If it belongs in the plan, reject the change in Word and import the document again."),
    fields=("left",),
)
PLAN_ROW_INSERTED = warning(
    "plan-row-inserted",
    N_("A tracked change that nobody has accepted inserts the row “{seen}”; it was read."),
    N_("If it does not belong in the plan, reject the change in Word and import the document again."),
    fields=("seen",),
)
PLAN_ROW_DELETED = warning(
    "plan-row-deleted",
    N_("A tracked change that nobody has accepted deletes a row that stood here: “{left}”; it was not read."),
    N_("If it belongs in the plan, reject the change in Word and import the document again."),
    fields=("left",),
)
PLAN_CELL_DELETED = warning(
    "plan-cell-deleted",
    N_("A tracked change that nobody has accepted deletes a cell that stood here: “{left}”; it was not read."),
    N_("If it belongs in the plan, reject the change in Word and import the document again."),
    fields=("left",),
)
PLAN_TEXT_HIDDEN = warning(
    "plan-text-hidden",
    N_("The document holds a text that Word does not show: “{left}”; it was not read."),
    N_("If it belongs in the plan, take “hidden” away from it in Word (Font) and import the document again."),
    fields=("left",),
)
PLAN_TEXT_PLACEHOLDER = warning(
    "plan-text-placeholder",
    N_("A field of the document is not filled in and only shows its hint: “{left}”."),
    N_("Fill it in if the plan needs it."),
    fields=("left",),
)
PLAN_TEXT_BOXED = warning(
    "plan-text-boxed",
    N_("The text “{seen}” stands in a text box; it was read behind the paragraph that the box belongs to."),
    N_("Look whether it came to its place."),
    fields=("seen",),
)
PLAN_TABLE_NESTED = warning(
    "plan-table-nested",
    N_("In this cell stands a table of its own; it was read as lines: “{seen}”."),
    N_("Look whether it came out as it is meant."),
    fields=("seen",),
)
PLAN_TEXT_ASIDE = note(
    "plan-text-aside",
    N_("Outside of its text the document has {what}, not read: “{seen}”."),
    N_("If the plan needs that text, move it into the document itself or add it to the workbook."),
    fields=("what", "seen"),
    words=("what",),
)
PLAN_OBJECTS_UNREAD = warning(
    "plan-objects-unread",
    N_("The document holds embedded objects ({number}), such as a spreadsheet; what they show was not read."),
    N_("If the plan is in one of them, open it by a double click, save it as a file of its own and import that."),
    fields=("number",),
)
