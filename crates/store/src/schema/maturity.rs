//! The tables of models, assessments and figures over them.

diesel::table! {
    maturity_models (id, version) {
        id -> Text,
        version -> Text,
        subject -> Text,
        state -> Text,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    migration_maps (model, from_version, to_version) {
        model -> Text,
        from_version -> Text,
        to_version -> Text,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    own_targets (owner, model) {
        owner -> Text,
        model -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    statistical_releases (id) {
        id -> Text,
        model -> Text,
        model_version -> Text,
        first_day -> Date,
        last_day -> Date,
        hash -> Text,
        document -> Text,
        contributions -> Text,
        released_by -> Text,
        released_at -> Timestamp,
    }
}

diesel::table! {
    cohort_queries (id) {
        id -> Text,
        provider -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    assessments (id) {
        id -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        model -> Text,
        model_version -> Text,
        period -> Date,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    signed_assessments (id) {
        id -> Text,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        sequence -> Integer,
        model -> Text,
        model_version -> Text,
        period -> Date,
        score -> Nullable<Text>,
        stage -> Nullable<Text>,
        levels -> Text,
        standing -> Text,
        hash -> Text,
        previous -> Nullable<Text>,
        document -> Text,
        signed_at -> Timestamp,
    }
}

diesel::table! {
    respondents (id) {
        id -> Text,
        assessment -> Text,
        subject -> Text,
        state -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    evidence_dates (assessment, indicator, position) {
        assessment -> Text,
        indicator -> Text,
        position -> Integer,
        title -> Text,
        valid_until -> Date,
        unit -> Nullable<Text>,
        provider -> Nullable<Text>,
        model -> Text,
        model_version -> Text,
        period -> Date,
        sequence -> Nullable<Integer>,
    }
}
