# Texte des Katalogs: Bausteine, Versionen, Mindeststandards, Pläne.

## Angaben und Dokumente

catalog-range = „{ $value }“ ist kein Versionsbereich. Beispiele: ^1.4 oder >=1.2, <3.
    .title = Kein Versionsbereich
catalog-interface = „{ $value }“ ist keine Schnittstelle mit Version. Beispiele: fit-connect@1 oder xta@2.1.
    .title = Keine Schnittstelle
catalog-leika = „{ $value }“ ist kein LeiKa-Schlüssel. Ein LeiKa-Schlüssel hat 14 Ziffern.
    .title = Kein LeiKa-Schlüssel
catalog-licence = „{ $value }“ ist keine Lizenzangabe nach SPDX. Beispiel: EUPL-1.2.
    .title = Keine Lizenzangabe
catalog-settings-not-object = Das Schema der Einstellungen muss ein Objekt beschreiben (type: object).
    .title = Schema der Einstellungen unzulässig
catalog-settings-too-large = Das Schema der Einstellungen ist größer als { SIZE($most) }.
    .title = Schema der Einstellungen zu groß
catalog-requirement = Eine Voraussetzung nennt entweder einen Baustein mit Versionsbereich oder eine Schnittstelle.
    .title = Voraussetzung nicht eindeutig
catalog-satisfaction = Ein Weg zur Erfüllung nennt entweder eine Schnittstelle, einen Baustein oder einen Indikator mit Stufe.
    .title = Weg zur Erfüllung nicht eindeutig
catalog-document-too-large = Das Dokument ist größer als { SIZE($most) }.
    .title = Dokument zu groß
catalog-document = Fehler im Dokument: { $count }.
    .title = Dokument fehlerhaft
catalog-document-unreadable = Das Dokument ist weder gültiges YAML noch gültiges JSON.
catalog-document-not-object = Das Dokument muss aus benannten Angaben bestehen.
catalog-document-field-missing = Die Angabe „{ $field }“ fehlt.
catalog-duplicate-version = Version { $version } des Bausteins „{ $module }“ ist doppelt vorhanden.
    .title = Version doppelt vorhanden
catalog-dates-reversed = „{ $later }“ darf nicht vor „{ $earlier }“ liegen.
    .title = Daten in falscher Reihenfolge
catalog-not-canonical = Das Dokument lässt sich nicht in eindeutiger Form schreiben: { $detail }
    .title = Dokument nicht eindeutig darstellbar

## Widersprüche in einer Bausteinversion

catalog-duplicate-interface = Die Schnittstelle { $value } ist doppelt angegeben.
catalog-duplicate-leika = Der LeiKa-Schlüssel { $value } ist doppelt angegeben.
catalog-requires-itself = Der Baustein setzt mit „{ $requirement }“ sich selbst voraus.
catalog-conflicts-itself = Der Baustein „{ $module }“ ist als unverträglich mit sich selbst angegeben.
catalog-negative-price = Der Preis { DECIMAL($amount) } Euro ist negativ.
catalog-price-band-empty = Das Preisband nennt keine Größenklasse.
catalog-price-overlap = Für die Größenklasse „{ catalog-size-class }“ gilt mehr als ein Preis.
catalog-price-gap = Für die Größenklasse „{ catalog-size-class }“ fehlt ein Preis.
catalog-negative-effort = Der Aufwand von { DECIMAL($personDays) } Personentagen ist negativ.
catalog-effort-overlap = Für die Größenklasse „{ catalog-size-class }“ ist der Aufwand doppelt angegeben.
catalog-effort-gap = Für die Größenklasse „{ catalog-size-class }“ fehlt der Aufwand.
catalog-life-cycle-order = Im Lebenszyklus liegt „{ $later }“ vor „{ $earlier }“.
catalog-duplicate-level = Die Stufe des Indikators „{ $indicator }“ im Modell „{ $model }“ ist doppelt angegeben.
catalog-negative-level = Die Stufe des Indikators „{ $indicator }“ im Modell „{ $model }“ ist negativ.
catalog-size-class = { $sizeClass ->
    [ruralMunicipality] Landgemeinde
    [smallerSmallTown] kleine Kleinstadt
    [largerSmallTown] größere Kleinstadt
    [smallerMediumTown] kleine Mittelstadt
    [largerMediumTown] größere Mittelstadt
    [smallerCity] kleinere Großstadt
    [largerCity] große Großstadt
   *[other] { $sizeClass }
  }

## Mindeststandards und Aktualisierungspfade

catalog-standard-empty = Der Mindeststandard enthält keine Anforderung.
catalog-standard-duplicate = Die Anforderung „{ $requirement }“ ist doppelt vorhanden.
catalog-standard-unsatisfiable = Für die Anforderung „{ $requirement }“ ist nicht angegeben, womit sie erfüllt wird.
catalog-timeline-order = Der Eintrag zum { $date } muss nach dem Eintrag davor liegen.
catalog-timeline-after-end = Nach dem Ende der Gültigkeit ist kein weiterer Eintrag zulässig ({ $date }).
catalog-upgrade-without-steps = Der Aktualisierungspfad enthält keine Schritte.
catalog-upgrade-to-itself = Das Ziel „{ $module }“ { $version } gehört selbst zum Ausgangsbereich.

## Warum es keinen Plan gibt

plan-wanted-module = Gewünscht ist der Baustein „{ $module }“ ({ plan-range }).
plan-wanted-interface = Gewünscht ist die Schnittstelle { $interface }.
plan-installed = Der Baustein „{ $module }“ ist in Version { $version } vorhanden und wird nicht durch eine ältere Version ersetzt.
plan-requires-module = „{ $module }“ ({ plan-versions }) setzt den Baustein „{ $other }“ voraus ({ plan-range }).
plan-requires-interface = „{ $module }“ ({ plan-versions }) setzt die Schnittstelle { $interface } voraus.
plan-conflicts = „{ $module }“ ({ plan-versions }) verträgt sich nicht mit „{ $other }“ ({ $otherVersions ->
    [all] alle Versionen
   *[other] Version { $otherVersions }
  }).
plan-interface-provider = Die Schnittstelle { $interface } kann „{ $module }“ bereitstellen ({ plan-versions }).
plan-interface-unprovided = Kein verfügbarer Baustein stellt die Schnittstelle { $interface } bereit.
plan-unknown-module = Den Baustein „{ $module }“ gibt es im Katalog nicht.
plan-no-version = Vom Baustein „{ $module }“ passt keine Version ({ plan-range }). Vorhanden: { $known }.
plan-not-offered = Vom Baustein „{ $module }“ passt nur Version { $versions }; sie wird am { $date } nicht angeboten.
plan-version-unusable = „{ $module }“ ({ plan-versions }) widerspricht sich selbst und ist nicht verwendbar.
plan-too-complex = Es wurde kein Plan gefunden, weil es zu viele Möglichkeiten gibt. Bitte schränken Sie die Wünsche ein.
plan-wanted-any = Gewünscht ist eines davon: { $ways }.
plan-standard-asks = Der Mindeststandard „{ $standard }“ { $version } verlangt mit der Anforderung „{ $requirement }“ eines davon: { $ways }.
plan-blueprint-needs = Die Blaupause „{ $blueprint }“ { $version } setzt voraus: { $ways }.
plan-without = Der Baustein „{ $module }“ soll nicht mehr vorhanden sein.
plan-pinned = Der Baustein „{ $module }“ ist auf Version { $version } festgelegt.
plan-excluded-module = Der Baustein „{ $module }“ ({ plan-versions }) ist ausgeschlossen.
plan-excluded-sovereignty = Der Baustein „{ $module }“ ({ plan-versions }) erfüllt eine Regel der digitalen Souveränität nicht: { plan-rule }.
plan-excluded-unsuited = Der Baustein „{ $module }“ ({ plan-versions }) eignet sich nicht für die Größenklasse der Kommune.
plan-excluded-portfolio = Der Baustein „{ $module }“ ({ plan-versions }) steht nicht im Portfolio des IT-Dienstleisters.
plan-replaceable = „{ $module }“ kann durch „{ $other }“ { $version } abgelöst werden.
plan-lowerable = „{ $module }“ darf auf eine ältere Version zurückgesetzt werden.
plan-removable = „{ $module }“ darf entfernt werden.
plan-rule = { $rule ->
    [publicOperator] Betrieb durch einen öffentlichen IT-Dienstleister
    [hosting] Betrieb nur an den zugelassenen Orten
    [openLicence] offene Lizenz
    [exitPlan] Ausstiegsplan
   *[processingAgreement] Vertrag zur Auftragsverarbeitung
  }
plan-versions = { $versions ->
    [all] alle Versionen
   *[other] Version { $versions }
  }
plan-range = { $range ->
    [any] beliebige Version
   *[other] Versionsbereich { $range }
  }

## Was allein einen Plan möglich machen würde

plan-relax-wanted = Auf diesen Wunsch verzichten: { $ways }.
plan-relax-standard = Die Anforderung „{ $requirement }“ des Mindeststandards „{ $standard }“ { $version } zurückstellen.
plan-relax-blueprint = Auf die Blaupause „{ $blueprint }“ { $version } oder den genannten Baustein daraus verzichten.
plan-relax-without = Den Baustein „{ $module }“ doch behalten oder zulassen.
plan-relax-pin = „{ $module }“ nicht auf Version { $version } festlegen.
plan-relax-excluded-module = Den Baustein „{ $module }“ ({ plan-range }) nicht ausschließen.
plan-relax-sovereignty = Auf diese Regel der digitalen Souveränität verzichten: { plan-rule }.
plan-relax-unsuited = Auch Bausteine zulassen, die für die Größenklasse nicht vorgesehen sind.
plan-relax-portfolio = Auch Bausteine zulassen, die nicht im Portfolio des IT-Dienstleisters stehen.
plan-relax-downgrade = „{ $module }“ auf eine ältere Version zurücksetzen.
plan-relax-remove = „{ $module }“ entfernen.

## Lebenszyklus

catalog-phase = { $phase ->
    [deprecated] „abgekündigt“
    [sunset] „nicht mehr angeboten“
   *[unsupported] „ohne Unterstützung“
  }
catalog-phase-in-the-past = Die Phase { catalog-phase } kann nicht rückwirkend zum { $on } beginnen. Heute ist der { $today }.
catalog-phase-begun = Die Phase { catalog-phase } hat am { $on } begonnen und lässt sich nicht mehr verschieben.
catalog-successor-unknown = Den empfohlenen Baustein „{ $module }“ gibt es nicht.
catalog-successor-itself = „{ $module }“ { $version } gehört selbst zu den Versionen, die stattdessen empfohlen werden.
catalog-breaking-compatible = Version { $version } enthält Änderungen, die Vorhandenes brechen, gilt nach ihrer Nummer aber als verträglich mit { $before }.
module-changes-reversed = Die Version { $from } muss niedriger sein als { $to }.

## Portfolioplan

plan-step-keep = „{ $title }“ bleibt in Version { $version }.
plan-step-install = „{ $title }“ { $version } einführen.
plan-step-upgrade = „{ $title }“ von Version { $from } auf { $version } aktualisieren.
plan-step-downgrade = „{ $title }“ von Version { $from } auf { $version } zurücksetzen.
plan-step-remove = „{ $title }“ { $version } entfernen.
plan-step-replace = „{ $title }“ { $version } durch „{ $other }“ ablösen und entfernen.
plan-wish-unclear = Ein Wunsch nennt genau eines: einen Baustein, eine Schnittstelle, eine Blaupause oder einen Mindeststandard.
plan-list-too-long = Die Liste ist zu lang. Erlaubt sind { $most } Einträge.

## Mindeststandards

standard-level = { $level ->
    [must] MUSS
    [should] SOLL
   *[may] KANN
  }
standard-version-of-other = Das Dokument gehört zum Mindeststandard „{ $standard }“, nicht zu „{ $expected }“.
standard-not-binding = Vom Mindeststandard „{ $standard }“ gilt am { $date } keine Version.
standard-diff-added = Neu ist die Anforderung „{ $requirement }“ ({ standard-level }): { $text }
standard-diff-removed = Die Anforderung „{ $requirement }“ entfällt: { $text }
standard-diff-level = Die Anforderung „{ $requirement }“ war { $before ->
    [must] MUSS
    [should] SOLL
   *[may] KANN
  } und ist { $after ->
    [must] MUSS
    [should] SOLL
   *[may] KANN
  }: { $text }
standard-diff-reworded = Die Anforderung „{ $requirement }“ hat einen neuen Wortlaut: { $text }
standard-diff-other-ways = Die Anforderung „{ $requirement }“ wird nun anders erfüllt: { $text }
catalog-timeline-too-long = Die Zeitleiste ist zu lang. Erlaubt sind { $most } Einträge.
catalog-timeline-unpublished = Version { $version } ist nicht veröffentlicht.
catalog-timeline-not-effective-first = Version { $version } muss zuerst in Kraft treten („effective“).
catalog-timeline-not-in-turn = Version { $version } muss höher sein und später in Kraft treten als die Version davor.
catalog-timeline-grace-misplaced = Eine Übergangsfrist ist nur beim Inkrafttreten („effective“) möglich.
catalog-timeline-grace-too-long = Die Übergangsfrist ist zu lang. Erlaubt sind { $most } Tage.
catalog-timeline-past-changed = Was bis heute ({ $today }) gegolten hat, muss in der Zeitleiste unverändert bleiben.
catalog-upgrade-target-unknown = „{ $id }“ { $version } ist nicht veröffentlicht.
catalog-path-withdrawn = Der Aktualisierungspfad „{ $id }“ wurde am { $on } zurückgezogen.
minimum-standard-not-found = Den Mindeststandard „{ $id }“ gibt es nicht.
    .title = Mindeststandard nicht gefunden
standard-version-not-found = Die Version „{ $id }“ des Mindeststandards gibt es nicht.
    .title = Version des Mindeststandards nicht gefunden
upgrade-path-not-found = Den Aktualisierungspfad „{ $id }“ gibt es nicht.
    .title = Aktualisierungspfad nicht gefunden

## Installationen

installation-deviations-of-standard = Nur ein angepasster Baustein („customised“) kann Abweichungen haben.
installation-deviations-too-many = Es sind zu viele Abweichungen. Erlaubt sind { $most }.
installation-confirmed-for-the-past = Die Bestätigung bis zum { $until } wäre schon abgelaufen. Heute ist der { $today }.
text-empty = Der Text ist leer.
sovereignty-hosting-unknown = „{ $value }“ ist kein Ort des Betriebs. Möglich sind own, publicCluster, eu und thirdCountry.
service-solution-not-found = Für die Leistung { $id } hat keine der Kommunen eine Lösung.
    .title = Keine Lösung vorhanden
sheet-module-invalid = „{ $value }“ ist kein Kürzel eines Bausteins.
sheet-day-invalid = „{ $value }“ ist kein Tag. Möglich sind 2026-01-31 und 31.01.2026.
sheet-yes-or-no = „{ $value }“ ist nicht eindeutig. Möglich sind ja und nein.
sheet-installation-repeated = Derselbe Baustein derselben Kommune steht schon in Zeile { $line }.
installations-dry-run = Probelauf: { $created } Installationen würden neu erfasst, { $changed } geändert, { $unchanged } blieben gleich. Es wurde nichts geändert.
installations-imported = { $created } Installationen neu erfasst, { $changed } geändert, { $unchanged } unverändert.

## Leistungen

service-nameless = Die Leistung hat keinen Namen.
ozg-number = Die Nummer einer OZG-Leistung besteht aus Ziffern.
ozg-repeated = Die OZG-Leistung { $id } steht schon in Zeile { $line }.
ozg-differs = Die OZG-Leistung { $id } heißt in Zeile { $line } anders.
ozg-entries = „{ $value }“ ist keine Anzahl.
ozg-service-not-found = Eine OZG-Leistung „{ $id }“ gibt es nicht.
    .title = OZG-Leistung nicht vorhanden
service-repeated = Der LeiKa-Schlüssel { $key } steht schon in Zeile { $line }.
service-list-incomplete = In der Liste fehlen { $missing } der { $stored } gespeicherten Leistungen. Sie ist vermutlich unvollständig. Es wurde nichts geändert.
service-not-found = Eine Leistung mit dem Schlüssel { $id } steht in keiner eingelesenen Liste.
    .title = Leistung nicht gefunden
services-dry-run = Probelauf: { $new } Leistungen wären neu, { $changed } geändert, { $ended } entfallen, { $unchanged } blieben gleich; { $keyless } Zeilen ohne LeiKa-Schlüssel. Es wurde nichts geändert. OZG-Leistungen neu, geändert oder entfallen: { $ozg }.
services-imported = { $new } Leistungen neu, { $changed } geändert, { $ended } entfallen, { $unchanged } unverändert; { $keyless } Zeilen ohne LeiKa-Schlüssel. OZG-Leistungen neu, geändert oder entfallen: { $ozg }.
standard-version-not-higher = Die Version muss höher sein als { $version }.
