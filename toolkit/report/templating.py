"""The pages of a diagnostic are made from one folder of templates, in one way."""

from __future__ import annotations

from typing import Any

from toolkit.messages import message


def page_from(template: str, lang: str, **values: Any) -> str:  # noqa: ANN401 - whatever a template shows
    """Return a page made from a template; a value that it misses is an error.

    Parameters
    ----------
    template : str
        A file of the folder ``templates``.
    lang : str
        ``"fr"`` or ``"en"``.
    **values
        What it shows, beside ``say``, which gives the words of the report.

    Returns
    -------
    str
        HTML, with what was given as text escaped.

    Examples
    --------
    >>> page_from.__name__
    'page_from'
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined

    environment = Environment(
        loader=PackageLoader("toolkit.report"), autoescape=True, undefined=StrictUndefined
    )
    return environment.get_template(template).render(
        say=lambda key, **parts: message(f"report.{key}", lang=lang, **parts), **values
    )
