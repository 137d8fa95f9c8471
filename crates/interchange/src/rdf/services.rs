//! Services as CPSV-AP 3.2 (SEMIC, 2024). What its shapes ask for is there: a service has an identifier, a title, a
//! description and a competent authority, an authority a label and a region; every code that is named is described.

use blaupause_catalog::services::Service;
use blaupause_kernel::{Ars, Language, LocalizedText};

use super::graph::Graph;
use super::vocabulary::{ATU, adms, cpsv, cv, dcat, dct, eli, foaf, skos};
use super::{Publication, fragment, geocoding};

/// The services that are there, and who is responsible for them.
#[derive(Debug, Clone)]
pub struct ServiceCatalogue {
    /// Its path below `/v1`; the names of its services begin with it.
    pub path: String,
    /// Its title.
    pub title: LocalizedText,
    /// What is in it.
    pub description: LocalizedText,
    /// Who publishes it.
    pub publisher: Publisher,
    /// Everyone who is responsible for one of the services.
    pub authorities: Vec<Authority>,
    /// The services.
    pub services: Vec<PublicService>,
}

/// Who publishes a catalogue of services.
#[derive(Debug, Clone)]
pub struct Publisher {
    /// Its path below `/v1`.
    pub path: String,
    /// Its key.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A municipality that is responsible for services.
#[derive(Debug, Clone)]
pub struct Authority {
    /// Its key.
    pub ars: Ars,
    /// Its name.
    pub name: String,
}

/// A service with what it says and who is responsible.
#[derive(Debug, Clone)]
pub struct PublicService {
    /// The entry of the LeiKa catalogue.
    pub service: Service,
    /// What it is, in plain words.
    pub description: LocalizedText,
    /// The keys of those who are responsible for it.
    pub authorities: Vec<Ars>,
}

const STATUS: &str = "http://purl.org/adms/status/Completed";
const STATUS_SCHEME: &str = "http://purl.org/adms/status/1.0";

impl ServiceCatalogue {
    /// The catalogue as a graph.
    pub fn graph(&self, publication: &Publication) -> Graph {
        let mut graph = Graph::default();
        let catalogue = publication.at(&self.path);
        let publisher = publication.at(&self.publisher.path);
        graph
            .about(&catalogue)
            .typed(dcat::DATASET)
            .texts(dct::TITLE, &self.title)
            .texts(dct::DESCRIPTION, &self.description)
            .iri(dct::PUBLISHER, &publisher);
        graph
            .about(&publisher)
            .typed(foaf::AGENT)
            .literal(dct::IDENTIFIER, &self.publisher.id)
            .text(dct::TITLE, &self.publisher.name, Language::De)
            .text(foaf::NAME, &self.publisher.name, Language::De);
        for authority in &self.authorities {
            graph.authority(publication, authority);
        }
        let german = graph.language(Language::De);
        graph.code(STATUS, STATUS_SCHEME, &[("Completed", Language::En), ("abgeschlossen", Language::De)]);
        for service in &self.services {
            graph.service(publication, &catalogue, german, service);
        }
        graph
    }
}

impl Graph {
    fn authority(&mut self, publication: &Publication, authority: &Authority) {
        let (region, scheme) = geocoding(publication, &authority.ars);
        self.about(&unit(publication, &authority.ars))
            .typed(cv::PUBLIC_ORGANISATION)
            .text(skos::PREF_LABEL, &authority.name, Language::De)
            .iri(dct::SPATIAL, &region);
        self.code(&region, &scheme, &[(&authority.name, Language::De)]);
        self.about(&region)
            .typed(ATU)
            .typed(dct::LOCATION)
            .literal(skos::NOTATION, authority.ars.as_str())
            .literal(dct::IDENTIFIER, authority.ars.as_str());
    }

    fn service(&mut self, publication: &Publication, catalogue: &str, german: &str, offered: &PublicService) {
        let PublicService { service, description, authorities } = offered;
        let iri = format!("{catalogue}#{}", service.key);
        self.about(catalogue).iri(dct::HAS_PART, &iri);
        let mut node = self
            .about(&iri)
            .typed(cpsv::PUBLIC_SERVICE)
            .literal(dct::IDENTIFIER, &service.key.urn())
            .text(dct::TITLE, &service.name, Language::De)
            .texts(dct::DESCRIPTION, description)
            .iri(dct::LANGUAGE, german)
            .iri(adms::STATUS, STATUS)
            .iri(dct::IS_PART_OF, catalogue);
        for ars in authorities {
            let region = geocoding(publication, ars).0;
            node = node.iri(cv::HAS_COMPETENT_AUTHORITY, &unit(publication, ars)).iri(dct::SPATIAL, &region);
        }
        let named = |prefix: &str, words: &str| format!("{catalogue}#{}", fragment(prefix, words));
        if let Some(field) = &service.field {
            let area = named("themenfeld", field);
            self.about(&iri).iri(cv::THEMATIC_AREA, &area);
            self.code(&area, &format!("{catalogue}#themenfelder"), &[(field, Language::De)]);
        }
        if let Some(ozg) = &service.ozg {
            let code = named("ozg", &ozg.id);
            self.about(&iri).iri(cv::IS_CLASSIFIED_BY, &code);
            self.code(&code, &format!("{catalogue}#ozg-leistungen"), &[(&ozg.name, Language::De)]);
            self.about(&code).literal(skos::NOTATION, &ozg.id);
        }
        if let Some(kind) = &service.kind {
            let code = named("leika-typ", kind);
            self.about(&iri).iri(cv::IS_CLASSIFIED_BY, &code);
            let label = format!("LeiKa-Typ {kind}");
            self.code(&code, &format!("{catalogue}#leika-typen"), &[(&label, Language::De)]);
            self.about(&code).literal(skos::NOTATION, kind);
        }
        if let Some(situation) = &service.situation {
            let event = named("lage", situation);
            self.about(&iri).iri(cv::IS_GROUPED_BY, &event);
            let id = fragment("lage", situation);
            self.about(&event).typed(cv::EVENT).literal(dct::IDENTIFIER, &id).text(
                dct::TITLE,
                situation,
                Language::De,
            );
        }
        if let Some(law) = &service.legal_basis {
            let resource = named("recht", law);
            self.about(&iri).iri(cv::HAS_LEGAL_RESOURCE, &resource);
            self.about(&resource).typed(eli::LEGAL_RESOURCE).literal(dct::IDENTIFIER, law).text(
                eli::TITLE,
                law,
                Language::De,
            );
        }
    }
}

fn unit(publication: &Publication, ars: &Ars) -> String {
    publication.at(&format!("/municipalities/{ars}"))
}
