"""Opens a table as CSV, Parquet and JSON-stat with programs of others and prints as JSON what each of them sees.

    read_tables.py FILE.csv FILE.parquet FILE.json
"""

import json
import sys

import duckdb
import pandas
from jsonstat_validator import validate_jsonstat

csv, parquet, json_stat = sys.argv[1:]


def text(value):
    return None if value is None or value is pandas.NA or value != value else str(value)


def rows(table):
    return [[text(cell) for cell in row] for row in table]


with duckdb.connect() as db:
    typed = db.execute("SELECT * FROM read_parquet(?)", [parquet])
    types = [str(column[1]) for column in typed.description]
    names = [column[0] for column in typed.description]
    from_parquet = rows(typed.fetchall())
    from_csv = rows(db.execute("SELECT * FROM read_csv(?, all_varchar = true)", [csv]).fetchall())

frame = pandas.read_parquet(parquet, dtype_backend="pyarrow")
with_pandas = rows(frame.itertuples(index=False, name=None))
read_csv = pandas.read_csv(csv, dtype=str, keep_default_na=False, na_values=[""])
csv_with_pandas = rows(read_csv.itertuples(index=False, name=None))

with open(json_stat, encoding="utf-8") as file:
    cube = json.load(file)
validate_jsonstat(cube)

print(
    json.dumps(
        {
            "names": names,
            "types": types,
            "duckdb": {"parquet": from_parquet, "csv": from_csv},
            "pandas": {"parquet": with_pandas, "csv": csv_with_pandas},
            "cells": len(cube["value"]),
        }
    )
)
