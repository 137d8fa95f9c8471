//! The tables of resources: equipment, orders, capacity, rules in force, crisis scenarios.

diesel::table! {
    equipment_plans (unit) {
        unit -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    pooled_orders (id) {
        id -> Text,
        provider -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    order_commitments (order_id, unit) {
        order_id -> Text,
        unit -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    capacity_pools (id) {
        id -> Text,
        provider -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    rules_in_force (id) {
        id -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        kind -> Text,
        due -> Nullable<Date>,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    scenarios (id) {
        id -> Text,
        provider -> Text,
        summary -> Text,
        record -> Text,
    }
}
