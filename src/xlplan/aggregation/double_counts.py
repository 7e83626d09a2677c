"""Possible double counts: more together than a joint target asks for, and one event reported by two units."""

from collections.abc import Iterator, Sequence

from xlplan.domain.figures import IndicatorFigure
from xlplan.domain.personal_data import hide_personal_data
from xlplan.domain.plan import Better, Counting
from xlplan.domain.report import EventRow, Remark, RemarkKind
from xlplan.domain.unit_of_measure import show_number
from xlplan.text.normalize import match_key
from xlplan.text.translation import _


def exceeds_joint_target(figure: IndicatorFigure) -> bool:
    """Tell if several units together report more than a joint target asks for."""
    joint = figure.indicator.counting is Counting.JOINT and figure.indicator.better is Better.MORE
    exceeds = joint and (figure.done or 0) > (figure.target.count or figure.done or 0)
    return exceeds and sum(each.entry.number is not None and each.entry.number > 0 for each in figure.units) > 1


def joint_remark(figure: IndicatorFigure) -> Remark:
    """Return the remark about a joint target that is exceeded, with the number of each unit."""
    unit = figure.indicator.unit_of_measure
    numbers = [(each.unit.name, number) for each in figure.units if (number := each.result.entry.number)]
    shown = {number: show_number(number, unit) for number in {number for _name, number in numbers}}
    words = _("Together {done}, though the joint target is {target}: {units}.")
    return Remark(
        RemarkKind.DOUBLE,
        "",
        figure.indicator.key,
        words.format(
            done=show_number(figure.done or 0, unit),
            target=show_number(figure.target.count or 0, unit),
            units=", ".join([f"{name} {shown[number]}" for name, number in numbers]),
        ),
        _("Ask whether two units counted the same thing."),
    )


def repeated_events(events: Sequence[EventRow]) -> Iterator[Remark]:
    """Yield a remark where two units report an event of the same name on the same day."""
    by_day_and_title: dict[tuple[str, str], list[EventRow]] = {}
    for event in events:
        if event.entry and event.entry.held_on and event.title:
            by_day_and_title.setdefault((event.entry.held_on, match_key(event.title)), []).append(event)
    for (day, _title), rows in by_day_and_title.items():
        units = tuple(dict.fromkeys(row.unit.name for row in rows))
        if len(units) < 2:
            continue
        title = hide_personal_data(rows[0].title)
        words = _("“{title}” on {day} is reported by several units.").format(title=title, day=day)
        keys = ", ".join(dict.fromkeys(row.key for row in rows if row.key))
        remedy = _("If it was one event, let one unit report it.")
        yield Remark(RemarkKind.DOUBLE, ", ".join(units), keys, words, remedy, rows[0].source)
