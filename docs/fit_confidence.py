#!/usr/bin/env python3
"""Fit the weights of the confidence of claims, and say how they hold.

    python3 docs/fit_confidence.py GOLD.jsonl RUN [--write data/lexicon/en/confidence.csv]

GOLD: one JSON object an article, `{id, text, gold: {claims: [...]}}`, a claim with `start`, `end`, `value`, `low`, `high`, `head`
(a list), `status`, `claimant` ("OUTLET" for the outlet's own voice) and, for those that may be left out, `optional` or `implicit`.
RUN: the folder of a run over it. Right is a claim whose figure, head, status and claimant all are; a claim on no figure of the gold
is wrong; claims on optional ones are left out. Fitted are the articles whose id has an even SHA-1, the others are held out.
Standard library only.
"""
import csv
import hashlib
import json
import math
import sys
from collections import defaultdict
from pathlib import Path

FAMILIES = {
    "own": ["always", "casualty", "dated", "elliptic", "long", "no_status", "object", "speech", "thing"],
    "voiced": ["always", "aside", "dated", "elliptic", "long", "no_status", "office", "person", "said", "thing", "unsure_kind"],
}
RIDGES = 2.0, 5.0, 10.0, 20.0, 40.0, 80.0
FOLDS = 5


def rows(run, name):
    with open(Path(run) / (name + ".csv"), encoding="utf-8-sig", newline="") as f:
        return list(csv.DictReader(f))


def tests(c):
    """What holds of a claim: the tests of src/extract/claim/confidence.rs, over the columns of a run."""
    rule, _, construction = c["rule"].partition("+")
    starts = lambda *with_: any(rule.startswith(w) for w in with_)
    s, kind = c["sentence"], c["claimant_kind"]
    return {
        "always": True,
        "aside": c["stance"] != "asserts",
        "beside": bool(c["claimant"]) and c["claimant"].rsplit(" ", 1)[-1] in s,
        "casualty": c["status"] in ("killed", "died", "wounded"),
        "dated": bool(c["event_date"]),
        "elliptic": starts("elliptic", "told-before", "status-", "next-noun", "number-of", "label"),
        "floor": c["quantifier"] in ("at_least", "about", "more_than"),
        "long": len(s) > 200,
        "modifier": construction in ("modifier", "state", "head"),
        "no_status": construction == "none",
        "object": construction == "object",
        "office": kind in ("police", "armed_force", "office", "court", "igo"),
        "part": bool(c["part_of"]),
        "partitive": starts("partitive"),
        "person": c["counted_type"] == "person",
        "repeated": bool(c["same_as"]),
        "said": c["cue"].lower() in ("said", "says", "told", "according to"),
        "speech": any(w in s for w in (" said", " told", " according", " reported", '"', "“")),
        "thing": c["counted_type"] in ("event", "document", "other") and c["status"] == "unspecified",
        "unreal": c["modality"] != "actual",
        "unsure_kind": kind in ("unnamed", "ngo", "government", "spokesperson", "media", "document"),
        "vague": c["quantifier"] in ("vague", "none", "nearly", "range"),
    }


def number(x):
    return None if x in ("", None) else float(x)


def words(name):
    return [w for w in "".join(ch if ch.isalnum() else " " for ch in name.lower()).split() if w not in ("the", "a", "an", "mr", "mrs", "ms", "dr", "president")]


def same_name(wanted, names):
    a = words(wanted)
    for name in names:
        b = words(name)
        if a and b and (a[-len(b):] == b or b[-len(a):] == a or 2 * len(set(a) & set(b)) >= len(set(a) | set(b))):
            return True
    return False


def right(g, c, aliases):
    """Figure, head, status and claimant agree with the gold."""
    figure = all(g.get(k) is None and number(c[k]) is None or g.get(k) is not None and number(c[k]) is not None and abs(g[k] - number(c[k])) < 1e-6
                 for k in ("value", "low", "high"))
    wanted = {h for x in g["head"] for h in (x.lower(), x.lower().split()[-1])}
    head = c["counted_head"] and (c["counted_head"] in wanted or c["counted_head"].split()[-1] in wanted)
    none = {"unspecified", "other"}
    status = g["status"] == c["status"] or {g["status"], c["status"]} <= none
    own = c["claimant_kind"] == "author"
    claimant = own if g["claimant"] == "OUTLET" else not own and same_name(g["claimant"], [c["claimant"]] + aliases.get(c["claimant_actor_id"], []))
    return bool(figure and head and status and claimant)


def judged(gold, run):
    """(article id, claim, right?) for every claim that the gold judges."""
    external = {r["article_id"]: r["external_id"] for r in rows(run, "articles")}
    aliases = {r["actor_id"]: [r["name"]] + r["aliases"].split("|") for r in rows(run, "actors")}
    figures = {r["figure_id"]: (int(r["start"]), int(r["end"])) for r in rows(run, "figures")}
    claims = defaultdict(list)
    for c in rows(run, "claims"):
        if c["kind"] == "count" and c["form"] not in ("implicit", "named"):
            claims[external[c["article_id"]]].append(c)
    for line in open(gold, encoding="utf-8"):
        article = json.loads(line)
        wanted = article["gold"]["claims"]
        for c in claims[article["id"]]:
            start, end = figures.get(c["figure_id"], (int(c["start"]), int(c["end"])))
            on = [g for g in wanted if g["start"] < end and start < g["end"]]
            must = [g for g in on if not g.get("optional") and not g.get("implicit")]
            if must or not on:
                yield article["id"], c, any(right(g, c, aliases) for g in must)


def even(name):
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2 == 0


def solve(a, b):
    """The solution of a system of linear equations, by elimination."""
    n = len(b)
    m = [row[:] + [b[i]] for i, row in enumerate(a)]
    for i in range(n):
        top = max(range(i, n), key=lambda r: abs(m[r][i]))
        m[i], m[top] = m[top], m[i]
        for r in range(n):
            if r != i and m[r][i]:
                f = m[r][i] / m[i][i]
                m[r] = [x - f * y for x, y in zip(m[r], m[i])]
    return [m[i][n] / m[i][i] for i in range(n)]


def fit(x, y, ridge):
    """Weights of a logistic regression with a ridge on all but the first, by Newton's method."""
    n = len(x[0])
    w = [0.0] * n
    for _ in range(30):
        p = [1 / (1 + math.exp(-sum(a * b for a, b in zip(row, w)))) for row in x]
        grad = [sum(row[j] * (t - q) for row, t, q in zip(x, y, p)) - (ridge * w[j] if j else 0) for j in range(n)]
        hess = [[sum(row[j] * row[k] * q * (1 - q) for row, q in zip(x, p)) + (ridge if j == k and j else 1e-9 if j == k else 0)
                 for k in range(n)] for j in range(n)]
        step = solve(hess, grad)
        w = [a + b for a, b in zip(w, step)]
        if max(map(abs, step)) < 1e-6:
            break
    return w


def chosen(x, y, folds):
    """The ridge that foretells best what it has not seen: by the log loss over folds of articles."""
    def loss(ridge):
        total = 0.0
        for k in range(FOLDS):
            w = fit([a for a, f in zip(x, folds) if f != k], [b for b, f in zip(y, folds) if f != k], ridge)
            for row, b, f in zip(x, y, folds):
                if f == k:
                    p = 1 / (1 + math.exp(-sum(u * v for u, v in zip(row, w))))
                    total -= math.log(max(1e-9, p if b else 1 - p))
        return total
    return min(RIDGES, key=loss)


def reliability(pairs):
    """A line a bin of confidence: how many claims, mean confidence, share of right ones."""
    out = []
    for low, high in ((0, .5), (.5, .6), (.6, .7), (.7, .8), (.8, .9), (.9, 1.01)):
        some = [(p, r) for p, r in pairs if low <= p < high]
        if some:
            out.append("| %.1f to %.1f | %4d | %.2f | %.2f |" % (low, min(high, 1), len(some), sum(p for p, _ in some) / len(some), sum(r for _, r in some) / len(some)))
    return out


def main():
    gold, run = sys.argv[1:3]
    target = sys.argv[sys.argv.index("--write") + 1] if "--write" in sys.argv else None
    data = list(judged(gold, run))
    weights, lines = {}, []
    for family, names in FAMILIES.items():
        part = [(a, c, r) for a, c, r in data if (c["claimant_kind"] == "author") == (family == "own")]
        half = [(a, c, r) for a, c, r in part if even(a)]
        x, y = [[float(tests(c)[t]) for t in names] for _, c, _ in half], [float(r) for _, _, r in half]
        ridge = chosen(x, y, [int(hashlib.sha1(a.encode()).hexdigest(), 16) // 2 % FOLDS for a, _, _ in half])
        w = fit(x, y, ridge)
        weights[family] = {t: round(x, 2) for t, x in zip(names, w)}
        lines += ["%s,%s,%s" % (family, t, weights[family][t]) for t in names]
        print("%s: %d claims fitted, %d held out; ridge %g" % (family, len(half), len(part) - len(half), ridge))

    def chance(c):
        w = weights["own" if c["claimant_kind"] == "author" else "voiced"]
        return round(1 / (1 + math.exp(-sum(w[t] for t, holds in tests(c).items() if holds and t in w))), 2)

    for label, pick in (("fitted half", True), ("held-out half", False)):
        print("\n%s\n| confidence | claims | mean | right |\n| --- | --- | --- | --- |" % label)
        print("\n".join(reliability([(chance(c), r) for a, c, r in data if even(a) == pick])))
    print("\nas the run has it, held-out half")
    print("\n".join(reliability([(float(c["confidence"]), r) for a, c, r in data if not even(a)])))
    if target:
        with open(target, "w", encoding="utf-8", newline="\n") as f:
            f.write("family,test,weight\n" + "\n".join(sorted(lines)) + "\n")


main()
