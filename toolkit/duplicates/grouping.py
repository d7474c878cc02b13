"""Group the texts that are copies of each other, near enough."""

from __future__ import annotations

from typing import Any

from toolkit.duplicates.growing import Groups, TemplateGroups


def group_templates(texts: Any) -> Groups:  # noqa: ANN401 - texts, a column or a table
    """Return one group number per text; near-duplicates share a number.

    It groups texts, not people: two people may copy one text. Very short texts are grouped only
    when nearly all of their words are the same. The result does not depend on the order of the
    texts, except for the numbers, which follow it. For a corpus that grows: ``TemplateGroups``.

    Parameters
    ----------
    texts : sequence of str, pandas.Series or pandas.DataFrame
        The texts, masked or not.

    Returns
    -------
    numpy.ndarray
        One integer per text, from 0, in order of first appearance.

    Notes
    -----
    Exact copies are collapsed; bands of MinHash over pairs of words, next to each other or with one
    between, propose each text its likest partners; those whose signatures are alike make first
    groups; what few first groups write weighs much, stock sentences little; the weighed cosine of
    words and pairs decides (at least 0.28, 0.05 more for ten times as many texts from 10,000 on,
    and below 0.5 with a common neighbour); a group in which many pairs are unlike is cut by average
    linkage. Above 128 MiB the numbers of the words wait in a temporary file without a name.

    Examples
    --------
    >>> group_templates(["bonjour à tous et à toutes", "Bonjour à tous et à toutes !", "autre"])
    array([0, 0, 1])
    """
    return TemplateGroups().update(texts)
