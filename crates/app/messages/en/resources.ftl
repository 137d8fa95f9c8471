## Equipment

equipment-plan-not-found = No equipment is stated for the administration “{ $id }”.
    .title = No such equipment plan
equipment-plan-invalid = The equipment plan is not possible in { $count ->
    [one] one place
   *[other] { $count } places
}.
    .title = Equipment plan not possible
equipment-bought-later = What was bought on { $date } is later than the state of { $as-of }.
equipment-as-of-later = The state of { $date } lies in the future. Today is { $today }.
forecast-for-one = The question is either about one administration (unit) or about all of a provider (provider).
resources-out-of-range = { $least } to { $most } are possible.
resources-too-many = At most { $most } entries are possible, { $count } are given.
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
order-invalid = The order is not possible in { $count ->
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
order-title = The title is missing, longer than { $most } characters or contains control characters.
order-deadline-past = The deadline { $date } is over.
order-breaks-from-one = The price breaks have to begin at 1.
order-price = The price has to be above zero and { $most } euros at most.
order-breaks-rise = The quantities of the price breaks have to rise.
order-prices-fall = The prices of the price breaks have to fall.
