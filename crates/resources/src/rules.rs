//! Rules in force ("geltende Regelungen"; Handreichung, Administration and Handlungsempfehlungen zur Erhöhung der Resilienz):
//! who may work elsewhere, who may use a private device, and which video tool is approved for what is confidential.

use blaupause_kernel::{Ars, Date, Message, Revision, Slug};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::Error;
use crate::error::Problems;

/// Longest address of a source, in characters.
pub const MAX_URL: usize = 2_000;

/// Schutzbedarf of what is said and shown, as to confidentiality (BSI-Standard 200-2, 8.2). Later values need more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum Confidentiality {
    /// Normal: what damage there is is limited.
    Normal,
    /// Hoch: the damage can be considerable.
    High,
    /// Sehr hoch: the damage can threaten existence.
    VeryHigh,
}

/// What a rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RuleContent {
    /// Dienstvereinbarung zum mobilen Arbeiten.
    MobileWork {
        /// Share of the staff that may work elsewhere in ordinary times, in percent.
        #[cfg_attr(feature = "openapi", schema(maximum = 100))]
        ordinary: u8,
        /// Share of the staff that may work elsewhere in a crisis, in percent: at least the ordinary one.
        #[cfg_attr(feature = "openapi", schema(maximum = 100))]
        crisis: u8,
    },
    /// Regelung zu privaten Geräten (BYOD).
    PrivateDevices {
        /// Share of the staff that may use a private device and has access prepared, in percent.
        #[cfg_attr(feature = "openapi", schema(minimum = 1, maximum = 100))]
        share: u8,
    },
    /// Freigabe of a video tool.
    VideoTool {
        /// The tool.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200, example = "OpenTalk"))]
        tool: String,
        /// Up to which confidentiality it is approved.
        confidentiality: Confidentiality,
    },
}

impl RuleContent {
    /// The name of its kind in JSON.
    pub const fn kind(&self) -> RuleKind {
        match self {
            Self::MobileWork { .. } => RuleKind::MobileWork,
            Self::PrivateDevices { .. } => RuleKind::PrivateDevices,
            Self::VideoTool { .. } => RuleKind::VideoTool,
        }
    }
}

/// What a rule is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub enum RuleKind {
    /// Mobiles Arbeiten.
    MobileWork,
    /// Private devices.
    PrivateDevices,
    /// A video tool.
    VideoTool,
}

impl RuleKind {
    /// Its name in JSON.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::MobileWork => "mobileWork",
            Self::PrivateDevices => "privateDevices",
            Self::VideoTool => "videoTool",
        }
    }
}

/// Where a rule is written down (Fundstelle).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleSource {
    /// What it is called.
    #[cfg_attr(
        feature = "openapi",
        schema(min_length = 1, max_length = 200, example = "Dienstvereinbarung vom 1. März 2026")
    )]
    pub title: String,
    /// Where it can be read: `https://` or `http://`.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 2_000))]
    pub url: Option<String>,
}

/// A rule and its dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RuleTerms {
    /// What it says.
    pub content: RuleContent,
    /// The first day on which it holds.
    pub from: Date,
    /// The last day on which it holds; without end if missing.
    #[serde(default)]
    pub until: Option<Date>,
    /// The day by which it is to be looked at again.
    #[serde(default)]
    pub review_by: Option<Date>,
    /// Where it is written down.
    pub source: RuleSource,
}

/// For whom a rule holds: the field `unit` or the field `provider`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Holder {
    /// The staff of a unit.
    Unit(Ars),
    /// The staff of a provider.
    Provider(Slug),
}

/// A rule in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rule {
    /// Its id.
    pub id: Uuid,
    /// For whom it holds.
    #[serde(flatten)]
    pub holder: Holder,
    /// What it says, and when it holds.
    pub terms: RuleTerms,
    /// How often it was changed.
    pub revision: Revision,
}

impl RuleTerms {
    /// Checks shares, dates and texts.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn check(&self) -> Result<(), Error> {
        let mut problems = Problems::default();
        let percent =
            |least: u8| move || Message::new("resources-out-of-range").with("least", least).with("most", 100);
        match &self.content {
            RuleContent::MobileWork { ordinary, crisis } => {
                let at = |field: &str| format!("/content/{field}");
                problems.require(*ordinary <= 100, at("ordinary"), percent(0));
                problems.require((*ordinary..=100).contains(crisis), at("crisis"), percent(*ordinary));
            }
            RuleContent::PrivateDevices { share } => {
                problems.require((1..=100).contains(share), "/content/share".to_owned(), percent(1));
            }
            RuleContent::VideoTool { tool, .. } => problems.require_title("/content/tool", tool),
        }
        for (field, day) in [("until", self.until), ("reviewBy", self.review_by)] {
            let later = day.is_none_or(|day| self.from <= day);
            problems.require(later, format!("/{field}"), || {
                Message::new("rule-ends-before").with("date", self.from)
            });
        }
        problems.require_title("/source/title", &self.source.title);
        let linked = self.source.url.as_deref().is_none_or(is_link);
        problems.require(linked, "/source/url".to_owned(), || Message::new("rule-url").with("most", MAX_URL));
        problems.into_result("rule")
    }

    /// Whether it holds on a day.
    pub fn holds_on(&self, day: Date) -> bool {
        self.from <= day && self.until.is_none_or(|until| day <= until)
    }

    /// The day on which somebody should look at it: its end or its review, whichever comes first.
    pub fn due(&self) -> Option<Date> {
        [self.until, self.review_by].into_iter().flatten().min()
    }
}

fn is_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    rest.is_some_and(|rest| !rest.is_empty())
        && url.chars().count() <= MAX_URL
        && !url.contains(|c: char| c.is_whitespace() || c.is_control())
}

impl Rule {
    /// A new rule.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn new(id: Uuid, holder: Holder, terms: RuleTerms) -> Result<Self, Error> {
        terms.check()?;
        Ok(Self { id, holder, terms, revision: Revision::FIRST })
    }

    /// The rule with other terms.
    ///
    /// # Errors
    /// `Invalid` with every problem.
    pub fn change(self, terms: RuleTerms) -> Result<Self, Error> {
        terms.check()?;
        Ok(Self { terms, revision: self.revision.next(), ..self })
    }
}

/// What the rules of one holder allow on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[cfg_attr(feature = "openapi", schema(as = RulesAllow))]
pub struct Allowed {
    /// Share of the staff that may work elsewhere in a crisis, in percent; 0 without a rule.
    pub mobile: u8,
    /// Share of the staff that may use a private device, in percent; 0 without a rule.
    pub private_devices: u8,
    /// The highest confidentiality for which a video tool is approved; nothing without one.
    pub video: Option<Confidentiality>,
}

/// What these rules allow together on a day. Of several rules of a kind the one that allows most counts.
pub fn allowed<'r>(rules: impl IntoIterator<Item = &'r RuleTerms>, day: Date) -> Allowed {
    let mut most = Allowed::default();
    for rule in rules.into_iter().filter(|rule| rule.holds_on(day)) {
        match &rule.content {
            RuleContent::MobileWork { crisis, .. } => most.mobile = most.mobile.max(*crisis),
            RuleContent::PrivateDevices { share } => most.private_devices = most.private_devices.max(*share),
            RuleContent::VideoTool { confidentiality, .. } => {
                most.video = most.video.max(Some(*confidentiality))
            }
        }
    }
    most
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Date {
        text.parse().unwrap()
    }

    fn rule(content: RuleContent, from: &str, until: Option<&str>) -> RuleTerms {
        RuleTerms {
            content,
            from: day(from),
            until: until.map(day),
            review_by: None,
            source: RuleSource { title: "Dienstvereinbarung".into(), url: None },
        }
    }

    #[test]
    fn a_rule_holds_from_its_first_to_its_last_day_and_the_widest_counts() {
        let video = |confidentiality| RuleContent::VideoTool { tool: "OpenTalk".into(), confidentiality };
        let rules = [
            rule(RuleContent::MobileWork { ordinary: 40, crisis: 60 }, "2025-01-01", Some("2026-06-30")),
            rule(RuleContent::MobileWork { ordinary: 30, crisis: 90 }, "2026-06-30", None),
            rule(RuleContent::PrivateDevices { share: 25 }, "2026-07-01", None),
            rule(video(Confidentiality::High), "2026-01-01", None),
            rule(video(Confidentiality::Normal), "2026-01-01", None),
        ];
        let on = |text: &str| {
            let allowed = allowed(&rules, day(text));
            (allowed.mobile, allowed.private_devices, allowed.video)
        };
        assert_eq!(on("2024-12-31"), (0, 0, None));
        assert_eq!(on("2025-01-01"), (60, 0, None));
        assert_eq!(on("2026-06-30"), (90, 0, Some(Confidentiality::High)));
        assert_eq!(on("2026-07-01"), (90, 25, Some(Confidentiality::High)));
        let reviewed = RuleTerms { review_by: Some(day("2026-03-01")), ..rules[0].clone() };
        assert_eq!(
            (reviewed.due(), rules[0].due(), rules[1].due()),
            (Some(day("2026-03-01")), Some(day("2026-06-30")), None)
        );
    }

    #[test]
    fn terms_that_make_no_sense_are_refused_at_every_place() {
        let bad = RuleTerms {
            content: RuleContent::MobileWork { ordinary: 80, crisis: 70 },
            from: day("2026-03-01"),
            until: Some(day("2026-02-28")),
            review_by: Some(day("2026-02-28")),
            source: RuleSource { title: " ".into(), url: Some("ftp://x".into()) },
        };
        let Err(Error::Invalid { kind, problems }) = bad.check() else { panic!("accepted") };
        let paths: Vec<_> = problems.iter().map(|problem| problem.path.as_str()).collect();
        assert_eq!(kind, "rule");
        assert_eq!(paths, ["/content/crisis", "/until", "/reviewBy", "/source/title", "/source/url"]);
        let tool = RuleContent::VideoTool { tool: "x".repeat(201), confidentiality: Confidentiality::High };
        assert!(rule(tool, "2026-01-01", None).check().is_err());
        assert!(rule(RuleContent::PrivateDevices { share: 0 }, "2026-01-01", None).check().is_err());
        assert!(rule(RuleContent::PrivateDevices { share: 100 }, "2026-01-01", None).check().is_ok());
    }
}
