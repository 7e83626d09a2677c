"""A bad line to a server: it carries so many bytes of the answers, then it is cut, or stalls."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

_CHUNK = 512


@dataclass
class BadLine:
    """A line on a port of its own.

    Attributes:
        port: The port.
        limit: The number of bytes of answers after which nothing comes any more.
        carried: How many bytes of answers it has carried so far.
        reached: Somebody has called.
    """

    port: int
    limit: int | None
    carried: int = 0
    reached: threading.Event = field(default_factory=threading.Event)
    _open: list[socket.socket] = field(default_factory=list)

    def mend(self) -> None:
        """It carries everything from now on."""
        self.limit = None


@contextmanager
def bad_line(to: int, limit: int | None = None, stalls: bool = False) -> Iterator[BadLine]:
    """A line to a port of this machine.

    Args:
        to: The port of the server.
        limit: The number of bytes of answers after which nothing comes any more; None for a good line.
        stalls: It is silent from then on, instead of being cut.
    """
    with socket.create_server(("127.0.0.1", 0)) as listening:
        line = BadLine(listening.getsockname()[1], limit)
        threading.Thread(target=_accept, args=(listening, line, to, stalls), daemon=True).start()
        try:
            yield line
        finally:
            # Also what waits for a call: a process with threads forks no children.
            _shut(listening, *line._open)


def _accept(listening: socket.socket, line: BadLine, to: int, stalls: bool) -> None:
    with suppress(OSError):
        while True:
            client, _address = listening.accept()
            line.reached.set()
            server = socket.create_connection(("127.0.0.1", to))
            line._open += [client, server]
            threading.Thread(target=_carry, args=(client, server), daemon=True).start()
            threading.Thread(target=_carry_answers, args=(server, client, line, stalls), daemon=True).start()


def _carry(client: socket.socket, server: socket.socket) -> None:
    with suppress(OSError):
        while chunk := client.recv(_CHUNK):
            server.sendall(chunk)
    _shut(server)


def _carry_answers(server: socket.socket, client: socket.socket, line: BadLine, stalls: bool) -> None:
    with suppress(OSError):
        while (limit := line.limit) is None or line.carried < limit:
            chunk = server.recv(_CHUNK if limit is None else min(_CHUNK, limit - line.carried))
            if not chunk:
                break
            client.sendall(chunk)
            line.carried += len(chunk)
        else:
            if stalls:
                return
    _shut(client, server)


def _shut(*connections: socket.socket) -> None:
    for each in connections:
        with suppress(OSError):
            each.shutdown(socket.SHUT_RDWR)
        each.close()
