# Public figures.
breakdown-unknown = “{ $name }” is no breakdown. Possible are land, county, sizeClass and provider, separated by commas.
cohorts-model-or-release = Exactly one of model and release is needed.
release-model-subject = There are public figures only for models that assess municipalities: { $model }.
release-overlaps = Figures from { $from } to { $to } are released for this model version already ({ $release }). Spans do not overlap.
release-span-open = The span ends on { $to } and is not over yet. Today is { $today }.
release-span-reversed = The last day ({ $to }) is before the first ({ $from }).
release-without-results = There is no signed-off result with a score in this span.
