# Pages for people: the public, administrations, IT providers.

portal-skip = Skip to content
portal-nav = Main menu
portal-nav-municipalities = Municipalities
portal-nav-blueprints = Blueprints
portal-nav-pilots = Pilots
portal-nav-modules = Modules
portal-other-language = Deutsch
portal-sign-in = Sign in
portal-sign-out = Sign out
portal-footer = Blaupause shows how digital administrations are, and helps them take over what has proved itself.
portal-footer-interface = Interface (OpenAPI)
portal-breadcrumb = You are here
portal-pages = Pages
portal-next-page = Next page
portal-to-start = To the start page
portal-version = Version
portal-state = { $state ->
    [call] call: partners wanted
    [prepared] prepared
    [running] running
    [evaluated] evaluated
    [finished] finished
    [aborted] aborted
    [draft] draft
    [review] in review
    [published] published
    [standard] standard
   *[superseded] superseded
 }

portal-start-title = Digital maturity of municipalities
portal-start-lead = What one municipality has tried out helps the others: find yours, and the blueprints that fit it.
portal-start-municipalities = All municipalities with their counties and Länder, their predecessors and successors.
portal-start-pilots = What municipalities are trying out or have tried out, with goals and partners.
portal-start-modules = What the IT providers put their offer together from: applications, platforms, devices, trainings.
portal-start-blueprints = Instructions that rest on evaluated pilots: with prerequisites, steps, effort and effect.

portal-search-title = Search
portal-search-label = Municipality, blueprint, pilot or module
portal-search-button = Search
portal-search-nothing = Nothing found. Please check the spelling, or type the beginning only.
portal-search-units = Municipalities and other administrations
portal-search-blueprints = Blueprints
portal-search-pilots = Pilots
portal-search-modules = Modules

portal-municipalities-title = Municipalities
portal-municipalities-name = Name of the municipality
portal-column-name = Name
portal-column-key = Regional key
portal-column-level = Level
portal-column-population = Inhabitants
portal-column-size-class = Size class
portal-column-area = Area
portal-square-kilometres = { DECIMAL($number) } km²
portal-unit-since = In the register since
portal-unit-ended = This administration no longer exists. Its last day was { $last }.
portal-unit-providers = IT providers
portal-unit-successors = Successors
portal-unit-predecessors = Predecessors

portal-blueprints-title = Blueprints
portal-blueprints-none = No blueprint has been published yet.
portal-blueprint-owner = Kept by
portal-blueprint-adoptions = Administrations where it is live
portal-blueprint-outcomes = What is reached afterwards
portal-blueprint-level = Level
portal-blueprint-steps = Steps
portal-blueprint-days = { COUNT($days) ->
    [one] one day
   *[other] { $days } days
 }
portal-blueprint-risks = Risks

portal-pilots-none = There is no pilot yet.
portal-pilot-state = State
portal-pilot-planned = Planned period
portal-pilot-goals = Goals
portal-pilot-units = Partners

portal-modules-none = There is no module yet.
portal-column-kind = Kind
portal-module-kind = { $kind ->
    [application] application
    [platform] platform
    [infrastructure] infrastructure
    [devicePackage] device package
    [training] training
   *[consulting] consulting
 }
portal-module-versions = Versions
portal-module-no-versions = No version has been published yet.
portal-module-requires = Needs:
portal-module-phase = { $phase ->
    [announced] announced
    [current] current
    [deprecated] deprecated
    [sunset] no longer offered
   *[unsupported] without support
 }

portal-sign-in-title = Sign in
portal-sign-in-closed = Nobody can sign in here: nothing has been set up for it.
portal-sign-in-demo = This is a demo with invented facts. Choose whom you would like to see it as.
portal-role = { $role ->
    [editor] Editing
    [approver] Approval
    [analyst] Analysis
    [consultant] Consulting
    [catalogManager] Portfolio
    [auditor] Audit
   *[admin] Operation
 }, { $place }

portal-no-page = There is no page at this address.
    .title = Page not found
portal-unreadable = The address or the form has something in it that cannot be read.
    .title = Not readable
portal-form-foreign = The form does not come from this session. Please load the page again and send it once more. Nothing was changed.
    .title = Form not accepted

portal-assessments-title = Assessments
portal-assessments-none = There is no assessment yet.
portal-assessment-begin = Begin a new assessment:
portal-assessment-period = Reference date
portal-assessment-state = { $state ->
    [draft] draft
    [submitted] submitted
    [inReview] in review
    [returned] returned
   *[signedOff] signed off
 }
portal-assessment-score = Maturity so far
portal-assessment-stage = Proven stage
portal-assessment-possible = Highest stage the open answers can lead to
portal-assessment-parts = Topics
portal-assessment-progress = Answered
portal-assessment-submit = Submit for review
portal-assessment-submit-hint = Another person reviews it then. Until it is returned, nothing can be changed.
portal-assessment-next = Next topic
portal-answer-typed = Measured value
portal-answer-value = Value
portal-answer-by-provider = Our IT provider does it
portal-answer-not-assessable = Cannot be told yet
portal-answer-not-applicable = Does not apply to us (with the reason)
portal-answer-reason = Reason
portal-answer-comment = Comment
portal-answer-evidence = Evidence is possible or needed.
portal-answer-save = Save answer
portal-answer-no-number = The value is no number.
portal-assessment-remarks = Returned with these remarks
portal-assessment-start-review = Begin the review
portal-assessment-review = Review
portal-assessment-remark = Remark on returning it
portal-assessment-return = Return
portal-assessment-sign-off = Sign off
portal-assessment-sign-off-hint = What is signed off cannot be changed any more. A correction is a new assessment.
portal-recommendations-title = Blueprints for { $unit }
portal-recommendations-none = There is no published blueprint at the moment.
portal-recommendation-fits = fits
portal-recommendation-misfits = does not fit at the moment
portal-recommendation-gain = Gain in maturity
portal-recommendation-effort = Effort (person-days)
portal-recommendation-duration = Duration
portal-recommendation-lines = Why
portal-fit-status = { $status ->
    [met] met
    [missing] missing
    [open] unknown
   *[info] fact
 }
portal-unit-recommendations = Blueprints that fit
