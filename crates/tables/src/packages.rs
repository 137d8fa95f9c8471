//! Describes files with tables: `datapackage.json` (Frictionless Data Package 1) and `csv-metadata.json` (CSVW).

use blaupause_kernel::{Language, Slug, Timestamp};
use serde::Serialize;

use crate::csvw::TableGroup;
use crate::resources::ResourceDocument;
use crate::{Error, ForeignKey, Format, Resource};

/// Files that belong together.
#[derive(Debug, Clone)]
pub struct DataPackage {
    pub(crate) name: Slug,
    pub(crate) language: Language,
    pub(crate) title: String,
    pub(crate) description: Option<String>,
    pub(crate) created: Timestamp,
    pub(crate) licences: Vec<Licence>,
    pub(crate) sources: Vec<Source>,
    pub(crate) resources: Vec<Resource>,
}

/// Under which terms the files may be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Licence {
    /// Its identifier at <https://opendefinition.org/licenses/> or SPDX: `CC-BY-4.0`.
    pub name: String,
    /// Its address.
    pub path: String,
    /// Its name for people.
    pub title: String,
}

/// Where the figures come from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Source {
    /// Its name for people.
    pub title: String,
    /// Its address.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
}

impl DataPackage {
    /// A package without files.
    ///
    /// # Errors
    /// If the title is blank.
    pub fn new(
        name: Slug,
        language: Language,
        title: impl Into<String>,
        created: Timestamp,
    ) -> Result<Self, Error> {
        let title = title.into();
        if title.trim().is_empty() {
            return Err(Error::NoTitle(name.to_string()));
        }
        let (licences, sources, resources) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Self { name, language, title, description: None, created, licences, sources, resources })
    }

    /// Its name for people.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The same package with a description.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// The same package under one more licence.
    #[must_use]
    pub fn licensed(mut self, licence: Licence) -> Self {
        self.licences.push(licence);
        self
    }

    /// The same package with one more source.
    #[must_use]
    pub fn sourced(mut self, source: Source) -> Self {
        self.sources.push(source);
        self
    }

    /// Adds a file.
    ///
    /// # Errors
    /// If there is one with the same table and format, or the same path.
    pub fn add(&mut self, resource: Resource) -> Result<(), Error> {
        let name = resource.name();
        if self.resources.iter().any(|other| other.name() == name || other.path == resource.path) {
            return Err(Error::SameResource { name, path: resource.path });
        }
        self.resources.push(resource);
        Ok(())
    }

    /// The content of `datapackage.json`.
    ///
    /// # Errors
    /// If a foreign key does not lead to columns of a file of the package in the same format.
    pub fn frictionless(&self) -> Result<String, Error> {
        self.check_foreign_keys()?;
        Ok(serde_json::to_string_pretty(&PackageDocument::of(self))?)
    }

    /// The content of `csv-metadata.json`, which is about the CSV files.
    ///
    /// # Errors
    /// If there is no CSV file, or a foreign key does not lead to columns of one.
    pub fn csvw(&self) -> Result<String, Error> {
        self.check_foreign_keys()?;
        if self.csv_files().next().is_none() {
            return Err(Error::NoCsv(self.name.clone()));
        }
        Ok(serde_json::to_string_pretty(&TableGroup::of(self))?)
    }

    pub(crate) fn csv_files(&self) -> impl Iterator<Item = &Resource> {
        self.resources.iter().filter(|resource| resource.format == Format::Csv)
    }

    /// The file of a table in a format.
    pub(crate) fn file_of(&self, table: &Slug, format: Format) -> Option<&Resource> {
        self.resources.iter().find(|resource| resource.format == format && resource.schema.id() == table)
    }

    fn check_foreign_keys(&self) -> Result<(), Error> {
        for from in self.resources.iter().filter(|resource| resource.format.is_tabular()) {
            let leads = |key: &ForeignKey| {
                self.file_of(&key.to, from.format).is_some_and(|to| key.connects(&from.schema, &to.schema))
            };
            if let Some(key) = from.foreign_keys.iter().find(|key| !leads(key)) {
                return Err(Error::ForeignKey { table: from.schema.id().clone(), to: key.to.clone() });
            }
        }
        Ok(())
    }
}

/// <https://specs.frictionlessdata.io/data-package/>
#[derive(Serialize)]
struct PackageDocument<'a> {
    profile: &'static str,
    name: &'a Slug,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    /// Not of version 1, which lets readers pass over what they do not know.
    language: Language,
    created: Timestamp,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    licenses: &'a [Licence],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    sources: &'a [Source],
    resources: Vec<ResourceDocument<'a>>,
}

impl<'a> PackageDocument<'a> {
    fn of(package: &'a DataPackage) -> Self {
        // By its definition, every resource of a tabular package is CSV.
        let tabular = package.resources.iter().all(|resource| resource.format == Format::Csv);
        Self {
            profile: if tabular { "tabular-data-package" } else { "data-package" },
            name: &package.name,
            title: &package.title,
            description: package.description.as_deref(),
            language: package.language,
            created: package.created,
            licenses: &package.licences,
            sources: &package.sources,
            resources: package.resources.iter().map(Resource::document).collect(),
        }
    }
}
