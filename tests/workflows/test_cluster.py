"""Returns read by the workers of a Dask cluster: same record, receipts and workbooks as read by one process."""

import json
import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.support.centre import QUARTER, Answers, Hurried, at, call, copy_of, send
from tests.support.clusters import Cluster, cluster, need_dask
from tests.support.hostile.xlsx_files import a_billion_laughs_in_the_texts
from tests.support.joint_shortfalls import EXCEEDED, SHORT
from tests.support.mail_server import write_certificate
from tests.support.many_units import plan_of_many_units
from tests.support.told_workspace import differences
from xlplan.documents.plan_writer.writer import write_plan
from xlplan.documents.template.stamping import TemplateStamps
from xlplan.domain.errors import XlplanError
from xlplan.ledger.connection import open_ledger
from xlplan.ledger.issues import latest_issues
from xlplan.sandbox.parsers import ParserChoice
from xlplan.services.closing.notes import NoteRequest
from xlplan.services.new_workspace import new_workspace
from xlplan.services.plan.adopt import adopt_plan
from xlplan.services.templates import issue_templates
from xlplan.storage.workspace import Workspace
from xlplan.workflows.closing import close, note, prepare_closing, reopen, withdraw
from xlplan.workflows.intake_round import RoundResult, run_intake_round

pytestmark = pytest.mark.slow

CORPUS = os.environ.get("XLPLAN_CORPUS", "")
# More than are on their way at once, in several groups of records. CI takes as many as a large region has.
RETURNS = int(os.environ.get("XLPLAN_RETURNS", "120"))


@pytest.fixture(scope="module")
def dask(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    with cluster(tmp_path_factory.getbasetemp()) as running:
        yield running


def take(workspace: Workspace, choice: ParserChoice, moment: datetime | None = None) -> RoundResult:
    """One round over the inbox."""
    return call(run_intake_round, workspace, lambda: moment or at(), Hurried(), choice=choice)


Act = Callable[[Workspace, ParserChoice], None]


def both(centre: Workspace, dask: Cluster, act: Act) -> tuple[Workspace, Workspace]:
    """The same done in two copies of a workspace: with one process, and with the cluster."""
    other = centre.root.parent / "кластер" / centre.root.name
    copy = copy_of(centre.root, other)
    act(centre, ParserChoice(1))
    act(copy, ParserChoice(scheduler=dask.address))
    return centre, copy


def story_of(centre: Workspace, folder: Path) -> Act:
    """A quarter: good and bad returns, copies, strangers, a withdrawal, a closing, a late correction.

    The files are made once, so that both sides get the same bytes.
    """
    folder.mkdir()

    def made(unit: str, changes: Answers | None = None) -> Path:
        file = send(centre, unit, changes)
        return file.replace(folder / f"{len(list(folder.iterdir()))}.xlsx")

    office, lugyny = (
        made("KOR", {SHORT: {"done": 0}, EXCEEDED: {"done": 3}}),
        made("LUG", {SHORT: {"done": "5 шт."}}),
    )
    khoroshiv = made("HOR", {SHORT: {"done": 0}, EXCEEDED: {"done": 4}})
    mended, again = made("LUG", {SHORT: {"done": 5}}), made("LUG", {SHORT: {"done": 6}})
    narodychi, newer = made("NAR", {SHORT: {"done": 1}}), made("NAR", {SHORT: {"done": 2}})
    ovruch, malyn = made("OVR"), made("MAL")
    late = made("HOR", {SHORT: {"done": 1}, EXCEEDED: {"done": 4}})
    blank = centre.template(QUARTER, "Малинське БПД")
    (stranger := folder / "stranger").write_bytes(b"\0" * 5_000)
    (attack := folder / "attack").write_bytes(a_billion_laughs_in_the_texts())

    def tell(centre: Workspace, choice: ParserChoice) -> None:
        def drop(**files: Path) -> None:
            for name, file in files.items():
                shutil.copy2(file, centre.inbox / f"{name}.xlsx")

        drop(office=office, khoroshiv=khoroshiv, lugyny=lugyny, blank=blank, stranger=stranger, attack=attack)
        take(centre, choice)
        drop(mended=mended, narodychi=narodychi, newer=newer, same=newer)
        take(centre, choice, at(7))
        call(withdraw, centre, lambda: at(8), QUARTER, "LUG", "надіслано не той файл")
        drop(again=again, ovruch=ovruch, malyn=malyn)
        take(centre, choice, at(12))
        call(note, centre, lambda: at(12), QUARTER, NoteRequest(SHORT, "карантин", "у липні"))
        _close(centre, 13)
        drop(late=late)
        take(centre, choice, at(14))
        call(reopen, centre, lambda: at(15), QUARTER, "лист бюро від 14.07")
        take(centre, choice, at(15))
        _close(centre, 16)

    return tell


def _close(centre: Workspace, day: int) -> None:
    preview = call(prepare_closing, centre, lambda: at(day), QUARTER)
    call(close, centre, lambda: at(day), preview)


def test_the_story_of_a_quarter_is_the_same(centre: Workspace, dask: Cluster, tmp_path: Path) -> None:
    one, many = both(centre, dask, story_of(centre, tmp_path / "files"))
    assert differences(one, many) == []
    told_codes = set(re.findall(r'"code": "([a-z-]+)"', one.answers.read_text("utf-8")))
    assert {"file-dangerous", "entry-not-a-number", "entry-missing"} <= told_codes


def test_many_returns_are_the_same(tmp_path: Path, dask: Cluster) -> None:
    one, many = both(_centre_of_many(tmp_path / "центр"), dask, _take_all)
    assert differences(one, many) == []
    assert one.answers.read_text("utf-8").count('"verdict": "accepted"') == RETURNS


def _take_all(centre: Workspace, choice: ParserChoice) -> None:
    assert len(take(centre, choice).intake.results) == RETURNS


def _centre_of_many(folder: Path) -> Workspace:
    """A centre of many bureaus, whose returns lie in the inbox: every one with an answer of its own."""
    workspace = new_workspace(folder, at(), with_plan=False)
    plan = plan_of_many_units(RETURNS)
    # A long list of names takes long to be read. One word stands for all of them.
    units = tuple(replace(unit, groups=("усі",)) for unit in plan.units)
    measures = tuple(replace(measure, responsible="усі") for measure in plan.measures)
    plan = replace(plan, units=units, measures=measures)
    write_plan(workspace.templates / "План.xlsx", plan, at())
    call(adopt_plan, workspace, lambda: at(10, 3), None, "")
    call(issue_templates, workspace, lambda: at(14, 6), QUARTER)
    with open_ledger(workspace.ledger) as ledger, ledger.connect() as connection:
        issues = latest_issues(connection, QUARTER)
    stamps = TemplateStamps()
    for number, issue in enumerate(issues):
        answers: Answers = {
            row.key: {"done": 1 + number % 7, "description": f"проведено № {number}"} for row in issue.rows
        }
        filled = stamps.template_bytes(issue, at(), answers)
        (workspace.inbox / f"{issue.unit.name}.xlsx").write_bytes(filled)
    return workspace


def _take_everything(centre: Workspace, choice: ParserChoice) -> None:
    assert not take(centre, choice).intake.failed


@pytest.mark.skipif(not CORPUS, reason="XLPLAN_CORPUS names no folder with spreadsheets")
def test_the_answers_to_foreign_spreadsheets_are_the_same(centre: Workspace, dask: Cluster) -> None:
    files = sorted(path for path in Path(CORPUS).rglob("*") if path.is_file())
    for number, path in enumerate(files):
        shutil.copy2(path, centre.inbox / f"{number:03} {path.name}")
    one, many = both(centre, dask, _take_everything)
    assert differences(one, many) == []
    assert len(one.answers.read_text("utf-8").splitlines()) >= 100


def test_nothing_of_a_return_stays_on_the_disk_of_a_worker(centre: Workspace, dask: Cluster) -> None:
    send(centre, "KOR")
    take(centre, ParserChoice(scheduler=dask.address))
    for machine in dask.machines:
        left = [path for path in machine.folder.rglob("*") if path.is_file()]
        assert not [path for path in left if b"PK\x03\x04" in path.read_bytes()[:4]]


def test_workers_see_nothing_of_the_workspace(centre: Workspace, dask: Cluster) -> None:
    if not dask.separate:
        pytest.skip("the workers have no disks of their own here: see the end of this run")
    import distributed

    with distributed.Client(dask.address) as client:  # type: ignore[no-untyped-call]
        assert set(client.run(os.path.exists, str(centre.root)).values()) == {False}


def test_by_tls_nobody_reads_along_and_nobody_else_gets_in(
    centre: Workspace, tmp_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    need_dask()
    import dask.config

    write_certificate(tmp_path, "cluster")
    certificate, key = str(tmp_path / "certificate.pem"), str(tmp_path / "key.pem")
    place, each = "distributed.comm.tls", {"cert": certificate, "key": key}
    tls = {"ca-file": certificate, "scheduler": each, "worker": each}
    # Every process of the cluster reads this from its own file, as the documents say.
    folder = tmp_path_factory.mktemp("dask", numbered=False)
    (folder / "tls.yaml").write_text(json.dumps({"distributed": {"comm": {"tls": tls}}}))
    environment = {"DASK_CONFIG": str(folder)}
    send(centre, "KOR")
    with (
        dask.config.set({f"{place}.ca-file": certificate, f"{place}.client": each}),
        cluster(tmp_path_factory.mktemp("hidden"), 1, "tls", environment) as secret,
    ):
        choice = ParserChoice(scheduler=secret.address)
        assert len(take(centre, choice).intake.results) == 1
        # Whoever has no certificate of the cluster is sent away.
        send(centre, "HOR")
        nothing = {"cert": None, "key": None}
        with dask.config.set({f"{place}.client": nothing}), pytest.raises(XlplanError):
            take(centre, choice)
    assert [path.name for path in centre.inbox.iterdir()] == ["Хорошівське БПД.xlsx"]
