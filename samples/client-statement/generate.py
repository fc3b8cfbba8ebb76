#!/usr/bin/env python3
"""Makes the data of this sample: 1,000 invented clients and what they hold. The same bytes on every machine.

    python3 generate.py [FOLDER]        rows.csv and data/*.csv, into this folder or another
"""
import csv
import datetime
import io
import os
import random
import sys

CLIENTS = 1000
LARGEST = 400  # holdings of the one client who has most
MONTHS = [f"{2025 + (8 + i) // 12}-{(8 + i) % 12 + 1:02}" for i in range(13)]  # 2025-09 to 2026-09
RATES = {"EUR": 10000, "CHF": 10650, "USD": 8720, "GBP": 11580}  # ten thousandths of a euro

# `random()` is the one method whose sequence Python promises to keep.
chance = random.Random(20260930).random


def below(n):
    return int(chance() * n)


def between(low, high):
    return low + below(high - low + 1)


def pick(items):
    return items[below(len(items))]


ISSUERS = ["Aldermoor", "Brennholt", "Calvados Marine", "Dornach", "Eskildsen", "Fjordane", "Gravière", "Hallvard", "Iseo", "Jurançon", "Kestrel", "Lindqvist", "Merrow", "Nordbrunn", "Okura",
           "Pallasch", "Quaranta", "Rønne", "Salzach", "Tarnholm", "Umbertide", "Valdès", "Westerkamp", "Ystad", "Zermühl", "Arbeláez", "Bramante", "Corvara", "Duchesne", "Ellerbrook"]
TRADES = ["Pumps", "Foods", "Chemicals", "Insurance", "Telecom", "Optics", "Pharma", "Rail", "Energy", "Software", "Logistics", "Metals", "Medical", "Semiconductor", "Utilities"]
FORMS = {"EUR": ["SE", "SA", "NV", "SpA", "AG"], "CHF": ["AG", "SA", "Holding"], "USD": ["Inc.", "Corp."], "GBP": ["plc"]}
STATES = ["Republic of Norsund", "Kingdom of Valmark", "Grand Duchy of Auster", "Canton of Rheinau", "Province of Castelvero", "City of Port Ellis"]
HOUSES = ["Merrow", "Sample World", "Lac Bleu", "Hochalp", "Ponente"]
FOCI = ["Water", "Global Equity", "Europe Dividend", "Emerging Markets", "Green Bonds", "Short Duration", "Small Companies", "Health", "High Yield", "Asia Pacific", "Infrastructure", "Technology"]


def isin(number):
    """ZZ stands for no country; the check digit is that of ISO 6166."""
    body = f"ZZ{number:09}"
    digits = "".join(str(int(c, 36)) for c in body)
    total = 0
    for place, digit in enumerate(reversed(digits)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value // 10 + value % 10
    return f"{body}{(10 - total % 10) % 10}"


def make_instruments():
    """Prices in hundredths of the currency; those of bonds in per cent of the nominal."""
    names, out = set(), []

    def add(kind, name, currency, price, income):
        if name in names:
            return
        names.add(name)
        number = len(out) + 1
        out.append({"id": f"i{number:03}", "isin": isin(260000000 + 7919 * number) if kind != "cash" else "", "class": kind, "name": name, "currency": currency, "price": price, "yield": income})

    currencies = ["EUR", "EUR", "EUR", "CHF", "USD", "USD", "GBP"]
    while len(out) < 240:
        currency = pick(currencies)
        add("equity", f"{pick(ISSUERS)} {pick(TRADES)} {pick(FORMS[currency])}", currency, between(800, 42000), between(0, 480))
    while len(out) < 360:
        currency = pick(currencies)
        issuer = pick(STATES) if chance() < 0.4 else f"{pick(ISSUERS)} {pick(TRADES)}"
        add("bond", f"{issuer} {between(2027, 2041)}", currency, between(8800, 10650), between(125, 540))
    while len(out) < 410:
        add("fund", f"{pick(HOUSES)} {pick(FOCI)} Fund {pick('ABI')}", pick(currencies), between(4500, 38000), between(0, 350))
    while len(out) < 426:
        add("alternative", f"{pick(ISSUERS)} {pick(['Private Equity', 'Real Estate', 'Private Debt', 'Gold Trust'])} {pick(['I', 'II', 'III'])}", pick(currencies), between(9000, 180000), between(0, 420))
    for currency in RATES:
        add("cash", f"Account {currency}", currency, 100, between(0, 150))
    return out


FIRST = {"en": ["Ada", "Beatrice", "Conor", "Edmund", "Freya", "Graham", "Imogen", "Rosalind", "Siobhán", "Tobias"],
         "de": ["Annegret", "Björn", "Dörte", "Elke", "Götz", "Jürgen", "Käthe", "Matthäus", "Sören", "Ulrike"],
         "fr": ["Aurélie", "Benoît", "Chloé", "Étienne", "François", "Gaëlle", "Hélène", "Jérôme", "Margaux", "Noël"],
         "it": ["Alessandra", "Beniamino", "Carlotta", "Donatella", "Fabrizio", "Giosuè", "Ludovica", "Niccolò", "Ottavia", "Tommaso"]}
LAST = {"en": ["Ashworth", "Blythe", "O'Callaghan", "Fairweather", "Haddon-Price", "Kingsley", "MacAllister", "Pemberton", "Thistlewood", "Wren"],
        "de": ["Achterberg", "Bäumler", "von der Heyden", "Größl", "Hölzenbein", "Kühnast", "Mühlhäuser", "Schönfeldt", "Übelacker", "Weißgerber"],
        "fr": ["d'Aubigné", "Beaulieu", "Castelnau", "L'Hermitte", "Fénelon", "Girardot", "Lachaise-Moreau", "Quénard", "Saint-Évremond", "Vauthier"],
        "it": ["Acquaviva", "Bevilacqua", "D'Ambrosio", "Dell'Orto", "Fioravanti", "Montecchi", "Pozzobonelli", "Quattrocchi", "Sant'Elia", "Zuccarelli"]}
# Names that a careless program would read as markup, or that no line is long enough for; by the number of their client.
ODD = {2: ("en", "The *Starred* Trust & Sons"), 3: ("de", "{{ Geschweifte }} Klammern GmbH"),
       4: ("de", "Gemeinnützige Dr. Maximiliane-Theodora Freifrau von Hohenwaldeck-Übelacker'sche Familienstiftung für Denkmalpflege und Landschaftsschutz"),
       5: ("fr", "Société d'investissement « L'Étoile du Matin » & Cie"), 6: ("it", "Eredi di Nicolò Dell'Acqua _e_ Figli"), 7: ("en", "Seán O'Brien <O'Brien & Daughters> [Nominees]")}
ADVISORS = {"en": ["Margaret Hale", "Owen Pryce"], "de": ["Lena Brückner", "Matthias Vogt"], "fr": ["Inès Carrel", "Thibault Rey"], "it": ["Giulia Ferrante", "Paolo Rinaldi"]}
PROFILES = ["defensive", "balanced", "growth"]


def number_of_holdings(client):
    if client == 1:
        return 0
    if client == 8:
        return LARGEST
    if client == 9:
        return 1
    draw = chance()
    if draw < 0.08:
        return between(1, 4)
    if draw < 0.92:
        return between(5, 40) if chance() < 0.4 else between(5, 22)
    if draw < 0.992:
        return between(41, 110)
    return between(120, 320)


def money(cents):
    return f"{'-' if cents < 0 else ''}{abs(cents) // 100}.{abs(cents) % 100:02}"


def chosen(instruments, count):
    """Some of them: shares and bonds first, an account where there is room for one."""
    accounts = [i for i in instruments if i["class"] == "cash"]
    others = [i for i in instruments if i["class"] != "cash"]
    out = []
    if count > 1:
        out = [accounts.pop(below(len(accounts))) for _ in range(1 if count < 12 else 2)]
    while len(out) < count:
        out.append(others.pop(below(len(others))))
    return out


def quarter_day():
    return datetime.date(2026, 7, 1) + datetime.timedelta(days=below(92))


class Client:
    def __init__(self, number, instruments):
        self.id = f"P{number:04}"
        self.lang, self.name = ODD.get(number) or (pick(["en", "de", "fr", "it"]), "")
        if not self.name:
            self.name = f"{pick(FIRST[self.lang])} {pick(LAST[self.lang])}"
        self.currency = pick(["EUR", "EUR", "EUR", "CHF", "USD" if self.lang != "de" else "EUR", "GBP" if self.lang == "en" else "EUR"])
        self.portfolio = f"{between(10, 99)}.{between(1000, 9999)}.{between(10, 99)}-{number % 10}"
        self.advisor, self.profile = pick(ADVISORS[self.lang]), pick(PROFILES)
        self.holdings = [self.holding(i, number) for i in chosen(instruments, number_of_holdings(number))]
        self.total = sum(h["value"] for h in self.holdings)
        self.transactions = self.make_transactions(instruments)
        self.flows = sum(t["amount"] for t in self.transactions if t["kind"] in ("deposit", "withdrawal"))
        self.course = self.make_course()
        self.income = sum(h["value"] * h["instrument"]["yield"] // 10000 for h in self.holdings)
        self.due = between(2, 40) * 250000 if self.holdings and chance() < 0.07 else None
        self.due_on = datetime.date(2026, 10, 12) + datetime.timedelta(days=below(40)) if self.due else None

    def holding(self, instrument, number):
        scale = pick([1, 1, 2, 4]) * (3 if number % 10 == 0 else 1)
        rate = RATES[instrument["currency"]], RATES[self.currency]
        if instrument["class"] == "cash":
            quantity = between(900, 60000) * scale
            value = quantity * 100 * rate[0] // rate[1]
            return {"instrument": instrument, "quantity": str(quantity), "value": value, "cost": value}
        if instrument["class"] == "bond":
            quantity = between(2, 30) * 5000 * scale
            own = quantity * instrument["price"] // 100
        else:
            quantity = max(1, between(4000, 90000) * 100 * scale // instrument["price"])
            own = quantity * instrument["price"]
        value = own * rate[0] // rate[1]
        return {"instrument": instrument, "quantity": str(quantity), "value": value, "cost": max(1, value * 1000 // between(820, 1450))}

    def make_transactions(self, instruments):
        out = []
        invested = [h for h in self.holdings if h["instrument"]["class"] != "cash"]
        if not invested:
            return out

        def add(kind, amount, instrument=None, quantity="", date=None):
            out.append({"date": (date or quarter_day()).isoformat(), "kind": kind, "instrument": instrument["id"] if instrument else "", "quantity": quantity, "amount": amount})

        for _ in range(min(30, below(2 + len(invested) // 3))):
            h = pick(invested)
            kind = pick(["buy", "buy", "sell", "dividend", "dividend"])
            if kind == "dividend":
                kind = "coupon" if h["instrument"]["class"] == "bond" else "dividend"
                add(kind, h["value"] * max(20, h["instrument"]["yield"]) // 20000, h["instrument"])
            else:
                part = between(5, 40)
                quantity = max(1, int(h["quantity"]) * part // 100)
                add(kind, h["value"] * quantity // int(h["quantity"]) * (-1 if kind == "buy" else 1), h["instrument"], str(quantity))
        if chance() < 0.3:
            add(pick(["deposit", "deposit", "withdrawal"]), between(1, 60) * 100000)
            if out[-1]["kind"] == "withdrawal":
                out[-1]["amount"] = -min(out[-1]["amount"], self.total // 400 * 100)
        add("management", -(self.total * 14 // 10000), date=datetime.date(2026, 9, 30))
        add("custody", -(self.total * 5 // 10000), date=datetime.date(2026, 9, 30))
        return sorted(out, key=lambda t: (t["date"], t["kind"], t["amount"]))

    def make_course(self):
        """Values at the ends of months, backwards from today's; some clients came in spring."""
        if not self.holdings:
            return []
        months = MONTHS if chance() < 0.95 else MONTHS[-5:]
        values = [self.total]
        for back in range(1, len(months)):
            before = values[-1] - (self.flows if back == 3 else 0)
            values.append(max(100, before * 10000 // between(9650, 10430) // 100 * 100))
        return list(zip(months, reversed(values)))


def table(folder, name, header, rows):
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="utf-8", newline="") as file:
        file.write(text.getvalue())


def main(folder):
    instruments = make_instruments()
    clients = [Client(number, instruments) for number in range(1, CLIENTS + 1)]
    table(folder, "rows.csv", ["id", "name", "lang", "portfolio", "currency", "advisor", "profile", "total", "previous", "income", "due", "due_on"],
          [[c.id, c.name, c.lang, c.portfolio, c.currency, c.advisor, c.profile, money(c.total), money(c.course[-4][1] if c.course else 0), money(c.income),
            money(c.due) if c.due else "", c.due_on.isoformat() if c.due_on else ""] for c in clients])
    table(folder, "data/instruments.csv", ["id", "isin", "class", "name", "currency", "price"],
          [[i["id"], i["isin"], i["class"], i["name"], i["currency"], money(i["price"])] for i in instruments])
    table(folder, "data/holdings.csv", ["client", "instrument", "quantity", "value", "cost"],
          [[c.id, h["instrument"]["id"], h["quantity"], money(h["value"]), money(h["cost"])] for c in clients for h in c.holdings])
    table(folder, "data/transactions.csv", ["client", "date", "kind", "instrument", "quantity", "amount"],
          [[c.id, t["date"], t["kind"], t["instrument"], t["quantity"], money(t["amount"])] for c in clients for t in c.transactions])
    table(folder, "data/course.csv", ["client", "month", "value"], [[c.id, month, (value + 50) // 100] for c in clients for month, value in c.course])


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else os.path.dirname(os.path.abspath(__file__)))
