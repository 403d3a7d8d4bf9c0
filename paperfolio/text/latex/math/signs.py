"""Signs of packages that the converter of formulas doesn't know, as characters: pairs of name and character.

Sources: the symbol tables of amssymb, stix, unicode-math, cmll and wasysym.
"""

from __future__ import annotations


def _pairs(words: str) -> dict[str, str]:
    listed = words.split()
    return dict(zip(listed[::2], listed[1::2], strict=True))


# Letters and signs without space around them.
PLAIN = _pairs(
    "Box □ AE Æ OE Œ oe œ DH Ð dh ð DJ Đ dj đ NG Ŋ ng ŋ TH Þ Coppa Ϙ coppa ϙ varcoppa ϙ Koppa Ϟ koppa ϟ "
    "Sampi Ϡ sampi ϡ Stigma Ϛ stigma ϛ Digamma Ϝ smiley ☺ "
    "frownie ☹ ballotx ✗ cent ¢ diameter ⌀ hourglass ⧖ blackhourglass ⧗ interleave ⫴ "
    "concavediamond ⟡ concavediamondtickleft ⟢ concavediamondtickright ⟣ whitesquaretickleft ⟤ "
    "whitesquaretickright ⟥ lozengeminus ⟠ standardstate ⦵ circlehbar ⦵ varclubsuit ♧ vardiamondsuit ♦ "
    "varheartsuit ♥ varspadesuit ♤ varvdots ⋮ oc ! wn ? blacktriangle ▲ blacktriangledown ▼ triangledown ▽ "
    "diagup ╱ diagdown ╲ QED ∎ smwhitestar ⋆ upepsilon ε upiota ι upkappa κ upomicron ο uptheta θ "
    "upupsilon υ upxi ξ upzeta ζ upvartheta ϑ upvarphi φ upvarpi ϖ upvarrho ϱ upvarsigma ς upvarepsilon ε "
    "Upalpha Α Upbeta Β Uptheta Θ Uplambda Λ Upxi Ξ Uppi Π Upsigma Σ Upphi Φ Uppsi Ψ Upomega Ω upDelta Δ "
    "wasylozenge ⌑ mercury ☿ venus ♀ mars ♂ jupiter ♃ saturn ♄ uranus ♅ neptune ♆ pluto ♇ "
    "aries ♈ phone ☎ recorder ⌕"
)

BINARY = _pairs(
    "Otimes ⨷ Sqcap ⩎ Sqcup ⩏ Vee ⩔ Wedge ⩓ Nand ⊼ Nor ⊽ Xor ⊻ barcap ⩃ barcup ⩂ barvee ⊽ boxast ⧆ boxbox ⧈ "
    "boxcircle ⧇ boxslash ⧄ boxbslash ⧅ capbarcup ⩈ capdot ⩀ capovercup ⩇ cupovercap ⩆ circledequal ⊜ "
    "circledparallel ⦷ circledvert ⦶ closedvarcap ⩍ closedvarcup ⩌ dotminus ∸ doublebarvee ⩢ intprod ⨼ invamp ⅋ "
    "invlazys ∾ minusdot ⨪ minusfdots ⨫ minusrdots ⨬ obar ⌽ obslash ⦸ odiv ⨸ ogreaterthan ⧁ olessthan ⧀ operp ⦹ "
    "otimeshat ⨶ otimeslhrim ⨴ otimesrhrim ⨵ oplushrim ⨮ opluslhrim ⨭ parr ⅋ upand ⅋ plusdot ⨥ plushat ⨣ "
    "shuffle ⧢ smashtimes ⨳ timesbar ⨱ threedotcolon ⫶ triangleminus ⨺ triangleplus ⨹ triangletimes ⨻ twocaps ⩋ "
    "twocups ⩊ uminus ⩁ veedot ⟇ veedoublebar ⩣ veeonvee ⩖ wedgebar ⩟ wedgedot ⟑ wedgedoublebar ⩠ wedgeonwedge ⩕ "
    "triangleleft ◃ triangleright ▹ sdot ⋅ cp × leftouterjoin ⟕ rightouterjoin ⟖ fullouterjoin ⟗ shift ↕ shneg ↑ "
    "shpos ↓ varodot ⊙ varotimes ⊗"
)

RELATIONS = _pairs(
    "Bot ⫫ Perp ⫫ backcong ≌ Join ⋈ backepsilon ∍ coloncolon ∷ dblcolon ∷ coloneqq ≔ colonequals ≔ eqcolon ∹ "
    "minuscolon ∹ eqqcolon ≕ equalscolon ≕ leftmodels ⊨ multimapinv ⟜ multimapboth ⧟ ncong ≆ ngeqq ≱ ngeqslant ≱ "
    "nleqq ≰ nleqslant ≰ nsubseteqq ⊈ nsupseteqq ⊉ nshortparallel ∦ ratio : vcentcolon : ordinarycolon : "
    "strictfi ⥼ strictif ⥽ typecolon ⦂ eqeq ⩵ eqeqeq ⩶ equal = Coloneqq ⩴ coloncolonequals ⩴ hateq ≙ "
    "lrtriangleeq ⧡ prurel ⊰ scurel ⊱ approxident ≋ longmapsfrom ⟻ mapsfrom ↤ Mapsto ⤇ Mapsfrom ⤆ Longmapsto ⟾ "
    "Longmapsfrom ⟽ longleftharpoondown ↽ longrightharpoonup ⇀"
)

# Relations of several characters, without space between them.
COMPOUND = _pairs(
    "Colonapprox ∷≈ coloncolonapprox ∷≈ Coloneq ∷− coloncolonminus ∷− Colonsim ∷∼ coloncolonsim ∷∼ Eqcolon −∷ "
    "minuscoloncolon −∷ Eqqcolon =∷ equalscoloncolon =∷ approxcolon ≈: approxcoloncolon ≈∷ colonapprox :≈ "
    "coloneq :− colonminus :− colonsim :∼ simcolon ∼: simcoloncolon ∼∷"
)

LARGE = _pairs(
    "bigcupplus ⨄ bigdoublevee ⨇ bigdoublewedge ⨈ intcap ⨙ intcup ⨚ intlarhk ⨗ intx ⨘ pointint ⨕ rppolint ⨒ "
    "scpolint ⨓ npolint ⨔ sqint ⨖ conjquant ⨇ disjquant ⨈ upint ⨛ lowint ⨜ modtwosum ⨊"
)

# Two signs, one over the other.
STACKED = {"coh": ("⌢", "⌣"), "incoh": ("⌣", "⌢")}


def _emitted() -> dict[str, str]:
    table = {name: f"\\mathbin{{{sign}}}" for name, sign in BINARY.items()}
    table |= {name: f"\\mathrel{{{sign}}}" for name, sign in (RELATIONS | COMPOUND).items()}
    table |= LARGE
    return table | {name: f"\\underset{{{under}}}{{{over}}}" for name, (over, under) in STACKED.items()}


SIGNS = _emitted()
