### What the commands say on the command line.

demo-filled = The demo was set up in { $folder }. Everything about maturity, pilots and blueprints is invented.
demo-found = The demo is already set up in { $folder }. Everything about maturity, pilots and blueprints is invented.
demo-address = You find it at { $address } (description: { $address }/v1/openapi.json). Stop it with Ctrl+C.
demo-tokens = Valid for twelve hours. Langelsheim: EDITOR answers, APPROVER signs off. IT-Verbund Harz: ANALYST evaluates, CONSULTANT advises, CATALOG_MANAGER publishes.
demo-tokens-of-all = For all: AUDITOR reads everything, the audit log too. ADMIN keeps the register, the providers and the models.
demo-recommendations = 1. Which blueprint helps Langelsheim most?
demo-adoption = 2. Langelsheim begins to adopt the electronic file.
demo-adoption-again = 2. Langelsheim begins to adopt the electronic file. If that was done before, the answer is 409 and names the adoption.
demo-evidence = 3. What is proven about this blueprint?
demo-own-database = The demo has a database of its own and does not take “--database”. “--data-dir” says where it is.

address-taken-demo = The address { $place } is taken. Choose another port with “--port”, for example: demo --port 8081
address-taken-serve = The address { $place } is taken. Choose another one with the setting “bind”, for example: BLAUPAUSE__SERVER__BIND=127.0.0.1:8081
io-not-found = There is no “{ $place }”.
io-forbidden = “{ $place }”: the permission is missing.
io-is-folder = “{ $place }” is a folder, not a file.
io-address-unknown = { $place } is not an address of this machine.
io-storage-full = “{ $place }”: the disk is full.
io-too-short = “{ $place }” is too short and probably damaged.
io-failed = “{ $place }”: the operating system reports a failure ({ $reason }).
settings-invalid = The settings are not valid. { $reason }
command-file-too-large = The file is larger than { SIZE($limit) } and is not read.
mail-test-subject = Test by Blaupause
mail-test-text = This mail arrived: the settings for mail are right.
mail-test-accepted = The mail server took the mail. Whether it arrives, the mailbox tells.
mail-test-refused = The mail server does not take this mail. It says: { $reason }
mail-test-later = The mail could not be handed over. Check the settings below “mail”. Reason: { $reason }
key-made = A new key was made: { $file }. A service accepts this token only if it uses the same key.
token-needs-unit = The role “{ $role }” is one at a unit. Name the unit's key with “--unit”.
token-needs-provider = The role “{ $role }” is one at a provider. Name the provider with “--provider”.
audit-unbroken = The audit log has no gap: { COUNT($count) ->
    [one] one entry
   *[other] { $count } entries
 }.
audit-broken = The audit log does not hold from entry { $position } on: it was tampered with.
assessments-imported = { COUNT($created) ->
    [one] One assessment was
   *[other] { $created } assessments were
 } made as drafts, { $unchanged } were there already. Rows: { $answers }.
assessments-dry-run = { COUNT($created) ->
    [one] One assessment would be
   *[other] { $created } assessments would be
 } made as drafts, { $unchanged } are there already. Rows: { $answers }.
chains-unbroken = The chains of signed-off assessments have no gap: { COUNT($documents) ->
    [one] one document
   *[other] { $documents } documents
 } of { COUNT($subjects) ->
    [one] one subject
   *[other] { $subjects } subjects
 }.
chain-broken = The chain of “{ $subject }” does not hold from document { $position } on: { assessment-chain-fault }
chain-model-missing = Not computed again, as the model is missing: { $model }. It can be named with “--model”.
chain-file-unreadable = The file is no signed-off document: { $reason }

register-lines-read = { COUNT($lines) ->
    [one] One line
   *[other] { $lines } lines
 } read.
register-storing = Importing the state of { $state } …
register-imported = State of { $state } imported.
register-known = The state of { $state } had been imported before. Nothing was changed.
register-dry-run = Dry run with the state of { $state }. Nothing was changed.
register-count = { $level ->
    [land] Länder
    [district] Regierungsbezirke
    [region] Regionen
    [county] Kreise and kreisfreie Städte
    [association] associations of municipalities
   *[municipality] municipalities
 }: { $count }
register-change-count = { $kind ->
    [new] new
    [renamed] renamed
    [keyChanged] with another key
    [dissolved] dissolved
    [populationChanged] with another population
    [areaChanged] with another area
    [kindChanged] of another kind
    [seatChanged] with another seat
   *[parentChanged] with another parent unit
 }: { $count }
lau-rows-read = { COUNT($lines) ->
    [one] One row
   *[other] { $lines } rows
 } read.
lau-count = { $level ->
    [land] NUTS 1 regions
    [district] NUTS 2 regions
    [county] NUTS 3 regions
   *[municipality] Municipalities
 }: { $count }
lau-countries = Countries: { $countries }
lau-german-rows = German municipalities that were left out: { $count }
lau-filled = French communes whose number of inhabitants was filled in: { $count }
register-open-cases = Succession open, please decide: { $count }
register-settled-cases = Succession certain: { $count }
register-candidate = → { $unit }: dissolved (count: { $set }) { $area } ha, gained { $gained } ha; { $expected } inhabitants expected, { $found } counted
register-more-cases = … and { $count } more; all are listed at /v1/successions.
service-left = { $unit }, served by { $provider }: { $why ->
    [undecided] Nobody has decided yet who succeeds it.
    [divided] It was divided, and the provider does not serve every successor.
    [providersDiffer] The municipalities had different providers before they merged.
    [servedFromAbove] It was served as a part of a wider unit that does not hold the successor.
    [corrected] The service has followed an earlier decision already.
   *[returned] The unit is in the register again; its service had ended with it.
 }
services-left = Services to look at: { $count }
successions-decided = { COUNT($decided) ->
    [one] One succession
   *[other] { $decided } successions
 } decided, { $unchanged } had been decided like this before.
document-published = Published: { $document }, digest { $hash }
draft-saved = Saved as a draft: { $document }. Two persons have to submit and publish it.
file-written = Written: { $file }
