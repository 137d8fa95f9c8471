# Public figures.
breakdown-unknown = “{ $name }” is no breakdown. Possible are land, county, sizeClass and provider, separated by commas.
cohort-query-not-found = There is no saved question “{ $id }”.
    .title = Saved question not found
cohorts-model-or-release = Exactly one of model and release is needed.
release-model-subject = There are public figures only for models that assess municipalities: { $model }.
release-overlaps = Figures from { $from } to { $to } are released for this model version already ({ $release }). Spans do not overlap.
release-span-open = The span ends on { $to } and is not over yet. Today is { $today }.
release-span-reversed = The last day ({ $to }) is before the first ({ $from }).
release-without-results = There is no signed-off result with a score in this span.

## Questions about the results of a service area

filter-not-a-number = `{ $value }` is not a number.
filter-too-many = Too many values. At most { $most } are possible.
filter-unknown-value = There is no `{ $value }` here.
question-key-twice = `{ $name }` does not go with the other breakdowns: each can be there once, and only one of year, halfYear and quarter. For the time to catch up, no period can be a breakdown.
question-too-large = The answer would have more than { $most } figures. Fewer breakdowns, fewer values or a table (format=csv or parquet) make it smaller.
    .title = Answer too large
question-too-many-keys = At most { $most } breakdowns are possible.
question-unknown-key = `{ $name }` is no breakdown. Possible are country, level, land, county, sizeClass, kind, provider, stage, segment, year, halfYear and quarter.
question-format-not-saved = The form is chosen each time the question is asked and is not saved. Leave format out.
question-json-only = This question has no table. Only json is possible.
question-unknown-quantity = This model has no `{ $name }`. Possible are score, dimension:ID and indicator:ID, among values dimensions and indicators too.

## Tables

cohort-code = { $code }
cohort-column-coefficient = Pearson correlation
cohort-column-contributors = Results with a value
cohort-column-country = Country
cohort-column-county = County
cohort-column-first = First number
cohort-column-halfyear = Half-year
cohort-column-kind = Kind of administration
cohort-column-land = Land
cohort-column-level = Level
cohort-column-lowerquartile = Lower quartile
cohort-column-max = Highest value
cohort-column-mean = Mean
cohort-column-median = Median
cohort-column-min = Lowest value
cohort-column-provider = IT provider
cohort-column-quarter = Quarter
cohort-column-reason = Why nothing is shown
cohort-column-results = Results
cohort-column-second = Second number
cohort-column-segment = Front-runners, middle, laggards
cohort-column-sizeclass = Size class
cohort-column-stage = Stage
cohort-column-upperquartile = Upper quartile
cohort-column-value = Number
cohort-column-year = Year
cohort-hidden = not shown
cohort-level = { $code ->
    [land] Land
    [district] district
    [region] region
    [county] county
    [association] association of municipalities
   *[municipality] municipality
 }
cohort-reason = { $code ->
    [noContributors] no result
    [tooFew] too few results
    [dominance] one result makes up almost all
    [uniform] all results are alike
    [secondary] a hidden figure would follow
   *[notPlanned] this breakdown is not published
 }
cohort-segment = { $code ->
    [frontRunner] front-runners
    [middle] middle
    [laggard] laggards
   *[withoutSegment] too few peers
 }
cohort-size-class = { $code ->
    [ruralMunicipality] rural municipality
    [smallerSmallTown] smaller small town
    [largerSmallTown] larger small town
    [smallerMediumTown] smaller medium-sized town
    [largerMediumTown] larger medium-sized town
    [smallerCity] smaller city
   *[largerCity] larger city
 }
cohort-stage = { $code ->
    [withoutStage] no stage proven
   *[other] { $code }
 }
cohort-unit-results = results
cohort-without = not stated
