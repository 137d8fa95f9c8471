//! Questions about cohorts that a provider keeps under an address of their own. What is kept could be asked when it was
//! saved; whoever asks it later is asked for the permission then.

use blaupause_access::{Actor, Permission};
use blaupause_analytics::columnar::{Quantity, QueryError, check_keys};
use blaupause_analytics::{QueryTerms, SavedQuery};
use blaupause_kernel::{Described as _, Page, Paged, Slug};
use blaupause_store::{Error as Store, cohort_queries as store};
use uuid::Uuid;

use crate::cohort_questions::{AnyQuestion, Numbers, Scope, model, title_of};
use crate::{Change, Error, Expected, Invalid, Read, Write, providers};

/// Saves a question: its terms, and the question as its own address reads it from them.
///
/// # Errors
/// `Denied`; no such provider; `Invalid` with the parameter that does not fit; those of the store.
pub fn create(
    tx: &mut Write<'_>,
    actor: &Actor,
    provider: &Slug,
    terms: QueryTerms,
    question: &AnyQuestion,
) -> Result<SavedQuery, Error> {
    let provider =
        providers::permitted(&mut tx.as_read(), actor, Permission::SaveCohortQueries, provider)?.id;
    check(tx, &terms, question)?;
    let query = SavedQuery::new(tx.next_id(), provider, terms);
    store::insert(tx.conn(), &query)?;
    tx.record(actor, change("cohortQuery.saved", &query))?;
    Ok(query)
}

/// The questions of a provider, the newest first.
///
/// # Errors
/// `Denied`; no such provider; a foreign cursor; those of the store.
pub fn list(
    tx: &mut Read<'_>,
    actor: &Actor,
    provider: &Slug,
    page: &Page,
) -> Result<Paged<SavedQuery>, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    Ok(store::list(tx.conn(), &provider, page)?)
}

/// A question.
///
/// # Errors
/// No such provider or question; `Denied`; those of the store.
pub fn get(tx: &mut Read<'_>, actor: &Actor, provider: &Slug, id: Uuid) -> Result<SavedQuery, Error> {
    let provider = providers::permitted(tx, actor, Permission::ReadServiceArea, provider)?.id;
    of_provider(store::by_id(tx.conn(), id)?, &provider)
}

/// Saves a question anew under its address.
///
/// # Errors
/// No such provider or question; `Denied`; `Stale`; those of [`create`].
pub fn put(
    tx: &mut Write<'_>,
    actor: &Actor,
    (provider, id): (&Slug, Uuid),
    expected: Expected,
    terms: QueryTerms,
    question: &AnyQuestion,
) -> Result<SavedQuery, Error> {
    let query = to_change(tx, actor, provider, id, expected)?;
    check(tx, &terms, question)?;
    let query = query.change(terms);
    store::update(tx.conn(), &query)?;
    tx.record(actor, change("cohortQuery.changed", &query))?;
    Ok(query)
}

/// Removes a question; its address is never given again.
///
/// # Errors
/// No such provider or question; `Denied`; `Stale`; those of the store.
pub fn delete(
    tx: &mut Write<'_>,
    actor: &Actor,
    (provider, id): (&Slug, Uuid),
    expected: Expected,
) -> Result<(), Error> {
    let query = to_change(tx, actor, provider, id, expected)?;
    store::delete(tx.conn(), &query)?;
    tx.record(actor, change("cohortQuery.deleted", &query))
}

fn to_change(
    tx: &mut Write<'_>,
    actor: &Actor,
    provider: &Slug,
    id: Uuid,
    expected: Expected,
) -> Result<SavedQuery, Error> {
    let provider =
        providers::permitted(&mut tx.as_read(), actor, Permission::SaveCohortQueries, provider)?.id;
    let query = of_provider(store::by_id(tx.conn(), id)?, &provider)?;
    expected.check(query.revision)?;
    Ok(query)
}

/// A question is at the address of its own provider only.
fn of_provider(query: SavedQuery, provider: &Slug) -> Result<SavedQuery, Error> {
    let id = query.id;
    let own = Some(query).filter(|query| query.provider == *provider);
    own.ok_or_else(|| Store::not_found("cohort-query", id).into())
}

/// Path of a saved question, below `/v1`.
pub fn path(query: &SavedQuery) -> String {
    format!("/providers/{}/cohort-queries/{}", query.provider, query.id)
}

fn change(kind: &'static str, query: &SavedQuery) -> Change {
    Change::new(kind, path(query)).of_provider(&query.provider)
}

/// Whether the question could be asked now.
fn check(tx: &mut Write<'_>, terms: &QueryTerms, question: &AnyQuestion) -> Result<(), Error> {
    let problems = terms.problems().into_iter();
    let places: Vec<Invalid> =
        problems.map(|(at, message)| Invalid { pointer: at.to_owned(), message }).collect();
    if !places.is_empty() {
        return Err(Error::Invalid(places));
    }
    let (scope, numbers, without_periods) = parts(question);
    let refused = |parameter: &str, error: QueryError| {
        Error::invalid(format!("/parameters/{parameter}"), error.message())
    };
    check_keys(&scope.keys, without_periods).map_err(|error| refused("groupBy", error))?;
    let model = model(tx, scope).map_err(in_parameters(scope))?;
    let known = |quantity: &Quantity| title_of(&model, quantity).is_some();
    match numbers.into_iter().find(|(_, quantity)| !known(quantity)) {
        Some((parameter, quantity)) => {
            Err(refused(parameter, QueryError::UnknownQuantity(quantity.to_string())))
        }
        None => Ok(()),
    }
}

/// Whom a question asks about, its numbers with the parameters that name them, and whether it goes without periods.
fn parts(question: &AnyQuestion) -> (&Scope, Vec<(&'static str, &Quantity)>, bool) {
    match question {
        AnyQuestion::Cohorts(asked) => {
            let numbers = asked.numbers.iter().filter_map(|number| match number {
                Numbers::One(quantity) => Some(("values", quantity)),
                Numbers::Dimensions | Numbers::Indicators => None,
            });
            let correlated = asked.correlate.iter().map(|quantity| ("correlate", quantity));
            (&asked.scope, numbers.chain(correlated).collect(), false)
        }
        AnyQuestion::Ranks(scope, by) => (scope, vec![("by", by)], false),
        AnyQuestion::CatchingUp(scope, _) => (scope, Vec::new(), true),
    }
}

/// What is wrong with the model is wrong with the parameter that names it.
fn in_parameters(scope: &Scope) -> impl Fn(Error) -> Error {
    let parameter = if scope.version.is_some() { "/parameters/version" } else { "/parameters/model" };
    move |error| match error {
        Error::Store(Store::NotFound { .. }) => Error::invalid(parameter, error.message()),
        Error::Invalid(places) => {
            let below =
                |place: Invalid| Invalid { pointer: format!("/parameters{}", place.pointer), ..place };
            Error::Invalid(places.into_iter().map(below).collect())
        }
        other => other,
    }
}
