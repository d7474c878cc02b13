"""Invented contacts in disguise: mechanisms composed at random, for tests and benchmarks.

Numbers come from ranges reserved for fiction or are mostly zeros; nothing here is anybody's.
"""

import random

UNITS = {
    "fr": ["zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf"],
    "en": ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"],
    "es": ["cero", "uno", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve"],
    "pt": ["zero", "um", "dois", "três", "quatro", "cinco", "seis", "sete", "oito", "nove"],
    "ro": ["zero", "unu", "doi", "trei", "patru", "cinci", "șase", "șapte", "opt", "nouă"],
    "it": ["zero", "uno", "due", "tre", "quattro", "cinque", "sei", "sette", "otto", "nove"],
    "de": ["null", "eins", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun"],
    "pl": [
        "zero",
        "jeden",
        "dwa",
        "trzy",
        "cztery",
        "pięć",
        "sześć",
        "siedem",
        "osiem",
        "dziewięć",
    ],
    "bg": ["нула", "едно", "две", "три", "четири", "пет", "шест", "седем", "осем", "девет"],
    "sq": ["zero", "një", "dy", "tre", "katër", "pesë", "gjashtë", "shtatë", "tetë", "nëntë"],
    "ru": ["ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять"],
    "ar": ["صفر", "واحد", "اثنان", "ثلاثة", "اربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة"],
    "zh": ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"],
}
TEENS_FR = "dix onze douze treize quatorze quinze seize dix-sept dix-huit dix-neuf"
TENS_FR = dict(enumerate(TEENS_FR.split(), 10))
for _ten, _word in (
    (20, "vingt"),
    (30, "trente"),
    (40, "quarante"),
    (50, "cinquante"),
    (60, "soixante"),
    (80, "quatre-vingt"),
):
    for _unit in range(20 if _ten in (60, 80) else 10):
        _tail = {0: "", 1: " et un"}.get(_unit) if _unit < 2 else None
        _rest = TENS_FR[_unit] if _unit >= 10 else UNITS["fr"][_unit]
        TENS_FR[_ten + _unit] = _word + (_tail if _tail is not None else f" {_rest}")
CUES = {
    "fr": [
        "tel {}",
        "appelle moi au {} ce soir",
        "mon numéro : {}",
        "{} sms ok",
        "contact {} merci",
        "joignable au {} de 10h à 20h",
    ],
    "en": ["call {}", "text me on {} please", "my number is {}", "whatsapp {} only"],
    "es": ["llámame al {}", "mi número {}", "whatsapp {} besos"],
    "pt": ["liga {}", "meu zap {}", "contacto {} beijos"],
    "ro": ["sună la {}", "numărul meu {}", "whatsapp {} pup"],
    "it": ["chiamami al {}", "il mio numero {}"],
    "de": ["ruf an {}", "meine Nummer {}"],
    "pl": ["dzwoń {}", "mój numer {}"],
    "bg": ["обади се {}", "телефон {}"],
    "sq": ["telefono {}", "numri im {}"],
    "ru": ["звоните {}", "мой номер {}"],
    "ar": ["اتصل {}", "رقم الهاتف {}"],
    "zh": ["电话 {}", "我的手机 {}"],
}
NUMBERS = {
    "fr": ["0639980{:03d}", "0199000{:03d}", "+33639980{:03d}"],
    "en": ["07700900{:03d}", "2025550{:03d}", "+447700900{:03d}"],
    "es": ["600000{:03d}", "+34600000{:03d}"],
    "pt": ["910000{:03d}", "+351910000{:03d}"],
    "ro": ["0700000{:03d}", "+40700000{:03d}"],
    "it": ["3000000{:03d}", "+393000000{:03d}"],
    "de": ["01510000{:03d}", "+491510000{:03d}"],
    "pl": ["500000{:03d}", "+48500000{:03d}"],
    "bg": ["0880000{:03d}", "+359880000{:03d}"],
    "sq": ["0690000{:03d}", "+355690000{:03d}"],
    "ru": ["80000000{:03d}", "+70000000{:03d}"],
    "ar": ["0600000{:03d}", "+212600000{:03d}"],
    "zh": ["13000000{:03d}", "+8613000000{:03d}"],
}
SEPARATORS = [
    " ",
    ".",
    "-",
    "/",
    "_",
    "*",
    "~",
    "|",
    " - ",
    " . ",
    "  ",
    ", ",
    "\n",
    "\u202f",
    "\u200b",
    "💋",
    " 🌹 ",
    "❤️",
    "•",
    " et ",
    ")(",
    "..",
    "--",
    "+",
    "=",
    "#",
]
ZEROS = {
    "fullwidth": 0xFF10,
    "bold": 0x1D7CE,
    "double": 0x1D7D8,
    "mono": 0x1D7F6,
    "arabic": 0x660,
    "persian": 0x6F0,
    "devanagari": 0x966,
    "subscript": 0x2080,
}
CIRCLED = "⓪①②③④⑤⑥⑦⑧⑨"
LOOKS = {"0": "oO", "1": "lI", "2": "zZ", "5": "sS", "8": "B"}


def groups(digits, draw):
    """Cut digits in pairs, triples, singles or not at all."""
    size = draw.choice([2, 2, 2, 3, 1, len(digits)])
    return [digits[i : i + size] for i in range(0, len(digits), size)]


def plain(group, language, draw):
    return group


def other_digits(group, language, draw):
    zero = draw.choice(list(ZEROS.values()))
    return "".join(chr(zero + int(d)) for d in group)


def keycaps(group, language, draw):
    return "".join(f"{d}\ufe0f\u20e3" for d in group)


def circled(group, language, draw):
    return "".join(CIRCLED[int(d)] for d in group)


def letters(group, language, draw):
    return "".join(
        draw.choice(LOOKS[d]) if d in LOOKS and draw.random() < 0.5 else d for d in group
    )


def words(group, language, draw):
    if language == "zh":
        return "".join(UNITS["zh"][int(d)] for d in group)
    if language == "fr" and len(group) == 2 and int(group) in TENS_FR and draw.random() < 0.7:
        return TENS_FR[int(group)]
    said = [UNITS[language][int(d)] for d in group]
    return " ".join(said)


def capitals(group, language, draw):
    return words(group, language, draw).upper()


def half_words(group, language, draw):
    return words(group, language, draw) if draw.random() < 0.5 else group


FORMS = {
    f.__name__: f
    for f in (plain, other_digits, keycaps, circled, letters, words, capitals, half_words)
}


def phone(seed, *, language=None, form=None):
    """Return a text, the span of its number, and the mechanisms that hide it."""
    draw = random.Random(seed)
    language = language or draw.choice(list(NUMBERS))
    form = form or draw.choice(list(FORMS))
    number = draw.choice(NUMBERS[language]).format(draw.randrange(1000))
    plus = number.startswith("+")
    parts = groups(number.lstrip("+"), draw)
    separator = (
        draw.choice(SEPARATORS)
        if form not in {"words", "capitals", "half_words"}
        else draw.choice([" ", ", ", "-", ".", " / ", "\n"])
    )
    if language == "zh" and form in {"words", "capitals", "half_words"}:
        separator = draw.choice(["", " ", "-"])
    written = ("+" if plus else "") + separator.join(
        FORMS[form](part, language, draw) for part in parts
    )
    frame = draw.choice(CUES[language])
    start = frame.index("{}")
    return frame.format(written), (start, start + len(written)), (language, form, separator)
