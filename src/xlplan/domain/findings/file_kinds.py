"""What can be wrong with a file as a whole, and with whose it is."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import FindingKind, error, note, warning
from xlplan.text.translation import N_

# They say where a file counts; once it does count in a workbook, there is nothing left to look at.
SETTLED = ("quarter-closed", "earlier-quarter")
FILE: Mapping[str, FindingKind] = {
    "file-empty": error(
        N_("The file is empty: it holds not one byte."), N_("Save it again and send it once more.")
    ),
    "file-not-workbook": error(
        N_("The file is not a spreadsheet; it looks like {seen}."),
        N_("Send the filled template itself (.xlsx)."),
        words=("seen",),
    ),
    "file-encrypted": error(
        N_("The file is locked with a password, so it cannot be read."),
        N_(
            "Was the password taken off? Open the file, save it as .xlsx without a password and send it once more."
        ),
    ),
    "file-damaged": error(
        N_("The file cannot be opened: it is damaged or was not copied whole."),
        N_("Open it, save it again as .xlsx and send it once more."),
    ),
    "file-binary": error(
        N_("The file is a binary workbook (.xlsb), which xlplan does not read."),
        N_("Save it as .xlsx (File > Save as) and send it once more."),
    ),
    "file-text": error(
        N_("The file is plain text or CSV: the sheets and the form code of the template are gone from it."),
        N_("Copy the answers into the template itself (.xlsx) and send that."),
    ),
    "file-document": error(
        N_("The file is a text document (Word or Writer), from which answers cannot be counted."),
        N_("Copy the answers into the template itself (.xlsx) and send that."),
    ),
    "file-pdf": error(
        N_("The file is a PDF document: what is printed or scanned cannot be counted."),
        N_("Send the filled template from which it was made (.xlsx)."),
    ),
    "file-picture": error(
        N_("The file is a picture or a photo: what can be seen in it cannot be counted."),
        N_("Send the filled template itself (.xlsx), not a photo of it."),
    ),
    "file-mail": error(
        N_("This is an e-mail without a spreadsheet attached."),
        N_("Attach the filled template (.xlsx) and send the e-mail once more."),
    ),
    "file-message": error(
        N_("The file is a message saved by Outlook (.msg), which xlplan does not open."),
        N_("Open it in Outlook, save the attached workbook as a file and send that."),
    ),
    "file-packed": error(
        N_("The file is an archive that xlplan does not unpack: {seen}."),
        N_("Unpack it and send the workbooks themselves (.xlsx)."),
        words=("seen",),
    ),
    "file-with-macros": note(
        N_("The file holds macros. They were not run; only what stands in the cells was read."),
        N_("Nothing needs to be done."),
    ),
    "file-too-large": error(
        N_("The file is too large for a return: {seen} MB, while the limit is {limit} MB."),
        N_("Copy the answers into a fresh template and send that."),
    ),
    "file-dangerous": error(
        N_("The file was not opened, because it is built in a dangerous way: {seen}."),
        N_("Fill the template as it was issued and send that."),
        words=("seen",),
    ),
    "file-too-slow": error(
        N_("The file was put aside: reading it took more than {limit} seconds or too much memory."),
        N_("Copy the answers into a fresh template and send that."),
    ),
    "file-failed": error(
        N_("xlplan stumbled over this file: {seen}."),
        N_("Copy the answers into a fresh template and send that; the coordinator tells whoever set xlplan up."),
    ),
    "not-ours": error(
        N_("This is not one of the templates: it has neither a form code nor the sheet “{sheet}”."),
        N_("Send the filled template that the centre issued."),
        words=("sheet",),
    ),
    "identity-missing": error(
        N_("The file looks like a template, but its form code is gone, so it is not clear whose it is."),
        N_("Type the form code back in above the table, or fill the template as issued; then send it once more."),
    ),
    "identity-likely": error(
        N_("By {seen} of its {rows} row codes it looks like the report of “{unit}” for the {quarter}."),
        N_("If it is that, type the form code {form} into a cell above the table and send it once more."),
    ),
    "identity-disagrees": error(
        N_("The file carries the form codes {seen} at once, so it is not clear which return it is."),
        N_("Copy the answers into the template of the right unit and quarter, and send that."),
    ),
    "other-centre": error(
        N_("The form code {seen} belongs to another centre ({theirs}); this is {ours}."),
        N_("Send the file to the centre that issued it."),
    ),
    "not-issued": error(
        N_("The form code {seen} is for the {quarter}, for which no such template was issued here."),
        N_("Fill the template of the quarter that is being collected, and send that."),
    ),
    "form-older": note(
        N_("The answers stand in a template that was replaced on {date} by {current}, because the plan changed."),
        N_("Nothing needs to be done: the answers to unchanged rows count."),
    ),
    "form-withdrawn": error(
        N_("Since {date} the plan asks nothing of this unit for this quarter."),
        N_("Nothing needs to be sent. If that is a mistake, tell the coordinator."),
    ),
    "earlier-quarter": warning(
        N_("This is the return for the {quarter}, while the {current} is being collected; it counts there."),
        N_("If it was meant for the {current}, fill that template and send it."),
    ),
    "quarter-closed": warning(
        N_("The {quarter} was closed on {date}: the return is kept, but it is not counted."),
        N_("Tell the coordinator: it counts once the quarter is reopened."),
    ),
    "return-withdrawn": warning(
        N_("On {date} the coordinator took this very file back: {reason}. It is not counted."),
        N_("Send the right file; if this one is right after all, save it once more and send that."),
    ),
    "carriers-lost": note(
        N_("The program that saved the file dropped some of the template's marks: {seen}."),
        N_("Nothing needs to be done."),
    ),
}


ORDER: Mapping[str, FindingKind] = {
    "older-than-counted": warning(
        N_(
            "This file was last saved on {saved}, earlier than the one that counted until now ({counted}, receipt "
            "No. {number}): it may be an older copy. It was taken, and counts now."
        ),
        N_("If the other one is right, open that one, save it again and send it: the last one accepted counts."),
    ),
    "nothing-corrected": note(
        N_("Nothing was corrected since {date} (receipt No. {number}): the answers are the same."),
        N_("Correct the cells that are listed and save the file before sending it."),
    ),
}
