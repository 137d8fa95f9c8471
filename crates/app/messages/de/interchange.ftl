## publiccode.yml

publiccode-large = Die Datei ist größer als { $most } Byte.
publiccode-unreadable = Die Datei ist kein lesbares YAML: { $detail }
publiccode-not-mapping = Die Datei enthält keine Schlüssel mit Werten.
publiccode-missing = Der Schlüssel „{ $key }“ fehlt.
publiccode-unknown = Den Schlüssel „{ $key }“ kennt der Standard hier nicht. Er bleibt unberücksichtigt.
publiccode-outdated = Der Schlüssel „{ $key }“ ist veraltet. Er bleibt unberücksichtigt.
publiccode-renamed = Der Schlüssel „{ $old }“ heißt heute „{ $new }“ und wird so gelesen.
publiccode-kind = Hier wird { $wanted ->
    [mapping] eine Gruppe von Schlüsseln
    [flag] true oder false
   *[text] ein Text
  } erwartet. Die Angabe bleibt unberücksichtigt.
publiccode-single = Hier wird eine Liste erwartet. Die einzelne Angabe wird als Liste gelesen.
publiccode-twice = Die Angabe steht doppelt in der Liste. Sie wird einmal übernommen.
publiccode-number = Hier steht eine Zahl, erwartet wird ein Text. Gelesen wird „{ $value }“; bitte in Anführungszeichen setzen.
publiccode-text-empty = Der Text ist leer.
publiccode-text-cut = Der Text hat { $length } Zeichen, erlaubt sind { $most }. Er wurde nach einem Wort gekürzt.
publiccode-text-short = Der Text hat { $length } Zeichen, verlangt sind mindestens { $least }.
publiccode-url = „{ $value }“ ist keine vollständige Adresse. Sie bleibt unberücksichtigt.
publiccode-scheme-assumed = Der Adresse „{ $value }“ fehlt „https://“. Es wurde ergänzt.
publiccode-date = „{ $value }“ ist kein Datum der Form JJJJ-MM-TT. Es bleibt unberücksichtigt.
publiccode-instant = „{ $value }“ ist ein Zeitpunkt. Gelesen wird der Tag: { $date }.
publiccode-licence = „{ $value }“ ist kein SPDX-Lizenzausdruck wie EUPL-1.2. Er bleibt unberücksichtigt.
publiccode-country = „{ $value }“ ist kein Ländercode aus zwei Buchstaben. Er bleibt unberücksichtigt.
publiccode-country-twice = Den Länderabschnitt „{ $key }“ gibt es in Groß- und in Kleinbuchstaben. Dieser bleibt unberücksichtigt.
publiccode-language = „{ $value }“ ist keine Sprachangabe nach BCP 47 wie „de“. Der Teil bleibt unberücksichtigt.
publiccode-language-three = Die Sprache „{ $value }“ wird als „{ $tag }“ gelesen.
publiccode-language-underscore = Die Sprache „{ $value }“ wird als „{ $tag }“ gelesen.
publiccode-language-twice = Die Sprache „{ $tag }“ ist doppelt vorhanden. Dieser Abschnitt bleibt unberücksichtigt.
publiccode-word = „{ $value }“ gehört nicht zu den Werten des Standards ({ $words }). Die Angabe bleibt unberücksichtigt.
publiccode-word-case = „{ $value }“ wird als „{ $word }“ gelesen.
publiccode-standalone = „standalone“ gilt seit Version 0.2 nicht mehr. Gelesen wird „standalone/other“.
publiccode-flag-text = „{ $value }“ ist ein Text. Erwartet wird true oder false ohne Anführungszeichen; so wird es gelesen.
publiccode-version = Die Version „{ $value }“ des Standards ist unbekannt. Gelesen wird nach { $read }.
publiccode-version-number = „{ $value }“ ist keine Versionsnummer wie 1.2.0. Daraus kann keine Version eines Bausteins werden.
publiccode-version-read = Die Version „{ $value }“ wird als { $version } geführt.
publiccode-release-assumed = Ein Datum der Veröffentlichung fehlt. Angenommen wird der { $date }.
publiccode-obsolete = Die Software wird nicht mehr gepflegt („obsolete“).
publiccode-foreign = Es gibt weder eine deutsche noch eine englische Beschreibung. Übernommen wird die vorhandene.
publiccode-no-slug = Aus „{ $value }“ lässt sich kein Kürzel bilden. Bitte geben Sie das Kürzel des Bausteins an.
publiccode-module-of-other = Den Baustein „{ $module }“ pflegt bereits der IT-Dienstleister „{ $owner }“. Bitte geben Sie ein anderes Kürzel an.
publiccode-unwritable = Die Beschreibung lässt sich nicht schreiben: { $detail }
publiccode-not-found = Zu „{ $id }“ gibt es keine publiccode.yml.
    .title = Keine publiccode.yml vorhanden
publiccode-imported = „{ $document }“ ist veröffentlicht.
publiccode-dry-run = Probelauf: „{ $document }“ würde veröffentlicht. Es wurde nichts geändert.

## Codelisten

code-list-large = Die Datei ist größer als { $most } Byte.
code-list-characters = Die Datei ist nicht in UTF-8 geschrieben (Byte { $byte }).
code-list-form = Die Datei ist weder Genericode (XML) noch JSON aus dem XRepository.
code-list-unreadable = Die Datei ist nicht lesbar: { $detail }
code-list-root = Das äußerste Element ist „{ $element }“. Erwartet wird „CodeList“ aus Genericode 1.0.
code-list-outside = „{ $element }“ verweist auf eine andere Datei. Die Liste muss vollständig in einer Datei stehen.
code-list-missing = Es fehlt { $what ->
    [uri] die Kennung der Liste (CanonicalUri, kennung)
    [version] die Version der Liste
   *[name] der kurze Name der Liste (ShortName, nameKurz)
  }.
code-list-uri = „{ $value }“ ist keine Kennung. Erwartet wird eine URI wie urn:de:bund:destatis:…
code-list-version = „{ $value }“ ist keine Version. Erlaubt sind Buchstaben, Ziffern, Punkt, Unterstrich und Bindestrich, höchstens 60 Zeichen.
code-list-valid-from = „{ $value }“ ist kein Datum der Form JJJJ-MM-TT. Der Beginn der Gültigkeit bleibt offen.
code-list-text-long = Der Text ist länger als { $most } Zeichen.
code-list-attribute = Dem Element „{ $element }“ fehlt das Attribut „{ $name }“.
code-list-columns-none = Die Liste hat keine Spalten.
code-list-columns-many = Die Liste hat mehr als { $most } Spalten.
code-list-column-twice = Die Spalte „{ $column }“ gibt es doppelt.
code-list-column-unknown = Eine Spalte „{ $column }“ gibt es nicht.
code-list-key-unknown = Der Schlüssel „{ $key }“ verweist auf keine Spalte der Liste.
code-list-code-none = Keine Spalte ist als Schlüssel ausgewiesen. Ohne sie ist offen, wo die Codes stehen.
code-list-code-assumed = Keine Spalte ist als Code-Spalte gekennzeichnet. Angenommen wird der erste Schlüssel: „{ $column }“.
code-list-code-twice = Den Code „{ $value }“ gibt es in der Liste doppelt.
code-list-key-broken = „{ $column }“ ist als Schlüssel ausgewiesen, „{ $value }“ kommt aber mehrfach vor. Die Spalte gilt nicht als Schlüssel.
code-list-rows-many = Die Liste hat mehr als { $most } Zeilen.
code-list-row-wide = Die Zeile hat { $values } Werte, die Liste aber { $columns } Spalten.
code-list-value-missing = In der Spalte „{ $column }“ fehlt ein Wert.
code-list-cell-twice = Die Zeile nennt zwei Werte für die Spalte „{ $column }“.
code-list-complex = Zusammengesetzte Werte (ComplexValue) werden nicht gelesen.
code-list-other-id = Diese Liste gibt es bereits unter dem Namen „{ $id }“.
code-list-id-taken = „{ $id }“ ist schon der Name der Liste { $uri }. Bitte einen anderen angeben.
code-list-id-missing = Aus der Kennung der Liste lässt sich kein Name bilden. Bitte einen angeben.
code-list-version-differs = Die Version { $version } von „{ $id }“ gibt es schon, mit anderem Inhalt. Eine Version bleibt, wie sie ist.
code-list-not-found = Eine Codeliste „{ $id }“ gibt es nicht.
    .title = Codeliste nicht vorhanden
code-list-version-not-found = Die Version „{ $id }“ einer Codeliste gibt es nicht.
    .title = Version nicht vorhanden
code-not-found = Den Code „{ $id }“ enthält die Liste nicht.
    .title = Code nicht vorhanden
code-list-imported = Eingelesen: „{ $document }“ mit { $rows } Zeilen.
code-list-unchanged = „{ $document }“ ist mit demselben Inhalt schon vorhanden.
code-list-dry-run = Probelauf: „{ $document }“ mit { $rows } Zeilen würde eingelesen. Es wurde nichts geändert.

## Kataloge als verknüpfte Daten

service-catalogue-title = Verwaltungsleistungen: { $name }
service-catalogue-described = Verwaltungsleistungen, die am { $on } mit digitalen Bausteinen bereitgestellt werden: { $name }.
service-described = „{ $name }“ ist die Leistung { $key } des Leistungskatalogs der öffentlichen Verwaltung (LeiKa). Bereitgestellt wird sie mit: { $modules }.
service-described-field = „{ $name }“ ist die Leistung { $key } des Leistungskatalogs der öffentlichen Verwaltung (LeiKa) im Themenfeld „{ $field }“. Bereitgestellt wird sie mit: { $modules }.
data-sets-title = Offene Daten zur digitalen Reife der Kommunen
data-sets = Was über die REST-Schnittstelle ohne Anmeldung gelesen werden kann.
data-set-municipalities-title = Gemeinden, Gemeindeverbände und Kreise
data-set-municipalities = Verwaltungseinheiten nach dem Gemeindeverzeichnis mit Schlüssel, Art, Einwohnerzahl, Größenklasse und zuständigen IT-Dienstleistern.
data-set-municipalities-keywords = Gemeindeverzeichnis, Regionalschlüssel, Kommunen
data-set-providers-title = Öffentliche IT-Dienstleister
data-set-providers = IT-Dienstleister der Kommunen mit Rechtsform, Sitz, Zuständigkeitsgebiet und Angebot.
data-set-providers-keywords = IT-Dienstleister, Zuständigkeit, Kommunen
data-set-maturity-models-title = Reifegradmodelle
data-set-maturity-models = Fragen, Stufen und Regeln, nach denen die digitale Reife von Kommunen gemessen wird, in allen Versionen.
data-set-maturity-models-keywords = Reifegradmodell, Digitalisierung, Fragebogen
data-set-modules-title = Digitale Bausteine
data-set-modules = Bausteine der IT-Dienstleister mit Schnittstellen, Leistungen, Aufwand, Kosten und Angaben zur digitalen Souveränität.
data-set-modules-keywords = Bausteine, Schnittstellen, digitale Souveränität
data-set-minimum-standards-title = Mindeststandards
data-set-minimum-standards = Anforderungen an die digitale Ausstattung von Kommunen mit den Tagen, ab denen sie gelten.
data-set-minimum-standards-keywords = Mindeststandard, Anforderungen, IT-Standards
data-set-upgrade-paths-title = Umstiege
data-set-upgrade-paths = Schritte, Aufwand und Hinweise zur Datenübernahme für den Wechsel zwischen Versionen von Bausteinen und Mindeststandards.
data-set-upgrade-paths-keywords = Umstieg, Migration, Bausteine
data-set-services-title = Verwaltungsleistungen
data-set-services = Leistungen nach dem Leistungskatalog (LeiKa) mit den Bausteinen, die sie bereitstellen.
data-set-services-keywords = LeiKa, OZG, Verwaltungsleistungen
data-set-code-lists-title = Codelisten
data-set-code-lists = Codelisten der XÖV-Standards in den eingelesenen Versionen.
data-set-code-lists-keywords = XÖV, Codelisten, Schlüssel
data-set-blueprints-title = Blaupausen
data-set-blueprints = Erprobte Vorgehen zur Nachnutzung mit Voraussetzungen, Schritten, Aufwand und nachgewiesener Wirkung.
data-set-blueprints-keywords = Blaupausen, Nachnutzung, Digitalisierung
data-set-statistical-releases-title = Statistische Veröffentlichungen
data-set-statistical-releases = Kennzahlen zur digitalen Reife der Kommunen unter statistischer Geheimhaltung.
data-set-statistical-releases-keywords = Statistik, digitale Reife, Kommunen
