"""What the report says, in Portuguese and English, with numbers as each language writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LANGUAGES = {"pt": "pt-BR", "en": "en"}
MONTHS = {
    "pt": ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}


@dataclass(frozen=True)
class Text:
    """The same in both languages; `text[language]` is one of them."""

    pt: str
    en: str

    def __getitem__(self, language: str) -> str:
        return getattr(self, language)


WEEKDAYS = [
    Text("seg", "Mon"),
    Text("ter", "Tue"),
    Text("qua", "Wed"),
    Text("qui", "Thu"),
    Text("sex", "Fri"),
    Text("sáb", "Sat"),
    Text("dom", "Sun"),
]
WITHHELD = Text("reservado", "withheld")
NOTHING = Text("–", "–")


def say(pt: str, en: str, **values: Text | str) -> Text:
    """A sentence with values put in, each in its language."""

    def into(sentence: str, language: str) -> str:
        return sentence.format(
            **{
                name: value[language] if isinstance(value, Text) else value
                for name, value in values.items()
            }
        )

    return Text(into(pt, "pt"), into(en, "en"))


def number(value: float | Decimal | None, digits: int = 0) -> Text:
    """1234.5 as 1.234,5 and 1,234.5; a dash where there is none."""
    if value is None or value != value:
        return NOTHING
    written = f"{value:,.{digits}f}"
    return Text(written.translate(str.maketrans(",.", ".,")), written)


def percent(share: float | None, digits: int = 0) -> Text:
    """0.123 as 12 %."""
    if share is None or share != share:
        return NOTHING
    figure = number(100 * share, digits)
    return Text(f"{figure.pt} %", f"{figure.en} %")


def reais(value: float | Decimal | None) -> Text:
    """1234.5 as R$ 1.234 and R$ 1,234."""
    figure = number(value)
    return Text(f"R$ {figure.pt}", f"R$ {figure.en}") if figure is not NOTHING else NOTHING


def day(value: date | None) -> Text:
    """31 dez 2025 and 31 Dec 2025."""
    if value is None or value != value:
        return NOTHING
    return Text(
        *(f"{value.day} {MONTHS[language][value.month - 1]} {value.year}" for language in LANGUAGES)
    )


def same(value: str) -> Text:
    """A name that is not translated."""
    return Text(value, value)
