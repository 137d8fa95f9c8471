//! Enters one event of the timeline by the use cases that persons would have used. Adoptions are in `adoptions`.

use std::collections::BTreeMap;

use blaupause_app::assessments::{self, Begin};
use blaupause_app::installations::Facts;
use blaupause_app::statistical_releases::{self, Wanted};
use blaupause_app::{Error, Expected, Write, blueprints, experience_reports, installations, modules, pilots};
use blaupause_catalog::Deviation;
use blaupause_kernel::{Ars, Date, Slug, UnitKey, Version};
use blaupause_pilots::blueprints::BlueprintVersion;
use blaupause_pilots::pilots::NewPilot;
use uuid::Uuid;

use super::content::{BlueprintStep, Content, Event, Pilot, PilotStep};
use super::persons::{admin, approver, catalog_manager, consultant, editor};
use super::{World, accompaniment, answers, catalogue, earlier, missing, resources};

impl<'c> World<'c> {
    /// Enters an event.
    pub(super) fn enter(&mut self, tx: &mut Write<'_>, event: &'c Event) -> Result<(), Error> {
        match event {
            Event::Install { units, modules, deviations, confirmed_days } => {
                let until = confirmed_days.map(|days| tx.today().plus_days(days));
                install(tx, units, modules, (deviations, until))
            }
            Event::Standard { file, owner } => catalogue::standard(tx, file, owner),
            Event::Timeline { standard, owner, entries } => {
                catalogue::timeline(tx, (standard, owner), entries)
            }
            Event::Paths(files) => files.iter().try_for_each(|file| catalogue::path(tx, file)),
            Event::Publish { module, version } => self.publish(tx, module, version),
            Event::Assess(profiles) => profiles.iter().try_for_each(|name| self.assess(tx, name)),
            Event::Draft(name) => self.begin(tx, name).map(|_| ()),
            Event::Resources => resources::enter(tx, &self.content.resources),
            Event::Accompaniment => accompaniment::enter(tx, &self.content.accompaniment),
            Event::Release { days } => self.release(tx, *days),
            Event::Pilot { pilot, step } => self.pilot(tx, pilot, *step),
            Event::Note { pilot, before, after } => {
                before.iter().try_for_each(|name| self.note(tx, pilot, name, true))?;
                after.iter().try_for_each(|name| self.note(tx, pilot, name, false))
            }
            Event::Blueprint { file, owner, step } => blueprint(tx, file, owner, *step),
            Event::Adopt { unit, blueprint, version, parameters } => {
                self.adopt(tx, (unit, blueprint), version, parameters)
            }
            Event::Adoption { unit, blueprint, step } => self.adoption(tx, (unit, blueprint), step),
            Event::Tick { unit, blueprint, done } => self.tick(tx, (unit, blueprint), done),
        }
    }

    fn publish(&self, tx: &mut Write<'_>, module: &Slug, version: &Version) -> Result<(), Error> {
        let known = self.content.modules.modules.iter().find(|m| m.id == *module);
        let owner = &known.ok_or_else(|| missing("module", module))?.owner;
        let text = Content::module(module, version).ok_or_else(|| missing("module version", version))?;
        modules::publish(tx, &catalog_manager(owner), module, text)?;
        Ok(())
    }

    /// Begins an assessment and answers it.
    fn begin(&self, tx: &mut Write<'_>, name: &str) -> Result<Uuid, Error> {
        let profile = answers::profile(self.content, name)?;
        let actor = editor(&profile.unit);
        let begin = Begin {
            subject: UnitKey::Ars(profile.unit.clone()).into(),
            model: self.content.assessments.model.clone(),
            version: None,
            period: tx.today(),
            purpose: Some("Demo: erfundene Antworten".to_owned()),
        };
        let id = assessments::create(tx, &actor, begin)?.id;
        assessments::edit(tx, &actor, id, Expected::Any, answers::edit(self.content, profile)?)?;
        Ok(id)
    }

    /// One person answers and hands in, another one signs off.
    fn assess(&mut self, tx: &mut Write<'_>, name: &'c str) -> Result<(), Error> {
        let unit = &answers::profile(self.content, name)?.unit;
        let id = self.begin(tx, name)?;
        assessments::submit(tx, &editor(unit), id, Expected::Any)?;
        assessments::start_review(tx, &approver(unit), id, Expected::Any)?;
        assessments::sign_off(tx, &approver(unit), id, Expected::Any)?;
        self.assessments.insert(name, id);
        Ok(())
    }

    fn release(&self, tx: &mut Write<'_>, days: u32) -> Result<(), Error> {
        let (model, to) = (&self.content.model, tx.today().day_before());
        let wanted = Wanted {
            model: model.id.clone(),
            version: model.version.clone(),
            from: earlier(tx.now(), days, 0).date(),
            to,
        };
        let id = tx.next_id();
        let prepared = statistical_releases::prepare(&mut tx.as_read(), &admin(), id, &wanted)?;
        statistical_releases::publish(tx, &admin(), &prepared)?;
        Ok(())
    }

    /// The signed-off assessment by a profile.
    pub(super) fn signed(&self, name: &str) -> Result<Uuid, Error> {
        self.assessments.get(name).copied().ok_or_else(|| missing("assessment", name))
    }

    fn pilot(&self, tx: &mut Write<'_>, slug: &Slug, step: PilotStep) -> Result<(), Error> {
        let pilot = self.content.pilot(slug).ok_or_else(|| missing("pilot", slug))?;
        let actor = consultant(&pilot.provider);
        let step = match step {
            PilotStep::Call => {
                return pilots::create(tx, &actor, self.description(pilot)).map(|_| ());
            }
            PilotStep::Report => {
                let report = pilot.report.clone();
                return experience_reports::put(tx, &actor, slug, None, report).map(|_| ());
            }
            PilotStep::Gates => {
                return pilot.gates.iter().try_for_each(|(gate, statement)| {
                    let answer = (true, statement.clone());
                    pilots::answer_gate(tx, &actor, slug, Expected::Any, *gate, answer).map(|_| ())
                });
            }
            PilotStep::Prepare => pilots::Step::Prepare,
            PilotStep::Start => pilots::Step::Start,
            PilotStep::Evaluate => pilots::Step::Evaluate,
            PilotStep::Finish => pilots::Step::Finish,
        };
        pilots::step(tx, &actor, slug, Expected::Any, step, None)?;
        Ok(())
    }

    fn description(&self, pilot: &Pilot) -> NewPilot {
        NewPilot {
            slug: pilot.slug.clone(),
            title: pilot.title.clone(),
            summary: pilot.summary.clone(),
            provider: pilot.provider.clone(),
            units: pilot.units.clone(),
            model: pilot.model.clone(),
            goals: pilot.goals.clone(),
            modules: pilot.modules.clone(),
            budget: pilot.budget,
            planned_effort: pilot.planned_effort,
            planned_from: earlier(self.now, pilot.planned.from, 0).date(),
            planned_until: earlier(self.now, pilot.planned.until, 0).date(),
        }
    }

    fn note(&self, tx: &mut Write<'_>, slug: &Slug, name: &str, before: bool) -> Result<(), Error> {
        let pilot = self.content.pilot(slug).ok_or_else(|| missing("pilot", slug))?;
        let unit = UnitKey::Ars(answers::profile(self.content, name)?.unit.clone());
        let signed = Some(self.signed(name)?);
        let noted = if before { (signed, None) } else { (None, signed) };
        pilots::assess(tx, &consultant(&pilot.provider), slug, &unit, Expected::Any, noted)?;
        Ok(())
    }
}

fn install(
    tx: &mut Write<'_>,
    units: &[Ars],
    modules: &BTreeMap<Slug, Version>,
    (deviations, confirmed_until): (&[Deviation], Option<Date>),
) -> Result<(), Error> {
    for unit in units {
        for (module, version) in modules {
            let facts = Facts {
                version: version.clone(),
                maturity: None,
                customised: !deviations.is_empty(),
                deviations: deviations.to_vec(),
                since: tx.today(),
                confirmed_until,
            };
            installations::put(tx, &editor(unit), &UnitKey::Ars(unit.clone()), module, None, facts)?;
        }
    }
    Ok(())
}

/// A consultant writes, a catalog manager publishes.
fn blueprint(tx: &mut Write<'_>, file: &str, owner: &Slug, step: BlueprintStep) -> Result<(), Error> {
    let text = Content::blueprint(file).ok_or_else(|| missing("blueprint", file))?;
    let document = BlueprintVersion::read(text).map_err(|_| missing("readable blueprint", file))?;
    let (author, publisher) = (consultant(owner), catalog_manager(owner));
    let key = (&document.blueprint, &document.version);
    match step {
        BlueprintStep::Found => {
            let (slug, title) = (document.blueprint, document.title);
            blueprints::create(tx, &author, slug, owner.clone(), title).map(|_| ())
        }
        BlueprintStep::Save => blueprints::save(tx, &author, key, None, text).map(|_| ()),
        BlueprintStep::Submit => blueprints::submit(tx, &author, key, Expected::Any).map(|_| ()),
        BlueprintStep::Publish => blueprints::publish(tx, &publisher, key, Expected::Any).map(|_| ()),
        BlueprintStep::Promote => blueprints::promote(tx, &publisher, key, Expected::Any, None).map(|_| ()),
    }
}
