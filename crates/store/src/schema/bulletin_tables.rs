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
