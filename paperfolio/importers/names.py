"""Lists of people as other programs write them: BibTeX's `von Last, Jr, First`, citations, plain lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from paperfolio.importers.conversion import from_html, from_tex, plain, words
from paperfolio.importers.records import Contributor
from paperfolio.scholar import people

_ET_AL = re.compile(r"(?:and\s+)?(?:others|et\.?\s*al(?:ii|\.)?|…|\.{3})", re.IGNORECASE)
_MARKS = re.compile(
    r"\\?textsuperscript\s*\{([^{}]*)\}|\$\s*\^?\s*\{?\s*((?:\\(?:ast|star|dagger|ddagger|dag|ddag)|[*†‡])+)\s*\}?\s*\$"
    r"|<sup>\s*([^<]*?)\s*</sup>|((?:\\\*|[*†‡§¶^#])+)"
)
_SIGNS = {"ast": "*", "star": "*", "dagger": "†", "dag": "†", "ddagger": "‡", "ddag": "‡"}
HONORIFIC = re.compile(r"^(?:(?:Prof|Dr|Mr|Mrs|Ms|PD|Dipl|Ing)\.(?:-Ing\.)?\s*|(?:Professor|Doctor)\s+)+")
_INITIALS = re.compile(r"(?:[^\W\d_][.]?(?:\s|-|‐|$)?|d[aeo]s?[.]?\s?){1,6}")
_CAPITALS = re.compile(r"(?:[A-ZÀ-Þ]\.?[\s-]?|d[aeo]?\.){1,6}")
_CJK = re.compile(r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SUFFIX = re.compile(r"(?:Jr|Sr|II|III|IV)\.?", re.IGNORECASE)


def contributors(field: str) -> tuple[tuple[Contributor, ...], bool, str]:
    """Return the people of a BibTeX name field, whether the list goes on, and a doubt about it, if any."""
    doubt = ""
    parts = split_names(field)
    whole = re.fullmatch(r"\{(.*)\}", parts[0].strip(), re.DOTALL) if len(parts) == 1 else None
    if whole and len(inner := split_names(whole[1])) > 1:
        parts = inner
        doubt = "the whole list is in braces, which BibTeX reads as one name"
    elif len(parts) == 1 and field.count(",") > 1 and "{" not in field:
        listed = [part for part in re.split(r"\s*,\s*(?:(?:and|&)\s+)?", field.strip()) if part]
        if all(" " in part for part in listed):
            parts = listed
            doubt = "the names are parted by commas, which BibTeX reads as one name"
    people_, et_al = [], False
    for part in parts:
        if _ET_AL.fullmatch(part.strip(" ,{}")):
            et_al = True
        elif person := contributor(part):
            people_.append(person)
    return tuple(people_), et_al, doubt


def split_names(field: str) -> list[str]:
    """Split at `and` outside braces (Patashnik, "BibTeXing"); repeated `and` counts once."""
    parts: list[str] = []
    depth = 0
    current: list[str] = []
    for word in re.split(r"(\s+|[{}])", field):
        if word == "{":
            depth += 1
        elif word == "}":
            depth = max(0, depth - 1)
        if depth == 0 and word.casefold() == "and":
            parts.append("".join(current))
            current = []
        else:
            current.append(word)
    parts.append("".join(current))
    return [part.strip() for part in parts if part.strip(" \t\r\n,;")]


@lru_cache(maxsize=4096)
def contributor(source: str) -> Contributor | None:
    """Return the person that one BibTeX name names; a name whole in braces is a group's or as it is printed."""
    named = re.findall(r"(family|given|prefix|suffix|useprefix)\s*=\s*(\{[^{}]*\}|[^,]+)", source)
    if named and re.match(r"\s*(?:family|given|prefix|suffix)\s*=", source):
        part = {key: _text(value) for key, value in named}
        family = " ".join(filter(None, (part.get("prefix", ""), part.get("family", ""))))
        return _made(part.get("given", ""), family, part.get("suffix", ""), "")
    source, mark = _taken_marks(source)
    pieces = [piece.strip() for piece in _top_level(source, ",")]
    pieces = [piece for index, piece in enumerate(pieces) if piece or index == 0]
    if len(pieces) == 1:
        name = _text(pieces[0])
        braced = re.match(r"(.*?)\s*\{([^{}\\]*\s[^{}]*)\}$", pieces[0].strip())
        if braced and braced[1].strip() and "{" not in braced[1]:
            return _made(_text(braced[1]), _text(braced[2]), "", mark)
        return Contributor(name=name, mark=mark) if name else None
    if len(pieces) == 2:
        family, given = map(_text, pieces)
        if _SUFFIX.fullmatch(given):
            return Contributor(name=f"{family} {given}", mark=mark)
        return _made(given, family, "", mark)
    suffix, given = _text(pieces[1]), _text(" ".join(pieces[2:]))
    if not _SUFFIX.fullmatch(suffix):
        suffix, given = ("", f"{suffix} {given}") if not _SUFFIX.fullmatch(given) else (given, suffix)
    return _made(given, _text(pieces[0]), suffix, mark)


def _made(given: str, family: str, suffix: str, mark: str) -> Contributor | None:
    family = f"{family} {suffix}".strip()
    if not family or not given:
        return Contributor(name=family or given, mark=mark) if family or given else None
    if _CJK.search(family):
        return Contributor(name=_east_asian(family, given), mark=mark)
    name = f"{given} {family}"
    return (
        Contributor(name=name, mark=mark)
        if people.split(name) == (family, given)
        else Contributor(name=name, family=family, given=given, mark=mark)
    )


# Frequent family names show where a list has the two parts of East Asian names swapped.
_EAST_ASIAN = frozenset(
    "佐藤 鈴木 高橋 田中 伊藤 渡辺 渡邊 山本 中村 小林 加藤 吉田 山田 佐々木 山口 松本 井上 木村 林 斎藤 斉藤 "
    "清水 山崎 森 池田 橋本 阿部 石川 "
    "山下 中島 石井 小川 前田 岡田 長谷川 藤田 後藤 近藤 村上 遠藤 青木 坂本 福田 西村 太田 三浦 "
    "藤井 岡本 松田 中川 中野 原田 小野 田村 竹内 金子 "
    "和田 中山 石田 上田 森田 王 李 张 張 刘 劉 陈 陳 杨 楊 赵 趙 黄 周 吴 吳 徐 "
    "孙 孫 朱 马 馬 胡 郭 何 高 罗 羅 郑 鄭 梁 谢 謝 宋 唐 许 許 邓 鄧 "
    "韩 韓 冯 馮 曹 彭 曾 肖 田 董 潘 袁 蔡 蒋 蔣 余 于 杜 叶 葉 程 魏 苏 蘇 吕 呂 "
    "丁 沈 任 姚 卢 盧 姜 崔 钟 谭 陆 陸 김 이 박 최 정 강 조 윤 장 임".split()
)


def _east_asian(family: str, given: str) -> str:
    swapped = given in _EAST_ASIAN and family not in _EAST_ASIAN
    return f"{given} {family}" if swapped else f"{family} {given}"


def _top_level(source: str, sign: str) -> list[str]:
    parts, depth, start = [], 0, 0
    for index, letter in enumerate(source):
        depth += (letter == "{") - (letter == "}")
        if letter == sign and depth <= 0:
            parts.append(source[start:index])
            start = index + 1
    return [*parts, source[start:]]


def _text(source: str) -> str:
    text = words(from_tex(source)).strip(" ,;")
    return re.sub(r"(?<=\b[A-Z]\.)\s+(?=-)", "", text)


def _taken_marks(source: str) -> tuple[str, str]:
    r"""Return the name without its marks, and the marks; `\^{e}` and `\'` are accents."""
    marks: list[str] = []

    def take(match: re.Match[str]) -> str:
        if match[4] and match.start() and source[match.start() - 1] == "\\":
            return match.group()
        sign = next(group for group in match.groups() if group is not None)
        sign = re.sub(r"\\(\w+)", lambda macro: _SIGNS.get(macro[1], ""), sign).replace("\\", "")
        if re.search(r"[A-Za-z]{2}", sign):
            return match.group()
        marks.append(re.sub(r"[\s,{}]", "", sign))
        return ""

    bare = _MARKS.sub(take, source)
    return re.sub(r"\\(?=\s*(?:,|$))", "", bare), "".join(marks)


# ------------------------------------------------------------------ lists outside BibTeX

_INVERTED = re.compile(r"[^\W\d_][\w' ’-]+,\s*[^\W\d_][\w'’.-]*(?: [^\W\d_][\w'’.-]*)*")
_PERSON = re.compile(r"(?:[A-ZÀ-Þ][\w'’.-]*|d[aeiu]|van|von|der|den|del|la|le|al|bin|el)(?: [\w'’.-]+){1,4}")


def are_people(text: str) -> bool:
    """Return whether the first line of a text is a list of names, which has no sentence in it."""
    people_, _ = listed(text.strip().split("\n")[0])
    return len(people_) > 1 and all(_PERSON.fullmatch(person.name) for person in people_)


def turned(written: list[str]) -> list[str]:
    """Return names that are all written as `Hsieh NH` with the initials first; others as they are."""
    bare = [re.sub(r"[*_]{2}", "", name).strip() for name in written]
    forms = [
        re.fullmatch(r"([^\W\d_][^\W\d_'’-]+(?: [^\W\d_]+)?) ([A-Z]{1,3})([*†‡]?)", name) for name in bare
    ]
    if len(written) < 2 or not all(form and not form[1].isupper() for form in forms):
        return written
    return [f"{form[2]} {form[1]}{form[3]}" for form in forms if form]


def listed(source: str, *, inverted: bool = False) -> tuple[tuple[Contributor, ...], bool]:
    """Return the people of a list in one line, as web pages and citations write it, and whether it goes on.

    `Doe, J., Roe, A. B., & Poe C.` has family names first, `Jane Doe, A. B. Roe and C. Poe` last. HTML and
    Markdown around a name go; the address of a link is kept. With `inverted`, `Doe, Jane, and Ada Roe` are two.
    """
    halves = re.split(r"\s+and\s+|\s*;\s*", re.sub(r"<[^<>]*>|\*\*", "", source).strip(" .,"))
    if len(halves) > 1 and all(_INVERTED.fullmatch(half) for half in halves):
        people_, et_al, _ = contributors(" and ".join(halves))
        return people_, et_al
    urls: dict[str, str] = {}

    def linked(match: re.Match[str]) -> str:
        name = plain(match["text"])
        urls[name] = match["url"]
        return name

    text = re.sub(r"<sup>[^<]*</sup>", lambda sup: sup[0] if re.search(r"[*†‡^]", sup[0]) else "", source)
    text = re.sub(r"[{}]", "", from_html(text))
    text = re.sub(r"\[(?P<text>[^\[\]]*)\]\((?P<url>[^()\s]*)\)(?:\{[^{}]*\})?", linked, text)
    text = re.sub(r"\*\*|__|(?<!\w)[*_](?=\w)|(?<=[\w.])_(?!\w)|\\textsuperscript", "", text)
    text = re.sub(r"(?<=\w\.)\*(?=,?\s)", "", text) if text.count("*") % 2 else text
    text = re.sub(r"[,;]?\s+(?:and\s+)?(et\.?\s+al\b\.?|others$)", r", \1", text)
    tokens = [
        token.strip()
        for token in re.split(
            r"\s*[,;]\s*(?:(?:and|&|und|et(?!\.?\s*al\b)|y)\s+)?|\s+(?:and|&|und|y)\s+|\n", text
        )
    ]
    tokens = [token for token in tokens if token.strip(". ")]
    found: list[Contributor] = []
    et_al = False
    position = 0
    while position < len(tokens):
        token = tokens[position]
        position += 1
        if shorter := re.sub(r"\s*\bet\.?\s+al\b\.?.*$|^and others$", "", token, flags=re.IGNORECASE):
            et_al |= shorter != token
        else:
            et_al = True
            continue
        token, mark = _taken_marks(shorter)
        token = HONORIFIC.sub("", token.strip()).strip()
        following = tokens[position] if position < len(tokens) else ""
        if (
            inverted
            and position == 1
            and re.fullmatch(r"[^\W\d_][\w’'-]+(?: [A-Z]\.?)*", following)
            and " " not in token
        ):
            person, position = _made(following, token, "", mark), 2
            found += [person] if person else []
            continue
        bare, next_mark = _taken_marks(following)
        if _SUFFIX.fullmatch(bare.strip()):
            token, position = f"{token} {bare.strip()}", position + 1
        elif bare and _CAPITALS.fullmatch(bare.strip()) and not _CAPITALS.fullmatch(token):
            position += 1
            person = _made(bare.strip(), token, "", mark + next_mark)
            found += [person] if person else []
            continue
        found.append(_turned(token, mark, urls.get(token, "")))
    return tuple(person for person in found if person.name), et_al


def _turned(name: str, mark: str, url: str) -> Contributor:
    """Return `J. Doe` for `Doe J.`, and any other name as it is."""
    family, _, last = name.rpartition(" ")
    initials = re.fullmatch(r"(?:[A-ZÀ-Þ]\.-?){1,4}|[A-ZÀ-Þ]", last)
    if family and initials and not re.match(r"[A-ZÀ-Þ]\.|[A-ZÀ-Þ]\s", family):
        name = f"{last} {family}"
    return Contributor(name=name, mark=mark, url=url)


def from_citation(citation: str, title: str) -> tuple[tuple[Contributor, ...], bool]:
    """Return the people before the title or the year of a citation; none where that is unknown."""
    text = plain(from_html(citation).replace("\n", " "))
    bare = re.sub(r"^\s*(?:\[\d+\]|\(\d+\)|\d+\.)\s*", "", text)
    ends = [
        match.start()
        for match in (
            re.search(r"\(?\b(?:19|20)\d\d[a-z]?\b\)?|\bin press\b|\(forthcoming", bare, re.IGNORECASE),
        )
        if match
    ]
    words = re.findall(r"\w+", plain(title))[:4]
    if words and (at := re.search(r"\W+".join(map(re.escape, words)), bare, re.IGNORECASE)):
        ends.append(at.start())
    if quote := re.search(r"[“\"«]", bare):
        ends.append(quote.start())
    if not ends or min(ends) < 3:
        return (), False
    head = re.sub(r"[\s.,:;(“\"'‘–-]*$", lambda tail: "." if "." in tail[0] else "", bare[: min(ends)])
    if re.search(r"\byour name\b|\bYou\b", head, re.IGNORECASE) or len(head) > 6_000:
        return (), False
    head = re.sub(r"(?<=[^\W\d_]{3})\.$", "", head)
    initials_last = re.split(r",\s*", head.removesuffix("."))  # as in medicine: `Doe J, Poe AB.`
    initials_first = turned(initials_last)
    head = head if initials_first == initials_last else ", ".join(initials_first)
    people_, et_al = listed(head, inverted=True)
    sound = all(
        re.search(r"[^\W\d_]{2}", person.name) and len(person.name.split()) <= 7 for person in people_
    )
    return (people_, et_al) if sound else ((), False)


def fuller(some: Iterable[Contributor], others: Iterable[Contributor]) -> tuple[Contributor, ...]:
    """Return of two lists of the same people the one with longer names."""
    first, second = tuple(some), tuple(others)
    if len(first) != len(second) or not all(
        people.same(one.name, other.name) for one, other in zip(first, second, strict=True)
    ):
        return first or second
    return max(first, second, key=lambda names: sum(len(person.name) for person in names))
