"""A random year from a seed: what the plan says, when it changes, what the units send and what is decided."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from fractions import Fraction
from random import Random

from tests.support.years.measures import Measurer
from tests.support.years.model import (
    JOINT,
    LESS,
    QUARTERS,
    YEAR,
    Adopt,
    Answer,
    Close,
    Count,
    Explain,
    Issue,
    Reopen,
    Return,
    Row,
    Scenario,
    Step,
    Version,
    Withdraw,
    count_of,
    is_count,
)
from tests.support.years.numbers import rounded
from tests.support.years.oracle import Cell, Judge, View, row_of_quarter, shortfalls_of
from tests.support.years.plans import Planner
from tests.support.years.standing import AskedRow, Standing
from tests.support.years.wordings import ACTIONS, CONTINUOUS, ON_DEMAND, REASONS, UNITS

_CODES = tuple(UNITS)


def random_year(seed: int) -> Scenario:
    """The year of a seed. The same seed gives the same year."""
    return _Year(seed).play()


def _month_after(quarter: int) -> datetime:
    return datetime(YEAR + quarter // 4, quarter % 4 * 3 + 1, 1, 9, 0)


class _Year:
    """Walks through a year in order of time and decides at each moment what happens."""

    def __init__(self, seed: int) -> None:
        self.seed, self.random = seed, Random(seed)
        self.is_quarterly = self.random.random() < 0.4
        self.on_track = self.random.choice((1.0, 1.0, 0.9, 0.8))
        self.units = _CODES[: self.random.randint(2, 5)]
        self.measurer = Measurer(seed)
        self.planner = Planner(self.random, self.units, self.measurer)
        self.standing = Standing()
        self.steps: list[Step] = []
        # The moments to come, in order of time: what, and for which quarter and unit.
        self.agenda: list[tuple[datetime, int, str, int, str]] = []

    def play(self) -> Scenario:
        if not self.is_quarterly:
            rows = self.planner.first_rows(QUARTERS)
            self._take(Adopt(datetime(YEAR, 1, 9, 9, 0), Version(1, 1, QUARTERS, tuple(rows))))
        for quarter in QUARTERS:
            self._plan_quarter(quarter)
        for at, _number, what, quarter, unit in sorted(self.agenda):
            getattr(self, f"_do_{what}")(at, quarter, unit)
        end = self.random.choice((datetime(YEAR + 1, 1, 8, 12, 0), datetime(YEAR + 1, 2, 20, 12, 0)))
        steps = tuple(step for step in self.steps if step.at < end)
        names = {code: UNITS[code] for code in self.units}
        return Scenario(self.seed, names, self.is_quarterly, self.on_track, steps, end)

    def _take(self, step: Step) -> None:
        self.standing.take(step)
        self.steps.append(step)

    def _at(self, moment: datetime, what: str, quarter: int, unit: str = "") -> None:
        # No two things happen at one moment: a minute apart is enough to keep their order.
        number = len(self.agenda)
        self.agenda.append((moment + timedelta(minutes=number), number, what, quarter, unit))

    def _plan_quarter(self, quarter: int) -> None:
        """Put on the agenda what happens about a quarter, up to late in the year."""
        random, after = self.random, _month_after(quarter)
        last_month = datetime(YEAR, quarter * 3, 1, 9, 0)
        if self.is_quarterly:
            self._at(last_month - timedelta(days=50), "plan", quarter)
        elif quarter > 1 and random.random() < 0.5:
            self._at(last_month - timedelta(days=40), "order", quarter)
        self._at(last_month + timedelta(days=1), "issue", quarter)
        if random.random() < 0.4:
            self._at(after + timedelta(days=random.choice((-3, 3, 8))), "order", quarter)
        for unit in self.units:
            if random.random() < 0.88:
                day = random.choice((-5, 1, 4, 6, 8, 13, 15))
                self._at(after + timedelta(days=day), "return", quarter, unit)
                self._extras(after + timedelta(days=day), quarter, unit)
        for day in (5, 11):
            self._at(after + timedelta(days=day), "note", quarter)
        if random.random() < 0.8:
            self._at(after + timedelta(days=random.choice((12, 17))), "close", quarter)
        if random.random() < 0.45:
            self._correction(after, quarter)

    def _extras(self, sent: datetime, quarter: int, unit: str) -> None:
        random = self.random
        if random.random() < 0.25:
            self._at(sent + timedelta(days=random.choice((1, 3, 7))), "return", quarter, unit)
        if random.random() < 0.1:
            self._at(sent + timedelta(days=random.choice((-1, 2))), "faulty", quarter, unit)
        if random.random() < 0.15:
            self._at(sent + timedelta(days=2, hours=1), "withdraw", quarter, unit)
            if random.random() < 0.5:
                self._at(sent + timedelta(days=3, hours=1), "undo", quarter, unit)

    def _correction(self, after: datetime, quarter: int) -> None:
        """A correction that comes when the next quarters are under way, or even signed."""
        random, unit = self.random, self.random.choice(self.units)
        day = after + timedelta(days=random.choice((30, 60, 115, 145)))
        self._at(day, "return", quarter, unit)
        if random.random() < 0.8:
            self._at(day + timedelta(days=1), "reopen", quarter)
            if random.random() < 0.25:
                self._at(day + timedelta(days=2), "withdraw", quarter, random.choice(self.units))
            if random.random() < 0.75:
                self._at(day + timedelta(days=3), "close", quarter)

    def _do_plan(self, at: datetime, quarter: int, _unit: str) -> None:
        versions = self.standing.versions
        if versions:
            before = self.standing.version(quarter - 1)
            assert before is not None
            rows = self.planner.next_quarter(list(before.rows), quarter)
        else:
            rows = self.planner.first_rows((quarter,))
        self._take(Adopt(at, Version(len(versions) + 1, quarter, (quarter,), tuple(rows))))

    def _do_order(self, at: datetime, quarter: int, _unit: str) -> None:
        """Change the version that covers a quarter, from this quarter on."""
        versions, next_is_planned = self.standing.versions, self.standing.version(min(quarter + 1, 4))
        if self.standing.quarters[quarter].signed:
            return
        if self.is_quarterly and quarter < 4 and next_is_planned:
            return
        before = next(each for each in reversed(versions) if quarter in each.covers)
        if before.first > quarter:
            return
        rows = self.planner.changed(list(before.rows), quarter, before.covers)
        self._take(Adopt(at, Version(len(versions) + 1, quarter, before.covers, tuple(rows))))

    def _do_issue(self, at: datetime, quarter: int, _unit: str) -> None:
        if not self.standing.quarters[quarter].signed:
            self._take(Issue(at, quarter))

    def _do_close(self, at: datetime, quarter: int, _unit: str) -> None:
        standing = self.standing.quarters[quarter]
        if standing.is_issued and not standing.signed:
            self._take(Close(at, quarter))
            # The next quarter's templates learn of what was signed, as long as nothing has come back on them.
            following = self.standing.quarters.get(quarter + 1)
            if following and following.is_issued and not following.signed:
                self._take(Issue(at + timedelta(seconds=30), quarter + 1))

    def _do_note(self, at: datetime, quarter: int, _unit: str) -> None:
        """The coordinator explains a shortfall that belongs to no unit."""
        standing, version = self.standing.quarters[quarter], self.standing.version(quarter)
        if standing.signed or version is None:
            return
        view = View(self.standing, at, Judge(Fraction(str(self.on_track))))
        rows = [row_of_quarter(view, quarter, row) for row in version.rows]
        names = {row.row.code: row.row.name for row in rows}
        for short in shortfalls_of(rows, {}):
            if not short.unit and self.random.random() < 0.6:
                said = self.random.choice(REASONS), self.random.choice(ACTIONS)
                self._take(Explain(at, quarter, names[short.code], *said))
                return

    def _do_reopen(self, at: datetime, quarter: int, _unit: str) -> None:
        if self.standing.quarters[quarter].signed:
            self._take(Reopen(at, quarter))

    def _do_withdraw(self, at: datetime, quarter: int, unit: str) -> None:
        standing = self.standing.quarters[quarter]
        if not standing.signed and unit in Standing.counting(standing) and standing.forms.get(unit):
            self._take(Withdraw(at, quarter, unit))

    def _do_undo(self, at: datetime, quarter: int, unit: str) -> None:
        standing = self.standing.quarters[quarter]
        own = [each for each in standing.sent if each.unit == unit]
        if own and own[-1].is_withdrawn and not standing.signed and standing.forms.get(unit):
            self._take(Withdraw(at, quarter, unit, undo=True))

    def _do_faulty(self, at: datetime, quarter: int, unit: str) -> None:
        form = self.standing.quarters[quarter].forms.get(unit, {})
        counts = [name for name, asked in form.items() if is_count(asked.target) and not asked.row.share_of]
        if counts:
            answers = {**self._with_shares(form, self._answers(form)), self.random.choice(counts): Answer()}
            self._take(Return(at, quarter, unit, answers, is_faulty=True))

    def _do_return(self, at: datetime, quarter: int, unit: str) -> None:
        standing = self.standing.quarters[quarter]
        form = standing.forms.get(unit)
        if not form:
            return
        before = [each for each in standing.sent if each.unit == unit and each.is_accepted]
        answers = self._answers(form)
        if before:
            # A correction changes one or two rows.
            kept = {name: said for name, said in before[-1].answers.items() if name in form}
            changed = set(self.random.sample(sorted(form), min(len(form), self.random.randint(1, 2))))
            same = {
                name: kept[name]
                if name in kept and name not in changed and _is_same(before[-1].form, form, name)
                else said
                for name, said in answers.items()
            }
            answers = same
        self._take(Return(at, quarter, unit, self._with_shares(form, answers)))

    def _answers(self, form: Mapping[str, AskedRow]) -> dict[str, Answer]:
        return {name: self._answer(asked) for name, asked in form.items()}

    def _with_shares(self, form: Mapping[str, AskedRow], answers: Mapping[str, Answer]) -> dict[str, Answer]:
        """The answers, in which no part is more than its whole, and a share that is too small has its reason."""
        found = dict(answers)
        for name, asked in form.items():
            if asked.row.share_of:
                part, whole = asked.row.share_of
                for name_of_count in (part, whole):
                    if found[name_of_count].is_blank or found[name_of_count].words:
                        found[name_of_count] = self._counted(form[name_of_count])
                at_most = _at_most(found[part], found[whole])
                if at_most is not found[part]:
                    found[part] = self._explained(at_most, form[part], at_most.number)
                cell = Cell(asked.row, "", asked.target, Answer(), (found[part], found[whole]))
                found[name] = self._explained(Answer(kept=found[name].kept), asked, cell.number)
        return found

    def _counted(self, asked: AskedRow) -> Answer:
        """A number where the plan asks for none: a share is made of it."""
        return Answer(number=self.measurer.sized(asked.row, self.measurer.random.randint(0, 9)))

    def _answer(self, asked: AskedRow) -> Answer:
        random, target = self.random, asked.target
        if asked.row.share_of:
            return Answer(kept=self.measurer.random.random() < 0.5)
        if target == CONTINUOUS:
            words = Answer(words="щодня")
            if random.random() < 0.8:
                return words
            return replace(words, number=self.measurer.sized(asked.row, random.randint(0, 4)))
        if target == ON_DEMAND:
            if random.random() < 0.6:
                return Answer(nothing=True)
            return Answer(number=self.measurer.sized(asked.row, random.randint(0, 4)))
        if target is None:
            said = random.random()
            number = self.measurer.sized(asked.row, random.randint(0, 5))
            return Answer() if said < 0.6 else Answer(nothing=True) if said < 0.75 else Answer(number)
        count = count_of(target)
        assert count is not None
        number = self._number(count, asked.row)
        return self._explained(Answer(number=number, kept=random.random() < 0.5), asked, number)

    def _explained(self, answer: Answer, asked: AskedRow, number: Count | None) -> Answer:
        """The answer with a reason and an action, if it misses its target."""
        random, target = self.random, count_of(asked.target)
        if number is None or target is None or asked.row.counting == JOINT:
            return answer
        if number > target if asked.row.better == LESS else number < target:
            action = random.choice(ACTIONS) if random.random() < 0.85 else ""
            return replace(answer, reason=random.choice(REASONS), action=action)
        return answer

    def _number(self, target: Count, row: Row) -> Count:
        random = self.random
        if row.unit or not isinstance(target, int):
            part = rounded(Fraction(target) / len(row.units), row.decimals)
            return self.measurer.near(row, part if row.counting == JOINT else target)
        if row.counting == JOINT:
            part = target // max(1, len(row.units))
            return random.choice((part, part, part + 1, 0, target))
        near = (target, target, target, target + 1, target + 3, max(0, target - 1), target // 2, 0)
        return random.choice(near)


def _at_most(part: Answer, whole: Answer) -> Answer:
    """The answer of a part with no more than its whole."""
    if part.number is None:
        return Answer(number=0, kept=part.kept) if whole.number else part
    if whole.number is not None and part.number <= whole.number:
        return part
    return Answer(number=whole.number or 0, kept=part.kept)


def _is_same(before: Mapping[str, AskedRow], now: Mapping[str, AskedRow], name: str) -> bool:
    return name in before and now[name].asks_the_same(before[name])
