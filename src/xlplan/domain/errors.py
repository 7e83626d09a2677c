"""The one exception that means: xlplan cannot go on, and a person can do something about it."""


class XlplanError(Exception):
    """Carries one or more whole sentences: what is wrong, where, what to do."""

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
