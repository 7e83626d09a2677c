"""A Dask cluster of real processes. Each worker has a network of its own, where the machine allows that."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from tests.support.client_programs import lacking
from tests.support.paths import ROOT

_PATIENCE = 60.0
# The processes seldom watch themselves: a cluster that waits for the next test then costs a fifth of it.
_CALM = {
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
}
_clusters = count()
# Shown at the end of the run, and no error: see `filterwarnings`.
PLAIN_WORKERS = "Dask workers run beside each other: this machine allows no networks of their own (ip netns add)"


@dataclass
class Machine:
    """A computer on the cluster's network: the words before a command that make it run there."""

    name: str
    folder: Path
    prefix: tuple[str, ...] = ()


@dataclass
class Cluster:
    """A scheduler, and its workers on machines of their own.

    `hidden`: a folder that no worker sees. `separate`: the workers have networks of their own.
    `restarting`: a worker that is killed starts anew.
    """

    address: str
    hidden: Path
    folder: Path
    separate: bool
    restarting: bool
    network: str = ""
    environment: Mapping[str, str] = field(default_factory=dict)
    machines: list[Machine] = field(default_factory=list)
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)

    def start_scheduler(self) -> None:
        """Start the scheduler and wait until it listens."""
        host, port = self.address.rpartition("/")[2].split(":")
        self._run("scheduler", (), "scheduler", "--host", self._bound(host), "--port", port)
        end = time.monotonic() + _PATIENCE
        while True:
            with suppress(OSError), socket.create_connection((host, int(port)), 1):
                return
            assert time.monotonic() < end, self.log("scheduler")
            time.sleep(0.05)

    def _bound(self, host: str) -> str:
        scheme = self.address.partition("://")[0]
        return f"{scheme}://{host}" if scheme != "tcp" else host

    def start_worker(self, *options: str, **environment: str) -> str:
        """Start a worker of one thread on a new machine, and return the name of the machine."""
        machine = self._new_machine()
        own = {"TMPDIR": str(machine.folder), **environment}
        scratch = ("--local-directory", str(machine.folder / "dask"))
        # The process that starts a worker anew takes as long to begin as the worker.
        nanny = "--nanny" if self.restarting else "--no-nanny"
        self._run(
            machine.name,
            machine.prefix,
            *("worker", self.address, "--nthreads", "1", "--name", machine.name, nanny, *scratch, *options),
            **own,
        )
        return machine.name

    def await_workers(self, count: int) -> None:
        """Wait until the scheduler knows of so many workers."""
        import distributed

        with distributed.Client(self.address, timeout=_PATIENCE) as client:  # type: ignore[no-untyped-call]
            client.wait_for_workers(count, timeout=_PATIENCE)

    def await_worker(self, name: str, *, is_there: bool = True) -> None:
        """Wait until the scheduler knows of this worker, or no longer does."""
        import distributed

        end = time.monotonic() + _PATIENCE
        with distributed.Client(self.address, timeout=_PATIENCE) as client:  # type: ignore[no-untyped-call]
            while (name in self._names(client)) != is_there:
                assert time.monotonic() < end, self.log(name)
                time.sleep(0.05)

    @staticmethod
    def _names(client: Any) -> set[str]:
        return {each["name"] for each in client.scheduler_info(n_workers=-1)["workers"].values()}

    def worker_processes(self) -> list[int]:
        """The ids of the processes that run the tasks; not those that start them anew."""
        import distributed

        with distributed.Client(self.address, timeout=_PATIENCE) as client:  # type: ignore[no-untyped-call]
            return list(client.run(os.getpid).values())

    def kill(self, name: str) -> None:
        """Kill a machine's processes, all at one stroke."""
        process = self.processes.pop(name)
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()

    def log(self, name: str) -> str:
        """What a machine's processes wrote."""
        return (self.folder / f"{name}.log").read_text("utf-8", "replace")

    def _run(self, name: str, prefix: Sequence[str], *command: str, **environment: str) -> None:
        dask = Path(sys.executable).parent / "dask"
        path = os.pathsep.join(filter(None, (environment.pop("PYTHONPATH", ""), str(ROOT))))
        with (self.folder / f"{name}.log").open("ab") as log:
            self.processes[name] = subprocess.Popen(
                [*prefix, str(dask), *command, "--no-dashboard"],
                env={**os.environ, **_CALM, "PYTHONPATH": path, **self.environment, **environment},
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
            )

    def _new_machine(self) -> Machine:
        number = len(self.machines) + 1
        name = f"{self.folder.name[-8:]}w{number}"
        folder = self.folder / name
        folder.mkdir()
        machine = Machine(name, folder)
        self.machines.append(machine)
        if self.separate:
            near, far = f"{self.folder.name[-8:]}{number}", "eth0"
            _ip("netns", "add", name)
            _ip("link", "add", near, "type", "veth", "peer", "name", far, "netns", name)
            _ip("link", "set", near, "master", self._bridge, "up")
            for words in (
                ("addr", "add", f"{self.network}.{number + 1}/24", "dev", far),
                ("link", "set", far, "up"),
                ("link", "set", "lo", "up"),
            ):
                _ip("-n", name, *words)
            # A network of its own comes with mounts of its own.
            hide = f'mount -t tmpfs none "{self.hidden}" && exec "$@"'
            machine.prefix = ("ip", "netns", "exec", name, "sh", "-c", hide, "sh")
        return machine

    @property
    def _bridge(self) -> str:
        return f"{self.folder.name[-8:]}b"

    def open_network(self) -> None:
        """Make the network that the machines are on; this machine is on it too."""
        if self.separate:
            _ip("link", "add", self._bridge, "type", "bridge")
            _ip("addr", "add", f"{self.network}.1/24", "dev", self._bridge)
            _ip("link", "set", self._bridge, "up")

    def close(self) -> None:
        """Stop every process and take the network down."""
        for process in self.processes.values():
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGTERM)
        for process in self.processes.values():
            with suppress(subprocess.TimeoutExpired):
                process.wait(10)
            # Whoever heard no signal goes as well.
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
        if self.separate:
            for machine in self.machines:
                _ip("netns", "del", machine.name)
            _ip("link", "del", self._bridge)


def need_dask() -> None:
    """The cluster's own programs come with the extra."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        lacking("Dask", "pip install 'xlplan[cluster]'")


@contextmanager
def cluster(
    hidden: Path,
    workers: int = 2,
    scheme: str = "tcp",
    environment: Mapping[str, str] | None = None,
    *,
    restarting: bool = False,
) -> Iterator[Cluster]:
    """A running cluster.

    Args:
        hidden: A folder that no worker is to see.
        workers: The number of workers.
        scheme: tcp or tls.
        environment: Further variables of every process of the cluster.
        restarting: Whether a worker that is killed starts anew, as Dask has it if nobody says otherwise.
    """
    need_dask()
    folder = Path(tempfile.mkdtemp(prefix="xlplan-cluster-", dir="/var/tmp" if os.name == "posix" else None))
    separate = _allows_networks()
    # Several clusters of several test processes may run at once.
    network = (
        f"10.{100 + os.getpid() % 150}.{(os.getpid() // 150 + 16 * next(_clusters)) % 250}" if separate else ""
    )
    host = f"{network}.1" if separate else "127.0.0.1"
    address = f"{scheme}://{host}:{free_port()}"
    made = Cluster(address, hidden, folder, separate, restarting, network, environment or {})
    try:
        made.open_network()
        made.start_scheduler()
        for _worker in range(workers):
            made.start_worker()
        if workers:
            made.await_workers(workers)
        yield made
    finally:
        made.close()
        shutil.rmtree(folder, ignore_errors=True)


def _allows_networks() -> bool:
    """Tell if this user may make networks and mounts here. Where not, it is said aloud."""
    name = f"xlplan-try-{os.getpid()}"
    hide = ("netns", "exec", name, "mount", "-t", "tmpfs", "none", "/mnt")
    allowed = shutil.which("ip") is not None and _tried("netns", "add", name)
    if allowed:
        allowed = _tried(*hide) and _tried("link", "add", "xltry", "type", "bridge")
        _tried("link", "del", "xltry")
        _tried("netns", "del", name)
    if not allowed:
        warnings.warn(PLAIN_WORKERS, stacklevel=2)
    return allowed


def _tried(*words: str) -> bool:
    return subprocess.run(["ip", *words], check=False, capture_output=True, timeout=30).returncode == 0


def _ip(*words: str) -> None:
    done = subprocess.run(["ip", *words], check=False, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, f"ip {' '.join(words)}: {done.stderr}"


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as asked:
        asked.bind(("", 0))
        return int(asked.getsockname()[1])
