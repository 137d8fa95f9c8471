//! Hand-made lines for every rule, and the real files where they are at hand.

use std::io::Write as _;

use proptest::prelude::*;

use super::*;
use crate::SizeClass;
use crate::defects::MAX_DEFECTS;

/// A line of the given fields at their columns (counted from 0), 220 characters wide.
fn line(fields: &[(usize, &str)]) -> String {
    let mut text = vec![' '; 220];
    for (at, field) in fields {
        for (i, c) in field.chars().enumerate() {
            text[at + i] = c;
        }
    }
    text.into_iter().collect()
}

fn head(record_type: &str, key: &str, name: &str) -> Vec<(usize, String)> {
    vec![(0, record_type.into()), (2, "20231130".into()), (10, key.into()), (22, name.into())]
}

fn record(record_type: &str, key: &str, name: &str, more: &[(usize, &str)]) -> String {
    let head = head(record_type, key, name);
    let fields: Vec<(usize, &str)> =
        head.iter().map(|(at, f)| (*at, f.as_str())).chain(more.iter().copied()).collect();
    line(&fields)
}

/// A small Land with a Region, as in Baden-Württemberg, and a territory whose Kreis has no record.
fn small() -> Vec<String> {
    let town = [(72, ""), (122, "63"), (128, "00000000120"), (139, "00000005000"), (165, "70173")];
    let village = [(122, "64"), (128, "00000000030"), (139, "00000000007"), (165, "70174"), (170, "*****")];
    vec![
        record("10", "08", "Baden-Württemberg", &[(72, "Stuttgart")]),
        record("20", "081", "Reg.-Bez. Stuttgart", &[(72, "Stuttgart")]),
        record("30", "0811", "Region Stuttgart", &[(72, "Stuttgart")]),
        record("40", "08115", "Böblingen", &[(72, "Böblingen"), (122, "44")]),
        record("50", "08115   5001", "GVV Mitte", &[(122, "54")]),
        record("60", "081150015001", "Aidlingen", &town),
        record("60", "081150025001", "Łaz", &village),
        record("60", "089999999999", "See", &[(122, "66"), (128, "00000000062"), (139, "00000000000")]),
    ]
}

fn codes(bytes: &[u8]) -> Vec<(usize, usize, String)> {
    let defects = read(bytes, &mut |_| {}).unwrap_err();
    defects.into_iter().map(|d| (d.line, d.column, d.message.code)).collect()
}

fn key(text: &str) -> Ars {
    text.parse().unwrap()
}

#[test]
fn reads_levels_parents_and_sums() {
    let mut told = Vec::new();
    let register = read(small().join("\n").as_bytes(), &mut |n| told.push(n)).unwrap();
    assert_eq!(told, [8]);
    assert_eq!(register.state.to_string(), "2023-11-30");
    let town = register.by_key(&"08115001".parse().unwrap()).unwrap();
    assert_eq!(town.ars, key("081155001001"));
    assert_eq!((town.kind, town.size_class()), (Some(Kind::Town), Some(SizeClass::SmallerSmallTown)));
    assert_eq!((town.postcode.as_deref(), town.seat.as_deref()), (Some("70173"), None));
    for (unit, parent) in [
        ("081155001001", Some("081155001")),
        ("081155001", Some("08115")),
        ("08115", Some("0811")),
        ("0811", Some("081")),
        ("081", Some("08")),
        ("08", None),
        ("089999999999", Some("08")),
    ] {
        assert_eq!(register.units[&key(unit)].parent, parent.map(key), "{unit}");
    }
    for (unit, population, area) in [("08", 5007, 212), ("081", 5007, 150), ("081155001", 5007, 150)] {
        let unit = &register.units[&key(unit)];
        assert_eq!((unit.population, unit.area_hectares), (Some(population), Some(area)));
    }
    assert_eq!(register.municipalities().count(), 2);
}

#[test]
fn reads_each_packing_encoding_and_line_end() {
    let plain = read(small().join("\n").as_bytes(), &mut |_| {}).unwrap();
    let crlf = format!("\u{feff}{}\r\n\r\n", small().join("\r\n"));
    assert_eq!(read(crlf.as_bytes(), &mut |_| {}).unwrap(), plain);
    let trimmed: Vec<String> = small().iter().map(|l| l.trim_end().to_owned()).collect();
    assert_eq!(read(trimmed.join("\n").as_bytes(), &mut |_| {}).unwrap(), plain);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(crlf.as_bytes()).unwrap();
    assert_eq!(read(&encoder.finish().unwrap(), &mut |_| {}).unwrap(), plain);
    let latin: Vec<u8> =
        small().join("\n").replace('Ł', "L").chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    assert_eq!(read(&latin, &mut |_| {}).unwrap().units[&key("08115")].name, "Böblingen");
}

#[test]
fn names_each_defect_with_its_place() {
    let good = small();
    let with = |at: usize, replaced: String| {
        let mut lines = good.clone();
        lines[at] = replaced;
        lines.join("\n")
    };
    let patch = |at: usize, column: usize, text: &str| {
        let mut chars: Vec<char> = good[at].chars().collect();
        chars.splice(column..column + text.chars().count(), text.chars());
        with(at, chars.into_iter().collect())
    };
    for (file, expected) in [
        (with(5, good[5].chars().take(149).collect()), (6, 150, "register-line-truncated")),
        (with(3, good[3].chars().take(90).collect()), (4, 10, "register-line-truncated")),
        (with(1, format!("{}x", good[1])), (2, 221, "register-line-too-long")),
        (with(1, "x".repeat(3_000_000)), (2, 221, "register-line-too-long")),
        (patch(6, 23, "\0"), (7, 24, "register-character-invalid")),
        (patch(1, 0, "21"), (2, 1, "register-record-type-unknown")),
        (patch(1, 0, "éé"), (2, 1, "register-record-type-unknown")),
        (patch(1, 2, "20231131"), (2, 3, "register-date-invalid")),
        (patch(1, 2, "+0231130"), (2, 3, "register-date-invalid")),
        (patch(1, 2, "20231129"), (2, 3, "register-dates-mixed")),
        (patch(5, 12, "x"), (6, 11, "register-key-invalid")),
        (patch(4, 15, "001"), (5, 11, "register-key-invalid")),
        (patch(3, 15, "1"), (4, 11, "register-key-invalid")),
        (patch(5, 22, "         "), (6, 23, "register-name-missing")),
        (patch(5, 122, "41"), (6, 123, "register-kind-unknown")),
        (patch(3, 122, "+4"), (4, 123, "register-kind-unknown")),
        (patch(5, 128, "99999999999"), (6, 129, "register-number-invalid")),
        (patch(5, 139, "+0000000001"), (6, 140, "register-number-invalid")),
        (patch(5, 165, "7017x"), (6, 166, "register-postcode-invalid")),
        (with(6, good[5].clone()), (7, 11, "register-key-duplicate")),
        (patch(6, 15, "0015002"), (7, 11, "register-ags-duplicate")),
        (with(0, String::new()), (2, 11, "register-unit-orphan")),
    ] {
        let found = codes(file.as_bytes());
        let expected = (expected.0, expected.1, expected.2.to_owned());
        if expected.2 == "register-line-truncated" && expected.0 == 4 {
            assert_eq!((found[0].0, &found[0].2), (4, &expected.2), "place follows the trimmed length");
        } else {
            assert!(found.contains(&expected), "{expected:?} in {found:?}");
        }
    }
    let mut sum = good.clone();
    for at in [5, 6] {
        sum[at] = sum[at].replace(if at == 5 { "00000000120" } else { "00000000030" }, "04294967290");
    }
    assert!(codes(sum.join("\n").as_bytes()).contains(&(5, 11, "register-sum-too-large".to_owned())));
}

#[test]
fn refuses_empty_and_hopeless_files() {
    for empty in ["", "\n\n", "   \r\n"] {
        assert_eq!(codes(empty.as_bytes()), [(1, 1, "register-file-empty".to_owned())]);
    }
    assert_eq!(codes("x\n".repeat(5_000).as_bytes()).len(), MAX_DEFECTS);
    let mixed = [small()[0].as_bytes(), b"\n", b"20 K\xf6ln"].concat();
    assert_eq!(codes(&mixed), [(2, 5, "file-encodings-mixed".to_owned())]);
}

proptest! {
    #[test]
    fn never_panics_on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let _outcome = read(&bytes, &mut |_| {});
    }

    #[test]
    fn never_panics_on_a_damaged_file(at in 0_usize..1_700, byte in any::<u8>(), cut in 0_usize..1_800) {
        let mut bytes = small().join("\n").into_bytes();
        bytes[at] = byte;
        bytes.truncate(cut.max(1));
        if let Err(defects) = read(&bytes, &mut |_| {}) {
            prop_assert!(!defects.is_empty() && defects.iter().all(|d| d.line >= 1 && d.column >= 1));
        }
    }
}

/// A file of `gv100/` under `BLAUPAUSE_DATA`; says so where it is left out.
pub(crate) fn real(name: &str) -> Option<Register> {
    let Some(folder) = std::env::var_os("BLAUPAUSE_DATA") else {
        println!("left out, as BLAUPAUSE_DATA is not set: {name}");
        return None;
    };
    let bytes = std::fs::read(std::path::Path::new(&folder).join("gv100").join(name)).unwrap();
    let started = std::time::Instant::now();
    let register = read(&bytes, &mut |_| {}).unwrap();
    println!("{name}: {} units in {:?}", register.units.len(), started.elapsed());
    Some(register)
}

/// Figures published with the two files by Destatis (counts per record type, inhabitants, area).
#[test]
fn the_real_files_give_the_published_figures() {
    for (name, counts, without_free, population, area) in [
        ("GV100AD_301123.txt.gz", [16, 29, 12, 400, 4_597, 10_981], 10_773, 84_358_845, Some(35_759_570)),
        ("GV100AD_300921.txt.gz", [16, 29, 12, 400, 4_608, 11_000], 10_790, 83_155_031, None),
    ] {
        let Some(register) = real(name) else { return };
        assert_eq!(register.counts().into_values().collect::<Vec<usize>>(), counts);
        assert_eq!(register.municipalities().count(), without_free);
        let lands = || register.units.values().filter(|u| u.level == Level::Land);
        assert_eq!(lands().filter_map(|u| u.population).sum::<u32>(), population);
        let hectares: u32 = lands().filter_map(|u| u.area_hectares).sum();
        assert!(area.is_none_or(|a| a == hectares), "{hectares}");
        let lake = register.by_ags(&"07000999".parse().unwrap()).unwrap();
        let association = &register.units[lake.parent.as_ref().unwrap()];
        assert_eq!(association.parent, Some(key("07")), "07000 has no Kreis record");
        assert_eq!(register.units[&key("08115")].parent, Some(key("0811")));
        let regions =
            register.units.values().filter(|u| u.parent.as_ref().is_some_and(|p| p.level() == Level::Region));
        assert_eq!(regions.count(), 44, "all Kreise of Baden-Württemberg: 35 Landkreise and 9 Stadtkreise");
        assert_eq!(
            register.by_ags(&"14625240".parse().unwrap()).unwrap().name,
            "Hoyerswerda / Wojerecy, Stadt"
        );
    }
}
