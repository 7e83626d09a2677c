"""Secrets of a mail server: a password or a token, which stands in no file of the workspace.

It comes from a command, from an environment variable or from the keyring of the system, in this order. It goes to
the server and nowhere else: into no log, no sentence and no trace.
"""

import os
import sys

from msgspec import Struct

from xlplan.domain.errors import XlplanError
from xlplan.text.translation import _

# The name under which the keyring keeps it, beside the name of the user.
SERVICE = "xlplan"
# The variable that is looked at where the settings name none.
VARIABLE = "XLPLAN_MAIL_PASSWORD"
# A command may ask a person to unlock a store.
_COMMAND_SECONDS = 120.0


class Secret:
    """A secret that shows itself nowhere. `reveal` gives it to the library that sends it."""

    __slots__ = ("_secret",)

    def __init__(self, secret: str) -> None:
        self._secret = secret

    def reveal(self) -> str:
        """Return the secret itself."""
        return self._secret

    def __repr__(self) -> str:
        return "Secret(…)"


class SecretSource(Struct, frozen=True):
    """The places of a secret.

    Attributes:
        user: The name under which the server knows whoever signs in.
        command: A command that prints the secret, as one types it; "" for none.
        variable: The environment variable; the usual one where it is "".
    """

    user: str
    command: str = ""
    variable: str = ""


def find_secret(source: SecretSource) -> Secret:
    """Return the secret of a user: the command's, or else the variable's, or else the keyring's.

    Raises:
        XlplanError: None of them has one, or the command fails.
    """
    if source.command:
        return Secret(_printed(source.command))
    variable = source.variable or VARIABLE
    secret = os.environ.get(variable, "") or _kept(source.user)
    if not secret:
        raise XlplanError(
            _(
                "There is no password for {user}. Keep it in the keyring of this system: "
                "{program} -m keyring set {service} {user}; or put it into the variable {variable}; "
                "or name a command that prints it in xlplan.toml: password_command."
            ).format(user=source.user, program=_python(), service=SERVICE, variable=variable)
        )
    return Secret(secret)


def _python() -> str:
    return "py" if sys.platform == "win32" else "python3"


def _printed(command: str) -> str:
    """Return the first line that a command prints. What else it says may hold the secret, and is not repeated."""
    # Hardly any command sends mail.
    import shlex
    import subprocess

    try:
        # Windows takes the line apart itself, by rules of its own.
        words = command if sys.platform == "win32" else shlex.split(command)
        done = subprocess.run(
            words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_COMMAND_SECONDS, check=False
        )
    except (OSError, ValueError):
        raise _command_problem(_("it cannot be started")) from None
    except subprocess.TimeoutExpired:
        raise _command_problem(_("it does not end")) from None
    if done.returncode:
        raise _command_problem(_("it ends with the code {code}").format(code=done.returncode))
    lines = done.stdout.decode("utf-8", "replace").splitlines()
    if not lines or not lines[0]:
        raise _command_problem(_("it prints nothing"))
    return lines[0]


def _command_problem(problem: str) -> XlplanError:
    return XlplanError(
        _(
            "The command of the setting “password_command” gives no password: {problem}. "
            "Try it in a terminal: it prints the password in its first line."
        ).format(problem=problem)
    )


def _kept(user: str) -> str:
    """Return what the keyring of the system keeps; "" where it keeps nothing, or where there is none."""
    try:
        # The import is slow, and the package is an extra.
        import keyring
        from keyring.errors import NoKeyringError
    except ImportError:
        return ""
    try:
        return keyring.get_password(SERVICE, user) or ""
    except NoKeyringError:
        return ""
    # A locked or broken keyring raises what its backend likes, as Secret Service does.
    except Exception as problem:
        raise XlplanError(
            _(
                "The keyring of this system gives no password for {user} ({reason}). Unlock it and try again."
            ).format(user=user, reason=type(problem).__name__)
        ) from None
