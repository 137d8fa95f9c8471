//! Made-up files with every defect, and the real file of 2019.

use std::collections::BTreeMap;

use blaupause_kernel::Ars;
use proptest::prelude::*;

use super::*;

const HEAD: &str =
    "country,code_2016,lau_code,gisco_id,lau_name_national,lau_name_latin,population,total_area_m2";

fn state() -> Date {
    "2019-01-01".parse().unwrap()
}

fn key(text: &str) -> Ars {
    text.parse().unwrap()
}

fn file(rows: &[&str]) -> String {
    std::iter::once(HEAD).chain(rows.iter().copied()).collect::<Vec<_>>().join("\n")
}

fn reading(rows: &[&str]) -> Result<Reading, Vec<Defect>> {
    read(file(rows).as_bytes(), &Populations::default(), state(), &mut |_| {})
}

fn places(defects: &[Defect]) -> Vec<(usize, usize, &str)> {
    defects.iter().map(|d| (d.line, d.column, d.message.code.as_str())).collect()
}

#[test]
fn municipalities_stand_below_the_regions_of_their_codes() {
    let Reading { register, german, .. } = reading(&[
        "BG,BG411,SOF46,BG_SOF46,Столична,Stolichna,1328120.0,1348902000.0",
        "BG,BG412,SFO01,BG_SFO01,Антон,Anton,1500.0,",
        "DE,DE212,09162000,DE_09162000,München,München,1471508.0,310.7",
        "AL,AL11,AL111,AL_AL111,BULQIZË,BULQIZE,31210.0,678733259.56",
        "DK,DK014,411,DK_411,Christiansø,-,90.0,",
    ])
    .unwrap();
    assert_eq!(german, 1);
    let sofia = &register.units[&key("BG411.SOF46")];
    assert_eq!((sofia.name.as_str(), sofia.latin_name.as_deref()), ("Столична", Some("Stolichna")));
    assert_eq!((sofia.population, sofia.area_hectares), (Some(1_328_120), Some(134_890)));
    assert_eq!(sofia.parent, Some(key("BG411")));
    assert!(sofia.search_name().contains("stolichna") && sofia.search_name().starts_with("столична"));
    let above = &register.units[&key("BG41")];
    assert_eq!((above.name.as_str(), above.parent.clone()), ("BG41", Some(key("BG4"))));
    assert_eq!((above.population, above.area_hectares), (Some(1_329_620), None), "one area is not known");
    assert_eq!(register.units[&key("BG4")].parent, None);
    // a zero was dropped, so that Albania has regions of all three levels like everybody else
    assert_eq!(register.units[&key("AL011.AL111")].parent, Some(key("AL011")));
    assert_eq!(register.units[&key("AL0")].population, Some(31_210));
    assert_eq!(register.units[&key("DK014.411")].latin_name, None);
    let countries: Vec<String> = register.countries().iter().map(ToString::to_string).collect();
    assert_eq!(countries, ["AL", "BG", "DK"]);
}

#[test]
fn the_other_file_fills_in_french_communes_only() {
    let french =
        populations(b"lau_code,name,departement,region,population\n01004,A,01,84,15934\n98411,B,984,984,\n");
    let file = file(&[
        "FR,FRK21,01004,FR_01004,Ambérieu-en-Bugey,,,",
        "FR,FRK21,01039,FR_01039,Béon,,,",
        "CY,CY000,01004,CY_01004,Τάλα,Tala,,9235050.0",
        "FR,FRY10,97101,FR_97101,Les Abymes,,7,",
    ]);
    let Reading { register, filled, .. } =
        read(file.as_bytes(), &french.unwrap(), state(), &mut |_| {}).unwrap();
    let population = |k: &str| register.units[&key(k)].population;
    assert_eq!((filled, population("FRK21.01004"), population("FRK21.01039")), (1, Some(15_934), None));
    assert_eq!((population("CY000.01004"), population("FRY10.97101")), (None, Some(7)));
    assert_eq!((population("FRK21"), population("FRY")), (None, Some(7)));
    let bad = populations(b"lau_code,population\n01004,x\n,3\n01005,1\n01005,1\n").unwrap_err();
    let expected =
        [(2, 2, "register-number-invalid"), (3, 1, "lau-code-invalid"), (5, 1, "register-key-duplicate")];
    assert_eq!(places(&bad), expected);
    assert_eq!(populations(b"lau_code,population\n").unwrap_err()[0].message.code, "csv-empty");
}

#[test]
fn names_every_defect_with_line_and_field() {
    let defects = reading(&[
        "FR,DE212,01004,,A,,1,10000",
        "FR,FRK2,01004,,A,,1,10000",
        "EL,GR511,1,,A,,1,10000",
        "XX,01001,1,,A,,1,10000",
        "FR,FRK28,01_04,,,,1,10000",
        "FR,FRK28,01005,,A,,1.5,-3",
        "FR,FRK28,01006",
        "DK,DK014,400,,A,,1,588000000",
        "FR,FRK28,01007,,A,,1,10000",
        "FR,FRK28,01007,,A,,1,10000",
        "FR,FRK27,01007,,A,,1,10000",
    ])
    .unwrap_err();
    let expected = [
        (2, 2, "lau-nuts-invalid"),
        (3, 2, "lau-nuts-invalid"),
        (4, 2, "lau-nuts-invalid"),
        (5, 2, "lau-nuts-invalid"),
        (6, 3, "lau-code-invalid"),
        (6, 5, "register-name-missing"),
        (7, 7, "register-number-invalid"),
        (7, 8, "lau-area-invalid"),
        (8, 3, "csv-field-count"),
        (9, 8, "lau-area-invalid"),
        (11, 3, "register-key-duplicate"),
        (12, 3, "register-ags-duplicate"),
    ];
    assert_eq!(places(&defects), expected);
}

#[test]
fn refuses_files_without_rows_codes_or_units_of_its_own() {
    for (csv, place) in [
        (String::new(), (1, 1, "csv-empty")),
        (file(&[]), (1, 1, "csv-empty")),
        (file(&["DE,DE212,09162000,,München,,1,310.7"]), (1, 1, "lau-only-germany")),
        ("country,lau_code,lau_name_national\nFR,1,A\n".to_owned(), (1, 1, "csv-column-missing")),
        ("country,code_2016,lau_name_national\nFR,FRK28,A\n".to_owned(), (1, 1, "csv-column-missing")),
        (file(&[]).replace("country", "land"), (1, 1, "csv-column-unknown")),
    ] {
        let defects = read(csv.as_bytes(), &Populations::default(), state(), &mut |_| {}).unwrap_err();
        assert_eq!(places(&defects)[0], place, "{csv}");
    }
    let newer = "country,lau_code,lau_name_national,code_2024\nFR,01004,A,FRK28\n";
    assert!(read(newer.as_bytes(), &Populations::default(), state(), &mut |_| {}).is_ok());
}

proptest! {
    /// Whatever a file says is read or refused with places, and what is read hangs together.
    #[test]
    fn any_row_is_read_or_refused(
        country in "(FR|EL|AL|DE|[A-Z]{0,3})",
        nuts in "(FRK28|EL511|AL11|[A-Z0-9a-z.]{0,6})",
        code in "[A-Z0-9_.-]{0,40}",
        figures in "[0-9.]{0,12},[0-9.e-]{0,12}",
    ) {
        match reading(&[&format!("{country},{nuts},{code},,Name,,{figures}")]) {
            Err(defects) => prop_assert!(defects.iter().all(|d| d.line >= 1 && d.column >= 1)),
            Ok(Reading { register, .. }) => {
                for (ars, unit) in &register.units {
                    prop_assert_eq!(unit.parent.clone(), ars.above().next());
                    prop_assert!(ars.above().all(|a| a.contains(ars) && register.units.contains_key(&a)));
                    prop_assert_eq!(ars.as_str().parse::<Ars>().unwrap(), ars.clone());
                }
            }
        }
    }
}

/// A file of `lau/` under `BLAUPAUSE_DATA`; says so where it is left out.
fn real(name: &str) -> Option<Vec<u8>> {
    let Some(folder) = std::env::var_os("BLAUPAUSE_DATA") else {
        println!("left out, as BLAUPAUSE_DATA is not set: {name}");
        return None;
    };
    Some(std::fs::read(std::path::Path::new(&folder).join("lau").join(name)).unwrap())
}

/// Country, municipalities and inhabitants: counted and summed in the file by other means (csv and sum of Python; the
/// inhabitants of France are not all known). Area in square kilometres: as the country's own statistics publish it, with
/// or without large lakes; it tells in which unit the file states areas.
const PUBLISHED: [(&str, usize, Option<u32>, u32); 33] = [
    ("BE", 589, Some(11_431_406), 30_528),
    ("BG", 265, Some(7_000_039), 110_994),
    ("CZ", 6_258, Some(10_649_800), 78_867),
    ("DK", 99, Some(5_806_081), 43_094),
    ("EE", 79, Some(1_323_401), 45_339),
    ("IE", 166, Some(4_761_865), 70_273),
    ("GR", 6_134, Some(10_816_286), 131_957),
    ("ES", 8_131, Some(47_026_208), 505_990),
    ("FR", 34_970, None, 0),
    ("HR", 556, Some(4_284_889), 56_594),
    ("IT", 7_926, Some(60_359_546), 301_338),
    ("CY", 615, None, 9_251),
    ("LV", 119, Some(1_919_968), 64_589),
    ("LT", 60, Some(2_794_184), 65_300),
    ("LU", 102, Some(613_894), 2_586),
    ("HU", 3_155, Some(9_772_756), 93_030),
    ("MT", 68, Some(493_559), 316),
    ("NL", 355, Some(17_282_163), 33_893),
    ("AT", 2_096, Some(8_858_775), 83_871),
    ("PL", 2_478, Some(38_411_148), 312_679),
    ("PT", 3_092, Some(10_562_178), 92_090),
    ("RO", 3_181, Some(22_213_553), 238_397),
    ("SI", 212, Some(2_080_908), 20_271),
    ("SK", 2_927, Some(5_450_421), 49_035),
    ("FI", 311, Some(5_517_919), 338_440),
    ("SE", 290, Some(10_230_185), 407_284),
    ("GB", 400, Some(66_040_229), 242_495),
    ("IS", 72, Some(356_991), 103_000),
    ("LI", 11, Some(38_378), 160),
    ("CH", 2_222, Some(8_484_130), 41_285),
    ("MK", 80, None, 0),
    ("AL", 61, Some(2_800_138), 28_748),
    ("TR", 973, Some(82_003_882), 783_562),
];

#[test]
fn the_real_file_has_the_units_and_figures_of_every_country() {
    let (Some(units), Some(french)) =
        (real("eu_lau_2019_nuts_2016.csv.gz"), real("fr_communes_population_etalab6.csv.gz"))
    else {
        return;
    };
    let french = populations(&french).unwrap();
    let started = std::time::Instant::now();
    let Reading { register, german, filled } = read(&units, &french, state(), &mut |_| {}).unwrap();
    println!("{} units in {:?}", register.units.len(), started.elapsed());
    // counted in the files by other means: rows of Germany, and communes that both files have with a number
    assert_eq!((german, filled), (11_087, 34_863));
    // NUTS 1, 2 and 3 by the codes in the file, Albania's with their zero, and 99,140 rows without the German ones
    assert_eq!(register.counts().into_values().collect::<Vec<_>>(), [106, 283, 1_078, 88_053]);
    let mut found: BTreeMap<String, (usize, Option<u32>, u32)> = BTreeMap::new();
    for unit in register.municipalities() {
        let (count, people, area) = found.entry(unit.ars.country().to_string()).or_insert((0, Some(0), 0));
        *count += 1;
        *people = people.zip(unit.population).map(|(a, b)| a + b);
        *area += unit.area_hectares.unwrap_or_default();
    }
    assert_eq!(found.len(), PUBLISHED.len());
    for (country, count, people, area) in PUBLISHED {
        let (c, p, hectares) = found[country];
        assert_eq!((c, p), (count, people), "{country}");
        let found = hectares / 100;
        assert!(found.abs_diff(area) <= area / 6, "{country}: {found} instead of {area} square kilometres");
    }
    // sums over the rows of the files: Vienna, Kärnten with Steiermark, the département Allier, and what is not known
    for (region, people, area) in [
        ("AT130", Some(1_897_491), Some(41_478)),
        ("AT2", Some(1_803_991), Some(2_593_559)),
        ("FRK11", Some(333_298), None),
        ("FRK", None, None),
    ] {
        let unit = &register.units[&key(region)];
        assert_eq!((unit.population, unit.area_hectares), (people, area), "{region}");
    }
    // outside all regions: the monks of Mount Athos
    assert_eq!(register.units[&key("ELZZZ.99010000")].population, Some(1_811));
}
