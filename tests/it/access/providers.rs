//! Providers, whom they serve, and what they offer.

use blaupause_tests::proving::{module, world};
use serde_json::json;

use super::rights::{CREATE_PROVIDER, MANAGE_PORTFOLIO, MANAGE_PROVIDER};
use super::walk::{Line, Who, line, walk};
use super::world::World;

const AREA: &str = "/providers/it-harz/service-area/03153";
const OFFER: &str = "/providers/it-harz/portfolio/dms";

pub const LINES: &[Line] = &[
    line("list_providers", Who::Everyone, "/providers"),
    line("get_provider", Who::Everyone, "/providers/it-harz"),
    line("create_provider", Who::Holders(CREATE_PROVIDER), "/providers")
        .body(|_| json!({"id": "it-neu", "name": "IT Neu"})),
    line("edit_provider", Who::Holders(MANAGE_PROVIDER), "/providers/it-harz")
        .body(|_| json!({"name": "IT-Verbund Harz und Heide"})),
    line("get_service_area", Who::Everyone, "/providers/it-harz/service-area"),
    line("put_service_area", Who::Holders(MANAGE_PROVIDER), AREA)
        .body(|_| json!({"withDescendants": true, "from": "2021-01-01"})),
    line("list_portfolio", Who::Everyone, "/providers/it-harz/portfolio"),
    line("put_portfolio_entry", Who::Holders(MANAGE_PORTFOLIO), OFFER)
        .body(|_| json!({"from": "2026-01-01"})),
    line("get_portfolio_entry", Who::Everyone, OFFER),
    line("delete_portfolio_entry", Who::Holders(MANAGE_PORTFOLIO), OFFER),
    line("delete_service_area", Who::Holders(MANAGE_PROVIDER), AREA),
];

#[test]
fn providers() {
    let app = world();
    module(&app);
    walk(&World::new(app), LINES);
}
