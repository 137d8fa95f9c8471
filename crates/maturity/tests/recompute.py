#!/usr/bin/env python3
"""Does a result document's calculation again, from its leaves, with nothing but the standard library.

    recompute.py RESULT.json...      a result document each, or a list of them

What it takes from the document: of indicators the answer, the provider's level, the state, scale range and weight; of
dimensions the aggregation, range and weight; the gates, thresholds and the rounding. What it compares: every value,
bound and effective weight in the tree, the score and how it is shown, bounds, coverage and both stages.
The formulas are those of docs/formats/aggregations.md, written down a second time.
"""

import json
import sys
from fractions import Fraction as F


def key(node):
    return node["kind"], node["id"]


def children(node):
    return node.get("children", [])


def nodes(node):
    yield node
    for child in children(node):
        yield from nodes(child)


def on(value, child, parent):
    """A child's value on the range of its parent."""
    low, high = F(child["min"]), F(child["max"])
    start, end = F(parent["min"]), F(parent["max"])
    return start + (value - low) / (high - low) * (end - start)


def part(aggregation, child):
    """What a child takes of its parent, before it is divided by the sum."""
    width = F(child["range"]["max"]) - F(child["range"]["min"])
    by_weight = {"weightedMean": F(child["weight"]), "sum": F(child["weight"]) * width, "share": width}
    return by_weight.get(aggregation, F(1))


def rank(steps):
    """The highest step that holds with all below it; a missing step does not stand in the way."""
    if all(step is None for step in steps):
        return None
    for number, step in enumerate(steps):
        if step is False:
            held = [n + 1 for n in range(number) if steps[n]]
            return F(max(held, default=0))
    return F(len(steps))


def combine(node, values):
    """A node's value from those of its children; None for what is left out or has none."""
    kind = node["aggregation"]
    if kind == "ladder":
        tops = [F(c["range"]["max"]) for c in children(node)]
        return rank([None if v is None else v == top for v, top in zip(values, tops)])
    there = [(c, v) for c, v in zip(children(node), values) if v is not None]
    if not there:
        return None
    placed = [on(v, c["range"], node["range"]) for c, v in there]
    if kind == "min":
        return min(placed)
    if kind == "sum" and len(there) == len(children(node)):
        return sum(F(c["weight"]) * v for c, v in there)
    parts = [part(kind, c) for c, _ in there]
    return sum(k * v for k, v in zip(parts, placed)) / sum(parts)


def leaf(node):
    """Value, lower and upper value of an indicator; None three times if it is left out."""
    low, high = F(node["range"]["min"]), F(node["range"]["max"])
    if node["state"] in ("notApplicable", "doesNotApply"):
        return None, None, None
    if node["state"] == "open":
        return None, low, high
    if node["state"] == "countedLowest":
        return low, low, high
    given = node["answer"] if node["answer"]["kind"] == "level" else node["provider"]
    return (F(given["value"]),) * 3


def evaluate(node, found):
    """Fills `found` with value, lower and upper value of every node."""
    for child in children(node):
        evaluate(child, found)
    if node["kind"] == "indicator":
        found[key(node)] = leaf(node)
    else:
        found[key(node)] = tuple(combine(node, [found[key(c)][i] for c in children(node)]) for i in range(3))


def weigh(node, effective, found, weights):
    """Fills `weights` with the part of the whole that every node takes; 0 for what is left out."""
    weights[key(node)] = effective
    parts = {key(c): part(node["aggregation"], c) for c in children(node) if found[key(c)][1] is not None}
    for child in children(node):
        share = parts[key(child)] / sum(parts.values()) if key(child) in parts else F(0)
        weigh(child, effective * share, found, weights)


def shown(number, rounding):
    """A number as it is shown."""
    if rounding["mode"] == "none":
        return str(number)
    scaled = abs(number) * 10 ** rounding["digits"]
    whole, rest = divmod(scaled, 1)
    to_even = rest > F(1, 2) or (rest == F(1, 2) and whole % 2 == 1)
    up = {"truncate": False, "halfUp": rest >= F(1, 2), "halfEven": to_even}[rounding["mode"]]
    digits = str(int(whole) + up).rjust(rounding["digits"] + 1, "0")
    sign = "-" if number < 0 and int(digits) else ""
    cut = len(digits) - rounding["digits"]
    return sign + (f"{digits[:cut]}.{digits[cut:]}" if rounding["digits"] else digits)


def differences(result):
    """What in a result document does not come out."""
    explain, found, weights = result["explain"], {}, {}
    evaluate(explain, found)
    weigh(explain, F(1), found, weights)
    text = lambda number: None if number is None else str(number)
    for node in nodes(explain):
        computed = [text(n) for n in (*found[key(node)], weights[key(node)])]
        stated = [node["value"], node["lower"], node["upper"], node["effectiveWeight"]]
        if computed != stated:
            yield f"{node['kind']} {node['id']}: {computed}, stated {stated}"
    value, lower, upper = found[key(explain)]
    score = lambda n: None if n is None else {"exact": str(n), "rounded": shown(n, result["rounding"])}
    leaves = [n for n in nodes(explain) if n["kind"] == "indicator"]
    applicable = [n for n in leaves if n["state"] in ("answered", "open", "countedLowest")]
    answered = [n for n in leaves if n["state"] == "answered"]
    share = sum((weights[key(n)] for n in answered), F(0))

    def reached(end):
        best = None
        for stage in result["stages"]:
            gates = [
                (found[key(node)][end], F(gate["needed"]))
                for node in nodes(explain)
                for gate in node.get("gates", [])
                if gate["stage"] == stage["id"]
            ]
            if (lower, upper)[end - 1] < F(stage["threshold"]) or any(v is not None and v < needed for v, needed in gates):
                break
            best = stage["id"]
        return best

    name = lambda stage: stage and stage["id"]
    for what, computed, stated in [
        ("score", score(value), result["score"]),
        ("bounds", {"lower": score(lower), "upper": score(upper)}, result["bounds"]),
        ("coverage", {"share": str(share), "answered": len(answered), "applicable": len(applicable)}, result["coverage"]),
        ("stage", reached(1), name(result["stage"])),
        ("possibleStage", reached(2), name(result["possibleStage"])),
    ]:
        if computed != stated:
            yield f"{what}: {computed}, stated {stated}"


if __name__ == "__main__":
    count, wrong = 0, []
    for path in sys.argv[1:]:
        with open(path, encoding="utf-8") as file:
            document = json.load(file)
        for result in document if isinstance(document, list) else [document]:
            count += 1
            wrong += [f"{path} #{count}: {difference}" for difference in differences(result)]
    print(*wrong, f"{count} results, {len(wrong)} differences", sep="\n")
    sys.exit(1 if wrong or not count else 0)
