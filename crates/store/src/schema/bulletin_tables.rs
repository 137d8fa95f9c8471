//! The tables of bulletins, and of those who get them by mail.

diesel::table! {
    bulletins (id) {
        id -> Text,
        provider -> Text,
        topic -> Text,
        state -> Text,
        published_at -> Nullable<Timestamp>,
        told_at -> Nullable<Timestamp>,
        laender -> Text,
        kinds -> Text,
        size_classes -> Text,
        units -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    bulletin_subscriptions (id) {
        id -> Text,
        address -> Text,
        state -> Text,
        asked_at -> Timestamp,
        next_mail -> Nullable<Timestamp>,
        mail_begun -> Nullable<Timestamp>,
        leased_by -> Nullable<Text>,
        leased_until -> Nullable<Timestamp>,
        attempts -> Integer,
        refusals -> Integer,
        record -> Text,
        revision -> BigInt,
    }
}
