## Ausstattung

equipment-plan-not-found = Zur Verwaltung „{ $id }“ ist keine Ausstattung angegeben.
    .title = Ausstattungsplan nicht vorhanden
equipment-plan-invalid = Der Ausstattungsplan ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Ausstattungsplan nicht möglich
equipment-bought-later = Der Kauf am { $date } liegt nach dem Stand { $as-of }.
equipment-as-of-later = Der Stand { $date } liegt in der Zukunft. Heute ist der { $today }.
forecast-for-one = Gefragt werden kann nach einer Verwaltung (unit) oder nach allen eines Dienstleisters (provider).
resources-out-of-range = Möglich sind { $least } bis { $most }.
resources-too-many = Möglich sind höchstens { $most } Einträge, angegeben sind { $count }.
resources-title = Die Bezeichnung fehlt, ist länger als { $most } Zeichen oder enthält Steuerzeichen.
resources-negative = Der Wert kann nicht unter null liegen.
resources-too-large = Die Summe ist größer, als genau dargestellt werden kann.
    .title = Zahl zu groß
sheet-device-class-invalid = „{ $value }“ ist keine Geräteklasse. Möglich sind laptop, desktop, thinClient, monitor, dock, headset, camera, smartphone, tablet, deskPhone, printer, server, network und videoRoom.
sheet-quantity-invalid = „{ $value }“ ist keine Anzahl, die hier möglich ist.
sheet-lifetime-invalid = „{ $value }“ ist keine Nutzungsdauer. Möglich sind 1 bis 360 Monate.
sheet-other-number = Für dieselbe Verwaltung steht in einer früheren Zeile { $value }.
equipment-dry-run = Probelauf: { $created } Verwaltungen würden erstmals angegeben, { $changed } neu, { $unchanged } blieben unverändert. Geräte: { $devices }.
equipment-imported = { $created } Verwaltungen erstmals angegeben, { $changed } neu, { $unchanged } unverändert. Geräte: { $devices }.

## Gemeinsame Bestellungen

pooled-order-not-found = Die gemeinsame Bestellung „{ $id }“ gibt es nicht.
    .title = Bestellung nicht vorhanden
order-commitment-not-found = Die Zusage „{ $id }“ gibt es nicht.
    .title = Zusage nicht vorhanden
order-invalid = Die Bestellung ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Bestellung nicht möglich
order-wrong-state = Die Bestellung ist { $state ->
    [open] offen
    [closed] geschlossen
    [placed] ausgelöst
   *[cancelled] abgesagt
}. Der Schritt ist jetzt nicht möglich.
    .title = Schritt nicht möglich
order-late = Die Frist ist am { $date } abgelaufen.
    .title = Frist abgelaufen
order-deadline-past = Die Frist { $date } ist vorbei.
order-breaks-from-one = Die Preisstaffel muss bei 1 beginnen.
order-price = Der Preis muss über null liegen und höchstens { $most } Euro betragen.
order-breaks-rise = Die Mengen der Preisstaffel müssen steigen.
order-prices-fall = Die Preise der Preisstaffel müssen fallen.

## Kapazität, geltende Regelungen, Krisenszenarien

capacity-pool-not-found = Den Kapazitätspool „{ $id }“ gibt es nicht.
    .title = Kapazitätspool nicht vorhanden
capacity-pool-invalid = Der Kapazitätspool ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Kapazitätspool nicht möglich
pool-without-site = Der Pool braucht mindestens einen Standort.
pools-too-many = Ein Dienstleister kann höchstens { $most } Pools führen.
    .title = Zu viele Kapazitätspools
pools-too-many-further = Zusätzliche Kapazität dieser Art ({ $kind }) kann höchstens bei { $most } Pools angegeben werden.
    .title = Zu viele Angebote zusätzlicher Kapazität
resources-named-twice = „{ $name }“ kommt mehrfach vor.
resources-price = Möglich sind Beträge von 0 bis { $most } Euro.
rule-not-found = Die Regelung „{ $id }“ gibt es nicht.
    .title = Regelung nicht vorhanden
rule-invalid = Die Regelung ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Regelung nicht möglich
rule-ends-before = Der Tag liegt vor dem Beginn am { $date }.
rule-url = Die Adresse muss mit https:// oder http:// beginnen, darf keine Leerzeichen enthalten und höchstens { $most } Zeichen lang sein.
scenario-not-found = Das Szenario „{ $id }“ gibt es nicht.
    .title = Szenario nicht vorhanden
scenario-invalid = Das Szenario ist an { COUNT($count) ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Szenario nicht möglich
scenario-unknown-site = Den Standort „{ $site }“ hat kein Kapazitätspool des Dienstleisters.
scenario-no-crisis-indicator = Der Indikator „{ $indicator }“ handelt nicht von Krisen. Ein Szenario belegt nur Indikatoren mit dem Schlagwort „krise“.
crisis-readiness-not-found = Zur Verwaltung „{ $id }“ sagt das letzte Krisenszenario nichts: Es gibt keines, oder Personal und Ausstattung der Verwaltung sind nicht angegeben.
    .title = Kein Krisenszenario
