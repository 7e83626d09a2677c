"""A Dask cluster as a source of executors: its scheduler, its workers, and what their failures mean."""

import gc
import logging
import time
from typing import TYPE_CHECKING, Any

from xlplan.domain.errors import XlplanError
from xlplan.sandbox.batches import code_version
from xlplan.sandbox.executor_parsers import ExecutorSource, other_version
from xlplan.text.translation import _

if TYPE_CHECKING:
    from concurrent.futures import Executor

_CONNECT_SECONDS = 10.0
# Seconds without any worker after which a pass ends. A worker that was killed is back in a few.
_NO_WORKER_SECONDS = 30.0
# Seconds for which the number of workers is taken as known.
_KNOWN_SECONDS = 5.0
# A file travels within its task. Dask warns of large tasks, and means those that should not.
_LARGEST_TASK = "64 MB"
# The addresses that clients of this process have not reached. Each such client may still be there.
_unreached: list[str] = []


class DaskCluster(ExecutorSource):
    """The workers behind a Dask scheduler. Dask gives their tasks to other workers where one of them ends.

    Args:
        address: The address of the scheduler, such as tcp://host:8786 or tls://host:8786.
    """

    def __init__(self, address: str) -> None:
        super().__init__(self._connect, 1)
        self._address = address
        # Dask declares itself typed; most of its functions are not.
        self._client: Any = None
        self._counted_at = 0.0
        self._worked_at = 0.0

    @property
    def slots(self) -> int:
        """The threads of all workers. They may come and go."""
        if self._client is not None and time.monotonic() > self._counted_at + _KNOWN_SECONDS:
            self._count()
        return max(1, self._slots)

    @property
    def lost(self) -> str:
        """The sentence that the scheduler is gone."""
        sentence = _(
            "The connection to the scheduler {address} was lost. What has no answer yet waits until it is back."
        )
        return sentence.format(address=self._address)

    def close(self) -> None:
        """Leave the cluster. Its workers go on, for others and for the next pass."""
        if self._client is not None:
            self._client.close()
        self._client = self._executor = None

    def tells_death(self, problem: BaseException) -> bool:
        """Tell if Dask gave a task up because too many workers ended while they had it."""
        from distributed import KilledWorker

        return isinstance(problem, KilledWorker)

    def look(self) -> None:
        """Look if the scheduler is still there, and has workers.

        Raises:
            XlplanError: The scheduler is gone, or no worker has been there for a while.
        """
        self._count()
        if time.monotonic() > self._worked_at + _NO_WORKER_SECONDS:
            raise XlplanError(self._no_workers())

    def _connect(self) -> "Executor":
        try:
            import distributed
        except ImportError as missing:
            raise XlplanError(
                _("A cluster needs more packages: install xlplan with the extra “cluster”: {command}.").format(
                    command="pip install 'xlplan[cluster]'"
                )
            ) from missing
        _quieten()
        # A client that could not connect is there until it is collected. It ends only where no other client is
        # being started, and waits for ever where that start collects it.
        if _unreached:
            gc.collect()
        _unreached[:] = [self._address]
        try:
            client: Any = distributed.Client
            self._client = client(self._address, timeout=_CONNECT_SECONDS)
        except (OSError, ValueError, TypeError) as problem:
            raise XlplanError(
                _("There is no Dask scheduler at {address}: {problem}").format(
                    address=self._address, problem=problem
                )
            ) from problem
        _unreached.clear()
        self._require_same_code(self._client)
        self._count()
        # Each batch is read, also one with the same bytes as another. Where a worker cannot, another one tries.
        executor: Executor = self._client.get_executor(pure=False, retries=2)
        return executor

    def _require_same_code(self, client: Any) -> None:
        try:
            client.wait_for_workers(1, timeout=_CONNECT_SECONDS)
        except TimeoutError as none:
            raise XlplanError(self._no_workers()) from none
        codes = client.run(code_version, on_error="return")
        others = {name: code if isinstance(code, str) else "" for name, code in codes.items()}
        others = {name: code for name, code in others.items() if code != code_version()}
        if others:
            raise XlplanError(other_version(others))

    def _no_workers(self) -> str:
        return _("The scheduler {address} has no workers. Start one: {command}.").format(
            address=self._address, command=f"dask worker {self._address}"
        )

    def _count(self) -> None:
        """Count the threads of the workers that are there now."""
        try:
            self._slots = sum(self._client.nthreads().values())
        except OSError as gone:
            raise XlplanError(self.lost) from gone
        self._counted_at = time.monotonic()
        if self._slots:
            self._worked_at = self._counted_at


def _quieten() -> None:
    """Have Dask's own log where that of xlplan is, and not on the terminal."""
    import dask.config

    dask.config.set({"distributed.admin.large-graph-warning-threshold": _LARGEST_TASK})
    for name in ("distributed", "distributed.client", "distributed.gc", "tornado", "tornado.application"):
        library = logging.getLogger(name)
        library.handlers.clear()
        library.propagate = True
