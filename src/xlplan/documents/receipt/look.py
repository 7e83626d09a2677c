"""How a receipt looks: on a screen, in an e-mail and on an A4 page."""

from xlplan.documents import style
from xlplan.domain.status import Status
from xlplan.domain.submission import Outcome

SIGNS = {Outcome.ACCEPTED: "✓", Outcome.TO_CORRECT: "✎", Outcome.NOT_TAKEN: "✗"}
CLASSES = {Outcome.ACCEPTED: "accepted", Outcome.TO_CORRECT: "correct", Outcome.NOT_TAKEN: "refused"}
_INKS = {Outcome.ACCEPTED: Status.MET, Outcome.TO_CORRECT: Status.NOT_RETURNED, Outcome.NOT_TAKEN: Status.SHORT}

_VERDICTS = "\n".join(
    f".{CLASSES[outcome]} {{ color: {style.STATUS_INK[status]}; background-color: {style.STATUS_FILL[status]};"
    f" border-left: 6px solid {style.STATUS_INK[status]}; }}"
    for outcome, status in _INKS.items()
)

STYLE = f"""
body {{ font-family: Arial, "Liberation Sans", sans-serif; font-size: 10.5pt; line-height: 1.35;
  color: {style.TEXT}; background-color: #ffffff; max-width: 190mm; margin: 8mm auto;
  padding: 0 4mm; overflow-wrap: anywhere; }}
.from {{ color: {style.MUTED}; margin: 0 0 2mm 0; }}
h1 {{ font-size: 17pt; line-height: 1.25; margin: 0 0 4mm 0; padding: 3mm 4mm; }}
h1 span {{ margin-right: 3mm; }}
h2 {{ font-size: 12pt; color: {style.INK}; margin: 4mm 0 1.5mm 0; }}
ol {{ margin: 0; padding-left: 6mm; }}
li {{ margin: 0 0 1.5mm 0; }}
.unchanged {{ font-weight: bold; margin: 0 0 3mm 0; }}
table {{ border-collapse: collapse; width: 100%; }}
th {{ text-align: left; background-color: {style.INK}; color: #ffffff; font-size: 9pt; padding: 1mm 2mm; }}
td {{ border: 1px solid {style.LINE}; padding: 1mm 2mm; vertical-align: top; }}
.facts td {{ border: none; padding: 0.4mm 2mm 0.4mm 0; }}
.facts td.name {{ color: {style.MUTED}; white-space: nowrap; width: 28mm; }}
.found th:nth-child(1) {{ width: 7mm; }} .found th:nth-child(2) {{ width: 54mm; }}
.answers {{ font-size: 8.5pt; line-height: 1.2; }}
.answers th:nth-child(1) {{ width: 12mm; }} .answers td:nth-child(1) {{ white-space: nowrap; }}
.answers th:nth-child(3) {{ width: 58mm; }}
.answers td {{ padding: 0.5mm 2mm; }}
.narrow {{ white-space: nowrap; }}
.fix {{ color: {style.STATUS_INK[Status.MET]}; }}
.small {{ color: {style.MUTED}; font-size: 8pt; margin: 2mm 0 0 0; }}
{_VERDICTS}
@page {{ size: A4; margin: 10mm 12mm; }}
@media print {{ body {{ margin: 0; padding: 0; font-size: 9pt; }}
  .answers {{ font-size: 7.5pt; }} .answers td {{ padding: 0.2mm 2mm; }} h2 {{ margin-top: 3mm; }}
  tr, li {{ break-inside: avoid; }}
  thead {{ display: table-header-group; }} h1, h2 {{ break-after: avoid; }}
  * {{ print-color-adjust: exact; -webkit-print-color-adjust: exact; }} }}
"""
