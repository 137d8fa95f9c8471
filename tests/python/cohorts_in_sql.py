"""Answers questions about results with DuckDB and prints the answers as JSON.

    cohorts_in_sql.py FOLDER

`FOLDER/units.csv` and `FOLDER/results.csv` have the data, `FOLDER/questions.json` the questions. Numbers are whole: a
score by its numerator over one denominator, levels as multiples of the smallest step of their scale. So sums, extremes
and quantiles are exact here as they are there, and a mean is one division: `avg` of DuckDB, in binary, and once more in
whole numbers, rounded to two digits with halves away from zero.
"""

import json
import sys
from pathlib import Path

import duckdb

folder = Path(sys.argv[1])
questions = json.loads((folder / "questions.json").read_text(encoding="utf-8"))
db = duckdb.connect()
db.execute(f"CREATE TABLE units AS SELECT * FROM read_csv('{folder}/units.csv', all_varchar = true)")
db.execute(
    f"""CREATE TABLE results AS SELECT r.unit, day::DATE AS day, sequence::INTEGER AS sequence, stage,
    score::BIGINT AS score, a::BIGINT AS a, b::BIGINT AS b, c::BIGINT AS c,
    land, county, size FROM read_csv('{folder}/results.csv', all_varchar = true) AS r JOIN units USING (unit)"""
)

PERIODS = {
    "year": "strftime(day, '%Y')",
    "halfYear": "strftime(day, '%Y') || '-H' || CASE WHEN month(day) <= 6 THEN '1' ELSE '2' END",
    "quarter": "strftime(day, '%Y') || '-Q' || quarter(day)::VARCHAR",
}


def rounded(correlation):
    if correlation is None or correlation != correlation:
        return None
    text = f"{correlation:.6f}"
    return text.removeprefix("-") if float(text) == 0 else text


def answer(question):
    keys, number, scale = question["keys"], question["number"], question["scale"]
    period = next((PERIODS[key] for key in keys if key in PERIODS), "''")
    columns = [PERIODS.get(key, {"sizeClass": "size"}.get(key, key)) for key in keys] or ["''"]
    where = [f"day <= DATE '{question['to']}'"]
    if question["from"]:
        where.append(f"day >= DATE '{question['from']}'")
    lands = ", ".join(f"'{land}'" for land in question["lands"]) or "NULL"
    passes = f"(land IN ({lands}) OR {'true' if not question['lands'] else 'false'})"
    sql = f"""
    WITH last AS (
        SELECT * FROM results WHERE {' AND '.join(where)}
        QUALIFY row_number() OVER (PARTITION BY unit, {period} ORDER BY day DESC, sequence DESC) = 1
    )
    SELECT [{', '.join(columns)}], count({number}), sum({number})::HUGEINT, min({number}), max({number}), avg({number}),
        quantile_disc({number}, [0.25, 0.5, 0.75]),
        (200 * sum({number})::HUGEINT + count({number}) * {scale}) // (2 * count({number}) * {scale}),
        count({number}) FILTER ({number} >= {question['atLeast']}), corr(a, b)
    FROM last WHERE score IS NOT NULL AND {passes} GROUP BY {', '.join(columns)} HAVING count({number}) > 0"""
    rows = []
    for group, count, total, low, high, mean, quartiles, cents, least, correlation in db.execute(sql).fetchall():
        rows.append(
            {
                "group": group if keys else [],
                "count": count,
                "sum": int(total),
                "min": low,
                "max": high,
                "mean": repr(mean),
                "quartiles": list(quartiles),
                "cents": int(cents),
                "atLeast": least,
                "correlation": rounded(correlation),
            }
        )
    return rows


print(json.dumps([answer(question) for question in questions]))
