"""What a hostile file must come to: a function that makes it, and the code of the finding that refuses it."""

from collections.abc import Callable, Mapping

# "" for a file that is read and found to be none of ours.
Table = Mapping[Callable[[], bytes], str]
