"""The exception for what a person can put right."""


class XlplanError(Exception):
    """xlplan cannot go on, and a person can do something about it.

    It carries one or more sentences: what is wrong, where, and what to do.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(sentences))
