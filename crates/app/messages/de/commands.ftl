### Was die Befehle auf der Kommandozeile sagen.

demo-filled = Die Demo ist angelegt in { $folder }. Alle Angaben zu Reifegrad, Piloten und Blaupausen sind erfunden.
demo-found = Die Demo ist schon angelegt in { $folder }. Alle Angaben zu Reifegrad, Piloten und Blaupausen sind erfunden.
demo-address = Sie erreichen sie unter { $address } (Beschreibung: { $address }/v1/openapi.json). Beenden mit Strg+C.
demo-tokens = Zwölf Stunden gültig. Langelsheim: EDITOR antwortet, APPROVER gibt frei. IT-Verbund Harz: ANALYST wertet aus, CONSULTANT berät, CATALOG_MANAGER veröffentlicht.
demo-tokens-of-all = Für alle: AUDITOR liest alles, auch das Prüfprotokoll. ADMIN pflegt Register, Dienstleister und Modelle.
demo-recommendations = 1. Welche Blaupause hilft Langelsheim am meisten?
demo-adoption = 2. Langelsheim beginnt die Nachnutzung der E-Akte.
demo-adoption-again = 2. Langelsheim beginnt die Nachnutzung der E-Akte. Ist das schon geschehen, antwortet der Dienst mit 409 und nennt sie.
demo-evidence = 3. Was ist über diese Blaupause nachgewiesen?
demo-own-database = Die Demo hat ihre eigene Datenbank und nimmt „--database“ nicht an. Wo sie liegt, sagt „--data-dir“.

address-taken-demo = Die Adresse { $place } ist schon belegt. Wählen Sie mit „--port“ einen anderen Port, zum Beispiel: demo --port 8081
address-taken-serve = Die Adresse { $place } ist schon belegt. Wählen Sie eine andere mit der Einstellung „bind“, zum Beispiel: BLAUPAUSE__SERVER__BIND=127.0.0.1:8081
io-not-found = „{ $place }“ gibt es nicht.
io-forbidden = „{ $place }“: Die Berechtigung fehlt.
io-is-folder = „{ $place }“ ist ein Ordner, keine Datei.
io-address-unknown = { $place } ist keine Adresse dieses Rechners.
io-storage-full = „{ $place }“: Der Datenträger ist voll.
io-too-short = „{ $place }“ ist zu kurz und vermutlich beschädigt.
io-failed = „{ $place }“: Das Betriebssystem meldet einen Fehler ({ $reason }).
settings-invalid = Die Einstellungen sind fehlerhaft. { $reason }
command-file-too-large = Die Datei ist größer als { SIZE($limit) } und wird nicht gelesen.
mail-test-subject = Probe von Blaupause
mail-test-text = Diese E-Mail kam an: Der E-Mail-Versand ist richtig eingestellt.
mail-test-accepted = Der Mailserver hat die E-Mail angenommen. Ob sie ankommt, sehen Sie im Postfach.
mail-test-refused = Der Mailserver nimmt diese E-Mail nicht an. Er sagt: { $reason }
mail-test-later = Die E-Mail konnte nicht übergeben werden. Prüfen Sie die Einstellungen unter „mail“. Grund: { $reason }
key-made = Ein neuer Schlüssel wurde angelegt: { $file }. Ein Dienst nimmt dieses Token nur an, wenn er denselben Schlüssel verwendet.
token-needs-unit = Die Rolle „{ $role }“ gilt für eine Verwaltung. Nennen Sie sie mit „--unit“ und ihrem Regionalschlüssel.
token-needs-provider = Die Rolle „{ $role }“ gilt für einen IT-Dienstleister. Nennen Sie ihn mit „--provider“.
audit-unbroken = Das Prüfprotokoll ist lückenlos: { COUNT($count) ->
    [one] ein Eintrag
   *[other] { $count } Einträge
 }.
audit-broken = Das Prüfprotokoll ist ab Eintrag { $position } nicht mehr schlüssig: Es wurde verändert.
assessments-imported = { COUNT($created) ->
    [one] Eine Erhebung wurde
   *[other] { $created } Erhebungen wurden
 } als Entwurf angelegt, { $unchanged } gab es schon. Zeilen: { $answers }.
assessments-dry-run = { COUNT($created) ->
    [one] Eine Erhebung würde
   *[other] { $created } Erhebungen würden
 } als Entwurf angelegt, { $unchanged } gibt es schon. Zeilen: { $answers }.
chains-unbroken = Die Ketten der freigegebenen Erhebungen sind lückenlos: { COUNT($documents) ->
    [one] ein Dokument
   *[other] { $documents } Dokumente
 } von { COUNT($subjects) ->
    [one] einer Stelle
   *[other] { $subjects } Stellen
 }.
chain-broken = Die Kette von „{ $subject }“ ist ab Dokument { $position } nicht mehr schlüssig: { assessment-chain-fault }
chain-model-missing = Nicht nachgerechnet, weil das Modell fehlt: { $model }. Es lässt sich mit „--model“ angeben.
chain-file-unreadable = Die Datei ist kein freigegebenes Dokument: { $reason }

register-lines-read = { COUNT($lines) ->
    [one] Eine Zeile
   *[other] { $lines } Zeilen
 } gelesen.
register-storing = Der Gebietsstand { $state } wird übernommen …
register-imported = Gebietsstand { $state } übernommen.
register-known = Gebietsstand { $state } war schon übernommen. Es wurde nichts geändert.
register-dry-run = Probelauf mit dem Gebietsstand { $state }. Es wurde nichts geändert.
register-count = { $level ->
    [land] Länder
    [district] Regierungsbezirke
    [region] Regionen
    [county] Kreise und kreisfreie Städte
    [association] Gemeindeverbände
   *[municipality] Gemeinden
 }: { $count }
register-change-count = { $kind ->
    [new] neu
    [renamed] umbenannt
    [keyChanged] mit anderem Schlüssel
    [dissolved] aufgelöst
    [populationChanged] mit anderer Einwohnerzahl
    [areaChanged] mit anderer Fläche
    [kindChanged] mit anderem Textkennzeichen
    [seatChanged] mit anderem Verwaltungssitz
   *[parentChanged] mit anderer übergeordneter Einheit
 }: { $count }
lau-rows-read = { COUNT($lines) ->
    [one] Eine Zeile
   *[other] { $lines } Zeilen
 } gelesen.
lau-count = { $level ->
    [land] Regionen NUTS 1
    [district] Regionen NUTS 2
    [county] Regionen NUTS 3
   *[municipality] Gemeinden
 }: { $count }
lau-countries = Staaten: { $countries }
lau-german-rows = Deutsche Gemeinden, die ausgelassen wurden: { $count }
lau-filled = Französische Gemeinden mit ergänzter Einwohnerzahl: { $count }
register-open-cases = Nachfolge offen, bitte entscheiden: { $count }
register-settled-cases = Nachfolge eindeutig: { $count }
register-candidate = → { $unit }: Aufgelöst (Zahl: { $set }) { $area } ha, hinzugekommen { $gained } ha; erwartet { $expected } Einwohner, gezählt { $found }
register-more-cases = … und { $count } weitere; alle stehen unter /v1/successions.
service-left = { $unit }, betreut von { $provider }: { $why ->
    [undecided] Über die Nachfolge ist noch nicht entschieden.
    [divided] Das Gebiet wurde geteilt, und der Dienstleister betreut nicht alle Nachfolger.
    [providersDiffer] Die Gemeinden hatten vor dem Zusammenschluss verschiedene Dienstleister.
    [servedFromAbove] Die Betreuung galt über eine größere Einheit, zu der der Nachfolger nicht gehört.
    [corrected] Die Betreuung ist schon einer früheren Entscheidung gefolgt.
   *[returned] Die Einheit steht wieder im Verzeichnis; ihre Betreuung war mit ihr beendet.
 }
services-left = Betreuung prüfen: { $count }
successions-decided = { COUNT($decided) ->
    [one] Eine Nachfolge
   *[other] { $decided } Nachfolgen
 } entschieden, { COUNT($unchanged) ->
    [one] eine war
   *[other] { $unchanged } waren
 } schon so entschieden.
document-published = Veröffentlicht: { $document }, Prüfsumme { $hash }
draft-saved = Als Entwurf gespeichert: { $document }. Zur Prüfung geben und veröffentlichen müssen ihn zwei Personen.
file-written = Geschrieben: { $file }
