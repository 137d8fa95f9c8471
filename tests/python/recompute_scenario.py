"""Calculates a crisis scenario again from its `explain` part alone and compares it with its `outcome`.

Written from the formulas that the answer carries, without looking at the service: it knows JSON only. The cheapest cover is
found by trying every combination. Says what differs, and fails then.
"""

import hashlib
import itertools
import json
import sys
from decimal import Decimal

import rfc8785

BY_PEOPLE = ["vpnSessions", "videoSeats", "bandwidth"]
KINDS = ["compute", "storage"] + BY_PEOPLE
CLASSES = ["normal", "high", "veryHigh"]


def ceil(a, b):
    return -(-a // b)


def keeps(pool, rules):
    """Whether a pool keeps every rule of sovereignty."""
    terms = pool["terms"]
    sovereignty = terms["sovereignty"]
    kept = {
        "publicOperator": lambda r: sovereignty["operator"] == "public",
        "hosting": lambda r: sovereignty["hosting"] in r["allowed"],
        "openLicence": lambda r: sovereignty["openLicence"],
        "exitPlan": lambda r: sovereignty["exitPlan"],
        "processingAgreement": lambda r: terms["processingAgreement"],
    }
    return all(kept[rule["rule"]](rule) for rule in rules)


def need(staff, devices, allowed, given):
    """What a unit or the provider's own staff needs."""
    a = given["assumptions"]
    mobile = ceil(staff * given["share"], 100)
    short = max(0, mobile - devices)
    private = min(short, staff * allowed["privateDevices"] // 100)
    vpn, video = ceil(mobile * a["vpnShare"], 100), ceil(mobile * a["videoShare"], 100)
    video_missing = mobile > 0 and (
        allowed["video"] is None or CLASSES.index(allowed["video"]) < CLASSES.index(given["confidentiality"])
    )
    return {
        "mobile": mobile,
        "permitted": min(mobile, staff * allowed["mobile"] // 100),
        "short": short,
        "private": private,
        "buy": short - private,
        "hasPrivateRule": allowed["privateDevices"] > 0,
        "videoRuleMissing": video_missing,
        "demand": [vpn, video, ceil(vpn * a["vpnKbit"] + video * a["videoKbit"], 1000)],
    }


def share(amount, weights):
    """Whole parts first, then one each by largest remainder; equal ones by position."""
    total = sum(weights)
    if total == 0:
        return [0] * len(weights)
    amount = min(amount, total)
    parts = [w * amount // total for w in weights]
    order = sorted(range(len(weights)), key=lambda i: (-(weights[i] * amount % total), i))
    for i in order[: amount - sum(parts)]:
        parts[i] += 1
    return parts


def cheapest(amount, offers, months):
    """The least cost in cents, by trying every set of offers with any one of them as the one that is not full."""
    everything = sum(o["most"] for o in offers)
    cents = lambda text: int(Decimal(text) * 100)
    cost = lambda o, n: cents(o["setup"]) + cents(o["monthly"]) * n * months if n else 0
    if amount >= everything:
        return sum(cost(o, o["most"]) for o in offers)
    best = None
    for size in range(len(offers) + 1):
        for chosen in itertools.combinations(offers, size):
            full = sum(o["most"] for o in chosen)
            for filler in chosen if chosen else [None]:
                rest = amount - (full - filler["most"]) if filler else amount
                if rest < 0 or rest > (filler["most"] if filler else 0):
                    continue
                price = sum(cost(o, rest if o is filler else o["most"]) for o in chosen)
                best = price if best is None else min(best, price)
    return best


def calculate(facts, outcome):
    """Every number of the outcome, as pairs of what is said and what follows from the facts."""
    given = facts["parameters"]
    months = ceil(given["durationDays"], 30)
    units = [u for u in facts["units"] if u["staff"] is not None and u["mobileDevices"] is not None]
    needs = [(u["unit"], need(u["staff"], u["mobileDevices"], u["allowed"], given)) for u in units]
    own = given["ownStaff"]
    if own:
        needs.insert(0, (None, need(own["staff"], own["mobileDevices"], facts["own"], given)))
    known = {u["unit"] for u in units}
    yield "unknown", outcome["unknown"], [u["unit"] for u in facts["units"] if u["unit"] not in known]
    total = outcome["total"]
    add = lambda key: sum(n[key] for _, n in needs)
    mobile = add("mobile")
    yield "total", [
        total["units"], total["mobile"], total["withoutRule"], total["videoRuleMissing"],
        total["devices"]["short"], total["devices"]["privateDevices"], total["devices"]["toBuy"],
    ], [len(units), mobile, mobile - add("permitted"), add("videoRuleMissing"), add("short"), add("private"), add("buy")]
    price = given["assumptions"]["devicePrice"]
    device_cost = None if price is None else Decimal(price) * add("buy")
    yield "devices.cost", total["devices"]["cost"], None if device_cost is None else f"{device_cost:.2f}"
    costs = device_cost or Decimal(0)
    said = {u["unit"]: u for u in outcome["units"]}
    said[None] = outcome["own"]
    by_kind = {c["kind"]: c for c in total["capacity"]}
    pools = facts["pools"]
    lost = given["lostSite"]
    amount = lambda p, without: sum(s["amount"] for s in p["terms"]["sites"] if s["site"] != without)
    expected_kinds = [k for k in KINDS if k in BY_PEOPLE or any(p["terms"]["kind"] == k for p in pools)]
    yield "kinds", [c["kind"] for c in total["capacity"]], expected_kinds
    actions = []
    for kind in expected_kinds:
        found = by_kind[kind]
        of_kind = [p for p in pools if p["terms"]["kind"] == kind]
        kept = [p for p in of_kind if keeps(p, given["sovereigntyRules"])]
        honoured, free = {}, {"own": 0, "clustered": 0, "rented": 0}
        for p in kept:
            left, promises = amount(p, lost), p["terms"]["commitments"]
            promised = sum(c["amount"] for c in promises)
            used = 0
            for c in promises:
                part = c["amount"] if left >= promised else c["amount"] * left // promised
                honoured[c["unit"]] = honoured.get(c["unit"], 0) + part
                used += part
            free[p["terms"]["supply"]] += left - used if kind in BY_PEOPLE else left
        if kind in BY_PEOPLE:
            place = BY_PEOPLE.index(kind)
            demands = [n["demand"][place] for _, n in needs]
            committed = [min(d, honoured.get(u, 0)) if u else 0 for (u, _), d in zip(needs, demands)]
        else:
            demands, committed = [sum(p["terms"]["peak"] for p in of_kind)], [0]
        shorts = [d - c for d, c in zip(demands, committed)]
        left, covered = sum(shorts), []
        for supply in ["own", "clustered", "rented"]:
            covered.append(min(left, free[supply]))
            left -= covered[-1]
        offers = [p["terms"]["further"] for p in kept if p["terms"].get("further")]
        offers = [o for o in offers if o["leadDays"] <= given["days"]]
        cost = cheapest(left, offers, months)
        uncovered = max(0, left - sum(o["most"] for o in offers))
        taken = sum(s["amount"] for s in found["further"])
        for step in found["further"]:
            people = step["amount"] * mobile // max(1, sum(demands))
            actions.append(("extendCapacity", people, step["amount"], step["cost"], True, kind))
        yield f"{kind}", [
            found["demand"], found["committed"], found["short"], found["own"], found["clustered"], found["rented"],
            taken, found["uncovered"], found["cost"], found["lost"], found["barred"],
        ], [
            sum(demands), sum(committed), sum(shorts), *covered, left - uncovered, uncovered, f"{Decimal(cost) / 100:.2f}",
            sum(amount(p, None) - amount(p, lost) for p in kept),
            sum(amount(p, lost) for p in of_kind if p not in kept),
        ]
        costs += Decimal(cost) / 100
        if kind not in BY_PEOPLE:
            continue
        open_, parts = shorts, []
        for source in [*covered, left - uncovered]:
            parts.append(share(source, open_))
            open_ = [o - p for o, p in zip(open_, parts[-1])]
        for i, (unit, _) in enumerate(needs):
            row = next(c for c in said[unit]["capacity"] if c["kind"] == kind)
            yield f"{kind} of {unit}", [
                row[k] for k in ["demand", "committed", "short", "own", "clustered", "rented", "further", "uncovered"]
            ], [demands[i], committed[i], shorts[i], *[p[i] for p in parts], open_[i]]
    yield "total.cost", total["cost"], f"{costs:.2f}"
    for unit, n in needs:
        view = said[unit]
        yield f"unit {unit}", [
            view["mobile"], view["withoutRule"], view["devicesShort"], view["privateDevices"], view["devicesToBuy"],
            view["videoRuleMissing"],
        ], [n["mobile"], n["mobile"] - n["permitted"], n["short"], n["private"], n["buy"], n["videoRuleMissing"]]
    decisions = {
        "decideMobileWork": [n["mobile"] - n["permitted"] for _, n in needs],
        "decidePrivateDevices": [0 if n["hasPrivateRule"] else n["buy"] for _, n in needs],
        "decideVideoTool": [n["mobile"] if n["videoRuleMissing"] else 0 for _, n in needs],
    }
    for name, people in decisions.items():
        if sum(people):
            actions.append((name, sum(people), None, "0.00", True, None))
    if add("buy"):
        in_time = given["assumptions"]["deviceLeadDays"] <= given["days"]
        actions.append(("buyDevices", add("buy"), add("buy"), total["devices"]["cost"], in_time, None))
    shown = [
        (a["kind"], a["people"], a.get("amount"), a["cost"], a["inTime"], a.get("capacity")) for a in outcome["actions"]
    ]
    blank = lambda a: tuple("" if x is None else str(x) for x in a)
    yield "actions", sorted(map(blank, shown)), sorted(map(blank, actions))
    rank = lambda a: (not a[4], a[3] is None or a[1] == 0, Decimal(a[3] or 0) / max(1, a[1]) if a[1] else 0, -a[1])
    yield "order of actions", [rank(a) for a in shown], sorted(rank(a) for a in shown)
    if own:
        view, elsewhere = outcome["own"], own["staff"] * own["ordinaryShare"] // 100
        present, comes = own["staff"] - elsewhere, 100 - own["ordinaryShare"]
        yield "own staff", [
            view["present"], view["placesFree"], view["placesShort"], view["staffByPlaces"], view["presentInCrisis"],
        ], [
            present, max(0, own["workplaces"] - present), max(0, present - own["workplaces"]),
            own["workplaces"] * 100 // comes if comes else None, own["staff"] - needs[0][1]["mobile"],
        ]


def main():
    scenario = json.load(sys.stdin)
    facts, outcome = scenario["explain"]["facts"], scenario["outcome"]
    hashed = hashlib.sha256(rfc8785.dumps({"facts": facts, "outcome": outcome})).hexdigest()
    checks = [("hash", scenario["hash"], hashed), *calculate(facts, outcome)]
    wrong = [(name, said, follows) for name, said, follows in checks if said != follows]
    for name, said, follows in wrong:
        print(f"{name}: said {said}, follows {follows}", file=sys.stderr)
    print(len(checks))
    sys.exit(1 if wrong else 0)


main()
