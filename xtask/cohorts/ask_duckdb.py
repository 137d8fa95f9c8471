"""Asks DuckDB a question about answers in memory, warm and with all cores, and prints the milliseconds as JSON.

    ask_duckdb.py FOLDER QUESTION.sql

`FOLDER` has `units.csv` and `answers.csv`. The types are the smallest that hold the data, and texts that repeat are
enumerations: what somebody who wants it fast would choose.
"""

import json
import sys
import time
from pathlib import Path

import duckdb

folder, question = Path(sys.argv[1]), Path(sys.argv[2]).read_text(encoding="utf-8")
db = duckdb.connect()
db.execute(f"CREATE TABLE text_units AS SELECT * FROM read_csv('{folder}/units.csv', all_varchar = true)")
db.execute("CREATE TYPE land AS ENUM (SELECT DISTINCT land FROM text_units ORDER BY land)")
db.execute("CREATE TABLE units AS SELECT unit::UINTEGER AS unit, land::land AS land FROM text_units")
db.execute(
    f"""CREATE TABLE answers AS SELECT unit::UINTEGER AS unit, year::USMALLINT AS year,
    indicator::UTINYINT AS indicator, level::UTINYINT AS level
    FROM read_csv('{folder}/answers.csv', all_varchar = true)"""
)
db.execute(question).fetchall()
began = time.perf_counter()
rows = db.execute(question).fetchall()
print(json.dumps({"ms": (time.perf_counter() - began) * 1000, "rows": len(rows)}))
