"""A large profile that never was: papers made of real words, the same on every run.

The words are those of the comments and docstrings of Python's standard library, as often as Zipf's law
says for their rank; each paper leans on a topic, neighbours on the same one. Names come in several
scripts. The corpus depends on the Python that makes it, so figures are compared within one run.
"""

from __future__ import annotations

import random
import re
import sysconfig
from collections import Counter
from functools import cache
from itertools import accumulate
from pathlib import Path

from paperfolio.search import Entry, Facts

GIVEN = """Kaiming Wei Yushi Ruihao José Zoë Søren Łukasz Đorđe Ana-María Jean-Luc Müge Åsa Nguyễn Ivan Olga
Γιώργος Дмитрий Ольга 太郎 花子 明 伟 芳 민준 서연 Priya Amina Chinedu Siobhán François Jürgen Bjørn Žofia""".split()
FAMILY = """He An So May Do Will Li Wu Ng Ho Müller Mueller Muller Schäfer Großmann Ångström Øvergård
Kowalski Łoś Nowak Dvořák Čapek Şahin Yılmaz O'Brien D'Angelo García-Márquez Nguyễn Trần Παπαδόπουλος
Иванов Петрова 山田 鈴木 黄 王 李 김 이 박 Sharma Okafor Ó’Súilleabháin Lefèvre Strauß Huang Gong Wang
Zhang Chen Liu Yang Zhao Zhou Xu Sun Ma Zhu Hu Guo Lin Smith Jones Brown Tanaka Suzuki Ito Kim Park Choi""".split()
VENUES = "NeurIPS ICML ICLR CVPR ICCV ECCV ACL EMNLP AAAI TPAMI JMLR Nature PNAS SIGGRAPH KDD".split()
KINDS = "CV LG CL AI RO SE".split()
ZIPF_SHIFT = 2.7


@cache
def words() -> tuple[str, ...]:
    """Return real words, the most frequent first."""
    tally: Counter[str] = Counter()
    for path in sorted(Path(sysconfig.get_path("stdlib")).glob("**/*.py")):
        if not {"site-packages", "test", "tests"} & set(path.parts):
            text = path.read_text("utf-8", "replace")
            for prose in re.findall(r'(?s:"""(.*?)""")|# (.*)', text):
                tally.update(re.findall(r"\b[A-Za-z][A-Za-z'-]*[A-Za-z]\b", "".join(prose)))
    return tuple(sorted(tally, key=lambda word: (-tally[word], word)))


def papers(count: int, seed: int = 1) -> list[Entry]:
    """Return that many papers, the newest first."""
    known = words()
    chance = random.Random(seed)  # noqa: S311 - a corpus, no secret
    weights = list(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(len(known))))
    topics = [[chance.choice(known) for _ in range(400)] for _ in range(max(8, count // 40))]
    slope = list(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(400)))
    made = []
    for i in range(count):
        topic = topics[i * len(topics) // count]
        prose = chance.choices(known, cum_weights=weights, k=round(chance.gauss(140, 25)))
        prose += chance.choices(topic, cum_weights=slope, k=round(chance.gauss(45, 12)))
        chance.shuffle(prose)
        for at in range(9, len(prose), 17):
            prose[at] += chance.choice([",", ".", ";", f" ({chance.choice(known).upper()[:5]})", f" {at}%"])
        title = chance.choices(topic, cum_weights=slope, k=5) + chance.choices(
            known, cum_weights=weights, k=4
        )
        names = [f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}" for _ in range(chance.randint(2, 6))]
        year = 2026 - i * 25 // count
        venue, category = f"{chance.choice(VENUES)} {year}", chance.choice(KINDS)
        tags = tuple(chance.sample(topic[:20], 2))
        facts = Facts(
            title=" ".join(title).capitalize(),
            date=f"{year}-{1 + i % 12:02d}",
            cited=int(chance.paretovariate(0.8)),
            year=(str(year),),
            category=(category,),
            tag=tags,
            venue=(venue,),
            author=tuple(dict.fromkeys(names)),
            status=("published",),
            code=("1",) if chance.random() < 0.4 else (),
        )
        made.append(
            Entry(
                slug=f"paper-{i}",
                title=facts.title,
                authors=(*names, "Yushi Huang"),
                abstract=" ".join(prose).capitalize() + ".",
                venue=venue,
                tags=tags,
                ids=(f"{year % 100:02d}{1 + i % 12:02d}.{i % 100000:05d}", f"10.1145/{3000000 + i}"),
                year=str(year),
                category=category,
                card=_card(i, facts, prose),
                facts=facts,
            )
        )
    return made


def _card(number: int, facts: Facts, prose: list[str]) -> str:
    """Return a card's markup, like that of the theme."""
    authors = "".join(f"<bdi>{name}</bdi>, " for name in facts.author)
    return f"""<article class="row card" data-paper="paper-{number}" data-year="{facts.year[0]}"
 data-category="{facts.category[0]}" data-tag="{" ".join(facts.tag)}" data-venue="{facts.venue[0]}">
<p class="meta"><time datetime="{facts.date}">{facts.date}</time> <abbr class="category">{facts.category[0]}</abbr></p>
<div class="entry"><h3 class="title" data-field="title" dir="auto"><a
 href="\ue0ffpapers/paper-{number}/index.html">{facts.title}</a></h3>
<div class="authors" data-field="authors">{authors}</div>
<p class="venue"><cite data-field="venue"><bdi>{facts.venue[0]}</bdi></cite></p>
<details class="fold"><summary><span class="when-closed">Show abstract</span><span class="when-open">Hide
 abstract</span></summary><div class="prose abstract" data-field="abstract" dir="auto"><p>{" ".join(prose)}</p></div>
</details>
<ul class="links"><li><a href="https://doi.org/10.1145/{3000000 + number}">DOI</a></li><li>Cited
 {facts.cited} times</li><li><a href="\ue0ffpapers/paper-{number}/index.html#cite">Cite</a></li></ul></div></article>"""
