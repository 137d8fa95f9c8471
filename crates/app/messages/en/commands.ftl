### What the commands say on the command line.

demo-filled = The demo was set up in { $folder }. Everything about maturity, pilots and blueprints is invented.
demo-found = The demo is already set up in { $folder }. Everything about maturity, pilots and blueprints is invented.
demo-address = You find it at { $address } (description: { $address }/v1/openapi.json). Stop it with Ctrl+C.
demo-tokens = Valid for twelve hours. Langelsheim: EDITOR, APPROVER. IT-Verbund Harz: ANALYST, CONSULTANT, CATALOG_MANAGER.
demo-recommendations = 1. Which blueprint helps Langelsheim most?
demo-adoption = 2. Langelsheim takes the electronic file over.
demo-evidence = 3. What is proven about this blueprint?

register-lines-read = { $lines } lines read.
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
successions-decided = { $decided } successions decided, { $unchanged } had been decided like this before.
document-published = Published: { $document }, digest { $hash }
draft-saved = Saved as a draft: { $document }. Two persons have to submit and publish it.
