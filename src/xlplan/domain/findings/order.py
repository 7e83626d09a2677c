"""What can be said of a return because of what came before it."""

from collections.abc import Mapping

from xlplan.domain.findings.kind import Kind, note, warning
from xlplan.text.translation import mark

ORDER: Mapping[str, Kind] = {
    "older-than-counted": warning(
        mark(
            "This file was last saved on {saved}, earlier than the one that counted until now ({counted}, receipt "
            "No. {number}): it may be an older copy. It was taken, and counts now."
        ),
        mark("If the other one is right, open that one, save it again and send it: the last one accepted counts."),
    ),
    "nothing-corrected": note(
        mark("Nothing was corrected since {date} (receipt No. {number}): the answers are the same."),
        mark("Correct the cells that are listed and save the file before sending it."),
    ),
}
