"""Regular fractions of two-level designs, `2^(k-p)`.

Box, Hunter & Hunter, *Statistics for Experimenters* (2005), chapter 6; docs/method.md, Planning.
"""

from dataclasses import dataclass
from itertools import combinations, product

Word = frozenset[int]
"""Factors, counted from 0, whose levels multiply to a constant in every run."""


@dataclass(frozen=True)
class Fraction:
    """A fraction that contains the run with every factor at its first level.

    Attributes:
        factors: Number of factors, k.
        generators: For each added factor, the basic factors whose levels determine its level.
    """

    factors: int
    generators: tuple[Word, ...]

    @property
    def basic(self) -> int:
        """Number of basic factors, k - p, which are crossed."""
        return self.factors - len(self.generators)

    @property
    def runs(self) -> list[tuple[int, ...]]:
        """Levels, 0 or 1, of every factor in each run."""
        return [
            (*levels, *(sum(levels[each] for each in word) % 2 for word in self.generators))
            for levels in product((0, 1), repeat=self.basic)
        ]

    @property
    def words(self) -> list[Word]:
        """The defining relation: every product of generating words, shortest first."""
        made = [word | {self.basic + n} for n, word in enumerate(self.generators)]
        found: list[Word] = []
        for word in made:
            found += [word, *(word ^ other for other in found)]
        return sorted(found, key=lambda word: (len(word), sorted(word)))

    @property
    def resolution(self) -> int:
        """Length of the shortest word."""
        return len(self.words[0])

    @property
    def aliases(self) -> list[list[tuple[int, ...]]]:
        """Sets of main effects and two-factor interactions that the runs cannot tell apart."""
        effects = [e for size in (1, 2) for e in combinations(range(self.factors), size)]
        words, sets = set(self.words), []
        while effects:
            first, *rest = effects
            same = [e for e in rest if frozenset(first) ^ frozenset(e) in words]
            effects = [e for e in rest if e not in same]
            sets += [[first, *same]] if same else []
        return sets


def fraction(factors: int) -> Fraction:
    """Return the smallest regular fraction of resolution IV or more; of III for three factors.

    With m basic factors, every generator with an odd number of them makes words of even length, so
    that `2^(m-1)` factors fit. A single generator is the product of all basic factors, which gives
    the highest resolution.

    Args:
        factors: Number of two-level factors, at least 3.
    """
    if factors < 3:
        raise ValueError(f"{factors} factors have no fraction; it takes 3")
    basic = next(m for m in range(2, factors) if factors <= max(3, 2 ** (m - 1)))
    added = factors - basic
    if added == 1:
        return Fraction(factors, (frozenset(range(basic)),))
    odd = (each for size in range(3, basic + 1, 2) for each in combinations(range(basic), size))
    return Fraction(factors, tuple(frozenset(next(odd)) for _ in range(added)))
