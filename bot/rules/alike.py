"""Other ways of saying the same short answer: "yup 🎉" for "yes", "nah, sorry" for "no". Word lists decide.

Only whole answers are read so: the words around them are fillers of a list, and anything longer is left to
the question that was asked.
"""

from collections.abc import Iterator

from bot.content.words import Words, fold


def alike(words: Words, text: str) -> Iterator[str]:
    """What a typed answer also says: without its fillers, and as plain "yes" or "no"."""
    typed = fold(text)
    core = _bare(words, typed)
    if core and core != typed:
        yield core
    for meaning, known in (("yes", "desk.yes_alike"), ("no", "desk.no_alike")):
        if words.means(known, core or typed) or words.means(known, typed):
            yield meaning


def _bare(words: Words, typed: str) -> str:
    """The answer without smileys, signs and fillers at either end."""
    fillers = words.list("desk.filler_words")
    said = [bare for word in typed.split() if (bare := word.strip(".,;:!?…\"'“”()*~-"))]
    while said and (said[0] in fillers or _is_sign(said[0])):
        said.pop(0)
    while said and (said[-1] in fillers or _is_sign(said[-1])):
        said.pop()
    return " ".join(said)


def _is_sign(word: str) -> bool:
    return not any(letter.isalnum() for letter in word)
