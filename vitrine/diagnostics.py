"""How many segments the data supports: k-means for every k, the same figures, one rule.

The rule (`choose`), of 2 to 10 segments:

1. *Stable*: ten k-means fits with ten seeds on ten different halves of the people, each then
   asked about everybody, must agree: mean adjusted Rand index of all pairs at least 0.7 (Hubert &
   Arabie 1985; halves in the spirit of Ben-Hur, Elisseeff & Guyon 2002). On noise it is near 0.1.
   Where ten cannot tell on which side of the bar, up to sixty are asked (`stability`).
   And no segment may dissolve: over 25 bootstrap samples its mean largest Jaccard coefficient is at
   least 0.6 (Hennig 2007).
2. *Usable*: no segment under 2 % of the people; what is rarer is flagged (`cores`), not segmented.
3. *Separated*: of what is left, the highest mean silhouette (Rousseeuw 1987); the fewest segments
   where two are equal. An answer with a doubtful segment (Jaccard below 0.75, Hennig) counts for
   nine tenths: a contrast that halves everybody often separates a little better than groups that
   bootstraps find again much more surely. A margin in favour of fewer was tried and lost more than it won: one strong
   contrast between two groups often separates almost as well as the full answer. That is also what
   the rule still gets wrong now and then, by choosing too few.
4. *More than chance*: it separates better than copies of the same people without structure
   (`null_test`), at p < 0.005, a twentieth shared among the up to nine k that may be asked. If
   not, the next best is asked.

If no k passes, nothing is chosen and every row says why: no stable segments, no model, everybody
who is not routed `unsegmented`. No absolute bar on the silhouette: the right answer on shoppers'
records often peaks near 0.2. Halves, not the whole, because refitting the same rows hides
instability: with enough starts k-means finds the same arbitrary cut every time.

Published for the reader, without a vote: inertia with its elbow (Satopää et al. 2011), the gap
statistic (Tibshirani, Walther & Hastie 2001), Calinski & Harabasz (1974), Davies & Bouldin (1979),
and the challengers (`challengers`). docs/decisions/0009 says why so.

Bounds: 10,000 people for halves, 5,000 for the silhouette, 2,000 for bootstraps, copies and
challengers, 1,000 for the gap, whatever the number of people; every fit on one thread, seeds fixed.
"""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from sklearn.metrics import calinski_harabasz_score, davies_bouldin_score

from vitrine import challengers, null_test
from vitrine.kmeans import k_means, silhouette
from vitrine.processors import side_by_side
from vitrine.stability import DISSOLVED, STABLE, jaccards, mean_jaccards, of_halves

ALGORITHM = "k-means"
# What the silhouette of an answer with a doubtful segment counts for.
DOUBTFUL = 0.9
SILHOUETTE_PEOPLE = 5_000

SCHEMA = pa.schema(
    [
        ("algorithm", pa.string()),
        ("k", pa.int32()),
        ("inertia", pa.float64()),
        ("silhouette", pa.float64()),
        ("calinski_harabasz", pa.float64()),
        ("davies_bouldin", pa.float64()),
        ("stability", pa.float64()),
        ("smallest_share", pa.float64()),
        ("people", pa.int32()),
        ("is_chosen", pa.bool_()),
        ("reason", pa.string()),
        ("jaccard", pa.float64()),
        ("null_silhouette", pa.float64()),
        ("null_p", pa.float64()),
        ("is_elbow", pa.bool_()),
        ("gap", pa.float64()),
        ("gap_error", pa.float64()),
        ("is_gap_choice", pa.bool_()),
        ("agreement", pa.float64()),
        ("bic", pa.float64()),
        ("noise_share", pa.float64()),
    ]
)


@dataclass(frozen=True)
class Choice:
    """The thresholds of the rule above, and the range of k that a business person may narrow."""

    k_min: int = 2
    k_max: int = 10
    stability: float = 0.7
    jaccard: float = DISSOLVED
    smallest_share: float = 0.02
    null_p: float = 0.005


DEFAULT = Choice()


def scan(points: np.ndarray, choice: Choice = DEFAULT) -> pa.Table:
    """k-means for each k that the points allow, with its figures, `is_chosen` and `reason`.

    `points` is float64 of shape (people, dimensions), scaled and weighted, in hash order (so that a
    prefix is a fair sample). k goes from `k_min` to `k_max`, at most the number of distinct points
    and half the people; nothing varies means no rows.
    """
    return _table(_scan(points, choice)[0])


def scan_all(points: np.ndarray, choice: Choice = DEFAULT) -> pa.Table:
    """The rows of `scan` and, after them, those of the challengers, of which none is ever chosen."""
    rows, labels = _scan(points, choice)
    if not rows:
        return SCHEMA.empty_table()
    others = challengers.mixtures(points, labels)
    others += challengers.density(points, labels, choice.smallest_share)
    people = min(len(points), challengers.PEOPLE)
    unchosen = {"people": people, "is_chosen": False, "is_elbow": False, "is_gap_choice": False}
    return _table([*rows, *(unchosen | row for row in others)])


def choose(rows: list[dict], choice: Choice = DEFAULT) -> list[dict]:
    """The rows with `is_chosen` and `reason` filled in by the rule at the top of this file.

    A row without `null_p` was not asked, since a better one passed.
    """
    refusals = [_refusal(row, choice) for row in rows]
    sound = [row for row, refusal in zip(rows, refusals, strict=True) if not refusal]
    best = min(sound, key=_preference, default=None)
    judged = []
    for row, refusal in zip(rows, refusals, strict=True):
        reason = refusal or (
            "chosen: the best silhouette of the stable answers"
            if row is best
            else f"k = {best['k']} separates better"
            if row["silhouette"] < best["silhouette"]
            else f"k = {best['k']} separates nearly as well and is surer: bootstraps find a segment"
            f" of this one again at {missing(row['jaccard'], STABLE, 2)}, below {STABLE:g}"
            if _preference(row)[0] > _preference(best)[0]
            else f"separates no better than k = {best['k']} with fewer segments"
        )
        if not sound:
            reason = f"no stable segments: {reason}"
        judged.append({**row, "is_chosen": row is best, "reason": reason})
    return judged


def stability(points: np.ndarray, k: int, bar: float = DEFAULT.stability) -> float:
    """Mean adjusted Rand index of k-means fits on halves of the people, as surely as `bar` asks."""
    return of_halves(points, lambda half, seed: k_means(half, k, seed).predict, bar=bar)


def elbow(inertias: np.ndarray) -> int | None:
    """The position where a falling curve bends most: farthest below the chord between its ends.

    Kneedle (Satopää, Albrecht, Irwin & Raghavan 2011) without smoothing. `inertias` of shape (n,);
    None where nothing lies below the chord.
    """
    if len(inertias) < 3 or inertias[0] <= inertias[-1]:
        return None
    along = np.linspace(0, 1, len(inertias))
    height = (inertias - inertias[-1]) / (inertias[0] - inertias[-1])
    below = 1 - along - height
    return int(below.argmax()) if below.max() > 1e-9 else None


def _scan(points: np.ndarray, choice: Choice) -> tuple[list[dict], dict[int, np.ndarray]]:
    """The judged rows of k-means, and its labels of everybody by k."""
    distinct = len(np.unique(points, axis=0)) if points.shape[1] else 0
    largest = min(choice.k_max, distinct, len(points) // 2)
    ks = range(max(choice.k_min, 2), largest + 1)
    if not ks:
        return [], {}
    found = side_by_side(lambda k: _tried(points, k, choice.stability), ks)
    rows = [row for row, _ in found]
    labels = {row["k"]: labels for row, labels in found}
    _mark(rows, points, largest)
    # Copies are dear, so they are made for the best separated k first and for no more than needed.
    for row in sorted((row for row in rows if not _refusal(row, choice)), key=_preference):
        null = null_test.compare(points, row["k"])
        row |= {"null_silhouette": null.silhouette, "null_p": null.p}
        if not _refusal(row, choice):
            break
    return choose(rows, choice), labels


def _tried(points: np.ndarray, k: int, bar: float) -> tuple[dict, np.ndarray]:
    """The figures of k-means for one k, and its labels of everybody."""
    fitted = k_means(points, k)
    labels = fitted.labels_
    looked_at = slice(0, SILHOUETTE_PEOPLE)
    row = {
        "algorithm": ALGORITHM,
        "k": k,
        "inertia": float(fitted.inertia_),
        "silhouette": silhouette(points[looked_at], labels[looked_at]),
        "calinski_harabasz": float(calinski_harabasz_score(points, labels)),
        "davies_bouldin": float(davies_bouldin_score(points, labels)),
        "stability": stability(points, k, bar),
        "smallest_share": float(np.bincount(labels, minlength=k).min() / len(points)),
        "jaccard": float(mean_jaccards(jaccards(points, labels, k)).min()),
        "people": len(points),
    }
    return row, labels


def _mark(rows: list[dict], points: np.ndarray, k_max: int) -> None:
    """Adds the gap statistic, and who is elbow and who is the gap's choice; one segment counts too."""
    alone = float(((points - points.mean(axis=0)) ** 2).sum())
    curve = {1: alone} | {row["k"]: row["inertia"] for row in rows}
    bend = elbow(np.array(list(curve.values()))) if rows[0]["k"] == 2 else None
    gap, error = null_test.gaps(points, k_max)
    enough = np.flatnonzero(gap[:-1] >= gap[1:] - error[1:])
    for row in rows:
        at = row["k"] - 1
        row |= {
            "gap": float(gap[at]) if np.isfinite(gap[at]) else None,
            "gap_error": float(error[at]) if np.isfinite(error[at]) else None,
            "is_elbow": bend is not None and list(curve)[bend] == row["k"],
            "is_gap_choice": bool(len(enough)) and int(enough[0]) == at,
        }


def _table(rows: list[dict]) -> pa.Table:
    return pa.Table.from_pylist(rows, schema=SCHEMA)


def _preference(row: dict) -> tuple[float, int]:
    """What is least where an answer is best."""
    return -row["silhouette"] * (1.0 if row["jaccard"] >= STABLE else DOUBTFUL), row["k"]


def missing(value: float, bar: float, digits: int) -> str:
    """A value that is below a bar, with as many digits as show that it is."""
    while round(value, digits) >= bar and digits < 15:
        digits += 1
    return f"{value:.{digits}f}"


def _refusal(row: dict, choice: Choice) -> str:
    if row["stability"] < choice.stability:
        found = missing(row["stability"], choice.stability, 2)
        return f"unstable: fits on halves agree at {found}, below {choice.stability:g}"
    if row["jaccard"] < choice.jaccard:
        found = missing(row["jaccard"], choice.jaccard, 2)
        return f"a segment dissolves: bootstraps find it again at {found}, below {choice.jaccard:g}"
    if row["smallest_share"] < choice.smallest_share:
        bar = 100 * choice.smallest_share
        found = missing(100 * row["smallest_share"], bar, 1)
        return f"its smallest segment holds {found} % of the people, below {bar:g} %"
    null_p = row.get("null_p")
    if null_p is not None and null_p >= choice.null_p:
        return (
            f"no better than chance: copies without structure separate at"
            f" {row['null_silhouette']:.2f} (p = {null_p:.2g})"
        )
    return ""
