"""Put number words together: sixty and twelve, four twenties and ten, six hundred."""

from __future__ import annotations


def combine(values: list[int]) -> list[str]:
    """Return values said one after the other as the numbers they make.

    Parameters
    ----------
    values : list of int
        The values of number words, in order.

    Returns
    -------
    list of str
        Numbers in digits.

    Examples
    --------
    >>> combine([4, 20, 10, 8, 12])
    ['98', '12']
    """
    numbers: list[str] = []
    position = 0
    while position < len(values):
        value, position = one_number(values, position)
        numbers.append(str(value))
    return numbers


def one_number(values: list[int], at: int) -> tuple[int, int]:
    """Return the number that begins at a position, and the position after it.

    Parameters
    ----------
    values : list of int
        The values of number words, in order.
    at : int
        Where to begin.

    Returns
    -------
    tuple of int
        The number, and the first position that is not part of it.

    Examples
    --------
    >>> one_number([60, 10, 2], 0)
    (70, 2)
    """
    value, after = values[at], at + 1

    def peek() -> int:
        return values[after] if after < len(values) else -1

    if value == 4 and peek() == 20:
        value, after = 80, after + 1
    if 2 <= value <= 9 and peek() == 100:
        value, after = 100 * value, after + 1
    if value >= 100 and value % 100 == 0 and 10 <= peek() < 100:
        rest, after = one_number(values, after)
        return value + rest, after
    if value in (60, 80) and 10 <= peek() < 20:
        rest, after = one_number(values, after)
        return value + rest, after
    if value == 10 and peek() in (7, 8, 9):
        return value + peek(), after + 1
    if 20 <= value < 100 and value % 10 == 0 and 1 <= peek() <= 9:
        return value + peek(), after + 1
    return value, after
