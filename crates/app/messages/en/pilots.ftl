# Words on pilots, experience reports, blueprints, their fit and adoption.

## Parts of the texts below

pilots-size-class = { $size ->
    [ruralMunicipality] rural municipality
    [smallerSmallTown] smaller small town
    [largerSmallTown] larger small town
    [smallerMediumTown] smaller medium-sized town
    [largerMediumTown] larger medium-sized town
    [smallerCity] smaller city
    [largerCity] larger city
    [default] all other size classes
   *[unknown] unknown
 }
pilots-state = { $state ->
    [call] call
    [prepared] prepared
    [running] running
    [evaluated] evaluated
    [finished] finished
    [aborted] aborted
    [draft] draft
    [review] in review
    [published] published
    [standard] standard
    [superseded] superseded
    [interested] interested
    [planned] planned
    [live] live
    [verified] verified
    [paused] paused
    [abandoned] abandoned
   *[other] { $state }
 }
pilots-transition = { $transition ->
    [prepare] prepare
    [start] start
    [evaluate] evaluate
    [finish] finish
    [abort] abort
    [revise] change
    [assessBefore] enter the assessment before the start
    [assessAfter] enter the assessment after the run
    [answerCall] register interest
    [answerGate] answer a gate
    [edit] edit
    [submit] submit for review
    [return] send back
    [publish] publish
    [promote] make the standard
    [supersede] supersede
    [plan] plan
    [goLive] go live
    [verify] verify
    [pause] pause
    [resume] resume
    [abandon] abandon
    [confirm] confirm
    [tick] tick a step
    [untick] untick a step
   *[other] { $transition }
 }
report-field = { $field ->
    [targetGroup] Target group
    [transferability] Transferability
    [prerequisites] Prerequisites
    [costRange] Cost range
    [benefit] Benefit
    [legalFrame] Legal frame
    [experience] Experience
    [parts] Parts
    [timeLine] Time line
    [stakeholders] Stakeholders
    [challenges] Challenges
    [alternatives] Alternatives
    [actualEffort] Actual effort
    [actualCost] Actual cost
   *[other] { $field }
 }

## Values

pilots-bad-text = The text must not be blank, longer than { $most } characters or contain control characters. It has { $length } characters.
    .title = Text not allowed
pilots-bad-link = “{ $value }” is not a web address. It must begin with https:// or http://.
    .title = Not a web address
pilots-bad-media-type = “{ $value }” is not a media type. Example: application/pdf.
    .title = Not a media type
pilots-bad-cost-range = The cost range from { DECIMAL($from) } to { DECIMAL($to) } euro is negative or ends below its start.
    .title = Cost range not allowed
pilots-too-many-entries = There are { $count } entries. At most { $most } are allowed.
pilots-named-twice = “{ $value }” is there twice.
pilots-amount-negative = The amount or effort must not be negative.
pilots-ends-before-it-starts = The end ({ $until }) lies before the beginning ({ $from }).
pilots-date-too-early = { $date } is too early. The earliest day possible is { $earliest }.
    .title = Date too early
pilots-date-in-future = { $date } lies in the future. Today is { $today }.
    .title = Date in the future
pilots-other-document = The document is not the one the record is pinned to. Pinned: { $pinned }. Found: { $found }.
    .title = Other document
pilots-other-version = Version { $expected } is expected, { $found } was given.
    .title = Other version
pilots-no-canonical-form = The document cannot be written in one unambiguous form.
    .title = No unambiguous form
pilots-other-unit = The assessment is of { $found }, not of unit { $unit }.
    .title = Assessment of another unit
pilots-other-model = Maturity model { $model } is needed, { $found } was given.
    .title = Other maturity model
pilots-number-too-large = A number is too large to be computed exactly.
    .title = Number too large
pilots-not-scored = The assessment cannot be scored with this model.
    .title = Scoring not possible

## Pilots

pilot-invalid = Problems in the description of the pilot: { $count }.
    .title = Pilot not valid
pilot-wrong-state = The state of pilot “{ $id }” is “{ pilots-state }”. The step “{ pilots-transition }” is not possible now.
    .title = Step not possible
pilot-not-ready = Pilot “{ $id }” still lacks something for the step “{ pilots-transition }”. Open points: { $count }.
    .title = Pilot not ready
pilot-needs-units = No municipality takes part yet.
pilot-needs-goals = No goal has been set yet.
pilot-needs-assessment-before = Unit { $unit } lacks the signed-off assessment before the start.
pilot-needs-assessment-after = Unit { $unit } lacks the signed-off assessment after the run.
pilot-assessment-after-too-old = For unit { $unit }, the reference date of the second assessment ({ $after }) must lie after that of the first ({ $before }).
pilot-needs-report = The experience report is missing.
pilots-unit-not-in-pilot = Unit { $unit } does not take part in pilot “{ $id }”.
    .title = Unit does not take part

## Experience reports

report-invalid = Problems in the experience report: { $count }.
    .title = Experience report not valid
report-answer-missing = The experience report lacks the answer “{ report-field }”.

## Blueprints

blueprint-too-large = The document is too large. The limit is { SIZE($most) }.
    .title = Document too large
blueprint-not-readable = The document is neither valid YAML nor valid JSON: { $detail }
blueprint-not-an-object = The document must consist of named values.
blueprint-field-missing = The field “{ $field }” is missing.
blueprint-language-missing = The text is missing in language “{ $language }”.
blueprint-module-outside-range = Version { $version } of module “{ $module }” does not lie in the allowed range { $range }.
blueprint-outcome-already-needed = For “{ $indicator }”, as much or more is required than the blueprint brings.
blueprint-parameters-not-object = The schema of the parameters must describe an object (type: object).
blueprint-parameters-too-large = The schema of the parameters is larger than { SIZE($most) }.
blueprint-needs-steps = The blueprint needs at least one step.
blueprint-step-unknown = This blueprint has no step “{ $step }”.
blueprint-step-cycle = These steps wait for each other in a circle: { $cycle }.
blueprint-duration-too-long = A duration of { $days } days is too long. At most { $most } are allowed.
blueprint-effort-out-of-range = The effort must lie between 0 and { $most } person-days. Concerned: { $values }.
blueprint-cost-out-of-range = The costs must lie between 0 and { $most } euro. Size classes concerned: { $classes }.
blueprint-needs-outcomes = The blueprint must promise at least one outcome.
blueprint-document-without-place = The document needs an address or a checksum.
blueprint-wrong-state = The state of blueprint “{ $id }” is “{ pilots-state }”. The step “{ pilots-transition }” is not possible now.
    .title = Step not possible
blueprint-not-publishable = Blueprint “{ $id }” cannot be published in version { $version } yet. Reasons: { $count }.
    .title = Publishing not possible
blueprint-without-proof = No pilot named proves the blueprint. At least one is needed that is evaluated, with assessments before and after and a complete experience report.
blueprint-pilot-unknown = There is no pilot “{ $pilot }”.
blueprint-pilot-not-evaluated = Pilot “{ $pilot }” has not been evaluated. State: { pilots-state }.
blueprint-pilot-without-units = No municipality took part in pilot “{ $pilot }”.
blueprint-pilot-not-assessed = In pilot “{ $pilot }”, unit { $unit } lacks an assessment before or after.
blueprint-pilot-gate-open = The pilot “{ $pilot }” has an open gate: { $gate ->
    [communication] communication
    [visibleEffect] visible effect
    [technicalFit] technical fit
    [responsibility] clear responsibility
   *[financing] financing
  }.
blueprint-pilot-without-report = There is no experience report on pilot “{ $pilot }”.
blueprint-pilot-report-incomplete = The experience report on pilot “{ $pilot }” lacks the answer “{ report-field }”.
blueprint-model-unknown = There is no maturity model “{ $model }” in version { $version }.
blueprint-node-unknown = The model has no indicator or dimension “{ $node }”.
blueprint-indicator-unknown = The model has no indicator “{ $indicator }”.
blueprint-level-off-scale = “{ $node }” has no level { DECIMAL($level) }.
blueprint-module-unknown = There is no module “{ $module }”.
blueprint-module-version-unknown = There is no version { $version } of module “{ $module }”.
blueprint-module-range-empty = There is no version of module “{ $module }” in the range { $range }.
blueprint-training-unknown = The training “{ $training }” of step “{ $step }” does not exist.
blueprint-training-of-other-kind = “{ $training }” in step “{ $step }” is not a training.
blueprint-version-not-newer = Version { $version } is not newer than { $previous }, the last one published.
blueprint-migration-note-missing = The note on what to do when moving on from version { $previous } is missing.
blueprint-publisher-is-author = Four eyes: “{ $publisher }” wrote on this version and must not publish it.

## Differences between two versions

change-module-added = New module: “{ $module }” in version { $version }.
change-module-removed = Module dropped: “{ $module }” (was version { $version }).
change-module-version = Module “{ $module }”: version { $to } instead of { $from }.
change-step-added = New step: “{ $step }”.
change-step-removed = Step dropped: “{ $step }”.
change-step-effort = Step “{ $step }” ({ pilots-size-class }): { DECIMAL($to) } instead of { DECIMAL($from) } person-days.
change-step-changed = Step “{ $step }” changed{ step-title-changed }{ step-description-changed }{ step-role-changed }{ step-after-changed }{ step-durationDays-changed }{ step-training-changed }.
step-title-changed = { $title ->
    [yes] { " – title" }
   *[no] { "" }
 }
step-description-changed = { $description ->
    [yes] { " – description" }
   *[no] { "" }
 }
step-role-changed = { $role ->
    [yes] { " – responsible role" }
   *[no] { "" }
 }
step-after-changed = { $after ->
    [yes] { " – steps before it" }
   *[no] { "" }
 }
step-durationDays-changed = { $durationDays ->
    [yes] { " – duration" }
   *[no] { "" }
 }
step-training-changed = { $training ->
    [yes] { " – training" }
   *[no] { "" }
 }
change-outcome-added = New outcome: “{ $indicator }” at level { DECIMAL($level) }.
change-outcome-removed = Outcome dropped: “{ $indicator }” at level { DECIMAL($level) }.
change-outcome-level = Outcome “{ $indicator }”: level { DECIMAL($to) } instead of { DECIMAL($from) }.
change-costs = Costs ({ pilots-size-class }): { DECIMAL($to-one-off) } instead of { DECIMAL($from-one-off) } euro once, { DECIMAL($to-per-year) } instead of { DECIMAL($from-per-year) } euro per year.

## Adoption

adoption-invalid = Problems in the description of the adoption: { $count }.
    .title = Adoption not valid
adoption-wrong-state = The state of adoption { $id } is “{ pilots-state }”. The step “{ pilots-transition }” is not possible now.
    .title = Step not possible
adoption-parameters-not-object = The parameters must consist of named values.
adoption-parameters-too-large = The parameters are larger than { SIZE($most) }.
pilots-unknown-step = This blueprint has no step “{ $step }”.
    .title = Step unknown
pilots-step-not-ticked = Step “{ $step }” is not ticked.
    .title = Step not ticked
pilots-step-blocked = “{ $step }” cannot be ticked yet. First comes: { $open }.
    .title = Step not possible yet
pilots-step-carries-others = The tick at “{ $step }” stays as long as something builds on it: { $done }.
    .title = Other steps build on it
pilots-steps-open = Not done yet: { $open }.
    .title = Steps open
pilots-negative-effort = An effort of { DECIMAL($effort) } person-days is not possible.
    .title = Effort negative
pilots-outcome-not-reached = The assessment does not reach { COUNT($count) ->
    [one] one outcome
   *[other] { $count } outcomes
 } that the blueprint promises.
    .title = Outcome not reached
pilots-outcome-level-short = “{ $title }” is at level { DECIMAL($actual) }, { DECIMAL($needed) } is needed.
pilots-outcome-level-unknown = “{ $title }” has not been rated, level { DECIMAL($needed) } is needed.

## Fit of a blueprint for a municipality

fit-already-adopted = You have an adoption of this blueprint already. State: { pilots-state }.
fit-size-any = Suits every size. Your size class: { pilots-size-class }.
fit-size-suited = Suits your size class: { pilots-size-class }.
fit-size-not-suited = Not meant for your size class: { pilots-size-class }.
fit-size-unknown = Your size class is not known. Whether the blueprint suits your size is open.
fit-level-met = Prerequisite met: “{ $title }” at level { DECIMAL($actual) } (needed: { DECIMAL($needed) }).
fit-level-missing = Prerequisite missing: “{ $title }” at level { DECIMAL($actual) } (needed: { DECIMAL($needed) }).
fit-level-open = Prerequisite open: “{ $title }”, proven up to level { DECIMAL($actual) } (needed: { DECIMAL($needed) }). Answers are still missing.
fit-level-not-assessed = Prerequisite open: “{ $title }” (needed: { DECIMAL($needed) }). There is no signed-off assessment.
fit-level-not-applicable = Prerequisite dropped, because it does not apply to your municipality: “{ $title }”.
fit-module-met = Prerequisite met: module “{ $title }” is there in version { $version } ({ $range } needed).
fit-module-missing = Prerequisite missing: module “{ $title }” ({ $range }) is not there.
fit-module-other-version = Prerequisite missing: module “{ $title }” is there in version { $version } ({ $range } needed).
fit-module-installed = Module “{ $title }” is newly installed in version { $version }.
fit-module-removed = Module “{ $title }” { $version } is removed.
fit-module-upgraded = Module “{ $title }” is upgraded from version { $from } to { $version }.
fit-modules-all-there = All modules are already there in a version that fits.
fit-modules-contradict = The modules do not go together with what you have. Reasons: { $count }.
fit-outcome-raised = “{ $title }”: from level { DECIMAL($actual) } to level { DECIMAL($level) }.
fit-outcome-already-reached = “{ $title }”: already at level { DECIMAL($actual) } (the blueprint brings level { DECIMAL($level) }).
fit-outcome-from-open = “{ $title }”: to level { DECIMAL($level) }. So far there is no answer to it.
fit-outcome-not-applicable = Does not apply to your municipality, nor does it with the blueprint: “{ $title }”.
fit-outcome-not-assessed = “{ $title }”: to level { DECIMAL($level) }.
fit-not-assessed = There is no signed-off assessment by this model. Score and stage cannot be forecast.
fit-score-raised = The proven score rises from { DECIMAL($before) } to { DECIMAL($after) } (gain { DECIMAL($gain) }, reference date of the assessment { $date }).
fit-score-raised-slightly = The proven score rises, but so little that it stays { DECIMAL($before) } when rounded (reference date of the assessment { $date }).
fit-score-unchanged = The proven score stays at { DECIMAL($before) } (reference date of the assessment { $date }).
fit-stage-raised = The stage rises from “{ $from-title }” to “{ $title }”.
fit-stage-first = You reach the stage “{ $title }”.
fit-stage-unchanged = The stage stays “{ $title }”.
fit-stage-none = No stage is reached yet.
fit-gate-closed = Minimum standard met afterwards: “{ $title }” (so far { DECIMAL($actual) }, needed: { DECIMAL($needed) }).
fit-effort = Effort: { DECIMAL($days) } person-days, { DECIMAL($unit-days) } of them yours and { DECIMAL($provider-days) } the provider's, over { $calendar-days } calendar days. Size class: { pilots-size-class }.
fit-effort-expected = Expect { DECIMAL($days) } person-days: others needed { DECIMAL($ratio) } times the plan (median). Number of comparisons: { $count }.
fit-cost = Costs: { DECIMAL($one-off) } euro once, { DECIMAL($per-year) } euro per year. Size class: { pilots-size-class }.
fit-evidence = Adoptions by others: { $verified } verified, { $live } live. Of these in your size class ({ pilots-size-class }): { $similar }.
fit-success-rate = Success rate of all adoptions: { $percent } % ({ $verified } of { $ended } that ended were verified).
fit-nearest-at-distance = Nearest municipality with experience: { $name } ({ $unit }), { $km } km away. { pilots-usage } { pilots-shared }
fit-nearest = Nearest municipality with experience: { $name } ({ $unit }). { pilots-usage } { pilots-shared }
fit-no-neighbour = No other municipality has experience with this blueprint so far.
pilots-usage = { $usage ->
    [verified] It verified the outcome.
    [live] It has the blueprint in use.
   *[pilot] It took part in the pilot.
 }
pilots-shared = { $same-provider ->
    [yes] Same provider,
   *[no] Other provider,
 } { $same-size ->
    [yes] same size class,
   *[no] other size class,
 } { $same-land ->
    [yes] same Land.
   *[no] other Land.
 } { COUNT($shared) ->
    [0] No module runs in both.
    [one] One module runs in both.
   *[other] { $shared } modules run in both.
 }

## Calls

candidate-willing = Registered its interest on { $since }.
candidate-not-asked = Has not registered interest yet.
candidate-not-assessed = Not assessed by this model yet: what the pilot brings here is open.
candidate-gap = Of { $goals } goals of the pilot, { $open } are not reached yet.
candidate-size = Size class: { pilots-size-class }. Smaller municipalities are simpler partners.
candidate-capacity = Offers { DECIMAL($stated) } person-days, { DECIMAL($needed) } are needed. Running projects: { $busy }.
candidate-capacity-unknown = How much time the municipality has is not stated. Running projects: { $busy }.
pilots-bad-capacity = { DECIMAL($capacity) } person-days are no offer. Please state more than 0 or leave it out.
pilot-interest-not-found = There is no interest “{ $id }”.
    .title = No such interest

## Process models

process-large = The file is larger than { $most } bytes.
process-characters = The file is not written in UTF-8 (byte { $byte }).
process-unreadable = The file is no readable XML: { $detail }
process-root = The outermost element is “{ $element }”. Expected is “definitions” of BPMN 2.0.
process-none = The file holds no process.
process-id-twice = The id “{ $id }” is there twice.
process-flow-to-nowhere = The sequence flow refers to “{ $id }”, which is not in the file.
process-flow-without-end = The sequence flow lacks { $end ->
    [sourceRef] its beginning (sourceRef)
   *[targetRef] its end (targetRef)
  }.
process-invalid = Faults in the process model: { $count }.
    .title = Faulty process model
attachment-not-found = There is no file with the digest “{ $id }”.
    .title = No such file
