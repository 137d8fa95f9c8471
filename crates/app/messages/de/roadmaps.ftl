## Fahrpläne

roadmap-not-found = Einen Fahrplan zu „{ $id }“ gibt es nicht.
    .title = Fahrplan nicht vorhanden
roadmap-invalid = Der Planungsrahmen ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Planungsrahmen nicht möglich
roadmap-wrong-state = Der Fahrplan ist { $state ->
    [queued] in der Warteschlange
    [running] in Arbeit
    [done] fertig
    [failed] nicht zustande gekommen
    [cancelled] abgebrochen
   *[other] in einem anderen Stand
}. Der Schritt ist jetzt nicht möglich.
    .title = Schritt nicht möglich
roadmaps-open = Es sind schon { $most } Fahrpläne in Arbeit. Bitte abwarten oder einen abbrechen.
    .title = Zu viele Fahrpläne
roadmap-not-done = Der Fahrplan ist noch nicht fertig, nicht zustande gekommen oder abgebrochen.
    .title = Fahrplan nicht fertig
roadmap-for-one = Ein Fahrplan gilt entweder für eine Verwaltung (unit) oder für alle eines Dienstleisters (provider).
roadmap-out-of-range = Möglich sind { $least } bis { $most }.
roadmap-not-a-team = Diese Rolle gehört nicht zum Dienstleister.
roadmap-not-in-time = Möglich sind Quartale von { $from } bis { $until }.
roadmap-not-offered = Die Blaupause „{ $blueprint }“ steht hier nicht zur Wahl.
roadmap-series-empty = Die Liste braucht mindestens einen Wert.
roadmap-negative = Der Wert kann nicht unter null liegen.
roadmap-in-the-past = Der Fahrplan kann frühestens im laufenden Quartal { $today } beginnen.
roadmap-too-many-units = Der Dienstleister betreut { $count } Verwaltungen. Gemeinsam planen lassen sich höchstens { $most }.
roadmap-not-assessed = Es gibt keine freigegebene Erhebung nach diesem Modell. Welchen Gewinn eine Blaupause brächte, ist nicht bekannt.
roadmap-size-not-suited = Die Blaupause ist für diese Größenklasse nicht gedacht.
roadmap-paused = Die Nachnutzung ruht.
roadmap-other-model-version = Die Blaupause bezieht sich auf Version { $version } des Modells, die letzte Erhebung auf Version { $found }.
roadmap-modules-contradict = Die Module der Blaupause vertragen sich nicht mit dem, was installiert ist.
roadmap-needs-level = Die Voraussetzung „{ $node } mindestens { $level }“ ist nicht erfüllt, und keine Blaupause zur Wahl erfüllt sie.
roadmap-needs-module = Das Modul „{ $module }“ ({ $range }) fehlt, und keine Blaupause zur Wahl bringt es mit.
roadmap-nothing-fulfils = Keine Blaupause zur Wahl erfüllt die Anforderung „{ $requirement }“ des Mindeststandards „{ $standard }“.
roadmap-newer-version-first = Eine Blaupause, die das erfüllte, läuft in einer älteren Version. Ihre neue Version kann erst begonnen werden, wenn die alte nachgewiesen ist (Anforderung „{ $requirement }“ des Mindeststandards „{ $standard }“).
roadmap-too-far = Das Planungsende liegt hinter dem, was darstellbar ist.
roadmap-unit-not-planned = Die Verwaltung „{ $unit }“ gehört nicht zu denen, für die geplant wird.
roadmap-given-up = Der Fahrplan wurde mehrmals begonnen und kam nicht zustande. Bitte an den Betreiber wenden.
