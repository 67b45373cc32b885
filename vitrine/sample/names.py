"""Brazilian names, and how people write them down."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import text

# More frequent names first: they are drawn with weights falling with the rank.
WOMEN = (
    "Maria", "Ana", "Juliana", "Fernanda", "Patrícia", "Camila", "Aline", "Mariana", "Adriana",
    "Beatriz", "Larissa", "Letícia", "Bruna", "Amanda", "Gabriela", "Márcia", "Sandra",
    "Luciana", "Vanessa", "Carolina", "Renata", "Júlia", "Jéssica", "Natália", "Cláudia",
    "Débora", "Sônia", "Helena", "Isabela", "Laura", "Rafaela", "Simone", "Cristina",
    "Rosângela", "Tatiana", "Bianca", "Vitória", "Mônica", "Raquel", "Sílvia", "Andréia",
    "Lúcia", "Elaine", "Priscila", "Talita", "Alice", "Sofia", "Valentina", "Manuela",
    "Cecília", "Antônia", "Francisca", "Terezinha", "Inês", "Regina", "Vera", "Flávia",
    "Daniela", "Cíntia", "Kátia", "Lívia", "Yasmin", "Eduarda", "Luana", "Tainá", "Iara",
    "Jussara", "Marlene", "Aparecida", "Conceição", "Noemi", "Olívia", "Stela", "Miriam",
    "Eunice", "Graziela", "Viviane", "Michele", "Paloma", "Thaís",
)  # fmt: skip
MEN = (
    "José", "João", "Antônio", "Carlos", "Paulo", "Pedro", "Lucas", "Luiz", "Marcos", "Gabriel",
    "Rafael", "Daniel", "Marcelo", "Bruno", "Eduardo", "Felipe", "Rodrigo", "Mateus",
    "Fernando", "Ricardo", "André", "Gustavo", "Guilherme", "Leonardo", "Fábio", "Thiago",
    "Vinícius", "Diego", "Alexandre", "Roberto", "Sérgio", "Márcio", "Leandro", "Júlio",
    "César", "Caio", "Vítor", "Henrique", "Arthur", "Miguel", "Davi", "Bernardo", "Heitor",
    "Enzo", "Murilo", "Otávio", "Caetano", "Renato", "Cláudio", "Flávio", "Edson", "Jorge",
    "Manoel", "Francisco", "Sebastião", "Geraldo", "Raimundo", "Adriano", "Wagner",
    "Washington", "Wesley", "Kauã", "Iago", "Ítalo", "Ubiratan", "Moacir", "Nélson", "Osvaldo",
    "Válter", "Rogério", "Samuel", "Tiago", "Yuri", "Igor", "Ivan", "Hugo", "Joaquim",
    "Benedito", "Everton", "Luan",
)  # fmt: skip
SURNAMES = (
    "Silva", "Santos", "Oliveira", "Souza", "Rodrigues", "Ferreira", "Alves", "Pereira", "Lima",
    "Gomes", "Costa", "Ribeiro", "Martins", "Carvalho", "Almeida", "Lopes", "Soares", "Fernandes",
    "Vieira", "Barbosa", "Rocha", "Dias", "Nascimento", "Andrade", "Moreira", "Nunes", "Marques",
    "Machado", "Mendes", "Freitas", "Cardoso", "Ramos", "Gonçalves", "Santana", "Teixeira", "Moura",
    "Araújo", "Pinto", "Cavalcanti", "Monteiro", "Moraes", "Campos", "Cunha", "Correia", "Melo",
    "Castro", "Batista", "Miranda", "Borges", "Azevedo", "Duarte", "Farias", "Guimarães", "Leite",
    "Brito", "Xavier", "Tavares", "Coelho", "Siqueira", "Assis", "Peixoto", "Fonseca", "Viana",
    "Aguiar", "Bezerra", "Pacheco", "Sampaio", "Paiva", "Prado", "Queiroz", "Bastos", "Toledo",
    "Yamamoto", "Tanaka", "Nakamura", "Rossi", "Bianchi", "Esposito", "Müller", "Schneider",
    "Haddad", "Nassif", "Kowalski", "Figueiredo", "Magalhães", "Valença", "Quintão", "Évora",
    "Sá", "Galvão", "Lacerda", "Serrano", "Trindade", "Brandão", "Falcão", "Drummond", "Pessoa",
    "Veloso", "Werneck", "Zanetti",
)  # fmt: skip
# "da Silva", "dos Santos": the little word is the surname's own, and often left out.
PARTICLES = ("", "da", "de", "do", "dos")
PARTICLE_OF = {
    "Silva": "da", "Santos": "dos", "Oliveira": "de", "Souza": "de", "Lima": "de", "Costa": "da",
    "Carvalho": "de", "Almeida": "de", "Rocha": "da", "Nascimento": "do", "Andrade": "de",
    "Freitas": "de", "Araújo": "de", "Moura": "de", "Moraes": "de", "Cunha": "da", "Melo": "de",
    "Castro": "de", "Miranda": "de", "Azevedo": "de", "Brito": "de", "Siqueira": "de",
    "Assis": "de", "Fonseca": "da", "Paiva": "de", "Prado": "do", "Queiroz": "de", "Toledo": "de",
    "Sá": "de", "Magalhães": "de", "Reis": "dos", "Trindade": "da",
}  # fmt: skip

# Women first, so that one number names everybody; then the given names a person may also carry.
GIVEN = WOMEN + MEN


def rank_weights(count: int, flatness: float) -> np.ndarray:
    """Weights falling with the rank, Zipf-like."""
    return 1.0 / (np.arange(count) + flatness)


# How a name may be written, and how often. 'as_is' first; the rest only with the hostile case.
SPELLINGS = {
    "as_is": 0.58,
    "upper": 0.10,
    "no_accents": 0.10,
    "abbreviated": 0.07,  # Ana C. S. Lima
    "first_and_last": 0.07,
    "letter_lost": 0.02,
    "letters_swapped": 0.02,
    "letter_doubled": 0.01,
    "married": 0.03,  # the partner's last name instead of one's own
}

# Columns: given, second, early, particle, last, other_last, spelling, slip (a position >= 2).
SPELLED_SQL = """
    with whole as (
        select
            *,
            concat_ws(' ', given, second, early, nullif(particle, ''), last) as papers
        from parts
    )
    select
        case when not known then null else case spelling
            when 1 then upper(papers)
            when 2 then strip_accents(papers)
            when 3 then concat_ws(
                ' ', given, left(second, 1) || '.', left(early, 1) || '.', last
            )
            when 4 then given || ' ' || last
            when 5 then left(papers, slip) || substr(papers, slip + 2)
            when 6 then left(papers, slip) || substr(papers, slip + 2, 1)
                || substr(papers, slip + 1, 1) || substr(papers, slip + 3)
            when 7 then left(papers, slip) || substr(papers, slip, 1) || substr(papers, slip + 1)
            when 8 then concat_ws(' ', given, second, early, coalesce(other_last, last))
            else papers
        end end as name
    from whole
"""


def lookup(values: tuple[str, ...], index: np.ndarray) -> pa.Array:
    """Strings at those positions; a negative position is null."""
    return text.taken(pa.array(values), index)
