-- Register of administrations.
CREATE TABLE units (
    ars TEXT NOT NULL PRIMARY KEY,
    ags TEXT,
    level TEXT NOT NULL,
    kind SMALLINT,
    name TEXT NOT NULL,
    latin_name TEXT,
    search_name TEXT NOT NULL,
    seat TEXT,
    parent TEXT,
    land TEXT NOT NULL,
    population INTEGER,
    area_hectares INTEGER,
    postcode TEXT,
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
    id TEXT NOT NULL PRIMARY KEY,
    state_date DATE NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    unit_count INTEGER NOT NULL,
    change_count INTEGER NOT NULL,
    summary TEXT NOT NULL,
    imported_by TEXT NOT NULL,
    imported_at TIMESTAMP NOT NULL
);

CREATE TABLE register_changes (
    import_id TEXT NOT NULL REFERENCES register_imports (id),
    position INTEGER NOT NULL,
    kind TEXT NOT NULL,
    ars TEXT NOT NULL,
    before_value TEXT,
    after_value TEXT,
    PRIMARY KEY (import_id, position)
);
CREATE INDEX register_changes_ars ON register_changes (ars);

CREATE TABLE successions (
    id TEXT NOT NULL PRIMARY KEY,
    import_id TEXT NOT NULL REFERENCES register_imports (id),
    predecessor TEXT NOT NULL REFERENCES units (ars),
    state TEXT NOT NULL,
    conclusive BOOLEAN NOT NULL,
    proposal TEXT,
    basis TEXT,
    note TEXT,
    decided_by TEXT,
    decided_at TIMESTAMP,
    withdrawn_on DATE,
    revision BIGINT NOT NULL
);
-- A unit may vanish more than once, and each time has a case; only one of them can wait for a decision.
CREATE UNIQUE INDEX successions_open ON successions (predecessor) WHERE state = 'open';
CREATE INDEX successions_predecessor ON successions (predecessor, id);
CREATE INDEX successions_state ON successions (state, predecessor, id);

CREATE TABLE successors (
    succession TEXT NOT NULL REFERENCES successions (id),
    predecessor TEXT NOT NULL REFERENCES units (ars),
    successor TEXT NOT NULL REFERENCES units (ars),
    share TEXT NOT NULL,
    effective DATE NOT NULL,
    PRIMARY KEY (succession, successor)
);
CREATE INDEX successors_successor ON successors (successor);

-- Providers and the units they serve.
CREATE TABLE providers (
    id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    homepage TEXT,
    legal_form TEXT,
    seat TEXT,
    revision BIGINT NOT NULL
);

CREATE TABLE service_areas (
    provider TEXT NOT NULL REFERENCES providers (id),
    unit TEXT NOT NULL REFERENCES units (ars),
    with_descendants BOOLEAN NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    PRIMARY KEY (provider, unit, valid_from)
);
CREATE INDEX service_areas_unit ON service_areas (unit);

-- Maturity.
CREATE TABLE maturity_models (
    id TEXT NOT NULL,
    version TEXT NOT NULL,
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
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
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT REFERENCES units (ars),
    provider TEXT REFERENCES providers (id),
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    period DATE NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    FOREIGN KEY (model, model_version) REFERENCES maturity_models (id, version),
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX assessments_unit ON assessments (unit, id);
CREATE INDEX assessments_provider ON assessments (provider, id);

CREATE TABLE signed_assessments (
    id TEXT NOT NULL PRIMARY KEY REFERENCES assessments (id),
    unit TEXT REFERENCES units (ars),
    provider TEXT REFERENCES providers (id),
    sequence INTEGER NOT NULL,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    period DATE NOT NULL,
    score TEXT,
    stage TEXT,
    levels TEXT NOT NULL,
    standing TEXT NOT NULL,
    hash TEXT NOT NULL UNIQUE,
    previous TEXT,
    document TEXT NOT NULL,
    signed_at TIMESTAMP NOT NULL,
    UNIQUE (unit, sequence),
    UNIQUE (provider, sequence),
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX signed_assessments_model ON signed_assessments (model, unit, sequence);
CREATE INDEX signed_assessments_model_provider ON signed_assessments (model, provider, sequence);

-- What units and providers want to reach: `owner` is unit/{ars} or provider/{id}.
CREATE TABLE own_targets (
    owner TEXT NOT NULL,
    model TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (owner, model)
);

-- Persons asked to answer an assessment: the token subject finds them, nothing else shows it.
CREATE TABLE respondents (
    id TEXT NOT NULL PRIMARY KEY,
    assessment TEXT NOT NULL REFERENCES assessments (id),
    subject TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX respondents_assessment ON respondents (assessment, id);
CREATE INDEX respondents_subject ON respondents (subject, id);

-- Until when evidence holds, beside the assessment that names it. A sequence has what was signed off.
CREATE TABLE evidence_dates (
    assessment TEXT NOT NULL REFERENCES assessments (id),
    indicator TEXT NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    valid_until DATE NOT NULL,
    unit TEXT,
    provider TEXT,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    period DATE NOT NULL,
    sequence INTEGER,
    PRIMARY KEY (assessment, indicator, position)
);
CREATE INDEX evidence_dates_valid_until ON evidence_dates (valid_until, assessment, indicator, position);

-- Public figures: immutable documents, with what they were calculated from.
CREATE TABLE statistical_releases (
    id TEXT NOT NULL PRIMARY KEY,
    model TEXT NOT NULL,
    model_version TEXT NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    contributions TEXT NOT NULL,
    released_by TEXT NOT NULL,
    released_at TIMESTAMP NOT NULL,
    UNIQUE (model, model_version, last_day)
);

-- Catalog.
CREATE TABLE modules (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES providers (id),
    kind TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE module_versions (
    module TEXT NOT NULL REFERENCES modules (id),
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (module, version)
);

CREATE TABLE module_interfaces (
    module TEXT NOT NULL,
    version TEXT NOT NULL,
    interface TEXT NOT NULL,
    interface_version TEXT NOT NULL,
    PRIMARY KEY (module, version, interface, interface_version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);
CREATE INDEX module_interfaces_interface ON module_interfaces (interface, module);

CREATE TABLE retirements (
    module TEXT NOT NULL,
    version TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (module, version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);

CREATE TABLE portfolio_entries (
    provider TEXT NOT NULL REFERENCES providers (id),
    module TEXT NOT NULL REFERENCES modules (id),
    version_range TEXT NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    revision BIGINT NOT NULL,
    PRIMARY KEY (provider, module)
);

CREATE TABLE installations (
    unit TEXT NOT NULL REFERENCES units (ars),
    module TEXT NOT NULL REFERENCES modules (id),
    version TEXT NOT NULL,
    customised BOOLEAN NOT NULL,
    since DATE NOT NULL,
    confirmed_until DATE,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (unit, module)
);
CREATE INDEX installations_module ON installations (module, version);

-- Pilots, blueprints, adoptions.
CREATE TABLE module_services (
    module TEXT NOT NULL,
    version TEXT NOT NULL,
    leika TEXT NOT NULL,
    PRIMARY KEY (module, version, leika),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);
CREATE INDEX module_services_leika ON module_services (leika, module);

CREATE TABLE publiccodes (
    module TEXT NOT NULL,
    version TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (module, version),
    FOREIGN KEY (module, version) REFERENCES module_versions (module, version)
);

CREATE TABLE code_lists (
    id TEXT NOT NULL PRIMARY KEY,
    uri TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    search_name TEXT NOT NULL
);

CREATE TABLE code_list_versions (
    list TEXT NOT NULL REFERENCES code_lists (id),
    version TEXT NOT NULL,
    valid_from DATE,
    row_count BIGINT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (list, version)
);

CREATE TABLE ozg_services (
    id TEXT NOT NULL PRIMARY KEY,
    search_name TEXT NOT NULL,
    ended DATE,
    record TEXT NOT NULL
);

CREATE TABLE services (
    leika TEXT NOT NULL PRIMARY KEY,
    search_name TEXT NOT NULL,
    ozg TEXT,
    ended DATE,
    record TEXT NOT NULL
);
CREATE INDEX services_ozg ON services (ozg, leika);

CREATE TABLE standards (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE standard_versions (
    standard TEXT NOT NULL REFERENCES standards (id),
    version TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    PRIMARY KEY (standard, version)
);

CREATE TABLE upgrade_paths (
    id TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES providers (id),
    -- the module or standard it starts from, and the one it leads to
    starts TEXT NOT NULL,
    leads TEXT NOT NULL,
    hash TEXT NOT NULL,
    document TEXT NOT NULL,
    published_by TEXT NOT NULL,
    published_at TIMESTAMP NOT NULL,
    withdrawn DATE,
    revision BIGINT NOT NULL
);

CREATE TABLE pilots (
    slug TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX pilots_provider ON pilots (provider, slug);

CREATE TABLE pilot_units (
    pilot TEXT NOT NULL REFERENCES pilots (slug),
    unit TEXT NOT NULL REFERENCES units (ars),
    PRIMARY KEY (pilot, unit)
);
CREATE INDEX pilot_units_unit ON pilot_units (unit, pilot);

CREATE TABLE pilot_interests (
    pilot TEXT NOT NULL REFERENCES pilots (slug),
    unit TEXT NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (pilot, unit)
);

CREATE TABLE attachments (
    sha256 TEXT NOT NULL PRIMARY KEY,
    content TEXT NOT NULL,
    processes TEXT NOT NULL,
    stored_by TEXT NOT NULL,
    stored_at TIMESTAMP NOT NULL
);

CREATE TABLE experience_reports (
    pilot TEXT NOT NULL PRIMARY KEY REFERENCES pilots (slug),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE blueprints (
    slug TEXT NOT NULL PRIMARY KEY,
    owner TEXT NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE blueprint_versions (
    blueprint TEXT NOT NULL REFERENCES blueprints (slug),
    version TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    hash TEXT,
    document TEXT NOT NULL,
    published_at TIMESTAMP,
    revision BIGINT NOT NULL,
    PRIMARY KEY (blueprint, version)
);
CREATE INDEX blueprint_versions_state ON blueprint_versions (state, blueprint);

CREATE TABLE blueprint_outcomes (
    blueprint TEXT NOT NULL,
    version TEXT NOT NULL,
    indicator TEXT NOT NULL,
    PRIMARY KEY (blueprint, version, indicator),
    FOREIGN KEY (blueprint, version) REFERENCES blueprint_versions (blueprint, version)
);
CREATE INDEX blueprint_outcomes_indicator ON blueprint_outcomes (indicator, blueprint);

CREATE TABLE adoptions (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (ars),
    blueprint TEXT NOT NULL,
    version TEXT NOT NULL,
    provider TEXT NOT NULL REFERENCES providers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    FOREIGN KEY (blueprint, version) REFERENCES blueprint_versions (blueprint, version)
);
CREATE INDEX adoptions_unit ON adoptions (unit, id);
CREATE INDEX adoptions_blueprint ON adoptions (blueprint, id);

-- What happened: events for others, the audit log for the auditor. A position is given after the
-- commit, one by one, so that no reader with a cursor can miss an entry that committed late.
CREATE TABLE events (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE,
    at TIMESTAMP NOT NULL,
    kind TEXT NOT NULL,
    subject TEXT NOT NULL,
    unit TEXT,
    provider TEXT,
    public BOOLEAN NOT NULL,
    -- whether what everybody may read could have changed with it
    published BOOLEAN NOT NULL,
    data TEXT NOT NULL
);
CREATE INDEX events_published ON events (published, position);

CREATE TABLE audit_entries (
    id TEXT NOT NULL PRIMARY KEY,
    position BIGINT UNIQUE,
    at TIMESTAMP NOT NULL,
    actor TEXT NOT NULL,
    action TEXT NOT NULL,
    subject TEXT NOT NULL,
    detail TEXT NOT NULL,
    previous TEXT,
    hash TEXT
);

CREATE TABLE idempotency_keys (
    actor TEXT NOT NULL,
    idempotency_key TEXT NOT NULL,
    fingerprint TEXT NOT NULL,
    status SMALLINT NOT NULL,
    etag TEXT,
    location TEXT,
    body TEXT NOT NULL,
    created_at TIMESTAMP NOT NULL,
    PRIMARY KEY (actor, idempotency_key)
);
CREATE INDEX idempotency_keys_age ON idempotency_keys (created_at);

CREATE TABLE webhooks (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT REFERENCES units (ars),
    provider TEXT REFERENCES providers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    reached BIGINT NOT NULL,
    failures INTEGER NOT NULL,
    resume_at TIMESTAMP,
    taken_at TIMESTAMP NOT NULL,
    leased_by TEXT,
    leased_until TIMESTAMP,
    CHECK (unit IS NULL OR provider IS NULL)
);
CREATE INDEX webhooks_unit ON webhooks (unit);
CREATE INDEX webhooks_provider ON webhooks (provider);

CREATE TABLE webhook_deliveries (
    webhook TEXT NOT NULL REFERENCES webhooks (id),
    event TEXT NOT NULL REFERENCES events (id),
    position BIGINT NOT NULL,
    state TEXT NOT NULL,
    refusals INTEGER NOT NULL,
    next_at TIMESTAMP NOT NULL,
    PRIMARY KEY (webhook, event)
);
CREATE INDEX webhook_deliveries_due ON webhook_deliveries (webhook, state, next_at, position);
CREATE INDEX webhook_deliveries_list ON webhook_deliveries (webhook, position);
CREATE INDEX webhook_deliveries_age ON webhook_deliveries (state, next_at);

CREATE TABLE webhook_attempts (
    id TEXT NOT NULL PRIMARY KEY,
    webhook TEXT NOT NULL,
    event TEXT NOT NULL,
    at TIMESTAMP NOT NULL,
    status INTEGER,
    failure TEXT,
    millis BIGINT NOT NULL,
    FOREIGN KEY (webhook, event) REFERENCES webhook_deliveries (webhook, event)
);
CREATE INDEX webhook_attempts_delivery ON webhook_attempts (webhook, event, id);

CREATE TABLE roadmaps (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT REFERENCES units (ars),
    provider TEXT REFERENCES providers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    progress TEXT,
    result TEXT,
    revision BIGINT NOT NULL,
    finished_at TIMESTAMP,
    leased_by TEXT,
    leased_until TIMESTAMP,
    CHECK ((unit IS NULL) <> (provider IS NULL))
);
CREATE INDEX roadmaps_unit ON roadmaps (unit, id);
CREATE INDEX roadmaps_provider ON roadmaps (provider, id);
CREATE INDEX roadmaps_state ON roadmaps (state, id);

CREATE TABLE equipment_plans (
    unit TEXT NOT NULL PRIMARY KEY REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE pooled_orders (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX pooled_orders_provider ON pooled_orders (provider, id);

CREATE TABLE order_commitments (
    order_id TEXT NOT NULL REFERENCES pooled_orders (id),
    unit TEXT NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (order_id, unit)
);

CREATE TABLE capacity_pools (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX capacity_pools_provider ON capacity_pools (provider, id);

-- Questions about cohorts that a provider keeps.
CREATE TABLE cohort_queries (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX cohort_queries_provider ON cohort_queries (provider, id);

-- Rules in force: `due` is the day on which somebody should look at one.
CREATE TABLE rules_in_force (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT REFERENCES units (ars),
    provider TEXT REFERENCES providers (id),
    kind TEXT NOT NULL,
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
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    summary TEXT NOT NULL,
    record TEXT NOT NULL
);
CREATE INDEX scenarios_provider ON scenarios (provider, id);

-- Accompaniment.
CREATE TABLE engagements (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    unit TEXT NOT NULL REFERENCES units (ars),
    consultant TEXT NOT NULL,
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX engagements_unit ON engagements (unit, id);
CREATE INDEX engagements_provider ON engagements (provider, state, id);

CREATE TABLE offers (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    state TEXT NOT NULL,
    published BOOLEAN NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX offers_provider ON offers (provider, id);
CREATE INDEX offers_state ON offers (state, id);

CREATE TABLE offer_registrations (
    id TEXT NOT NULL PRIMARY KEY,
    offer_id TEXT NOT NULL REFERENCES offers (id),
    unit TEXT NOT NULL REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL,
    UNIQUE (offer_id, unit)
);
CREATE INDEX offer_registrations_unit ON offer_registrations (unit, id);

CREATE TABLE calendar_addresses (
    unit TEXT NOT NULL PRIMARY KEY REFERENCES units (ars),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);

CREATE TABLE onboarding_programmes (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX onboarding_programmes_provider ON onboarding_programmes (provider, id);

CREATE TABLE onboardings (
    id TEXT NOT NULL PRIMARY KEY,
    unit TEXT NOT NULL REFERENCES units (ars),
    state TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX onboardings_unit ON onboardings (unit, id);

-- Bulletins: `told_at` is when something of one last became public. The last lists are whom one is addressed to, each
-- value between commas; an empty list is everyone.
CREATE TABLE bulletins (
    id TEXT NOT NULL PRIMARY KEY,
    provider TEXT NOT NULL REFERENCES providers (id),
    topic TEXT NOT NULL,
    state TEXT NOT NULL,
    published_at TIMESTAMP,
    told_at TIMESTAMP,
    laender TEXT NOT NULL,
    kinds TEXT NOT NULL,
    size_classes TEXT NOT NULL,
    units TEXT NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX bulletins_provider ON bulletins (provider, id);
CREATE INDEX bulletins_published ON bulletins (published_at, id);
CREATE INDEX bulletins_told ON bulletins (told_at, id);

-- Who gets bulletins by mail. `next_mail` is when something is to be sent, `mail_begun` when that mail was first tried: what
-- it tells stays the same however often it is tried.
CREATE TABLE bulletin_subscriptions (
    id TEXT NOT NULL PRIMARY KEY,
    address TEXT NOT NULL,
    state TEXT NOT NULL,
    asked_at TIMESTAMP NOT NULL,
    next_mail TIMESTAMP,
    mail_begun TIMESTAMP,
    leased_by TEXT,
    leased_until TIMESTAMP,
    attempts INTEGER NOT NULL,
    refusals INTEGER NOT NULL,
    record TEXT NOT NULL,
    revision BIGINT NOT NULL
);
CREATE INDEX bulletin_subscriptions_address ON bulletin_subscriptions (address, asked_at);
CREATE INDEX bulletin_subscriptions_next_mail ON bulletin_subscriptions (next_mail, id);
CREATE INDEX bulletin_subscriptions_state ON bulletin_subscriptions (state, asked_at);
