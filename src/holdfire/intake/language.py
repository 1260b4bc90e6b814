"""A guess at a text's language: its script, then its small words. Cheap and deterministic; None rather than a bad guess.

Returns ISO 639-1 codes. A hint for readers (which lexicon first), never a fact about a source.
"""

import re
from collections import Counter

SMALL_WORDS: dict[str, frozenset[str]] = {
    code: frozenset(words.split())
    for code, words in {
        "en": "the of and to in that was is for on by with as at from has were said be are his had not which it an been their",
        "de": "der die und in den von zu das mit sich des auf für ist im dem nicht ein eine als auch es an werden aus er hat dass sie nach",
        "fr": "le la les de des et en un une du dans est que pour qui sur au par plus pas avec il ce sont été ont aux se",
        "es": "el la los las de y en que un una del por con para se al es su como más lo fue han sus este",
        "it": "il la di e che in un una del per con della dei sono è da al nel non si le alla delle gli ha",
        "pt": "o a os as de e que em um uma do da dos das por com para no na se foi ao não é mais",
        "nl": "de het een van en in is dat op te zijn met voor door er aan niet bij ook naar om uit",
        "tr": "ve bir bu için ile olarak da de olan tarafından sonra daha çok gibi ise olduğu dedi",
        "az": "və bir bu ilə üçün olan tərəfindən da də kimi ki sonra edib olub olunub ətəşkəs atəş silahlı ərazisində istiqamətində",
        "ru": "и в не на что с по как из о за к от для при был было были это его их также году",
        "uk": "і та в у не на що з по як із за до від для при був було були це його їх також року під щодо",
    }.items()
}
SCRIPTS = (
    ("hy", re.compile(r"[\u0531-\u058f]")),
    ("ka", re.compile(r"[\u10a0-\u10ff]")),
    ("he", re.compile(r"[\u0590-\u05ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("el", re.compile(r"[\u0370-\u03ff]")),
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("hi", re.compile(r"[\u0900-\u097f]")),
    ("zh", re.compile(r"[\u4e00-\u9fff]")),
    ("latin", re.compile(r"[A-Za-z\u00c0-\u024f]")),
)
WORD = re.compile(r"[^\W\d_]+")


def guess_language(text: str) -> str | None:
    """The language of most of the text, or None where there are fewer than 20 letters or no small word tells."""
    sample = text[:20_000]
    letters = {name: len(pattern.findall(sample)) for name, pattern in SCRIPTS}
    script, count = max(letters.items(), key=lambda item: item[1])
    if count < 20:
        return None
    if script == "arabic":
        return "fa" if len(re.findall("[پچژگی]", sample)) > count // 20 and "ی" in sample else "ar"
    if script == "cyrillic":
        if re.search("[іїєґ]", sample, re.I):
            return "uk"
        return "ru"
    if script != "latin":
        return script
    if len(re.findall("[əƏ]", sample)) * 100 > count:
        return "az"
    words = Counter(word.lower() for word in WORD.findall(sample))
    total = sum(words.values())
    scores = {code: sum(words[w] for w in small) / total for code, small in SMALL_WORDS.items()}
    best, share = max(scores.items(), key=lambda item: item[1])
    return best if share >= 0.06 else None
