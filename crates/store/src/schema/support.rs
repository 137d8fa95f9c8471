//! The tables of accompaniment: engagements, offers with their registrations, onboarding.

diesel::table! {
    engagements (id) {
        id -> Text,
        provider -> Text,
        unit -> Text,
        consultant -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    offers (id) {
        id -> Text,
        provider -> Text,
        state -> Text,
        published -> Bool,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    offer_registrations (id) {
        id -> Text,
        offer_id -> Text,
        unit -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    calendar_addresses (unit) {
        unit -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    onboarding_programmes (id) {
        id -> Text,
        provider -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    onboardings (id) {
        id -> Text,
        unit -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}
