"""Words of a form's declaration that can never do anything: told by `scoring check`, since a form that is read says nothing of them."""

from __future__ import annotations

from collections.abc import Iterator

from pydantic import BaseModel

from scoring.forms.words import GAP, LONGEST_LABEL, LONGEST_TITLE, key_of
from scoring.problems import Text
from scoring.rulebook.model import FormModel

Path = tuple[str | int, ...]
Idle = tuple[Path, Text, Text]
"""Where it stands, why it does nothing, and what to write instead."""

BEGINNINGS = ("notes", "instructions", "templates")
"""Lists whose words are compared with a part of a text, letter by letter."""
MONEY = ("budget_initial", "budget_adjusted", "arrived", "executed")
SHORTER = Text(
    "write the shorter label that the form has, or a part of it and `…`", "写表上较短的标签，或写一部分加 `…`"
)


def word_lists(model: BaseModel, path: Path = ()) -> Iterator[tuple[Path, list[str]]]:
    """Every list of words of a declaration, with where it stands."""
    for name, field in type(model).model_fields.items():
        yield from _lists(getattr(model, name), (*path, field.alias or name))


def _lists(value: object, path: Path) -> Iterator[tuple[Path, list[str]]]:
    if isinstance(value, BaseModel):
        yield from word_lists(value, path)
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _lists(inner, (*path, name))
    elif isinstance(value, list) and all(isinstance(each, str) for each in value):
        yield path, value


def idle_words(model: FormModel) -> Iterator[Idle]:
    """Words of a form's own lists that no text can be known by, or that every text is known by."""
    for path, words in word_lists(model):
        for number, word in enumerate(words):
            found = _idle(path[0], word)
            if found is not None:
                yield (*path, number), *found


def _idle(section: str | int, word: str) -> tuple[Text, Text] | None:
    bare = key_of(word)
    if not bare.replace(GAP, ""):
        if section == "templates" and GAP in word:
            return None
        said = "matches every text" if GAP in word else "is empty"
        zh = "与任何文字都相符" if GAP in word else "是空的"
        return Text(f"`{word}` {said}", f"`{word}` {zh}"), Text("write words beside it, or delete it", "写上文字，或删去它")  # fmt: skip
    if GAP in word.strip(GAP if section == "templates" else "") and section in BEGINNINGS:
        return (
            Text(f"`…` stands for itself in `{section}`", f"在 {section} 中，`…` 只代表它自己"),
            Text("write the words alone: in `notes` those that a note begins with", "只写文字：notes 写备注开头的字"),
        )
    longest = LONGEST_TITLE if section == "titles" else LONGEST_LABEL
    if section not in BEGINNINGS and len(bare.replace(GAP, "")) > longest:
        return Text(
            f"a text of more than {longest} characters is taken for no label", f"超过 {longest} 字的文字不会认作标签"
        ), SHORTER
    return None


def idle_sections(own: FormModel, whole: FormModel) -> Iterator[Idle]:
    """Sections that lack what they need to be found; `whole` has the words of the forms that it uses as well."""
    if own.management is not None and whole.management is not None:
        for name in ("text", "problem"):
            if not getattr(whole.management, name):
                yield (
                    ("management",),
                    Text(f"without `{name}` no rows about the funds are found", f"没有 {name}，资金管理情况的行找不到"),
                    Text(f"write `{name} = […]` as well", f"再写上 `{name} = […]`"),
                )
    columns = whole.funds.columns if own.funds is not None and own.funds.columns and whole.funds is not None else None
    if columns is not None and not any(words for role, words in columns.items() if role in MONEY):
        yield (
            ("funds", "columns"),
            Text("without a column of money no table of funds is found", "没有金额的列，资金表找不到"),
            Text(f"write one of {', '.join(MONEY)}", f"写上 {'、'.join(MONEY)} 之一"),
        )
