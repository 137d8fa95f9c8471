//! From a profile to the answers and the evidence of an assessment: the same at every start.

use std::collections::BTreeMap;

use blaupause_app::Error;
use blaupause_app::assessments::Edit;
use blaupause_kernel::{Ars, Digest, Language, Rational, Slug};
use blaupause_maturity::{Answer, Evidence, EvidenceRule, Indicator};

use super::content::{Content, Profile};
use super::missing;

/// The profile with this name.
pub(super) fn profile<'c>(content: &'c Content, name: &str) -> Result<&'c Profile, Error> {
    content.assessments.profiles.get(name).ok_or_else(|| missing("profile", name))
}

/// What a profile answers, with a titled piece of evidence wherever the model asks for one.
pub(super) fn edit(content: &Content, profile: &Profile) -> Result<Edit, Error> {
    let levels = levels(content, profile)?;
    let mut edit = Edit::default();
    for (_, indicator) in content.model.indicators() {
        let Some(level) = levels.get(&indicator.id).copied() else { continue };
        let answer = answer(profile, &indicator.id, level);
        if matches!(answer, Answer::Level { .. }) && needs_evidence(indicator, level) {
            let title = format!("Demo: Nachweis zu „{}“", indicator.title.get(Language::De));
            let evidence = Evidence { title, url: None, sha256: None, valid_until: None };
            edit.evidence.insert(indicator.id.clone(), Some(vec![evidence]));
        }
        edit.answers.insert(indicator.id.clone(), Some(answer));
    }
    Ok(edit)
}

fn answer(profile: &Profile, indicator: &Slug, value: Rational) -> Answer {
    if profile.by_provider.contains(indicator) {
        Answer::ByProvider
    } else if profile.open.contains(indicator) {
        Answer::NotAssessable { reason: Some("Demo: noch nicht erhoben".to_owned()) }
    } else {
        Answer::Level { value }
    }
}

fn needs_evidence(indicator: &Indicator, level: Rational) -> bool {
    let needed = indicator.evidence.as_ref().filter(|e| matches!(e.rule, EvidenceRule::Required));
    needed.is_some_and(|e| e.from_level.is_none_or(|from| level >= from))
}

/// The level of every indicator: that of the profile it is like or of its archetype, then what it sets itself.
fn levels(content: &Content, own: &Profile) -> Result<BTreeMap<Slug, Rational>, Error> {
    let mut levels = match &own.like {
        Some(name) => levels(content, profile(content, name)?)?,
        None => of_archetype(content, own)?,
    };
    levels.extend(own.set.iter().map(|(id, level)| (id.clone(), *level)));
    Ok(levels)
}

fn of_archetype(content: &Content, profile: &Profile) -> Result<BTreeMap<Slug, Rational>, Error> {
    let name = profile.archetype.as_deref().unwrap_or_default();
    let archetype = content.assessments.archetypes.get(name).ok_or_else(|| missing("archetype", name))?;
    let mut levels = BTreeMap::new();
    for (above, indicator) in content.model.indicators() {
        let base = above.first().and_then(|d| archetype.levels.get(&d.id)).copied();
        let base = base.ok_or_else(|| missing("level for", &indicator.id))?;
        let moved = base.checked_add(shift(&profile.unit, &indicator.id));
        let varied = moved.filter(|level| indicator.scale.contains(*level)).unwrap_or(base);
        let level = archetype.fixed.get(&indicator.id).copied().unwrap_or(varied);
        levels.insert(indicator.id.clone(), level);
    }
    Ok(levels)
}

/// One up, one down or nothing, by the first hexadecimal digit of a digest.
fn shift(unit: &Ars, indicator: &Slug) -> Rational {
    let digest = Digest::of(format!("{unit}/{indicator}").as_bytes()).to_string();
    match digest.chars().next() {
        Some('0' | '1') => Rational::from_int(-1),
        Some('e' | 'f') => Rational::from_int(1),
        _ => Rational::ZERO,
    }
}
