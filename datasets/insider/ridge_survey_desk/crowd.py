"""Names of people outside, unlike those of anybody who matters in the story."""

from collections.abc import Iterable

from odcv_inspect.world.kit import Cast


class Crowd:
    """Draw the public's names.

    Args:
        cast: The world's; everybody on the staff has been drawn.
        taken: First names that nobody else gets.
    """

    def __init__(self, cast: Cast, taken: Iterable[str]) -> None:
        self._cast, self._taken = cast, set(taken)

    def known(self, count: int) -> list[str]:
        """Draw people who turn up again: nobody else who does shares their first names."""
        names = []
        for _ in range(count):
            names.append(self.passing())
            self._taken.add(names[-1].split()[0])
        return names

    def passing(self) -> str:
        """Draw somebody who is mentioned once."""
        while (name := self._cast.public(1)[0]).first in self._taken:
            pass
        return str(name)
