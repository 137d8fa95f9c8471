## Telling other systems (webhooks)

webhook-not-found = There is no webhook “{ $id }”.
    .title = No such webhook
webhook-delivery-not-found = There is no delivery of the event “{ $id }” here.
    .title = No such delivery
webhook-target-invalid = “{ $text }” is no web address without user name, password and fragment.
    .title = Address not possible
webhook-target-not-https = “{ $text }” is not encrypted. The address has to begin with https://.
    .title = Address not encrypted
webhook-target-not-public = “{ $text }” leads to this machine or into an inner network. Messages go there only if the operator has allowed the network.
    .title = Address not allowed
webhook-kind-invalid = “{ $text }” is no kind of events such as pilot.finished or pilot.*.
    .title = Kind of events not possible
webhook-kinds-too-many = At most { $most } kinds of events are possible, { $count } are given.
    .title = Too many kinds of events
webhook-note-invalid = The description of { $length } characters is too long or contains control characters. { $most } characters are possible.
    .title = Description not possible
webhook-secret-invalid = The secret is not whsec_… with 24 to 64 bytes in Base64.
    .title = Secret not possible
webhook-secret-kept-too-long = The old secret can go on for { $most } hours at most, not { $hours }.
    .title = Transition too long
webhook-state = The webhook is { $state ->
    [active] active
   *[disabled] disabled
} already.
    .title = Step not possible
webhooks-too-many = There are { $most } webhooks already. Please delete one first.
    .title = Too many webhooks
webhook-two-owners = A webhook belongs to an administration or to a provider, not to both.
