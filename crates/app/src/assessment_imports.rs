//! Assessments from a table: all of them or none. What results are drafts; nothing is submitted or signed off here.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use blaupause_access::{Actor, Denied, Owner};
use blaupause_kernel::{Ars, Date, Described, Message, Slug, UnitKey, Version};
use blaupause_maturity::sheets::{self, Column, Sheet, SheetAssessment, SheetSubject};
use blaupause_maturity::{Assessed, Assessment, Model, ModelRef, ModelState, NewAssessment, require_subject};
use blaupause_store::assessments as store;
use blaupause_store::{Error as Store, maturity_models, providers, served_units, units};
use blaupause_territory::{Defect, MAX_DEFECTS};

use crate::assessments::{check_period, check_purpose, record, retired};
use crate::subjects::{Doing, Subject};
use crate::{Error, Invalid, Read, Write};

/// Assessments written at once, and looked up at once.
const BATCH: usize = 500;

/// What an import does, or would do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Imported {
    /// Drafts that are made.
    pub created: usize,
    /// Assessments that are there already with the same answers and comments.
    pub unchanged: usize,
    /// Rows of the table.
    pub answers: usize,
}

/// Lets those pass who may edit any assessment, before a large file is read.
///
/// # Errors
/// `Denied`.
pub fn may_import(actor: &Actor) -> Result<(), Error> {
    actor.subject()?;
    if Doing::Editing.is_possible(actor) {
        return Ok(());
    }
    Err(Denied::Forbidden(Doing::Editing.of_unit()).into())
}

/// Reads a table.
///
/// # Errors
/// `Invalid` with line and field of every defect.
pub fn read_file(bytes: &[u8]) -> Result<Sheet, Error> {
    sheets::read(bytes).map_err(refused)
}

/// Says what importing a table would do; writes nothing.
///
/// # Errors
/// `Denied` for a unit or provider the actor may not edit; `Invalid` with line and field of every defect; those of
/// the store.
pub fn plan(tx: &mut Read<'_>, actor: &Actor, sheet: &Sheet) -> Result<Imported, Error> {
    Ok(prepare(tx, actor, sheet)?.1)
}

/// Imports a table: every assessment becomes a draft, unless it is there already.
///
/// # Errors
/// Those of [`plan`].
pub fn import(tx: &mut Write<'_>, actor: &Actor, sheet: &Sheet) -> Result<Imported, Error> {
    let (new, imported) = prepare(&mut tx.as_read(), actor, sheet)?;
    let (subject, now) = (actor.subject()?.to_owned(), tx.now());
    for batch in new.chunks(BATCH) {
        let mut drafts = Vec::with_capacity(batch.len());
        for (row, resolved) in batch {
            let begun = NewAssessment {
                id: tx.next_id(),
                assessed: resolved.assessed.clone(),
                model: resolved.model.clone(),
                period: row.period,
                purpose: row.purpose.clone(),
            };
            let (answers, comments) = row.content();
            drafts.push(Assessment { answers, comments, ..Assessment::create(begun, &subject, now) });
        }
        store::insert_all(tx.conn(), &drafts)?;
        for draft in &drafts {
            record(tx, actor, "assessment.created", draft)?;
        }
    }
    Ok(imported)
}

/// What a row of the table stands for.
struct Resolved {
    assessed: Assessed,
    model: ModelRef,
}

type New<'s> = Vec<(&'s SheetAssessment, Resolved)>;
/// A model that is named, or why it cannot be answered and in which column that is.
type Named = Result<(Arc<Model>, ModelRef), (Column, Message)>;
type Models = BTreeMap<(Slug, Option<Version>), Named>;

/// Looks everything up that the table names, checks all of it, and sorts out what is there already.
fn prepare<'s>(tx: &mut Read<'_>, actor: &Actor, sheet: &'s Sheet) -> Result<(New<'s>, Imported), Error> {
    may_import(actor)?;
    let subjects = Subjects::load(tx, actor, sheet)?;
    let models = load_models(tx, sheet)?;
    let mut found = Findings { sheet, defects: Vec::new() };
    let mut resolved: New<'s> = Vec::with_capacity(sheet.assessments.len());
    let mut seen: BTreeMap<(Assessed, Slug, Version, Date, Option<&str>), usize> = BTreeMap::new();
    for row in &sheet.assessments {
        let Some(known) = found.resolve(row, &subjects, &models, tx.today()) else { continue };
        let ModelRef { id, version, .. } = known.model.clone();
        let key = (known.assessed.clone(), id, version, row.period, row.purpose.as_deref());
        if let Some(line) = seen.insert(key, row.line) {
            found.note(row, Column::Indicator, Message::new("sheet-assessment-repeated").with("line", line));
        }
        resolved.push((row, known));
    }
    let mut new = New::with_capacity(resolved.len());
    while !resolved.is_empty() && found.defects.is_empty() {
        let batch: New<'s> = resolved.drain(..resolved.len().min(BATCH)).collect();
        found.sort_out(tx, batch, &mut new)?;
    }
    if !found.defects.is_empty() {
        found.defects.sort_by_key(|defect| (defect.line, defect.column));
        found.defects.truncate(MAX_DEFECTS);
        return Err(refused(found.defects));
    }
    let unchanged = sheet.assessments.len() - new.len();
    let imported = Imported { created: new.len(), unchanged, answers: sheet.len() };
    Ok((new, imported))
}

/// Everybody a table names, by how it names them.
struct Subjects {
    units: BTreeMap<Ars, Subject>,
    by_ags: BTreeMap<String, Ars>,
    providers: BTreeMap<Slug, Subject>,
}

impl Subjects {
    /// # Errors
    /// `Denied` for one of them the actor may not edit; those of the store.
    fn load(tx: &mut Read<'_>, actor: &Actor, sheet: &Sheet) -> Result<Self, Error> {
        let (mut keys, mut ags, mut ids) = (Vec::new(), Vec::new(), Vec::new());
        for row in &sheet.assessments {
            match &row.subject {
                SheetSubject::Unit(UnitKey::Ars(key)) => keys.push(key.clone()),
                SheetSubject::Unit(UnitKey::Ags(key)) => ags.push(key.to_string()),
                SheetSubject::Provider(id) => ids.push(id),
            }
        }
        let by_ags = units::of_ags(tx.conn(), &ags.into_iter().collect())?;
        keys.extend(by_ags.values().cloned());
        let today = tx.today();
        let mut units = BTreeMap::new();
        for (unit, serving) in served_units::of_keys(tx.conn(), &keys.into_iter().collect(), today)? {
            actor.require(Doing::Editing.of_unit(), Owner::Unit(&unit.ars, &serving))?;
            units.insert(unit.ars.clone(), Subject::Unit(Box::new(unit)));
        }
        let mut houses = BTreeMap::new();
        for stored in providers::by_ids(tx.conn(), &ids.into_iter().collect())? {
            actor.require(Doing::Editing.of_provider(), Owner::Provider(&stored.provider.id))?;
            houses.insert(stored.provider.id.clone(), Subject::Provider(stored.provider));
        }
        Ok(Self { units, by_ags, providers: houses })
    }

    fn of(&self, named: &SheetSubject) -> Option<&Subject> {
        match named {
            SheetSubject::Unit(UnitKey::Ars(ars)) => self.units.get(ars),
            SheetSubject::Unit(UnitKey::Ags(ags)) => self.units.get(self.by_ags.get(&ags.to_string())?),
            SheetSubject::Provider(id) => self.providers.get(id),
        }
    }
}

fn load_models(tx: &mut Read<'_>, sheet: &Sheet) -> Result<Models, Error> {
    let mut models = Models::new();
    for row in &sheet.assessments {
        if let Entry::Vacant(place) = models.entry((row.model.clone(), row.version.clone())) {
            let model = match load_model(tx, &row.model, row.version.as_ref()) {
                Ok(found) => found,
                Err(Error::Store(error @ Store::NotFound { .. })) => {
                    let column = if row.version.is_some() { Column::Version } else { Column::Model };
                    Err((column, Error::from(error).message()))
                }
                Err(other) => return Err(other),
            };
            place.insert(model);
        }
    }
    Ok(models)
}

fn load_model(tx: &mut Read<'_>, id: &Slug, version: Option<&Version>) -> Result<Named, Error> {
    let version = match version {
        Some(version) => version.clone(),
        None => match maturity_models::highest_version(tx.conn(), id)? {
            Some(version) => version,
            None => return Ok(Err((Column::Model, retired(id)))),
        },
    };
    if maturity_models::state(tx.conn(), id, &version)? == ModelState::Retired {
        return Ok(Err((Column::Version, retired(format!("{id}@{version}")))));
    }
    let (model, hash) = maturity_models::by_version(tx.conn(), id, &version)?;
    let reference = model.reference_with(hash);
    Ok(Ok((model, reference)))
}

struct Findings<'s> {
    sheet: &'s Sheet,
    defects: Vec<Defect>,
}

impl<'s> Findings<'s> {
    fn note(&mut self, row: &SheetAssessment, column: Column, message: Message) {
        self.defects.push(self.sheet.defect(row.line, column, message));
    }

    /// Who and what a row stands for, if all of it can stand.
    fn resolve(
        &mut self,
        row: &SheetAssessment,
        subjects: &Subjects,
        models: &Models,
        today: Date,
    ) -> Option<Resolved> {
        let before = self.defects.len();
        let subject = subjects.of(&row.subject);
        match (subject, &row.subject) {
            (Some(subject), _) => self.note_invalid(row, check_period(subject, row.period, today)),
            (None, SheetSubject::Unit(key)) => {
                self.note(row, Column::Unit, Error::from(Store::not_found("unit", key)).message());
            }
            (None, SheetSubject::Provider(id)) => {
                self.note(row, Column::Provider, Error::from(Store::not_found("provider", id)).message());
            }
        }
        self.note_invalid(row, check_purpose(row.purpose.as_deref()));
        let model = match models.get(&(row.model.clone(), row.version.clone()))? {
            Ok(model) => model,
            Err((column, message)) => {
                self.note(row, *column, message.clone());
                return None;
            }
        };
        let assessed = subject?.assessed();
        if let Err(error) = require_subject(&assessed, &model.0) {
            self.note(row, Column::Model, error.message());
        }
        self.defects.extend(self.sheet.faults(row, &model.0));
        (self.defects.len() == before).then(|| Resolved { assessed, model: model.1.clone() })
    }

    /// The places of a use case, as columns of the table.
    fn note_invalid(&mut self, row: &SheetAssessment, checked: Result<(), Error>) {
        let Err(Error::Invalid(places)) = checked else { return };
        for Invalid { pointer, message } in places {
            let column = match pointer.as_str() {
                "/period" => Column::Period,
                "/purpose" => Column::Purpose,
                _ => Column::Unit,
            };
            self.note(row, column, message);
        }
    }

    /// Keeps what is not there yet. What is there with other answers is somebody's work, and is not overwritten.
    fn sort_out(&mut self, tx: &mut Read<'_>, batch: New<'s>, new: &mut New<'s>) -> Result<(), Error> {
        let subjects: Vec<Assessed> = batch.iter().map(|(_, resolved)| resolved.assessed.clone()).collect();
        let mut stored: BTreeMap<Assessed, Vec<Assessment>> = BTreeMap::new();
        for assessment in store::of_subjects(tx.conn(), &subjects)? {
            stored.entry(assessment.assessed.clone()).or_default().push(assessment);
        }
        for (row, resolved) in batch {
            let there = stored.get(&resolved.assessed).map(Vec::as_slice).unwrap_or_default();
            let same = |a: &&Assessment| {
                a.model == resolved.model && a.period == row.period && a.purpose == row.purpose
            };
            let mut alike = there.iter().filter(same).peekable();
            let Some(first) = alike.peek().copied() else {
                new.push((row, resolved));
                continue;
            };
            if !alike.any(|a| row.is_content_of(&a.answers, &a.comments)) {
                let message = Message::new("sheet-assessment-differs").with("id", first.id);
                self.note(row, Column::Indicator, message);
            }
        }
        Ok(())
    }
}

/// Every defect of a table with its place.
fn refused(defects: Vec<Defect>) -> Error {
    let place = |d: Defect| Invalid { pointer: format!("{}:{}", d.line, d.column), message: d.message };
    Error::Invalid(defects.into_iter().map(place).collect())
}
