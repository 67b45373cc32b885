"""A mall delivered day by day, as a lake fills: in parts, late, twice, out of order, and put right."""

import csv
import io
import shutil
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

# Before the deliveries begin, or in a table that has no `loaded_at`: delivered first.
FIRST = "first"


def cut(raw: Path, parts: Path, days: int) -> list[Path]:
    """The raw files cut by the day of `loaded_at`: folders of part files, one a delivery. All but
    the last `days` days are the first delivery. `pii_key` lies in each.
    """
    rows = {path: list(csv.reader(path.open(newline=""))) for path in sorted(raw.glob("*/*.csv"))}
    loaded = {
        path: header.index("loaded_at") if "loaded_at" in header else None
        for path, (header, *_) in rows.items()
    }
    seen = Counter(
        row[loaded[path]][:10]
        for path, (_, *lines) in rows.items()
        for row in lines
        if loaded[path] is not None and len(row) > loaded[path]
    )
    # a till with a wrong clock, or a ragged line, makes days that are none
    names = [FIRST, *sorted(day for day, count in seen.items() if count > 20)[-days:]]
    for path, (header, *lines) in rows.items():
        sorted_out: dict[str, list[list[str]]] = {}
        for row in lines:
            at = loaded[path]
            day = row[at][:10] if at is not None and len(row) > at else FIRST
            sorted_out.setdefault(day if day in names else FIRST, []).append(row)
        for name, own in sorted_out.items():
            to = parts / name / path.parent.name / path.stem / f"{name}.csv"
            to.parent.mkdir(parents=True, exist_ok=True)
            text = io.StringIO()
            csv.writer(text, lineterminator="\n").writerows([header, *own])
            to.write_text(text.getvalue())
    return [parts / name for name in names]


def delivered(parts: list[Path], lake: Path) -> Iterator[str]:
    """Fills a lake, a delivery at a time, and says after each what it was. A mall that is honest to
    the calendar teaches nothing, so every fifth delivery waits for the one after it, every seventh
    comes once more under another name, and now and then a file that lay there long is put right.
    """
    lake.mkdir(parents=True)
    key = parts[0].parent / "pii_key"
    shutil.copy(key, lake / "pii_key")
    first, *daily = parts
    for number in range(4, len(daily) - 1, 5):
        daily[number], daily[number + 1] = daily[number + 1], daily[number]
    for number, part in enumerate([first, *daily]):
        shutil.copytree(part, lake, dirs_exist_ok=True)
        what = f"{number}: {part.name}"
        if number % 7 == 3:
            _once_more(part, lake)
            what += ", delivered twice"
        if number % 6 == 2:
            what += f", {CORRECTIONS[number // 6 % len(CORRECTIONS)](lake)}"
        yield what


def _once_more(part: Path, lake: Path) -> None:
    for path in part.glob("*/*/*.csv"):
        shutil.copy(path, lake / path.relative_to(part).with_stem(f"{path.stem}_again"))


def _rewritten(path: Path, change) -> None:
    header, *lines = csv.reader(path.open(newline=""))
    rows = [dict(zip(header, line, strict=True)) for line in lines if len(line) == len(header)]
    text = io.StringIO()
    writer = csv.DictWriter(text, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(change(rows))
    path.write_text(text.getvalue())


def _consent_withdrawn(lake: Path) -> str:
    """Without a later `updated_at` even: an export that simply says otherwise."""
    _rewritten(
        lake / f"mall/loyalty_members/{FIRST}.csv",
        lambda rows: [row | {"marketing_consent": "false"} for row in rows],
    )
    return "every member's consent withdrawn"


def _sales_taken_back(lake: Path) -> str:
    _rewritten(lake / f"mall/pos_sales/{FIRST}.csv", lambda rows: rows[:-20])
    return "twenty old sales taken back"


def _amount_mended(lake: Path) -> str:
    """What quarantine held comes right, and what was right goes there."""

    def change(rows):
        return [
            row | {"gross_amount": "12.34" if position % 100 else "zwölf"}
            if position % 50 == 0 or not row["gross_amount"]
            else row
            for position, row in enumerate(rows)
        ]

    _rewritten(lake / f"mall/pos_sales/{FIRST}.csv", change)
    return "amounts of old sales put right and wrong"


def _cpf_learned(lake: Path) -> str:
    """One card, one plate, one telephone of many people turn out to be the next one's."""

    def change(rows):
        return [
            row | {"cpf": rows[position - 1]["cpf"], "phone": rows[position - 1]["phone"]}
            if position % 9 == 1
            else row
            for position, row in enumerate(rows)
        ]

    _rewritten(lake / f"streaming/subscribers/{FIRST}.csv", change)
    return "subscribers' CPFs put right, which merges people and parts them"


def _someone_forgotten(lake: Path) -> str:
    members = csv.DictReader((lake / f"mall/loyalty_members/{FIRST}.csv").open(newline=""))
    member = next(row for row in members if row["cpf"])
    request = lake / "mall/erasure_requests/request.csv"
    request.parent.mkdir(parents=True, exist_ok=True)
    request.write_text(
        f"request_id,requested_at,cpf\nR-late,2025-12-01T12:00:00Z,{member['cpf']}\n"
    )
    return "a member asks to be forgotten"


def _file_gone(lake: Path) -> str:
    next(iter(sorted((lake / "mall/visits").glob("2*.csv")))).unlink()
    return "a day of visits taken away"


CORRECTIONS = (
    _cpf_learned, _someone_forgotten, _amount_mended, _consent_withdrawn, _sales_taken_back,
    _file_gone,
)  # fmt: skip
