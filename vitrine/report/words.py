"""What the report says, in Portuguese and English, with numbers as each language writes them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

LANGUAGES = {"pt": "pt-BR", "en": "en"}
MONTHS = {
    "pt": ["jan", "fev", "mar", "abr", "mai", "jun", "jul", "ago", "set", "out", "nov", "dez"],
    "en": ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"],
}
# Keeps a currency and its amount on one line.
HARD_SPACE = "\N{NO-BREAK SPACE}"


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
# With the preposition: "na segunda, às 12 h", "on Monday at 12:00".
ON_WEEKDAYS = [
    Text("na segunda", "on Monday"),
    Text("na terça", "on Tuesday"),
    Text("na quarta", "on Wednesday"),
    Text("na quinta", "on Thursday"),
    Text("na sexta", "on Friday"),
    Text("no sábado", "on Saturday"),
    Text("no domingo", "on Sunday"),
]
WITHHELD = Text("omitido", "withheld")
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


def join(texts: list[Text], between: Text | str = "; ") -> Text:
    """Texts one after the other."""
    if isinstance(between, str):
        between = Text(between, between)
    return Text(*(between[language].join(one[language] for one in texts) for language in LANGUAGES))


def known(value) -> bool:
    """Whether there is a value: neither None nor nan, which is what a database's null becomes."""
    return value is not None and value == value


def number(value: float | Decimal | None, digits: int = 0) -> Text:
    """1234.5 as 1.234,5 and 1,234.5; a dash where there is none."""
    if not known(value):
        return NOTHING
    written = f"{value:,.{digits}f}"
    return Text(written.translate(str.maketrans(",.", ".,")), written)


def count(value: float | None) -> Text:
    """A number of people, or the word for one that is withheld."""
    return number(value) if known(value) else WITHHELD


def percent(share: float | None, digits: int = 0) -> Text:
    """0.123 as 12%."""
    if not known(share):
        return NOTHING
    figure = number(100 * share, digits)
    return Text(f"{figure.pt}%", f"{figure.en}%")


def part(share: float | None) -> Text:
    """A share in whole per cent, or with a digit where that would be 0."""
    return percent(share, 1 if known(share) and 0 < share < 0.01 else 0)


def points(share: float | None) -> Text:
    """A difference of shares: 0.123 as 12,3 p.p. and 12.3 points."""
    if not known(share):
        return NOTHING
    figure = number(100 * share, 1)
    return Text(f"{figure.pt}{HARD_SPACE}p.p.", f"{figure.en}{HARD_SPACE}points")


def times(factor: float) -> Text:
    """1.84 as 1,8 vez and 1.8 times, 12.3 as 12 vezes and 12 times."""
    figure = number(factor, 1 if factor < 9.95 else 0)
    # in Portuguese the plural begins with two
    return Text(f"{figure.pt} {'vez' if factor < 1.95 else 'vezes'}", f"{figure.en} times")


def reais(value: float | Decimal | None) -> Text:
    """1234.5 as R$ 1.234 and R$ 1,234."""
    if not known(value):
        return NOTHING
    figure = number(value)
    return Text(f"R${HARD_SPACE}{figure.pt}", f"R${HARD_SPACE}{figure.en}")


def day(value: date | None) -> Text:
    """31 dez 2025 and 31 Dec 2025."""
    if not known(value):
        return NOTHING
    return Text(
        *(
            f"{value.day} {MONTHS[language][value.month - 1]} {value.year}".replace(" ", HARD_SPACE)
            for language in LANGUAGES
        )
    )


def same(value: str) -> Text:
    """A name that is not translated."""
    return Text(value, value)
