"""The stores: who sells what, where, to whom, and through which till."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from vitrine.sample import catalogue
from vitrine.sample.catalogue import CATEGORIES, CATEGORY_NAMES, TIERS
from vitrine.sample.draws import Wheels
from vitrine.sample.personas import PERSONAS, values
from vitrine.sample.settings import Settings

INDEPENDENT = 0.25  # share of purchases that only the store's own system sees
BOTH = 0.10  # share of purchases in stores that may send both
ANCHOR = 0.03  # stores with more of the purchases than that use the central system
CENTRAL, OWN, TWICE = range(3)
POS_KINDS = ("central", "independent", "both")

POP_UPS = 2  # stores that sell but were never entered in the list of stores
OPENED_IN_RUN = 3

LUNCH, AFTERNOON, EVENING, EARLY = range(4)  # parts of the day; EARLY: only the food court sells

WORDS = (
    "Jabuticaba", "Aroeira", "Ipê-Roxo", "Manacá", "Sabiá", "Jatobá", "Caju", "Pitanga", "Araçá",
    "Mandacaru", "Araucária", "Vitória-Régia", "Guará", "Bem-te-vi", "Umbu", "Buriti", "Cambuci",
    "Tiê-Sangue", "Açucena", "Quaresmeira", "Marimbondo", "Capivara", "Paineira", "Cajarana",
    "Garoa", "Vila Serena", "Rua Onze", "Três Marias", "Boa Vereda", "Dona Filó", "Seu Anísio",
    "Tia Zefa", "Nhá Chica", "Lua Cheia", "Maré Mansa", "Céu Aberto", "Pé de Vento", "Beira-Rio",
    "Alto da Serra", "Chão Batido", "Flor do Campo", "Estrela d'Água", "Rosa dos Ventos",
)  # fmt: skip
NOUNS = {
    "Moda Feminina": ("Ateliê", "Trama", "Closet", "Varal", "Saia"),
    "Moda Masculina": ("Alfaiate", "Camisaria", "Terno"),
    "Infantil": ("Turminha", "Miúdos", "Cirandinha"),
    "Calçados": ("Passo", "Sola", "Sandália"),
    "Acessórios": ("Fivela", "Laço", "Adereço"),
    "Joalheria": ("Ourivesaria", "Gema", "Quilate"),
    "Luxo": ("Maison", "Casa de Costura"),
    "Ótica": ("Ótica", "Lente"),
    "Beleza": ("Espelho", "Pétala", "Salão"),
    "Perfumaria": ("Essência", "Aroma"),
    "Eletrônicos": ("Circuito", "Pixel", "Tomada"),
    "Casa": ("Lar", "Alpendre", "Cômodo"),
    "Esportes": ("Arena", "Fôlego", "Maratona"),
    "Livraria": ("Livraria", "Estante"),
    "Brinquedos": ("Pião", "Carrossel"),
    "Departamento": ("Magazine",),
    "Alimentação": ("Cantina", "Tempero", "Quintal", "Brasa", "Panela", "Sabor"),
    "Café e Doces": ("Café", "Doceria", "Brigaderia"),
    "Cinema": ("Cine",),
    "Lazer": ("Parque", "Boliche"),
    "Farmácia": ("Farmácia", "Drogaria"),
    "Supermercado": ("Mercado",),
    "Serviços": ("Chaveiro", "Costura", "Lavanderia", "Câmbio"),
}


@dataclass(frozen=True)
class Mall:
    """One element per store."""

    name: list[str]
    category: np.ndarray  # position in CATEGORIES
    tier: np.ndarray  # position in TIERS
    floor: list[str]
    zone: list[str]
    pos_kind: np.ndarray
    opened: np.ndarray  # datetime64[D]
    listed: np.ndarray  # in the list of stores
    pull: np.ndarray  # attraction

    @property
    def stores(self) -> int:
        return len(self.pull)

    @property
    def store_id(self) -> np.ndarray:
        return np.array([f"S{number + 1:03d}" for number in range(self.stores)])


def make_mall(settings: Settings) -> Mall:
    rng = settings.generator("mall")
    category = np.repeat(np.arange(len(CATEGORIES)), [sum(each.stores) for each in CATEGORIES])
    tier = np.concatenate([np.repeat(np.arange(3), each.stores) for each in CATEGORIES])
    stores = len(category)

    # Within a category a few stores take most of the custom.
    pull = rng.pareto(1.6, stores) + 0.6
    for position, each in enumerate(CATEGORIES):
        ours = category == position
        pull[ours] *= each.pull / pull[ours].sum()

    years_old = rng.gamma(2.0, 5.0, stores) + 0.2
    opened = np.datetime64(settings.start) - np.round(years_old * 365).astype("timedelta64[D]")
    plain = np.flatnonzero(category != CATEGORY_NAMES.index("Cinema"))
    young = rng.choice(plain, OPENED_IN_RUN, replace=False)
    opened[young] = np.datetime64(settings.start) + rng.integers(
        settings.days // 8, settings.days // 2 + 1, OPENED_IN_RUN
    )
    floors = [CATEGORIES[position].floors for position in category]
    mall = Mall(
        name=_names(rng, category),
        category=category,
        tier=tier,
        floor=[options[turn % len(options)] for turn, options in enumerate(floors)],
        zone=_zones(rng, category, tier),
        pos_kind=np.full(stores, CENTRAL),
        opened=opened,
        listed=_listed(settings, pull, young),
        pull=pull,
    )
    return replace(mall, pos_kind=_pos_kinds(rng, mall))


def _listed(settings: Settings, pull: np.ndarray, young: np.ndarray) -> np.ndarray:
    """All stores but, with dirt, some pop-ups of middling custom."""
    listed = np.ones(len(pull), dtype=bool)
    if settings.dirt:
        middling = np.setdiff1d(np.argsort(pull)[len(pull) // 4 : len(pull) // 2], young)
        rng = settings.generator("pop-ups")
        listed[rng.choice(middling, POP_UPS, replace=False)] = False
    return listed


def _names(rng: np.random.Generator, category: np.ndarray) -> list[str]:
    """Invented: a noun of the trade and a word that no other store of the trade has."""
    names: list[str] = []
    for position, each in enumerate(CATEGORIES):
        nouns = NOUNS[each.name]
        words = rng.permutation(WORDS)[: int((category == position).sum())]
        names += [f"{nouns[turn % len(nouns)]} {word}" for turn, word in enumerate(words)]
    return names


def _zones(rng: np.random.Generator, category: np.ndarray, tier: np.ndarray) -> list[str]:
    wings = rng.choice(["Norte", "Sul", "Leste", "Oeste"], len(category))
    food = CATEGORY_NAMES.index("Alimentação")
    return [
        "Ala Jardim" if tier[store] == 2 else "Praça" if category[store] == food else wing
        for store, wing in enumerate(wings.tolist())
    ]


def _pos_kinds(rng: np.random.Generator, mall: Mall) -> np.ndarray:
    """Stores run a till of their own until a quarter of the purchases is theirs; anchors never."""
    share = purchase_shares(mall)
    order = rng.permutation(np.flatnonzero(share < ANCHOR))
    running = np.cumsum(share[order])
    kinds = np.full(mall.stores, CENTRAL)
    kinds[order[running < INDEPENDENT]] = OWN
    kinds[order[(running >= INDEPENDENT) & (running < INDEPENDENT + BOTH)]] = TWICE
    return kinds


def purchase_shares(mall: Mall) -> np.ndarray:
    """Expected share of all purchases made in each store."""
    weights = preferences(mall)[:, :EARLY].mean(axis=1)
    weights /= weights.sum(axis=2, keepdims=True)
    luxury = values("luxury")[:, None]
    by_persona = weights[:, 0] * (1 - luxury) + weights[:, 1] * luxury
    purchases = values("share") * values("trips") * values("sales")
    return purchases @ by_persona / purchases.sum()


def preferences(mall: Mall) -> np.ndarray:
    """(persona, part of day, luxury or not, store): weights of a purchase."""
    tastes = [persona.tastes for persona in PERSONAS]
    taste = np.array([[each.get(name, 1.0) for name in CATEGORY_NAMES] for each in tastes])
    meals = np.array([category.meals for category in CATEGORIES])
    early = np.array([category.early for category in CATEGORIES], dtype=float)
    part = np.array([meals, np.ones_like(meals), 1 + (meals - 1) / 2, early])
    weights = taste[:, None, :] * part[None, :, :]
    base = weights[:, :, mall.category] * mall.pull
    luxury = mall.tier == TIERS.index("luxury")
    both = np.stack([base * ~luxury, base * luxury], axis=2)
    # Before the shops open there is no luxury purchase to draw: any food will do.
    both[:, EARLY, 1] = both[:, EARLY, 0]
    return both


def day_partners(mall: Mall) -> tuple[Wheels, np.ndarray]:
    """Per store category: a wheel of the stores that go with it, and how often they follow.

    Only the luxury fashion houses send people to luxury jewellers; all else stays everyday.
    """
    wheels = np.ones((len(CATEGORIES), mall.stores))
    often = np.zeros(len(CATEGORIES))
    luxury = mall.tier == TIERS.index("luxury")
    for first, (second, share) in catalogue.DAY_AFFINITY.items():
        row = CATEGORY_NAMES.index(first)
        alike = luxury if first == "Luxo" else ~luxury
        wheels[row] = mall.pull * (mall.category == CATEGORY_NAMES.index(second)) * alike
        often[row] = share
    return Wheels(wheels), often


def favourites(
    rng: np.random.Generator,
    mall: Mall,
    persona: np.ndarray,
    interest: np.ndarray,
) -> np.ndarray:
    """(people, 3): each person's usual stores; the first is of the category they care about."""
    usual = Wheels(preferences(mall)[:, AFTERNOON, 0])
    everyday = mall.pull * (mall.tier != TIERS.index("luxury"))
    categories = [CATEGORY_NAMES.index(name) for name in catalogue.INTERESTS]
    eye = Wheels(np.array([everyday * (mall.category == category) for category in categories]))
    drawn = [eye.draw(rng, interest), usual.draw(rng, persona), usual.draw(rng, persona)]
    return np.stack(drawn, axis=1)
