## Roadmaps

roadmap-not-found = There is no roadmap for “{ $id }”.
    .title = No such roadmap
roadmap-invalid = The frame is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Frame not possible
roadmap-wrong-state = The roadmap is { $state ->
    [queued] waiting
    [running] being made
    [done] done
    [failed] not to be made
    [cancelled] cancelled
   *[other] in another state
}. The step is not possible now.
    .title = Step not possible
roadmaps-open = { $most } roadmaps are being made already. Please wait, or cancel one.
    .title = Too many roadmaps
roadmap-not-done = The roadmap is not done yet, could not be made or was cancelled.
    .title = Roadmap not done
roadmap-for-one = A roadmap is either for one administration (unit) or for all of a provider (provider).
roadmap-out-of-range = { $least } to { $most } are possible.
roadmap-not-a-team = This role is not one of the provider.
roadmap-not-in-time = Quarters from { $from } to { $until } are possible.
roadmap-not-offered = The blueprint “{ $blueprint }” is not among those to choose from.
roadmap-series-empty = The list needs one value at least.
roadmap-negative = The value cannot be below zero.
roadmap-in-the-past = The roadmap can begin in the current quarter { $today } at the earliest.
roadmap-too-many-units = The provider serves { $count } administrations. At most { $most } can be planned together.
roadmap-not-assessed = There is no signed-off assessment by this model. What a blueprint would bring is not known.
roadmap-size-not-suited = The blueprint is not meant for this size class.
roadmap-paused = The adoption rests.
roadmap-other-model-version = The blueprint refers to version { $version } of the model, the last assessment to version { $found }.
roadmap-modules-contradict = The modules of the blueprint do not go together with what is installed.
roadmap-needs-level = The prerequisite “{ $node } at least { $level }” is not met, and no blueprint to choose from meets it.
roadmap-needs-module = The module “{ $module }” ({ $range }) is missing, and no blueprint to choose from brings it.
roadmap-nothing-fulfils = No blueprint to choose from fulfils the requirement “{ $requirement }” of the minimum standard “{ $standard }”.
roadmap-newer-version-first = A blueprint that would fulfil it runs in an older version. Its newer version can be begun once the older one is verified (requirement “{ $requirement }” of the minimum standard “{ $standard }”).
roadmap-too-far = The end of the plan is beyond what can be written.
roadmap-unit-not-planned = The administration “{ $unit }” is not among those that are planned.
roadmap-given-up = The roadmap was begun several times and did not come about. Please turn to the operator.
