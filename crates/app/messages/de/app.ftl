### Meldungen, die nicht zu einem Fachgebiet gehören. `.title` ist die kurze Überschrift eines Fehlers.

token-missing = Für diesen Vorgang brauchen Sie ein Zugriffstoken. Senden Sie es im Kopf „Authorization: Bearer …“.
    .title = Anmeldung erforderlich
token-invalid = Das Zugriffstoken ist ungültig oder abgelaufen. Bitte melden Sie sich neu an.
    .title = Zugriffstoken ungültig
permission-missing = Ihre Rolle erlaubt das hier nicht: { access-permission }.
    .title = Keine Berechtigung
access-permission = { $right ->
    [register-write] das Register einlesen
    [register-read] die Geschichte des Registers lesen
    [successions-write] über Nachfolgen entscheiden
    [providers-create] Dienstleister anlegen
    [providers-write] Dienstleister und Betreuungsgebiete ändern
    [portfolio-write] das Portfolio pflegen
    [models-write] Reifegradmodelle veröffentlichen
    [units-read] die Angaben dieser Verwaltung lesen
    [assessments-write] Erhebungen bearbeiten und einreichen
    [assessments-review] Erhebungen prüfen und freigeben
    [provider-assessments-read] die Erhebungen dieses Dienstleisters lesen
    [provider-assessments-write] Erhebungen eines Dienstleisters bearbeiten und einreichen
    [provider-assessments-review] Erhebungen eines Dienstleisters prüfen und freigeben
    [invitations-answer] Befragungen beantworten
    [installations-write] eingesetzte Bausteine eintragen
    [modules-write] Bausteine veröffentlichen
    [standards-write] Mindeststandards veröffentlichen
    [services-write] Leistungslisten einlesen
    [code-lists-write] Codelisten einlesen
    [pilots-write] Pilotprojekte führen
    [pilot-calls-answer] Interesse an einem Piloten bekunden
    [blueprints-write] Blaupausen schreiben
    [blueprints-publish] Blaupausen veröffentlichen
    [blueprints-read] unveröffentlichte Blaupausen lesen
    [adoptions-write] an Nachnutzungen arbeiten
    [adoptions-decide] über Nachnutzungen entscheiden
    [service-areas-read] die Ergebnisse aller betreuten Verwaltungen lesen
    [cohort-queries-write] Fragen an Kohorten speichern
    [statistics-release] öffentliche Zahlen berechnen und veröffentlichen
    [roadmaps-write] Fahrpläne erstellen lassen
    [equipment-write] die Ausstattung von Verwaltungen angeben
    [orders-write] gemeinsame Bestellungen führen
    [orders-commit] eine Verwaltung zu einer gemeinsamen Bestellung verpflichten
    [capacity-write] die Kapazität eines Dienstleisters angeben
    [rules-write] geltende Regelungen angeben
    [scenarios-write] Krisenszenarien berechnen
    [engagements-write] Verwaltungen begleiten
    [engagements-ask] in der Begleitung einer Verwaltung fragen
    [offers-write] Schulungen und Beratungen anbieten
    [offers-register] eine Verwaltung zu Schulungen und Beratungen anmelden
    [onboardings-write] Einarbeitungen begleiten
    [bulletins-write] Rundschreiben verfassen
    [bulletins-publish] Rundschreiben freigeben
    [bulletins-read] Rundschreiben vor der Veröffentlichung lesen
    [webhooks-read] Benachrichtigungen anderer Systeme sehen
    [webhooks-write] Benachrichtigungen anderer Systeme einrichten
    [audit-read] das Prüfprotokoll lesen
   *[other] Berechtigung { $right }
 }
input-invalid = Die Eingabe wurde nicht angenommen: { app-places } Es wurde nichts geändert.
    .title = Eingabe fehlerhaft
app-places = { COUNT($count) ->
    [one] Eine Stelle ist zu berichtigen.
   *[other] { $count } Stellen sind zu berichtigen.
 }
json-invalid = Der Inhalt ist kein gültiges JSON dieses Formats. Die Stelle ist genannt.
    .title = JSON fehlerhaft
json-syntax = In Zeile { $line }, Spalte { $column } ist der Inhalt kein JSON mehr.
body-too-slow = Der Inhalt kam nicht innerhalb einer Minute an. Bitte senden Sie ihn noch einmal.
    .title = Inhalt zu langsam
body-too-large = Der Inhalt ist zu groß. Erlaubt sind { SIZE($limit) }.
    .title = Inhalt zu groß
media-type-unsupported = Dieser Inhaltstyp wird hier nicht angenommen. Erwartet wird { $expected }.
    .title = Inhaltstyp nicht unterstützt
parameter-invalid = Ein Bestandteil der Adresse ist ungültig. Er ist mit Namen genannt.
    .title = Adresse fehlerhaft
cursor-invalid = Diese Blättermarke gehört nicht zu dieser Liste. Beginnen Sie bitte auf der ersten Seite.
    .title = Blättermarke ungültig
already-exists = { $kind ->
    [adoption] Diese Kommune hat zu dieser Blaupause schon eine offene Nachnutzung: „{ $id }“.
   *[other] „{ $id }“ gibt es schon.
 }
    .title = Schon vorhanden
revision-stale = Der Eintrag wurde inzwischen geändert. Laden Sie ihn neu und wiederholen Sie Ihre Änderung.
    .title = Zwischenzeitlich geändert
precondition-missing = Senden Sie mit der Änderung den Kopf „If-Match“ mit dem zuletzt gelesenen ETag.
    .title = Bedingung fehlt
precondition-invalid = Der Kopf „If-Match“ enthält keinen ETag dieses Dienstes.
    .title = Bedingung ungültig
idempotency-key-reused = Dieser Idempotency-Key wurde schon für eine andere Anfrage verwendet.
    .title = Schlüssel schon verwendet
idempotency-key-in-flight = Eine Anfrage mit diesem Idempotency-Key wird gerade bearbeitet. Bitte versuchen Sie es gleich noch einmal.
    .title = Anfrage in Bearbeitung
idempotency-key-invalid = Der Idempotency-Key muss 1 bis 128 druckbare ASCII-Zeichen lang sein.
    .title = Schlüssel ungültig
database-unavailable = Die Datenbank ist gerade nicht erreichbar. Bitte versuchen Sie es in einigen Sekunden noch einmal.
    .title = Vorübergehend nicht verfügbar
internal = Im Dienst ist ein Fehler aufgetreten. Er wurde im Protokoll des Dienstes festgehalten.
    .title = Interner Fehler
route-not-found = Unter dieser Adresse gibt es nichts.
    .title = Nicht gefunden
method-not-allowed = Diese Adresse gibt es, aber nicht mit dieser Methode. Erlaubt: { $allowed }.
    .title = Methode nicht erlaubt
text-character-forbidden = Der Text enthält ein Steuerzeichen oder ein Zeichen, das die Leserichtung ändert.
text-blank = Dieses Feld darf nicht leer sein.
text-too-long = Dieses Feld darf höchstens { $limit } Zeichen haben.
text-not-utf8 = Der Text ist ab dem Byte { $position } kein UTF-8.
field-missing = Die Angabe „{ $field }“ fehlt.
field-unknown = Eine Angabe „{ $field }“ gibt es hier nicht.{ $choice ->
    [none] {""}
   *[other] {" "}Möglich sind: { $offered }.
}
field-repeated = Die Angabe „{ $field }“ kommt mehrmals vor.
value-not-offered = „{ $value }“ gibt es hier nicht.{ $choice ->
    [none] {""}
   *[other] {" "}Möglich sind: { $offered }.
}
value-of-other-kind = Hier steht { $found ->
    [nothing] nichts
    [text] ein Text
    [boolean] ein Wahrheitswert
    [wholeNumber] eine ganze Zahl
    [number] eine Zahl
    [list] eine Liste
    [object] ein Objekt
   *[other] etwas anderes
}, erwartet wird { $expected ->
    [nothing] nichts
    [text] ein Text
    [boolean] ein Wahrheitswert
    [wholeNumber] eine ganze Zahl
    [number] eine Zahl
    [list] eine Liste
    [object] ein Objekt
   *[other] ein Wert anderer Form
}.
value-out-of-range = Diese Zahl liegt außerhalb dessen, was hier möglich ist.
value-no-slug = „{ $value }“ ist kein Kurzname: Kleinbuchstaben a-z, Ziffern und einzelne Bindestriche, 1 bis 64 Zeichen.
value-no-version = „{ $value }“ ist keine Versionsnummer wie 1.4.0.
value-no-regional-key = „{ $value }“ ist kein Regionalschlüssel: 2, 3, 4, 5, 9 oder 12 Ziffern (ARS), 8 Ziffern (AGS) oder außerhalb Deutschlands ein NUTS-Code wie FRK28, bei Gemeinden mit ihrem LAU-Code (FRK28.01004).
value-no-country = „{ $value }“ ist kein Land: zwei Großbuchstaben nach ISO 3166-1, etwa FR, GR oder GB.
value-no-date = „{ $value }“ ist kein Datum der Form JJJJ-MM-TT.
value-no-instant = „{ $value }“ ist kein Zeitpunkt der Form 2026-03-01T12:00:00Z.
value-no-quarter = „{ $value }“ ist kein Quartal der Form 2026-Q2.
value-no-language = „{ $value }“ ist keine unterstützte Sprache. Möglich sind: de, en.
value-no-number = „{ $value }“ ist keine Zahl, die genau dargestellt werden kann.
value-no-digest = „{ $value }“ ist keine SHA-256-Prüfsumme aus 64 hexadezimalen Ziffern.
value-no-web-address = „{ $value }“ ist keine Webadresse ohne Benutzername, Passwort und Sprungmarke.
value-no-event-kind = „{ $value }“ ist keine Art von Ereignissen wie pilot.finished oder pilot.*.
value-no-email-address = „{ $value }“ ist keine E-Mail-Adresse.
value-no-plain-text = Dieser Text ist leer, zu lang oder enthält Steuerzeichen.
value-no-localized-text = Dieser Text braucht mindestens eine Sprache und darf in keiner leer sein.
value-no-uuid = Dies ist keine Kennung (UUID).
value-no-whole-number = Dies ist keine ganze Zahl, die hier möglich ist.
value-no-boolean = Möglich sind hier: true, false.
value-invalid = Dieser Wert hat nicht die Form, die hier erwartet wird.
page-size-out-of-range = Möglich sind 1 bis { $most } Einträge je Seite.
days-out-of-range = Möglich sind 0 bis { $most } Tage.
gaps-stage-needs-standard = Eine Stufe kann nur zusammen mit target=minimumStandard angegeben werden.

unit-not-found = Im Register gibt es keine Verwaltungseinheit mit dem Schlüssel „{ $id }“.
    .title = Einheit nicht gefunden
register-import-not-found = Einen Registerimport „{ $id }“ gibt es nicht.
    .title = Registerimport nicht gefunden
succession-not-found = Eine Nachfolge „{ $id }“ gibt es nicht.
    .title = Nachfolge nicht gefunden
provider-not-found = Einen IT-Dienstleister „{ $id }“ gibt es nicht.
    .title = Dienstleister nicht gefunden
service-area-not-found = „{ $id }“ gehört nicht zum Betreuungsgebiet dieses Dienstleisters.
    .title = Nicht im Betreuungsgebiet
maturity-model-not-found = Ein Reifegradmodell „{ $id }“ gibt es nicht.
    .title = Reifegradmodell nicht gefunden
migration-map-not-found = Eine Überleitung „{ $id }“ gibt es nicht.
    .title = Überleitung nicht gefunden
own-target-not-found = Ein eigenes Ziel für das Modell „{ $id }“ ist nicht gesetzt.
    .title = Ziel nicht gefunden
statistical-release-not-found = Eine Veröffentlichung „{ $id }“ gibt es nicht.
    .title = Veröffentlichung nicht gefunden
assessment-not-found = Eine Erhebung „{ $id }“ gibt es nicht.
    .title = Erhebung nicht gefunden
respondent-not-found = Eine Einladung „{ $id }“ gibt es nicht.
    .title = Einladung nicht gefunden
signed-assessment-not-found = Für „{ $id }“ gibt es keine freigegebene Erhebung.
    .title = Keine freigegebene Erhebung
module-not-found = Einen Baustein „{ $id }“ gibt es nicht.
    .title = Baustein nicht gefunden
module-version-not-found = Eine Version „{ $id }“ gibt es nicht.
    .title = Version nicht gefunden
module-version-of-other-module = Dieses Dokument ist eine Version des Bausteins „{ $module }“, nicht von „{ $expected }“.
portfolio-entry-not-found = „{ $id }“ ist nicht im Portfolio dieses Dienstleisters.
    .title = Nicht im Portfolio
installation-not-found = Der Baustein „{ $id }“ ist für diese Einheit nicht erfasst.
    .title = Installation nicht gefunden
pilot-not-found = Ein Pilotprojekt „{ $id }“ gibt es nicht.
    .title = Pilotprojekt nicht gefunden
experience-report-not-found = Für das Pilotprojekt „{ $id }“ gibt es noch keinen Erfahrungsbericht.
    .title = Erfahrungsbericht nicht gefunden
blueprint-not-found = Eine Blaupause „{ $id }“ gibt es nicht.
    .title = Blaupause nicht gefunden
blueprint-version-not-found = Eine Blaupausenversion „{ $id }“ gibt es nicht.
    .title = Blaupausenversion nicht gefunden
adoption-not-found = Eine Nachnutzung „{ $id }“ gibt es nicht.
    .title = Nachnutzung nicht gefunden
problem-not-found = Eine Fehlerart „{ $id }“ gibt es nicht.
    .title = Fehlerart nicht gefunden

model-check-passed = Das Modell ist in Ordnung ({ COUNT($count) ->
    [one] ein Indikator
   *[other] { $count } Indikatoren
 }).

register-older = Der Stand { $state } ist älter als der gespeicherte Stand { $stored }. Es wurde nichts geändert.
adoption-unit-past = „{ $unit }“ gibt es heute nicht mehr oder noch nicht. Bitte wählen Sie die heutige Verwaltung.
pilot-goal-indicator-unknown = Einen Indikator „{ $indicator }“ gibt es im Modell „{ $model }“ nicht.
pilot-goal-level-off-scale = Die Stufe { $level } gibt es bei „{ $indicator }“ nicht. Möglich sind: { $levels }.
adoption-parameter-invalid = Der Wert von „{ $field }“ passt nicht zur Vorgabe der Blaupause ({ $rule }: { $expected }).
adoption-parameter-missing = Der Parameter „{ $field }“ fehlt.
adoption-parameter-unknown = Einen Parameter „{ $field }“ hat diese Blaupause nicht.
adoption-parameter-type = „{ $field }“ muss { adoption-parameter-kind } sein.
adoption-parameter-kind = { $expected ->
    [string] ein Text
    [integer] eine ganze Zahl
    [number] eine Zahl
    [boolean] wahr oder falsch (true oder false)
    [array] eine Liste
    [object] eine Gruppe benannter Angaben
    [null] leer (null)
   *[other] eines von: { $expected }
 }
adoption-parameter-choice = „{ $field }“ muss einer dieser Werte sein: { $expected }.
adoption-parameter-too-small = „{ $field }“ muss mindestens { DECIMAL($expected) } sein.
adoption-parameter-too-large = „{ $field }“ darf höchstens { DECIMAL($expected) } sein.
adoption-parameter-too-short = „{ $field }“ ist zu kurz. Mindestlänge: { $expected }.
adoption-parameter-too-long = „{ $field }“ ist zu lang. Höchstlänge: { $expected }.
adoption-parameter-pattern = „{ $field }“ hat nicht die verlangte Form: { $expected }.
blueprint-schema-invalid = Das Schema der Parameter ist kein gültiges JSON-Schema.
blueprint-version-not-offered = Die Version „{ $version }“ steht nicht zur Nachnutzung bereit. Stand: { pilots-state }.
blueprint-address-differs = Das Dokument nennt „{ $found }“, die Adresse „{ $expected }“.

register-incomplete = In der Datei fehlen { $missing } der { $stored } gespeicherten Einheiten des Staates { $country }. Sie ist vermutlich unvollständig. Es wurde nichts geändert.
# blaupause demo

## Feeds und Ereignisse

feed-pilots = Piloten
feed-blueprints = Blaupausen
feed-portfolio = Bausteine und Umstiege
feed-standards = Mindeststandards
feed-figures = Reifegradmodelle und Statistik
feed-register = Register, Dienstleister und Listen
feed-informationSecurity = Rundschreiben zur Informationssicherheit
feed-privacy = Rundschreiben zum Datenschutz
feed-news = Neuigkeiten
event-pilot-created = Der Pilot { $name } sucht Partner.
event-pilot-prepared = Der Pilot { $name } hat seine Partner gefunden.
event-pilot-started = Der Pilot { $name } hat begonnen.
event-pilot-evaluated = Der Pilot { $name } ist ausgewertet.
event-pilot-finished = Der Pilot { $name } ist abgeschlossen. Der Erfahrungsbericht liegt vor.
event-pilot-aborted = Der Pilot { $name } wurde abgebrochen.
event-blueprint-created = Neue Blaupause in Arbeit: { $name }
event-blueprint-version-published = Blaupause veröffentlicht: { $name }
event-blueprint-version-promoted = Die Blaupause { $name } ist jetzt Standard.
event-blueprint-version-superseded = Die Blaupause { $name } ist durch eine neuere Version abgelöst.
event-module-created = Neuer Baustein: { $name }
event-module-version-published = Baustein veröffentlicht: { $name }
event-module-version-deprecated = Der Baustein { $name } läuft aus.
event-module-version-sunset = Der Baustein { $name } wird eingestellt.
event-upgrade-path-published = Umstieg beschrieben: { $name }
event-upgrade-path-withdrawn = Der Umstieg { $name } gilt nicht mehr.
event-standard-created = Neuer Mindeststandard: { $name }
event-standard-version-published = Mindeststandard veröffentlicht: { $name }
event-standard-timeline-put = Für den Mindeststandard { $name } gelten neue Termine.
event-maturity-model-published = Reifegradmodell veröffentlicht: { $name }
event-maturity-model-retired = Das Reifegradmodell { $name } wird nicht mehr verwendet.
event-statistical-release-published = Neue statistische Veröffentlichung
event-register-imported = Das Gemeindeverzeichnis ist auf neuem Stand.
event-provider-created = Neuer IT-Dienstleister: { $name }
event-services-imported = Die Liste der Verwaltungsleistungen ist auf neuem Stand.
event-code-list-imported = Codeliste eingelesen: { $name }
event-bulletin-published = { $name }
event-bulletin-corrected = Berichtigt: { $name }
event-bulletin-withdrawn = Zurückgezogen: { $name }
