"""The files by which a system keeps the watcher running name what there is."""

import configparser
import re
from xml.etree import ElementTree

import click

from tests.support.paths import ROOT
from xlplan.cli import main

CONTRIB = ROOT / "contrib"
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def assert_known(arguments: str) -> None:
    """That the command line takes these arguments."""
    words = re.sub(r'--workspace ("[^"]*"|\S+)', "--workspace folder", arguments).split()
    context = click.Context(main)
    name, command, rest = main.resolve_command(context, words[words.index("folder") + 1 :])
    assert name == "watch"
    assert command is not None
    known = {option for parameter in command.params for option in parameter.opts}
    assert set(rest) <= known


def test_the_service_of_linux_runs_the_watcher_and_asks_it_alone_to_stop() -> None:
    service = configparser.ConfigParser(strict=False)
    service.optionxform = str  # type: ignore[assignment, method-assign]
    service.read(CONTRIB / "xlplan-watch.service", "utf-8")
    command, _space, arguments = service["Service"]["ExecStart"].partition(" ")
    assert command.endswith("/xlplan")
    assert_known(arguments)
    assert service["Service"]["KillMode"] == "mixed"
    folder = service["Service"]["ReadWritePaths"]
    assert folder in arguments
    assert service["Unit"]["RequiresMountsFor"] == folder


def test_the_task_of_windows_runs_the_watcher_without_a_limit_of_time() -> None:
    task = ElementTree.parse(CONTRIB / "xlplan-watch.xml").getroot()
    assert task.tag == f"{TASK}Task"
    run = task.find(f"{TASK}Actions/{TASK}Exec")
    assert run is not None
    assert run.findtext(f"{TASK}Command", "").endswith(r"\xlplan.exe")
    assert_known(run.findtext(f"{TASK}Arguments", ""))
    assert task.findtext(f"{TASK}Settings/{TASK}ExecutionTimeLimit") == "PT0S"
