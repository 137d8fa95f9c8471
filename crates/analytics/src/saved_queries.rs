//! Questions about cohorts that a provider keeps under an address of their own, as they were asked.

use std::collections::BTreeMap;

use blaupause_kernel::{Message, Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Which question about a service area it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum CohortQuestion {
    /// Figures of cohorts.
    Cohorts,
    /// The units by their rank.
    Ranks,
    /// How long the laggards take to the median.
    CatchingUp,
}

/// What a saved question is called and asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = CohortQueryTerms))]
pub struct QueryTerms {
    /// Its name.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 200, example = "Entwicklung nach Größe")
    )]
    pub name: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 2_000))]
    pub description: Option<String>,
    /// Which question it is.
    pub question: CohortQuestion,
    /// The parameters that the address of the question has, by name, without `format`.
    #[cfg_attr(
        feature = "openapi",
        schema(value_type = BTreeMap<String, String>, example = json!({"model": "kommune-digital", "groupBy": "year"}))
    )]
    pub parameters: BTreeMap<String, String>,
}

impl QueryTerms {
    /// Longest name, in characters.
    pub const MAX_NAME: usize = 200;
    /// Longest description, in characters.
    pub const MAX_DESCRIPTION: usize = 2_000;

    /// What is wrong with the words, each with its JSON pointer.
    pub fn problems(&self) -> Vec<(&'static str, Message)> {
        let name = Some(("/name", self.name.as_str(), Self::MAX_NAME));
        let description =
            self.description.as_deref().map(|text| ("/description", text, Self::MAX_DESCRIPTION));
        let problem = |(pointer, text, limit): (&'static str, &str, usize)| {
            if text.trim().is_empty() {
                Some((pointer, Message::new("text-blank")))
            } else {
                let too_long = text.chars().count() > limit;
                too_long.then(|| (pointer, Message::new("text-too-long").with("limit", limit)))
            }
        };
        name.into_iter().chain(description).filter_map(problem).collect()
    }
}

/// A question that a provider keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SavedQuery {
    /// Its id.
    pub id: Uuid,
    /// The provider whose service area it is about.
    pub provider: Slug,
    /// What it is called and asks.
    pub terms: QueryTerms,
    /// How often it was changed.
    pub revision: Revision,
}

impl SavedQuery {
    /// A new question.
    pub fn new(id: Uuid, provider: Slug, terms: QueryTerms) -> Self {
        Self { id, provider, terms, revision: Revision::FIRST }
    }

    /// The same question with other words or parameters.
    #[must_use]
    pub fn change(self, terms: QueryTerms) -> Self {
        Self { terms, revision: self.revision.next(), ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_there_and_not_too_long() {
        let terms = |name: &str, description: Option<&str>| QueryTerms {
            name: name.to_owned(),
            description: description.map(str::to_owned),
            question: CohortQuestion::Cohorts,
            parameters: BTreeMap::new(),
        };
        let wrong = |terms: QueryTerms| terms.problems().into_iter().map(|(at, _)| at).collect::<Vec<_>>();
        assert!(wrong(terms(&"ä".repeat(200), Some("Wofür"))).is_empty());
        assert_eq!(wrong(terms(" ", Some(""))), ["/name", "/description"]);
        assert_eq!(wrong(terms(&"ä".repeat(201), None)), ["/name"]);
    }
}
