### Messages that belong to no single subject. `.title` is the short heading of an error.

token-missing = This operation needs an access token. Send it in the header “Authorization: Bearer …”.
    .title = Sign-in required
token-invalid = The access token is not valid or has expired. Please sign in again.
    .title = Access token not valid
permission-missing = Your role does not allow this here: { access-permission }.
    .title = Not permitted
access-permission = { $right ->
    [register-write] importing the register
    [register-read] reading the history of the register
    [successions-write] deciding on successions
    [providers-create] founding providers
    [providers-write] changing providers and service areas
    [portfolio-write] keeping the portfolio
    [models-write] publishing maturity models
    [units-read] reading what belongs to this administration
    [assessments-write] editing and submitting assessments
    [assessments-review] reviewing and signing off assessments
    [provider-assessments-read] reading the assessments of this provider
    [provider-assessments-write] editing and submitting assessments of a provider
    [provider-assessments-review] reviewing and signing off assessments of a provider
    [invitations-answer] answering invitations
    [installations-write] recording installed modules
    [modules-write] publishing modules
    [standards-write] publishing minimum standards
    [services-write] importing lists of services
    [code-lists-write] importing code lists
    [pilots-write] keeping pilots
    [pilot-calls-answer] registering interest in a pilot
    [blueprints-write] writing blueprints
    [blueprints-publish] publishing blueprints
    [blueprints-read] reading unpublished blueprints
    [adoptions-write] working on adoptions
    [adoptions-decide] deciding on adoptions
    [service-areas-read] reading the results of all units served
    [cohort-queries-write] save questions about cohorts
    [statistics-release] calculating and releasing public figures
    [roadmaps-write] have roadmaps made
    [equipment-write] state what equipment administrations have
    [orders-write] run orders that are placed together
    [orders-commit] commit an administration to an order that is placed together
    [capacity-write] state the capacity of a provider
    [rules-write] state rules in force
    [scenarios-write] calculate crisis scenarios
    [engagements-write] accompany administrations
    [engagements-ask] ask in the accompaniment of an administration
    [offers-write] offer trainings and consultings
    [offers-register] register an administration for trainings and consultings
    [onboardings-write] run onboardings
    [bulletins-write] write bulletins
    [bulletins-publish] publish bulletins
    [bulletins-read] read bulletins before they are published
    [webhooks-read] see webhooks
    [webhooks-write] set up webhooks
    [audit-read] reading the audit log
   *[other] permission { $right }
 }
input-invalid = The input was not accepted: { app-places } Nothing was changed.
    .title = Input not acceptable
app-places = { COUNT($count) ->
    [one] one place needs correction.
   *[other] { $count } places need correction.
 }
json-invalid = The body is not valid JSON of this format. The place is named.
    .title = Invalid JSON
json-syntax = In line { $line }, column { $column } the body stops being JSON.
body-too-slow = The body did not arrive within a minute. Please send it again.
    .title = Body too slow
body-too-large = The body is too large. The limit is { SIZE($limit) }.
    .title = Body too large
media-type-unsupported = This media type is not accepted here. Expected: { $expected }.
    .title = Media type not supported
parameter-invalid = A part of the address is not valid. It is named.
    .title = Invalid address
cursor-invalid = This cursor does not belong to this list. Please start from the first page.
    .title = Invalid cursor
already-exists = { $kind ->
    [adoption] This municipality has an open adoption of this blueprint already: “{ $id }”.
   *[other] “{ $id }” exists already.
 }
    .title = Already exists
revision-stale = The record was changed in the meantime. Load it again and repeat your change.
    .title = Changed in the meantime
precondition-missing = Send the header “If-Match” with the entity tag you last read.
    .title = Precondition missing
precondition-invalid = The header “If-Match” does not hold an entity tag of this service.
    .title = Invalid precondition
idempotency-key-reused = This idempotency key was used for another request.
    .title = Key already used
idempotency-key-in-flight = A request with this idempotency key is being worked on. Please try again in a moment.
    .title = Request in progress
idempotency-key-invalid = The idempotency key must be 1 to 128 printable ASCII characters.
    .title = Invalid key
database-unavailable = The database cannot be reached at the moment. Please try again in a few seconds.
    .title = Temporarily unavailable
internal = The service failed. The failure was recorded in the log of the service.
    .title = Internal error
route-not-found = There is nothing at this address.
    .title = Not found
method-not-allowed = This address exists, but not with this method. Allowed: { $allowed }.
    .title = Method not allowed
text-character-forbidden = The text holds a control character, or one that changes the direction of reading.
text-blank = This field must not be empty.
text-too-long = This field must have at most { $limit } characters.
text-not-utf8 = From byte { $position } on, the text is not UTF-8.
field-missing = The field “{ $field }” is missing.
field-unknown = There is no field “{ $field }” here.{ $choice ->
    [none] {""}
   *[other] {" "}Possible are: { $offered }.
}
field-repeated = The field “{ $field }” is given more than once.
value-not-offered = “{ $value }” is not offered here.{ $choice ->
    [none] {""}
   *[other] {" "}Possible are: { $offered }.
}
value-of-other-kind = Here is { $found ->
    [nothing] nothing
    [text] a text
    [boolean] a boolean
    [wholeNumber] a whole number
    [number] a number
    [list] a list
    [object] an object
   *[other] something else
}, expected is { $expected ->
    [nothing] nothing
    [text] a text
    [boolean] a boolean
    [wholeNumber] a whole number
    [number] a number
    [list] a list
    [object] an object
   *[other] a value of another form
}.
value-out-of-range = This number is outside of what is possible here.
value-no-slug = “{ $value }” is no slug: lower-case letters a-z, digits and single hyphens, 1 to 64 characters.
value-no-version = “{ $value }” is no version such as 1.4.0.
value-no-regional-key = “{ $value }” is no regional key: 2, 3, 4, 5, 9 or 12 digits (ARS), 8 digits (AGS), or, outside Germany, a NUTS code such as FRK28, for a municipality with its LAU code (FRK28.01004).
value-no-country = “{ $value }” is no country: two capital letters of ISO 3166-1, such as FR, GR or GB.
value-no-date = “{ $value }” is no date of the form YYYY-MM-DD.
value-no-instant = “{ $value }” is no instant of the form 2026-03-01T12:00:00Z.
value-no-quarter = “{ $value }” is no quarter of the form 2026-Q2.
value-no-language = “{ $value }” is no supported language. Possible are: de, en.
value-no-number = “{ $value }” is no number that can be kept exactly.
value-no-digest = “{ $value }” is no SHA-256 digest of 64 hexadecimal digits.
value-no-web-address = “{ $value }” is no web address without user name, password and fragment.
value-no-event-kind = “{ $value }” is no kind of events such as pilot.finished or pilot.*.
value-no-email-address = “{ $value }” is not an e-mail address.
value-no-plain-text = This text is empty, too long or contains control characters.
value-no-localized-text = This text needs at least one language and must not be empty in any.
value-no-uuid = This is no identifier (UUID).
value-no-whole-number = This is no whole number that is possible here.
value-no-boolean = Possible are: true, false.
value-invalid = This value does not have the form expected here: { $reason }
page-size-out-of-range = A page has 1 to { $most } items.
days-out-of-range = 0 to { $most } days are possible.
gaps-stage-needs-standard = A stage goes with target=minimumStandard only.

unit-not-found = The register has no unit with the key “{ $id }”.
    .title = Unit not found
register-import-not-found = There is no register import “{ $id }”.
    .title = Register import not found
succession-not-found = There is no succession “{ $id }”.
    .title = Succession not found
provider-not-found = There is no provider “{ $id }”.
    .title = Provider not found
service-area-not-found = “{ $id }” is not in this provider's service area.
    .title = Not in the service area
maturity-model-not-found = There is no maturity model “{ $id }”.
    .title = Maturity model not found
migration-map-not-found = There is no migration map “{ $id }”.
    .title = Migration map not found
own-target-not-found = No own target is set for the model “{ $id }”.
    .title = Target not found
statistical-release-not-found = There is no statistical release “{ $id }”.
    .title = Release not found
assessment-not-found = There is no assessment “{ $id }”.
    .title = Assessment not found
respondent-not-found = There is no invitation “{ $id }”.
    .title = Invitation not found
signed-assessment-not-found = “{ $id }” has no signed-off assessment.
    .title = No signed-off assessment
module-not-found = There is no module “{ $id }”.
    .title = Module not found
module-version-not-found = There is no module version “{ $id }”.
    .title = Module version not found
module-version-of-other-module = This document is a version of module “{ $module }”, not of “{ $expected }”.
portfolio-entry-not-found = “{ $id }” is not in this provider's portfolio.
    .title = Not in the portfolio
installation-not-found = The module “{ $id }” is not recorded for this unit.
    .title = Installation not found
pilot-not-found = There is no pilot “{ $id }”.
    .title = Pilot not found
experience-report-not-found = The pilot “{ $id }” has no experience report yet.
    .title = Experience report not found
blueprint-not-found = There is no blueprint “{ $id }”.
    .title = Blueprint not found
blueprint-version-not-found = There is no blueprint version “{ $id }”.
    .title = Blueprint version not found
adoption-not-found = There is no adoption “{ $id }”.
    .title = Adoption not found
problem-not-found = There is no problem type “{ $id }”.
    .title = Problem type not found

model-check-passed = The model is sound ({ COUNT($count) ->
    [one] one indicator
   *[other] { $count } indicators
 }).

register-older = The state of { $state } is older than the stored state of { $stored }. Nothing was changed.
adoption-unit-past = “{ $unit }” does not exist today. Please choose today's administration.
pilot-goal-indicator-unknown = The model “{ $model }” has no indicator “{ $indicator }”.
pilot-goal-level-off-scale = “{ $indicator }” has no level { $level }. Possible are: { $levels }.
adoption-parameter-invalid = The value of “{ $field }” does not fit what the blueprint asks for ({ $rule }: { $expected }).
adoption-parameter-missing = The parameter “{ $field }” is missing.
adoption-parameter-unknown = This blueprint has no parameter “{ $field }”.
adoption-parameter-type = “{ $field }” must be { adoption-parameter-kind }.
adoption-parameter-kind = { $expected ->
    [string] a text
    [integer] a whole number
    [number] a number
    [boolean] true or false
    [array] a list
    [object] a group of named values
    [null] empty (null)
   *[other] one of: { $expected }
 }
adoption-parameter-choice = “{ $field }” must be one of these values: { $expected }.
adoption-parameter-too-small = “{ $field }” must be at least { DECIMAL($expected) }.
adoption-parameter-too-large = “{ $field }” must be at most { DECIMAL($expected) }.
adoption-parameter-too-short = “{ $field }” is too short. Shortest length: { $expected }.
adoption-parameter-too-long = “{ $field }” is too long. Greatest length: { $expected }.
adoption-parameter-pattern = “{ $field }” does not have the form asked for: { $expected }.
blueprint-schema-invalid = The schema of the parameters is no valid JSON Schema.
blueprint-version-not-offered = The version “{ $version }” is not offered for adoption. State: { pilots-state }.
blueprint-address-differs = The document names “{ $found }”, the address “{ $expected }”.

register-incomplete = The file lacks { $missing } of the { $stored } stored units of { $country }. It is probably incomplete. Nothing was changed.
# blaupause demo

## Feeds and events

feed-pilots = Pilots
feed-blueprints = Blueprints
feed-portfolio = Modules and upgrade paths
feed-standards = Minimum standards
feed-figures = Maturity models and statistics
feed-register = Register, providers and lists
feed-informationSecurity = Bulletins on information security
feed-privacy = Bulletins on privacy
feed-news = News
event-pilot-created = The pilot { $name } seeks partners.
event-pilot-prepared = The pilot { $name } has found its partners.
event-pilot-started = The pilot { $name } has begun.
event-pilot-evaluated = The pilot { $name } has been evaluated.
event-pilot-finished = The pilot { $name } is finished. The experience report is there.
event-pilot-aborted = The pilot { $name } was aborted.
event-blueprint-created = New blueprint in the making: { $name }
event-blueprint-version-published = Blueprint published: { $name }
event-blueprint-version-promoted = The blueprint { $name } is now the standard.
event-blueprint-version-superseded = The blueprint { $name } is superseded by a newer version.
event-module-created = New module: { $name }
event-module-version-published = Module published: { $name }
event-module-version-deprecated = The module { $name } is deprecated.
event-module-version-sunset = The module { $name } comes to its end.
event-upgrade-path-published = Upgrade path published: { $name }
event-upgrade-path-withdrawn = The upgrade path { $name } no longer holds.
event-standard-created = New minimum standard: { $name }
event-standard-version-published = Minimum standard published: { $name }
event-standard-timeline-put = The minimum standard { $name } has new dates.
event-maturity-model-published = Maturity model published: { $name }
event-maturity-model-retired = The maturity model { $name } is no longer used.
event-statistical-release-published = New statistical release
event-register-imported = The register of municipalities is in a new state.
event-provider-created = New IT provider: { $name }
event-services-imported = The list of public services is in a new state.
event-code-list-imported = Code list imported: { $name }
event-bulletin-published = { $name }
event-bulletin-corrected = Corrected: { $name }
event-bulletin-withdrawn = Withdrawn: { $name }
