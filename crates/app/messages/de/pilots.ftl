# Texte zu Pilotprojekten, Erfahrungsberichten, Blaupausen, Eignung und Nachnutzung.

## Bausteine für die Texte unten

pilots-size-class = { $size ->
    [ruralMunicipality] Landgemeinde
    [smallerSmallTown] kleine Kleinstadt
    [largerSmallTown] größere Kleinstadt
    [smallerMediumTown] kleine Mittelstadt
    [largerMediumTown] größere Mittelstadt
    [smallerCity] kleinere Großstadt
    [largerCity] große Großstadt
    [default] alle übrigen Größenklassen
   *[unknown] unbekannt
 }
pilots-state = { $state ->
    [call] Aufruf
    [prepared] vorbereitet
    [running] läuft
    [evaluated] ausgewertet
    [finished] abgeschlossen
    [aborted] abgebrochen
    [draft] Entwurf
    [review] in Prüfung
    [published] veröffentlicht
    [standard] Standard
    [superseded] abgelöst
    [interested] interessiert
    [planned] geplant
    [live] im Betrieb
    [verified] nachgewiesen
    [paused] ruht
    [abandoned] aufgegeben
   *[other] { $state }
 }
pilots-transition = { $transition ->
    [prepare] vorbereiten
    [start] beginnen
    [evaluate] auswerten
    [finish] abschließen
    [abort] abbrechen
    [revise] ändern
    [assessBefore] Erhebung vor Beginn eintragen
    [assessAfter] Erhebung nach dem Lauf eintragen
    [answerCall] Interesse bekunden
    [answerGate] einen Prüfpunkt beantworten
    [edit] bearbeiten
    [submit] zur Prüfung geben
    [return] zurückgeben
    [publish] veröffentlichen
    [promote] zum Standard machen
    [supersede] ablösen
    [plan] planen
    [goLive] in Betrieb nehmen
    [verify] nachweisen
    [pause] ruhen lassen
    [resume] fortsetzen
    [abandon] aufgeben
    [confirm] bestätigen
    [tick] Schritt abhaken
    [untick] Haken zurücknehmen
   *[other] { $transition }
 }
report-field = { $field ->
    [targetGroup] Zielgruppe
    [transferability] Übertragbarkeit
    [prerequisites] Voraussetzungen
    [costRange] Kostenrahmen
    [benefit] Nutzen
    [legalFrame] Rechtsrahmen
    [experience] Erfahrungen
    [parts] Bestandteile
    [timeLine] Zeitlicher Ablauf
    [stakeholders] Beteiligte
    [challenges] Herausforderungen
    [alternatives] Alternativen
    [actualEffort] Tatsächlicher Aufwand
    [actualCost] Tatsächliche Kosten
   *[other] { $field }
 }

## Angaben

pilots-bad-text = Der Text darf nicht leer sein, höchstens { $most } Zeichen haben und keine Steuerzeichen enthalten. Er hat { $length } Zeichen.
    .title = Text unzulässig
pilots-bad-link = „{ $value }“ ist keine Internetadresse. Sie muss mit https:// oder http:// beginnen.
    .title = Keine Internetadresse
pilots-bad-media-type = „{ $value }“ ist kein Dateityp. Beispiel: application/pdf.
    .title = Kein Dateityp
pilots-bad-cost-range = Der Kostenrahmen von { DECIMAL($from) } bis { DECIMAL($to) } Euro ist negativ oder endet unter seinem Anfang.
    .title = Kostenrahmen unzulässig
pilots-too-many-entries = Es sind { $count } Einträge angegeben. Höchstens { $most } sind erlaubt.
pilots-named-twice = „{ $value }“ ist doppelt angegeben.
pilots-amount-negative = Der Betrag oder Aufwand darf nicht negativ sein.
pilots-ends-before-it-starts = Das Ende ({ $until }) liegt vor dem Beginn ({ $from }).
pilots-date-too-early = Der { $date } ist zu früh. Frühestens möglich ist der { $earliest }.
    .title = Datum zu früh
pilots-date-in-future = Der { $date } liegt in der Zukunft. Heute ist der { $today }.
    .title = Datum in der Zukunft
pilots-other-document = Das Dokument ist nicht das, auf das der Eintrag festgelegt ist. Festgelegt: { $pinned }. Gefunden: { $found }.
    .title = Anderes Dokument
pilots-other-version = Erwartet wird die Version { $expected }. Angegeben ist { $found }.
    .title = Andere Version
pilots-no-canonical-form = Das Dokument lässt sich nicht in eindeutiger Form schreiben.
    .title = Dokument nicht eindeutig darstellbar
pilots-other-unit = Die Erhebung gehört zu { $found }, nicht zur Einheit { $unit }.
    .title = Erhebung einer anderen Einheit
pilots-other-model = Gebraucht wird das Reifegradmodell { $model }. Angegeben ist { $found }.
    .title = Anderes Reifegradmodell
pilots-number-too-large = Eine Zahl ist zu groß, um genau berechnet zu werden.
    .title = Zahl zu groß
pilots-not-scored = Die Erhebung lässt sich mit diesem Modell nicht auswerten.
    .title = Auswertung nicht möglich

## Pilotprojekte

pilot-invalid = Fehler in den Angaben zum Pilotprojekt: { $count }.
    .title = Pilotprojekt fehlerhaft
pilot-wrong-state = Das Pilotprojekt „{ $id }“ hat den Stand „{ pilots-state }“. Der Schritt „{ pilots-transition }“ ist jetzt nicht möglich.
    .title = Schritt nicht möglich
pilot-not-ready = Dem Pilotprojekt „{ $id }“ fehlt noch etwas für den Schritt „{ pilots-transition }“. Offene Punkte: { $count }.
    .title = Pilotprojekt nicht bereit
pilot-needs-units = Es nimmt noch keine Kommune teil.
pilot-needs-goals = Es ist noch kein Ziel gesetzt.
pilot-needs-assessment-before = Für die Einheit { $unit } fehlt die freigegebene Erhebung vor dem Beginn.
pilot-needs-assessment-after = Für die Einheit { $unit } fehlt die freigegebene Erhebung nach dem Lauf.
pilot-assessment-after-too-old = Für die Einheit { $unit } muss der Stichtag der zweiten Erhebung ({ $after }) nach dem der ersten ({ $before }) liegen.
pilot-needs-report = Der Erfahrungsbericht fehlt.
pilots-unit-not-in-pilot = Die Einheit { $unit } nimmt am Pilotprojekt „{ $id }“ nicht teil.
    .title = Einheit nimmt nicht teil

## Erfahrungsberichte

report-invalid = Fehler im Erfahrungsbericht: { $count }.
    .title = Erfahrungsbericht fehlerhaft
report-answer-missing = Im Erfahrungsbericht fehlt die Angabe „{ report-field }“.

## Blaupausen

blueprint-too-large = Das Dokument ist zu groß. Erlaubt sind { SIZE($most) }.
    .title = Dokument zu groß
blueprint-not-readable = Das Dokument ist weder gültiges YAML noch gültiges JSON.
blueprint-not-an-object = Das Dokument muss aus benannten Angaben bestehen.
blueprint-field-missing = Die Angabe „{ $field }“ fehlt.
blueprint-language-missing = Der Text fehlt in der Sprache „{ $language }“.
blueprint-module-outside-range = Die Version { $version } des Bausteins „{ $module }“ liegt nicht im erlaubten Bereich { $range }.
blueprint-outcome-already-needed = Für „{ $indicator }“ wird mehr oder gleich viel vorausgesetzt, als die Blaupause bringt.
blueprint-parameters-not-object = Das Schema der Parameter muss ein Objekt beschreiben (type: object).
blueprint-parameters-too-large = Das Schema der Parameter ist größer als { SIZE($most) }.
blueprint-needs-steps = Die Blaupause braucht mindestens einen Schritt.
blueprint-step-unknown = Einen Schritt „{ $step }“ gibt es in dieser Blaupause nicht.
blueprint-step-cycle = Diese Schritte warten im Kreis aufeinander: { $cycle }.
blueprint-duration-too-long = Die Dauer von { $days } Tagen ist zu lang. Höchstens { $most } sind erlaubt.
blueprint-effort-out-of-range = Der Aufwand muss zwischen 0 und { $most } Personentagen liegen. Betroffen: { $values }.
blueprint-cost-out-of-range = Die Kosten müssen zwischen 0 und { $most } Euro liegen. Betroffene Größenklassen: { $classes }.
blueprint-needs-outcomes = Die Blaupause muss mindestens ein Ergebnis versprechen.
blueprint-document-without-place = Das Dokument braucht eine Adresse oder eine Prüfsumme.
blueprint-wrong-state = Die Blaupause „{ $id }“ hat den Stand „{ pilots-state }“. Der Schritt „{ pilots-transition }“ ist jetzt nicht möglich.
    .title = Schritt nicht möglich
blueprint-not-publishable = Die Blaupause „{ $id }“ kann in der Version { $version } noch nicht veröffentlicht werden. Gründe: { $count }.
    .title = Veröffentlichung nicht möglich
blueprint-without-proof = Kein genanntes Pilotprojekt belegt die Blaupause. Nötig ist mindestens ein ausgewertetes mit Erhebungen vorher und nachher und vollständigem Erfahrungsbericht.
blueprint-pilot-unknown = Ein Pilotprojekt „{ $pilot }“ gibt es nicht.
blueprint-pilot-not-evaluated = Das Pilotprojekt „{ $pilot }“ ist noch nicht ausgewertet. Stand: { pilots-state }.
blueprint-pilot-without-units = Am Pilotprojekt „{ $pilot }“ hat keine Kommune teilgenommen.
blueprint-pilot-not-assessed = Im Pilotprojekt „{ $pilot }“ fehlt für die Einheit { $unit } eine Erhebung vorher oder nachher.
blueprint-pilot-gate-open = Beim Piloten „{ $pilot }“ ist ein Prüfpunkt offen: { $gate ->
    [communication] Kommunikation
    [visibleEffect] sichtbare Wirkung
    [technicalFit] technische Eignung
    [responsibility] klare Zuständigkeit
   *[financing] Finanzierung
  }.
blueprint-pilot-without-report = Zum Pilotprojekt „{ $pilot }“ gibt es keinen Erfahrungsbericht.
blueprint-pilot-report-incomplete = Im Erfahrungsbericht zum Pilotprojekt „{ $pilot }“ fehlt die Angabe „{ report-field }“.
blueprint-model-unknown = Das Reifegradmodell „{ $model }“ gibt es in der Version { $version } nicht.
blueprint-node-unknown = Einen Indikator oder ein Handlungsfeld „{ $node }“ gibt es im Modell nicht.
blueprint-indicator-unknown = Einen Indikator „{ $indicator }“ gibt es im Modell nicht.
blueprint-level-off-scale = Die Stufe { DECIMAL($level) } gibt es bei „{ $node }“ nicht.
blueprint-module-unknown = Einen Baustein „{ $module }“ gibt es nicht.
blueprint-module-version-unknown = Den Baustein „{ $module }“ gibt es nicht in der Version { $version }.
blueprint-module-range-empty = Vom Baustein „{ $module }“ gibt es keine Version im Bereich { $range }.
blueprint-training-unknown = Die Schulung „{ $training }“ des Schritts „{ $step }“ gibt es nicht.
blueprint-training-of-other-kind = „{ $training }“ im Schritt „{ $step }“ ist keine Schulung.
blueprint-version-not-newer = Die Version { $version } ist nicht neuer als die zuletzt veröffentlichte { $previous }.
blueprint-migration-note-missing = Es fehlt der Hinweis, was beim Wechsel von Version { $previous } zu tun ist.
blueprint-publisher-is-author = Vier-Augen-Prinzip: „{ $publisher }“ hat an der Version mitgeschrieben und darf sie nicht veröffentlichen.

## Unterschiede zweier Versionen

change-module-added = Neuer Baustein: „{ $module }“ in Version { $version }.
change-module-removed = Entfallener Baustein: „{ $module }“ (bisher Version { $version }).
change-module-version = Baustein „{ $module }“: Version { $to } statt { $from }.
change-step-added = Neuer Schritt: „{ $step }“.
change-step-removed = Entfallener Schritt: „{ $step }“.
change-step-effort = Schritt „{ $step }“ ({ pilots-size-class }): { DECIMAL($to) } statt { DECIMAL($from) } Personentage.
change-step-changed = Schritt „{ $step }“ geändert{ step-title-changed }{ step-description-changed }{ step-role-changed }{ step-after-changed }{ step-durationDays-changed }{ step-training-changed }.
step-title-changed = { $title ->
    [yes] { " – Titel" }
   *[no] { "" }
 }
step-description-changed = { $description ->
    [yes] { " – Beschreibung" }
   *[no] { "" }
 }
step-role-changed = { $role ->
    [yes] { " – Zuständigkeit" }
   *[no] { "" }
 }
step-after-changed = { $after ->
    [yes] { " – Schritte davor" }
   *[no] { "" }
 }
step-durationDays-changed = { $durationDays ->
    [yes] { " – Dauer" }
   *[no] { "" }
 }
step-training-changed = { $training ->
    [yes] { " – Schulung" }
   *[no] { "" }
 }
change-outcome-added = Neues Ergebnis: „{ $indicator }“ auf Stufe { DECIMAL($level) }.
change-outcome-removed = Entfallenes Ergebnis: „{ $indicator }“ auf Stufe { DECIMAL($level) }.
change-outcome-level = Ergebnis „{ $indicator }“: Stufe { DECIMAL($to) } statt { DECIMAL($from) }.
change-costs = Kosten ({ pilots-size-class }): einmalig { DECIMAL($to-one-off) } statt { DECIMAL($from-one-off) } Euro, jährlich { DECIMAL($to-per-year) } statt { DECIMAL($from-per-year) } Euro.

## Nachnutzung

adoption-invalid = Fehler in den Angaben zur Nachnutzung: { $count }.
    .title = Nachnutzung fehlerhaft
adoption-wrong-state = Die Nachnutzung { $id } hat den Stand „{ pilots-state }“. Der Schritt „{ pilots-transition }“ ist jetzt nicht möglich.
    .title = Schritt nicht möglich
adoption-parameters-not-object = Die Parameter müssen aus benannten Angaben bestehen.
adoption-parameters-too-large = Die Parameter sind größer als { SIZE($most) }.
pilots-unknown-step = Einen Schritt „{ $step }“ gibt es in dieser Blaupause nicht.
    .title = Schritt unbekannt
pilots-step-not-ticked = Der Schritt „{ $step }“ ist nicht abgehakt.
    .title = Schritt nicht abgehakt
pilots-step-blocked = „{ $step }“ kann noch nicht abgehakt werden. Zuerst kommt: { $open }.
    .title = Schritt noch nicht möglich
pilots-step-carries-others = Der Haken bei „{ $step }“ bleibt, solange darauf aufbaut: { $done }.
    .title = Andere Schritte bauen darauf auf
pilots-steps-open = Noch nicht erledigt: { $open }.
    .title = Schritte offen
pilots-negative-effort = Ein Aufwand von { DECIMAL($effort) } Personentagen ist nicht möglich.
    .title = Aufwand negativ
pilots-outcome-not-reached = Die Erhebung erreicht { COUNT($count) ->
    [one] ein Ergebnis
   *[other] { $count } Ergebnisse
 } nicht, { COUNT($count) ->
    [one] das
   *[other] die
 } die Blaupause verspricht.
    .title = Ergebnis nicht erreicht
pilots-outcome-level-short = „{ $title }“ steht auf Stufe { DECIMAL($actual) }, nötig ist { DECIMAL($needed) }.
pilots-outcome-level-unknown = „{ $title }“ ist nicht bewertet, nötig ist Stufe { DECIMAL($needed) }.

## Eignung einer Blaupause für eine Kommune

fit-already-adopted = Sie haben zu dieser Blaupause schon eine Nachnutzung. Stand: { pilots-state }.
fit-size-any = Für jede Größe geeignet. Ihre Größenklasse: { pilots-size-class }.
fit-size-suited = Für Ihre Größenklasse geeignet: { pilots-size-class }.
fit-size-not-suited = Für Ihre Größenklasse nicht vorgesehen: { pilots-size-class }.
fit-size-unknown = Ihre Größenklasse ist nicht bekannt. Ob die Blaupause zu Ihrer Größe passt, ist offen.
fit-level-met = Voraussetzung erfüllt: „{ $title }“ auf Stufe { DECIMAL($actual) } (nötig: { DECIMAL($needed) }).
fit-level-missing = Voraussetzung fehlt: „{ $title }“ auf Stufe { DECIMAL($actual) } (nötig: { DECIMAL($needed) }).
fit-level-open = Voraussetzung offen: „{ $title }“, belegt bis Stufe { DECIMAL($actual) } (nötig: { DECIMAL($needed) }). Dazu fehlen noch Antworten.
fit-level-not-assessed = Voraussetzung offen: „{ $title }“ (nötig: { DECIMAL($needed) }). Es gibt keine freigegebene Erhebung.
fit-level-not-applicable = Voraussetzung entfällt, weil sie auf Ihre Kommune nicht zutrifft: „{ $title }“.
fit-module-met = Voraussetzung erfüllt: Baustein „{ $title }“ ist in Version { $version } vorhanden (nötig { $range }).
fit-module-missing = Voraussetzung fehlt: Baustein „{ $title }“ ({ $range }) ist nicht vorhanden.
fit-module-other-version = Voraussetzung fehlt: Baustein „{ $title }“ ist in Version { $version } vorhanden (nötig { $range }).
fit-module-installed = Der Baustein „{ $title }“ wird in Version { $version } neu eingerichtet.
fit-module-removed = Der Baustein „{ $title }“ { $version } wird entfernt.
fit-module-upgraded = Der Baustein „{ $title }“ wird von Version { $from } auf { $version } gebracht.
fit-modules-all-there = Alle Bausteine sind schon in passender Version vorhanden.
fit-modules-contradict = Die Bausteine passen nicht zu dem, was Sie haben. Gründe: { $count }.
fit-outcome-raised = „{ $title }“: von Stufe { DECIMAL($actual) } auf Stufe { DECIMAL($level) }.
fit-outcome-already-reached = „{ $title }“: schon auf Stufe { DECIMAL($actual) } (die Blaupause bringt Stufe { DECIMAL($level) }).
fit-outcome-from-open = „{ $title }“: auf Stufe { DECIMAL($level) }. Bisher gibt es dazu keine Antwort.
fit-outcome-not-applicable = Trifft auf Ihre Kommune nicht zu, auch nach der Blaupause nicht: „{ $title }“.
fit-outcome-not-assessed = „{ $title }“: auf Stufe { DECIMAL($level) }.
fit-not-assessed = Es gibt keine freigegebene Erhebung nach diesem Modell. Punktzahl und Reifestufe lassen sich nicht vorausberechnen.
fit-score-raised = Die belegte Punktzahl steigt von { DECIMAL($before) } auf { DECIMAL($after) } (Gewinn { DECIMAL($gain) }, Stichtag der Erhebung { $date }).
fit-score-raised-slightly = Die belegte Punktzahl steigt, aber so wenig, dass sie gerundet { DECIMAL($before) } bleibt (Stichtag der Erhebung { $date }).
fit-score-unchanged = Die belegte Punktzahl bleibt bei { DECIMAL($before) } (Stichtag der Erhebung { $date }).
fit-stage-raised = Die Reifestufe steigt von „{ $from-title }“ auf „{ $title }“.
fit-stage-first = Sie erreichen die Reifestufe „{ $title }“.
fit-stage-unchanged = Die Reifestufe bleibt „{ $title }“.
fit-stage-none = Eine Reifestufe wird noch nicht erreicht.
fit-gate-closed = Mindeststandard danach erfüllt: „{ $title }“ (bisher { DECIMAL($actual) }, nötig: { DECIMAL($needed) }).
fit-effort = Aufwand: { DECIMAL($days) } Personentage, davon { DECIMAL($unit-days) } bei Ihnen und { DECIMAL($provider-days) } beim Dienstleister, über { $calendar-days } Kalendertage. Größenklasse: { pilots-size-class }.
fit-effort-expected = Zu erwarten sind { DECIMAL($days) } Personentage: Andere brauchten im Mittel (Median) das { DECIMAL($ratio) }-Fache des Plans. Zahl der Vergleiche: { $count }.
fit-cost = Kosten: einmalig { DECIMAL($one-off) } Euro, jährlich { DECIMAL($per-year) } Euro. Größenklasse: { pilots-size-class }.
fit-evidence = Nachnutzungen bei anderen: { $verified } nachgewiesen, { $live } im Betrieb. Davon in Ihrer Größenklasse ({ pilots-size-class }): { $similar }.
fit-success-rate = Erfolgsquote aller Nachnutzungen: { $percent } % ({ $verified } von { $ended } beendeten nachgewiesen).
fit-nearest-at-distance = Nächste Kommune mit Erfahrung: { $name } ({ $unit }), { $km } km entfernt. { pilots-usage } { pilots-shared }
fit-nearest = Nächste Kommune mit Erfahrung: { $name } ({ $unit }). { pilots-usage } { pilots-shared }
fit-no-neighbour = Bisher hat keine andere Kommune Erfahrung mit dieser Blaupause.
pilots-usage = { $usage ->
    [verified] Sie hat das Ergebnis nachgewiesen.
    [live] Sie hat die Blaupause im Betrieb.
   *[pilot] Sie war am Pilotprojekt beteiligt.
 }
pilots-shared = { $same-provider ->
    [yes] Gleicher Dienstleister,
   *[no] Anderer Dienstleister,
 } { $same-size ->
    [yes] gleiche Größenklasse,
   *[no] andere Größenklasse,
 } { $same-land ->
    [yes] gleiches Land.
   *[no] anderes Land.
 } { COUNT($shared) ->
    [0] Kein Modul läuft in beiden.
    [one] Ein Modul läuft in beiden.
   *[other] { $shared } Module laufen in beiden.
 }

## Aufrufe

candidate-willing = Hat am { $since } Interesse bekundet.
candidate-not-asked = Hat noch kein Interesse bekundet.
candidate-not-assessed = Nach diesem Modell noch nicht erhoben: Was der Pilot hier bringt, ist offen.
candidate-gap = Von { $goals } Zielen des Piloten sind { $open } noch nicht erreicht.
candidate-size = Größenklasse: { pilots-size-class }. Kleinere Kommunen sind einfachere Partner.
candidate-capacity = Bietet { DECIMAL($stated) } Personentage, gebraucht werden { DECIMAL($needed) }. Laufende Vorhaben: { $busy }.
candidate-capacity-unknown = Wie viel Zeit die Kommune hat, ist nicht angegeben. Laufende Vorhaben: { $busy }.
pilots-bad-capacity = { DECIMAL($capacity) } Personentage sind keine Zusage. Bitte mehr als 0 angeben oder das Feld weglassen.
pilot-interest-not-found = Eine Interessenbekundung „{ $id }“ gibt es nicht.
    .title = Interessenbekundung nicht vorhanden

## Prozessmodelle

process-large = Die Datei ist größer als { $most } Byte.
process-characters = Die Datei ist nicht in UTF-8 geschrieben (Byte { $byte }).
process-unreadable = Die Datei ist kein lesbares XML: { $detail }
process-root = Das äußerste Element ist „{ $element }“. Erwartet wird „definitions“ aus BPMN 2.0.
process-none = Die Datei enthält keinen Prozess.
process-id-twice = Die Kennung „{ $id }“ gibt es doppelt.
process-flow-to-nowhere = Der Sequenzfluss verweist auf „{ $id }“. Das gibt es in der Datei nicht.
process-flow-without-end = Dem Sequenzfluss fehlt { $end ->
    [sourceRef] der Anfang (sourceRef)
   *[targetRef] das Ende (targetRef)
  }.
process-invalid = Fehler im Prozessmodell: { $count }.
    .title = Prozessmodell fehlerhaft
attachment-not-found = Eine Datei mit der Prüfsumme „{ $id }“ gibt es nicht.
    .title = Datei nicht vorhanden
