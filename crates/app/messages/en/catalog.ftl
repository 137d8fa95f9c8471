# Words of the catalogue: modules, versions, minimum standards, plans.

## Values and documents

catalog-range = “{ $value }” is not a range of versions. Examples: ^1.4 or >=1.2, <3.
    .title = Not a range of versions
catalog-interface = “{ $value }” is not an interface with its version. Examples: fit-connect@1 or xta@2.1.
    .title = Not an interface
catalog-leika = “{ $value }” is not a LeiKa key. A LeiKa key has 14 digits.
    .title = Not a LeiKa key
catalog-licence = “{ $value }” is not an SPDX licence expression. Example: EUPL-1.2.
    .title = Not a licence expression
catalog-settings-not-object = The settings schema must describe an object (type: object).
    .title = Settings schema not allowed
catalog-settings-too-large = The schema of the settings is larger than { SIZE($most) }.
    .title = Settings schema too large
catalog-requirement = A requirement names either a module with a range of versions or an interface.
    .title = Requirement not definite
catalog-satisfaction = A way to fulfil a standard names either an interface, a module or an indicator with its level.
    .title = Way to fulfil not definite
catalog-document-too-large = The document is larger than { SIZE($most) }.
    .title = Document too large
catalog-document = Problems in the document: { $count }.
    .title = Document with problems
catalog-document-unreadable = The document is neither valid YAML nor valid JSON: { $detail }
catalog-document-not-object = The document must consist of named fields.
catalog-document-field-missing = The field “{ $field }” is missing.
catalog-duplicate-version = Version { $version } of the module “{ $module }” is there twice.
    .title = Version there twice
catalog-dates-reversed = “{ $later }” must not lie before “{ $earlier }”.
    .title = Dates in the wrong order
catalog-not-canonical = The document cannot be written in one definite form: { $detail }
    .title = Document without canonical form

## Contradictions in a module version

catalog-duplicate-interface = The interface { $value } is listed twice.
catalog-duplicate-leika = The LeiKa key { $value } is listed twice.
catalog-requires-itself = With “{ $requirement }”, the module requires itself.
catalog-conflicts-itself = The module “{ $module }” is listed as conflicting with itself.
catalog-negative-price = The price of { DECIMAL($amount) } euro is negative.
catalog-price-band-empty = The price band names no size class.
catalog-price-overlap = More than one price holds for the size class “{ catalog-size-class }”.
catalog-price-gap = There is no price for the size class “{ catalog-size-class }”.
catalog-negative-effort = The effort of { DECIMAL($personDays) } person-days is negative.
catalog-effort-overlap = The effort for the size class “{ catalog-size-class }” is listed twice.
catalog-effort-gap = There is no effort for the size class “{ catalog-size-class }”.
catalog-life-cycle-order = In the life cycle, “{ $later }” lies before “{ $earlier }”.
catalog-duplicate-level = The level of the indicator “{ $indicator }” in the model “{ $model }” is listed twice.
catalog-negative-level = The level of the indicator “{ $indicator }” in the model “{ $model }” is negative.
catalog-size-class = { $sizeClass ->
    [ruralMunicipality] rural municipality
    [smallerSmallTown] smaller small town
    [largerSmallTown] larger small town
    [smallerMediumTown] smaller medium-sized town
    [largerMediumTown] larger medium-sized town
    [smallerCity] smaller city
    [largerCity] larger city
   *[other] { $sizeClass }
  }

## Minimum standards and upgrade paths

catalog-standard-empty = The minimum standard contains no requirement.
catalog-standard-duplicate = The requirement “{ $requirement }” is there twice.
catalog-standard-unsatisfiable = The requirement “{ $requirement }” does not say what fulfils it.
catalog-timeline-order = The entry of { $date } must lie after the entry before it.
catalog-timeline-after-end = Nothing may follow the end of validity ({ $date }).
catalog-upgrade-without-steps = The upgrade path contains no steps.
catalog-upgrade-to-itself = The target “{ $module }” { $version } is itself one of the versions the path starts from.

## Why there is no plan

plan-wanted-module = The module “{ $module }” is wanted ({ plan-range }).
plan-wanted-interface = The interface { $interface } is wanted.
plan-installed = The module “{ $module }” is installed in version { $version } and is not replaced by an older version.
plan-requires-module = “{ $module }” ({ plan-versions }) requires the module “{ $other }” ({ plan-range }).
plan-requires-interface = “{ $module }” ({ plan-versions }) requires the interface { $interface }.
plan-conflicts = “{ $module }” ({ plan-versions }) conflicts with “{ $other }” ({ $otherVersions ->
    [all] all versions
   *[other] version { $otherVersions }
  }).
plan-interface-provider = The interface { $interface } can be provided by “{ $module }” ({ plan-versions }).
plan-interface-unprovided = No available module provides the interface { $interface }.
plan-unknown-module = The catalogue has no module “{ $module }”.
plan-no-version = The module “{ $module }” has no fitting version ({ plan-range }). There is: { $known }.
plan-not-offered = Of the module “{ $module }” only version { $versions } fits; it is not on offer on { $date }.
plan-version-unusable = “{ $module }” ({ plan-versions }) contradicts itself and cannot be used.
plan-too-complex = No plan was found because there are too many possibilities. Please narrow down what you want.
plan-wanted-any = One of these is wanted: { $ways }.
plan-standard-asks = Requirement “{ $requirement }” of the minimum standard “{ $standard }” { $version } asks for one of these: { $ways }.
plan-blueprint-needs = The blueprint “{ $blueprint }” { $version } rests on: { $ways }.
plan-without = Module “{ $module }” is to be gone.
plan-pinned = Module “{ $module }” is pinned to version { $version }.
plan-excluded-module = Module “{ $module }” ({ plan-versions }) is excluded.
plan-excluded-sovereignty = Module “{ $module }” ({ plan-versions }) breaks a rule of digital sovereignty: { plan-rule }.
plan-excluded-unsuited = Module “{ $module }” ({ plan-versions }) does not suit the size class of the municipality.
plan-excluded-portfolio = Module “{ $module }” ({ plan-versions }) is not in the IT provider's portfolio.
plan-replaceable = “{ $module }” can be replaced by “{ $other }” { $version }.
plan-lowerable = “{ $module }” may be put back to a lower version.
plan-removable = “{ $module }” may be removed.
plan-rule = { $rule ->
    [publicOperator] run by a public IT provider
    [hosting] run only in the places allowed
    [openLicence] open licence
    [exitPlan] exit plan
   *[processingAgreement] contract on data processing
  }
plan-versions = { $versions ->
    [all] all versions
   *[other] version { $versions }
  }
plan-range = { $range ->
    [any] any version
   *[other] range { $range }
  }

## What alone would make a plan possible

plan-relax-wanted = Give up this wish: { $ways }.
plan-relax-standard = Put off requirement “{ $requirement }” of the minimum standard “{ $standard }” { $version }.
plan-relax-blueprint = Give up the blueprint “{ $blueprint }” { $version } or the named module of it.
plan-relax-without = Keep or allow module “{ $module }” after all.
plan-relax-pin = Do not pin “{ $module }” to version { $version }.
plan-relax-excluded-module = Do not exclude module “{ $module }” ({ plan-range }).
plan-relax-sovereignty = Give up this rule of digital sovereignty: { plan-rule }.
plan-relax-unsuited = Allow modules, too, that are not meant for the size class.
plan-relax-portfolio = Allow modules, too, that are not in the IT provider's portfolio.
plan-relax-downgrade = Put “{ $module }” back to a lower version.
plan-relax-remove = Remove “{ $module }”.

## Life cycle

catalog-phase = { $phase ->
    [deprecated] “deprecated”
    [sunset] “no longer offered”
   *[unsupported] “unsupported”
  }
catalog-phase-in-the-past = The phase { catalog-phase } cannot begin in the past, on { $on }. Today is { $today }.
catalog-phase-begun = The phase { catalog-phase } began on { $on } and does not move any more.
catalog-successor-unknown = There is no recommended module “{ $module }”.
catalog-successor-itself = “{ $module }” { $version } is itself one of the versions that are recommended instead.
catalog-breaking-compatible = Version { $version } has changes that break things, but its number says that it is compatible with { $before }.
module-changes-reversed = Version { $from } has to be lower than { $to }.

## Portfolio plan

plan-step-keep = “{ $title }” stays at version { $version }.
plan-step-install = Introduce “{ $title }” { $version }.
plan-step-upgrade = Upgrade “{ $title }” from version { $from } to { $version }.
plan-step-downgrade = Put “{ $title }” back from version { $from } to { $version }.
plan-step-remove = Remove “{ $title }” { $version }.
plan-step-replace = Replace “{ $title }” { $version } by “{ $other }” and remove it.
plan-wish-unclear = A wish names exactly one thing: a module, an interface, a blueprint or a minimum standard.
plan-list-too-long = The list is too long. { $most } entries are allowed.

## Minimum standards

standard-level = { $level ->
    [must] MUST
    [should] SHOULD
   *[may] MAY
  }
standard-version-of-other = The document belongs to the minimum standard “{ $standard }”, not to “{ $expected }”.
standard-not-binding = No version of the minimum standard “{ $standard }” is binding on { $date }.
standard-diff-added = New is requirement “{ $requirement }” ({ standard-level }): { $text }
standard-diff-removed = Requirement “{ $requirement }” is gone: { $text }
standard-diff-level = Requirement “{ $requirement }” was { $before ->
    [must] MUST
    [should] SHOULD
   *[may] MAY
  } and is { $after ->
    [must] MUST
    [should] SHOULD
   *[may] MAY
  }: { $text }
standard-diff-reworded = Requirement “{ $requirement }” has a new wording: { $text }
standard-diff-other-ways = Requirement “{ $requirement }” is fulfilled in other ways now: { $text }
catalog-timeline-too-long = The timeline is too long. { $most } entries are allowed.
catalog-timeline-unpublished = Version { $version } is not published.
catalog-timeline-not-effective-first = Version { $version } has to become “effective” first.
catalog-timeline-not-in-turn = Version { $version } has to be higher and to become effective later than the version before.
catalog-timeline-grace-misplaced = Grace is possible only where a version becomes “effective”.
catalog-timeline-grace-too-long = The grace is too long. { $most } days are allowed.
catalog-timeline-past-changed = What has been in force up to today ({ $today }) has to stay in the timeline as it was.
catalog-upgrade-target-unknown = “{ $id }” { $version } is not published.
catalog-path-withdrawn = The upgrade path “{ $id }” was withdrawn on { $on }.
minimum-standard-not-found = There is no minimum standard “{ $id }”.
    .title = Minimum standard not found
standard-version-not-found = There is no version “{ $id }” of the minimum standard.
    .title = Version of the minimum standard not found
upgrade-path-not-found = There is no upgrade path “{ $id }”.
    .title = Upgrade path not found

## Installations

installation-deviations-of-standard = Only a customised module can have deviations.
installation-deviations-too-many = There are too many deviations. { $most } are allowed.
installation-confirmed-for-the-past = A confirmation until { $until } would have run out already. Today is { $today }.
text-empty = The text is empty.
sovereignty-hosting-unknown = “{ $value }” is no place of hosting. Possible are own, publicCluster, eu and thirdCountry.
service-solution-not-found = None of the municipalities has a solution for the service { $id }.
    .title = No solution there
sheet-module-invalid = “{ $value }” is no id of a module.
sheet-day-invalid = “{ $value }” is no day. Possible are 2026-01-31 and 31.01.2026.
sheet-yes-or-no = “{ $value }” is not clear. Possible are yes and no.
sheet-installation-repeated = The same module of the same municipality stands in line { $line } already.
installations-dry-run = Dry run: { $created } installations would be new, { $changed } changed, { $unchanged } as they are. Nothing was changed.
installations-imported = { $created } installations new, { $changed } changed, { $unchanged } as they were.

## Services

service-nameless = The service has no name.
ozg-number = The number of a service of the Online Access Act is made of digits.
ozg-repeated = Service { $id } of the Online Access Act stands in line { $line } already.
ozg-differs = Service { $id } of the Online Access Act has another name in line { $line }.
ozg-entries = “{ $value }” is no count.
ozg-service-not-found = There is no service “{ $id }” of the Online Access Act.
    .title = No such service of the Online Access Act
service-repeated = The LeiKa key { $key } stands in line { $line } already.
service-list-incomplete = The list lacks { $missing } of the { $stored } stored services. It is probably incomplete. Nothing was changed.
service-not-found = No imported list has a service with the key { $id }.
    .title = Service not found
services-dry-run = Dry run: { $new } services would be new, { $changed } changed, { $ended } gone, { $unchanged } as they are; { $keyless } rows without a LeiKa key. Nothing was changed. Services of the Online Access Act new, changed or gone: { $ozg }.
services-imported = { $new } services new, { $changed } changed, { $ended } gone, { $unchanged } as they were; { $keyless } rows without a LeiKa key. Services of the Online Access Act new, changed or gone: { $ozg }.
standard-version-not-higher = The version has to be higher than { $version }.
