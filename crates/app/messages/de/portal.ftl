# Seiten für Menschen: Öffentlichkeit, Verwaltung, IT-Dienstleister.

portal-skip = Zum Inhalt springen
portal-nav = Hauptmenü
portal-nav-municipalities = Gemeinden
portal-nav-blueprints = Blaupausen
portal-nav-pilots = Pilotprojekte
portal-nav-modules = Bausteine
portal-other-language = English
portal-sign-in = Anmelden
portal-sign-out = Abmelden
portal-footer = Blaupause zeigt, wie digital Verwaltungen sind, und hilft ihnen, Bewährtes zu übernehmen.
portal-footer-interface = Schnittstelle (OpenAPI)
portal-breadcrumb = Sie sind hier
portal-pages = Seiten
portal-next-page = Nächste Seite
portal-to-start = Zur Startseite
portal-version = Version
portal-state = { $state ->
    [call] Aufruf: Partner gesucht
    [prepared] vorbereitet
    [running] läuft
    [evaluated] ausgewertet
    [finished] abgeschlossen
    [aborted] abgebrochen
    [draft] Entwurf
    [review] in Prüfung
    [published] veröffentlicht
    [standard] Standard
   *[superseded] abgelöst
 }

portal-start-title = Digitale Reife von Gemeinden
portal-start-lead = Was in einer Gemeinde erprobt ist, hilft den anderen: Finden Sie Ihre Gemeinde und die Blaupausen, die zu ihr passen.
portal-start-municipalities = Alle Gemeinden mit ihren Kreisen und Ländern, ihren Vorgängern und Nachfolgern.
portal-start-pilots = Was Gemeinden gerade erproben oder erprobt haben, mit Zielen und Beteiligten.
portal-start-modules = Woraus die IT-Dienstleister ihr Angebot zusammensetzen: Fachverfahren, Plattformen, Geräte, Schulungen.
portal-start-blueprints = Anleitungen, die auf ausgewerteten Pilotprojekten beruhen: mit Voraussetzungen, Schritten, Aufwand und Wirkung.

portal-search-title = Suche
portal-search-label = Gemeinde, Blaupause, Pilotprojekt oder Baustein
portal-search-button = Suchen
portal-search-nothing = Nichts gefunden. Bitte prüfen Sie die Schreibweise oder geben Sie nur den Anfang ein.
portal-search-units = Gemeinden und andere Verwaltungen
portal-search-blueprints = Blaupausen
portal-search-pilots = Pilotprojekte
portal-search-modules = Bausteine

portal-municipalities-title = Gemeinden
portal-municipalities-name = Name der Gemeinde
portal-column-name = Name
portal-column-key = Regionalschlüssel
portal-column-level = Ebene
portal-column-population = Einwohnerinnen und Einwohner
portal-column-size-class = Größenklasse
portal-column-area = Fläche
portal-square-kilometres = { DECIMAL($number) } km²
portal-unit-since = Im Verzeichnis seit
portal-unit-ended = Diese Verwaltung besteht nicht mehr. Ihr letzter Tag war der { $last }.
portal-unit-providers = IT-Dienstleister
portal-unit-successors = Nachfolger
portal-unit-predecessors = Vorgänger

portal-blueprints-title = Blaupausen
portal-blueprints-none = Noch ist keine Blaupause veröffentlicht.
portal-blueprint-owner = Gepflegt von
portal-blueprint-adoptions = Verwaltungen, in denen sie im Betrieb ist
portal-blueprint-outcomes = Was danach erreicht ist
portal-blueprint-level = Stufe
portal-blueprint-steps = Schritte
portal-blueprint-days = { COUNT($days) ->
    [one] ein Tag
   *[other] { $days } Tage
 }
portal-blueprint-risks = Risiken

portal-pilots-none = Noch gibt es kein Pilotprojekt.
portal-pilot-state = Stand
portal-pilot-planned = Geplanter Zeitraum
portal-pilot-goals = Ziele
portal-pilot-units = Beteiligte

portal-modules-none = Noch gibt es keinen Baustein.
portal-column-kind = Art
portal-module-kind = { $kind ->
    [application] Fachverfahren oder Anwendung
    [platform] Plattform
    [infrastructure] Infrastruktur
    [devicePackage] Gerätepaket
    [training] Schulung
   *[consulting] Beratung
 }
portal-module-versions = Versionen
portal-module-no-versions = Noch ist keine Version veröffentlicht.
portal-module-requires = Braucht:
portal-module-phase = { $phase ->
    [announced] angekündigt
    [current] aktuell
    [deprecated] abgekündigt
    [sunset] nicht mehr angeboten
   *[unsupported] ohne Unterstützung
 }

portal-sign-in-title = Anmelden
portal-sign-in-closed = Für diesen Dienst ist keine Anmeldung eingerichtet.
portal-sign-in-demo = Dies ist eine Vorführung mit erfundenen Angaben. Wählen Sie, als wer Sie sie ansehen möchten.
portal-role = { $role ->
    [editor] Bearbeitung
    [approver] Freigabe
    [analyst] Auswertung
    [consultant] Beratung
    [catalogManager] Portfolio
    [auditor] Revision
   *[admin] Betrieb
 }, { $place }

portal-no-page = Unter dieser Adresse gibt es keine Seite.
    .title = Seite nicht gefunden
portal-unreadable = Die Adresse oder das Formular enthält Angaben, die nicht lesbar sind.
    .title = Angaben nicht lesbar
portal-form-foreign = Das Formular stammt nicht aus dieser Sitzung. Bitte laden Sie die Seite neu und senden Sie es noch einmal ab. Es wurde nichts geändert.
    .title = Formular nicht angenommen

portal-assessments-title = Bewertungen
portal-assessments-none = Noch gibt es keine Bewertung.
portal-assessment-begin = Neue Bewertung beginnen:
portal-assessment-period = Stichtag
portal-assessment-state = { $state ->
    [draft] Entwurf
    [submitted] eingereicht
    [inReview] in Prüfung
    [returned] zurückgegeben
   *[signedOff] freigegeben
 }
portal-assessment-score = Reifegrad bisher
portal-assessment-stage = Nachgewiesene Stufe
portal-assessment-possible = Mit den offenen Antworten höchstens erreichbar
portal-assessment-parts = Themen
portal-assessment-progress = Beantwortet
portal-assessment-submit = Zur Prüfung einreichen
portal-assessment-submit-hint = Danach prüft eine andere Person. Bis zur Rückgabe lässt sich nichts mehr ändern.
portal-assessment-next = Nächstes Thema
portal-answer-typed = Gemessener Wert
portal-answer-value = Wert
portal-answer-by-provider = Das macht unser IT-Dienstleister
portal-answer-not-assessable = Lässt sich noch nicht beurteilen
portal-answer-not-applicable = Trifft bei uns nicht zu (mit Begründung)
portal-answer-reason = Begründung
portal-answer-comment = Anmerkung
portal-answer-evidence = Ein Nachweis ist möglich oder nötig.
portal-answer-save = Antwort speichern
portal-answer-no-number = Der Wert ist keine Zahl.
portal-assessment-remarks = Zurückgegeben mit diesen Anmerkungen
portal-assessment-start-review = Prüfung beginnen
portal-assessment-review = Prüfung
portal-assessment-remark = Anmerkung zur Rückgabe
portal-assessment-return = Zurückgeben
portal-assessment-sign-off = Freigeben
portal-assessment-sign-off-hint = Was freigegeben ist, lässt sich nicht mehr ändern. Eine Korrektur ist eine neue Bewertung.
portal-recommendations-title = Blaupausen für { $unit }
portal-recommendations-none = Zurzeit gibt es keine veröffentlichte Blaupause.
portal-recommendation-fits = passt
portal-recommendation-misfits = passt zurzeit nicht
portal-recommendation-gain = Gewinn an Reife
portal-recommendation-effort = Aufwand (Personentage)
portal-recommendation-duration = Dauer
portal-recommendation-lines = Warum
portal-fit-status = { $status ->
    [met] erfüllt
    [missing] fehlt
    [open] unbekannt
   *[info] Angabe
 }
portal-unit-recommendations = Passende Blaupausen
