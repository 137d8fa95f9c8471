# Texts for maturity models, answers, scoring and assessments.

## Reading a model

model-overflow = The numbers of the weights, scales and ranges are so odd that the calculation can leave the exact arithmetic here.
model-too-large = The text is too large. The limit is { SIZE($most) }.
    .title = Model too large
model-syntax = The text is not readable YAML or JSON: { $reason }
    .title = Model not readable
model-not-a-map = Named fields are expected here.
model-not-a-list = A list is expected here.
model-missing-field = The field “{ $field }” is missing.
model-unknown-field = This format has no field “{ $field }”. Please check the spelling.
model-text-blank = The text is empty.
model-text-too-long = The text is too long. { $most } characters are allowed.
model-unknown-language = The language “{ $language }” is not supported. Possible are “de” and “en”.
model-translation-missing = The text is missing in the language “{ $language }”.
model-languages = The list of languages must not be empty and must not name a language twice.
model-format-unsupported = The format “{ $format }” is not supported. Supported is “{ $supported }”.
    .title = Format not supported
model-duplicate-id = The key “{ $id }” is already taken in this model.
model-weight-not-positive = The weight { $weight } is not allowed. A weight must be above zero.
model-weight-without-effect = The weight { $weight } would have no effect: this aggregation knows no weights.
model-dimension-empty = The dimension has neither dimensions nor indicators.
model-no-dimensions = The model has no dimensions.
model-no-stages = The model has no stages.
model-too-deep = The dimensions are nested too deeply. { $most } levels are allowed.
model-mean-of-means = A mean of means needs dimensions whose value is a mean itself.
model-levels-mismatch = The levels described ({ $found }) do not match the scale ({ $expected }). Every level needs exactly one text, in the order of the scale.
model-scale-values = A scale needs at least two and at most { $most } values in ascending order.
model-scale-steps = No whole number of steps of { DECIMAL($step) } leads from { DECIMAL($min) } to { DECIMAL($max) }, or there are too many.
model-evidence-off-scale = Evidence is asked for from level { DECIMAL($level) } on. The scale does not have this level.
model-by-provider-subject = Only a model for administrations can take levels from the assessment of a provider.
model-by-provider-repeated = This indicator of this model is named already.
model-by-provider-levels = The map needs at least one level, and both rows have to rise.
model-by-provider-off-scale = The map names level { DECIMAL($level) }. The scale does not have this level.
model-subject-changed = All versions of a model assess the same. “{ $model }” has assessed others so far.
model-applies-to-provider = A model for providers cannot limit an indicator to levels or size classes. A provider has neither.
model-rounding-digits = Too many digits after the point. At most { $most } are allowed.
model-gate-unknown-node = The gate names “{ $node }”. There is no indicator or dimension with this key.
model-gate-unreachable = The gate asks for { DECIMAL($needed) } at “{ $node }”. At most { DECIMAL($max) } can be reached.
model-stage-unreachable = The stage “{ $stage }” asks for a score of { DECIMAL($threshold) }. At most { DECIMAL($max) } can be reached.
model-thresholds-not-ascending = Stages must ascend: “{ $stage }” begins at { DECIMAL($threshold) }, the stage before it at { DECIMAL($before) }.
model-levels-off-scale = The values described must be on the scale and ascend.
model-scale-decimals = A scale for measured values has 0 to { $most } digits after the point.
model-range = The range from { DECIMAL($min) } to { DECIMAL($max) } is empty. The largest value must be above the smallest.
model-range-without-effect = The range would have no effect: under this aggregation it follows from what is aggregated.
model-weights-sum = The weights must add up to { DECIMAL($expected) }, they add up to { DECIMAL($found) }.
model-weights-sum-without-effect = A sum of the weights would have no effect: this aggregation knows no weights.
model-source-url = The address of a source must begin with “https://” or “http://”.
model-gate-without-effect = The gate asks for { DECIMAL($needed) } at “{ $node }”. That always holds, as the smallest value is { DECIMAL($min) }.
model-gate-repeated = The stage has more than one gate on “{ $node }”.
model-gate-weaker = The gate asks for only { DECIMAL($needed) } at “{ $node }”. The stage “{ $stage }” below it asks for { DECIMAL($below) } already.

## Answers

answer-unknown-indicator = This model has no indicator “{ $indicator }”.
answer-off-scale = { DECIMAL($value) } is not a level of the indicator “{ $indicator }”.
answer-reason-blank = Please say why the indicator “{ $indicator }” does not apply.
answer-text-too-long = The text is too long. { $most } characters are allowed.

## Scoring

maturity-overflow = A number in the calculation is too large to be kept exactly.
    .title = Number too large
maturity-nothing-applies = No indicator of the model applies. There is nothing to score.
    .title = Nothing to score
maturity-unknown-indicator = This model has no indicator “{ $indicator }”.
    .title = Unknown indicator
maturity-unknown-node = This model has no indicator or dimension “{ $node }”.
    .title = Unknown key
maturity-unknown-stage = This model has no stage “{ $stage }”.
    .title = Unknown stage
maturity-off-scale = { DECIMAL($value) } is not a level of the indicator “{ $indicator }”.
    .title = Value not on the scale
maturity-other-model = The model { $expected } is needed, { $found } was given.
    .title = Another model
maturity-no-canonical-form = The document has no canonical form: { $reason }
    .title = Document has no canonical form

## Assessments

assessment-wrong-state = This is not possible here. The assessment { $state ->
    [draft] is a draft
    [submitted] was submitted
    [inReview] is in review
    [returned] was returned
   *[signedOff] was signed off
  }. { $needed ->
    [submitted] It must be submitted and not yet in review.
    [inReview] It must be in review.
   *[other] It must be a draft or returned.
  }
    .title = Wrong state of the assessment
assessment-four-eyes = Four-eyes principle: “{ $reviewer }” worked on this assessment and therefore cannot review it.
    .title = Four-eyes principle
assessment-other-reviewer = This assessment is already being reviewed by “{ $reviewer }”.
    .title = Already in review
assessment-incomplete = The assessment was not accepted: { app-places } Nothing was changed.
    .title = Assessment with faults
assessment-evidence-missing = “{ $title }” lacks evidence that is valid on { $date }.
assessment-evidence-title-blank = Please give the evidence a title.
assessment-evidence-url = The address of the evidence must begin with https:// or http://, must not contain spaces and can have at most 2,000 characters.
assessment-too-much-evidence = Too much evidence for one indicator. { $most } entries are allowed.
assessment-comments-blank = Please write what needs to be changed.
assessment-chain-fault = { $fault ->
    [format] The format of the document is unknown.
    [previous] The hash of the document before does not match.
    [subject] The document belongs to another administration or provider than the one before.
    [order] The document was signed off before its predecessor.
    [outcome] The result is not the score of the answers by the model.
    [document] The stored text is not the document that the hash names.
   *[model] The result rests on another model than the answers.
  }
assessment-broken-chain = The chain of signed-off assessments breaks at position { $position } (counted from 0): { assessment-chain-fault }
    .title = Chain broken

## What stands in the way

maturity-too-few-peers = There { COUNT($found) ->
    [one] is only one municipality
   *[other] are only { $found } municipalities
 } of the same size with a signed-off assessment to compare with. { $needed } are needed.
    .title = Too few to compare with
blocking-threshold = The stage “{ $stage }” is { DECIMAL($distance) } points away: { DECIMAL($needed) } are needed, { DECIMAL($proven) } are reached.
blocking-threshold-open = The stage “{ $stage }” needs { DECIMAL($needed) } points, { DECIMAL($proven) } are proven. Open answers can still close the distance.
blocking-gate = For the stage “{ $stage }”, “{ $title }” must reach at least { DECIMAL($needed) }. It has { DECIMAL($proven) }.
blocking-gate-open = For the stage “{ $stage }”, “{ $title }” must reach at least { DECIMAL($needed) }. The answer is still open.
gap-threshold = { DECIMAL($distance) } points are missing: { DECIMAL($needed) } are needed, { DECIMAL($proven) } are reached.
gap-threshold-open = { DECIMAL($needed) } points are needed, { DECIMAL($proven) } are proven. Open answers can still close the distance.
gap-gate = “{ $title }” must reach at least { DECIMAL($needed) }. It has { DECIMAL($proven) }.
gap-gate-open = “{ $title }” must reach at least { DECIMAL($needed) }. The answer is still open.
gap-levels = For “{ $title }”, at least half of the comparable municipalities reach { DECIMAL($needed) }. { DECIMAL($proven) } is proven here.
gap-own = The unit's own target for “{ $title }” is { DECIMAL($needed) }. { DECIMAL($proven) } is proven.
assessment-period-future = The day { $period } lies in the future (today is { $today }).
assessment-period-after-end = The day { $period } lies after the last day of this administration ({ $last }).
assessment-unit-past = “{ $unit }” does not exist today. Please choose today's administration.
assessment-model-retired = No assessment begins by the maturity model “{ $model }” any more: it is retired.
assessment-empty = No question has been answered yet.
assessment-subject-missing = Who is assessed is missing. Please name “unit” or “provider”.
assessment-subject-twice = Either an administration (“unit”) or a provider (“provider”) is assessed, not both.
assessment-model-subject = The maturity model “{ $model }” assesses { $subject ->
    [provider] providers, not administrations.
   *[municipality] administrations, not providers.
  }
    .title = Model for other assessments

# Migration to another version of a model
migration-other-model = The migration map is for { $expected }, not for { $found }.
migration-indicator-twice = The indicator “{ $indicator }” is named more than once on { $side ->
    [old] the old
   *[new] the new
 } side.
migration-indicator-unknown = There is no indicator “{ $indicator }” in { $side ->
    [old] the old
   *[new] the new
 } version.
migration-indicator-missing = The map says nothing about the indicator “{ $indicator }” of { $side ->
    [old] the old
   *[new] the new
 } version.
migration-scales-differ = The levels are not the same on both sides. Map them with “rescale”.
migration-needs-several = A split needs at least two new indicators, a merge at least two old ones.
migration-levels-incomplete = Every old level has to be mapped exactly once.
migration-level-off-scale = The new scale has no level { DECIMAL($level) }.
migration-reason-blank = Say why it is no longer asked.
migration-keep = “{ $to }”: taken over unchanged.
migration-rename = “{ $from }” is now “{ $to }”: taken over unchanged.
migration-split = “{ $from }” is now split into { $to }: the old answer is proposed for each. Please check it.
migration-merge = { $from } are now “{ $to }”. Where the answers differed, one is proposed.
migration-merge-open = { $from } are now “{ $to }”. The answers could not be merged. Please answer anew.
migration-rescale = “{ $from }” has new levels: the answer was converted.
migration-retire = “{ $from }” is no longer asked: { $reason }
migration-new = “{ $to }” is new and still open.

# Assessments as a table
sheet-unit-invalid = “{ $value }” is neither a regional key (12 digits, outside Germany such as FRK28.01004) nor a municipality key (8 digits).
sheet-provider-invalid = “{ $value }” is no id of a provider.
sheet-model-invalid = “{ $value }” is no id of a maturity model.
sheet-version-invalid = “{ $value }” is no version.
sheet-period-invalid = “{ $value }” is no date. Possible are 2026-06-30 and 30.06.2026.
sheet-indicator-invalid = “{ $value }” is no key of an indicator.
sheet-indicator-repeated = Line { $line } has an answer of the same assessment to “{ $indicator }” already.
sheet-answer-invalid = “{ $value }” is no answer. Possible are level, notApplicable, notAssessable, byProvider and unanswered.
sheet-level-invalid = “{ $value }” is no level. Possible are numbers such as 3 or 2.5.
sheet-field-stray = The answer “{ $answer }” takes nothing here.
sheet-assessment-repeated = This assessment is in line { $line } already, written in another way.
sheet-assessment-differs = This assessment exists already, with other answers: { $id }. What is there is not overwritten.
target-empty = A target names at least one indicator or dimension.
target-off-scale = { $value } is no level of “{ $indicator }”.
target-out-of-range = “{ $node }” can have values from { $low } to { $high }, with at most four decimals: { $value }.
target-unknown-node = The model has neither an indicator nor a dimension “{ $node }”.

# Respondents and consensus
respondent-taken = “{ $value }” is already invited to this assessment.
respondent-too-many = Too many respondents. An assessment can have { $most }.
respondent-due-past = The due date { $due } is in the past (today is { $today }).
respondent-not-asked = You were not asked about the indicator “{ $indicator }”.
respondent-nothing-answered = No question has been answered yet.
respondent-wrong-state = This is not possible here. The invitation has { $state ->
    [handedIn] already been answered
    [declined] been declined
    [withdrawn] been withdrawn
   *[other] not been answered yet
  }.
    .title = Invitation closed
respondent-answer-first = Please answer yourself first, or decline. You will see the answers of the others after that, so that they do not influence yours.
    .title = Own answers first
consensus-missing = The respondents do not agree on the indicator “{ $indicator }”. Please record which answer counts, and why.
consensus-outdated = Somebody answered after the consensus on the indicator “{ $indicator }” was recorded. Please record it again.
consensus-other-answer = A consensus is recorded for the indicator “{ $indicator }”. The answer can only be changed together with it.
consensus-nobody-answered = None of the respondents has answered this indicator yet.
consensus-unanswered = Please name the answer that counts.
consensus-reason-missing = Please explain why this answer counts although not all respondents gave it.
