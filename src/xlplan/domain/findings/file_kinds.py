"""Kinds of findings about a file as a whole: whether it can be read, whose it is, what came before it."""

from xlplan.domain.findings.finding import Effect, error, note, warning
from xlplan.text.translation import N_

FILE_EMPTY = error(
    "file-empty",
    N_("The file is empty: it holds not one byte."),
    N_("Save it again and send it once more."),
)
FILE_NOT_WORKBOOK = error(
    "file-not-workbook",
    N_("The file is not a spreadsheet; it looks like {seen}."),
    N_("Send the filled template itself (.xlsx)."),
    fields=("seen",),
    words=("seen",),
)
FILE_ENCRYPTED = error(
    "file-encrypted",
    N_("The file is locked with a password, so it cannot be read."),
    N_("Was the password taken off? Open the file, save it as .xlsx without a password and send it once more."),
)
FILE_DAMAGED = error(
    "file-damaged",
    N_("The file cannot be opened: it is damaged or was not copied whole."),
    N_("Open it, save it again as .xlsx and send it once more."),
)
FILE_BINARY = error(
    "file-binary",
    N_("The file is a binary workbook (.xlsb), which xlplan does not read."),
    N_("Save it as .xlsx (File > Save as) and send it once more."),
)
FILE_TEXT = error(
    "file-text",
    N_("The file is plain text or CSV: the sheets and the form code of the template are gone from it."),
    N_("Copy the answers into the template itself (.xlsx) and send that."),
)
FILE_DOCUMENT = error(
    "file-document",
    N_("The file is a text document (Word or Writer), from which answers cannot be counted."),
    N_("Copy the answers into the template itself (.xlsx) and send that."),
)
FILE_PLAN_WORKBOOK = error(
    "file-plan-workbook",
    N_("The file is a plan workbook, not a filled template: it has the sheets of a plan."),
    N_(
        "A unit sends its filled template. If the plan is for the coordinator: put it into templates/ and run "
        "“xlplan plan check” and its name."
    ),
)
FILE_PLAN = error(
    "file-plan",
    N_("The file is a plan, not a filled template: a table in it has the headings of one ({seen})."),
    N_(
        "A unit sends its filled template. If the plan is for the coordinator: put it anywhere but into inbox/ "
        "and run “xlplan plan import” and its name."
    ),
    fields=("seen",),
)
FILE_PDF = error(
    "file-pdf",
    N_("The file is a PDF document: what is printed or scanned cannot be counted."),
    N_("Send the filled template from which it was made (.xlsx)."),
)
FILE_PICTURE = error(
    "file-picture",
    N_("The file is a picture or a photo: what can be seen in it cannot be counted."),
    N_("Send the filled template itself (.xlsx), not a photo of it."),
)
FILE_MAIL = error(
    "file-mail",
    N_("No spreadsheet was found attached to this e-mail."),
    N_("Attach the filled template (.xlsx) and send the e-mail once more, or send the template itself as a file."),
)
FILE_MESSAGE = error(
    "file-message",
    N_("The file is a message saved by Outlook (.msg), which xlplan does not open."),
    N_("Open it in Outlook, save the attached workbook as a file and send that."),
)
FILE_PACKED = error(
    "file-packed",
    N_("The file is an archive that xlplan does not unpack: {seen}."),
    N_("Unpack it and send the workbooks themselves (.xlsx)."),
    fields=("seen",),
    words=("seen",),
)
FILE_OTHER_FORMAT = error(
    "file-other-format",
    N_("xlplan does not read the format in which the file was saved: {seen}."),
    N_("Open it in the program that made it, save or export it from there as .xlsx and send that."),
    fields=("seen",),
    words=("seen",),
)
FILE_SHORTCUT = error(
    "file-shortcut",
    N_("The file is only a shortcut and does not hold the workbook itself: {seen}."),
    N_("Open what it leads to, save or download that as .xlsx and send the workbook itself."),
    fields=("seen",),
    words=("seen",),
)
FILE_SIGNED = error(
    "file-signed",
    N_("The file is an electronic signature, or a package with one, which xlplan does not open: {seen}."),
    N_("Send the workbook itself (.xlsx); the program or the site that signed it takes it out of the package."),
    fields=("seen",),
    words=("seen",),
)
FILE_WINMAIL = error(
    "file-winmail",
    N_("The file is a winmail.dat, in which Outlook hides attachments from other programs."),
    N_("Send the workbook itself (.xlsx), in an e-mail of the format HTML or plain text."),
)
FILE_WITH_MACROS = note(
    "file-with-macros",
    N_("The file holds macros. They were not run; only what stands in the cells was read."),
    N_("Nothing needs to be done."),
)
FILE_TOO_LARGE = error(
    "file-too-large",
    N_("The file is too large for a return: {seen} MB, while the limit is {limit} MB."),
    N_("Copy the answers into a fresh template and send that."),
    fields=("seen", "limit"),
)
FILE_DANGEROUS = error(
    "file-dangerous",
    N_("The file was not opened, because it is built in a dangerous way: {seen}."),
    N_("Fill the template as it was issued and send that."),
    fields=("seen",),
    words=("seen",),
)
FILE_TOO_SLOW = error(
    "file-too-slow",
    N_("The file was put aside: reading it took more than {limit} seconds or too much memory."),
    N_("Copy the answers into a fresh template and send that."),
    fields=("limit",),
)
FILE_FAILED = error(
    "file-failed",
    N_("xlplan stumbled over this file: {seen}."),
    N_("Copy the answers into a fresh template and send that; the coordinator tells whoever set xlplan up."),
    fields=("seen",),
)
NOT_OURS = error(
    "not-ours",
    N_("This is not one of the templates: it has neither a form code nor the sheet “{sheet}”."),
    N_("Send the filled template that the centre issued."),
    fields=("sheet",),
    words=("sheet",),
)
IDENTITY_MISSING = error(
    "identity-missing",
    N_("The file looks like a template, but its form code is gone, so it is not clear whose it is."),
    N_("Type the form code back in above the table, or fill the template as issued; then send it once more."),
)
IDENTITY_LIKELY = error(
    "identity-likely",
    N_("By {seen} of its {rows} row codes it looks like the report of “{unit}” for the {quarter}."),
    N_("If it is that, type the form code {form} into a cell above the table and send it once more."),
    fields=("seen", "rows", "unit", "quarter", "form"),
)
IDENTITY_DISAGREES = error(
    "identity-disagrees",
    N_("The file carries the form codes {seen} at once, so it is not clear which return it is."),
    N_("Copy the answers into the template of the right unit and quarter, and send that."),
    fields=("seen",),
)
OTHER_CENTRE = error(
    "other-centre",
    N_("The form code {seen} belongs to another centre ({theirs}); this is {ours}."),
    N_("Send the file to the centre that issued it."),
    fields=("seen", "theirs", "ours"),
)
NOT_ISSUED = error(
    "not-issued",
    N_("The form code {seen} is for the {quarter}, for which no such template was issued here."),
    N_("Fill the template of the quarter that is being collected, and send that."),
    fields=("seen", "quarter"),
)
FORM_OLDER = note(
    "form-older",
    N_("The answers stand in a template that was replaced on {date} by {current}."),
    N_("Nothing needs to be done: the answers to unchanged rows count."),
    fields=("date", "current"),
    effects=(Effect.NEEDS_FRESH_TEMPLATE,),
)
FORM_WITHDRAWN = error(
    "form-withdrawn",
    N_("Since {date} the plan asks nothing of this unit for this quarter."),
    N_("Nothing needs to be sent. If that is a mistake, tell the coordinator."),
    fields=("date", "current"),
)
EARLIER_QUARTER = warning(
    "earlier-quarter",
    N_("This is the return for the {quarter}, while the {current} is being collected; it counts there."),
    N_("If it was meant for the {current}, fill that template and send it."),
    fields=("quarter", "current"),
    effects=(Effect.SETTLED_BY_COUNTING,),
)
QUARTER_CLOSED = warning(
    "quarter-closed",
    N_("The {quarter} was closed on {date}: the return is kept, but it is not counted."),
    N_("Tell the coordinator: it counts once the quarter is reopened."),
    fields=("quarter", "date"),
    effects=(Effect.KEEPS_FROM_COUNTING, Effect.SETTLED_BY_COUNTING),
)
RETURN_WITHDRAWN = warning(
    "return-withdrawn",
    N_("On {date} the coordinator took this very file back: {reason}. It is not counted."),
    N_("Send the right file; if this one is right after all, tell the coordinator, who can let it count again."),
    fields=("date", "reason"),
    effects=(Effect.KEEPS_FROM_COUNTING,),
)
CARRIERS_LOST = note(
    "carriers-lost",
    N_("The program that saved the file dropped some of the template's marks: {seen}."),
    N_("Nothing needs to be done."),
    fields=("seen",),
)

OLDER_THAN_COUNTED = warning(
    "older-than-counted",
    N_(
        "This file was last saved on {saved}, earlier than the one that counted until now ({counted}, receipt "
        "No. {number}): it may be an older copy. It was taken, and counts now."
    ),
    N_("If the other one is right, open that one, save it again and send it: the last one accepted counts."),
    fields=("saved", "counted", "number"),
)
NOTHING_CORRECTED = note(
    "nothing-corrected",
    N_("Nothing was corrected since {date} (receipt No. {number}): the answers are the same."),
    N_("Correct the cells that are listed and save the file before sending it."),
    fields=("date", "number"),
)
# The two ways to tell when a copy was saved.
BY_SAVED_TIME, BY_FILE_TIME = N_("by the time that is saved in it"), N_("by the time of the file")
COPY_SAVED_LAST = note(
    "copy-saved-last",
    N_(
        "Of the {number} copies of this return that came together, the one saved last counts: {file}, {saved} "
        "({how})."
    ),
    N_("If another one is right, open that one, save it again and send it: the last one accepted counts."),
    fields=("number", "file", "saved", "how"),
    words=("how",),
)
COPY_SAVED_EARLIER = note(
    "copy-saved-earlier",
    N_(
        "Together with this file came a copy of the same return that was saved later: {file}, {saved} ({how}). "
        "That one counts if it is accepted."
    ),
    N_("If this one is right, open it, save it again and send it: the last one accepted counts."),
    fields=("file", "saved", "how"),
    words=("how",),
)
