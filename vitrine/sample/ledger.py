"""Sales and what undid them, as rows of the two kinds of till: typed columns per raw table."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from vitrine.sample import text
from vitrine.sample.catalogue import PRODUCT_NAMES
from vitrine.sample.draws import chance, pick, some
from vitrine.sample.given import Askings
from vitrine.sample.identifiers import NONE
from vitrine.sample.purchases import PAYMENTS
from vitrine.sample.reversals import UNKNOWN, VOID, Reversals, reversal_lines
from vitrine.sample.text import Columns
from vitrine.sample.till import Recorded
from vitrine.sample.world import Lives, World

APPROVED, REFUNDED, VOIDED = range(3)
LINES_OFF = 0.001  # share of lines
SKUS = 30  # articles per product category
MONEY_STYLES = (0.55, 0.25, 0.15, 0.05)
PAYMENT_WORDS = (  # how stores write PAYMENTS; three ways each
    ("Cartão de Crédito", "credito", "CRÉDITO"), ("Cartão de Débito", "debito", "DÉBITO"),
    ("PIX", "pix", "Pix"), ("Dinheiro", "dinheiro", "DINHEIRO"), ("Vale", "vale", "VALE"),
    ("Boleto", "boleto", "BOLETO"), ("Outros", "outros", "OUTROS"),
)  # fmt: skip


def pos_sale_rows(world: World, lives: Lives, recorded: Recorded, undone: Reversals) -> Columns:
    """Sales of the central system, then the rows that undo some of them."""
    sales, calendar = lives.sales, world.calendar
    sold = np.flatnonzero(recorded.in_pos)
    sale = np.concatenate([sold, undone.sale])
    undoes = np.arange(len(sale)) >= len(sold)
    status = np.where(undone.kind >= VOID, VOIDED, REFUNDED)
    day = np.concatenate([sales.day[sold], undone.day])
    second = np.concatenate([sales.second[sold], undone.second])
    # Half of the refunds of unknown sales name one of an older system.
    names_old = (undone.kind == UNKNOWN) & (np.arange(len(undone.kind)) % 2 == 0)
    email = np.where(undoes, NONE, recorded.email[sale])

    def once(values: np.ndarray) -> np.ndarray:
        """Particulars are asked for when selling, not when undoing."""
        return np.where(undoes, NONE, values[sale])

    return {
        "sale": np.concatenate([recorded.number[sold], undone.number]),
        "person": sales.person[sale],
        "store_id": text.taken(pa.array(world.mall.store_id), sales.store[sale]),
        "sold_at": calendar.utc(day, second),
        "gross": np.concatenate([sales.gross[sold], undone.gross]),
        "discount": np.concatenate([sales.discount[sold], undone.discount]),
        "status": np.concatenate([np.full(len(sold), APPROVED), status]),
        "original": np.concatenate([np.full(len(sold), NONE), undone.original]),
        "old_original": np.concatenate([np.zeros(len(sold), dtype=bool), names_old]),
        "payment": pa.array(PAYMENTS).take(pa.array(sales.payment[sale])),
        "installments": np.where(undoes, 1, sales.installments[sale]),
        "coupon": once(sales.coupon),
        "card": recorded.card[sale],
        "member": recorded.member[sale],
        "cpf": once(recorded.cpf),
        "cpf_style": recorded.cpf_style[sale],
        "email": text.taken(lives.held.email_pool, email),
        "phone": once(recorded.phone),
        "phone_style": recorded.phone_style[sale],
        "loaded_at": calendar.night_after(day),
    }


def pos_line_rows(world: World, lives: Lives, recorded: Recorded, undone: Reversals) -> Columns:
    """Lines of the central system's sales, then those of refunds.

    With dirt, a few are `off`: their price was changed after the sale was summed up.
    """
    sales, calendar = lives.sales, world.calendar
    sold = np.flatnonzero(recorded.in_pos[sales.line_sale])
    reversal, given_back = reversal_lines(undone, sales)
    line = np.concatenate([sold, given_back])
    sale = sales.line_sale[sold]
    # Some tills give quantities back as negative numbers; where there is no discount, so that the
    # sign of that never matters.
    plain = (undone.discount[reversal] == 0) & (reversal % 2 == 0)
    sign = np.concatenate([np.ones(len(sold), dtype=np.int64), np.where(plain, -1, 1)])
    day = np.concatenate([sales.day[sale], undone.day[reversal]])
    price = sales.line_price[line]
    off = np.zeros(len(line), dtype=bool)
    if world.settings.dirt:
        rng = lives.chunk.generator("lines off")
        off[some(rng, np.arange(len(sold)), LINES_OFF, 2)] = True
        price = np.where(off, price + rng.integers(100, 3_000, len(line)), price)
    return {
        "sale": np.concatenate([recorded.number[sale], undone.number[reversal]]),
        "line": sales.line_number[line],
        "product": PRODUCT_NAMES.take(pa.array(sales.line_product[line])),
        "quantity": sales.line_quantity[line] * sign,
        "price": price,
        "discount": sales.line_discount[line],
        "off": off,
        "sku": 1 + sales.line_product[line] * SKUS + price // 1_000 % SKUS,
        "loaded_at": calendar.night_after(day),
    }


def receipt_rows(world: World, lives: Lives, recorded: Recorded, undone: Reversals) -> Columns:
    """Rows of the stores' own exports, then those that give money back."""
    mall, calendar, sales = world.mall, world.calendar, lives.sales
    ask = Askings(lives.chunk, lives.people, lives.held, "receipt")
    sold = np.flatnonzero(recorded.in_receipts)
    back = undone.receipt_sale
    sale = np.concatenate([sold, back])
    size = len(sale)
    undoes = np.arange(size) >= len(sold)
    day = np.concatenate([sales.day[sold], undone.receipt_day])
    # Minutes only, for who gives money back: it is rarely at the same till.
    second = np.concatenate([recorded.receipt_second[sold], undone.receipt_second // 60 * 60])
    spoken = recorded.receipt[sale].astype(str)
    returned = np.char.add(np.char.add("D", sales.day[back].astype(str)), "-")
    cupom = np.concatenate([spoken[: len(sold)], np.char.add(returned, spoken[len(sold) :])])

    # A store has its own way of writing money; how its name is typed changes with the day.
    habit = _store_habit(world)
    typed = ask.style("store name", size, (0.90, 0.05, 0.025, 0.025))
    words = [word for words in PAYMENT_WORDS for word in words]
    word = sales.payment[sale] * 3 + sales.store[sale] % 3
    # The export leaves out an e-mail that the till had, now and then.
    dropped = undoes | chance(ask.rng("dropped"), 0.3, size)
    email = np.where(dropped, NONE, recorded.email[sale])
    return {
        "person": sales.person[sale],
        "store_id": text.taken(pa.array(mall.store_id), sales.store[sale]),
        "store_style": typed,
        "cupom": pa.array(cupom, pa.string()),
        "local_time": calendar.epoch + day * 86_400 + second,
        "seconds_shown": recorded.receipt_seconds_shown[sale] & ~undoes,
        "paid": np.where(undoes, -1, 1) * sales.paid[sale],
        "discount": np.where(undoes, 0, sales.discount[sale]),
        "money_style": habit[sales.store[sale]],
        "payment": pa.array(words).take(pa.array(word)),
        "cpf": np.where(undoes, NONE, recorded.cpf[sale]),
        "cpf_style": recorded.cpf_style[sale],
        "email": text.taken(lives.held.email_pool, email),
        "phone": np.where(undoes, NONE, recorded.phone[sale]),
        "phone_style": recorded.phone_style[sale],
        "card": recorded.card[sale],
        "loaded_at": calendar.night_after(day),
    }


def _store_habit(world: World) -> np.ndarray:
    """How each store writes money: one of the styles of the macro `reais`."""
    if not world.settings.dirt:
        return np.zeros(world.mall.stores, dtype=np.int64)
    return pick(world.settings.generator("store money"), MONEY_STYLES, world.mall.stores)
