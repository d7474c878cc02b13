"""Run in the kernel of the tests: what all notebooks read alike is read once.

Each notebook still starts without a name, but for the minute that each would spend on one file.
"""

import functools

import toolkit as tk

_read = {}


def _once(function, key):
    @functools.wraps(function)
    def called(*given, **options):
        name = (function.__name__, key(*given, **options))
        if name not in _read:
            # what was given is kept too: no other object takes its identity
            _read[name] = (given, options, function(*given, **options))
        return _read[name][2]

    return called


def _reading(corpus, codebook=None):
    return id(corpus), (codebook or tk.load_codebook()).ids


def install():
    """Take the place of the three, once and in this process: the kernel's."""
    if hasattr(tk.read_ads, "__wrapped__"):
        return
    tk.read_ads = _once(tk.read_ads, str)
    tk.anonymise = _once(tk.anonymise, lambda ads, record: (id(ads), record))
    tk.annotate = _once(tk.annotate, _reading)
