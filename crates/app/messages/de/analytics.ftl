# Öffentliche Zahlen.
breakdown-unknown = „{ $name }“ ist kein Gliederungsmerkmal. Möglich sind land, county, sizeClass und provider, durch Kommas getrennt.
cohorts-model-or-release = Genau eine der beiden Angaben model und release ist nötig.
release-model-subject = Öffentliche Zahlen gibt es nur für Modelle, die Kommunen bewerten: { $model }.
release-overlaps = Für diese Modellversion sind Zahlen vom { $from } bis { $to } schon veröffentlicht ({ $release }). Zeiträume überschneiden sich nicht.
release-span-open = Der Zeitraum endet am { $to } und ist noch nicht vorbei. Heute ist der { $today }.
release-span-reversed = Der letzte Tag ({ $to }) liegt vor dem ersten ({ $from }).
release-without-results = In diesem Zeitraum gibt es kein freigegebenes Ergebnis mit einer Punktzahl.
