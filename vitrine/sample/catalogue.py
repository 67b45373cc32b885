"""What is on the shelves: store categories, product categories, what is bought together. Data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa

# Median price of one unit in a mid-range store, BRL.
PRODUCTS = {
    "Roupas Femininas": 149.0, "Roupas Masculinas": 139.0, "Roupas Infantis": 89.0,
    "Calçados": 219.0, "Meias": 29.0, "Bolsas": 249.0, "Bijuterias": 49.0, "Joias": 690.0,
    "Relógios": 590.0, "Óculos de Sol": 329.0, "Armações e Lentes": 489.0, "Perfumaria": 189.0,
    "Maquiagem": 69.0, "Cuidados com a Pele": 89.0, "Cabelos": 59.0, "Celulares": 990.0,
    "Informática": 690.0, "Cabos e Capas": 69.0, "Fones de Ouvido": 229.0, "Jogos": 199.0,
    "Cama e Banho": 159.0, "Utilidades": 59.0, "Decoração": 119.0, "Artigos Esportivos": 149.0,
    "Tênis": 349.0, "Suplementos": 119.0, "Livros": 54.0, "Papelaria": 24.0, "Brinquedos": 119.0,
    "Pratos": 38.0, "Lanches": 29.0, "Bebidas": 11.0, "Sobremesas": 17.0, "Cafés": 12.0,
    "Salgados": 11.0, "Vinhos": 79.0, "Ingressos": 34.0, "Pipoca": 27.0, "Diversões": 32.0,
    "Medicamentos": 42.0, "Higiene": 21.0, "Mercearia": 19.0, "Laticínios": 14.0, "Pães": 9.0,
    "Hortifruti": 12.0, "Serviços": 69.0,
}  # fmt: skip

PRODUCT_NAMES = pa.array(list(PRODUCTS))

# Planted: a line of the first makes the next line one of the second this often (where the store
# sells it); otherwise the next line is drawn from the store's own mix.
BASKET_AFFINITY = {
    "Calçados": ("Meias", 0.30),
    "Tênis": ("Meias", 0.35),
    "Roupas Femininas": ("Bijuterias", 0.22),
    "Roupas Masculinas": ("Calçados", 0.12),
    "Roupas Infantis": ("Brinquedos", 0.18),
    "Celulares": ("Cabos e Capas", 0.55),
    "Informática": ("Fones de Ouvido", 0.25),
    "Maquiagem": ("Cuidados com a Pele", 0.40),
    "Joias": ("Relógios", 0.20),
    "Cama e Banho": ("Decoração", 0.25),
    "Livros": ("Papelaria", 0.25),
    "Pratos": ("Bebidas", 0.55),
    "Lanches": ("Bebidas", 0.60),
    "Cafés": ("Sobremesas", 0.35),
    "Ingressos": ("Pipoca", 0.50),
    "Pipoca": ("Bebidas", 0.45),
    "Medicamentos": ("Higiene", 0.30),
    "Pães": ("Laticínios", 0.40),
    "Vinhos": ("Laticínios", 0.20),
}

TIERS = ("popular", "mid", "luxury")
TIER_PRICE = (0.68, 1.0, 5.0)


@dataclass(frozen=True)
class StoreCategory:
    name: str
    stores: tuple[int, int, int]  # how many popular, mid, luxury
    pull: float  # share of all purchases, before persona and time of day
    floors: tuple[str, ...]
    more_lines: float  # mean number of lines after the first
    products: dict[str, float]
    early: bool = False  # sells from the hour the doors open on Sundays
    meals: float = 1.0  # factor at lunch time


CATEGORIES = (
    StoreCategory("Moda Feminina", (8, 17, 3), 10.0, ("L1", "L2"), 1.2,
                  {"Roupas Femininas": 8, "Bijuterias": 1, "Calçados": 1, "Bolsas": 1}),
    StoreCategory("Moda Masculina", (4, 8, 2), 5.0, ("L1", "L2"), 1.2,
                  {"Roupas Masculinas": 8, "Calçados": 1, "Meias": 1}),
    StoreCategory("Infantil", (4, 6, 0), 3.0, ("L2", "L3"), 1.6,
                  {"Roupas Infantis": 7, "Calçados": 2, "Brinquedos": 1, "Meias": 1}),
    StoreCategory("Calçados", (5, 7, 1), 5.0, ("L1", "L2"), 0.7,
                  {"Calçados": 6, "Bolsas": 2, "Meias": 1}),
    StoreCategory("Acessórios", (4, 4, 1), 2.5, ("L1", "L2"), 0.8,
                  {"Bolsas": 3, "Bijuterias": 4, "Óculos de Sol": 1}),
    StoreCategory("Joalheria", (0, 3, 5), 1.2, ("L1",), 0.4, {"Joias": 6, "Relógios": 2}),
    StoreCategory("Luxo", (0, 0, 9), 1.6, ("L1",), 1.0,
                  {"Roupas Femininas": 4, "Roupas Masculinas": 2, "Bolsas": 3, "Calçados": 2,
                   "Perfumaria": 1}),
    StoreCategory("Ótica", (2, 4, 1), 1.2, ("L1", "L2"), 0.4,
                  {"Armações e Lentes": 5, "Óculos de Sol": 3}),
    StoreCategory("Beleza", (3, 6, 2), 4.5, ("G", "L1"), 1.3,
                  {"Maquiagem": 4, "Cuidados com a Pele": 3, "Cabelos": 3}),
    StoreCategory("Perfumaria", (1, 3, 2), 2.0, ("L1",), 0.7,
                  {"Perfumaria": 6, "Cuidados com a Pele": 2}),
    StoreCategory("Eletrônicos", (3, 6, 0), 3.0, ("L2", "L3"), 0.8,
                  {"Celulares": 2, "Informática": 2, "Cabos e Capas": 3, "Fones de Ouvido": 2,
                   "Jogos": 2}),
    StoreCategory("Casa", (4, 6, 1), 3.5, ("G", "L3"), 1.4,
                  {"Cama e Banho": 3, "Utilidades": 4, "Decoração": 3}),
    StoreCategory("Esportes", (2, 7, 0), 3.5, ("L2", "L3"), 0.8,
                  {"Artigos Esportivos": 4, "Tênis": 4, "Suplementos": 1}),
    StoreCategory("Livraria", (1, 3, 0), 2.0, ("L2",), 1.0, {"Livros": 6, "Papelaria": 3}),
    StoreCategory("Brinquedos", (2, 2, 0), 1.8, ("L3",), 0.7, {"Brinquedos": 8, "Jogos": 1}),
    StoreCategory("Departamento", (2, 1, 0), 6.0, ("G", "L1"), 1.8,
                  {"Roupas Femininas": 4, "Roupas Masculinas": 3, "Roupas Infantis": 2,
                   "Calçados": 2, "Cama e Banho": 2, "Perfumaria": 1, "Celulares": 0.4,
                   "Cabos e Capas": 0.5, "Meias": 1}),
    StoreCategory("Alimentação", (14, 16, 2), 20.0, ("L3",), 1.1,
                  {"Pratos": 5, "Lanches": 4, "Bebidas": 2, "Sobremesas": 1}, True, 3.0),
    StoreCategory("Café e Doces", (4, 6, 0), 8.0, ("G", "L1", "L2", "L3"), 0.8,
                  {"Cafés": 5, "Salgados": 3, "Sobremesas": 3}, True, 1.3),
    StoreCategory("Cinema", (0, 1, 0), 4.0, ("L3",), 0.9,
                  {"Ingressos": 7, "Pipoca": 1, "Bebidas": 0.5}, True, 0.2),
    StoreCategory("Lazer", (1, 2, 0), 1.8, ("L3",), 0.4, {"Diversões": 1}, True, 0.4),
    StoreCategory("Farmácia", (2, 2, 0), 4.0, ("G",), 1.1,
                  {"Medicamentos": 5, "Higiene": 4, "Cuidados com a Pele": 1}, True, 1.2),
    StoreCategory("Supermercado", (0, 1, 0), 4.5, ("G",), 3.0,
                  {"Mercearia": 5, "Laticínios": 3, "Pães": 3, "Hortifruti": 3, "Higiene": 1,
                   "Vinhos": 1}, True, 0.8),
    StoreCategory("Serviços", (5, 5, 0), 2.0, ("G",), 0.2, {"Serviços": 1}),
)  # fmt: skip

CATEGORY_NAMES = tuple(category.name for category in CATEGORIES)

# Planted: a purchase in the first brings another one in the second, later that day, this often.
DAY_AFFINITY = {
    "Cinema": ("Alimentação", 0.50),
    "Infantil": ("Brinquedos", 0.25),
    "Luxo": ("Joalheria", 0.15),
    "Alimentação": ("Café e Doces", 0.15),
    "Esportes": ("Alimentação", 0.20),
    "Livraria": ("Café e Doces", 0.35),
    "Beleza": ("Moda Feminina", 0.15),
    "Brinquedos": ("Lazer", 0.20),
}

# Planted: what a person has an eye for in the mall goes with a package of the partner.
INTERESTS = {
    "Cinema": "CINE",
    "Esportes": "ESPORTE",
    "Infantil": "KIDS",
    "Livraria": "DOC",
    "Beleza": "NOVELA",
    "Eletrônicos": "SERIES",
}


def product_mix() -> np.ndarray:
    """(store category, product category): weights of a line."""
    mixes = [category.products for category in CATEGORIES]
    return np.array([[mix.get(product, 0.0) for product in PRODUCTS] for mix in mixes])


def basket_partners() -> tuple[np.ndarray, np.ndarray]:
    """Per product category: the category that follows it (-1: none), and how often."""
    names = list(PRODUCTS)
    pairs = [BASKET_AFFINITY.get(product, (None, 0.0)) for product in names]
    return (
        np.array([names.index(other) if other else -1 for other, _ in pairs]),
        np.array([often for _, often in pairs]),
    )
