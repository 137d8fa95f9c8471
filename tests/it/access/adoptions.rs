//! Adoptions, in the order in which one lives.

use blaupause_access::Role;
use blaupause_tests::assessing::signed;
use blaupause_tests::proving::published;
use serde_json::{Value, json};

use super::actors::UNIT;
use super::rights::{DECIDE_ADOPTION, READ_UNIT, WORK_ON_ADOPTION};
use super::walk::{Line, Who, line, walk};
use super::world::World;

pub const LINES: &[Line] = &[
    line("create_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions").body(|_| begin()),
    line("list_adoptions", Who::Within(READ_UNIT), "/adoptions").before(name_newest),
    line("list_adoptions", Who::Holders(READ_UNIT), "/adoptions?unit=031530019019"),
    line("get_adoption", Who::Holders(READ_UNIT), "/adoptions/{adoption}"),
    line("edit_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}")
        .body(|_| json!({"parameters": {"tenants": 2}})),
    line("confirm_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/confirm")
        .body(|_| json!({"validUntil": "2026-12-31"})),
    line("plan_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/plan")
        .body(|_| json!({"from": "2026-04-01"})),
    line("pause_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/pause")
        .body(|_| json!({"reason": "Haushaltssperre"})),
    line("resume_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/resume"),
    line("start_adoption", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/start"),
    line("finish_step", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/steps/prepare")
        .body(|_| done()),
    line("reopen_step", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/steps/prepare"),
    line("go_live", Who::Holders(WORK_ON_ADOPTION), "/adoptions/{adoption}/go-live").before(finish_steps),
    line("verify_adoption", Who::Holders(DECIDE_ADOPTION), "/adoptions/{adoption}/verify")
        .before(assess_later)
        .body(|world| json!({"assessment": world.id("proof")})),
    line("abandon_adoption", Who::Holders(DECIDE_ADOPTION), "/adoptions/{adoption}/abandon")
        .before(begin_again)
        .body(|_| json!({"reason": "Zu teuer"})),
];

fn begin() -> Value {
    json!({"unit": UNIT, "blueprint": "e-akte", "version": "1.0.0"})
}

fn done() -> Value {
    json!({"doneOn": "2026-03-01", "actual": "3"})
}

fn editor(world: &World) -> String {
    world.app.token("anna", Role::Editor, Some(UNIT), None)
}

fn name_newest(world: &World) {
    let newest = world.app.get("/adoptions?limit=1", &editor(world)).expect(200).text("/items/0/id");
    world.name("adoption", &newest);
}

fn finish_steps(world: &World) {
    let adoption = world.fill("/adoptions/{adoption}");
    for step in ["prepare", "install"] {
        let path = format!("{adoption}/steps/{step}");
        world.app.change("POST", &path, &adoption, &editor(world), &done()).expect(200);
    }
}

/// Only an assessment of a day after the adoption went live proves it.
fn assess_later(world: &World) {
    world.app.set_now("2026-06-01T08:00:00Z");
    let proof = signed(&world.app, UNIT, "2026-05-01", [2, 2, 3, 2]);
    world.name("proof", &proof);
}

/// What is proven cannot be given up.
fn begin_again(world: &World) {
    world.app.post("/adoptions", &editor(world), &begin()).expect(201);
    name_newest(world);
}

#[test]
fn adoptions() {
    walk(&World::new(published()), LINES);
}
