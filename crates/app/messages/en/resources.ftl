## Equipment

equipment-plan-not-found = No equipment is stated for the administration “{ $id }”.
    .title = No such equipment plan
equipment-plan-invalid = The equipment plan is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Equipment plan not possible
equipment-bought-later = What was bought on { $date } is later than the state of { $as-of }.
equipment-as-of-later = The state of { $date } lies in the future. Today is { $today }.
forecast-for-one = The question is either about one administration (unit) or about all of a provider (provider).
resources-out-of-range = { $least } to { $most } are possible.
resources-too-many = At most { $most } entries are possible, { $count } are given.
resources-title = The name is missing, longer than { $most } characters or contains control characters.
resources-negative = The value cannot be below zero.
resources-too-large = The sum is larger than can be kept exactly.
    .title = Number too large
sheet-device-class-invalid = “{ $value }” is no device class. Possible are laptop, desktop, thinClient, monitor, dock, headset, camera, smartphone, tablet, deskPhone, printer, server, network and videoRoom.
sheet-quantity-invalid = “{ $value }” is no quantity that is possible here.
sheet-lifetime-invalid = “{ $value }” is no lifetime. 1 to 360 months are possible.
sheet-other-number = For the same administration an earlier row says { $value }.
equipment-dry-run = Trial: { $created } administrations would be stated for the first time, { $changed } anew, { $unchanged } would stay as they are. Devices: { $devices }.
equipment-imported = { $created } administrations stated for the first time, { $changed } anew, { $unchanged } as they were. Devices: { $devices }.

## Orders placed together

pooled-order-not-found = There is no order “{ $id }” that is placed together.
    .title = No such order
order-commitment-not-found = There is no commitment “{ $id }”.
    .title = No such commitment
order-invalid = The order is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Order not possible
order-wrong-state = The order is { $state ->
    [open] open
    [closed] closed
    [placed] placed
   *[cancelled] cancelled
}. The step is not possible now.
    .title = Step not possible
order-late = The deadline ended on { $date }.
    .title = Deadline over
order-deadline-past = The deadline { $date } is over.
order-breaks-from-one = The price breaks have to begin at 1.
order-price = The price has to be above zero and { $most } euros at most.
order-breaks-rise = The quantities of the price breaks have to rise.
order-prices-fall = The prices of the price breaks have to fall.

## Capacity, rules in force, crisis scenarios

capacity-pool-not-found = There is no capacity pool “{ $id }”.
    .title = No such capacity pool
capacity-pool-invalid = The capacity pool is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Capacity pool not possible
pool-without-site = The pool needs at least one site.
pools-too-many = A provider can have { $most } pools at most.
    .title = Too many capacity pools
pools-too-many-further = Further capacity of this kind ({ $kind }) can be stated for { $most } pools at most.
    .title = Too many offers of further capacity
resources-named-twice = “{ $name }” is named more than once.
resources-price = Amounts from 0 to { $most } euros are possible.
rule-not-found = There is no rule “{ $id }”.
    .title = No such rule
rule-invalid = The rule is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Rule not possible
rule-ends-before = The day is before the beginning on { $date }.
rule-url = The address has to begin with https:// or http://, contain no spaces and have { $most } characters at most.
scenario-not-found = There is no scenario “{ $id }”.
    .title = No such scenario
scenario-invalid = The scenario is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Scenario not possible
scenario-unknown-site = No capacity pool of the provider has the site “{ $site }”.
scenario-no-crisis-indicator = The indicator “{ $indicator }” is not about crises. A scenario is evidence only for indicators with the tag “krise”.
crisis-readiness-not-found = The latest crisis scenario says nothing about the unit “{ $id }”: there is none, or staff and equipment of the unit are not stated.
    .title = No crisis scenario
