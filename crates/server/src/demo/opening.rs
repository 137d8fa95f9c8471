//! What is there before anything happens: the model, the register, the providers with what they offer, the modules.

use blaupause_access::Actor;
use blaupause_app::portfolio::{self, Offer};
use blaupause_app::{Error, Expected, Write, maturity_models, modules, providers, register, services};
use blaupause_territory::ServiceArea;

use super::content::{Content, Module, Provider};
use super::missing;
use super::persons::{admin, catalog_manager};

/// Where the register says it comes from.
const SOURCE: &str =
    "Demo: Auswahl aus dem Gemeindeverzeichnis (Statistisches Bundesamt, GV100AD, 30.11.2023)";

/// Enters all of it.
pub(super) fn enter(tx: &mut Write<'_>, content: &Content) -> Result<(), Error> {
    maturity_models::publish_built_in(tx, &Actor::operator())?;
    let terms = register::Terms { source: SOURCE.to_owned(), ..Default::default() };
    register::import(tx, &admin(), &content.register, &terms)?;
    services::import(tx, &admin(), &content.services, content.providers.from)?;
    content.providers.providers.iter().try_for_each(|p| found(tx, content, p))?;
    content.modules.modules.iter().try_for_each(|m| publish(tx, m))?;
    content.providers.providers.iter().try_for_each(|p| offer(tx, content, p))
}

fn found(tx: &mut Write<'_>, content: &Content, provider: &Provider) -> Result<(), Error> {
    let own = blaupause_territory::Provider {
        id: provider.id.clone(),
        name: provider.name.clone(),
        homepage: Some(provider.homepage.clone()),
        legal_form: Some(provider.legal_form.clone()),
        seat: Some(provider.seat.clone()),
    };
    providers::create(tx, &admin(), own)?;
    for unit in &provider.serves {
        let area = ServiceArea {
            provider: provider.id.clone(),
            unit: unit.clone(),
            with_descendants: true,
            from: content.providers.from,
            to: None,
        };
        providers::put_area(tx, &admin(), Expected::Any, area)?;
    }
    Ok(())
}

fn publish(tx: &mut Write<'_>, module: &Module) -> Result<(), Error> {
    let actor = catalog_manager(&module.owner);
    let first = module.first().ok_or_else(|| missing("module", &module.id))?;
    let record =
        modules::new(module.id.clone(), module.owner.clone(), module.kind, first.title, first.summary);
    modules::create(tx, &actor, &record)?;
    for version in &module.versions {
        let text = Content::module(&module.id, version).ok_or_else(|| missing("module", &module.id))?;
        modules::publish(tx, &actor, &module.id, text)?;
    }
    Ok(())
}

fn offer(tx: &mut Write<'_>, content: &Content, provider: &Provider) -> Result<(), Error> {
    let actor = catalog_manager(&provider.id);
    for (module, range) in &provider.offers {
        let offer = Offer { range: range.clone(), from: content.providers.from, to: None };
        portfolio::put(tx, &actor, (&provider.id, module), None, offer)?;
    }
    Ok(())
}
