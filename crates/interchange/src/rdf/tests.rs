//! What is written conforms to the published shapes, and both forms say the same.

use std::collections::BTreeSet;

use blaupause_catalog::services::OzgReference;
use oxjsonld::JsonLdParser;
use oxrdf::vocab::rdf;
use oxrdf::{NamedNodeRef, NamedOrBlankNodeRef, TermRef};
use oxttl::TurtleParser;

use super::vocabulary::*;
use super::*;

const RDF_LANG: &str = "http://www.w3.org/1999/02/22-rdf-syntax-ns#langString";

/// What a shape asks of a property.
enum Asks {
    /// At least and at most so many values.
    Count(usize, usize),
    /// Texts with a language.
    Texts,
    /// Nodes that are said to be of this class.
    Class(&'static str),
}

const ANY: usize = usize::MAX;

/// The shapes of CPSV-AP 3.2.0 (releases/3.2.0/shacl/cpsv-ap-SHACL.ttl) for what is written here.
const CPSV_AP: &[(&str, &str, Asks)] = &[
    (cpsv::PUBLIC_SERVICE, dct::IDENTIFIER, Asks::Count(1, 1)),
    (cpsv::PUBLIC_SERVICE, dct::TITLE, Asks::Count(1, ANY)),
    (cpsv::PUBLIC_SERVICE, dct::TITLE, Asks::Texts),
    (cpsv::PUBLIC_SERVICE, dct::DESCRIPTION, Asks::Count(1, ANY)),
    (cpsv::PUBLIC_SERVICE, dct::DESCRIPTION, Asks::Texts),
    (cpsv::PUBLIC_SERVICE, cv::HAS_COMPETENT_AUTHORITY, Asks::Count(1, ANY)),
    (cpsv::PUBLIC_SERVICE, cv::HAS_COMPETENT_AUTHORITY, Asks::Class(cv::PUBLIC_ORGANISATION)),
    (cpsv::PUBLIC_SERVICE, dct::LANGUAGE, Asks::Class(dct::LINGUISTIC_SYSTEM)),
    (cpsv::PUBLIC_SERVICE, dct::SPATIAL, Asks::Class(dct::LOCATION)),
    (cpsv::PUBLIC_SERVICE, dct::IS_PART_OF, Asks::Class(dcat::DATASET)),
    (cpsv::PUBLIC_SERVICE, adms::STATUS, Asks::Count(0, 1)),
    (cpsv::PUBLIC_SERVICE, adms::STATUS, Asks::Class(skos::CONCEPT)),
    (cpsv::PUBLIC_SERVICE, cv::THEMATIC_AREA, Asks::Class(skos::CONCEPT)),
    (cpsv::PUBLIC_SERVICE, cv::IS_CLASSIFIED_BY, Asks::Class(skos::CONCEPT)),
    (cpsv::PUBLIC_SERVICE, cv::IS_GROUPED_BY, Asks::Class(cv::EVENT)),
    (cpsv::PUBLIC_SERVICE, cv::HAS_LEGAL_RESOURCE, Asks::Class(eli::LEGAL_RESOURCE)),
    (cv::PUBLIC_ORGANISATION, skos::PREF_LABEL, Asks::Count(1, ANY)),
    (cv::PUBLIC_ORGANISATION, skos::PREF_LABEL, Asks::Texts),
    (cv::PUBLIC_ORGANISATION, dct::SPATIAL, Asks::Count(1, ANY)),
    (cv::PUBLIC_ORGANISATION, dct::SPATIAL, Asks::Class(ATU)),
    (cv::EVENT, dct::IDENTIFIER, Asks::Count(1, 1)),
    (cv::EVENT, dct::TITLE, Asks::Count(1, ANY)),
    (cv::EVENT, dct::TITLE, Asks::Texts),
    (dcat::DATASET, dct::TITLE, Asks::Count(1, ANY)),
    (dcat::DATASET, dct::TITLE, Asks::Texts),
    (dcat::DATASET, dct::DESCRIPTION, Asks::Count(1, ANY)),
    (dcat::DATASET, dct::DESCRIPTION, Asks::Texts),
    (dcat::DATASET, dct::PUBLISHER, Asks::Count(1, 1)),
    (dcat::DATASET, dct::PUBLISHER, Asks::Class(foaf::AGENT)),
    (dcat::DATASET, dct::HAS_PART, Asks::Class(cpsv::PUBLIC_SERVICE)),
    (foaf::AGENT, dct::IDENTIFIER, Asks::Count(1, 1)),
    (foaf::AGENT, dct::TITLE, Asks::Count(1, ANY)),
    (foaf::AGENT, dct::TITLE, Asks::Texts),
];

/// The mandatory properties of DCAT-AP 3.0 and the conventions of DCAT-AP.de (1, 12, 13, 30 to 32 and 36).
const DCAT_AP_DE: &[(&str, &str, Asks)] = &[
    (dcat::CATALOG, dct::TITLE, Asks::Count(1, ANY)),
    (dcat::CATALOG, dct::DESCRIPTION, Asks::Count(1, ANY)),
    (dcat::CATALOG, dct::PUBLISHER, Asks::Count(1, 1)),
    (dcat::CATALOG, dct::PUBLISHER, Asks::Class(foaf::AGENT)),
    (dcat::CATALOG, dcat::DATASET_OF, Asks::Class(dcat::DATASET)),
    (dcat::CATALOG, dcat::SERVICE, Asks::Class(dcat::DATA_SERVICE)),
    (dcat::DATASET, dct::TITLE, Asks::Count(1, ANY)),
    (dcat::DATASET, dct::DESCRIPTION, Asks::Count(1, ANY)),
    (dcat::DATASET, dct::PUBLISHER, Asks::Count(1, 1)),
    (dcat::DATASET, dct::PUBLISHER, Asks::Class(foaf::AGENT)),
    (dcat::DATASET, dcat::THEME, Asks::Class(skos::CONCEPT)),
    (dcat::DATASET, dcat::CONTACT_POINT, Asks::Class(vcard::ORGANIZATION)),
    (dcat::DATASET, dcat::DISTRIBUTION_OF, Asks::Class(dcat::DISTRIBUTION)),
    (dcat::DATASET, dcatde::CONTRIBUTOR_ID, Asks::Count(1, 1)),
    (dcat::DATASET, dcatde::CONTRIBUTOR_ID, Asks::Class(skos::CONCEPT)),
    (dcat::DISTRIBUTION, dcat::ACCESS_URL, Asks::Count(1, ANY)),
    (dcat::DISTRIBUTION, dct::LICENCE, Asks::Count(1, 1)),
    (dcat::DISTRIBUTION, dct::LICENCE, Asks::Class(skos::CONCEPT)),
    (dcat::DISTRIBUTION, dct::FORMAT, Asks::Count(1, 1)),
    (dcat::DISTRIBUTION, dct::FORMAT, Asks::Class(skos::CONCEPT)),
    (dcat::DATA_SERVICE, dct::TITLE, Asks::Count(1, ANY)),
    (dcat::DATA_SERVICE, dcat::ENDPOINT_URL, Asks::Count(1, ANY)),
    (foaf::AGENT, foaf::NAME, Asks::Count(1, ANY)),
    (vcard::ORGANIZATION, vcard::HAS_EMAIL, Asks::Count(1, 1)),
];

fn name(iri: &str) -> NamedNodeRef<'_> {
    NamedNodeRef::new(iri).unwrap()
}

/// Everything in which a graph breaks the shapes.
fn broken(graph: &oxrdf::Graph, shapes: &[(&str, &str, Asks)]) -> Vec<String> {
    let mut broken = Vec::new();
    for (class, property, asks) in shapes {
        let nodes: Vec<_> = graph.subjects_for_predicate_object(rdf::TYPE, name(class)).collect();
        assert!(!nodes.is_empty(), "nothing is a {class}");
        for node in nodes {
            let values: Vec<_> = graph.objects_for_subject_predicate(node, name(property)).collect();
            let sound = match asks {
                Asks::Count(least, most) => (*least..=*most).contains(&values.len()),
                Asks::Texts => values
                    .iter()
                    .all(|v| matches!(v, TermRef::Literal(l) if l.datatype().as_str() == RDF_LANG)),
                Asks::Class(class) => values.iter().all(|v| {
                    let node: Option<NamedOrBlankNodeRef<'_>> = match v {
                        TermRef::NamedNode(node) => Some((*node).into()),
                        TermRef::BlankNode(node) => Some((*node).into()),
                        TermRef::Literal(_) => None,
                    };
                    node.is_some_and(|n| graph.contains(oxrdf::TripleRef::new(n, rdf::TYPE, name(class))))
                }),
            };
            if !sound {
                broken.push(format!("{node} {property}: {values:?}"));
            }
        }
    }
    broken
}

fn read_turtle(text: &str) -> oxrdf::Graph {
    TurtleParser::new().for_slice(text).map(Result::unwrap).collect()
}

fn read_json_ld(text: &str) -> oxrdf::Graph {
    let quads = JsonLdParser::new().for_slice(text);
    quads.map(|quad| oxrdf::Triple::from(quad.unwrap())).collect()
}

fn publication() -> Publication {
    Publication::new(
        "https://blaupause.example/",
        "IT-Verbund \"Harz\"",
        "daten@example.org",
        "http://dcat-ap.de/def/licenses/dl-by-de/2.0",
        "http://dcat-ap.de/def/contributors/niedersachsen",
    )
    .unwrap()
}

fn text(de: &str, en: &str) -> blaupause_kernel::LocalizedText {
    blaupause_kernel::LocalizedText::new(de, en).unwrap()
}

fn offered(key: &str, name: &str, authorities: &[&str]) -> PublicService {
    PublicService {
        service: blaupause_catalog::services::Service {
            key: key.parse().unwrap(),
            name: name.to_owned(),
            kind: Some("2/3".to_owned()),
            ozg: Some(OzgReference { id: "10513".to_owned(), name: "Abbruchgenehmigung".to_owned() }),
            field: Some("Bauen & Wohnen".to_owned()),
            situation: Some("Bauen & Immobilien".to_owned()),
            legal_basis: Some("§ 60 NBauO".to_owned()),
            ended: None,
        },
        description: text("Was die Leistung „ist“.", "What it \"is\"\\\n<here>."),
        authorities: authorities.iter().map(|ars| ars.parse().unwrap()).collect(),
    }
}

fn catalogue() -> ServiceCatalogue {
    let bare = offered("99012008001000", "Baugenehmigung \"neu\"\t<a>", &["031530019019"]);
    let bare = PublicService {
        service: blaupause_catalog::services::Service {
            kind: None,
            ozg: None,
            field: None,
            situation: None,
            legal_basis: None,
            ..bare.service
        },
        ..bare
    };
    ServiceCatalogue {
        path: "/providers/it-harz/service-catalogue".to_owned(),
        title: text("Leistungen", "Services"),
        description: text("Alle Leistungen.", "All services."),
        publisher: Publisher {
            path: "/providers/it-harz".to_owned(),
            id: "it-harz".to_owned(),
            name: "IT-Verbund Harz".to_owned(),
        },
        authorities: [
            ("031530019019", "Langelsheim, Stadt"),
            ("031595403", "Hattorf am Harz"),
            ("03153", "Goslar"),
        ]
        .map(|(ars, name)| Authority { ars: ars.parse().unwrap(), name: name.to_owned() })
        .to_vec(),
        services: vec![
            offered("99012001001000", "Abbruchgenehmigung", &["031530019019", "031595403", "03153"]),
            bare,
        ],
    }
}

#[test]
fn services_conform_to_the_shapes_in_both_forms() {
    let graph = catalogue().graph(&publication());
    let turtle = read_turtle(&graph.to_text(RdfForm::Turtle));
    assert_eq!(broken(&turtle, CPSV_AP), Vec::<String>::new());
    let json = graph.to_text(RdfForm::JsonLd);
    assert!(!json.contains("\"@context\":\"http"), "the context is in the file");
    assert_eq!(all(&read_json_ld(&json)), all(&turtle));
    assert_eq!(graph.triples().len(), turtle.len(), "nothing is lost on the way");
    assert_eq!(catalogue().graph(&publication()).to_text(RdfForm::Turtle), graph.to_text(RdfForm::Turtle));
    let regions: BTreeSet<String> = turtle
        .subjects_for_predicate_object(rdf::TYPE, name(ATU))
        .map(|region| region.to_string().rsplit_once("politicalGeocoding/").unwrap().1.to_owned())
        .collect();
    let expected = ["districtKey/03153>", "municipalAssociationKey/031595403>", "regionalKey/031530019019>"];
    assert_eq!(regions.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    let service = name("https://blaupause.example/v1/providers/it-harz/service-catalogue#99012001001000");
    let id = turtle.object_for_subject_predicate(service, name(dct::IDENTIFIER)).unwrap();
    assert_eq!(id.to_string(), "\"urn:de:fim:leika:leistung:99012001001000\"");
}

#[test]
fn regions_of_other_countries_have_no_german_names() {
    for (key, iri) in [
        ("FRK", "http://data.europa.eu/nuts/code/FRK"),
        ("FRK28", "http://data.europa.eu/nuts/code/FRK28"),
        ("FRK28.69123", "https://blaupause.example/v1/municipalities/FRK28.69123#territory"),
        ("03153", "http://dcat-ap.de/def/politicalGeocoding/districtKey/03153"),
        ("0811", "http://dcat-ap.de/def/politicalGeocoding/governmentDistrictKey/0811"),
    ] {
        assert_eq!(super::geocoding(&publication(), &key.parse().unwrap()).0, iri, "{key}");
    }
}

#[test]
fn what_breaks_the_shapes_is_noticed() {
    let whole = catalogue().graph(&publication());
    let without = |subject: &str, property: &str| {
        let left =
            |t: &&oxrdf::Triple| t.subject.to_string().contains(subject) && t.predicate.as_str() == property;
        assert!(whole.triples().iter().any(|triple| left(&triple)));
        let rest = whole.triples().iter().filter(|triple| !left(triple)).map(oxrdf::Triple::as_ref);
        broken(&rest.collect(), CPSV_AP).len()
    };
    assert_eq!(without("#99012008001000", cv::HAS_COMPETENT_AUTHORITY), 1);
    assert_eq!(without("#99012008001000", dct::TITLE), 1);
    assert_eq!(
        without("regionalKey/031530019019", rdf::TYPE.as_str()),
        3,
        "two services and one authority name it"
    );
    assert_eq!(without("#lage-", dct::IDENTIFIER), 1);
    assert_eq!(without("language/DEU", rdf::TYPE.as_str()), 2);
}

#[test]
fn data_sets_conform_to_the_conventions_in_both_forms() {
    let set = |path: &str| DataSet {
        path: path.to_owned(),
        title: text("Titel", "Title"),
        description: text("Beschreibung", "Description"),
        keywords: vec!["Kommunen".to_owned(), "Bausteine".to_owned()],
    };
    let sets = DataSets {
        title: text("Daten", "Data"),
        description: text("Alle Daten", "All data"),
        sets: vec![set("/municipalities"), set("/modules")],
    };
    let graph = sets.graph(&publication());
    let turtle = read_turtle(&graph.to_text(RdfForm::Turtle));
    assert_eq!(broken(&turtle, DCAT_AP_DE), Vec::<String>::new());
    assert_eq!(all(&read_json_ld(&graph.to_text(RdfForm::JsonLd))), all(&turtle));
    let data_set = name("https://blaupause.example/v1/data-sets#modules");
    let address = turtle.object_for_subject_predicate(data_set, name(dcat::LANDING_PAGE)).unwrap();
    assert_eq!(address.to_string(), "<https://blaupause.example/v1/modules>");
    let silent = Publication::new("http://127.0.0.1:8080", "Niemand", "", "", "").unwrap();
    let text = sets.graph(&silent).to_text(RdfForm::Turtle);
    assert!(!text.contains("dct:license") && !text.contains("dcatde:contributorID"), "nothing is made up");
}

#[test]
fn only_what_can_be_published_is_taken() {
    let new =
        |address: &str, contact: &str, licence: &str| Publication::new(address, "A", contact, licence, "");
    assert_eq!(new("https://a.example/base/", "", "").unwrap().at("/x"), "https://a.example/base/v1/x");
    assert!(new("https://a.example", "https://a.example/kontakt", "urn:x:y").is_ok());
    for bad in
        ["", "a.example", "ftp://a.example", "https://a.example/?x", "https://a.example/#x", "mailto:a@b.c"]
    {
        assert_eq!(new(bad, "", "").unwrap_err(), NotPublishable::Address(bad.to_owned()));
    }
    assert!(matches!(new("https://a.example", "Rathaus", ""), Err(NotPublishable::Contact(_))));
    assert!(matches!(new("https://a.example", "a b@c", ""), Err(NotPublishable::Iri(_))));
    assert!(matches!(new("https://a.example", "", "frei"), Err(NotPublishable::Iri(_))));
    assert!(Publication::new("https://a.example", " ", "", "", "").is_err());
}

fn all(graph: &oxrdf::Graph) -> BTreeSet<String> {
    graph.iter().map(|triple| triple.to_string()).collect()
}
