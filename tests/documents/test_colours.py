"""The colours of every workbook: legible on what they stand on, and told apart by the colour-blind."""

from collections.abc import Iterator, Mapping
from itertools import combinations
from math import dist

import pytest

from tests.support.contrast import Colour, contrast, linear
from xlplan.documents.report.charts import _BARS
from xlplan.documents.style import (
    BAND,
    BAND_LIGHT,
    DOUBT,
    ENTRY,
    ENTRY_HEAD,
    FAULT,
    INK,
    LINK,
    MUTED,
    STATUS_FILL,
    STATUS_INK,
    TEXT,
)
from xlplan.domain.status import Status

WHITE = "#FFFFFF"
# The statuses with colours of their own. The others share that of a target that is not judged.
TOLD_APART = (Status.MET, Status.OVER, Status.SHORT, Status.NOT_RETURNED, Status.NOT_JUDGED)
# Linear light as it is seen without one of the three kinds of cones. Source: Machado, Oliveira, Fernandes (2009).
VISION = {
    "all colours": ((1, 0, 0), (0, 1, 0), (0, 0, 1)),
    "no red": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "no green": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "no blue": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}


def seen(colour: str, vision: str) -> Colour:
    """The colour in CIELAB, in which distances are as people see them, through eyes of one kind."""
    light = [
        min(1.0, max(0.0, sum(p * w for p, w in zip(linear(colour), row, strict=True)))) for row in VISION[vision]
    ]
    rows = ((0.4124, 0.3576, 0.1805), (0.2126, 0.7152, 0.0722), (0.0193, 0.1192, 0.9505))
    xyz = [sum(p * w for p, w in zip(light, row, strict=True)) for row in rows]
    parts = [part / white for part, white in zip(xyz, (0.9505, 1, 1.089), strict=True)]
    x, y, z = (part ** (1 / 3) if part > 0.008856 else 7.787 * part + 16 / 116 for part in parts)
    return 116 * y - 16, 500 * (x - y), 200 * (y - z)


def least_difference(colours: Mapping[Status, str], vision: str) -> float:
    """The difference of the two statuses that look most alike; a trained eye begins to see one at 2."""
    places = [seen(colours[status], vision) for status in TOLD_APART]
    return min(dist(one, other) for one, other in combinations(places, 2))


def texts() -> Iterator[tuple[str, str, str]]:
    for status in Status:
        yield f"{status.name} on its fill", STATUS_INK[status], STATUS_FILL[status]
        yield f"{status.name} on white", STATUS_INK[status], WHITE
        yield f"link on {status.name}", LINK, STATUS_FILL[status]
    for name, ground in {"white": WHITE, "band": BAND, "light band": BAND_LIGHT, "entry": ENTRY}.items():
        for ink, colour in {"text": TEXT, "muted": MUTED, "link": LINK, "ink": INK}.items():
            yield f"{ink} on {name}", colour, ground
    for name, ground in {"fault": FAULT, "doubt": DOUBT, "entry head": ENTRY_HEAD}.items():
        yield f"text on {name}", TEXT, ground
    yield "heading", WHITE, INK


@pytest.mark.parametrize(("ink", "ground"), [each[1:] for each in texts()], ids=[each[0] for each in texts()])
def test_every_text_is_legible(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= 4.5


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize(
    ("colours", "least"), [(STATUS_INK, 10), (STATUS_FILL, 6), (_BARS, 12)], ids=["inks", "fills", "bars"]
)
def test_the_colour_blind_tell_the_statuses_apart(
    colours: Mapping[Status, str], least: float, vision: str
) -> None:
    assert least_difference(colours, vision) >= least
