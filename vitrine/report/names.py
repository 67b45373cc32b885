"""What raw tables, and the reasons why rows are set aside, are called for those who read no codes."""

from vitrine.report.words import Text, same, say

TABLES = {
    "mall.pos_sales": Text("Vendas do caixa central", "Sales of the central tills"),
    "mall.pos_sale_lines": Text("Itens dessas vendas", "Lines of those sales"),
    "mall.store_receipts": Text("Cupons das lojas", "Receipts of stores"),
    "mall.stores": Text("Lojas", "Stores"),
    "mall.loyalty_members": Text("Cadastros de fidelidade", "Loyalty members"),
    "mall.visits": Text("Entradas", "Entries"),
    "mall.wifi_sessions": Text("Sessões de Wi-Fi", "Wi-Fi sessions"),
    "mall.app_events": Text("Ações no aplicativo", "Acts in the app"),
    "mall.customer_survey": Text("Pesquisa com clientes", "Customer survey"),
    "mall.erasure_requests": Text("Pedidos de exclusão", "Erasure requests"),
    "streaming.packages": Text("Pacotes de TV", "TV packages"),
    "streaming.subscribers": Text("Assinantes de TV", "TV subscribers"),
    "streaming.package_subscriptions": Text("Assinaturas de pacotes", "Package subscriptions"),
    "streaming.viewing_sessions": Text("Sessões de TV", "TV sessions"),
}
# Those that a row must have; without one it is set aside.
COLUMNS = {
    "age": Text("idade", "age"),
    "category": Text("categoria", "category"),
    "connected_at": Text("hora da conexão", "time of connection"),
    "cupom": Text("número do cupom", "receipt number"),
    "data_hora": Text("data e hora", "day and time"),
    "device_mac": Text("endereço do aparelho", "device address"),
    "entered_at": Text("hora de entrada", "time of entry"),
    "event_id": Text("número da ação", "number of the act"),
    "event_type": Text("tipo da ação", "kind of act"),
    "gender": Text("gênero", "gender"),
    "gross_amount": Text("valor da venda", "amount of the sale"),
    "id": Text("número da resposta", "number of the answer"),
    "income": Text("renda", "income"),
    "line_number": Text("número do item", "line number"),
    "loja": Text("loja", "store"),
    "member_id": Text("número do cadastro", "member number"),
    "minutes": Text("minutos assistidos", "minutes watched"),
    "occurred_at": Text("hora da ação", "time of the act"),
    "package_code": Text("código do pacote", "package code"),
    "package_name": Text("nome do pacote", "package name"),
    "product_category": Text("categoria do produto", "product category"),
    "quantity": Text("quantidade", "quantity"),
    "request_id": Text("número do pedido", "number of the request"),
    "requested_at": Text("hora do pedido", "time of the request"),
    "sale_id": Text("número da venda", "sale number"),
    "score": Text("nota de consumo", "spending score"),
    "session_id": Text("número da sessão", "session number"),
    "sold_at": Text("hora da venda", "time of the sale"),
    "started_at": Text("hora de início", "time of start"),
    "store_id": Text("código da loja", "store code"),
    "store_name": Text("nome da loja", "store name"),
    "subscriber_id": Text("número do assinante", "subscriber number"),
    "subscription_id": Text("número da assinatura", "subscription number"),
    "unit_price": Text("preço do item", "unit price"),
    "valor_total": Text("valor total", "total amount"),
    "visit_id": Text("número da entrada", "number of the entry"),
}
WITH_COLUMN = {
    "missing_": Text("Sem {column}", "No {column}"),
    "unreadable_": Text("{column} ilegível", "Unreadable {column}"),
}
REASONS = {
    "dated_after_its_load": Text("Data posterior à carga", "Dated after its load"),
    "implausible_amount": Text("Valor absurdo", "Implausible amount"),
    "negative_amount": Text("Valor negativo", "Negative amount"),
    "negative_minutes": Text("Minutos negativos", "Negative minutes"),
    "unreadable_line": Text("Linha ilegível", "Unreadable line"),
}


def table_name(code: str) -> Text:
    """`mall.visits` as people call it; a table that is new here keeps its code."""
    return TABLES.get(code, same(code))


def _capital(name: str) -> str:
    return name[0].upper() + name[1:]


def reason_name(code: str) -> Text:
    """`missing_sold_at` in words; a reason that is new here keeps its code."""
    if code in REASONS:
        return REASONS[code]
    for start, sentence in WITH_COLUMN.items():
        column = code.removeprefix(start)
        if column != code and column in COLUMNS:
            named = say(sentence.pt, sentence.en, column=COLUMNS[column])
            return Text(_capital(named.pt), _capital(named.en))
    return same(code)
