# Texte zu Reifegradmodellen, Antworten, Bewertung und Erhebungen.

## Ein Modell lesen

model-overflow = Die Zahlen der Gewichte, Skalen und Spannen sind so krumm, dass die Berechnung hier die exakte Rechnung verlassen kann.
model-too-large = Der Text ist zu groß. Erlaubt sind { SIZE($most) }.
    .title = Modell zu groß
model-syntax = Der Text ist kein lesbares YAML oder JSON.
    .title = Modell nicht lesbar
model-not-a-map = Hier werden benannte Felder erwartet.
model-not-a-list = Hier wird eine Liste erwartet.
model-missing-field = Das Feld „{ $field }“ fehlt.
model-unknown-field = Das Feld „{ $field }“ gibt es in diesem Format nicht. Bitte prüfen Sie die Schreibweise.
model-text-blank = Der Text ist leer.
model-text-too-long = Der Text ist zu lang. Erlaubt sind { $most } Zeichen.
model-unknown-language = Die Sprache „{ $language }“ wird nicht unterstützt. Möglich sind „de“ und „en“.
model-translation-missing = Der Text fehlt in der Sprache „{ $language }“.
model-languages = Die Liste der Sprachen darf nicht leer sein und keine Sprache zweimal nennen.
model-format-unsupported = Das Format „{ $format }“ wird nicht unterstützt. Unterstützt wird „{ $supported }“.
    .title = Format nicht unterstützt
model-duplicate-id = Die Kennung „{ $id }“ ist in diesem Modell bereits vergeben.
model-weight-not-positive = Das Gewicht { $weight } ist nicht zulässig. Ein Gewicht muss größer als null sein.
model-weight-without-effect = Das Gewicht { $weight } hätte keine Wirkung: Diese Art der Zusammenfassung kennt keine Gewichte.
model-dimension-empty = Das Handlungsfeld enthält weder Handlungsfelder noch Indikatoren.
model-no-dimensions = Das Modell enthält keine Handlungsfelder.
model-no-stages = Das Modell enthält keine Reifegradstufen.
model-too-deep = Die Handlungsfelder sind zu tief geschachtelt. Erlaubt sind { $most } Ebenen.
model-mean-of-means = Ein Mittel aus Mittelwerten braucht Handlungsfelder, deren Wert selbst ein Mittelwert ist.
model-levels-mismatch = Die beschriebenen Stufen ({ $found }) entsprechen nicht der Skala ({ $expected }). Jede Stufe braucht genau einen Text, in der Reihenfolge der Skala.
model-scale-values = Eine Skala braucht mindestens zwei und höchstens { $most } Werte in aufsteigender Reihenfolge.
model-scale-steps = Von { DECIMAL($min) } bis { DECIMAL($max) } führt keine ganze Zahl von Schritten der Größe { DECIMAL($step) }, oder es sind zu viele.
model-evidence-off-scale = Der Nachweis wird ab Stufe { DECIMAL($level) } verlangt. Diese Stufe hat die Skala nicht.
model-by-provider-subject = Nur ein Modell für Verwaltungen kann Stufen aus der Erhebung eines Dienstleisters übernehmen.
model-by-provider-repeated = Dieser Indikator dieses Modells ist schon einmal genannt.
model-by-provider-levels = Die Zuordnung braucht mindestens eine Stufe, und beide Reihen müssen steigen.
model-by-provider-off-scale = Die Zuordnung nennt Stufe { DECIMAL($level) }. Diese Stufe hat die Skala nicht.
model-subject-changed = Alle Versionen eines Modells bewerten dieselben. „{ $model }“ hat bisher andere bewertet.
model-applies-to-provider = Ein Modell für Dienstleister kann keinen Indikator auf Ebenen oder Größenklassen beschränken. Ein Dienstleister hat beides nicht.
model-rounding-digits = Zu viele Nachkommastellen. Erlaubt sind höchstens { $most }.
model-gate-unknown-node = Die Mindestanforderung nennt „{ $node }“. Einen Indikator oder ein Handlungsfeld mit dieser Kennung gibt es nicht.
model-gate-unreachable = Die Mindestanforderung verlangt für „{ $node }“ den Wert { DECIMAL($needed) }. Erreichbar sind höchstens { DECIMAL($max) }.
model-stage-unreachable = Die Stufe „{ $stage }“ verlangt { DECIMAL($threshold) } Punkte. Erreichbar sind höchstens { DECIMAL($max) }.
model-thresholds-not-ascending = Die Stufen müssen aufsteigen: „{ $stage }“ beginnt bei { DECIMAL($threshold) }, die Stufe davor bei { DECIMAL($before) }.
model-levels-off-scale = Die beschriebenen Werte müssen auf der Skala liegen und aufsteigen.
model-scale-decimals = Eine Skala für Messwerte hat 0 bis { $most } Nachkommastellen.
model-range = Der Wertebereich von { DECIMAL($min) } bis { DECIMAL($max) } ist leer. Der größte Wert muss über dem kleinsten liegen.
model-range-without-effect = Der Wertebereich hätte keine Wirkung: Bei dieser Art der Zusammenfassung ergibt er sich aus dem, was zusammengefasst wird.
model-weights-sum = Die Gewichte müssen zusammen { DECIMAL($expected) } ergeben, sie ergeben { DECIMAL($found) }.
model-weights-sum-without-effect = Eine Summe der Gewichte hätte keine Wirkung: Diese Art der Zusammenfassung kennt keine Gewichte.
model-source-url = Die Adresse einer Quelle muss mit „https://“ oder „http://“ beginnen.
model-gate-without-effect = Die Mindestanforderung verlangt für „{ $node }“ den Wert { DECIMAL($needed) }. Er ist immer erreicht, weil der kleinste Wert { DECIMAL($min) } ist.
model-gate-repeated = Die Stufe nennt für „{ $node }“ mehr als eine Mindestanforderung.
model-gate-weaker = Die Mindestanforderung verlangt für „{ $node }“ nur { DECIMAL($needed) }. Die Stufe „{ $stage }“ darunter verlangt schon { DECIMAL($below) }.

## Antworten

answer-unknown-indicator = Einen Indikator „{ $indicator }“ gibt es in diesem Modell nicht.
answer-off-scale = Der Wert { DECIMAL($value) } ist keine Stufe des Indikators „{ $indicator }“.
answer-reason-blank = Bitte begründen Sie, warum der Indikator „{ $indicator }“ nicht zutrifft.
answer-text-too-long = Der Text ist zu lang. Erlaubt sind { $most } Zeichen.

## Bewertung

maturity-overflow = Eine Zahl der Berechnung ist zu groß, um genau gerechnet zu werden.
    .title = Zahl zu groß
maturity-nothing-applies = Kein Indikator des Modells trifft zu. Es gibt nichts zu bewerten.
    .title = Nichts zu bewerten
maturity-unknown-indicator = Einen Indikator „{ $indicator }“ gibt es in diesem Modell nicht.
    .title = Indikator unbekannt
maturity-unknown-node = Einen Indikator oder ein Handlungsfeld „{ $node }“ gibt es in diesem Modell nicht.
    .title = Kennung unbekannt
maturity-unknown-stage = Eine Reifegradstufe „{ $stage }“ gibt es in diesem Modell nicht.
    .title = Stufe unbekannt
maturity-off-scale = Der Wert { DECIMAL($value) } ist keine Stufe des Indikators „{ $indicator }“.
    .title = Wert nicht auf der Skala
maturity-other-model = Es wird das Modell { $expected } gebraucht, angegeben wurde { $found }.
    .title = Anderes Modell
maturity-no-canonical-form = Das Dokument hat keine eindeutige Schreibweise: { $reason }
    .title = Dokument nicht eindeutig

## Erhebungen

assessment-wrong-state = Das ist hier nicht möglich. Die Erhebung ist { $state ->
    [draft] im Entwurf
    [submitted] eingereicht
    [inReview] in Prüfung
    [returned] zurückgegeben
   *[signedOff] freigegeben
  }. { $needed ->
    [submitted] Sie muss eingereicht und noch nicht in Prüfung sein.
    [inReview] Sie muss in Prüfung sein.
   *[other] Sie muss im Entwurf oder zurückgegeben sein.
  }
    .title = Falscher Stand der Erhebung
assessment-four-eyes = Vier-Augen-Prinzip: „{ $reviewer }“ hat an dieser Erhebung mitgearbeitet und kann sie deshalb nicht prüfen.
    .title = Vier-Augen-Prinzip
assessment-other-reviewer = Diese Erhebung wird bereits von „{ $reviewer }“ geprüft.
    .title = Bereits in Prüfung
assessment-incomplete = Die Erhebung wurde nicht angenommen: { app-places } Es wurde nichts geändert.
    .title = Erhebung fehlerhaft
assessment-evidence-missing = Für „{ $title }“ fehlt ein Nachweis, der am { $date } gilt.
assessment-evidence-title-blank = Bitte geben Sie dem Nachweis eine Bezeichnung.
assessment-evidence-url = Die Adresse des Nachweises muss mit https:// oder http:// beginnen, darf keine Leerzeichen enthalten und höchstens 2.000 Zeichen lang sein.
assessment-too-much-evidence = Zu viele Nachweise für einen Indikator. Erlaubt sind { $most }.
assessment-comments-blank = Bitte schreiben Sie, was zu ändern ist.
assessment-chain-fault = { $fault ->
    [format] Das Format des Dokuments ist unbekannt.
    [previous] Die Prüfsumme des vorigen Dokuments stimmt nicht.
    [subject] Das Dokument gehört zu einer anderen Verwaltung oder einem anderen Dienstleister als das vorige.
    [order] Das Dokument wurde vor seinem Vorgänger freigegeben.
    [outcome] Das Ergebnis ist nicht der Wert der Antworten nach dem Modell.
    [document] Der gespeicherte Text ist nicht das Dokument, das die Prüfsumme benennt.
   *[model] Das Ergebnis beruht auf einem anderen Modell als die Antworten.
  }
assessment-broken-chain = Die Kette der freigegebenen Erhebungen ist an Stelle { $position } (gezählt ab 0) unterbrochen: { assessment-chain-fault }
    .title = Kette unterbrochen

## Was im Weg steht

maturity-too-few-peers = Zum Vergleich gibt es erst { COUNT($found) ->
    [one] eine Kommune
   *[other] { $found } Kommunen
 } gleicher Größe mit freigegebener Erhebung. Gebraucht werden { $needed }.
    .title = Zu wenige Vergleichskommunen
blocking-threshold = Für die Stufe „{ $stage }“ fehlen { DECIMAL($distance) } Punkte: Nötig sind { DECIMAL($needed) }, erreicht sind { DECIMAL($proven) }.
blocking-threshold-open = Für die Stufe „{ $stage }“ sind { DECIMAL($needed) } Punkte nötig, nachgewiesen sind { DECIMAL($proven) }. Noch offene Antworten können den Abstand schließen.
blocking-gate = Für die Stufe „{ $stage }“ muss „{ $title }“ mindestens { DECIMAL($needed) } erreichen. Erreicht ist { DECIMAL($proven) }.
blocking-gate-open = Für die Stufe „{ $stage }“ muss „{ $title }“ mindestens { DECIMAL($needed) } erreichen. Die Antwort ist noch offen.
gap-threshold = Es fehlen { DECIMAL($distance) } Punkte: Nötig sind { DECIMAL($needed) }, erreicht sind { DECIMAL($proven) }.
gap-threshold-open = Nötig sind { DECIMAL($needed) } Punkte, nachgewiesen sind { DECIMAL($proven) }. Noch offene Antworten können den Abstand schließen.
gap-gate = „{ $title }“ muss mindestens { DECIMAL($needed) } erreichen. Erreicht ist { DECIMAL($proven) }.
gap-gate-open = „{ $title }“ muss mindestens { DECIMAL($needed) } erreichen. Die Antwort ist noch offen.
gap-levels = Bei „{ $title }“ erreicht mindestens die Hälfte der vergleichbaren Kommunen { DECIMAL($needed) }. Nachgewiesen ist hier { DECIMAL($proven) }.
gap-own = Das eigene Ziel für „{ $title }“ ist { DECIMAL($needed) }. Nachgewiesen ist { DECIMAL($proven) }.
assessment-period-future = Der Stichtag { $period } liegt in der Zukunft (heute ist der { $today }).
assessment-period-after-end = Der Stichtag { $period } liegt nach dem letzten Tag dieser Verwaltung ({ $last }).
assessment-unit-past = „{ $unit }“ gibt es heute nicht mehr oder noch nicht. Bitte wählen Sie die heutige Verwaltung.
assessment-model-retired = Nach dem Reifegradmodell „{ $model }“ beginnt keine neue Erhebung mehr: Es ist außer Dienst.
assessment-empty = Es ist noch keine Frage beantwortet.
assessment-subject-missing = Es fehlt, wer bewertet wird. Bitte „unit“ oder „provider“ angeben.
assessment-subject-twice = Bewertet wird entweder eine Verwaltung („unit“) oder ein Dienstleister („provider“), nicht beide.
assessment-model-subject = Das Reifegradmodell „{ $model }“ bewertet { $subject ->
    [provider] IT-Dienstleister, keine Verwaltungen.
   *[municipality] Verwaltungen, keine IT-Dienstleister.
  }
    .title = Modell für andere Erhebungen

# Überleitung auf eine andere Modellversion
migration-other-model = Die Überleitung gilt für { $expected }, nicht für { $found }.
migration-indicator-twice = Der Indikator „{ $indicator }“ kommt auf { $side ->
    [old] der alten
   *[new] der neuen
 } Seite mehrfach vor.
migration-indicator-unknown = Den Indikator „{ $indicator }“ gibt es in { $side ->
    [old] der alten
   *[new] der neuen
 } Version nicht.
migration-indicator-missing = Zum Indikator „{ $indicator }“ { $side ->
    [old] der alten
   *[new] der neuen
 } Version sagt die Überleitung nichts.
migration-scales-differ = Die Stufen sind auf beiden Seiten nicht dieselben. Ordnen Sie sie mit „rescale“ zu.
migration-needs-several = Eine Teilung braucht mindestens zwei neue, eine Zusammenlegung mindestens zwei alte Indikatoren.
migration-levels-incomplete = Jede alte Stufe muss genau einmal zugeordnet sein.
migration-level-off-scale = Die Stufe { DECIMAL($level) } gibt es auf der neuen Skala nicht.
migration-reason-blank = Sagen Sie, warum nicht mehr gefragt wird.
migration-keep = „{ $to }“: unverändert übernommen.
migration-rename = „{ $from }“ heißt jetzt „{ $to }“: unverändert übernommen.
migration-split = „{ $from }“ ist jetzt aufgeteilt in { $to }: Die alte Antwort ist überall vorgeschlagen. Bitte prüfen Sie sie.
migration-merge = { $from } sind jetzt „{ $to }“. Wo die Antworten verschieden waren, ist eine vorgeschlagen.
migration-merge-open = { $from } sind jetzt „{ $to }“. Die Antworten ließen sich nicht zusammenführen. Bitte antworten Sie neu.
migration-rescale = „{ $from }“ hat neue Stufen: Die Antwort ist umgerechnet.
migration-retire = „{ $from }“ wird nicht mehr gefragt: { $reason }
migration-new = „{ $to }“ ist neu und noch offen.

# Erhebungen als Tabelle
sheet-unit-invalid = „{ $value }“ ist kein Regionalschlüssel (12 Stellen, außerhalb Deutschlands etwa FRK28.01004) und kein Gemeindeschlüssel (8 Stellen).
sheet-provider-invalid = „{ $value }“ ist keine Kennung eines Dienstleisters.
sheet-model-invalid = „{ $value }“ ist keine Kennung eines Reifegradmodells.
sheet-version-invalid = „{ $value }“ ist keine Version.
sheet-period-invalid = „{ $value }“ ist kein Datum. Möglich sind 2026-06-30 und 30.06.2026.
sheet-indicator-invalid = „{ $value }“ ist keine Kennung eines Indikators.
sheet-indicator-repeated = Zu „{ $indicator }“ steht in Zeile { $line } schon eine Antwort derselben Erhebung.
sheet-answer-invalid = „{ $value }“ ist keine Antwort. Möglich sind level, notApplicable, notAssessable, byProvider und unanswered.
sheet-level-invalid = „{ $value }“ ist keine Stufe. Möglich sind Zahlen wie 3 oder 2,5.
sheet-field-stray = Zur Antwort „{ $answer }“ gehört hier keine Angabe.
sheet-assessment-repeated = Diese Erhebung steht mit anderen Angaben schon in Zeile { $line }.
sheet-assessment-differs = Diese Erhebung gibt es schon, mit anderen Antworten: { $id }. Vorhandenes wird nicht überschrieben.
target-empty = Ein Ziel nennt mindestens einen Indikator oder eine Dimension.
target-off-scale = { $value } ist keine Stufe von „{ $indicator }“.
target-out-of-range = „{ $node }“ kann Werte von { $low } bis { $high } haben, mit höchstens vier Nachkommastellen: { $value }.
target-unknown-node = Das Modell hat weder einen Indikator noch eine Dimension „{ $node }“.

# Befragte und Konsens
respondent-taken = „{ $value }“ ist zu dieser Erhebung schon eingeladen.
respondent-too-many = Zu viele Befragte. Erlaubt sind { $most } je Erhebung.
respondent-due-past = Der Termin { $due } liegt in der Vergangenheit (heute ist der { $today }).
respondent-not-asked = Nach dem Indikator „{ $indicator }“ wurden Sie nicht gefragt.
respondent-nothing-answered = Es ist noch keine Frage beantwortet.
respondent-wrong-state = Das ist hier nicht möglich. Die Einladung ist { $state ->
    [handedIn] bereits beantwortet
    [declined] abgelehnt
    [withdrawn] zurückgezogen
   *[other] noch offen
  }.
    .title = Einladung abgeschlossen
respondent-answer-first = Bitte antworten Sie zuerst selbst oder lehnen Sie ab. Die Antworten der anderen sehen Sie danach, damit sie Ihre nicht beeinflussen.
    .title = Eigene Antworten zuerst
consensus-missing = Die Befragten sind sich beim Indikator „{ $indicator }“ nicht einig. Bitte halten Sie fest, welche Antwort gilt und warum.
consensus-outdated = Seit dem Konsens zum Indikator „{ $indicator }“ hat noch jemand geantwortet. Bitte halten Sie ihn neu fest.
consensus-other-answer = Zum Indikator „{ $indicator }“ ist ein Konsens festgehalten. Die Antwort kann nur mit ihm geändert werden.
consensus-nobody-answered = Diesen Indikator hat noch niemand der Befragten beantwortet.
consensus-unanswered = Bitte nennen Sie die Antwort, die gilt.
consensus-reason-missing = Bitte begründen Sie, warum diese Antwort gilt, obwohl nicht alle Befragten sie gegeben haben.
