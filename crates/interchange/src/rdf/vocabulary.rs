//! The names of the vocabularies, and the prefixes under which they are written.

macro_rules! names {
    ($($module:ident $prefix:literal $iri:literal { $($name:ident $local:literal)* })*) => {
        /// Every prefix with what it stands for, in the order in which they are written.
        pub(crate) const PREFIXES: &[(&str, &str)] = &[$(($prefix, $iri)),*];
        $(
            pub(crate) mod $module {
                $(pub(crate) const $name: &str = concat!($iri, $local);)*
            }
        )*
    };
}

names! {
    adms "adms" "http://www.w3.org/ns/adms#" { STATUS "status" }
    cpsv "cpsv" "http://purl.org/vocab/cpsv#" { PUBLIC_SERVICE "PublicService" }
    cv "cv" "http://data.europa.eu/m8g/" {
        EVENT "Event"
        HAS_COMPETENT_AUTHORITY "hasCompetentAuthority"
        HAS_LEGAL_RESOURCE "hasLegalResource"
        IS_CLASSIFIED_BY "isClassifiedBy"
        IS_GROUPED_BY "isGroupedBy"
        PUBLIC_ORGANISATION "PublicOrganisation"
        THEMATIC_AREA "thematicArea"
    }
    dcat "dcat" "http://www.w3.org/ns/dcat#" {
        ACCESS_URL "accessURL"
        CATALOG "Catalog"
        CONTACT_POINT "contactPoint"
        DATA_SERVICE "DataService"
        DATASET "Dataset"
        DATASET_OF "dataset"
        DISTRIBUTION "Distribution"
        DISTRIBUTION_OF "distribution"
        ENDPOINT_DESCRIPTION "endpointDescription"
        ENDPOINT_URL "endpointURL"
        KEYWORD "keyword"
        LANDING_PAGE "landingPage"
        MEDIA_TYPE "mediaType"
        SERVES_DATASET "servesDataset"
        SERVICE "service"
        THEME "theme"
    }
    dcatde "dcatde" "http://dcat-ap.de/def/dcatde/" {
        CONTRIBUTOR_ID "contributorID"
        LICENCE_ATTRIBUTION "licenseAttributionByText"
    }
    dct "dct" "http://purl.org/dc/terms/" {
        DESCRIPTION "description"
        FORMAT "format"
        HAS_PART "hasPart"
        IDENTIFIER "identifier"
        IS_PART_OF "isPartOf"
        LANGUAGE "language"
        LICENCE "license"
        LINGUISTIC_SYSTEM "LinguisticSystem"
        LOCATION "Location"
        PUBLISHER "publisher"
        SPATIAL "spatial"
        TITLE "title"
    }
    eli "eli" "http://data.europa.eu/eli/ontology#" { LEGAL_RESOURCE "LegalResource" TITLE "title" }
    foaf "foaf" "http://xmlns.com/foaf/0.1/" { AGENT "Agent" HOMEPAGE "homepage" NAME "name" }
    skos "skos" "http://www.w3.org/2004/02/skos/core#" {
        CONCEPT "Concept"
        CONCEPT_SCHEME "ConceptScheme"
        IN_SCHEME "inScheme"
        NOTATION "notation"
        PREF_LABEL "prefLabel"
    }
    vcard "vcard" "http://www.w3.org/2006/vcard/ns#" {
        FN "fn"
        HAS_EMAIL "hasEmail"
        HAS_URL "hasURL"
        ORGANIZATION "Organization"
    }
}

/// Type of administrative units (ATU), as CPSV-AP 3.2 names it.
pub(crate) const ATU: &str = "http://data.europa.eu/88u/dataset/atu-type";
