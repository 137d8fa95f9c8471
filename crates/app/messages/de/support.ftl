## Begleitung

engagement-not-found = Die Begleitung „{ $id }“ gibt es nicht.
    .title = Begleitung nicht vorhanden
engagement-invalid = Die Begleitung ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Begleitung nicht möglich
engagement-wrong-state = Die Begleitung ist beendet und ändert sich nicht mehr.
    .title = Begleitung beendet
engagement-goal-wrong-state = Das Ziel ist schon { $state ->
    [reached] erreicht
   *[dropped] aufgegeben
}.
    .title = Ziel schon abgeschlossen
engagement-question-wrong-state = Die Frage ist schon beantwortet.
    .title = Frage schon beantwortet
engagement-visit-day = Der Tag muss zwischen dem Beginn am { $since } und heute, dem { $today }, liegen.
worklist-invalid = Die Arbeitsliste lässt sich so nicht aufstellen.
    .title = Arbeitsliste nicht möglich
worklist-next-step = Nächster Schritt: { $text }
worklist-stalled-adoption = Die Nachnutzung steht seit dem { $since } still.
worklist-expiring-evidence = Der Nachweis zu „{ $indicator }“ gilt bis { $until }.
worklist-gate = Der Prüfpunkt „{ $gate }“ des Pilotprojekts „{ $pilot }“ steht an.
worklist-expiring-rule = Die Regelung endet am { $until } oder ist bis dahin zu überprüfen.
worklist-open-question = Die Frage vom { $asked } ist noch nicht beantwortet.
support-no-such-part = { $kind ->
    [goal] Ein Ziel
    [question] Eine Frage
    [item] Einen Punkt der Checkliste mit der Nummer (gezählt ab 0)
   *[registration] Eine Anmeldung
} „{ $id }“ gibt es hier nicht.
    .title = Teil nicht vorhanden
support-full = Mehr als { $most } { $kind ->
    [goals] Ziele
    [visits] Termine
    [notes] Notizen
    [questions] Fragen
    [registrations] Anmeldungen
    [subscriptions] unbestätigte Abonnements
   *[corrections] Berichtigungen
} sind nicht möglich.
    .title = Höchstzahl erreicht
support-same-person = { $transition ->
    [handOver] Diese Person begleitet die Verwaltung schon.
    [changeMentor] Diese Person ist schon Patin oder Pate.
   *[publish] Dafür braucht es eine zweite Person: Wer den Text geschrieben hat, kann ihn nicht selbst freigeben.
}
    .title = Andere Person nötig
support-not-author = Das kann nur, wer das Rundschreiben verfasst hat.
    .title = Nur für die Verfasserin oder den Verfasser
support-too-early = Der { $date } liegt vor dem { $earliest }.
    .title = Tag zu früh
support-too-large = Die Zahl ist größer, als genau dargestellt werden kann.
    .title = Zahl zu groß
support-bad-text = Der Text muss 1 bis { $most } Zeichen haben, darunter keine Steuerzeichen und nicht nur Leerzeichen. Es sind { $length }.
support-out-of-range = Möglich sind { $least } bis { $most }.
support-too-many = Möglich sind höchstens { $most } Einträge, angegeben sind { $count }.
support-none = Mindestens ein Eintrag ist nötig.
support-named-twice = Der Eintrag kommt mehrfach vor.

## Schulungen und Beratungen

offer-not-found = Das Angebot „{ $id }“ gibt es nicht.
    .title = Angebot nicht vorhanden
offer-invalid = Das Angebot ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Angebot nicht möglich
offer-wrong-state = Das Angebot ist { $state ->
    [draft] noch ein Entwurf
    [published] veröffentlicht
    [cancelled] abgesagt
   *[held] durchgeführt
}. Der Schritt ist jetzt nicht möglich.
    .title = Schritt nicht möglich
offer-late = Die Anmeldung endete am { $date }.
    .title = Anmeldung beendet
offer-begun = Der erste Termin hat am { $at } begonnen. Was stattfand, ändert sich nicht mehr.
    .title = Angebot hat begonnen
offer-not-begun = Der letzte Termin beginnt erst am { $at }.
    .title = Angebot hat noch nicht begonnen
offer-not-over = Der letzte Termin endet erst am { $at }.
    .title = Angebot noch nicht vorbei
offer-places-taken = { $places } Plätze reichen nicht: { $taken } sind schon zugesagt oder von einer Verwaltung allein belegt.
    .title = Plätze schon zugesagt
offer-registered = Die Verwaltung „{ $unit }“ ist schon angemeldet.
    .title = Schon angemeldet
offer-waiting = Die Anmeldung „{ $id }“ steht auf der Warteliste.
    .title = Auf der Warteliste
offer-session-ends-first = Der Termin endet, bevor er beginnt.
offer-sessions-overlap = Der Termin beginnt, bevor der vorige endet.
offer-register-after-begin = Die Anmeldung kann nicht länger als bis zum ersten Termin offen sein.
offer-topic-unknown = Der Indikator „{ $indicator }“ gehört nicht zum Reifegradmodell „{ $model }“.
offer-no-https = Die Adresse muss mit https:// beginnen, darf keine Leerzeichen und keine Anmeldedaten enthalten und höchstens { $most } Zeichen lang sein.
offer-not-proved = Die Anmeldung belegt nichts: Niemand nahm teil, die Teilnahme ist noch nicht vermerkt, oder der Indikator „{ $indicator }“ gehört nicht zu den Themen.
registration-not-found = Die Anmeldung „{ $id }“ gibt es nicht.
    .title = Anmeldung nicht vorhanden
registration-invalid = Die Anmeldung ist nicht möglich.
    .title = Anmeldung nicht möglich
registration-attended = Möglich sind 0 bis { $most }: So viele waren angemeldet.
calendar-address-not-found = Für die Verwaltung „{ $id }“ gibt es diese Kalenderadresse nicht oder nicht mehr.
    .title = Kalenderadresse nicht vorhanden
offer-calendar-name = Schulungen und Beratungen
offer-calendar-waiting = (Warteliste)

## Einarbeitung

programme-not-found = Das Einarbeitungsprogramm „{ $id }“ gibt es nicht.
    .title = Programm nicht vorhanden
programme-invalid = Das Programm ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Programm nicht möglich
onboarding-not-found = Die Einarbeitung „{ $id }“ gibt es nicht.
    .title = Einarbeitung nicht vorhanden
onboarding-invalid = Die Einarbeitung ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Einarbeitung nicht möglich
onboarding-wrong-state = Die Einarbeitung ist { $state ->
    [completed] abgeschlossen
   *[ended] beendet
}.
    .title = Einarbeitung beendet
onboarding-item-wrong-state = Der Punkt ist noch offen.
    .title = Punkt noch offen
onboarding-items-open = { COUNT($open) ->
    [one] Ein Punkt ist noch offen.
   *[other] { $open } Punkte sind noch offen.
}
    .title = Punkte noch offen
onboarding-day = Der Tag muss zwischen dem Beginn am { $started } und heute, dem { $today }, liegen.

## Rundschreiben

bulletin-not-found = Das Rundschreiben „{ $id }“ gibt es nicht.
    .title = Rundschreiben nicht vorhanden
bulletin-invalid = Das Rundschreiben ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Rundschreiben nicht möglich
bulletin-wrong-state = Das Rundschreiben ist { $state ->
    [draft] noch ein Entwurf
    [inReview] in Prüfung
    [published] veröffentlicht
   *[withdrawn] zurückgezogen
}. Der Schritt ist jetzt nicht möglich.
    .title = Schritt nicht möglich
bulletin-no-correction = Keine Berichtigung wartet auf Freigabe.
    .title = Keine Berichtigung
bulletin-no-land = „{ $ars }“ ist nicht der Schlüssel eines Landes (außerhalb Deutschlands einer Region der Ebene NUTS 1).
subscription-not-found = Das Abonnement „{ $id }“ gibt es nicht.
    .title = Abonnement nicht vorhanden
subscription-invalid = Das Abonnement ist nicht möglich.
    .title = Abonnement nicht möglich
subscription-wrong-state = Das Abonnement ist { $state ->
    [pending] noch nicht bestätigt
   *[confirmed] schon bestätigt
}.
    .title = Schritt nicht möglich
subscription-expired = Die Frist zur Bestätigung endete am { $at }. Bitte bestellen Sie das Abonnement neu.
    .title = Frist zur Bestätigung vorbei
subscription-wrong-token = Dieser Verweis gehört nicht zu diesem Abonnement.
    .title = Verweis ungültig
subscription-bad-address = „{ $text }“ ist keine E-Mail-Adresse.
    .title = Keine E-Mail-Adresse

## E-Mails mit Rundschreiben

mail-off = Dieser Dienst verschickt keine E-Mails.
    .title = Kein E-Mail-Versand
mail-topic = { $topic ->
    [informationSecurity] Informationssicherheit
    [privacy] Datenschutz
    [pilots] Piloten
   *[news] Neuigkeiten
}
mail-rhythm = { $rhythm ->
    [weekly] wöchentlich
   *[daily] täglich
}
mail-confirm-subject = Bitte bestätigen: Rundschreiben per E-Mail
mail-confirm-text =
    Guten Tag,

    für diese Adresse wurden Rundschreiben per E-Mail bestellt.

    Themen: { $topics }
    Rhythmus: { $rhythm }

    Waren Sie das? Dann bestätigen Sie bitte bis zum { $until }:
    { $link }

    Waren Sie das nicht? Dann müssen Sie nichts tun. Ohne Bestätigung wird die Adresse gelöscht.

    { $publisher }
mail-digest-subject = Rundschreiben vom { $on }: { COUNT($count) ->
    [one] ein Beitrag
   *[other] { $count } Beiträge
}
mail-digest-head = { $topic }{ $change ->
    [corrected] {" "}(berichtigt)
    [withdrawn] {" "}(zurückgezogen)
   *[published] {""}
}: { $title }
mail-digest-note = { $change ->
    [withdrawn] Grund
   *[corrected] Berichtigung
}: { $text }
mail-digest-text =
    Guten Tag,

    das gab es seit der letzten E-Mail:

    { $entries }

    Sie bekommen diese E-Mail { $rhythm } zu diesen Themen: { $topics }.
    Abbestellen: { $link }

    { $publisher }
page-confirm-title = Rundschreiben per E-Mail bestätigen
page-confirm-text = Möchten Sie Rundschreiben an { $address } bekommen? Themen: { $topics }. Rhythmus: { $rhythm }.
page-confirm-button = Ja, bestätigen
page-confirmed-title = Bestätigt
page-confirmed-text = Die nächste E-Mail mit Rundschreiben kommt, sobald es etwas zu berichten gibt. Abbestellen können Sie in jeder E-Mail.
page-unsubscribe-title = Rundschreiben abbestellen
page-unsubscribe-text = Möchten Sie keine Rundschreiben mehr bekommen? Die Adresse wird dann gelöscht.
page-unsubscribe-button = Ja, abbestellen
page-unsubscribed-title = Abbestellt
page-unsubscribed-text = Es kommen keine E-Mails mehr, und die Adresse ist gelöscht.
