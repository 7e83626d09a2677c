"""What every test may use: an isolated office, and a guard on the project's own folders."""

import gc
import os
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

# Openpyxl and Hypothesis import a library that would start threads. A process with threads forks no children.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import hypothesis
import pytest

from tests.support.centre import copy_of, new_centre, send, take
from tests.support.child_ways import begin_children_by_server
from tests.support.made_once import made_once
from tests.support.paths import ROOT
from tests.support.process_settings import hear_interruptions, keep_files_in_memory
from tests.support.thoroughness import examples
from xlplan.documents.plan_reader.reader import read_plan
from xlplan.domain.plan import Plan
from xlplan.storage.workspace import Workspace, find_workspace
from xlplan.text.translation import use_language

if TYPE_CHECKING:
    from tests.support.postgresql import PostgresqlServer
    from xlplan.storage.ledger_address import LedgerAddress

# The two databases that may hold a ledger. A test with the mark `both_ledgers` runs once on each.
SQLITE, POSTGRESQL = "sqlite", "postgresql"
Office = Callable[..., Path]
Step = Callable[[Workspace], object]
Prepare = Callable[[Step], Workspace]
NewYear = Callable[[Path], Workspace]


# A busy machine must not fail a property: its time is no part of the rule.
hypothesis.settings.register_profile("any machine", deadline=None, max_examples=examples(100, 40))
hypothesis.settings.load_profile("any machine")

# Folders whose tests need no more than Python and finish within a fraction of a second each.
UNIT_FOLDERS = ("text", "domain", "storage", "documents", "validation", "aggregation", "ledger", "sandbox")


def pytest_addoption(parser: pytest.Parser) -> None:
    """Take the option by which every test of a centre runs on a PostgreSQL."""
    parser.addoption(
        "--ledger", choices=(SQLITE, POSTGRESQL), default=SQLITE, help="where a centre has its ledger"
    )


_in_memory = pytest.StashKey[Path | None]()


def pytest_configure(config: pytest.Config) -> None:
    """Settle what the tests of this process need."""
    config.stash[_in_memory] = keep_files_in_memory()
    hear_interruptions()
    if hasattr(config, "workerinput"):
        begin_children_by_server()


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session, exitstatus: int) -> None:
    """Remove the files in memory, but for those of tests that failed."""
    folder = session.config.stash[_in_memory]
    if folder and exitstatus == 0:
        shutil.rmtree(folder, ignore_errors=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test of a centre on each of the databases that it is to run on."""
    if "centre" not in metafunc.fixturenames:
        return
    if metafunc.definition.get_closest_marker("both_ledgers") and sys.platform != "win32":
        metafunc.parametrize("centre", (SQLITE, POSTGRESQL), indirect=True)
    elif metafunc.config.getoption("--ledger") == POSTGRESQL:
        metafunc.parametrize("centre", (POSTGRESQL,), indirect=True)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark each test by its folder and by what it uses; `unit` is a test of a unit folder without another mark."""
    for item in items:
        folder = _folder_of(item.path)
        if folder == "clients":
            item.add_marker("clients")
        if "office" in getattr(item, "fixturenames", ()):
            item.add_marker("office")
        if "postgresql" in getattr(item, "fixturenames", ()):
            item.add_marker("slow")
        others = [mark for mark in ("office", "clients", "slow") if item.get_closest_marker(mark)]
        if not others and folder.removesuffix(".py") in (*UNIT_FOLDERS, "test_layers", "test_docs"):
            item.add_marker("unit")
        posix = item.get_closest_marker("posix")
        if posix is not None and not posix.kwargs.get("reason"):
            raise pytest.UsageError(f"{item.nodeid}: the mark posix needs a reason")
        if posix is not None and sys.platform == "win32":
            item.add_marker(pytest.mark.skip(f"POSIX only: {posix.kwargs['reason']}"))


# There are thirty times as many tests as modules.
@cache
def _folder_of(module: Path) -> str:
    return module.relative_to(ROOT / "tests").parts[0]


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Generator[None, object, object]:
    """Keep what is collected out of the garbage collection, which would go through all of it time and again."""
    gc.disable()
    try:
        return (yield)
    finally:
        gc.freeze()
        gc.enable()
        # What tests leave behind is mostly freed as they let go of it. To look for more is seldom worth its time.
        gc.set_threshold(50_000, 50, 1_000)


@pytest.fixture(autouse=True)
def _ukrainian() -> Iterator[None]:
    """A test begins and ends in Ukrainian: fixtures that outlive it are set up between tests."""
    use_language("uk")
    yield
    use_language("uk")


@pytest.fixture(scope="session", autouse=True)
def _own_folders() -> Iterator[None]:
    """The project's own folders are a real centre's: a test that touches them fails the run."""
    before = _listed()
    yield
    assert _listed() == before


def _listed() -> list[Path]:
    return sorted(
        path for name in ("templates", "inbox", "outbox", "archive") for path in (ROOT / name).rglob("*")
    )


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """`office(path, "ods")`: the file as LibreOffice saves it in another format, in a folder of its own.

    Without LibreOffice the test is skipped; in CI it fails, for there it must be installed.
    """
    from tests.support.client_programs import need
    from tests.support.open_office import open_office

    program = need("soffice", "apt-get install libreoffice-calc")
    with open_office(program, tmp_path_factory.mktemp("office-profile")) as convert:
        yield lambda path, to: convert(path, to, tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="session")
def postgresql() -> Iterator["PostgresqlServer"]:
    """A PostgreSQL of these tests alone, as it is installed on Debian."""
    # Windows runs tests without its libraries.
    from tests.support.postgresql import postgresql_server

    with postgresql_server() as server:
        yield server


@pytest.fixture
def database(postgresql: "PostgresqlServer") -> Iterator["LedgerAddress"]:
    """The address of an empty database."""
    address = postgresql.make_database()
    yield address
    postgresql.drop_database(address)


@pytest.fixture(scope="session")
def _issued_centre(tmp_path_factory: pytest.TempPathFactory) -> Path:
    use_language("uk")
    return made_once(tmp_path_factory, "issued", lambda folder: new_centre(folder / "Коростень")) / "Коростень"


@pytest.fixture(scope="session")
def foreign_centre(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    """Another centre with the same plan, to be looked at."""
    use_language("uk")
    made = made_once(tmp_path_factory, "foreign", lambda folder: new_centre(folder / "інший"))
    return find_workspace(made / "інший")


@pytest.fixture(scope="session")
def _decided_centre(_issued_centre: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.decided_centre import decide_everything

    def decide(folder: Path) -> None:
        decide_everything(copy_of(_issued_centre, folder / "Коростень"))

    use_language("uk")
    return made_once(tmp_path_factory, "decided", decide) / "Коростень"


@pytest.fixture
def decided(_decided_centre: Path, tmp_path: Path) -> Workspace:
    """A fresh copy of a centre in which every table of the ledger has a row."""
    return copy_of(_decided_centre, tmp_path / "Коростень")


@pytest.fixture(scope="session")
def new_year(tmp_path_factory: pytest.TempPathFactory) -> NewYear:
    """`new_year(folder)`: a copy of the Livoberezhnyi centre in a folder, its plan adopted; nothing issued yet."""
    from tests.support.livoberezhnyi import adopt_year

    use_language("uk")
    made = made_once(tmp_path_factory, "plan of the year", lambda folder: adopt_year(folder / "рік")) / "рік"
    return lambda folder: copy_of(made, folder)


@pytest.fixture(scope="session")
def _issued_year(new_year: NewYear, tmp_path_factory: pytest.TempPathFactory) -> Path:
    from tests.support.livoberezhnyi import issue_half_a_year

    use_language("uk")
    return made_once(tmp_path_factory, "year", lambda folder: issue_half_a_year(new_year(folder / "рік"))) / "рік"


@pytest.fixture
def issued_year(_issued_year: Path, tmp_path: Path) -> Workspace:
    """A fresh copy of the Livoberezhnyi centre: two quarters issued, nothing came back."""
    return copy_of(_issued_year, tmp_path / "рік")


@pytest.fixture(scope="session")
def played_demo(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The workspace of the demonstration, played by a user with the usual umask, and what the command told."""
    from click.testing import CliRunner

    from xlplan.cli import main

    def play(folder: Path) -> None:
        before = os.umask(0o022)
        try:
            result = CliRunner().invoke(main, ["demo", str(folder / "demo")])
        finally:
            os.umask(before)
        assert result.exit_code == 0, result.output
        (folder / "told").write_text(result.output, "utf-8")

    use_language("uk")
    made = made_once(tmp_path_factory, "demonstration", play)
    return made / "demo", (made / "told").read_text("utf-8")


@pytest.fixture(scope="session")
def demonstration(played_demo: tuple[Path, str]) -> Workspace:
    """The workspace of the demonstration, played to its end, to be looked at."""
    return find_workspace(played_demo[0])


@pytest.fixture(scope="session")
def korosten() -> Plan:
    """The real plan of the Korosten centre."""
    (path,) = (ROOT / "templates").glob("*.xlsx")
    plan, _findings = read_plan(path)
    assert plan is not None
    return plan


@pytest.fixture(scope="session")
def _issued_database(_issued_centre: Path, postgresql: "PostgresqlServer") -> "LedgerAddress":
    """The ledger of that centre in a database, from which others are copied."""
    from xlplan.ledger.transfer import fill_database

    address = postgresql.make_database()
    fill_database(find_workspace(_issued_centre).ledger_file, address)
    return address


@pytest.fixture
def centre(_issued_centre: Path, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Workspace]:
    """A fresh copy of the Korosten centre, its templates issued; with its ledger in a file as a rule."""
    root = tmp_path / "Коростень"
    shutil.copytree(_issued_centre, root)
    if getattr(request, "param", SQLITE) == SQLITE:
        yield find_workspace(root)
        return
    from tests.support.postgresql import name_ledger

    postgresql = request.getfixturevalue("postgresql")
    address = postgresql.make_database(template=request.getfixturevalue("_issued_database").database)
    find_workspace(root).ledger_file.unlink()
    name_ledger(root, address)
    yield find_workspace(root)
    postgresql.drop_database(address)


@pytest.fixture(scope="session")
def _after_steps() -> dict[Step, Path]:
    return {}


@pytest.fixture
def prepared(
    centre: Workspace, _after_steps: dict[Step, Path], tmp_path_factory: pytest.TempPathFactory
) -> Prepare:
    """`prepared(step)`: the centre after a step with which several tests begin.

    With the ledger in a file it is taken once, in a folder of its own, which is copied. A decision that is made in
    it names that folder, as the decisions in `centre` name the folder in which that was made.
    """

    def after(step: Step) -> Workspace:
        if not centre.ledger_file.exists():
            step(centre)
            return find_workspace(centre.root)
        if step not in _after_steps:
            folder = tmp_path_factory.mktemp("after") / centre.root.name
            shutil.copytree(centre.root, folder)
            step(find_workspace(folder))
            _after_steps[step] = folder
        shutil.rmtree(centre.root)
        return copy_of(_after_steps[step], centre.root)

    return after


@pytest.fixture
def returned(prepared: Prepare) -> Workspace:
    """The centre after the return of one bureau was taken in."""
    return prepared(_one_return)


def _one_return(centre: Workspace) -> None:
    send(centre, "HOR")
    take(centre)
