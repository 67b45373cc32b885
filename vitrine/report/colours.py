"""The colours of the page in light, in dark and on paper, as names that charts and style sheet share.

A cell of a heat map is one of a few steps between the card and the first colour, and the letters in
it are black or white, whichever is told from it better (WCAG 2.2, relative luminance).
"""

NAMES = ("paper", "card", "ink", "quiet", "line", "first", "second", "third", "link")
THEMES = {
    "light": (
        "#fdfcfa", "#ffffff", "#1d2330", "#566074", "#dfe2e8", "#a63d5a", "#5d7fa3", "#8a93a3", "#8c2f4b",
    ),
    "dark": (
        "#14171d", "#1c2129", "#e9ebef", "#a7b0bf", "#39414e", "#ef8ba6", "#7fa6cf", "#8b96a8", "#f3a5ba",
    ),
    "print": (
        "#ffffff", "#ffffff", "#000000", "#444444", "#bbbbbb", "#a63d5a", "#5d7fa3", "#777777", "#000000",
    ),
}  # fmt: skip
# From nearly the card to the full colour.
STEPS = 9


def style(theme: str) -> str:
    """The theme's colours as CSS: `--ink: #1d2330; …`, and for each step of heat `--heat-3`, with
    `--on-3` for what is written on it.
    """
    colours = dict(zip(NAMES, THEMES[theme], strict=True))
    for step in range(STEPS):
        heat = mixed(colours["card"], colours["first"], 0.06 + 0.94 * step / (STEPS - 1))
        colours[f"heat-{step}"] = heat
        colours[f"on-{step}"] = readable_on(heat)
    return " ".join(f"--{name}: {colour};" for name, colour in colours.items())


def mixed(one: str, other: str, part: float) -> str:
    """A colour between two, `part` of the way from the one to the other."""
    pairs = zip(_channels(one), _channels(other), strict=True)
    return "#" + "".join(f"{round(a + part * (b - a)):02x}" for a, b in pairs)


def readable_on(colour: str) -> str:
    """Black or white, whichever has the higher contrast; it is 4.58 at least on any colour."""
    return max("#000000", "#ffffff", key=lambda ink: contrast(ink, colour))


def contrast(one: str, other: str) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    """How light a colour is to the eye, 0 to 1."""
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in _channels(colour))
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _channels(colour: str) -> tuple[int, int, int]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))
