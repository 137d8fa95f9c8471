### Was die Befehle auf der Kommandozeile sagen.

demo-filled = Die Demo ist angelegt in { $folder }. Alle Angaben zu Reifegrad, Piloten und Blaupausen sind erfunden.
demo-found = Die Demo ist schon angelegt in { $folder }. Alle Angaben zu Reifegrad, Piloten und Blaupausen sind erfunden.
demo-address = Sie erreichen sie unter { $address } (Beschreibung: { $address }/v1/openapi.json). Beenden mit Strg+C.
demo-tokens = Zwölf Stunden gültig. Langelsheim: EDITOR, APPROVER. IT-Verbund Harz: ANALYST, CONSULTANT, CATALOG_MANAGER.
demo-recommendations = 1. Welche Blaupause hilft Langelsheim am meisten?
demo-adoption = 2. Langelsheim übernimmt die E-Akte.
demo-evidence = 3. Was ist über diese Blaupause nachgewiesen?

register-lines-read = { $lines } Zeilen gelesen.
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
successions-decided = { $decided } Nachfolgen entschieden, { $unchanged } waren schon so entschieden.
document-published = Veröffentlicht: { $document }, Prüfsumme { $hash }
draft-saved = Als Entwurf gespeichert: { $document }. Zur Prüfung geben und veröffentlichen müssen ihn zwei Personen.
