-- Texts sort by their bytes, so that lists have the same order on both databases.
-- Register of administrations.
CREATE TABLE units (
    ars TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    ags TEXT COLLATE "C",
    level TEXT COLLATE "C" NOT NULL,
    kind SMALLINT,
    name TEXT COLLATE "C" NOT NULL,
    latin_name TEXT COLLATE "C",
    search_name TEXT COLLATE "C" NOT NULL,
    seat TEXT COLLATE "C",
    parent TEXT COLLATE "C",
    land TEXT COLLATE "C" NOT NULL,
    population INTEGER,
    area_hectares INTEGER,
    postcode TEXT COLLATE "C",
    latitude INTEGER,
    longitude INTEGER,
    valid_from DATE NOT NULL,
    valid_to DATE,
    revision BIGINT NOT NULL
);
CREATE INDEX units_ags ON units (ags);
CREATE INDEX units_parent ON units (parent, ars);
CREATE INDEX units_name ON units (search_name, ars);
CREATE INDEX units_land_name ON units (land, search_name, ars);
CREATE INDEX units_level_name ON units (level, search_name, ars);

CREATE TABLE register_imports (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    state_date DATE NOT NULL,
    source TEXT COLLATE "C" NOT NULL,
    sha256 TEXT COLLATE "C" NOT NULL,
    unit_count INTEGER NOT NULL,
    change_count INTEGER NOT NULL,
    summary TEXT COLLATE "C" NOT NULL,
    imported_by TEXT COLLATE "C" NOT NULL,
    imported_at TIMESTAMP NOT NULL
);

CREATE TABLE register_changes (
    import_id TEXT COLLATE "C" NOT NULL REFERENCES register_imports (id),
    position INTEGER NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    ars TEXT COLLATE "C" NOT NULL,
    before_value TEXT COLLATE "C",
    after_value TEXT COLLATE "C",
    PRIMARY KEY (import_id, position)
);
CREATE INDEX register_changes_ars ON register_changes (ars);

CREATE TABLE successions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    import_id TEXT COLLATE "C" NOT NULL REFERENCES register_imports (id),
    predecessor TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    state TEXT COLLATE "C" NOT NULL,
    conclusive BOOLEAN NOT NULL,
    proposal TEXT COLLATE "C",
    basis TEXT COLLATE "C",
    note TEXT COLLATE "C",
    decided_by TEXT COLLATE "C",
    decided_at TIMESTAMP,
    withdrawn_on DATE,
    revision BIGINT NOT NULL
);
-- A unit may vanish more than once, and each time has a case; only one of them can wait for a decision.
CREATE UNIQUE INDEX successions_open ON successions (predecessor) WHERE state = 'open';
CREATE INDEX successions_predecessor ON successions (predecessor, id);
CREATE INDEX successions_state ON successions (state, predecessor, id);

CREATE TABLE successors (
    succession TEXT COLLATE "C" NOT NULL REFERENCES successions (id),
    predecessor TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    successor TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    share TEXT COLLATE "C" NOT NULL,
    effective DATE NOT NULL,
    PRIMARY KEY (succession, successor)
);
CREATE INDEX successors_successor ON successors (successor);

-- Providers and the units they serve.
CREATE TABLE providers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    name TEXT COLLATE "C" NOT NULL,
    homepage TEXT COLLATE "C",
    legal_form TEXT COLLATE "C",
    seat TEXT COLLATE "C",
    revision BIGINT NOT NULL
);

CREATE TABLE service_areas (
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    with_descendants BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (provider, unit, valid_from)
);
CREATE INDEX service_areas_unit ON service_areas (unit);

-- Maturity.
CREATE TABLE maturity_models (
    id TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (id, version)
);

CREATE TABLE migration_maps (
    model TEXT NOT NULL,
    from_version TEXT NOT NULL,
    to_version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (model, from_version, to_version),
    FOREIGN KEY (model, from_version) REFERENCES maturity_models (id, version),
    FOREIGN KEY (model, to_version) REFERENCES maturity_models (id, version)
);

CREATE TABLE assessments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" REFERENCES units (ars),
    provider TEXT COLLATE "C" REFERENCES providers (id),
    model TEXT COLLATE "C" NOT NULL,
    model_version TEXT COLLATE "C" NOT NULL,
    period DATE NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    FOREIGN KEY (model, model_version) REFERENCES maturity_models (id, version),
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX assessments_unit ON assessments (unit, id);
CREATE INDEX assessments_provider ON assessments (provider, id);

CREATE TABLE signed_assessments (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES assessments (id),
    unit TEXT COLLATE "C" REFERENCES units (ars),
    provider TEXT COLLATE "C" REFERENCES providers (id),
    sequence INTEGER NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    model_version TEXT COLLATE "C" NOT NULL,
    period DATE NOT NULL,
    score TEXT COLLATE "C",
    stage TEXT COLLATE "C",
    levels TEXT COLLATE "C" NOT NULL,
    standing TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL UNIQUE,
    previous TEXT COLLATE "C",
    document TEXT COLLATE "C" NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    UNIQUE (unit, sequence),
    UNIQUE (provider, sequence),
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX signed_assessments_model ON signed_assessments (model, unit, sequence);
CREATE INDEX signed_assessments_model_provider ON signed_assessments (model, provider, sequence);

-- What units and providers want to reach: `owner` is unit/{ars} or provider/{id}.
CREATE TABLE own_targets (
    owner TEXT COLLATE "C" NOT NULL,
    model TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (owner, model)
);

-- Persons asked to answer an assessment: the token subject finds them, nothing else shows it.
CREATE TABLE respondents (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    assessment TEXT COLLATE "C" NOT NULL REFERENCES assessments (id),
    subject TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX respondents_assessment ON respondents (assessment, id);
CREATE INDEX respondents_subject ON respondents (subject, id);

-- Until when evidence holds, beside the assessment that names it. A sequence has what was signed off.
CREATE TABLE evidence_dates (
    assessment TEXT COLLATE "C" NOT NULL REFERENCES assessments (id),
    indicator TEXT COLLATE "C" NOT NULL,
    position INTEGER NOT NULL,
    title TEXT COLLATE "C" NOT NULL,
    valid_until DATE NOT NULL,
    unit TEXT COLLATE "C",
    provider TEXT COLLATE "C",
    model TEXT COLLATE "C" NOT NULL,
    model_version TEXT COLLATE "C" NOT NULL,
    period DATE NOT NULL,
    sequence INTEGER,
    PRIMARY KEY (assessment, indicator, position)
);
CREATE INDEX evidence_dates_valid_until ON evidence_dates (valid_until, assessment, indicator, position);

-- Public figures: immutable documents, with what they were calculated from.
CREATE TABLE statistical_releases (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    model TEXT COLLATE "C" NOT NULL,
    model_version TEXT COLLATE "C" NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    contributions TEXT COLLATE "C" NOT NULL,
    released_by TEXT COLLATE "C" NOT NULL,
    released_at TIMESTAMP NOT NULL,
    UNIQUE (model, model_version, last_day)
);

-- Catalog.
CREATE TABLE modules (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    kind TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE module_versions (
    module TEXT COLLATE "C" NOT NULL REFERENCES modules (id),
    version TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C" NOT NULL,
    document TEXT COLLATE "C" NOT NULL,
    published_by TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (module, version)
);

CREATE TABLE module_interfaces (
    module TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    interface TEXT COLLATE "C" NOT NULL,
    interface_version TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (module, version, interface, interface_version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);
CREATE INDEX module_interfaces_interface ON module_interfaces (interface, module);

CREATE TABLE retirements (
    module TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (module, version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);

CREATE TABLE portfolio_entries (
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    module TEXT COLLATE "C" NOT NULL REFERENCES modules (id),
    version_range TEXT COLLATE "C" NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    revision BIGINT NOT NULL,
    PRIMARY KEY (provider, module)
);

CREATE TABLE installations (
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    module TEXT COLLATE "C" NOT NULL REFERENCES modules (id),
    version TEXT COLLATE "C" NOT NULL,
    customised BOOLEAN NOT NULL,
    since DATE NOT NULL,
    confirmed_until DATE,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, module)
);
CREATE INDEX installations_module ON installations (module, version);

-- Pilots, blueprints, adoptions.
CREATE TABLE module_services (
    module TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    leika TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (module, version, leika),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);
CREATE INDEX module_services_leika ON module_services (leika, module);

CREATE TABLE publiccodes (
    module TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (module, version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);

CREATE TABLE code_lists (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    uri TEXT COLLATE "C" NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search_name TEXT COLLATE "C" NOT NULL
);

CREATE TABLE code_list_versions (
    list TEXT COLLATE "C" NOT NULL REFERENCES code_lists (id),
    version TEXT COLLATE "C" NOT NULL,
    valid_from DATE,
    row_count BIGINT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (list, version)
);

CREATE TABLE ozg_services (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    search_name TEXT COLLATE "C" NOT NULL,
    ended DATE,
    record TEXT NOT NULL
);

CREATE TABLE services (
    leika TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    search_name TEXT COLLATE "C" NOT NULL,
    ozg TEXT COLLATE "C",
    ended DATE,
    record TEXT NOT NULL
);
CREATE INDEX services_ozg ON services (ozg, leika);

CREATE TABLE standards (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE standard_versions (
    standard TEXT COLLATE "C" NOT NULL REFERENCES standards (id),
    version TEXT COLLATE "C" NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (standard, version)
);

CREATE TABLE upgrade_paths (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    -- the module or standard it starts from, and the one it leads to
    starts TEXT COLLATE "C" NOT NULL,
    leads TEXT COLLATE "C" NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    withdrawn DATE,
    revision BIGINT NOT NULL
);

CREATE TABLE pilots (
    slug TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX pilots_provider ON pilots (provider, slug);

CREATE TABLE pilot_units (
    pilot TEXT COLLATE "C" NOT NULL REFERENCES pilots (slug),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    PRIMARY KEY (pilot, unit)
);
CREATE INDEX pilot_units_unit ON pilot_units (unit, pilot);

CREATE TABLE pilot_interests (
    pilot TEXT COLLATE "C" NOT NULL REFERENCES pilots (slug),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (pilot, unit)
);

CREATE TABLE attachments (
    sha256 TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    processes TEXT NOT NULL,
    stored_by TEXT NOT NULL,
    stored_at TIMESTAMP NOT NULL
);

CREATE TABLE experience_reports (
    pilot TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES pilots (slug),
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE blueprints (
    slug TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    owner TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE blueprint_versions (
    blueprint TEXT COLLATE "C" NOT NULL REFERENCES blueprints (slug),
    version TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    hash TEXT COLLATE "C",
    document TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMP,
    revision BIGINT NOT NULL,
    PRIMARY KEY (blueprint, version)
);
CREATE INDEX blueprint_versions_state ON blueprint_versions (state, blueprint);

CREATE TABLE blueprint_outcomes (
    blueprint TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    indicator TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (blueprint, version, indicator),
    FOREIGN KEY (blueprint, version) REFERENCES blueprint_versions (blueprint, version)
);
CREATE INDEX blueprint_outcomes_indicator ON blueprint_outcomes (indicator, blueprint);

CREATE TABLE adoptions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    blueprint TEXT COLLATE "C" NOT NULL,
    version TEXT COLLATE "C" NOT NULL,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT COLLATE "C" NOT NULL,
    revision BIGINT NOT NULL,
    FOREIGN KEY (blueprint, version) REFERENCES blueprint_versions (blueprint, version)
);
CREATE INDEX adoptions_unit ON adoptions (unit, id);
CREATE INDEX adoptions_blueprint ON adoptions (blueprint, id);

-- What happened: events for others, the audit log for the auditor. A position is given after the
-- commit, one by one, so that no reader with a cursor can miss an entry that committed late.
CREATE TABLE events (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE,
    at TIMESTAMP NOT NULL,
    kind TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    unit TEXT COLLATE "C",
    provider TEXT COLLATE "C",
    public BOOLEAN NOT NULL,
    -- whether what everybody may read could have changed with it
    published BOOLEAN NOT NULL,
    data TEXT COLLATE "C" NOT NULL
);
CREATE INDEX events_published ON events (published, position);

CREATE TABLE audit_entries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE,
    at TIMESTAMP NOT NULL,
    actor TEXT COLLATE "C" NOT NULL,
    action TEXT COLLATE "C" NOT NULL,
    subject TEXT COLLATE "C" NOT NULL,
    detail TEXT COLLATE "C" NOT NULL,
    previous TEXT COLLATE "C",
    hash TEXT COLLATE "C"
);

CREATE TABLE idempotency_keys (
    actor TEXT COLLATE "C" NOT NULL,
    idempotency_key TEXT COLLATE "C" NOT NULL,
    fingerprint TEXT COLLATE "C" NOT NULL,
    status SMALLINT NOT NULL,
    etag TEXT COLLATE "C",
    location TEXT COLLATE "C",
    body TEXT COLLATE "C" NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE webhooks (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" REFERENCES units (ars),
    provider TEXT COLLATE "C" REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    resume_at TIMESTAMP,
    taken_at TIMESTAMP NOT NULL,
    leased_by TEXT COLLATE "C",
    leased_until TIMESTAMP,
    CHECK (unit IS NULL OR provider IS NULL)
);
CREATE INDEX webhooks_unit ON webhooks (unit);
CREATE INDEX webhooks_provider ON webhooks (provider);

CREATE TABLE webhook_deliveries (
    webhook TEXT COLLATE "C" NOT NULL REFERENCES webhooks (id),
    event TEXT COLLATE "C" NOT NULL REFERENCES events (id),
    position BIGINT NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    refusals INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    PRIMARY KEY (webhook, event)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, state, next_at, position);
CREATE INDEX webhook_deliveries_list ON webhook_deliveries (webhook, position);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (state, next_at);

CREATE TABLE webhook_attempts (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    webhook TEXT COLLATE "C" NOT NULL,
    event TEXT COLLATE "C" NOT NULL,
    at TIMESTAMP NOT NULL,
    status INTEGER,
    failure TEXT COLLATE "C",
    millis BIGINT NOT NULL,
    FOREIGN KEY (webhook, event) REFERENCES webhook_deliveries (webhook, event)
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (webhook, event, id);

CREATE TABLE roadmaps (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" REFERENCES units (ars),
    provider TEXT COLLATE "C" REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    progress TEXT,
    result TEXT,
    revision BIGINT NOT NULL,
    finished_at TIMESTAMP,
    leased_by TEXT COLLATE "C",
    leased_until TIMESTAMP,
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX roadmaps_unit ON roadmaps (unit, id);
CREATE INDEX roadmaps_provider ON roadmaps (provider, id);
CREATE INDEX roadmaps_state ON roadmaps (state, id);

CREATE TABLE equipment_plans (
    unit TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE pooled_orders (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX pooled_orders_provider ON pooled_orders (provider, id);

CREATE TABLE order_commitments (
    order_id TEXT COLLATE "C" NOT NULL REFERENCES pooled_orders (id),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (order_id, unit)
);

CREATE TABLE capacity_pools (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX capacity_pools_provider ON capacity_pools (provider, id);

-- Questions about cohorts that a provider keeps.
CREATE TABLE cohort_queries (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX cohort_queries_provider ON cohort_queries (provider, id);

-- Rules in force: `due` is the day on which somebody should look at one.
CREATE TABLE rules_in_force (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" REFERENCES units (ars),
    provider TEXT COLLATE "C" REFERENCES providers (id),
    kind TEXT COLLATE "C" NOT NULL,
    due DATE,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX rules_in_force_unit ON rules_in_force (unit, id);
CREATE INDEX rules_in_force_provider ON rules_in_force (provider, id);
CREATE INDEX rules_in_force_due ON rules_in_force (due, id);

-- Scenarios: `summary` is what lists show, `record` has the facts and what came out.
CREATE TABLE scenarios (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    summary TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX scenarios_provider ON scenarios (provider, id);

-- Accompaniment.
CREATE TABLE engagements (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    consultant TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX engagements_unit ON engagements (unit, id);
CREATE INDEX engagements_provider ON engagements (provider, state, id);

CREATE TABLE offers (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    state TEXT COLLATE "C" NOT NULL,
    published BOOLEAN NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX offers_provider ON offers (provider, id);
CREATE INDEX offers_state ON offers (state, id);

CREATE TABLE offer_registrations (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    offer_id TEXT COLLATE "C" NOT NULL REFERENCES offers (id),
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    UNIQUE (offer_id, unit)
);
CREATE INDEX offer_registrations_unit ON offer_registrations (unit, id);

CREATE TABLE calendar_addresses (
    unit TEXT COLLATE "C" NOT NULL PRIMARY KEY REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE onboarding_programmes (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX onboarding_programmes_provider ON onboarding_programmes (provider, id);

CREATE TABLE onboardings (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    unit TEXT COLLATE "C" NOT NULL REFERENCES units (ars),
    state TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX onboardings_unit ON onboardings (unit, id);

-- Bulletins: `told_at` is when something of one last became public. The last lists are whom one is addressed to, each
-- value between commas; an empty list is everyone.
CREATE TABLE bulletins (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    provider TEXT COLLATE "C" NOT NULL REFERENCES providers (id),
    topic TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    published_at TIMESTAMP,
    told_at TIMESTAMP,
    laender TEXT COLLATE "C" NOT NULL,
    kinds TEXT COLLATE "C" NOT NULL,
    size_classes TEXT COLLATE "C" NOT NULL,
    units TEXT COLLATE "C" NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX bulletins_provider ON bulletins (provider, id);
CREATE INDEX bulletins_published ON bulletins (published_at, id);
CREATE INDEX bulletins_told ON bulletins (told_at, id);

-- Who gets bulletins by mail. `next_mail` is when something is to be sent, `mail_begun` when that mail was first tried: what
-- it tells stays the same however often it is tried.
CREATE TABLE bulletin_subscriptions (
    id TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    address TEXT COLLATE "C" NOT NULL,
    state TEXT COLLATE "C" NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    next_mail TIMESTAMP,
    mail_begun TIMESTAMP,
    leased_by TEXT COLLATE "C",
    leased_until TIMESTAMP,
    attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX bulletin_subscriptions_address ON bulletin_subscriptions (address, asked_at);
CREATE INDEX bulletin_subscriptions_next_mail ON bulletin_subscriptions (next_mail, id);
CREATE INDEX bulletin_subscriptions_state ON bulletin_subscriptions (state, asked_at);
