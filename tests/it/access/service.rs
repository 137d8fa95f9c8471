//! The service itself: status, events, audit, problems, the document.

use blaupause_tests::proving::world;

use super::rights::READ_AUDIT;
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("get_status", Who::Everyone, "/status"),
    line("get_openapi", Who::Everyone, "/openapi.json"),
    line("get_problem", Who::Everyone, "/problems/revision-stale"),
    line("list_feeds", Who::Everyone, "/feeds"),
    line("get_atom_feed", Who::Everyone, "/feeds/pilots/atom"),
    line("get_json_feed", Who::Everyone, "/feeds/pilots/json?land=03"),
    line("list_events", Who::Everyone, "/events"),
    line("list_audit", Who::Holders(READ_AUDIT), "/audit"),
];

#[test]
fn the_service_itself() {
    walk(&World::new(world()), LINES);
}
