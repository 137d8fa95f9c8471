//! The tables of the catalogue: modules, what runs where, standards, services, lists of others.

diesel::table! {
    modules (id) {
        id -> Text,
        owner -> Text,
        kind -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    module_versions (module, version) {
        module -> Text,
        version -> Text,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    module_interfaces (module, version, interface, interface_version) {
        module -> Text,
        version -> Text,
        interface -> Text,
        interface_version -> Text,
    }
}

diesel::table! {
    retirements (module, version) {
        module -> Text,
        version -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    portfolio_entries (provider, module) {
        provider -> Text,
        module -> Text,
        version_range -> Text,
        valid_from -> Date,
        valid_to -> Nullable<Date>,
        revision -> BigInt,
    }
}

diesel::table! {
    installations (unit, module) {
        unit -> Text,
        module -> Text,
        version -> Text,
        customised -> Bool,
        since -> Date,
        confirmed_until -> Nullable<Date>,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    module_services (module, version, leika) {
        module -> Text,
        version -> Text,
        leika -> Text,
    }
}

diesel::table! {
    publiccodes (module, version) {
        module -> Text,
        version -> Text,
        document -> Text,
    }
}

diesel::table! {
    code_lists (id) {
        id -> Text,
        uri -> Text,
        name -> Text,
        search_name -> Text,
    }
}

diesel::table! {
    code_list_versions (list, version) {
        list -> Text,
        version -> Text,
        valid_from -> Nullable<Date>,
        row_count -> BigInt,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    ozg_services (id) {
        id -> Text,
        search_name -> Text,
        ended -> Nullable<Date>,
        record -> Text,
    }
}

diesel::table! {
    services (leika) {
        leika -> Text,
        search_name -> Text,
        ozg -> Nullable<Text>,
        ended -> Nullable<Date>,
        record -> Text,
    }
}

diesel::table! {
    standards (id) {
        id -> Text,
        owner -> Text,
        record -> Text,
        revision -> BigInt,
    }
}

diesel::table! {
    standard_versions (standard, version) {
        standard -> Text,
        version -> Text,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
    }
}

diesel::table! {
    upgrade_paths (id) {
        id -> Text,
        owner -> Text,
        starts -> Text,
        leads -> Text,
        hash -> Text,
        document -> Text,
        published_by -> Text,
        published_at -> Timestamp,
        withdrawn -> Nullable<Date>,
        revision -> BigInt,
    }
}
