## publiccode.yml

publiccode-large = The file is larger than { $most } bytes.
publiccode-unreadable = The file is no readable YAML: { $detail }
publiccode-not-mapping = The file holds no keys with values.
publiccode-missing = The key “{ $key }” is missing.
publiccode-unknown = The standard does not know the key “{ $key }” here. It is left out.
publiccode-outdated = The key “{ $key }” is outdated. It is left out.
publiccode-renamed = The key “{ $old }” is called “{ $new }” today and is read as that.
publiccode-kind = { $wanted ->
    [mapping] A group of keys
    [flag] True or false
   *[text] A text
  } is expected here. The value is left out.
publiccode-single = A list is expected here. The single value is read as a list.
publiccode-twice = The value stands in the list twice. It is taken once.
publiccode-number = Here stands a number where a text is expected. It is read as “{ $value }”; please put it in quotes.
publiccode-text-empty = The text is empty.
publiccode-text-cut = The text has { $length } characters, { $most } are allowed. It was cut after a word.
publiccode-text-short = The text has { $length } characters, at least { $least } are asked for.
publiccode-url = “{ $value }” is no complete address. It is left out.
publiccode-scheme-assumed = The address “{ $value }” lacks “https://”. It was added.
publiccode-date = “{ $value }” is no date as YYYY-MM-DD. It is left out.
publiccode-instant = “{ $value }” is an instant. Its day is read: { $date }.
publiccode-licence = “{ $value }” is no SPDX licence expression such as EUPL-1.2. It is left out.
publiccode-country = “{ $value }” is no country code of two letters. It is left out.
publiccode-country-twice = The section of the country “{ $key }” is there in upper and in lower case. This one is left out.
publiccode-language = “{ $value }” is no language by BCP 47 such as “de”. The part is left out.
publiccode-language-three = The language “{ $value }” is read as “{ $tag }”.
publiccode-language-underscore = The language “{ $value }” is read as “{ $tag }”.
publiccode-language-twice = The language “{ $tag }” is there twice. This section is left out.
publiccode-word = “{ $value }” is none of the values of the standard ({ $words }). It is left out.
publiccode-word-case = “{ $value }” is read as “{ $word }”.
publiccode-standalone = “standalone” does not hold any more since version 0.2. It is read as “standalone/other”.
publiccode-flag-text = “{ $value }” is a text. True or false without quotes is expected; it is read as that.
publiccode-version = The version “{ $value }” of the standard is not known. The file is read by { $read }.
publiccode-version-number = “{ $value }” is no version number such as 1.2.0. No version of a module can be made of it.
publiccode-version-read = The version “{ $value }” is kept as { $version }.
publiccode-release-assumed = There is no date of release. { $date } is assumed.
publiccode-obsolete = The software is no longer maintained (“obsolete”).
publiccode-foreign = There is neither a German nor an English description. The one that is there is taken.
publiccode-no-slug = No id can be made of “{ $value }”. Please name the id of the module.
publiccode-module-of-other = The IT provider “{ $owner }” keeps the module “{ $module }” already. Please name another id.
publiccode-unwritable = The description cannot be written: { $detail }
publiccode-not-found = There is no publiccode.yml for “{ $id }”.
    .title = No publiccode.yml there
publiccode-imported = “{ $document }” is published.
publiccode-dry-run = Dry run: “{ $document }” would be published. Nothing was changed.

## Code lists

code-list-large = The file is larger than { $most } bytes.
code-list-characters = The file is not written in UTF-8 (byte { $byte }).
code-list-form = The file is neither Genericode (XML) nor JSON of XRepository.
code-list-unreadable = The file cannot be read: { $detail }
code-list-root = The outermost element is “{ $element }”. Expected is “CodeList” of Genericode 1.0.
code-list-outside = “{ $element }” refers to another file. The list has to be complete in one file.
code-list-missing = { $what ->
    [uri] The URI of the list (CanonicalUri, kennung) is missing.
    [version] The version of the list is missing.
   *[name] The short name of the list (ShortName, nameKurz) is missing.
  }
code-list-uri = “{ $value }” is no URI such as urn:de:bund:destatis:…
code-list-version = “{ $value }” is no version. Letters, digits, dot, underscore and hyphen are allowed, at most 60 of them.
code-list-valid-from = “{ $value }” is no date like YYYY-MM-DD. The first day of validity stays open.
code-list-text-long = The text is longer than { $most } characters.
code-list-attribute = The element “{ $element }” lacks the attribute “{ $name }”.
code-list-columns-none = The list has no columns.
code-list-columns-many = The list has more than { $most } columns.
code-list-column-twice = There are two columns “{ $column }”.
code-list-column-unknown = There is no column “{ $column }”.
code-list-key-unknown = The key “{ $key }” refers to no column of the list.
code-list-code-none = No column is a key. Without one it is open where the codes are.
code-list-code-assumed = No column is marked as the one with the codes. The first key is assumed: “{ $column }”.
code-list-code-twice = The list has the code “{ $value }” twice.
code-list-key-broken = “{ $column }” is said to be a key, but “{ $value }” is there more than once. The column does not count as a key.
code-list-rows-many = The list has more than { $most } rows.
code-list-row-wide = The row has { $values } values, but the list has { $columns } columns.
code-list-value-missing = The column “{ $column }” lacks a value.
code-list-cell-twice = The row has two values for the column “{ $column }”.
code-list-complex = Complex values are not read.
code-list-other-id = This list is there already, as “{ $id }”.
code-list-id-taken = “{ $id }” is the id of the list { $uri } already. Please give another one.
code-list-id-missing = No id can be made of the URI of the list. Please give one.
code-list-version-differs = Version { $version } of “{ $id }” is there already, with other content. A version stays as it is.
code-list-not-found = There is no code list “{ $id }”.
    .title = No such code list
code-list-version-not-found = There is no version “{ $id }” of a code list.
    .title = No such version
code-not-found = The list has no code “{ $id }”.
    .title = No such code
code-list-imported = Imported: “{ $document }” with { $rows } rows.
code-list-unchanged = “{ $document }” is there already with the same content.
code-list-dry-run = Dry run: “{ $document }” with { $rows } rows would be imported. Nothing was changed.

## Catalogues as linked data

service-catalogue-title = Public services: { $name }
service-catalogue-described = Public services that digital modules serve on { $on }: { $name }.
service-described = “{ $name }” is the service { $key } of the German catalogue of public services (LeiKa). It is served by: { $modules }.
service-described-field = “{ $name }” is the service { $key } of the German catalogue of public services (LeiKa) in the field “{ $field }”. It is served by: { $modules }.
data-sets-title = Open data on the digital maturity of municipalities
data-sets = What can be read by the REST interface without signing in.
data-set-municipalities-title = Municipalities, associations and counties
data-set-municipalities = Administrative units by the official register, with key, kind, population, size class and the IT providers in charge.
data-set-municipalities-keywords = register of municipalities, regional key, municipalities
data-set-providers-title = Public IT providers
data-set-providers = IT providers of municipalities with legal form, seat, service area and portfolio.
data-set-providers-keywords = IT providers, service area, municipalities
data-set-maturity-models-title = Maturity models
data-set-maturity-models = Questions, levels and rules by which the digital maturity of municipalities is measured, in all versions.
data-set-maturity-models-keywords = maturity model, digitalisation, questionnaire
data-set-modules-title = Digital modules
data-set-modules = Modules of the IT providers with interfaces, services, effort, cost and facts on digital sovereignty.
data-set-modules-keywords = modules, interfaces, digital sovereignty
data-set-minimum-standards-title = Minimum standards
data-set-minimum-standards = Requirements on the digital equipment of municipalities with the days from which they hold.
data-set-minimum-standards-keywords = minimum standard, requirements, IT standards
data-set-upgrade-paths-title = Upgrade paths
data-set-upgrade-paths = Steps, effort and notes on data migration for changes between versions of modules and minimum standards.
data-set-upgrade-paths-keywords = upgrade, migration, modules
data-set-services-title = Public services
data-set-services = Services by the German catalogue of public services (LeiKa) with the modules that serve them.
data-set-services-keywords = LeiKa, OZG, public services
data-set-code-lists-title = Code lists
data-set-code-lists = Code lists of the XÖV standards in the versions that were imported.
data-set-code-lists-keywords = XÖV, code lists, codes
data-set-blueprints-title = Blueprints
data-set-blueprints = Proven ways to be adopted, with prerequisites, steps, effort and evidence.
data-set-blueprints-keywords = blueprints, adoption, digitalisation
data-set-statistical-releases-title = Statistical releases
data-set-statistical-releases = Figures on the digital maturity of municipalities under statistical disclosure control.
data-set-statistical-releases-keywords = statistics, digital maturity, municipalities
