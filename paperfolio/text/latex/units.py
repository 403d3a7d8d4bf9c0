r"""Numbers and units in the notation of siunitx: `\SI{40}{\milli\second}` is 40 ms."""

from __future__ import annotations

import re

from paperfolio.text.patterns import lazy

from .characters import raised

# siunitx: the symbols of the unit macros. Source: the siunitx manual, section "Units".
UNITS = {
    "percent": "%", "metre": "m", "meter": "m", "gram": "g", "second": "s", "ampere": "A", "kelvin": "K",
    "mole": "mol",
    "candela": "cd", "hertz": "Hz", "newton": "N", "pascal": "Pa", "joule": "J", "watt": "W", "coulomb": "C",
    "volt": "V", "farad": "F", "ohm": "Ω", "siemens": "S", "weber": "Wb", "tesla": "T", "henry": "H", "lumen": "lm",
    "lux": "lx", "becquerel": "Bq", "gray": "Gy", "sievert": "Sv", "katal": "kat", "radian": "rad", "steradian": "sr",
    "degreeCelsius": "°C", "celsius": "°C", "degree": "°", "arcminute": "′", "arcsecond": "″", "minute": "min",
    "hour": "h", "day": "d", "year": "yr", "litre": "L", "liter": "L", "tonne": "t", "electronvolt": "eV",
    "bar": "bar",
    "dalton": "Da", "astronomicalunit": "au", "parsec": "pc", "angstrom": "Å", "barn": "b", "knot": "kn", "bel": "B",
    "decibel": "dB", "neper": "Np", "hectare": "ha", "bit": "bit", "byte": "B", "gauss": "G", "molar": "M",
    "erg": "erg", "pixel": "px", "frame": "frame", "lightyear": "ly", "kilogram": "kg",
    "kg": "kg", "g": "g", "mg": "mg",
    "km": "km", "m": "m", "cm": "cm", "mm": "mm", "um": "µm", "nm": "nm", "pm": "pm", "s": "s", "ms": "ms",
    "us": "µs",
    "ns": "ns", "ps": "ps", "fs": "fs", "Hz": "Hz", "kHz": "kHz", "MHz": "MHz", "GHz": "GHz", "THz": "THz",
    "mHz": "mHz",
    "eV": "eV", "meV": "meV", "keV": "keV", "MeV": "MeV", "GeV": "GeV", "TeV": "TeV", "V": "V", "mV": "mV",
    "kV": "kV",
    "A": "A", "mA": "mA", "W": "W", "mW": "mW", "kW": "kW", "MW": "MW", "K": "K", "mK": "mK", "T": "T", "mT": "mT",
    "J": "J", "kJ": "kJ", "N": "N", "kN": "kN", "Pa": "Pa", "kPa": "kPa", "MPa": "MPa", "GPa": "GPa", "L": "L",
    "mL": "mL", "l": "l", "ml": "ml", "mol": "mol", "mmol": "mmol", "kWh": "kWh", "dB": "dB", "F": "F",
}  # fmt: skip
PREFIXES = {
    "quecto": "q", "ronto": "r", "yocto": "y", "zepto": "z", "atto": "a", "femto": "f", "pico": "p", "nano": "n",
    "micro": "µ", "milli": "m", "centi": "c", "deci": "d", "deca": "da", "hecto": "h", "kilo": "k", "mega": "M",
    "giga": "G", "tera": "T", "peta": "P", "exa": "E", "zetta": "Z", "yotta": "Y", "kibi": "Ki", "mebi": "Mi",
    "gibi": "Gi", "tebi": "Ti",
}  # fmt: skip
POWERS = {"squared": "²", "cubed": "³", "tothe": "^", "raiseto": "^"}

# The arguments of each command: numbers (n), then a unit (u).
ARGUMENTS = {
    "SI": "nu", "qty": "nu", "si": "u", "unit": "u", "num": "n", "ang": "n", "SIrange": "nnu", "qtyrange": "nnu",
    "numrange": "nn", "SIlist": "nu", "qtylist": "nu", "numlist": "n",
}  # fmt: skip

_WORD = lazy(r"\\([A-Za-z]+)(?:\s*\{([^{}]*)\})?\s*|([^\\]+)")
_NAMED_UNIT = rf"(?:\\(?:{'|'.join(PREFIXES)})\s*)?\\(?:{'|'.join(UNITS)})(?![A-Za-z])"
_EXPONENT = lazy(r"(?<=\d)\s*[eEdD]\s*([+-]?\d+)\s*$")


def quantity(name: str, arguments: list[str]) -> str | None:
    """Return the text of a command of siunitx, or None where a macro in its unit is unknown."""
    if name == "ang":
        return "".join(
            f"{number(part)}{sign}"
            for part, sign in zip(arguments[0].split(";"), "°′″", strict=False)
            if part
        )
    kinds = ARGUMENTS[name]
    numbers = [number(source) for source, kind in zip(arguments, kinds, strict=True) if kind == "n"]
    measured = unit(arguments[-1]) if kinds[-1] == "u" else ""
    if measured is None:
        return None
    gap = (
        "" if not numbers or measured in {"", "%"} or (measured[0] == "°" and measured != "°C") else "\u00a0"
    )
    return f"{'–'.join(numbers)}{gap}{measured}"


def number(source: str) -> str:
    r"""Return a number as it is printed: exponents raised, `+-` and `\\pm` as ±, `x` as ×."""
    text = source.strip().replace("\\pm", "±").replace("+-", "±").replace("+/-", "±").replace("\\times", "×")
    text = text.replace("{,}", ",").replace("\\,", "\u202f").replace("~", "").replace(";", ", ")
    exponent = _EXPONENT.search(text)
    if exponent:
        text = f"{text[: exponent.start()]}\u202f×\u202f10{raised(exponent[1].lstrip('+')) or exponent[1]}"
    text = re.sub(r"10\^\{?(-?\d+)\}?", lambda m: "10" + (raised(m[1]) or m[1]), text)
    text = re.sub(r"\s*[x×]\s*(?=\d)", " × ", text)
    return re.sub(r"(?<![\d\w)])-(?=\d)", "−", text)


def unit(source: str) -> str | None:
    r"""Return a unit as it is printed, or None where a macro in it is unknown."""
    out: list[str] = []
    for word in _WORD.finditer(source):
        name, argument, text = word[1], word[2], word[3]
        if text is not None:
            if text.startswith("^") and out:
                out[-1] = out[-1].rstrip()  # `\\barn^{-1}`
            out.append(_literal(text))
        elif name == "per":
            out.append("/")
        elif name in PREFIXES:
            out.append(PREFIXES[name])
        elif name in UNITS:
            out.append(UNITS[name] + (argument or "") + " ")
        elif name in POWERS:
            _append_power(out, POWERS[name] if argument is None else argument)
        elif name in {"square", "cubic"}:
            return _powered(source, name)
        elif name in {
            "mu",
            "textmu",
            "Omega",
            "circ",
            "AA",
            "degree",
            "cdot",
            "text",
            "mathrm",
            "of",
            "highlight",
        }:
            out.append(
                {"mu": "µ", "textmu": "µ", "Omega": "Ω", "circ": "°", "AA": "Å", "cdot": "·"}.get(
                    name, argument or ""
                )
            )
        else:
            return None
    return re.sub(r"\s*/\s*", "/", "".join(out)).strip()


def _powered(source: str, name: str) -> str | None:
    r"""Write `\square\metre` as if it were `\metre\squared`."""
    power = {"square": "\\squared", "cubic": "\\cubed"}[name]
    moved = re.sub(rf"\\{name}\s*({_NAMED_UNIT})", lambda m: m[1] + power, source)
    return None if re.search(rf"\\{name}(?![A-Za-z])", moved) else unit(moved)


def _append_power(out: list[str], power: str) -> None:
    if out:
        out[-1] = f"{out[-1].rstrip()}{raised(power) or power} "


def _literal(text: str) -> str:
    text = text.replace("~", " ").replace(".", " ").replace("{}", "")
    return re.sub(r"\^\{?(-?\d+)\}?", lambda m: raised(m[1]) or m[1], text).replace("{", "").replace("}", "")
