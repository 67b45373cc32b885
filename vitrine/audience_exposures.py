"""An exposure for the audience of each campaign: `python -m vitrine.audience_exposures`, which `make
build` runs first. dbt knows exposures from yml alone, and whoever adds a row to the seed should not
have to write one.
"""

import csv
import json
import re
import sys
import textwrap
from pathlib import Path

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "reference" / "campaigns.csv"
FILE = ROOT / "models" / "_audiences__exposures.yml"
HEAD = """\
# Made of seeds/reference/campaigns.csv by `make build` (vitrine/audience_exposures.py).
version: 2

exposures:"""
EXPOSURE = """
  - name: {name}
    label: {label}
    type: application
    maturity: medium
    owner: {{name: Marketing}}
    description: >
{description}
    depends_on:
      - ref('campaign_audiences')
      - ref('campaigns')
"""


def exposures(seed: Path) -> str:
    """The text of the yml file. Raises OSError, ValueError or KeyError where the seed cannot be read."""
    made = {}
    with seed.open(encoding="utf-8-sig", newline="") as file:
        for row in csv.DictReader(file):
            code = row["campaign_code"]
            name = "audience_" + re.sub(r"\W", "_", code.lower(), flags=re.ASCII)
            made.setdefault(
                name,
                EXPOSURE.format(
                    name=name,
                    label=json.dumps(f"Audience: {row['name_en']}", ensure_ascii=False),
                    description=textwrap.indent(
                        textwrap.fill(
                            f"The list of the campaign `{code}` ({row['name_pt']}), channel"
                            f" `{row['channel']}`; `make audiences` writes it as a file.",
                            82,
                        ),
                        " " * 6,
                    ),
                ),
            )
    return HEAD + ("".join(made.values()) or " []\n")


def main() -> int:
    """Writes the file where it says something else. A seed that cannot be read is for dbt to refuse."""
    try:
        text = exposures(SEED)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return 0
    if not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
        FILE.write_text(text, encoding="utf-8")
        print(f"{FILE.relative_to(ROOT)}: made anew, since the campaigns have changed")
    return 0


if __name__ == "__main__":
    sys.exit(main())
