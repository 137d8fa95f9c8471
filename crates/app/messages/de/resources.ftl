## Ausstattung

equipment-plan-not-found = Zur Verwaltung „{ $id }“ ist keine Ausstattung angegeben.
    .title = Ausstattungsplan nicht vorhanden
equipment-plan-invalid = Der Ausstattungsplan ist an { $count ->
    [one] einer Stelle
   *[other] { $count } Stellen
} nicht möglich.
    .title = Ausstattungsplan nicht möglich
equipment-bought-later = Der Kauf am { $date } liegt nach dem Stand { $as-of }.
equipment-as-of-later = Der Stand { $date } liegt in der Zukunft. Heute ist der { $today }.
forecast-for-one = Gefragt werden kann nach einer Verwaltung (unit) oder nach allen eines Dienstleisters (provider).
resources-out-of-range = Möglich sind { $least } bis { $most }.
resources-too-many = Möglich sind höchstens { $most } Einträge, angegeben sind { $count }.
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
order-invalid = Die Bestellung ist an { $count ->
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
order-title = Der Titel fehlt, ist länger als { $most } Zeichen oder enthält Steuerzeichen.
order-deadline-past = Die Frist { $date } ist vorbei.
order-breaks-from-one = Die Preisstaffel muss bei 1 beginnen.
order-price = Der Preis muss über null liegen und höchstens { $most } Euro betragen.
order-breaks-rise = Die Mengen der Preisstaffel müssen steigen.
order-prices-fall = Die Preise der Preisstaffel müssen fallen.
