"""Opens a data package in both forms with pandas and DuckDB, by what datapackage.json says, and prints what it saw.

    read_data_package.py CSV_FOLDER PARQUET_FOLDER [GEO_FOLDER]

With GEO_FOLDER, joins the units with maps and points of 2021 by their keys.
"""

import decimal
import gzip
import hashlib
import json
import sys
from pathlib import Path

import duckdb
import pandas
import pyarrow
import pyarrow.parquet

csv, parquet, *geo = map(Path, sys.argv[1:])
PANDAS = {"string": "str", "integer": "int64[pyarrow]", "date": "date32[pyarrow]", "boolean": "bool[pyarrow]"}
ARROW = {
    "string": pyarrow.string(),
    "integer": pyarrow.int64(),
    "number": pyarrow.decimal128(18, 6),
    "date": pyarrow.date32(),
    "boolean": pyarrow.bool_(),
}
DUCKDB = {"string": "VARCHAR", "integer": "BIGINT", "number": "DECIMAL(18,6)", "date": "DATE", "boolean": "BOOLEAN"}


def package(folder):
    document = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    for resource in document["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert len(content) == resource["bytes"], resource["path"]
        assert "sha256:" + hashlib.sha256(content).hexdigest() == resource["hash"], resource["path"]
    return {resource["path"].split(".")[0]: resource for resource in document["resources"]}


def from_csv(path, fields):
    """Every column with the type of the dictionary; no cell is guessed at."""
    text = pandas.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])
    assert list(text.columns) == [field["name"] for field in fields], path
    for field in fields:
        name, kind = field["name"], field["type"]
        if kind == "number":
            text[name] = text[name].map(decimal.Decimal, na_action="ignore")
        elif kind == "boolean":
            text[name] = text[name].map({"true": True, "false": False})
        text[name] = text[name].astype(pandas.ArrowDtype(ARROW[kind]))
    return text


def cells(frame):
    return [[None if pandas.isna(cell) else str(cell) for cell in row] for row in frame.itertuples(index=False)]


in_csv, in_parquet = package(csv), package(parquet)
assert list(in_csv) == list(in_parquet)
frames = {}
with duckdb.connect() as db:
    for table, resource in in_csv.items():
        fields = resource["schema"]["fields"]
        assert fields == in_parquet[table]["schema"]["fields"], table
        path = parquet / in_parquet[table]["path"]
        schema = pyarrow.parquet.read_schema(path)
        assert [schema.field(f["name"]).type for f in fields] == [ARROW[f["type"]] for f in fields], table
        assert [not schema.field(f["name"]).nullable for f in fields] == [
            f["constraints"]["required"] for f in fields
        ], table
        frame = pandas.read_parquet(path, dtype_backend="pyarrow")
        assert cells(frame) == cells(from_csv(csv / resource["path"], fields)), table
        # DuckDB: Parquet as it is, CSV with the types of the dictionary
        db.execute(f"""CREATE TABLE "{table}" AS SELECT * FROM read_parquet('{path}')""")
        kinds = [row[1] for row in db.execute(f"""DESCRIBE "{table}" """).fetchall()]
        assert kinds == [DUCKDB[f["type"]] for f in fields], (table, kinds)
        types = {f["name"]: DUCKDB[f["type"]] for f in fields}
        typed = f"read_csv('{csv / resource['path']}', header = true, types = {types})"
        for left, right in [(f'"{table}"', typed), (typed, f'"{table}"')]:
            assert not db.execute(f"SELECT * FROM {left} EXCEPT ALL SELECT * FROM {right}").fetchall(), table
        key = ", ".join(f'"{column}"' for column in resource["schema"]["primaryKey"])
        assert not db.execute(f"""SELECT {key} FROM "{table}" GROUP BY {key} HAVING count(*) > 1""").fetchall(), table
        frames[table] = frame
    for table, resource in in_parquet.items():
        for lead in resource["schema"].get("foreignKeys", []):
            to = lead["reference"]["resource"].removesuffix(".parquet")
            pairs = zip(lead["fields"], lead["reference"]["fields"])
            on = " AND ".join(f'f."{a}" = t."{b}"' for a, b in pairs)
            lost = db.execute(f"""SELECT count(*) FROM "{table}" f ANTI JOIN "{to}" t ON {on}""").fetchone()
            assert lost == (0,), (table, lead)
    mean = db.execute(
        """SELECT avg(a.score)::DECIMAL(18, 2)::VARCHAR FROM assessments a JOIN units u ON a.unit = u.ars
        WHERE u.county = '03153'"""
    ).fetchone()[0]
    seen = {
        "tables": {table: len(frame) for table, frame in frames.items()},
        "ars": list(frames["units"]["ars"])[:10],
        "meanOfCounty": mean,
    }
    if geo:
        points = pandas.read_csv(geo[0] / "gemeinden_points_2021.csv.gz", dtype={"ARS": str, "AGS": str})
        topology = json.loads(gzip.open(geo[0] / "vg5000_2021_gem.topo.json.gz").read())
        shapes = [g["properties"] for g in topology["objects"]["VG5000_GEM"]["geometries"]]
        counties = json.loads((geo[0] / "vg5000_2021_krs_light.geojson").read_text(encoding="utf-8"))
        counties = [f["properties"]["AGS"] for f in counties["features"]]
        units = frames["units"]
        # gemeindefreie Gebiete are no municipalities, and have no shape of their own where they lie in water
        towns = units[(units["level"] == "municipality") & ~units["kind"].str.startswith("unincorporated").fillna(False)]
        joined = {
            "points": towns.merge(points, how="left", left_on="ars", right_on="ARS"),
            "municipalities": towns.merge(pandas.DataFrame(shapes), how="left", left_on="ars", right_on="ARS"),
            "counties": units[units["level"] == "county"].merge(
                pandas.DataFrame({"ARS": counties}), how="left", left_on="ars", right_on="ARS"
            ),
        }
        seen["shapes"] = {
            name: {
                "with": int(frame["ARS"].notna().sum()),
                "without": list(frame[frame["ARS"].isna()]["ars"]),
            }
            for name, frame in joined.items()
        }

print(json.dumps(seen))
