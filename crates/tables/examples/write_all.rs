//! Writes two small tables of made-up figures in every format, and the documents that describe the files.
//!
//!     cargo run -p blaupause-tables --example write_all -- /tmp/tables

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};

use blaupause_kernel::{Digest, Language};
use blaupause_tables::{
    About, Axis, Category, CsvWriter, DataPackage, Decimal, Field, ForeignKey, Format, Kind, Licence,
    ParquetWriter, Resource, Role, RowSink, Schema, Source, Value, json_stat,
};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const PLACES: [(&str, &str); 3] = [("01", "Schleswig-Holstein"), ("09", "Bayern"), ("14", "Sachsen")];

fn places() -> Result<Schema> {
    let key = Role::Dimension { categories: Vec::new(), axis: Axis::Geo };
    let fields = vec![
        Field::required("place".parse()?, "Regionalschlüssel", Kind::Text, key),
        Field::required("name".parse()?, "Name", Kind::Text, Role::Attribute),
    ];
    Ok(Schema::new("places".parse()?, Language::De, "Länder", fields)?)
}

fn scores() -> Result<Schema> {
    let category = |(code, label): (&str, &str)| Category::new(code, label);
    let year = Role::Dimension {
        categories: [("2025", "2025"), ("2026", "2026")].map(category).into(),
        axis: Axis::Time,
    };
    let place = Role::Dimension { categories: PLACES.map(category).into(), axis: Axis::Geo };
    let reasons =
        [("tooFew", "zu wenige Beitragende"), ("dominance", "ein Beitrag überwiegt")].map(category).into();
    let points = Role::Measure { unit: Some("Punkte".to_owned()) };
    let fields = vec![
        Field::required("year".parse()?, "Jahr", Kind::Integer, year),
        Field::required("place".parse()?, "Land", Kind::Text, place),
        Field::nullable("contributors".parse()?, "Beitragende", Kind::Integer, Role::Measure { unit: None })
            .described("Gemeinden mit mindestens einer unterschriebenen Einschätzung."),
        Field::nullable("mean".parse()?, "Mittelwert", Kind::Decimal { digits: 2 }, points),
        Field::nullable("reason".parse()?, "Warum nichts dasteht", Kind::Text, Role::Status { reasons }),
        Field::required("closedOn".parse()?, "Stichtag", Kind::Date, Role::Attribute),
        Field::required("final".parse()?, "Endgültig", Kind::Boolean, Role::Attribute),
        Field::nullable("remark".parse()?, "Bemerkung", Kind::Text, Role::Attribute),
    ];
    let schema = Schema::new("scores".parse()?, Language::De, "Reifegrad nach Land und Jahr", fields)?;
    Ok(schema.described("Erfundene Zahlen, um die Formate zu zeigen."))
}

fn rows_of_places() -> Vec<Vec<Value>> {
    PLACES.iter().map(|(code, name)| vec![Value::from(*code), Value::from(*name)]).collect()
}

fn rows_of_scores() -> Result<Vec<Vec<Value>>> {
    let row =
        |year: i64, place: &str, figures: Option<(i64, &str)>, reason: Option<&str>, remark: Option<&str>| {
            let mean: Option<Decimal> = figures.map(|(_, mean)| mean.parse()).transpose()?;
            let closed_on = blaupause_kernel::Date::from_ymd(2026, 3, 1);
            Ok::<_, blaupause_tables::Error>(vec![
                year.into(),
                place.into(),
                figures.map(|(contributors, _)| contributors).into(),
                mean.into(),
                reason.map(str::to_owned).into(),
                closed_on.into(),
                (year < 2026).into(),
                remark.map(str::to_owned).into(),
            ])
        };
    Ok(vec![
        row(2025, "01", Some((41, "2.65")), None, None)?,
        row(2025, "09", Some((212, "2.7")), None, Some("ohne \"kreisfreie\" Städte;\nzweite Zeile"))?,
        row(2025, "14", None, Some("tooFew"), None)?,
        row(2026, "01", Some((44, "-0.05")), None, Some("=1+1"))?,
        row(2026, "09", None, Some("dominance"), Some("  ä, ö "))?,
    ])
}

/// Writes files and keeps what the package says about them.
struct Folder {
    path: PathBuf,
    package: DataPackage,
}

impl Folder {
    fn write(&mut self, schema: &Schema, format: Format, content: &[u8], keys: &[ForeignKey]) -> Result<()> {
        let extension = match format {
            Format::Csv => "csv",
            Format::Parquet => "parquet",
            Format::JsonStat => "json",
        };
        let name = format!("{}.{extension}", schema.id());
        fs::write(self.path.join(&name), content)?;
        let resource =
            Resource::new(schema, format, name, u64::try_from(content.len())?, Digest::of(content))?;
        Ok(self.package.add(keys.iter().cloned().fold(resource, Resource::leading))?)
    }

    fn write_table(&mut self, schema: &Schema, rows: &[Vec<Value>], keys: &[ForeignKey]) -> Result<()> {
        let mut csv = CsvWriter::new(Vec::new(), schema)?;
        let mut parquet = ParquetWriter::new(Vec::new(), schema)?;
        for row in rows {
            csv.push(row)?;
            parquet.push(row)?;
        }
        self.write(schema, Format::Csv, &csv.finish()?, keys)?;
        self.write(schema, Format::Parquet, &parquet.finish()?, keys)
    }
}

fn main() -> Result<()> {
    let path = std::env::args().nth(1).ok_or("name a directory")?;
    fs::create_dir_all(&path)?;
    let updated = "2026-03-02T08:00:00Z".parse()?;
    let package = DataPackage::new("beispiel".parse()?, Language::De, "Beispiel", updated)?
        .described("Zwei Tabellen mit erfundenen Zahlen.")
        .licensed(Licence {
            name: "CC-BY-4.0".to_owned(),
            path: "https://creativecommons.org/licenses/by/4.0/".to_owned(),
            title: "Creative Commons Namensnennung 4.0".to_owned(),
        })
        .sourced(Source { title: "Ausgedacht".to_owned(), path: None });
    let mut folder = Folder { path: Path::new(&path).to_owned(), package };

    folder.write_table(&places()?, &rows_of_places(), &[])?;
    let (schema, rows) = (scores()?, rows_of_scores()?);
    let place = ForeignKey { to: "places".parse()?, fields: vec![("place".parse()?, "place".parse()?)] };
    folder.write_table(&schema, &rows, &[place])?;
    let about = About { updated: Some(updated), source: Some("Ausgedacht".to_owned()), notes: Vec::new() };
    let cube = json_stat(&schema, &about, &rows)?;
    folder.write(&schema, Format::JsonStat, cube.as_bytes(), &[])?;

    fs::write(folder.path.join("datapackage.json"), folder.package.frictionless()?)?;
    fs::write(folder.path.join("csv-metadata.json"), folder.package.csvw()?)?;
    println!("wrote 7 files to {path}");
    Ok(())
}
