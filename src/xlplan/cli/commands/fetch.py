"""The command `fetch`, and the option by which a watcher fetches."""

import re
from typing import Any

import click

from xlplan.cli.app import listed_command, open_workspace_of
from xlplan.text.translation import _

_INTERVAL = re.compile(r"(?i)\s*(\d{1,4})\s*(m|min|хв|h|год|г|s|с)?\.?\s*")
_SECONDS = {"s": 1, "с": 1, "m": 60, "min": 60, "хв": 60, "h": 3600, "г": 3600, "год": 3600}
_SHORTEST_SECONDS, _LONGEST_SECONDS = 30, 86_400


class IntervalType(click.ParamType[float]):
    """An interval as people write it: 5m, 1h, 5хв; a number alone is minutes."""

    name = "interval"

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return an example."""
        return "5m"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """Return the seconds, or fail with an example."""
        if isinstance(value, float):
            return value
        found = _INTERVAL.fullmatch(str(value))
        seconds = int(found[1]) * _SECONDS[(found[2] or "m").lower()] if found else 0
        if not _SHORTEST_SECONDS <= seconds <= _LONGEST_SECONDS:
            self.fail(
                _("“{seen}” is no interval. Write one from 30s to 24h like this: 5m.").format(seen=value),
                param,
                ctx,
            )
        return float(seconds)


@listed_command("fetch")
@click.pass_context
def fetch(ctx: click.Context) -> None:
    """Fetch the new messages of the mailbox that the settings name."""
    from xlplan.cli.output.common import counter
    from xlplan.cli.output.fetch import print_fetched
    from xlplan.services.mail.fetch import FetchListener, SeenMessage, fetch_mail

    with counter(_("Messages")) as advance:

        class Counting(FetchListener):
            """A listener that counts the new messages."""

            def message_seen(self, message: SeenMessage) -> None:
                """Count a message."""
                advance(message.message.sha256)

        result = fetch_mail(open_workspace_of(ctx), Counting())
    print_fetched(result)
    if result.problem:
        raise result.problem
