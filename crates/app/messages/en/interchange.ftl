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
