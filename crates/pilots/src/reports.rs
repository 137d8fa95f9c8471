//! Experience reports ("Erfahrungsberichte"): the typed answers a pilot leaves behind for those who follow.
//! Everything is optional while it is being written; a pilot finishes only with a complete one.

use blaupause_kernel::{Digest, Euro, Message, PersonDays, Revision, Slug};
use serde::{Deserialize, Serialize};

use crate::problems::Problems;
use crate::{Error, Link, MediaType, Prose};

/// Most attachments of one report.
pub const MAX_ATTACHMENTS: usize = 50;

/// What a pilot costs those who repeat it, from the cheapest to the dearest case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "RawCostRange", into = "RawCostRange")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = CostRange))]
pub struct CostRange {
    from: Euro,
    to: Euro,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct RawCostRange {
    from: Euro,
    to: Euro,
}

impl CostRange {
    /// The range from `from` to `to`.
    ///
    /// # Errors
    /// `BadCostRange` if `from` is negative or above `to`.
    pub fn new(from: Euro, to: Euro) -> Result<Self, Error> {
        if from < Euro::ZERO || to < from {
            return Err(Error::BadCostRange { from: from.to_string(), to: to.to_string() });
        }
        Ok(Self { from, to })
    }

    /// The cheapest case.
    pub fn from(self) -> Euro {
        self.from
    }

    /// The dearest case.
    pub fn to(self) -> Euro {
        self.to
    }
}

impl TryFrom<RawCostRange> for CostRange {
    type Error = Error;

    fn try_from(raw: RawCostRange) -> Result<Self, Error> {
        Self::new(raw.from, raw.to)
    }
}

impl From<CostRange> for RawCostRange {
    fn from(range: CostRange) -> Self {
        Self { from: range.from, to: range.to }
    }
}

/// A file that belongs to a report, identified by its digest.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Attachment {
    /// What it is, in the words of the author.
    pub title: Prose,
    /// Its media type, such as `application/pdf`.
    pub media_type: MediaType,
    /// Digest of its bytes.
    pub sha256: Digest,
    /// Where it can be fetched, if it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Link>,
}

/// The answers of a report as they are sent and kept; what is missing is not answered yet.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields, default)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ReportAnswers {
    /// Zielgruppe: whom the solution serves.
    pub target_group: Option<Prose>,
    /// Übertragbarkeit: what others can take over as it is, and what not.
    pub transferability: Option<Prose>,
    /// Voraussetzungen: what must be in place before.
    pub prerequisites: Option<Prose>,
    /// Kostenrahmen: what a repetition costs.
    pub cost_range: Option<CostRange>,
    /// Nutzen: what got better, for whom, by how much.
    pub benefit: Option<Prose>,
    /// Rechtsrahmen: laws, service agreements and data protection to observe.
    pub legal_frame: Option<Prose>,
    /// Erfahrungen: what went well and what did not.
    pub experience: Option<Prose>,
    /// Bestandteile: software, hardware, contracts and papers it consists of.
    pub parts: Option<Prose>,
    /// Zeitlicher Ablauf: phases and how long they took.
    pub time_line: Option<Prose>,
    /// Beteiligte: who took part and who decided.
    pub stakeholders: Option<Prose>,
    /// Herausforderungen: what was in the way and how it was cleared.
    pub challenges: Option<Prose>,
    /// Alternativen: what else was considered and why it was not chosen.
    pub alternatives: Option<Prose>,
    /// Bemerkungen: anything else; may stay empty.
    pub remarks: Option<Prose>,
    /// Effort the pilot really took.
    pub actual_effort: Option<PersonDays>,
    /// Money the pilot really cost.
    pub actual_cost: Option<Euro>,
    /// Files that belong to the report.
    pub attachments: Vec<Attachment>,
}

/// An answer of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum ReportField {
    /// Zielgruppe.
    TargetGroup,
    /// Übertragbarkeit.
    Transferability,
    /// Voraussetzungen.
    Prerequisites,
    /// Kostenrahmen.
    CostRange,
    /// Nutzen.
    Benefit,
    /// Rechtsrahmen.
    LegalFrame,
    /// Erfahrungen.
    Experience,
    /// Bestandteile.
    Parts,
    /// Zeitlicher Ablauf.
    TimeLine,
    /// Beteiligte.
    Stakeholders,
    /// Herausforderungen.
    Challenges,
    /// Alternativen.
    Alternatives,
    /// Tatsächlicher Aufwand.
    ActualEffort,
    /// Tatsächliche Kosten.
    ActualCost,
}

impl ReportField {
    /// The name of the answer in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TargetGroup => "targetGroup",
            Self::Transferability => "transferability",
            Self::Prerequisites => "prerequisites",
            Self::CostRange => "costRange",
            Self::Benefit => "benefit",
            Self::LegalFrame => "legalFrame",
            Self::Experience => "experience",
            Self::Parts => "parts",
            Self::TimeLine => "timeLine",
            Self::Stakeholders => "stakeholders",
            Self::Challenges => "challenges",
            Self::Alternatives => "alternatives",
            Self::ActualEffort => "actualEffort",
            Self::ActualCost => "actualCost",
        }
    }
}

impl ReportAnswers {
    /// The answers that a complete report still needs; remarks and attachments may stay empty.
    pub fn missing(&self) -> Vec<ReportField> {
        use ReportField as F;
        [
            (F::TargetGroup, self.target_group.is_some()),
            (F::Transferability, self.transferability.is_some()),
            (F::Prerequisites, self.prerequisites.is_some()),
            (F::CostRange, self.cost_range.is_some()),
            (F::Benefit, self.benefit.is_some()),
            (F::LegalFrame, self.legal_frame.is_some()),
            (F::Experience, self.experience.is_some()),
            (F::Parts, self.parts.is_some()),
            (F::TimeLine, self.time_line.is_some()),
            (F::Stakeholders, self.stakeholders.is_some()),
            (F::Challenges, self.challenges.is_some()),
            (F::Alternatives, self.alternatives.is_some()),
            (F::ActualEffort, self.actual_effort.is_some()),
            (F::ActualCost, self.actual_cost.is_some()),
        ]
        .into_iter()
        .filter_map(|(field, given)| (!given).then_some(field))
        .collect()
    }

    /// Refuses negative amounts, too many attachments and one file attached twice; all at once.
    fn check(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        let negative = || Message::new("pilots-amount-negative");
        problems.require(self.actual_effort.is_none_or(|e| e >= PersonDays::ZERO), "/actualEffort", negative);
        problems.require(self.actual_cost.is_none_or(|c| c >= Euro::ZERO), "/actualCost", negative);
        problems.at_most("/attachments", self.attachments.len(), MAX_ATTACHMENTS);
        problems.unique("/attachments", self.attachments.iter().map(|a| a.sha256));
        problems.into_result("report")
    }
}

/// The experience report of one pilot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExperienceReport {
    /// The pilot it reports on.
    pub pilot: Slug,
    /// The answers so far.
    pub answers: ReportAnswers,
    /// How often it was changed.
    pub revision: Revision,
}

impl ExperienceReport {
    /// A report as first saved, complete or not.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn new(pilot: Slug, answers: ReportAnswers) -> Result<Self, Error> {
        answers.check()?;
        Ok(Self { pilot, answers, revision: Revision::FIRST })
    }

    /// The report with other answers.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn revise(self, answers: ReportAnswers) -> Result<Self, Error> {
        answers.check()?;
        Ok(Self { answers, revision: self.revision.next(), ..self })
    }

    /// The answers that are still missing.
    pub fn missing(&self) -> Vec<ReportField> {
        self.answers.missing()
    }

    /// Whether every answer is there.
    pub fn is_complete(&self) -> bool {
        self.missing().is_empty()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// A report in which everything is answered.
    pub(crate) fn complete(pilot: &str) -> ExperienceReport {
        let text = || Some("Text".parse().unwrap());
        let answers = ReportAnswers {
            target_group: text(),
            transferability: text(),
            prerequisites: text(),
            cost_range: CostRange::new("1000".parse().unwrap(), "2000".parse().unwrap()).ok(),
            benefit: text(),
            legal_frame: text(),
            experience: text(),
            parts: text(),
            time_line: text(),
            stakeholders: text(),
            challenges: text(),
            alternatives: text(),
            remarks: None,
            actual_effort: "42.5".parse().ok(),
            actual_cost: "1500".parse().ok(),
            attachments: Vec::new(),
        };
        ExperienceReport::new(pilot.parse().unwrap(), answers).unwrap()
    }

    #[test]
    fn an_empty_report_misses_everything_but_remarks() {
        let empty = ExperienceReport::new("p".parse().unwrap(), ReportAnswers::default()).unwrap();
        assert_eq!(empty.missing().len(), 14, "12 answers, effort and cost");
        assert!(!empty.is_complete());
        assert!(complete("p").is_complete(), "remarks may stay empty");
    }

    #[test]
    fn each_answer_is_missed_on_its_own() {
        let full = serde_json::to_value(complete("p").answers).unwrap();
        let fields = ExperienceReport::new("p".parse().unwrap(), ReportAnswers::default()).unwrap().missing();
        for field in fields {
            let mut json = full.clone();
            json.as_object_mut().unwrap().remove(field.as_str()).unwrap();
            let answers: ReportAnswers = serde_json::from_value(json).unwrap();
            assert_eq!(answers.missing(), [field]);
        }
    }

    #[test]
    fn refuses_negative_amounts_and_doubled_files_at_once() {
        let file = Attachment {
            title: "Prozess".parse().unwrap(),
            media_type: "application/xml".parse().unwrap(),
            sha256: Digest::of(b"x"),
            url: None,
        };
        let answers = ReportAnswers {
            actual_effort: "-1".parse().ok(),
            actual_cost: "-0.01".parse().ok(),
            attachments: vec![file.clone(), file],
            ..ReportAnswers::default()
        };
        let Err(Error::Invalid { problems, .. }) = complete("p").revise(answers) else { panic!("accepted") };
        let pointers: Vec<_> = problems.iter().map(|p| p.path.as_str()).collect();
        assert_eq!(pointers, ["/actualEffort", "/actualCost", "/attachments/1"]);
    }

    #[test]
    fn cost_ranges_do_not_run_backwards() {
        assert!(serde_json::from_str::<CostRange>(r#"{"from":"2.00","to":"1.00"}"#).is_err());
        assert!(serde_json::from_str::<CostRange>(r#"{"from":"-1","to":"1.00"}"#).is_err());
        let range: CostRange = serde_json::from_str(r#"{"from":"1","to":"1"}"#).unwrap();
        assert_eq!((range.from(), range.to()), (Euro::from_hundredths(100), Euro::from_hundredths(100)));
        assert!(
            serde_json::from_str::<ReportAnswers>(r#"{"zielgruppe":"x"}"#).is_err(),
            "unknown answers are refused"
        );
    }
}
