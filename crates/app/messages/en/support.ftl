## Accompaniment

engagement-not-found = There is no engagement “{ $id }”.
    .title = No such engagement
engagement-invalid = The engagement is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Engagement not possible
engagement-wrong-state = The engagement has ended and changes no more.
    .title = Engagement ended
engagement-goal-wrong-state = The goal has been { $state ->
    [reached] reached
   *[dropped] dropped
} already.
    .title = Goal closed already
engagement-question-wrong-state = The question has been answered already.
    .title = Question answered already
engagement-visit-day = The day has to lie between the beginning on { $since } and today, { $today }.
worklist-invalid = The work list cannot be made like this.
    .title = Work list not possible
worklist-next-step = Next step: { $text }
worklist-stalled-adoption = The adoption has not moved since { $since }.
worklist-expiring-evidence = The evidence for “{ $indicator }” holds until { $until }.
worklist-gate = The gate “{ $gate }” of the pilot “{ $pilot }” is coming up.
worklist-expiring-rule = The rule ends on { $until } or is to be looked at again by then.
worklist-open-question = The question of { $asked } has not been answered.
support-no-such-part = There is no { $kind ->
    [goal] goal
    [question] question
    [item] item of the checklist, counted from 0,
   *[registration] registration
} “{ $id }” here.
    .title = No such part
support-full = More than { $most } { $kind ->
    [goals] goals
    [visits] visits
    [notes] notes
    [questions] questions
    [registrations] registrations
    [subscriptions] unconfirmed subscriptions
   *[corrections] corrections
} are not possible.
    .title = No more possible
support-same-person = { $transition ->
    [handOver] This person accompanies the administration already.
    [changeMentor] This person is the mentor already.
   *[publish] It needs a second person: who wrote the text cannot approve it.
}
    .title = Another person needed
support-not-author = Only the author of the bulletin can do this.
    .title = For the author only
support-too-early = { $date } lies before { $earliest }.
    .title = Day too early
support-too-large = The number is larger than what can be shown exactly.
    .title = Number too large
support-bad-text = The text must have 1 to { $most } characters, none of them a control character and not spaces alone. There are { $length }.
support-out-of-range = { $least } to { $most } are possible.
support-too-many = At most { $most } entries are possible, there are { $count }.
support-none = At least one entry is needed.
support-named-twice = The entry is named more than once.

## Trainings and consultings

offer-not-found = There is no offer “{ $id }”.
    .title = No such offer
offer-invalid = The offer is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Offer not possible
offer-wrong-state = The offer is { $state ->
    [draft] a draft
    [published] published
    [cancelled] cancelled
   *[held] held
}. The step is not possible now.
    .title = Step not possible
offer-late = Registration ended on { $date }.
    .title = Registration over
offer-begun = The first session began at { $at }. What took place changes no more.
    .title = Offer has begun
offer-not-begun = The last session begins at { $at }.
    .title = Offer has not begun
offer-not-over = The last session ends at { $at }.
    .title = Offer is not over
offer-places-taken = { $places } places are too few: { $taken } are promised already, or needed by one administration alone.
    .title = Places promised already
offer-registered = The administration “{ $unit }” is registered already.
    .title = Registered already
offer-waiting = The registration “{ $id }” is on the waiting list.
    .title = On the waiting list
offer-session-ends-first = The session ends before it begins.
offer-sessions-overlap = The session begins before the one before has ended.
offer-register-after-begin = Registration cannot be open for longer than until the first session.
offer-topic-unknown = The indicator “{ $indicator }” does not belong to the maturity model “{ $model }”.
offer-no-https = The address has to begin with https://, contain no spaces and no user name, and have { $most } characters at most.
offer-not-proved = The registration proves nothing: nobody came, attendance is not noted yet, or the indicator “{ $indicator }” is not among the topics.
registration-not-found = There is no registration “{ $id }”.
    .title = No such registration
registration-invalid = The registration is not possible.
    .title = Registration not possible
registration-attended = 0 to { $most } are possible: as many were registered.
calendar-address-not-found = There is no such calendar address of the administration “{ $id }”, or no longer.
    .title = No such calendar address
offer-calendar-name = Trainings and consultings
offer-calendar-waiting = (waiting list)

## Onboarding

programme-not-found = There is no onboarding programme “{ $id }”.
    .title = No such programme
programme-invalid = The programme is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Programme not possible
onboarding-not-found = There is no onboarding “{ $id }”.
    .title = No such onboarding
onboarding-invalid = The onboarding is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Onboarding not possible
onboarding-wrong-state = The onboarding has { $state ->
    [completed] been completed
   *[ended] ended
}.
    .title = Onboarding over
onboarding-item-wrong-state = The item is open.
    .title = Item open
onboarding-items-open = { COUNT($open) ->
    [one] One item is open.
   *[other] { $open } items are open.
}
    .title = Items open
onboarding-day = The day has to lie between the beginning on { $started } and today, { $today }.

## Bulletins

bulletin-not-found = There is no bulletin “{ $id }”.
    .title = No such bulletin
bulletin-invalid = The bulletin is not possible in { COUNT($count) ->
    [one] one place
   *[other] { $count } places
}.
    .title = Bulletin not possible
bulletin-wrong-state = The bulletin is { $state ->
    [draft] a draft
    [inReview] in review
    [published] published
   *[withdrawn] withdrawn
}. The step is not possible now.
    .title = Step not possible
bulletin-no-correction = No correction waits for approval.
    .title = No correction
bulletin-no-land = “{ $ars }” is not the key of a Land (outside Germany, of a NUTS 1 region).
subscription-not-found = There is no subscription “{ $id }”.
    .title = No such subscription
subscription-invalid = The subscription is not possible.
    .title = Subscription not possible
subscription-wrong-state = The subscription has { $state ->
    [pending] not been confirmed
   *[confirmed] been confirmed already
}.
    .title = Step not possible
subscription-expired = The time to confirm ended at { $at }. Please subscribe again.
    .title = Time to confirm over
subscription-wrong-token = This link does not belong to this subscription.
    .title = Link not valid
subscription-bad-address = “{ $text }” is not an e-mail address.
    .title = No e-mail address

## Bulletins by mail

mail-off = This service sends no mail.
    .title = No mail
mail-topic = { $topic ->
    [informationSecurity] Information security
    [privacy] Privacy
    [pilots] Pilots
   *[news] News
}
mail-rhythm = { $rhythm ->
    [weekly] weekly
   *[daily] daily
}
mail-confirm-subject = Please confirm: bulletins by mail
mail-confirm-text =
    Hello,

    somebody asked for bulletins to be sent to this address.

    Topics: { $topics }
    How often: { $rhythm }

    Was it you? Then please confirm by { $until }:
    { $link }

    Was it not you? Then there is nothing to do. Without confirmation the address is deleted.

    { $publisher }
mail-digest-subject = Bulletins of { $on }: { COUNT($count) ->
    [one] one entry
   *[other] { $count } entries
}
mail-digest-head = { $topic }{ $change ->
    [corrected] {" "}(corrected)
    [withdrawn] {" "}(withdrawn)
   *[published] {""}
}: { $title }
mail-digest-note = { $change ->
    [withdrawn] Reason
   *[corrected] Correction
}: { $text }
mail-digest-text =
    Hello,

    this is what there was since the last mail:

    { $entries }

    You get this mail { $rhythm } on these topics: { $topics }.
    Unsubscribe: { $link }

    { $publisher }
page-confirm-title = Confirm bulletins by mail
page-confirm-text = Do you want bulletins to be sent to { $address }? Topics: { $topics }. How often: { $rhythm }.
page-confirm-button = Yes, confirm
page-confirmed-title = Confirmed
page-confirmed-text = The next mail with bulletins comes as soon as there is something to tell. Every mail lets you unsubscribe.
page-unsubscribe-title = Unsubscribe from bulletins
page-unsubscribe-text = Do you want no more bulletins? The address is deleted then.
page-unsubscribe-button = Yes, unsubscribe
page-unsubscribed-title = Unsubscribed
page-unsubscribed-text = No more mails will come, and the address is deleted.
