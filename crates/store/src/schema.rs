//! The tables as diesel sees them, alike on both databases; a test compares them with the migrations.

mod bulletin_tables;
mod catalog;
mod maturity;
mod resources;
mod support;

pub(crate) use self::bulletin_tables::{bulletin_subscriptions, bulletins};
pub(crate) use self::catalog::{
    code_list_versions, code_lists, installations, module_interfaces, module_services, module_versions,
    modules, ozg_services, portfolio_entries, publiccodes, retirements, services, standard_versions,
    standards, upgrade_paths,
};
pub(crate) use self::maturity::{
    assessments, cohort_queries, evidence_dates, maturity_models, migration_maps, own_targets, respondents,
    signed_assessments, statistical_releases,
};
pub(crate) use self::resources::{
    capacity_pools, equipment_plans, order_commitments, pooled_orders, rules_in_force, scenarios,
};
pub(crate) use self::support::{
    calendar_addresses, engagements, offer_registrations, offers, onboarding_programmes, onboardings,
};

diesel::table! {
    units (ars) {
        ars -> Text,
        ags -> Nullable<Text>,
        level -> Text,
        kind -> Nullable<SmallInt>,
        name -> Text,
        latin_name -> Nullable<Text>,
        search_name -> Text,
        seat -> Nullable<Text>,
        parent -> Nullable<Text>,
        land -> Text,
        population -> Nullable<Integer>,
        area_hectares -> Nullable<Integer>,
        postcode -> Nullable<Text>,
        latitude -> Nullable<Integer>,
        longitude -> Nullable<Integer>,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        revision -> BigInt,
    }
}

diesel::table! {
    register_imports (id) {
        id -> Text,
        state_date -> Date,
        source -> Text,
        sha256 -> Text,
        unit_count -> Integer,
        change_count -> Integer,
        summary -> Text,
        imported_by -> Text,
        imported_at -> Timestamp,
    }
}

diesel::table! {
    register_changes (import_id, position) {
        import_id -> Text,
        position -> Integer,
        kind -> Text,
        ars -> Text,
        before_value -> Nullable<Text>,
        after_value -> Nullable<Text>,
    }
}

diesel::table! {
    successions (id) {
        id -> Text,
        import_id -> Text,
        predecessor -> Text,
        state -> Text,
        conclusive -> Bool,
        proposal -> Nullable<Text>,
        basis -> Nullable<Text>,
        note -> Nullable<Text>,
        decided_by -> Nullable<Text>,
        decided_at -> Nullable<Timestamp>,
        withdrawn_on -> Nullable<Date>,
        revision -> BigInt,
    }
}

diesel::table! {
    successors (succession, successor) {
        succession -> Text,
        predecessor -> Text,
        successor -> Text,
        share -> Text,
        effective -> Date,
    }
}

diesel::table! {
    providers (id) {
        id -> Text,
        name -> Text,
        homepage -> Nullable<Text>,
        legal_form -> Nullable<Text>,
        seat -> Nullable<Text>,
        revision -> BigInt,
    }
}

diesel::table! {
    service_areas (provider, unit, valid_from) {
        provider -> Text,
        unit -> Text,
        with_descendants -> Bool,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
    }
}

diesel::table! {
    pilots (slug) {
        slug -> Text,
        provider -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    pilot_units (pilot, unit) {
        pilot -> Text,
        unit -> Text,
    }
}

diesel::table! {
    pilot_interests (pilot, unit) {
        pilot -> Text,
        unit -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    attachments (sha256) {
        sha256 -> Text,
        content -> Text,
        processes -> Text,
        stored_by -> Text,
        stored_at -> Timestamp,
    }
}

diesel::table! {
    experience_reports (pilot) {
        pilot -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    blueprints (slug) {
        slug -> Text,
        owner -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    blueprint_versions (blueprint, version) {
        blueprint -> Text,
        version -> Text,
        state -> Text,
        record -> Text,
        hash -> Nullable<Text>,
        document -> Text,
        published_at -> Nullable<Timestamp>,
        revision -> BigInt,
    }
}

diesel::table! {
    blueprint_outcomes (blueprint, version, indicator) {
        blueprint -> Text,
        version -> Text,
        indicator -> Text,
    }
}

diesel::table! {
    adoptions (id) {
        id -> Text,
        unit -> Text,
        blueprint -> Text,
        version -> Text,
        provider -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    events (id) {
        id -> Text,
        position -> Nullable<BigInt>,
        at -> Timestamp,
        kind -> Text,
        subject -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        public -> Bool,
        published -> Bool,
        data -> Text,
    }
}

diesel::table! {
    audit_entries (id) {
        id -> Text,
        position -> Nullable<BigInt>,
        at -> Timestamp,
        actor -> Text,
        action -> Text,
        subject -> Text,
        detail -> Text,
        previous -> Nullable<Text>,
        hash -> Nullable<Text>,
    }
}

diesel::table! {
    idempotency_keys (actor, idempotency_key) {
        actor -> Text,
        idempotency_key -> Text,
        fingerprint -> Text,
        status -> SmallInt,
        etag -> Nullable<Text>,
        location -> Nullable<Text>,
        body -> Text,
        created_at -> Timestamp,
    }
}

diesel::table! {
    webhooks (id) {
        id -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        state -> Text,
        record -> Text,
        revision -> BigInt,
        reached -> BigInt,
        failures -> Integer,
        resume_at -> Nullable<Timestamp>,
        taken_at -> Timestamp,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::table! {
    webhook_deliveries (webhook, event) {
        webhook -> Text,
        event -> Text,
        position -> BigInt,
        state -> Text,
        refusals -> Integer,
        next_at -> Timestamp,
    }
}

diesel::table! {
    webhook_attempts (id) {
        id -> Text,
        webhook -> Text,
        event -> Text,
        at -> Timestamp,
        status -> Nullable<Integer>,
        failure -> Nullable<Text>,
        millis -> BigInt,
    }
}

diesel::table! {
    roadmaps (id) {
        id -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        state -> Text,
        record -> Text,
        progress -> Nullable<Text>,
        result -> Nullable<Text>,
        revision -> BigInt,
        finished_at -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(
    units,
    register_imports,
    register_changes,
    successions,
    successors,
    providers,
    service_areas,
    maturity_models,
    migration_maps,
    own_targets,
    statistical_releases,
    cohort_queries,
    assessments,
    signed_assessments,
    respondents,
    evidence_dates,
    modules,
    module_versions,
    module_interfaces,
    retirements,
    portfolio_entries,
    installations,
    module_services,
    publiccodes,
    code_lists,
    code_list_versions,
    ozg_services,
    services,
    standards,
    standard_versions,
    upgrade_paths,
    pilots,
    pilot_units,
    pilot_interests,
    attachments,
    experience_reports,
    blueprints,
    blueprint_versions,
    blueprint_outcomes,
    adoptions,
    events,
    audit_entries,
    idempotency_keys,
    webhooks,
    webhook_deliveries,
    webhook_attempts,
    roadmaps,
    equipment_plans,
    order_commitments,
    pooled_orders,
    capacity_pools,
    rules_in_force,
    scenarios,
    engagements,
    offers,
    offer_registrations,
    onboarding_programmes,
    onboardings,
    bulletin_subscriptions,
    bulletins,
    calendar_addresses,
);
