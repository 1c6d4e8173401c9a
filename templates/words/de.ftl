## About

about-title = Über uns & Datenschutz
about-what = { $site } sammelt täglich die spannendsten neuen Paper und schickt sie allen, die den Newsletter abonniert haben.
about-kept = Was wir speichern
about-kept-reader = Ihre E-Mail-Adresse, Ihre Einstellungen, Zeitpunkt und Seite der Bestätigung sowie ein Hashwert Ihrer IP-Adresse – bis Sie Ihre Daten löschen. Auch nach dem Abbestellen bleiben sie gespeichert, damit keine importierte Liste Sie wieder einträgt.
about-kept-pending = Eine Adresse, die nicht bestätigt wurde: sieben Tage.
about-kept-address = Eine neue Adresse, zu der Sie wechseln: bis Sie sie bestätigen, höchstens sieben Tage.
about-kept-left = Warum Sie abbestellt haben, falls Sie es uns gesagt haben: bis Sie wieder abonnieren oder Ihre Daten löschen.
about-kept-deliveries = Welche Ausgaben an Sie gingen und was der Mailserver geantwortet hat: bis Sie Ihre Daten löschen.
about-kept-erased = Nachdem Sie Ihre Daten gelöscht haben: ein Hashwert der Adresse, damit sie nicht erneut importiert wird; war die Adresse gesperrt, auch eine verschlüsselte Kopie im Sicherungsjournal, bis der Eintrag dort abläuft.
about-erase = Um Ihre Daten einzusehen oder zu löschen, öffnen Sie Ihre Einstellungen über den Link in einer Ausgabe. Haben Sie abbestellt, verwenden Sie stattdessen den Link zum Abbestellen. Bekommen Sie keine E-Mails mehr von uns, antworten Sie auf eine frühere.
about-not = Was wir nicht tun
about-not-text = Keine Cookies, keine Zählpixel, kein Klick-Tracking, keine Inhalte von fremden Servern.

## Counts (pages and mails)

count-paper = { $number ->
    [one] { $number } Paper
   *[other] { $number } Paper
}
count-author = { $number ->
    [one] { $number } Autor
   *[other] { $number } Autoren
}
count-other = { $number ->
    [one] { $number } weitere Person
   *[other] { $number } weitere Personen
}
count-upvote = { $number ->
    [one] { $number } Upvote
   *[other] { $number } Upvotes
}
count-comment = { $number ->
    [one] { $number } Kommentar
   *[other] { $number } Kommentare
}
label-colon = { $label }:
label-value = { $label }: { $value }

## Why a paper ranks where it does

reason-code = Code
reason-code-stars = Code, { $number ->
    [one] { $stars } Stern
   *[other] { $stars } Sterne
}
reason-rising-hours = +{ $count } in { $hours ->
    [one] { $hours } Stunde
   *[other] { $hours } Stunden
}
reason-rising-yesterday = +{ $count } seit gestern
reason-rising-days = +{ $count } in { $days } Tagen
reason-authors = { $papers ->
    [one] ein früheres Paper gleichnamiger Autoren: { $upvotes }
   *[other] { $papers } frühere Paper gleichnamiger Autoren: im Schnitt { $upvotes }
}
reason-organization = { $papers ->
    [one] ein früheres Paper dieser Organisation: { $upvotes }
   *[other] { $papers } frühere Paper dieser Organisation: im Schnitt { $upvotes }
}
reason-chosen = von der Redaktion ausgewählt

## Digest mail

digest-subject =
    { $others ->
        [one] { $title } und { $others } weiteres Paper
       *[other] { $title } und { $others } weitere Paper
    }
digest-subject-test = [Test] { $subject }
digest-week = Woche bis { $date }
digest-rose-again = wieder im Trend
digest-reason-paused-by-operator = von Hand angehalten
digest-reason-cancelled-by-operator = von Hand abgebrochen
digest-reason-no-papers = keine Paper
digest-reason-two = { $first }; { $second }
digest-reason-too-late = zur Sendezeit lief kein Prozess, der sie zusammenstellen konnte
digest-reason-refused = abgelehnt: { $reply }
digest-reason-unknown-recipients = zu viele unbekannte Adressen: { $reply }
digest-empty = { $kind ->
    [weekly] Diese Woche nichts Neues zu Ihren Themen
   *[other] Heute nichts Neues zu Ihren Themen
}
digest-empty-text = { $kind ->
    [weekly] Diese Woche gibt es nichts Neues zu Ihren Themen.
   *[other] Heute gibt es nichts Neues zu Ihren Themen.
}
mail-test-copy = Dies ist eine Testmail; die persönlichen Links sind abgeschaltet.
mail-sample = Diese Paper sind erfundene Beispiele für einen ersten Eindruck.
mail-read-more = Weiterlesen
mail-pdf = PDF
mail-code = Code
mail-on-web = Im Browser ansehen
mail-preferences = Einstellungen
mail-unsubscribe = Abbestellen
mail-why-html = Sie erhalten diese E-Mail, weil Sie { $site } auf <a href="{ $link }/">{ $host }</a> mit { $address } abonniert haben.
mail-why-text = Sie erhalten diese E-Mail, weil Sie { $site } mit dieser Adresse abonniert haben: { $link }/

## Mails to one reader

mail-foot = { $site }, { $host }
confirmation-subject = Bestätigen Sie Ihre Anmeldung für { $site }
confirmation-heading = Nur noch ein Klick
confirmation-asked = { $address } wurde gerade für { $site } eingetragen – hoffentlich von Ihnen.
confirmation-press = Bestätigen Sie bitte Ihre Anmeldung, dann bekommen Sie die Trend-Paper des Tages. Vorher schicken wir Ihnen nichts.
confirmation-button = Anmeldung bestätigen
confirmation-ignore = Der Link gilt sieben Tage. Sie waren das nicht? Ignorieren Sie diese E-Mail einfach; wir löschen die Adresse dann.
welcome-subject = Willkommen bei { $site }
welcome-heading = Sie sind dabei
welcome-first = Mit der nächsten Ausgabe geht es los. Wie oft wir Ihnen schreiben, können Sie jederzeit ändern.
welcome-latest = Bis dahin: die Ausgabe vom { $date }, mit „{ $title }“ an der Spitze.
welcome-latest-button = Die neueste Ausgabe lesen
welcome-today = Bis dahin können Sie sich die Paper von heute ansehen.
welcome-today-button = Die Paper von heute ansehen
welcome-preferences = Uhrzeit, Tage oder Themen ändern
welcome-unsubscribe = Abbestellen
reminder-subject = Sie haben { $site } abonniert
reminder-heading = Sie sind schon dabei
reminder-typed = { $address } wurde noch einmal bei { $site } eingetragen. Für Sie ändert sich nichts.
reminder-button = Meine Einstellungen ansehen
reminder-spam = Keine Ausgabe bekommen? Sehen Sie im Spam-Ordner nach und markieren Sie sie als „kein Spam“.
manage-mail-subject = Ihre Daten bei { $site }
manage-mail-heading = Ihre Daten herunterladen oder löschen
manage-mail-asked = Über diesen Link können Sie einsehen und löschen, was wir über Sie gespeichert haben. Weil Ausgaben oft weitergeleitet werden, schicken wir ihn gesondert.
manage-mail-button = Meine Daten ansehen
manage-mail-ignore = Der Link gilt einen Tag. Sie waren das nicht? Dann ignorieren Sie diese E-Mail einfach.

## Alerts to the operator

alert-why = Sie erhalten diese E-Mail, weil Ihre Adresse bei { $site } in ALERT_TO steht.
alert-reason = Grund: { $reason }
alert-paused = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wurde angehalten
alert-paused-do = Der Versand steht. Klären Sie, wer die E-Mails warum ablehnt, und setzen Sie ihn dann fort; er läuft an derselben Stelle weiter. Ansehen, prüfen und fortsetzen:
alert-skipped = Es gibt keine { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date }
alert-skipped-do = Falls es doch Paper gibt, rufen Sie sie ab oder importieren Sie sie, stellen Sie die Ausgabe zusammen und senden Sie sie:
alert-waits = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wartet darauf, dass Sie sie senden
alert-waits-do = Die Sendezeit ist vorbei, die Ausgabe ist noch ein Entwurf. Die Leser bekommen nichts, bis Sie sie senden. Ansehen und senden:
alert-late = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wurde verspätet gesendet
alert-late-do = Wir haben eine Stunde auf die Quellen gewartet. Die Ausgabe wird jetzt gesendet; spätere Paper kommen in die nächste. Quellen erneut abfragen und die Ausgabe ansehen:
alert-bounced = Zustellprobleme: { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date }
alert-bounced-share = Gesendete E-Mails: { $sent }. Adressen, die es nicht gibt: { $hard }. Als Spam gemeldet: { $complaints }. Mailanbieter verlangen weniger als 5{ "\u00a0" }% Rückläufer und 0,1{ "\u00a0" }% Beschwerden; ab 0,3{ "\u00a0" }% Beschwerden lehnt Gmail einen Absender ab.
alert-bounced-do = An diese Adressen geht nichts mehr. Klären Sie, woher sie stammen (vielleicht aus einem Import) und ob diese Leser wirklich abonniert haben. Zahlen ansehen:
alert-bounced-ignored = Das sind auffällig viele; vermutlich ist der Mailserver falsch eingerichtet. Wir haben diese Leser aktiv gelassen, und diese Rückläufer zählen nicht. Prüfen Sie, was der Mailserver antwortet und woher die Adressen kamen. Zahlen ansehen:
alert-refused = Viele Server lehnen die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } ab
alert-refused-share = E-Mails: { $mails }. Aus demselben Grund abgelehnt: { $refused }. Bei so vielen auf einmal liegt es an uns oder am Mailserver, nicht an den Lesern. Deshalb haben wir keine Adresse gesperrt.
alert-refused-do = Prüfen Sie, ob unsere Adresse auf einer Sperrliste steht, ob SPF, DKIM und Reverse-DNS stimmen und was der Mailserver antwortet. Der zweite Befehl prüft, was von hier aus möglich ist:
alert-relay = Der Mailserver war nicht erreichbar
alert-relay-since = Die Verbindung zum Mailserver { $relay } ist abgerissen ({ $since }). Es ging keine E-Mail verloren: Wir versuchen es mit allen erneut.
alert-relay-do = Passiert das öfter, prüfen Sie, ob der Mailserver von diesem Rechner aus erreichbar ist und ob SMTP_URL samt Passwort stimmt; der erste Befehl prüft beides:
alert-confirmations = Ungewöhnlich viele Anmeldungen
alert-confirmations-limit = Innerhalb einer Stunde wurden mehr als { $limit } Bestätigungsmails angefordert (CONFIRMATIONS_PER_HOUR). Die übrigen werden später verschickt; keine geht verloren.
alert-confirmations-do = Wenn gerade eine bekannte Seite auf Sie verlinkt, erhöhen Sie den Grenzwert. Andernfalls nutzt vielleicht jemand Ihr Anmeldeformular, um fremde Postfächer zu überfluten: Sehen Sie nach, woher die Anfragen kommen, und sperren Sie sie im Proxy.
mail-invite-subject = Einladung zur Mitarbeit bei { $site }
mail-invite-heading = Mitarbeit bei { $site }
mail-invite-what = Sie wurden eingeladen, bei { $site } mitzuarbeiten (Rolle: { $role }). Klicken Sie auf die Schaltfläche, um ein Passwort zu wählen.
mail-invite-lifetime = Der Link funktioniert nur einmal und läuft nach sieben Tagen ab.
mail-invite-button = Einladung annehmen
mail-invite-not-you = Nicht erwartet? Ignorieren Sie diese E-Mail, dann passiert nichts.

## Search

search-title = Suche
search-title-of = Suche: { $q }
search-q = Suchbegriffe
search-button = Suchen
search-hint = Begriffe, „genaue Wortfolge“ oder -{ "\u2060" }ausschließen.
search-from = Von
search-to = Bis
search-category = Kategorie
search-sort = Sortieren nach
search-sort-relevance = Relevanz
search-sort-trending = Im Trend
search-sort-date = Neueste
search-found = { $count ->
    [one] { $count } Paper
   *[other] { $count } Paper
}
search-found-many = Mindestens { $count } Paper.
search-capped = Angezeigt werden die neuesten { $count } Treffer.
search-capped-date = Die neuesten stehen zuerst.
search-unfiltered = Filter entfernen
search-nothing = Keine Paper gefunden.
search-meant-html = Meinten Sie <a href="{ $link }">{ $q }</a>?
search-try = Versuchen Sie es mit weniger oder anderen Begriffen.
search-pdf = PDF
search-code = Code
search-pages = Ergebnisseiten
search-first = Erste Seite
search-next = Weitere →
search-wrong-q = Bitte geben Sie höchstens 300 Zeichen ein.
search-wrong-day = Bitte geben Sie ein Datum wie 2026-03-14 ein.
search-wrong-range = Das Enddatum darf nicht vor dem Startdatum liegen.
search-wrong-category = Bitte geben Sie eine Kategorie wie cs.CL ein (höchstens 100 Zeichen).
search-wrong-sort = Bitte wählen Sie „Relevanz“, „Im Trend“ oder „Neueste“.
search-wrong-cursor = Diese Ergebnisseite gibt es nicht. Bitte suchen Sie erneut.

## Readers' pages

to-papers = Zu den Papern von heute
to-preferences = Ihre Einstellungen

## Subscribe

subscribe-title = Abonnieren
subscribe-label = E-Mail-Adresse
subscribe-placeholder = name@example.org
subscribe-button = Abonnieren
subscribe-promise = Eine E-Mail am Tag. Jederzeit abbestellbar. Kein Tracking.
# Filled in by the browser: ADDRESS stands for the address that was perhaps meant.
subscribe-meant = Meinten Sie ADDRESS?
subscribe-robots = Dieses Feld bitte leer lassen

address-empty = Bitte geben Sie eine E-Mail-Adresse ein.
address-parts = Das sieht nicht nach einer E-Mail-Adresse aus. Beispiel: ada@example.org
address-plain = Bitte geben Sie genau eine Adresse ein, ohne Leerzeichen, Kommas, Anführungszeichen oder Klammern.
address-long-name = Der Teil vor dem @ ist länger als 64 Zeichen.
address-name = Der Teil vor dem @ enthält ein Zeichen, das Mailserver nicht annehmen, oder einen Punkt an einer falschen Stelle.
address-domain = Der Teil nach dem @ ist keine gültige Domain wie example.org.
address-long = Die Adresse ist länger als 254 Zeichen.
address-special = Der Teil nach dem @ ist ein reservierter Name, an den im Internet keine E-Mail zugestellt wird.
address-disposable = Wegwerfadressen nehmen wir nicht an. Bitte nutzen Sie eine dauerhafte Adresse.

check-inbox-title = Bitte prüfen Sie Ihr Postfach
check-inbox-what = Wir haben Ihnen eine E-Mail geschickt (sofern die Adresse erreichbar ist). Klicken Sie darin auf „Anmeldung bestätigen“.
check-inbox-nothing-html = Nach ein paar Minuten nichts angekommen? Sehen Sie im Spam-Ordner nach oder <a href="/">versuchen Sie es</a> später noch einmal. Nach jedem Versuch kommt die nächste E-Mail später.
check-inbox-local-html = Dieser Server verschickt noch keine E-Mails ins Internet: Sie finden die E-Mail im <a href="/inbox">lokalen Postfach</a>.
check-inbox-meant = Meinten Sie eine Adresse bei { $domain }?
check-inbox-meant-text = Die E-Mail ging genau an die eingegebene Adresse. Falls das ein Tippfehler war, geben Sie sie bitte noch einmal ein.

## Links in mails

link-unknown = Dieser Link funktioniert nicht
    .detail = Vielleicht ist er unvollständig: Kopieren Sie ihn bitte ganz aus der E-Mail.

confirm-title = Anmeldung bestätigen
confirm-what = Ein Klick, und die Paper des Tages kommen in Ihr Postfach.
confirm-button = Anmeldung bestätigen
confirm-done-title = Sie sind dabei
confirm-done-text = Mit der nächsten Ausgabe geht es los. Den Link zu Ihren Einstellungen haben wir Ihnen per E-Mail geschickt.
confirm-gone = Dieser Link ist abgelaufen
    .detail = Geben Sie Ihre Adresse ein, dann schicken wir Ihnen einen neuen Link.

unsubscribe-title = Abbestellen?
unsubscribe-what = Ein Klick, und Sie bekommen { $site } ab sofort nicht mehr.
unsubscribe-button = Abbestellen
unsubscribe-done-title = Sie haben den Newsletter abbestellt
unsubscribe-done-text = Sie bekommen keine weiteren Ausgaben. Eine, die schon unterwegs ist, kann noch ankommen.
unsubscribe-mistake-html = Doch nicht? <a href="/">Wieder abonnieren</a>.
unsubscribe-instead = Lieber seltener?
unsubscribe-pause-button = Erst einmal pausieren
unsubscribe-weekly-offer = Montags eine E-Mail mit dem Besten der Woche.
unsubscribe-weekly-button = Nur noch wöchentlich
unsubscribe-back-title = Schön, dass Sie bleiben
unsubscribe-paused = Ihr Abonnement pausiert.
unsubscribe-weekly = Ab jetzt bekommen Sie eine Ausgabe pro Woche, immer montags.
unsubscribe-gone = Dieser Link ist abgelaufen
    .detail = Geben Sie Ihre Adresse ein, um wieder zu abonnieren.
unsubscribe-why = Warum haben Sie abbestellt?
unsubscribe-why-text = Freiwillig, hilft uns aber sehr.
unsubscribe-why-too-often = Zu viele E-Mails
unsubscribe-why-not-relevant = Die Paper waren nichts für mich
unsubscribe-why-too-long = Die E-Mails waren zu lang
unsubscribe-why-not-asked = Ich habe das nie abonniert
unsubscribe-why-other = Etwas anderes
unsubscribe-comment = Möchten Sie etwas ergänzen? (bis zu 1.000 Zeichen)
unsubscribe-why-button = Antwort senden
unsubscribe-error-comment = Bitte kürzen Sie den Text auf 1.000 Zeichen.
unsubscribe-thanks = Danke für Ihre Rückmeldung.

pause-for = Pausieren für
pause-week = eine Woche
pause-two-weeks = zwei Wochen
pause-month = einen Monat
pause-three-months = drei Monate
pause-ends = Weiter geht es am { $date }.

address-title = E-Mail-Adresse ändern
address-what = Sollen Ihre Ausgaben an die neue Adresse gehen? Wir stellen um, sobald Sie beide E-Mails bestätigt haben.
address-button = Ja, Adresse ändern
address-waiting = Danke! Jetzt fehlt nur noch ein Schritt: Klicken Sie auf die Schaltfläche in der E-Mail an Ihre andere Adresse.
address-done = Fertig. Ihre Ausgaben gehen ab jetzt an die neue Adresse.
address-taken = Für die neue Adresse gibt es schon ein eigenes Abonnement, deshalb haben wir nichts geändert. Das alte können Sie über den Link in jeder Ausgabe abbestellen.
address-gone = Dieser Link ist abgelaufen
    .detail = Sie können die Adresse in Ihren Einstellungen erneut ändern. Der Link dorthin steht in jeder Ausgabe.

manage-title = Ihre Daten
manage-what = Das ist alles, was wir über Sie gespeichert haben.
manage-download = Als Datei herunterladen
manage-erase = Löschen
manage-erase-text = Ihre Adresse, Ihre Einwilligungen und der E-Mail-Verlauf werden sofort gelöscht. Das lässt sich nicht rückgängig machen.
manage-erase-button = Meine Daten löschen
manage-erased-title = Ihre Daten sind gelöscht
manage-erased = In unserer Datenbank bleibt nur ein Hashwert Ihrer Adresse, damit sie nicht erneut importiert wird.
manage-gone = Dieser Link ist abgelaufen
    .detail = Einen neuen können Sie in Ihren Einstellungen anfordern oder, wenn Sie abbestellt haben, auf der Seite zum Abbestellen. Beide sind in jeder Ausgabe verlinkt.

## Preferences

preferences-title = Ihre Einstellungen
preferences-gone = Dieser Link ist abgelaufen
    .detail = Sie haben den Newsletter abbestellt oder Ihre Adresse geändert. Bekommen Sie ihn noch, nutzen Sie den Link in Ihrer neuesten Ausgabe. Sonst geben Sie Ihre Adresse ein, um wieder zu abonnieren.
preferences-saved = Gespeichert.
preferences-paused = Pausiert.
preferences-resumed = Willkommen zurück.
preferences-manage-sent = Der Link ist unterwegs, sofern Ihre Adresse noch E-Mails von uns empfangen kann. Er gilt einen Tag.
unsubscribe-linked = Der Link ist unterwegs, sofern Ihre Adresse noch E-Mails von uns empfangen kann. Er gilt einen Tag.
preferences-address-sent = Wir haben an beide Adressen geschrieben (sofern die neue erreichbar ist). Kommt nichts an, versuchen Sie es in zehn Minuten noch einmal.
preferences-pause-title = Pausiert
preferences-no-digests = Sie bekommen zurzeit keine Ausgaben.
preferences-resume-button = Jetzt fortsetzen
preferences-what = Ihre Ausgabe
preferences-topics = Themen
preferences-topics-hint = Bis zu 20 Begriffe, „Wortfolgen“ oder arXiv-Kategorien, durch Kommas getrennt, etwa sparse autoencoders, image restoration, cs.CL. Ohne Themen: die Trend-Paper des Tages.
preferences-suggestions = Heute beliebt
preferences-list = Meine Ausgabe enthält
preferences-list-first = zuerst Paper zu meinen Themen, dann Trend-Paper
preferences-list-only = nur Paper zu meinen Themen
preferences-empty = Wenn nichts passt
preferences-empty-nothing = nichts senden
preferences-empty-notify = trotzdem kurz Bescheid geben
preferences-papers = Paper je Ausgabe
preferences-papers-default = Standard ({ $number })
preferences-when = Zeitplan
preferences-days = Wie oft
preferences-daily = Jeden Tag
preferences-weekdays = Montag bis Freitag
preferences-weekly = Wöchentlich, montags: das Beste der Woche
preferences-hour = Uhrzeit
preferences-hour-default = Standard ({ $time })
preferences-timezone = Zeitzone
preferences-timezone-default = Standard ({ $zone })
# Filled in by the browser: ZONE stands for its time zone.
preferences-timezone-guess = Ihr Gerät verwendet ZONE. Speichern Sie, um diese Zeitzone zu übernehmen.
preferences-language = Sprache
preferences-save = Speichern
preferences-pause = Pause
preferences-until = oder bis
preferences-pause-button = Pausieren
preferences-address = E-Mail-Adresse ändern
preferences-address-text = Wir schreiben an beide Adressen. Sobald Sie beide E-Mails bestätigt haben, gehen Ihre Ausgaben an die neue Adresse.
preferences-address-label = Neue E-Mail-Adresse
preferences-address-button = Bestätigungen senden
preferences-data = Ihre Daten
preferences-data-text = Sie können alles einsehen oder löschen, was wir über Sie gespeichert haben. Weil Ausgaben oft weitergeleitet werden, schicken wir den Link gesondert.
preferences-data-button = Link zuschicken
preferences-leave = Abbestellen
preferences-error-topics = Bitte geben Sie höchstens 20 Themen mit je höchstens 80 Zeichen ein, durch Kommas getrennt.
preferences-error-timezone = Bitte wählen Sie eine Zeitzone aus der Liste.
preferences-error-until = Bitte wählen Sie einen Tag ab morgen, innerhalb eines Jahres.
preferences-error-choice = Bitte wählen Sie eine der Möglichkeiten.

## Mails: change of address

mail-address-confirm-subject = Bestätigen Sie Ihre neue Adresse für { $site }
mail-address-confirm-heading = Ist das Ihre neue Adresse?
mail-address-confirm-what = Jemand (hoffentlich Sie) möchte { $site } künftig an diese Adresse bekommen.
mail-address-confirm-button = Ja, das ist meine Adresse
mail-address-notice-subject = Ihre E-Mail-Adresse für { $site } ändern?
mail-address-notice-heading = Adresse ändern?
mail-address-notice-what = Jemand (hoffentlich Sie) möchte { $site } künftig an { $address } statt an diese Adresse bekommen.
mail-address-notice-button = Ja, Adresse ändern
mail-address-both = Wir haben an beide Adressen geschrieben. Die Änderung gilt, sobald Sie beide E-Mails bestätigt haben. Die Links gelten sieben Tage.
mail-address-not-you = Sie waren das nicht? Dann ignorieren Sie diese E-Mail einfach.

## Frame of every page

frame-skip = Zum Inhalt springen
frame-nav = Seiten
frame-archive = Archiv
frame-search = Suche
frame-inbox = Postfach
frame-about = Über uns & Datenschutz
frame-api = API
frame-papers = Paper-Feeds:
frame-digests = Ausgaben-Feeds:
frame-feed-papers = { $site }: Paper
frame-feed-digests = { $site }: Ausgaben
frame-languages = Verfügbar in { $languages }; wir richten uns nach Ihrem Browser.

## Daily Papers page

daily-title-today = Die Paper von heute
daily-title = Paper vom { $date }
daily-description = Die spannendsten Paper des Tages, auf der Seite und täglich per E-Mail.
daily-banner = Die Trend-Paper des Tages, direkt in Ihr Postfach!
daily-sample = Diese Paper sind erfundene Beispiele für einen ersten Eindruck.
daily-days = Tage
daily-previous = Vorheriger Tag
daily-next = Nächster Tag
daily-calendar = Kalender
daily-month-back = Vorheriger Monat
daily-month-on = Nächster Monat
daily-empty = Für diesen Tag gibt es keine Paper.
daily-empty-today = Die Paper von heute sind noch nicht da.
daily-last = Zuletzt:
daily-sort = Sortieren nach
daily-sort-trending = Im Trend
daily-sort-upvotes = Upvotes
daily-sort-newest = Neueste
daily-find = Paper suchen

daily-not-yet = So weit sind wir noch nicht
    .detail = Für diesen Tag gibt es noch keine Paper.

## A paper, on a card and on its page

card-more = mehr
card-less = weniger
card-paper = Originalseite
card-pdf = PDF
card-code = Code
paper-sample = Dieses Paper ist ein erfundenes Beispiel.
paper-abstract = Zusammenfassung
paper-summary = Kurzfassung
paper-project = Projekt
paper-cite = Zitieren (BibTeX)
paper-similar = Ähnliche Paper
paper-banner = Jeden Tag solche Paper bekommen

author-missing = Unbekannter Name
    .detail = Unter diesem Namen gibt es keine Paper. Die Schreibweise muss genau stimmen.
author-follow = Dieser Person folgen:
paper-missing = Dieses Paper finden wir nicht
    .detail = Vielleicht wurde es entfernt, oder der Link stimmt nicht.

## Digests on the web

digest-all = Alle Ausgaben
digest-banner = Die nächste Ausgabe per E-Mail
digests-title = Alle Ausgaben
digests-kinds = Täglich oder wöchentlich
digests-daily = Täglich
digests-weekly = Wöchentlich
digests-none = Noch ist keine Ausgabe erschienen. Die erste kommt, sobald es Paper gibt.
digests-none-weekly = Noch ist keine Wochenausgabe erschienen. Wochenausgaben kommen montags.
digests-older = Ältere

digest-missing = Keine Ausgabe gefunden
    .detail = Für diesen Tag gibt es keine Ausgabe.

## Local inbox

inbox-title = Lokales Postfach
inbox-what = E-Mails, die dieser Server verschickt hat. Es ist kein Mailserver eingerichtet, deshalb landen sie hier (die letzten 1.000).
inbox-empty = Noch keine E-Mails.
inbox-bytes = { $bytes ->
    [one] { $bytes } Byte
   *[other] { $bytes } Bytes
}
inbox-raw = Quelltext
inbox-html = Die E-Mail als HTML
inbox-text = Textteil
inbox-headers = Kopfzeilen

inbox-missing = Diese E-Mail gibt es nicht
    .detail = Das Postfach behält nur die letzten 1.000 E-Mails.

## Operators: signing in, account, log

admin-nav = Verwaltung
admin-overview = Übersicht
admin-digests = Ausgaben
admin-keys = API-Schlüssel
admin-operators = Betreiber
admin-log = Aktionsprotokoll
admin-account = Konto
admin-sign-in = Anmelden
admin-sign-out = Abmelden
admin-sign-in-what = Für die Betreiber von { $site }. Leser brauchen kein Konto.
admin-sign-in-http = Diese Seite wurde über http geöffnet, aber Browser speichern das Sitzungs-Cookie nur über https. Melden Sie sich hier an: { $url }
admin-sign-in-wrong = E-Mail-Adresse oder Passwort falsch.
admin-sign-in-held = Sie wurden abgemeldet. Ihre letzte Eingabe haben wir aufgehoben: Melden Sie sich an, um sie erneut zu senden.
admin-arrive = Einen Moment …
admin-arrive-on = Weiter
admin-password = Passwort
admin-first = Noch keine Betreiber
admin-first-what = Legen Sie den ersten mit diesem Befehl auf dem Server an. Das Passwort wird nur einmal angezeigt.
admin-first-command = Befehl
admin-first-then = Melden Sie sich danach hier an.
admin-again = Sie sind wieder angemeldet
admin-again-what = Ihre letzte Aktion wurde nicht ausgeführt. Wir haben sie aufgehoben; gesendet würde sie an:
admin-again-button = Jetzt senden
admin-again-not = Verwerfen
admin-account-who = Angemeldet als { $email }.
admin-account-sessions = Wo Sie angemeldet sind
admin-account-session = Seit { $started }, zuletzt verwendet { $used }
admin-account-here = dieses Gerät
admin-account-everywhere = Überall abmelden
admin-account-end = Abmelden
admin-account-browser = Unbekannter Browser
admin-account-password = Neues Passwort
admin-password-current = Aktuelles Passwort
admin-password-hint = Mindestens 12 Zeichen. Hier bleiben Sie angemeldet, überall sonst werden Sie abgemeldet.
admin-password-button = Passwort ändern
admin-password-error = Bitte wählen Sie ein Passwort mit 12 bis 200 Zeichen.
admin-password-current-error = Das ist nicht Ihr aktuelles Passwort.
admin-time-zone = Zeitzone
admin-time-zone-label = Zeiten anzeigen in
admin-time-zone-button = Speichern
admin-second-factor = Anmeldung in zwei Schritten
admin-second-factor-on = Aktiv
admin-second-factor-what = Mit einer Authenticator-App reicht ein gestohlenes Passwort allein nicht aus, um sich anzumelden.
admin-second-factor-add = Einrichten
admin-second-factor-change = Ändern oder ausschalten
admin-second-factor-replace = Die Anmeldung in zwei Schritten ist aktiv. Richten Sie sie neu ein, werden App und Wiederherstellungscodes ersetzt.
admin-second-factor-scan = Scannen Sie diesen Code mit Ihrer Authenticator-App und geben Sie dann die sechs Ziffern ein, die sie anzeigt.
admin-second-factor-qr = QR-Code für Ihre Authenticator-App
admin-second-factor-type = Scannen nicht möglich? Geben Sie diesen Schlüssel ein:
admin-second-factor-button = Einschalten
admin-second-factor-remove = Ausschalten …
admin-second-factor-remove-do = Anmeldung in zwei Schritten ausschalten
admin-code = Code eingeben
admin-code-what = Geben Sie den Code aus Ihrer Authenticator-App ein oder einen Ihrer Wiederherstellungscodes.
admin-code-label = Code
admin-code-wrong = Dieser Code ist falsch oder wurde schon verwendet. Bitte geben Sie den aktuellen ein.
admin-code-expired = Das hat zu lange gedauert. Bitte beginnen Sie von vorn.
admin-recovery = Wiederherstellungscodes
admin-recovery-what = Die Anmeldung in zwei Schritten ist aktiv. Wenn Sie Ihr Telefon verlieren, können Sie sich mit jedem dieser Codes einmal anmelden. Bewahren Sie sie jetzt sicher auf: Sie werden nicht noch einmal angezeigt.
admin-recovery-done = Ich habe sie gespeichert
admin-recovery-left = Verbleibende Wiederherstellungscodes: { $count }.
admin-operators-what = Alle, die sich hier anmelden können. Rollenänderungen gelten sofort.
admin-operators-you = Sie
admin-operators-since = seit { $at }
admin-operators-factor = Anmeldung in zwei Schritten
admin-operators-no-factor = nur Passwort
admin-operators-change = Ändern …
admin-operators-role = Rolle
admin-operators-role-button = Rolle ändern
admin-operators-remove = Betreiber entfernen
admin-operators-invited = eingeladen
admin-operators-invited-at = eingeladen { $at }; der Link gilt sieben Tage
admin-invite = Betreiber einladen
admin-invite-what = Wir schicken einen Link, über den die Person ihr Passwort wählt.
admin-invite-button = Einladung senden
admin-invite-withdraw = Einladung zurückziehen
admin-invite-email-error = Bitte geben Sie eine Adresse wie ada@example.org ein.
admin-invite-role-error = Bitte wählen Sie eine Rolle.
admin-invite-known = Zu dieser Adresse gibt es schon einen Betreiber.
admin-invite-title = Willkommen
admin-invite-welcome = { $email } wurde eingeladen, bei { $site } mitzuarbeiten (Rolle: { $role }). Wählen Sie ein Passwort, um loszulegen.
admin-invite-password = Ihr Passwort
admin-invite-password-hint = Mindestens 12 Zeichen.
admin-invite-accept = Konto anlegen
admin-invite-gone = Diese Einladung gilt nicht mehr
    .detail = Sie wurde verwendet, zurückgezogen oder ist älter als sieben Tage. Bitten Sie um eine neue.
admin-role-viewer = Betrachter
admin-role-editor = Redakteur
admin-role-owner = Inhaber
admin-role-viewer-may = sieht Ausgaben, Paper und Zahlen, aber keine Adressen von Abonnenten.
admin-role-editor-may = bearbeitet außerdem Paper und Entwürfe und sendet Testmails.
admin-role-owner-may = darf alles: senden, Abonnenten sehen, Schlüssel und Betreiber verwalten.
admin-role-missing = Ihre Rolle erlaubt das nicht
    .detail = Bitten Sie einen Inhaber, es zu tun oder Ihre Rolle zu ändern.
admin-log-what = Was Betreiber getan haben, auch über API-Schlüssel und die Befehlszeile. Adressen von Lesern werden nicht protokolliert.
admin-log-empty = Noch keine Einträge.
admin-log-nobody = Befehlszeile
admin-log-key = API-Schlüssel „{ $name }“

audit-operator-created = Betreiber angelegt.
audit-operator-removed = Betreiber entfernt.
audit-operator-password = Neues Passwort gesetzt.
audit-operator-role = Rolle geändert.
audit-operator-invited = Einladung gesendet.
audit-invite-withdrawn = Einladung zurückgezogen.
audit-invite-accepted = Einladung angenommen.
audit-operator-time-zone = Zeitzone gespeichert.
audit-second-factor-added = Anmeldung in zwei Schritten eingeschaltet.
audit-second-factor-removed = Anmeldung in zwei Schritten ausgeschaltet.
audit-recovery-code-used = Mit einem Wiederherstellungscode angemeldet.
audit-session-ended = Im anderen Browser abgemeldet.
audit-signed-in = Angemeldet.
audit-signed-out = Abgemeldet.
audit-signed-out-everywhere = Überall abgemeldet.

admin-foreign = Dieses Formular stammt nicht von dieser Website
    .detail = Es wurde nichts geändert. Laden Sie die Seite neu und versuchen Sie es noch einmal.

## Operators: what was done

audit-digest-composed = Entwurf zusammengestellt.
audit-draft-moved = Paper im Entwurf verschoben.
audit-draft-removed = Paper aus dem Entwurf entfernt.
audit-draft-added = Paper zum Entwurf hinzugefügt.
audit-draft-subject = Betreff des Entwurfs geändert.
audit-digest-tested = Testmails gesendet.
audit-digest-sent = Versand gestartet.
audit-digest-scheduled = Ausgabe geplant.
audit-digest-paused = Ausgabe angehalten.
audit-digest-resumed = Ausgabe fortgesetzt.
audit-digest-retried = Fehlgeschlagene E-Mails erneut eingereiht.
audit-digest-returned-to-draft = Ausgabe wieder als Entwurf geöffnet.
audit-digest-cancelled = Ausgabe abgebrochen.
audit-key-created = Schlüssel angelegt.
audit-key-revoked = Schlüssel widerrufen.
audit-subscriber-added = Abonnent hinzugefügt.
audit-subscriber-asked = Bestätigungsmail gesendet.
audit-subscriber-paused = Abonnement pausiert.
audit-subscriber-resumed = Pause beendet.
audit-subscriber-unsubscribed = Abonnement beendet.
audit-subscriber-unblocked = Sperre aufgehoben: An diese Adresse gehen wieder E-Mails.
audit-subscriber-erased = Daten des Abonnenten gelöscht.
audit-subscribers-imported = Abonnenten importiert.
audit-subscriber-changed = Abonnent geändert.
audit-subscribers-exported = Abonnenten exportiert.
audit-suppression-added = Adresse gesperrt.
audit-suppressions-imported = Gesperrte Adressen importiert.
audit-suppressions-exported = Gesperrte Adressen exportiert.
audit-bounces-read = Rückläufer eingelesen.
audit-journal-replayed = Sicherungsjournal angewendet.
audit-journal-confirmed = Versand ohne das Sicherungsjournal fortgesetzt.
audit-paper-added = Paper hinzugefügt.
audit-paper-edited = Paper geändert.
audit-papers-imported = Paper importiert.
audit-papers-fetched = Paper von den Quellen abgerufen.

## Operators: states of digests and deliveries

admin-state-draft = Entwurf
admin-state-ready = bereit
admin-state-sending = wird gesendet
admin-state-sent = gesendet
admin-state-paused = angehalten
admin-state-cancelled = abgebrochen
admin-state-skipped = ausgefallen
admin-delivery-sent = gesendet
admin-delivery-sending = wird gesendet
admin-delivery-queued = wartet
admin-delivery-deferred = neuer Versuch folgt
admin-delivery-uncertain = unklar
admin-delivery-failed = fehlgeschlagen
admin-delivery-skipped = übersprungen
admin-means-draft = Ein Entwurf geht an niemanden, bis Sie ihn senden.
admin-means-draft-until = Der Entwurf ging noch an niemanden. Bleibt er ein Entwurf, wird er zur Sendezeit unverändert übernommen und geht zur jeweiligen Uhrzeit an die Leser. Sendezeit: { $at }.
admin-means-ready = Fertig. Alle Leser bekommen sie zu ihrer Uhrzeit, die ersten ab { $at }.
admin-means-scheduled = Fertig. Geplanter Versand an alle Leser: { $at }.
admin-means-sending = Wird gesendet: Leser werden zu ihrer Uhrzeit eingereiht und so schnell beliefert, wie der Mailserver die E-Mails annimmt.
admin-means-sent = Der Versand ist abgeschlossen. Die Webversion bleibt online.
admin-means-paused = Der Versand ist angehalten. Wenn Sie fortsetzen, läuft er an derselben Stelle weiter; niemand bekommt die Ausgabe doppelt.
admin-means-cancelled = Abgebrochen. Leser, die noch warteten, bekommen sie nicht.
admin-means-skipped = Keine Ausgabe für diesen Tag. Sie können selbst eine zusammenstellen.
admin-not-now = Zu spät: Diese Ausgabe hat sich inzwischen geändert. So sieht sie jetzt aus. Durch Ihren Klick wurde nichts gesendet.

## Operators: overview

admin-alerts = Braucht Ihre Aufmerksamkeit
admin-alerts-none = Alles in Ordnung.
admin-alert-look = Ansehen
admin-alert-reason = Grund:
admin-alert-paused-do = Der Versand steht. Klären Sie, wer die E-Mails warum ablehnt; setzen Sie ihn dann fort oder brechen Sie ihn ab.
admin-alert-paused-by-hand = Von einem Betreiber angehalten. Setzen Sie den Versand fort, wenn alles bereit ist.
admin-alert-skipped-do = Falls es doch Paper gibt, stellen Sie die Ausgabe von Hand zusammen.
admin-alert-waits-do = Sie ist noch ein Entwurf, und ihre Sendezeit ist vorbei. Die Leser bekommen nichts, bis Sie sie senden.
admin-alert-journal = Der Versand ruht: Die Datenbank ist älter als ihr Sicherungsjournal
admin-alert-journal-do = Eine Sicherung wurde zurückgespielt, und inzwischen haben vielleicht Leser abbestellt. Führen Sie auf dem Server „daily-papers journal replay“ aus: Das beendet die Abonnements dieser Leser, und der Versand geht weiter.
admin-alert-no-sender = E-Mails warten, aber kein Sender läuft
admin-alert-no-sender-do = Starten Sie einen Prozess mit „sender“ in ROLES. Es geht nichts verloren; wartende E-Mails werden dann gesendet.
admin-alert-relay = Der Mailserver war in den letzten sechs Stunden zeitweise nicht erreichbar
admin-alert-relay-do = Passiert das öfter, prüfen Sie, ob der Mailserver von diesem Rechner aus erreichbar ist und ob SMTP_URL samt Passwort stimmt. „daily-papers doctor“ prüft beides.
admin-alert-slow = Der Mailserver bittet uns, langsamer zu senden
admin-alert-slow-do = Wir senden langsamer und werden von selbst wieder schneller. Passiert das täglich, setzen Sie SMTP_RATE.
admin-alert-domain = { $domain } lehnt unsere E-Mails ab
admin-alert-domain-do = Nächster Versuch: { $until }. Hält es an, prüfen Sie den Grund und schreiben Sie dem Postmaster der Domain.
admin-alert-source = Problem mit der Quelle { $source }
admin-alert-source-do = Wir fragen jede Stunde erneut, und die Ausgabe des Tages wartet bis zu einer Stunde darauf. Inzwischen können Sie Paper importieren.
admin-today = Ausgaben
admin-today-none = Die heutige Ausgabe ist noch nicht zusammengestellt.
admin-next-daily = Nächste tägliche Ausgabe: { $at }
admin-next-weekly = Nächste Wochenausgabe: { $at }
admin-composed = Zusammengestellt: { $at }.
admin-rate = { $rate }/min, noch { $left }
admin-rate-end = { $rate }/min, noch { $left }, voraussichtlich fertig: { $end }
admin-readers = Abonnenten
admin-status-active = aktiv
admin-status-pending = nicht bestätigt
admin-status-paused = pausiert
admin-status-unsubscribed = abbestellt
admin-status-bounced = unzustellbar
admin-status-complained = Beschwerde
admin-status-blocked = gesperrt
admin-moves = Letzte 30 Tage: { $came } Zugänge, { $left } Abgänge.
admin-moves-day = { $date }: { $came } Zugänge, { $left } Abgänge
admin-relays = Mailserver
admin-relay-in-use = In Betrieb
admin-relay-unreachable = Nicht erreichbar seit { $since }
admin-relay-paused = Lehnt uns ab; nächster Versuch: { $until }
admin-relay-counts = { $accepted } angenommen, { $refused } abgelehnt, { $deferred } aufgeschoben
admin-relay-warm-up = Wird aufgewärmt: { $used } von { $ceiling } E-Mails heute; ab { $end } ohne Grenze
admin-sources = Quellen
admin-sources-none = Keine Quellen eingerichtet (PAPER_SOURCES): Paper werden importiert oder sind erfundene Beispiele.
admin-source-healthy = OK
admin-source-failing = gestört
admin-source-unknown = noch nicht geprüft
admin-source-last = { $papers } Paper an diesem Tag, { $at }
admin-suppressions = Gesperrte Adressen
admin-suppressions-none = Keine.

## Operators: digests

admin-digests-none = Noch keine Ausgaben.
admin-digests-date = Datum
admin-digests-state = Status
admin-compose = Entwurf zusammenstellen
admin-compose-what = Aus den jüngsten Papern, die noch in keiner früheren Ausgabe waren. Es wird noch nichts gesendet.
admin-compose-kind = Art
admin-compose-button = Zusammenstellen
admin-compose-date-error = Bitte wählen Sie ein Datum wie 2026-03-14.
admin-compose-monday = Wochenausgaben sind auf einen Montag datiert. Bitte wählen Sie einen Montag.
admin-compose-none = Es gibt keine neuen Paper, oder alle waren schon in einer Ausgabe. Importieren Sie zuerst welche oder rufen Sie welche ab.
admin-digest-title = { $kind ->
    [weekly] Wochenausgabe, Woche bis { $date }
   *[other] Ausgabe vom { $date }
}
admin-digest-web = Im Web ansehen
admin-digest-do = Aktionen
admin-send-button = Senden …
admin-send-rest-button = Jetzt an die übrigen senden …
admin-pause-button = Anhalten
admin-resume-button = Fortsetzen
admin-retry-button = Fehlgeschlagene E-Mails erneut senden
admin-retry-what = Erneut gesendet wird nur, was nicht an der Adresse gescheitert ist; gesperrte Adressen und Leser, die abbestellt haben, sind nicht dabei.
admin-domains-link = Ergebnis je Empfängerdomain
admin-domains-title = { $kind ->
    [weekly] Ergebnis je Empfängerdomain, Woche bis { $date }
   *[other] Ergebnis je Empfängerdomain, { $date }
}
admin-domains-what = Die 100 Domains mit den meisten Fehlschlägen und was ihre Server geantwortet haben.
admin-domains-none = Noch wurde niemand eingereiht.
admin-domains-domain = Domain
admin-domains-open = offen
admin-back-button = Wieder als Entwurf öffnen
admin-cancel-button = Ausgabe abbrechen …
admin-recompose = Neu beginnen
admin-recompose-what = Ordnet die Paper neu; Ihre Änderungen gehen verloren.
admin-deliveries = Zustellungen
admin-deliveries-count = Anzahl
admin-deliveries-reason = Grund
delivery-reason-erased = Daten des Abonnenten gelöscht
delivery-reason-unsubscribed = Abbestellt
delivery-reason-paused = Vom Leser pausiert
delivery-reason-bounced = Adresse unzustellbar
delivery-reason-complained = Als Spam gemeldet
delivery-reason-suppressed = Adresse gesperrt
delivery-reason-expired = Zu spät zum Senden
delivery-reason-cancelled = Ausgabe abgebrochen
delivery-reason-no-match = Kein Paper passt zu den Themen
delivery-reason-domain-paused = Versand an diese Domain pausiert
delivery-reason-awaiting-turn = Wartet wegen SMTP_RATE_PER_DOMAIN
delivery-reason-confirmed = Bereits über einen anderen Link bestätigt
delivery-reason-throttled = Wartet: zu viele Bestätigungsmails an dieses Postfach oder insgesamt (CONFIRMATIONS_PER_HOUR)
delivery-reason-domain-busy = Wartet wegen SMTP_CONNECTIONS_PER_DOMAIN
delivery-reason-awaiting-relay = Wartet auf den Mailserver, der die E-Mail vielleicht schon hat
delivery-reason-refused = Vom Mailserver abgelehnt
delivery-reason-connection-lost = Verbindung abgebrochen
delivery-reason-not-rendered = Die E-Mail konnte nicht erstellt werden
delivery-reason-invalid-envelope = Ungültige Adresse
admin-deliveries-faults = Warum manche nicht ankamen
admin-papers = Paper
admin-papers-issue = { $number ->
    [one] Das erste Paper bildet die Ausgabe; Leser mit Themen bekommen eine Auswahl aus der ganzen Liste.
   *[other] Die ersten { $number } bilden die Ausgabe; Leser mit Themen bekommen eine Auswahl aus der ganzen Liste.
}
admin-papers-rest = Weitere Paper ({ $number })
admin-paper-up = Nach oben
admin-paper-down = Nach unten
admin-paper-top = Ganz nach oben
admin-paper-out = Entfernen
admin-paper-find = Paper zum Hinzufügen suchen
admin-paper-find-button = Suchen
admin-paper-found-none = Keine Paper gefunden.
admin-paper-add = Oben hinzufügen
admin-paper-there = schon in diesem Entwurf
admin-edit-no-paper = Dieses Paper gibt es nicht mehr.
admin-edit-used = Dieses Paper war schon in einer anderen Ausgabe.
admin-edit-sample = Beispiel-Paper lassen sich nicht mit echten mischen.
admin-edit-last = Eine Ausgabe braucht mindestens ein Paper.
admin-mail = E-Mail-Vorschau
admin-mail-subject = Betreff:
admin-mail-subject-hint = Bleibt das Feld leer, wird der Betreff aus den Titeln gebildet, in der Sprache der Leser.
admin-mail-subject-button = Speichern
admin-mail-language = Sprache
admin-mail-part = Teil
admin-mail-html = HTML
admin-mail-text = Text
admin-test = Testmails
admin-test-what = Bis zu 10 Adressen, durch Kommas getrennt. Testmails sind mit [Test] gekennzeichnet, ihre persönlichen Links sind abgeschaltet, und sie zählen nicht mit.
admin-test-to = An
admin-test-button = Testmails senden
admin-test-count = Bitte geben Sie eine bis zehn Adressen an.
admin-test-suppressed = An { $addresses } können wir nichts senden (unzustellbar, Beschwerde oder gesperrt). Es wurde nichts gesendet.

## Operators: send and cancel

admin-send-title = { $kind ->
    [weekly] Die Ausgabe für die Woche bis { $date } senden?
   *[other] Die Ausgabe vom { $date } senden?
}
admin-send-readers = { $readers ->
    [0] Es gibt niemanden, der sie noch bekommen könnte.
    [one] Ein Leser bekommt sie.
   *[other] { $text } Leser bekommen sie.
}
admin-send-frozen = Danach lassen sich die Paper nicht mehr ändern und gesendete E-Mails nicht zurückholen.
admin-send-when = Wann
admin-send-now = Jetzt, unabhängig von der Wunschzeit der Leser
admin-send-later = Planen ({ $zone })
admin-send-at = Bitte wählen Sie einen Zeitpunkt innerhalb der nächsten 30 Tage.
admin-send-at-label = Zeitpunkt
admin-send-type = Geben Sie zur Bestätigung die Zahl der Leser ein: { $readers }
admin-send-typed = Die Zahl stimmt nicht. Es wurde nichts gesendet.
admin-send-more = Inzwischen sind es mehr Leser. Es wurde nichts gesendet; bitte prüfen Sie die neue Zahl.
admin-send-changed = Der Entwurf hat sich geändert. Es wurde nichts gesendet: Gehen Sie zurück, prüfen Sie die Paper und senden Sie ihn dann.
admin-send-nobody = Es gibt keine Leser, und eine Ausgabe wird nur einmal gesendet. Fügen Sie zuerst Abonnenten hinzu oder importieren Sie welche.
admin-send-do = An diese Leser senden
admin-go-back = Zurück
admin-cancel-title = { $kind ->
    [weekly] Die Ausgabe für die Woche bis { $date } abbrechen?
   *[other] Die Ausgabe vom { $date } abbrechen?
}
admin-cancel-what = Leser, die noch warten, bekommen sie nicht; E-Mails, die gerade gesendet werden, kommen noch an. Für diesen Tag lässt sich keine andere zusammenstellen. Das lässt sich nicht rückgängig machen.
admin-cancel-do = Endgültig abbrechen

## Operators: keys

admin-keys-what = Mit Schlüsseln greifen Programme auf die API zu, begrenzt auf die Rechte, die Sie wählen.
admin-keys-master = ADMIN_API_KEY (aus der Umgebung) gilt ebenfalls und hat alle Rechte.
admin-keys-none = Noch keine Schlüssel.
admin-keys-used = zuletzt verwendet { $at }
admin-keys-never = nie verwendet
admin-keys-made = angelegt { $at }
admin-keys-revoked = widerrufen { $at }
admin-keys-expires = läuft ab { $at }
admin-keys-expired = abgelaufen { $at }
admin-keys-revoke = Widerrufen …
admin-keys-revoke-do = Endgültig widerrufen
admin-key-new = Neuer Schlüssel
admin-key-name = Name
admin-key-scopes = Rechte
admin-key-days = Gültig
admin-key-days-count = { $days } Tage
admin-key-forever = unbegrenzt
admin-key-button = Schlüssel anlegen
admin-key-shown = Kopieren Sie den Schlüssel jetzt. Er wird nicht noch einmal angezeigt.
admin-key-label = Neuer Schlüssel
admin-key-name-error = Bitte geben Sie einen Namen mit 1 bis 100 Zeichen ein.
admin-key-scopes-error = Bitte wählen Sie mindestens ein Recht.
admin-scope-papers-read = Paper lesen
admin-scope-papers-write = Paper hinzufügen, importieren und abrufen
admin-scope-subscribers-read = Abonnenten samt Adressen lesen
admin-scope-subscribers-write = Abonnenten hinzufügen, ändern, importieren und löschen
admin-scope-digests-read = Ausgaben samt Entwürfen lesen
admin-scope-digests-write = Ausgaben zusammenstellen und SENDEN, anhalten und abbrechen

## Operators: subscribers

admin-subscribers = Abonnenten
subscribers-more = Weitere Aktionen für Abonnenten
subscribers-export = CSV exportieren
subscribers-status = Status
subscribers-all = alle
subscribers-find = Nach Adresse suchen
subscribers-none = Noch keine Abonnenten. Leser abonnieren auf der Startseite, oder Sie fügen sie hier hinzu.
subscribers-nothing = Keine Treffer.
subscribers-all-link = Alle anzeigen
subscribers-address = Adresse
subscribers-since = Seit
subscribers-gets = Bekommt
subscribers-weekly = Wöchentlich, montags
subscribers-first = Zu den neuesten
subscribers-older = Ältere
subscriber-missing = Diesen Abonnenten gibt es nicht
    .detail = Vielleicht wurden die Daten gelöscht.
subscriber-title = Abonnent { $id }
subscriber-not-now = Das geht gerade nicht. Hier ist der aktuelle Stand.
subscriber-known = Diese Adresse steht schon auf der Liste. Es wurde nichts geändert.
subscriber-suppressed = Diese Adresse ist gesperrt
subscriber-suppressed-bounced = Seit { $at }: E-Mails kamen zurück.
subscriber-suppressed-blocked = Seit { $at }: von Hand oder durch eine importierte Liste gesperrt.
subscriber-suppressed-complained = Seit { $at }: als Spam gemeldet.
subscriber-evidence = Einzelheiten
subscriber-lift = Sperre aufheben …
subscriber-lift-bounced = Nur, wenn die Adresse sicher wieder funktioniert. Der frühere Status gilt dann wieder; kommen erneut E-Mails zurück, wird die Adresse wieder gesperrt.
subscriber-lift-blocked = Das Abonnement lebt damit nicht wieder auf; die Person kann aber neu abonnieren.
subscriber-lift-complained = Nur, wenn die Person darum bittet. Das Abonnement lebt damit nicht wieder auf; sie kann aber neu abonnieren.
subscriber-lift-do = Sperre aufheben
subscriber-facts = Was diese Person bekommt
subscriber-since = seit { $at }
subscriber-why = Grund fürs Abbestellen
subscriber-default = Standard ({ $value })
subscriber-no-topics = keine: die Trend-Paper des Tages
subscriber-created = Erstmals erfasst
subscriber-consents = Einwilligungen
subscriber-consents-none = Noch keine; nicht bestätigt.
subscriber-digests = Letzte Ausgaben
subscriber-digest = Ausgabe
subscriber-digests-none = Noch keine.
subscriber-mails = Andere E-Mails
subscriber-mail = E-Mail
subscriber-mails-none = In letzter Zeit keine.
subscriber-when = Wann
subscriber-next = nächster Versuch { $at }
subscriber-do = Aktionen
subscriber-ask = Bestätigung erneut senden
subscriber-ask-what = Nach jeder Bestätigungsmail an ein Postfach warten wir länger: zehn Minuten, eine Stunde, einen Tag, dann eine Woche.
subscriber-pause-open = bis jemand die Pause beendet
subscriber-resume = Pause beenden
subscriber-resume-what = Ab der nächsten Ausgabe wird wieder gesendet.
subscriber-data = Daten herunterladen
subscriber-data-what = Alles, was wir über diese Person speichern, falls sie danach fragt.
subscriber-unsubscribe = Abonnement beenden …
subscriber-unsubscribe-what = Diese Person bekommt nichts mehr. Nur sie selbst kann wieder abonnieren.
subscriber-unsubscribe-do = Abonnement beenden
subscriber-erase = Daten löschen …
subscriber-erase-what = Adresse, Einwilligungen und E-Mail-Verlauf werden sofort gelöscht. In der Datenbank bleibt nur ein Hashwert, damit die Adresse nicht erneut importiert wird. Das lässt sich nicht rückgängig machen.
subscriber-erase-do = Endgültig löschen
suppressions-erased = Gelöschte Adresse
suppressions-what = E-Mails an diese Adressen kamen endgültig zurück oder wurden als Spam gemeldet, oder die Adresse wurde von Hand oder durch eine importierte Liste gesperrt. Nur Betreiber können die Sperre aufheben.
suppressions-link = Gesperrte Adressen
suppressions-lift = Sperre aufheben …
suppressions-add = Adresse sperren
suppressions-add-button = Adresse sperren
suppressions-add-what = Diese Adresse bekommt keine E-Mails mehr; ein bestehendes Abonnement endet.
subscriber-new = Abonnenten hinzufügen
subscriber-new-button = Hinzufügen
subscriber-new-refused = Nicht hinzugefügt: { $reason }.
subscriber-topics-hint = Durch Kommas getrennt. Leer lassen für die Trend-Paper des Tages.

refused-erased = diese Person hat ihre Daten löschen lassen; nur sie selbst kann wieder abonnieren
refused-moved = diese Person hat zu einer anderen Adresse gewechselt; nur sie selbst kann mit dieser hier wieder abonnieren
refused-suppressed = diese Adresse ist gesperrt
refused-unsubscribed = diese Person hat abbestellt; nur sie selbst kann wieder abonnieren
refused-bounced = E-Mails an diese Adresse kommen zurück
refused-complained = diese Person hat eine E-Mail als Spam gemeldet

consent-returned-weekly = nach dem Abbestellen zurückgekommen, mit einer Ausgabe pro Woche
consent-returned-paused = nach dem Abbestellen zurückgekommen, pausiert
consent-address-changed = Adresse geändert, aus beiden Postfächern bestätigt

rejected-listed-paused = in dieser Liste pausiert; nach dem Import bekäme die Person sofort E-Mails ({ $cell })
rejected-listed-inactive = in dieser Liste inaktiv, bekommt keine E-Mails ({ $cell })
rejected-listed-deleted = in dieser Liste gelöscht ({ $cell })
rejected-unknown-status = unbekannter Status ({ $cell }); er könnte „abbestellt“ bedeuten. Schreiben Sie stattdessen active, pending oder unsubscribed
rejected-row-length = diese Zeile hat mehr oder weniger Felder als die Kopfzeile; welches Feld der Status ist, bleibt unklar
rejected-unreadable = diese Zeile ist nicht lesbar: { $detail }
rejected-unclosed-quote = ein Anführungszeichen in dieser Zeile wird nicht geschlossen
rejected-too-long = diese Zeile ist länger als eine Million Zeichen
notice-repeated = dieselbe Adresse wie in Zeile { $line }; beide wurden zusammengeführt
notice-here = hat diese Liste verlassen ({ $status }), hat hier aber abonniert; unverändert
notice-departed = hat diese Liste verlassen ({ $status }); das Abonnement hier ist beendet
column-address = Adresse
column-status = ob E-Mails erlaubt sind
column-preference = Einstellung
column-consent = Einwilligung
column-date = Datum
column-own = Verlauf

answer-suppressed = Diese Adresse ist gesperrt (seit { $at }): E-Mails kamen zurück. Die Antwort des Servers steht unten.
answer-complained = Diese Adresse ist gesperrt (seit { $at }): als Spam gemeldet.
answer-blocked = Diese Adresse ist gesperrt (seit { $at }), von Hand oder durch eine importierte Liste. Einzelheiten stehen unten.
answer-pending = Noch nicht bestätigt, deshalb keine Ausgaben. Letzte Bestätigungsmail: { $at }.
answer-not-asked = Noch nicht bestätigt, deshalb keine Ausgaben. Es wurde noch keine Bestätigungsmail gesendet.
answer-paused = Pausiert, bis jemand die Pause beendet.
answer-paused-until = Pausiert bis { $date }.
answer-left = Abbestellt am { $at }. Nur die Person selbst kann wieder abonnieren.
answer-left-once = Abbestellt. Nur die Person selbst kann wieder abonnieren.
answer-closed = Keine Ausgaben: E-Mails kamen zurück oder wurden als Spam gemeldet.
answer-none = Aktiv; die erste Ausgabe ist noch nicht fällig.
answer-sent = Der Mailserver hat die letzte Ausgabe angenommen ({ $at }). Liegt sie nicht im Posteingang, ist sie vermutlich im Spam-Ordner.
answer-deferred = Die letzte Ausgabe konnte noch nicht gesendet werden. Nächster Versuch: { $at }. Der Grund steht unten.
answer-uncertain = Die Verbindung brach ab, bevor der Server antwortete ({ $at }). Vielleicht kam die letzte Ausgabe an, vielleicht nicht.
answer-failed = Die letzte Ausgabe konnte nicht zugestellt werden. Der Grund steht unten.
answer-skipped = Die letzte Ausgabe ging nicht an diese Person. Der Grund steht unten.
answer-queued = Die letzte Ausgabe wird gerade gesendet. Fällig seit { $at }.

mail-kind-confirmation = Bestätigung
mail-kind-welcome = Willkommen
mail-kind-reminder = Schon abonniert
mail-kind-manage = Link zu den Daten
mail-kind-address-confirm = Adressänderung: an die neue
mail-kind-address-notice = Adressänderung: an die alte

consent-legend = Liegt eine Einwilligung vor?
consent-given = Ja, sofort aktivieren
consent-source = Wo wurde sie erteilt?
consent-source-hint = Wird zu jeder Adresse gespeichert, z.{ "\u00a0" }B. „Anmeldeliste, Frühjahrs-Workshop“.
consent-since = Datum der Einwilligung (falls bekannt)
consent-note = Notiz (optional)
consent-ask-one = Erst fragen: eine Bestätigungsmail senden
consent-ask-many = Erst fragen: allen eine Bestätigungsmail senden
consent-error-agreed = Bitte geben Sie an, ob eine Einwilligung vorliegt.
consent-error-source = Bitte geben Sie an, wo eingewilligt wurde (1 bis 200 Zeichen).
consent-error-since = Bitte wählen Sie ein Datum, das nicht in der Zukunft liegt.
consent-error-note = Bitte kürzen Sie den Text auf 1.000 Zeichen.

## Operators: import

import-link = Importieren
import-file = Eine Datei, bis { $size } MB
import-paste = Oder hier einfügen
import-look = Vorschau
import-look-what = Es wird noch nichts gespeichert.
import-do = Importieren
import-columns = Was eine Liste enthalten kann
import-columns-what = CSV aus einer Tabelle (Kommas, Semikolons oder Tabulatoren), JSON, ein JSON-Objekt je Zeile oder einfach eine Adresse je Zeile. Die Spalten dürfen beliebig angeordnet sein; nur die Adresse ist nötig:
import-large = Dateien über { $size } MB importieren Sie über die Befehlszeile:
import-error-empty = Bitte wählen Sie eine Datei oder fügen Sie den Text ein.
import-error-too-large = Das sind mehr als { $size } MB. Bitte verwenden Sie die Befehlszeile.
import-error-date = Bitte wählen Sie ein Datum wie 2026-03-14.
list-empty = Keine Abonnentenliste
    .detail = Die Datei ist leer.
list-no-addresses = Keine Abonnentenliste
    .detail = Wir haben keine Spalte mit E-Mail-Adressen gefunden. Nennen Sie sie in der ersten Zeile „email“.
list-two-columns = Doppelte Spalte
    .detail = In der ersten Zeile steht die Spalte „{ $column }“ zweimal. Entfernen Sie eine davon.
list-not-json = Kein JSON
    .detail = Das ist keine JSON-Liste von Abonnenten: Erwartet wird [ … ] oder {"{"} "items": [ … ] {"}"}.
list-lost = Nicht mehr verfügbar
    .detail = Die Datenbank wurde neu gestartet. Bitte laden Sie die Liste noch einmal hoch.
papers-not-page = Keine Seite „Daily Papers“
    .detail = Das ist keine kopierte Seite „Daily Papers“. Abbruch bei: { $reason }
papers-not-arxiv = Kein arXiv-Feed
    .detail = Das ist keine Antwort der arXiv-API: { $reason }
papers-not-json = Kein JSON
    .detail = Das ist keine JSON-Liste von Papern: { $reason }
papers-too-many = Zu viele Paper
    .detail = Die Datei enthält mehr als { $maximum } Paper. Teilen Sie sie auf.
subscribers-import = Abonnenten importieren
subscribers-import-what = Sie sehen zuerst eine Vorschau. Wer abbestellt, sich beschwert oder die eigenen Daten gelöscht hat, wird nicht wieder aufgenommen, ebenso keine unzustellbare Adresse. Wer die importierte Liste verlassen hat, wird mit diesem Status gespeichert und bekommt keine E-Mails.
papers-import = Paper importieren
papers-import-what = Vorhandene Paper werden aktualisiert; Ihre Änderungen bleiben.
papers-import-format = Format
papers-format-page = Die Seite „Daily Papers“, als Text kopiert
papers-format-json = JSON, eine Liste von Papern
papers-format-ndjson = Ein JSON-Objekt je Zeile
papers-format-arxiv = Antwort der arXiv-API (Atom)
papers-import-date = Gelistet am
papers-import-date-hint = Leer lassen, um das Datum im Text zu verwenden (ohne Datum: heute).
papers-fetch = Jetzt abrufen
papers-fetched = Ergebnis des Abrufs

job-missing = Nicht mehr verfügbar
    .detail = Importe und Abrufe werden einen Tag lang aufbewahrt.
job-running = Läuft …
job-again = Aktualisieren
job-interrupted = Unterbrochen: Das Programm wurde beendet. Einige Zeilen sind vielleicht schon importiert; Sie können den Import gefahrlos wiederholen.
job-failed = Fehlgeschlagen; der Grund steht im Serverprotokoll. Sie können es gefahrlos wiederholen.
job-unread = Das Programm wurde beendet, während es die Liste las. Bitte laden Sie sie noch einmal hoch.
job-product = Erkannt als Export von { $product }.
job-columns = Spalten
job-unread-columns = Nicht verwendet: { $columns }
job-departed = als abbestellt oder gesperrt übernommen
job-active = aktiv
job-pending = nicht bestätigt
job-unsubscribed = abbestellt
job-suppressed = gesperrt
job-notices-title = Hinweise
job-departures = Abonnenten, die diese Liste verlassen haben, auch hier austragen oder sperren
job-would = Vorschau
job-did = Ergebnis
job-read = gelesen
job-would-add = würden hinzugefügt
job-added = hinzugefügt
job-updated = aktualisiert
job-unchanged = unverändert
job-rejected = abgelehnt
job-consent = Gespeicherte Einwilligung: { $source }.
job-asked = { $number ->
    [one] { $number } Adresse bekommt eine Bestätigungsmail.
   *[other] { $number } Adressen bekommen eine Bestätigungsmail.
}
job-import = { $number ->
    [one] { $number } Abonnenten importieren
   *[other] { $number } Abonnenten importieren
}
job-redo = Erneut importieren
job-other = Andere Liste wählen
job-nothing = Es gibt nichts zu tun.
job-rejected-title = Abgelehnte Zeilen
job-rejected-more = { $number ->
    [one] Und { $number } weitere.
   *[other] Und { $number } weitere.
}
job-line = Zeile
job-skipped = Nicht lesbare Einträge

## Operators: papers

papers-more = Weitere Aktionen für Paper
papers-find = Paper suchen
papers-day = Tag
papers-show = Anzeigen
papers-older = Weitere
papers-sources = Quellen
paper-new = Paper hinzufügen
paper-new-what = Nur der Titel ist nötig. Quellen überschreiben Ihre Angaben nicht.
paper-new-button = Hinzufügen
paper-edit = Bearbeiten: { $title }
paper-edit-what = Abrufe und Importe überschreiben Ihre Änderungen nicht. Bestehende Ausgaben behalten die alte Fassung.
paper-yours = von Hand bearbeitet
paper-title = Titel
paper-authors = Autoren
paper-lines-hint = Ein Eintrag je Zeile.
paper-author-count = Anzahl der Autoren
paper-organization = Organisation
paper-author-count-hint = Falls Sie nicht alle Namen kennen.
paper-listed-on = Gelistet am
paper-published-on = Veröffentlicht am
paper-arxiv = arXiv-ID
paper-doi = DOI
paper-categories = Kategorien
paper-keywords = Schlagwörter
paper-error-title = Bitte geben Sie einen Titel von 1 bis 1.000 Zeichen an.
paper-error-abstract = Bitte kürzen Sie den Text auf 50.000 Zeichen.
paper-error-summary = Bitte kürzen Sie den Text auf 5.000 Zeichen.
paper-error-authors = Bitte geben Sie je Zeile einen Namen mit höchstens 300 Zeichen ein.
paper-error-organization = Bitte kürzen Sie den Text auf 300 Zeichen.
paper-error-number = Bitte geben Sie eine ganze Zahl ein oder lassen Sie das Feld leer.
paper-error-link = Bitte geben Sie eine vollständige URL ein, die mit https:// oder http:// beginnt.
paper-error-arxiv = Bitte geben Sie eine arXiv-ID wie 2510.12345 ein.
paper-error-doi = Bitte geben Sie eine DOI wie 10.1000/xyz ein.
paper-error-lines = Bitte geben Sie je Zeile einen Eintrag mit höchstens 100 Zeichen ein.

sources-what = Die Quellen werden stündlich abgefragt: nach neuen Papern und nach aktuellen Zahlen der letzten sieben Tage.
sources-sample = Keine Quellen eingerichtet (PAPER_SOURCES): Das sind erfundene Beispiel-Paper.
sources-usual = um diese Zeit sonst etwa { $papers }
sources-bars = { $number ->
    [one] Letzter Abruf
   *[other] Letzte { $number } Abrufe, der neueste rechts
}
sources-bar = { $papers ->
    [one] { $at }: { $papers } Paper
   *[other] { $at }: { $papers } Paper
}
sources-last = { $number ->
    [one] Letzter Abruf
   *[other] Letzte { $number } Abrufe
}
sources-papers = Paper an diesem Tag
sources-source = Quelle
sources-outcome = Ergebnis
source-failure-http-status = Antwort { $status }
source-failure-unreachable = nicht erreichbar
source-failure-timeout = Zeitüberschreitung
source-failure-pause = bat um eine Pause, die noch läuft
source-failure-redirect = leitet auf { $target } um; das ist nicht erlaubt
source-failure-too-large = Antwort größer als { $megabytes } MB
source-failure-format = Antwort ist kein { $format }
source-failure-message = Antwort: { $message }
source-failure-incomplete = lieferte { $received } von { $expected } Einträgen
source-failure-too-many = hat mehr als die bisher gelesenen { $received } Einträge
source-failure-few-papers = { $papers ->
    [one] { $papers } Paper, um diese Zeit sonst etwa { $usual }
   *[other] { $papers } Paper, um diese Zeit sonst etwa { $usual }
}

## API page

api-title = API
api-key-html = Senden Sie Ihren Schlüssel als <code>{ $header }</code>.
api-description-html = Maschinenlesbare Beschreibung: <a href="{ $link }">openapi.json</a>.
api-operations = Operationen
api-lists = Listen enthalten items und nextCursor: Übergeben Sie nextCursor als cursor, um die nächste Seite zu erhalten.
api-refusals = Fehler sind application/problem+json (RFC 9457): detail sagt, was falsch ist und wie Sie es beheben.
api-scope = Nötiges Recht:
api-parameters = Parameter
api-body = Anfrage
api-answers = Antworten
api-example = Beispiel
api-schemas = Schemas

## Error pages

error-home = Zu den Papern von heute

error-400 = Mit dieser Anfrage stimmt etwas nicht
    .detail = Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-404 = Nicht gefunden
    .detail = Diese Seite gibt es nicht.
error-405 = Hier nicht möglich
    .detail = Diese Seite nimmt solche Anfragen nicht an. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-409 = Das hat sich inzwischen geändert
    .detail = Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
error-410 = Nicht mehr da
    .detail = Diese Seite gibt es nicht mehr.
error-413 = Zu groß
    .detail = Bitte versuchen Sie es mit etwas Kleinerem.
error-415 = Nicht unterstütztes Format
    .detail = Diese Art von Inhalt können wir nicht lesen.
error-422 = Bitte prüfen Sie Ihre Eingabe
    .detail = Etwas in der Adresse oder im Formular ist nicht gültig.
error-500 = Bei uns ist etwas schiefgegangen
    .detail = Wir haben es protokolliert. Bitte versuchen Sie es in einer Minute noch einmal.
error-503 = Wir sind gleich wieder da
    .detail = Es ist nichts verloren gegangen; bitte versuchen Sie es in einer Minute noch einmal.

image-busy = Zu viele Bilder auf einmal
    .detail = Bitte versuchen Sie es in ein paar Sekunden noch einmal.

too-often = Zu viele Anfragen
    .detail = Einen Moment bitte: Versuchen Sie es in { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
