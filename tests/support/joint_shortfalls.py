"""A quarter in which joint targets fell short, and one was exceeded by several units together."""

from tests.support.centre import issue_of, send, take
from xlplan.storage.workspace import Workspace

# Rows of the Korosten plan: joint targets that fall short, one that is exceeded, one that a unit has alone.
SHORT, ALSO_SHORT, EXCEEDED, LEAD = "1.4.10", "3.1.1", "1.4.9", "1.4.6"
_UNITS = ("KOR", "HOR", "LUG", "NAR", "OVR", "MAL")


def answer_short(centre: Workspace) -> None:
    """All six return: nothing for two joint targets, too much for a third, no reason given for a joint one."""
    for unit in _UNITS:
        keys = {row.key for row in issue_of(centre, unit).rows}
        wanted = {SHORT: {"done": 0}, ALSO_SHORT: {"done": 0}, EXCEEDED: {"done": 2}}
        send(centre, unit, {key: answer for key, answer in wanted.items() if key in keys})
    take(centre)
