## Benachrichtigungen anderer Systeme (Webhooks)

webhook-not-found = Eine Benachrichtigung „{ $id }“ gibt es nicht.
    .title = Benachrichtigung nicht vorhanden
webhook-delivery-not-found = Zu dem Ereignis „{ $id }“ gibt es hier keine Zustellung.
    .title = Zustellung nicht vorhanden
webhook-target-invalid = „{ $text }“ ist keine Webadresse ohne Benutzername, Passwort und Sprungmarke.
    .title = Adresse nicht möglich
webhook-target-not-https = „{ $text }“ ist nicht verschlüsselt. Die Adresse muss mit https:// beginnen.
    .title = Adresse nicht verschlüsselt
webhook-target-not-public = „{ $text }“ führt auf diesen Rechner oder in ein internes Netz. Dorthin wird nur zugestellt, wenn der Betreiber das Netz freigegeben hat.
    .title = Adresse nicht erlaubt
webhook-kind-invalid = „{ $text }“ ist keine Art von Ereignissen wie pilot.finished oder pilot.*.
    .title = Art von Ereignissen nicht möglich
webhook-kinds-too-many = Höchstens { $most } Arten von Ereignissen sind möglich, angegeben sind { $count }.
    .title = Zu viele Arten von Ereignissen
webhook-note-invalid = Die Beschreibung ist mit { $length } Zeichen zu lang oder enthält Steuerzeichen. Möglich sind { $most } Zeichen.
    .title = Beschreibung nicht möglich
webhook-secret-invalid = Das Geheimnis hat nicht die Form whsec_… mit 24 bis 64 Byte in Base64.
    .title = Geheimnis nicht möglich
webhook-secret-kept-too-long = Das alte Geheimnis kann höchstens { $most } Stunden weiter gelten, nicht { $hours }.
    .title = Übergang zu lang
webhook-state = Die Benachrichtigung ist schon { $state ->
    [active] aktiv
   *[disabled] abgeschaltet
}.
    .title = Schritt nicht möglich
webhooks-too-many = Es gibt schon { $most } Benachrichtigungen. Bitte zuerst eine löschen.
    .title = Zu viele Benachrichtigungen
webhook-two-owners = Eine Benachrichtigung gehört zu einer Verwaltung oder zu einem Dienstleister, nicht zu beiden.
