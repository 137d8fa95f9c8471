//! The data sets that everyone may read, as DCAT-AP.de 3.0 (DCAT-AP 3.0 with the German additions). GovData asks for a
//! licence, a contributor and a contact besides; they are there if the operator has said them.

use blaupause_kernel::{Language, LocalizedText};

use super::Publication;
use super::graph::{Graph, Node};
use super::vocabulary::{dcat, dcatde, dct, foaf, skos, vcard};

/// The catalogue of the data sets.
#[derive(Debug, Clone)]
pub struct DataSets {
    /// Its title.
    pub title: LocalizedText,
    /// What is in it.
    pub description: LocalizedText,
    /// The data sets.
    pub sets: Vec<DataSet>,
}

/// Datensatz: what can be read at one address.
#[derive(Debug, Clone)]
pub struct DataSet {
    /// Its path below `/v1`.
    pub path: String,
    /// Its title.
    pub title: LocalizedText,
    /// What is in it.
    pub description: LocalizedText,
    /// Words by which it is found, in German.
    pub keywords: Vec<String>,
}

const GOVERNMENT: &str = "http://publications.europa.eu/resource/authority/data-theme/GOVE";
const THEMES: &str = "http://publications.europa.eu/resource/authority/data-theme";
const JSON: &str = "http://publications.europa.eu/resource/authority/file-type/JSON";
const FILE_TYPES: &str = "http://publications.europa.eu/resource/authority/file-type";
const MEDIA_JSON: &str = "https://www.iana.org/assignments/media-types/application/json";
const LICENCES: &str = "http://dcat-ap.de/def/licenses";
const CONTRIBUTORS: &str = "http://dcat-ap.de/def/contributors";

impl DataSets {
    /// The catalogue as a graph.
    pub fn graph(&self, publication: &Publication) -> Graph {
        let mut graph = Graph::default();
        let catalogue = publication.at("/data-sets");
        let publisher = format!("{catalogue}#publisher");
        let service = format!("{catalogue}#service");
        graph
            .about(&catalogue)
            .typed(dcat::CATALOG)
            .texts(dct::TITLE, &self.title)
            .texts(dct::DESCRIPTION, &self.description)
            .iri(dct::PUBLISHER, &publisher)
            .iri(foaf::HOMEPAGE, &publication.address)
            .iri(dcat::SERVICE, &service);
        graph
            .about(&publisher)
            .typed(foaf::AGENT)
            .literal(dct::IDENTIFIER, &publisher)
            .literal(foaf::NAME, &publication.publisher)
            .text(dct::TITLE, &publication.publisher, Language::De);
        graph
            .about(&service)
            .typed(dcat::DATA_SERVICE)
            .texts(dct::TITLE, &self.title)
            .iri(dcat::ENDPOINT_URL, &publication.at(""))
            .iri(dcat::ENDPOINT_DESCRIPTION, &publication.at("/openapi.json"));
        for language in [Language::De, Language::En] {
            let iri = graph.language(language);
            graph.about(&catalogue).iri(dct::LANGUAGE, iri);
        }
        let theme = [
            ("Regierung und öffentlicher Sektor", Language::De),
            ("Government and public sector", Language::En),
        ];
        graph.code(GOVERNMENT, THEMES, &theme);
        graph.code(JSON, FILE_TYPES, &[("JSON", Language::En)]);
        for (iri, scheme) in [(&publication.licence, LICENCES), (&publication.contributor, CONTRIBUTORS)] {
            if let Some(iri) = iri {
                graph.about(iri).typed(skos::CONCEPT).iri(skos::IN_SCHEME, scheme);
            }
        }
        let contact = publication.contact.as_deref().map(|address| {
            let contact = format!("{catalogue}#contact");
            let property = if address.starts_with("mailto:") { vcard::HAS_EMAIL } else { vcard::HAS_URL };
            graph
                .about(&contact)
                .typed(vcard::ORGANIZATION)
                .literal(vcard::FN, &publication.publisher)
                .iri(property, address);
            contact
        });
        for set in &self.sets {
            let iri = format!("{catalogue}#{}", set.path.trim_start_matches('/').replace('/', "-"));
            graph.about(&catalogue).iri(dcat::DATASET_OF, &iri);
            graph.about(&service).iri(dcat::SERVES_DATASET, &iri);
            graph.data_set(publication, (&iri, &publisher, contact.as_deref()), set);
        }
        graph
    }
}

impl Graph {
    fn data_set(
        &mut self,
        publication: &Publication,
        (iri, publisher, contact): (&str, &str, Option<&str>),
        set: &DataSet,
    ) {
        let address = publication.at(&set.path);
        let distribution = format!("{iri}-json");
        let mut node = self
            .about(iri)
            .typed(dcat::DATASET)
            .texts(dct::TITLE, &set.title)
            .texts(dct::DESCRIPTION, &set.description)
            .literal(dct::IDENTIFIER, iri)
            .iri(dct::PUBLISHER, publisher)
            .iri(dcat::THEME, GOVERNMENT)
            .iri(dcat::LANDING_PAGE, &address)
            .iri(dcat::DISTRIBUTION_OF, &distribution);
        for keyword in &set.keywords {
            node = node.text(dcat::KEYWORD, keyword, Language::De);
        }
        node = node.each(dcat::CONTACT_POINT, contact);
        node.each(dcatde::CONTRIBUTOR_ID, publication.contributor.as_deref());
        let mut node = self
            .about(&distribution)
            .typed(dcat::DISTRIBUTION)
            .texts(dct::TITLE, &set.title)
            .iri(dcat::ACCESS_URL, &address)
            .iri(dct::FORMAT, JSON)
            .iri(dcat::MEDIA_TYPE, MEDIA_JSON)
            .each(dct::LICENCE, publication.licence.as_deref());
        if publication.licence.as_deref().is_some_and(|licence| licence.contains("/dl-by-")) {
            node = node.literal(dcatde::LICENCE_ATTRIBUTION, &publication.publisher);
        }
        drop(node);
    }
}

impl Node<'_> {
    fn each(self, property: &str, iri: Option<&str>) -> Self {
        match iri {
            Some(iri) => self.iri(property, iri),
            None => self,
        }
    }
}
