"""Days, amounts and domains as texts have them."""

from datetime import date


def told(day: date) -> str:
    """A day as people write it: Tuesday 4 March."""
    return f"{day:%A} {day.day} {day:%B}"


def money(cents: int) -> str:
    """An amount such as 1,204.50."""
    return f"{cents / 100:,.2f}"


def domain_of(name: str) -> str:
    """A domain from the name of a school, hotel, firm or festival."""
    return name.lower().replace(" ", "").replace("'", "") + ".ie"
