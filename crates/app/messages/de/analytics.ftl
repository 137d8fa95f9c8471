# Öffentliche Zahlen.
breakdown-unknown = „{ $name }“ ist kein Gliederungsmerkmal. Möglich sind land, county, sizeClass und provider, durch Kommas getrennt.
cohort-query-not-found = Die gespeicherte Frage „{ $id }“ gibt es nicht.
    .title = Gespeicherte Frage nicht gefunden
cohorts-model-or-release = Genau eine der beiden Angaben model und release ist nötig.
release-model-subject = Öffentliche Zahlen gibt es nur für Modelle, die Kommunen bewerten: { $model }.
release-overlaps = Für diese Modellversion sind Zahlen vom { $from } bis { $to } schon veröffentlicht ({ $release }). Zeiträume überschneiden sich nicht.
release-span-open = Der Zeitraum endet am { $to } und ist noch nicht vorbei. Heute ist der { $today }.
release-span-reversed = Der letzte Tag ({ $to }) liegt vor dem ersten ({ $from }).
release-without-results = In diesem Zeitraum gibt es kein freigegebenes Ergebnis mit einer Punktzahl.

## Fragen an die Ergebnisse eines Betreuungsgebiets

filter-not-a-number = „{ $value }“ ist keine Zahl.
filter-too-many = Zu viele Angaben. Möglich sind höchstens { $most }.
filter-unknown-value = „{ $value }“ gibt es hier nicht.
question-key-twice = „{ $name }“ verträgt sich nicht mit den übrigen Gliederungsmerkmalen: Jedes Merkmal kommt höchstens einmal vor, und von year, halfYear und quarter höchstens eines. Bei der Frage, wie lange der Rückstand noch dauert, gliedert kein Zeitraum.
question-too-large = Die Antwort hätte mehr als { $most } Zahlen. Weniger Gliederungsmerkmale, weniger Werte oder eine Tabelle (format=csv oder parquet) machen sie kleiner.
    .title = Antwort zu groß
question-too-many-keys = Höchstens { $most } Gliederungsmerkmale sind möglich.
question-unknown-key = „{ $name }“ ist kein Gliederungsmerkmal. Möglich sind country, level, land, county, sizeClass, kind, provider, stage, segment, year, halfYear und quarter.
question-format-not-saved = Die Form wird bei jeder Abfrage gewählt, nicht gespeichert. Lassen Sie format weg.
question-json-only = Diese Frage hat keine Tabelle. Möglich ist nur json.
question-unknown-quantity = „{ $name }“ gibt es in diesem Modell nicht. Möglich sind score, dimension:KENNUNG und indicator:KENNUNG, bei den Werten auch dimensions und indicators.

## Tabellen

cohort-code = { $code }
cohort-column-coefficient = Korrelation nach Pearson
cohort-column-contributors = Ergebnisse mit einem Wert
cohort-column-country = Land (Staat)
cohort-column-county = Kreis
cohort-column-first = Erste Größe
cohort-column-halfyear = Halbjahr
cohort-column-kind = Art der Verwaltung
cohort-column-land = Bundesland
cohort-column-level = Ebene oder Stufe
cohort-column-lowerquartile = Unteres Quartil
cohort-column-max = Höchster Wert
cohort-column-mean = Mittelwert
cohort-column-median = Median
cohort-column-min = Niedrigster Wert
cohort-column-provider = IT-Dienstleister
cohort-column-quarter = Quartal
cohort-column-reason = Warum nichts dasteht
cohort-column-results = Ergebnisse
cohort-column-second = Zweite Größe
cohort-column-segment = Spitzenreiter, Mittelfeld, Nachzügler
cohort-column-sizeclass = Größenklasse
cohort-column-stage = Reifegradstufe
cohort-column-upperquartile = Oberes Quartil
cohort-column-value = Größe
cohort-column-year = Jahr
cohort-hidden = nicht gezeigt
cohort-level = { $code ->
    [land] Land
    [district] Regierungsbezirk
    [region] Region
    [county] Kreis
    [association] Gemeindeverband
   *[municipality] Gemeinde
 }
cohort-reason = { $code ->
    [noContributors] kein Ergebnis
    [tooFew] zu wenige Ergebnisse
    [dominance] ein Ergebnis überwiegt
    [uniform] alle Ergebnisse sind gleich
    [secondary] eine verborgene Zahl ließe sich ausrechnen
   *[notPlanned] diese Gliederung wird nicht veröffentlicht
 }
cohort-segment = { $code ->
    [frontRunner] Spitzenreiter
    [middle] Mittelfeld
    [laggard] Nachzügler
   *[withoutSegment] zu wenige Vergleichbare
 }
cohort-size-class = { $code ->
    [ruralMunicipality] Landgemeinde
    [smallerSmallTown] kleine Kleinstadt
    [largerSmallTown] größere Kleinstadt
    [smallerMediumTown] kleine Mittelstadt
    [largerMediumTown] größere Mittelstadt
    [smallerCity] kleinere Großstadt
   *[largerCity] große Großstadt
 }
cohort-stage = { $code ->
    [withoutStage] keine Stufe nachgewiesen
   *[other] { $code }
 }
cohort-unit-results = Ergebnisse
cohort-without = ohne Angabe
