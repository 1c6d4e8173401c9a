## About

about-title = Über uns & Datenschutz
about-what = { $site } sammelt täglich die spannendsten neuen Paper und schickt sie allen, die den Newsletter abonniert haben.
about-kept = Was wir speichern
about-kept-reader = Ihre E-Mail-Adresse, Ihre Einstellungen, Zeitpunkt und Seite der Bestätigung sowie ein Hashwert Ihrer IP-Adresse – solange Sie abonniert haben.
about-kept-pending = Eine Adresse, die nicht bestätigt wurde: sieben Tage.
about-kept-address = Eine neue Adresse, an die Ihre Ausgaben gehen sollen: sieben Tage.
about-kept-left = Warum Sie abbestellt haben, falls Sie es uns gesagt haben: bis Sie wieder abonnieren oder Ihre Daten löschen.
about-kept-deliveries = Welche Ausgaben an Sie gingen und was der Mailserver geantwortet hat: bis Sie Ihre Daten löschen.
about-kept-erased = Nachdem Sie Ihre Daten gelöscht haben: nur ein Hashwert der Adresse.
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
    [one] ein früheres Paper dieses Teams: { $upvotes }
   *[other] { $papers } frühere Paper dieses Teams: im Schnitt { $upvotes }
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
digest-reason-too-late = zur fälligen Zeit lief kein Prozess, der sie zusammenstellte
digest-reason-refused = abgelehnt: { $reply }
digest-reason-unknown-recipients = zu viele Adressen gibt es nicht: { $reply }
digest-empty = { $kind ->
    [weekly] Diese Woche nichts Neues zu Ihren Themen
   *[other] Heute nichts Neues zu Ihren Themen
}
digest-empty-text = { $kind ->
    [weekly] Diese Woche gibt es nichts Neues zu Ihren Themen.
   *[other] Heute gibt es nichts Neues zu Ihren Themen.
}
mail-test-copy = Dies ist eine Testmail, die persönlichen Links sind abgeschaltet.
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
confirmation-press = Bestätigen Sie bitte Ihre Adresse. Vorher schicken wir Ihnen nichts.
confirmation-button = Anmeldung bestätigen
confirmation-ignore = Der Link gilt sieben Tage. Sie waren das nicht? Dann ignorieren Sie diese E-Mail einfach, wir löschen die Adresse.
welcome-subject = Willkommen bei { $site }
welcome-heading = Sie haben abonniert
welcome-first = Ihre erste Ausgabe kommt mit dem nächsten Versand. Danach schreiben wir Ihnen so oft, wie Sie möchten.
welcome-latest = Bis dahin: die Ausgabe vom { $date }, mit „{ $title }“ an der Spitze.
welcome-latest-button = Die neueste Ausgabe lesen
welcome-today = Bis dahin finden Sie die Paper von heute im Web.
welcome-today-button = Die Paper von heute ansehen
welcome-preferences = Uhrzeit, Tage oder Themen ändern
welcome-unsubscribe = Abbestellen
reminder-subject = Sie haben { $site } abonniert
reminder-heading = Sie haben schon abonniert
reminder-typed = { $address } wurde noch einmal bei { $site } eingetragen. Sie haben schon abonniert, es ändert sich also nichts.
reminder-button = Meine Einstellungen ansehen
reminder-spam = Keine Ausgabe bekommen? Sehen Sie im Spam-Ordner nach und markieren Sie sie als „kein Spam“.
manage-mail-subject = Ihre Daten bei { $site }
manage-mail-heading = Ihre Daten herunterladen oder löschen
manage-mail-asked = Über diesen Link können Sie einsehen und löschen, was wir über Sie gespeichert haben. Weil Ausgaben oft weitergeleitet werden, schicken wir ihn gesondert.
manage-mail-button = Meine Daten ansehen
manage-mail-ignore = Der Link gilt einen Tag. Sie waren das nicht? Dann ignorieren Sie diese E-Mail einfach.

## Alerts to the operator

alert-why = Sie erhalten diese E-Mail, weil Ihre Adresse in ALERT_TO von { $site } steht.
alert-reason = Grund: { $reason }
alert-paused = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wurde angehalten
alert-paused-do = Der Versand steht. Klären Sie, wer die E-Mails warum ablehnt, und setzen Sie dann fort; er läuft an derselben Stelle weiter. Ansehen, prüfen und fortsetzen:
alert-skipped = Es gibt keine { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date }
alert-skipped-do = Falls es doch Paper gibt, holen oder importieren Sie sie, stellen Sie die Ausgabe von Hand zusammen und senden Sie sie:
alert-waits = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wartet darauf, dass Sie sie senden
alert-waits-do = Die Sendezeit ist vorbei, die Ausgabe ist noch ein Entwurf. Die Leser bekommen nichts, bis Sie sie senden. Ansehen und senden:
alert-late = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } kam spät, mit dem, was da war
alert-late-do = Sie hat eine Stunde auf ihre Quellen gewartet und ist nun unterwegs; was später kommt, steht in der nächsten. Die Quellen noch einmal fragen und die Ausgabe ansehen:
alert-bounced = Von der { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } kam zu viel zurück
alert-bounced-share = Gesendete E-Mails: { $sent }. Adressen, die es nicht gibt: { $hard }. Als Spam gemeldet: { $complaints }. Bei mehr als 5 % unbekannten Adressen oder 0,1 % Beschwerden beginnen Mailanbieter, alle E-Mails eines Absenders abzulehnen.
alert-bounced-do = Keine dieser Adressen erhält noch eine E-Mail. Finden Sie heraus, woher sie kamen (vielleicht aus einem Import) und ob alle diese Leser die Ausgabe bestellt haben. Ansehen:
alert-bounced-ignored = Das sind auffällig viele; vermutlich ist der Mailserver falsch eingerichtet. Wir haben diese Leser aktiv gelassen, und diese Rückmeldungen zählen nicht. Prüfen Sie, was der Mailserver antwortet und woher die Adressen kamen:
alert-refused = Viele Server lehnen die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } ab
alert-refused-share = E-Mails: { $mails }. Aus einem Grund abgelehnt: { $refused }. So viele auf einmal liegen an uns oder am Mailserver, nicht an den Lesern: Deshalb wird keine Adresse gesperrt, und nichts davon zählt.
alert-refused-do = Prüfen Sie, ob unsere Adresse auf einer Sperrliste steht, ob SPF, DKIM und Reverse-DNS stimmen und was der Mailserver antwortet. Der zweite Befehl prüft, was von hier aus möglich ist:
alert-relay = Der Mailserver war nicht zu erreichen
alert-relay-since = Seit { $since } ließ sich keine Verbindung zum Mailserver (SMTP_URL) öffnen. Es geht keine E-Mail verloren: Alle werden noch einmal versucht, und diese kommt an, sobald der Mailserver wieder da ist.
alert-relay-do = Falls es wieder geschieht, prüfen Sie, ob der Mailserver von diesem Rechner aus antwortet und ob SMTP_URL samt Passwort stimmt; der erste Befehl sieht beides nach:

## Search

search-title = Suche
search-title-of = Suche: { $q }
search-q = Suchbegriffe
search-button = Suchen
search-hint = Begriffe, "genaue Wortfolge" oder -ausschließen.
search-from = Von
search-to = Bis
search-category = Kategorie
search-sort = Reihenfolge
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
search-pages = Seiten der Ergebnisse
search-first = Erste Seite
search-next = Weitere →
search-wrong-q = Bitte höchstens 300 Zeichen.
search-wrong-day = Bitte ein Datum wie 2026-03-14.
search-wrong-range = Der letzte Tag kann nicht vor dem ersten liegen.
search-wrong-category = Bitte eine Kategorie wie cs.CL, höchstens 100 Zeichen.
search-wrong-sort = Bitte wählen Sie Relevanz, Trend oder Datum.
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
address-parts = Das sieht nicht nach einer E-Mail-Adresse aus. Sie sollte aussehen wie ada@example.org.
address-plain = Bitte geben Sie genau eine Adresse ein, ohne Leerzeichen, Kommas, Anführungszeichen oder Klammern.
address-long-name = Der Teil vor dem @ ist länger als 64 Zeichen.
address-name = Der Teil vor dem @ enthält ein Zeichen oder einen Punkt, den Mailserver nicht annehmen.
address-domain = Der Teil nach dem @ ist keine gültige Domain wie example.org.
address-long = Die Adresse ist länger als 254 Zeichen.
address-special = Der Teil nach dem @ ist ein reservierter Name, an den im Internet keine E-Mail zugestellt wird.
address-disposable = Wegwerfadressen nehmen wir nicht an. Bitte nutzen Sie eine dauerhafte Adresse.

check-inbox-title = Bitte sehen Sie in Ihr Postfach
check-inbox-what = Wir haben Ihnen eine E-Mail geschickt (sofern die Adresse erreichbar ist). Klicken Sie darin auf „Anmeldung bestätigen“.
check-inbox-nothing-html = Nichts angekommen? Sehen Sie im Spam-Ordner nach oder <a href="/">versuchen Sie es</a> in zehn Minuten noch einmal.
check-inbox-local-html = Dieser Server verschickt noch keine E-Mails ins Internet: Sie finden die E-Mail im <a href="/inbox">lokalen Postfach</a>.
check-inbox-meant = Meinten Sie eine Adresse bei { $domain }?
check-inbox-meant-text = Die E-Mail ging genau an die eingegebene Adresse. Falls das ein Tippfehler war, geben Sie sie bitte noch einmal ein.

## Links in mails

link-unknown = Dieser Link funktioniert nicht
link-unknown-text = Vielleicht ist er unvollständig: Kopieren Sie ihn bitte ganz aus der E-Mail.
link-gone = Dieser Link ist abgelaufen

confirm-title = Anmeldung bestätigen
confirm-what = Ein Klick, und die Paper des Tages kommen in Ihr Postfach.
confirm-button = Anmeldung bestätigen
confirm-done-title = Sie haben abonniert
confirm-done-text = Ihre erste Ausgabe kommt mit dem nächsten Versand. Den Link zu Ihren Einstellungen haben wir Ihnen per E-Mail geschickt.
confirm-gone = Geben Sie Ihre Adresse ein, dann schicken wir Ihnen einen neuen Link.

unsubscribe-title = Abbestellen?
unsubscribe-what = Ein Klick, und Sie bekommen { $site } ab sofort nicht mehr.
unsubscribe-button = Abbestellen
unsubscribe-done-title = Sie haben abbestellt
unsubscribe-done-text = Sie bekommen keine weiteren Ausgaben. Eine, die schon unterwegs ist, kann noch ankommen.
unsubscribe-mistake-html = Doch nicht? <a href="/">Wieder abonnieren</a>.
unsubscribe-instead = Lieber seltener?
unsubscribe-pause-button = Erst einmal pausieren
unsubscribe-weekly-offer = Eine E-Mail am Montag, mit dem Besten der Woche.
unsubscribe-weekly-button = Nur noch wöchentlich
unsubscribe-back-title = Schön, dass Sie bleiben
unsubscribe-paused = Ihr Abonnement pausiert.
unsubscribe-weekly = Sie bekommen ab jetzt eine Ausgabe pro Woche, montags.
unsubscribe-gone = Geben Sie Ihre Adresse ein, um wieder zu abonnieren.
unsubscribe-why = Warum gehen Sie?
unsubscribe-why-text = Freiwillig – aber es hilft uns.
unsubscribe-why-too-often = Zu viele E-Mails
unsubscribe-why-not-relevant = Die Paper waren nichts für mich
unsubscribe-why-too-long = Die E-Mails waren zu lang
unsubscribe-why-not-asked = Ich habe mich nie angemeldet
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
pause-ends = Weiter geht es am

address-title = E-Mail-Adresse ändern
address-what = Sollen Ihre Ausgaben an die neue Adresse gehen? Das geschieht, sobald Sie aus beiden Postfächern bestätigt haben.
address-button = Ja, Adresse ändern
address-waiting = Danke! Nun fehlt noch die Bestätigung aus der E-Mail an die andere Adresse.
address-done = Die Adresse ist geändert. Ihre Ausgaben kommen ab jetzt dorthin.
address-taken = Für die neue Adresse gibt es schon ein eigenes Abonnement, deshalb haben wir nichts geändert. Das alte können Sie über den Link in jeder Ausgabe abbestellen.
address-gone = Dieser Link ist abgelaufen. Sie können die Adresse in Ihren Einstellungen erneut ändern.

manage-title = Ihre Daten
manage-what = Das ist alles, was wir über Sie gespeichert haben.
manage-download = Als Datei herunterladen
manage-erase = Löschen
manage-erase-text = Ihre Adresse, Ihre Einwilligungen und E-Mails werden sofort gelöscht. Das lässt sich nicht rückgängig machen.
manage-erase-button = Meine Daten löschen
manage-erased-title = Ihre Daten sind gelöscht
manage-erased = Wir behalten nur einen Hashwert Ihrer Adresse, damit sie nicht erneut importiert wird.
manage-gone = Einen neuen bekommen Sie auf der Seite mit Ihren Einstellungen.

## Preferences

preferences-title = Ihre Einstellungen
preferences-gone = Sie haben abbestellt. Um wieder dabei zu sein, geben Sie Ihre Adresse ein.
preferences-saved = Gespeichert.
preferences-paused = Pausiert.
preferences-resumed = Willkommen zurück.
preferences-manage-sent = Wir haben Ihnen den Link per E-Mail geschickt.
preferences-address-sent = Wir haben an beide Adressen geschrieben (sofern die neue erreichbar ist). In zehn Minuten können Sie es noch einmal versuchen.
preferences-pause-title = Pausiert
preferences-no-digests = Sie bekommen zurzeit keine Ausgaben.
preferences-resume-button = Jetzt fortsetzen
preferences-what = Ihre Ausgabe
preferences-topics = Themen
preferences-topics-hint = Bis zu 20 Begriffe, „Wortfolgen“ oder arXiv-Kategorien, durch Kommas getrennt, etwa sparse autoencoders, image restoration, cs.CL. Ohne Themen: die Paper des Tages.
preferences-suggestions = Heute beliebt
preferences-list = Meine Ausgabe enthält
preferences-list-first = erst meine Themen, dann der Trend
preferences-list-only = nur meine Themen
preferences-empty = Wenn nichts passt
preferences-empty-nothing = nichts senden
preferences-empty-tell = trotzdem kurz Bescheid geben
preferences-papers = Paper je Ausgabe
preferences-papers-default = Standard ({ $number })
preferences-when = Zeitplan
preferences-days = Tage
preferences-daily = Jeden Tag
preferences-weekdays = Montag bis Freitag
preferences-weekly = Wöchentlich, montags: das Beste der Woche
preferences-hour = Uhrzeit
preferences-hour-default = sobald die Ausgabe fertig ist ({ $time })
preferences-timezone = Zeitzone
preferences-timezone-default = Standard ({ $zone })
# Filled in by the browser: ZONE stands for its time zone.
preferences-timezone-guess = Laut Ihrem Gerät ZONE. Zum Übernehmen bitte speichern.
preferences-language = Sprache
preferences-save = Speichern
preferences-pause = Pause
preferences-until = oder bis
preferences-pause-button = Pausieren
preferences-address = E-Mail-Adresse ändern
preferences-address-text = Wir schreiben an beide Adressen; ab Ihrer Bestätigung aus beiden Postfächern gehen die Ausgaben an die neue.
preferences-address-label = Neue E-Mail-Adresse
preferences-address-button = Bestätigungen senden
preferences-data = Ihre Daten
preferences-data-text = Alles einsehen oder löschen, was wir über Sie gespeichert haben. Weil Ausgaben oft weitergeleitet werden, schicken wir den Link gesondert.
preferences-data-button = Link zuschicken
preferences-leave = Abbestellen
preferences-error-topics = Bis zu 20 Themen von je 80 Zeichen, durch Kommas getrennt.
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
mail-address-notice-what = Jemand (hoffentlich Sie) möchte { $site } künftig an { $address } bekommen.
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
frame-languages = Verfügbar in { $languages } (nach der Sprache Ihres Browsers).

## Daily Papers page

daily-title-today = Die Paper von heute
daily-title = Paper vom { $date }
daily-description = Die spannendsten Paper des Tages, auf der Seite und täglich per E-Mail.
daily-banner = Die Paper im Trend, täglich in Ihrem Postfach!
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
daily-sort = Reihenfolge
daily-sort-trending = Im Trend
daily-sort-upvotes = Upvotes
daily-sort-newest = Neueste
daily-find = Paper suchen

daily-not-yet = So weit sind wir noch nicht
    .detail = Für diesen Tag gibt es noch keine Paper.

## A paper, on a card and on its page

card-more = mehr
card-less = weniger
card-paper = Paper
card-pdf = PDF
card-code = Code
paper-sample = Dieses Paper ist ein erfundenes Beispiel.
paper-abstract = Zusammenfassung
paper-summary = Kurzfassung
paper-listing = Ursprünglicher Eintrag
paper-project = Projekt
paper-cite = Zitieren (BibTeX)
paper-similar = Ähnliche Paper
paper-banner = Jeden Tag solche Paper bekommen

author-missing = Unbekannter Name
    .detail = Unter diesem Namen gibt es keine Paper. Die Schreibweise muss genau stimmen.
author-follow = Diesem Namen folgen:
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
digests-none-weekly = Noch ist keine Wochenausgabe erschienen. Sie kommen montags.
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
inbox-raw = Rohfassung
inbox-html = Die E-Mail als HTML
inbox-text = Textteil
inbox-headers = Kopfzeilen

inbox-missing = Diese E-Mail finden wir nicht
    .detail = Sie ist nicht im Postfach; die letzten 1.000 bleiben erhalten.

## Operators: signing in, account, log

admin-nav = Seiten für Betreiber
admin-overview = Übersicht
admin-digests = Ausgaben
admin-keys = API-Schlüssel
admin-log = Protokoll
admin-account = Konto
admin-sign-in = Anmelden
admin-sign-out = Abmelden
admin-sign-in-what = Hier arbeiten die Betreiber von { $site }. Leser brauchen kein Konto.
admin-sign-in-wrong = E-Mail-Adresse oder Passwort stimmen nicht.
admin-sign-in-held = Sie wurden inzwischen abgemeldet. Was Sie eben gesendet haben, ist auf dieser Seite aufgehoben: Melden Sie sich an, dann können Sie es erneut senden.
admin-arrive = Einen Augenblick
admin-arrive-on = Weiter
admin-password = Passwort
admin-first = Noch kann sich niemand anmelden
admin-first-what = Legen Sie den ersten Betreiber an: Führen Sie dies auf dem Server aus. Das Passwort wird nur einmal angezeigt.
admin-first-command = Befehl
admin-first-then = Danach melden Sie sich hier an.
admin-again = Sie sind wieder angemeldet
admin-again-what = Was Sie zuvor gesendet haben, wurde nicht ausgeführt. Es ist noch vollständig hier und bestimmt für:
admin-again-button = Jetzt senden
admin-again-not = Nicht senden
admin-account-who = Sie sind angemeldet als { $email }.
admin-account-sessions = Wo Sie angemeldet sind
admin-account-session = Seit { $started }, zuletzt benutzt { $used }
admin-account-here = hier
admin-account-everywhere = Überall abmelden
admin-account-password = Ein neues Passwort
admin-account-password-text = Führen Sie dies auf dem Server aus: Sie erhalten ein neues Passwort und werden überall abgemeldet.
admin-log-what = Was Betreiber getan haben. Adressen von Lesern stehen hier nicht.
admin-log-empty = Noch nichts.
admin-log-nobody = Befehlszeile

audit-operator-created = Betreiber angelegt.
audit-operator-removed = Betreiber entfernt.
audit-operator-password = Neues Passwort gesetzt.
audit-signed-in = Angemeldet.
audit-signed-out = Abgemeldet.
audit-signed-out-everywhere = Überall abgemeldet.

admin-foreign = Dieses Formular kam von anderswo
    .detail = Es wurde nichts geändert. Öffnen Sie die Seite hier und senden Sie ihr Formular erneut.

## Operators: what was done

audit-digest-composed = Ein Entwurf wurde zusammengestellt.
audit-draft-moved = Ein Paper des Entwurfs wurde verschoben.
audit-draft-removed = Ein Paper wurde aus dem Entwurf genommen.
audit-draft-added = Ein Paper wurde in den Entwurf aufgenommen.
audit-digest-tested = Testmails gesendet.
audit-digest-sent = Die Ausgabe geht an ihre Leser.
audit-digest-scheduled = Die Ausgabe ist terminiert.
audit-digest-paused = Die Ausgabe ist angehalten.
audit-digest-resumed = Die Ausgabe geht weiter.
audit-digest-taken-back = Die Ausgabe ist wieder ein Entwurf.
audit-digest-cancelled = Der Versand ist abgebrochen.
audit-key-created = Ein Schlüssel wurde angelegt.
audit-key-revoked = Ein Schlüssel wurde widerrufen.
audit-subscriber-added = Abonnent hinzugefügt.
audit-subscriber-asked = Eine Bestätigungs-E-Mail ist unterwegs.
audit-subscriber-paused = Abonnement pausiert.
audit-subscriber-resumed = Die Pause ist beendet.
audit-subscriber-unsubscribed = Abonnent abgemeldet.
audit-subscriber-unblocked = Die Sperre ist aufgehoben: E-Mails dürfen wieder dorthin.
audit-subscriber-erased = Die Daten sind gelöscht.
audit-subscribers-imported = Abonnenten wurden importiert.
audit-paper-added = Paper hinzugefügt.
audit-paper-edited = Paper geändert.
audit-papers-imported = Paper wurden importiert.
audit-papers-fetched = Die Quellen wurden gefragt.

## Operators: states of digests and deliveries

admin-state-draft = Entwurf
admin-state-ready = bereit
admin-state-sending = wird gesendet
admin-state-sent = gesendet
admin-state-paused = angehalten
admin-state-cancelled = abgebrochen
admin-state-skipped = ausgefallen
admin-delivery-sent = gesendet
admin-delivery-sending = wird übertragen
admin-delivery-queued = wartet
admin-delivery-deferred = wird später wiederholt
admin-delivery-uncertain = ungewiss
admin-delivery-failed = gescheitert
admin-delivery-skipped = ausgelassen
admin-means-draft = Einen Entwurf bekommt niemand. Er geht erst hinaus, wenn Sie ihn senden.
admin-means-draft-until = Einen Entwurf bekommt niemand. Steht er aber am { $at } noch hier, wird er so, wie er dann ist, festgeschrieben und geht zu den Uhrzeiten der Leser hinaus.
admin-means-ready = Sie ist festgeschrieben. Jeder Leser bekommt sie zu seiner Uhrzeit, die ersten ab { $at }.
admin-means-scheduled = Sie ist festgeschrieben und geht am { $at } an alle ihre Leser.
admin-means-sending = Sie ist unterwegs: Jeder Leser kommt zu seiner Uhrzeit an die Reihe, so schnell, wie der Mailserver annimmt.
admin-means-sent = Sie ist vollständig verschickt. Ihre Seite im Web bleibt.
admin-means-paused = Angehalten. Nach dem Fortsetzen läuft sie an derselben Stelle weiter; niemand bekommt sie doppelt.
admin-means-cancelled = Sie ist endgültig beendet; wer noch wartete, bekommt sie nicht.
admin-means-skipped = Dieser Tag hat keine Ausgabe. Sie können eine von Hand zusammenstellen.
admin-not-now = Das ist nicht mehr möglich: Etwas anderes kam zuvor. So steht es jetzt. Durch Ihren Klick wurde niemandem gesendet.

## Operators: overview

admin-alerts = Zu prüfen
admin-alerts-none = Alles in Ordnung.
admin-alert-look = Ansehen
admin-alert-reason = Der Grund:
admin-alert-paused-do = Es geht nichts mehr davon hinaus. Finden Sie heraus, wer die E-Mails warum ablehnt; dann setzen Sie den Versand fort oder brechen ihn ab.
admin-alert-paused-by-hand = Jemand hat sie angehalten. Setzen Sie sie fort, wenn sie weitergehen darf.
admin-alert-skipped-do = Falls es doch Paper gibt, stellen Sie sie von Hand zusammen.
admin-alert-waits-do = Sie ist ein Entwurf, dessen Zeit vorbei ist: Von diesem Tag bekommen die Leser nichts, bis Sie sie senden.
admin-alert-no-sender = E-Mails warten, und kein Sender läuft
admin-alert-no-sender-do = Starten Sie einen Prozess, dessen ROLES „sender“ enthält. Nichts geht verloren: Was wartet, geht dann hinaus.
admin-alert-relay = In den letzten sechs Stunden war der Mailserver nicht zu erreichen
admin-alert-slow = Der Mailserver hat um langsameres Senden gebeten
admin-alert-slow-do = E-Mails gehen eine Weile langsamer hinaus und von selbst wieder schneller, sobald er mehr annimmt. Geschieht es jeden Tag, setzen Sie SMTP_RATE.
admin-alert-domain = { $domain } lehnt unsere E-Mails ab
admin-alert-domain-do = Nächster Versuch: { $until }. Dauert es an, lesen Sie den Grund und wenden Sie sich an den Postmaster der Domain.
admin-alert-source = { $source } bringt nicht die Paper, die es sollte
admin-alert-source-do = Es wird jede Stunde erneut gefragt; die Ausgabe des Tages wartet höchstens eine Stunde darauf. Sie können inzwischen Paper importieren.
admin-today = Ausgaben
admin-today-none = Die Ausgabe von heute ist noch nicht zusammengestellt.
admin-next-daily = Nächste tägliche Ausgabe: { $at }
admin-next-weekly = Nächste Wochenausgabe: { $at }
admin-composed = Zusammengestellt { $at }.
admin-rate = { $rate } in der Minute, { $left } übrig
admin-rate-end = { $rate } in der Minute, { $left } übrig: bis etwa { $end }
admin-readers = Abonnenten
admin-status-active = aktiv
admin-status-pending = nicht bestätigt
admin-status-paused = pausiert
admin-status-unsubscribed = abbestellt
admin-status-bounced = unzustellbar
admin-status-complained = Beschwerde
admin-moves = In den letzten 30 Tagen wurden { $came } aktiv, { $left } gingen.
admin-moves-day = { $date }: { $came } kamen, { $left } gingen
admin-sources = Quellen
admin-sources-none = Keine Quelle gesetzt (PAPER_SOURCES): Paper kommen durch Import oder sind Beispiele.
admin-source-well = antwortet
admin-source-sick = gestört
admin-source-unknown = noch nicht gefragt
admin-source-last = { $papers } Paper des Tages, { $at }
admin-suppressions = Adressen, die keine E-Mail bekommen
admin-suppressions-none = Keine.

## Operators: digests

admin-digests-none = Es gibt noch keine.
admin-digests-date = Datum
admin-digests-state = Stand
admin-compose = Einen Entwurf zusammenstellen
admin-compose-what = Aus den Papern ihres Tages, die noch in keiner Ausgabe standen. Gesendet wird nichts.
admin-compose-kind = Art
admin-compose-button = Zusammenstellen
admin-compose-date-error = Bitte wählen Sie ein Datum wie 2026-03-14.
admin-compose-monday = Eine Wochenausgabe trägt das Datum eines Montags. Bitte wählen Sie einen.
admin-compose-none = Für diesen Tag gibt es keine Paper, die noch in keiner Ausgabe standen. Importieren oder holen Sie zuerst welche.
admin-digest-title = Ausgabe: { $date }
admin-digest-web = Im Web
admin-digest-do = Was Sie tun können
admin-send-button = Senden …
admin-send-rest-button = An die übrigen jetzt senden …
admin-pause-button = Anhalten
admin-resume-button = Fortsetzen
admin-back-button = Zurück zum Entwurf
admin-cancel-button = Versand abbrechen …
admin-recompose = Neu zusammenstellen
admin-recompose-what = Stellt die Paper nach ihrer jetzigen Rangfolge neu zusammen: Ihre Änderungen an diesem Entwurf gehen verloren.
admin-deliveries = Zustellungen
admin-deliveries-count = Anzahl
admin-deliveries-reason = Grund
delivery-reason-erased = Daten des Abonnenten gelöscht
delivery-reason-unsubscribed = Abgemeldet
delivery-reason-paused = Vom Leser pausiert
delivery-reason-bounced = Adresse unzustellbar
delivery-reason-complained = Als Spam gemeldet
delivery-reason-suppressed = Adresse gesperrt
delivery-reason-expired = Zu spät zum Senden
delivery-reason-cancelled = Ausgabe abgebrochen
delivery-reason-no-match = Kein Paper passt zu den Themen
delivery-reason-domain-paused = Versand an diese Domain pausiert
delivery-reason-awaiting-turn = Wartet wegen SMTP_RATE_PER_DOMAIN
delivery-reason-domain-busy = Wartet wegen SMTP_CONNECTIONS_PER_DOMAIN
delivery-reason-refused = Vom SMTP-Server abgelehnt
delivery-reason-connection-lost = Verbindung abgebrochen
delivery-reason-not-rendered = Die E-Mail konnte nicht erstellt werden
delivery-reason-invalid-envelope = Ungültige Adresse
admin-deliveries-faults = Warum manche nicht ankamen
admin-papers = Paper
admin-papers-issue = Die ersten { $number } sind die Ausgabe; Leser mit Themen bekommen ihre aus allen.
admin-papers-rest = Die übrigen ({ $number })
admin-paper-up = Nach oben
admin-paper-down = Nach unten
admin-paper-top = Ganz nach oben
admin-paper-out = Herausnehmen
admin-paper-find = Ein Paper zum Aufnehmen suchen
admin-paper-find-button = Suchen
admin-paper-found-none = Nichts gefunden.
admin-paper-add = Oben aufnehmen
admin-paper-there = in diesem Entwurf
admin-edit-no-paper = Dieses Paper ist nicht mehr da.
admin-edit-used = Dieses Paper stand schon in einer anderen Ausgabe; jedes kommt nur in eine.
admin-edit-sample = Erfundene Beispiele stehen nie neben echten Papern.
admin-edit-last = Eine Ausgabe braucht mindestens ein Paper.
admin-mail = Die E-Mail
admin-mail-subject = Betreff:
admin-mail-language = Sprache
admin-mail-part = Teil
admin-mail-html = HTML
admin-mail-text = Text
admin-test = Testmails
admin-test-what = Bis zu 10 Adressen, durch Kommas getrennt. Die E-Mail ist als Probe gekennzeichnet, ihre persönlichen Links bewirken nichts, und sie zählt nicht mit.
admin-test-to = An
admin-test-button = Testmails senden
admin-test-count = Bitte eine bis zehn Adressen.
admin-test-suppressed = An { $addresses } geht keine E-Mail (unzustellbar, Beschwerde oder gesperrt). Es wurde nichts gesendet.

## Operators: send and cancel

admin-send-title = Die Ausgabe senden: { $date }?
admin-send-readers = { $readers ->
    [0] Es gibt niemanden mehr, der sie noch nicht hat.
    [one] Ein Leser bekommt sie.
   *[other] { $text } Leser bekommen sie.
}
admin-send-frozen = Ihre Paper stehen dann fest, für alle und für immer. Eine E-Mail, die hinausgegangen ist, lässt sich nicht zurückholen.
admin-send-when = Wann
admin-send-now = Jetzt, unabhängig von der Uhrzeit der Leser
admin-send-later = Zu einem Zeitpunkt ({ $zone })
admin-send-at = Bitte wählen Sie einen Zeitpunkt in der Zukunft.
admin-send-at-label = Zeitpunkt
admin-send-type = Geben Sie zur Bestätigung diese Zahl ein: { $readers }
admin-send-typed = Das ist nicht die Zahl von oben. Es wurde nichts gesendet.
admin-send-more = Inzwischen sind es mehr Leser. Es wurde nichts gesendet: Bitte sehen Sie sich die neue Zahl an.
admin-send-changed = Inzwischen wurde der Entwurf geändert. Es wurde nichts gesendet: Gehen Sie zurück, sehen Sie sich die Paper an, und senden Sie ihn dann.
admin-send-nobody = Niemand würde sie bekommen, und eine Ausgabe wird nur einmal gesendet: Legen Sie zuerst Abonnenten an, oder importieren Sie welche.
admin-send-do = An diese Leser senden
admin-go-back = Zurück
admin-cancel-title = Versand abbrechen: { $date }?
admin-cancel-what = Wer noch darauf wartet, bekommt sie nicht; was gerade übertragen wird, kommt an; eine andere Ausgabe bekommt dieser Tag nicht. Das lässt sich nicht rückgängig machen.
admin-cancel-do = Endgültig abbrechen

## Operators: keys

admin-keys-what = Programme weisen sich an der API mit einem Schlüssel aus. Jeder darf nur, wofür er gemacht ist.
admin-keys-master = Daneben gibt es ADMIN_API_KEY aus der Umgebung, der alles darf.
admin-keys-none = Noch wurde kein Schlüssel angelegt.
admin-keys-used = zuletzt benutzt { $at }
admin-keys-never = nie benutzt
admin-keys-made = angelegt { $at }
admin-keys-revoked = widerrufen { $at }
admin-keys-revoke = Widerrufen …
admin-keys-revoke-do = Endgültig widerrufen
admin-key-new = Ein neuer Schlüssel
admin-key-name = Zweck
admin-key-scopes = Rechte
admin-key-button = Schlüssel anlegen
admin-key-shown = Das ist der Schlüssel. Er wird nur dieses eine Mal gezeigt: Kopieren Sie ihn jetzt.
admin-key-label = Der neue Schlüssel
admin-key-name-error = Bitte geben Sie ihm einen Namen von 1 bis 100 Zeichen.
admin-key-scopes-error = Bitte wählen Sie mindestens eines, was er darf.
admin-scope-papers-read = Paper lesen
admin-scope-papers-write = Paper anlegen, importieren und holen
admin-scope-subscribers-read = Abonnenten lesen, auch ihre Adressen
admin-scope-subscribers-write = Abonnenten anlegen, ändern, importieren und löschen
admin-scope-digests-read = Ausgaben lesen, auch Entwürfe
admin-scope-digests-write = Ausgaben zusammenstellen und SENDEN, anhalten und abbrechen

## Operators: subscribers

admin-subscribers = Abonnenten
subscribers-more = Mehr zu Abonnenten
subscribers-export = CSV exportieren
subscribers-status = Status
subscribers-all = alle
subscribers-find = Eine Adresse oder einen Teil davon suchen
subscribers-none = Es gibt noch keine Abonnenten. Sie kommen über das Formular der ersten Seite, oder Sie fügen sie hier hinzu.
subscribers-nothing = Kein Abonnent passt dazu.
subscribers-all-link = Alle zeigen
subscribers-address = Adresse
subscribers-since = Seit
subscribers-gets = Bekommt
subscribers-weekly = Einmal pro Woche, am Montag
subscribers-first = Zu den neuesten
subscribers-older = Frühere
subscriber-missing = Kein solcher Abonnent
    .detail = Niemand hat diese Nummer; vielleicht wurden die Daten gelöscht.
subscriber-title = Abonnent { $id }
subscriber-not-now = Das ist im jetzigen Zustand nicht möglich. So steht es.
subscriber-known = Diese Adresse war schon da. Es wurde nichts geändert.
subscriber-suppressed = An diese Adresse geht keine E-Mail
subscriber-suppressed-bounced = Seit { $at }: E-Mails dorthin kamen nicht an.
subscriber-suppressed-complained = Seit { $at }: Wer sie liest, hat eine E-Mail als Spam gemeldet.
subscriber-evidence = Was gemeldet wurde
subscriber-lift = Wieder E-Mails dorthin senden …
subscriber-lift-bounced = Tun Sie das, wenn Sie wissen, dass die Adresse wieder erreichbar ist. Ab der nächsten Ausgabe wird sie wieder beliefert; kommen E-Mails zurück, wird sie erneut gesperrt.
subscriber-lift-complained = Tun Sie das nur, wenn die Person darum bittet. Dadurch allein bekommt sie nichts: Sie gilt als abgemeldet und darf sich neu anmelden.
subscriber-lift-do = Sperre aufheben
subscriber-facts = Was die Person bekommt
subscriber-since = seit { $at }
subscriber-why = Grund der Abmeldung
subscriber-default = wie für alle eingestellt ({ $value })
subscriber-no-topics = keine: die Paper des Tages
subscriber-created = Zuerst gesehen
subscriber-consents = Einwilligungen
subscriber-consents-none = Keine ist verzeichnet: Die Anmeldung wurde nicht bestätigt.
subscriber-digests = Die letzten Ausgaben
subscriber-digest = Ausgabe
subscriber-digests-none = Bisher war keine Ausgabe für diese Person bestimmt.
subscriber-mails = Andere E-Mails
subscriber-mail = E-Mail
subscriber-mails-none = In letzter Zeit wurde keine andere E-Mail geschrieben.
subscriber-when = Wann
subscriber-next = nächster Versuch { $at }
subscriber-do = Was Sie tun können
subscriber-ask = Bestätigung erneut senden
subscriber-ask-what = Höchstens eine Bestätigungs-E-Mail geht in zehn Minuten hinaus, wer auch immer sie auslöst.
subscriber-pause-open = bis sie beendet wird
subscriber-resume = Pause beenden
subscriber-resume-what = Ab der nächsten Ausgabe wird wieder geliefert.
subscriber-data = Daten herunterladen
subscriber-data-what = Alles, was über die Person gespeichert ist, falls sie danach fragt.
subscriber-unsubscribe = Abmelden …
subscriber-unsubscribe-what = Es geht nichts mehr dorthin. Zurückkommen kann nur die Person selbst, indem sie sich anmeldet.
subscriber-unsubscribe-do = Abmelden
subscriber-erase = Daten löschen …
subscriber-erase-what = Adresse, Einwilligungen und E-Mails werden sofort gelöscht. Ein Hashwert bleibt, damit kein Import die Adresse zurückbringt. Das lässt sich nicht rückgängig machen.
subscriber-erase-do = Endgültig löschen
suppressions-what = E-Mails dorthin kamen endgültig zurück, oder es gab eine Beschwerde. Nur ein Betreiber hebt das auf.
suppressions-link = Gesperrte Adressen
suppressions-lift = Wieder E-Mails dorthin senden …
subscriber-new = Abonnenten hinzufügen
subscriber-new-button = Hinzufügen
subscriber-new-refused = Nicht hinzugefügt: { $reason }.
subscriber-topics-hint = Durch Kommas getrennt; leer: die Paper des Tages.

refused-erased = die Person hat diese Adresse löschen lassen; nur sie selbst kann sie wieder anmelden
refused-suppressed = an diese Adresse geht keine E-Mail
refused-unsubscribed = die Person hat sich abgemeldet; nur sie selbst kann sich wieder anmelden
refused-bounced = E-Mails an diese Adresse kommen nicht an
refused-complained = die Person hat sich über eine E-Mail beschwert

consent-returned-weekly = kam auf der Seite nach der Abmeldung zurück, mit einer Ausgabe pro Woche
consent-returned-paused = kam auf der Seite nach der Abmeldung zurück, pausiert
consent-address-changed = Adresse geändert, aus beiden Postfächern bestätigt

rejected-listed-paused = in dieser Liste pausiert; ohne diesen Status gingen sofort E-Mails hinaus ({ $cell })
rejected-listed-inactive = in dieser Liste inaktiv und ohne E-Mails ({ $cell })
rejected-listed-unsubscribed = in dieser Liste abgemeldet; nur die Person selbst kann sich wieder anmelden ({ $cell })
rejected-listed-bounced = in dieser Liste unzustellbar: E-Mails an diese Adresse kommen nicht an ({ $cell })
rejected-listed-complained = in dieser Liste mit Beschwerde: die Person möchte diese E-Mails nicht ({ $cell })
rejected-listed-blocked = in dieser Liste gesperrt: an diese Adresse darf keine E-Mail gehen ({ $cell })
rejected-listed-deleted = in dieser Liste gelöscht ({ $cell })
rejected-unknown-status = kein bekannter Status ({ $cell }); er könnte eine Abmeldung bedeuten. Schreiben Sie active oder pending, oder entfernen Sie die Spalte
rejected-listed-elsewhere = Zeile { $line } hat dieselbe Adresse mit einem Status, der E-Mails verbietet
rejected-row-length = diese Zeile hat mehr oder weniger Felder als die erste; welches der Status ist, bleibt unklar
rejected-unreadable = diese Zeile ist nicht lesbar: { $detail }

answer-suppressed = Seit { $at } geht keine E-Mail an diese Adresse: E-Mails dorthin kamen nicht an. Was gemeldet wurde, steht unten.
answer-complained = Seit { $at } geht keine E-Mail an diese Adresse: Eine E-Mail wurde dort als Spam gemeldet.
answer-pending = Die Anmeldung ist noch nicht bestätigt, deshalb geht keine Ausgabe hinaus. Die letzte Bestätigungs-E-Mail wurde am { $at } geschrieben.
answer-not-asked = Die Anmeldung ist noch nicht bestätigt, deshalb geht keine Ausgabe hinaus. Es wurde keine Bestätigungs-E-Mail geschrieben.
answer-paused = Die Zustellung pausiert, bis jemand die Pause beendet.
answer-paused-until = Die Zustellung pausiert bis { $date }.
answer-left = Abgemeldet am { $at }. Nur die Person selbst kann sich wieder anmelden.
answer-left-once = Abgemeldet. Nur die Person selbst kann sich wieder anmelden.
answer-closed = Es geht keine Ausgabe hinaus: E-Mails an diese Adresse kamen zurück, oder es gab eine Beschwerde.
answer-none = Das Abonnement ist aktiv, und noch war keine Ausgabe fällig.
answer-sent = Der Mailserver hat die letzte Ausgabe am { $at } übernommen. Liegt sie nicht im Posteingang, dann im Spam-Ordner, oder sie wurde hinter diesem Server abgewiesen.
answer-deferred = Der Mailserver hat die letzte Ausgabe zurückgestellt; sie wird am { $at } erneut versucht.
answer-uncertain = Die Verbindung endete am { $at }, bevor der Mailserver antwortete: Die letzte Ausgabe kam vielleicht an, vielleicht nicht.
answer-failed = Die letzte Ausgabe konnte nicht zugestellt werden. Der Grund steht unten.
answer-skipped = Die letzte Ausgabe wurde nicht gesendet. Der Grund steht unten.
answer-queued = Die letzte Ausgabe ist unterwegs: fällig seit { $at }.

mail-kind-confirmation = Bestätigung
mail-kind-welcome = Willkommen
mail-kind-reminder = „Sie sind angemeldet“
mail-kind-manage = Link zu den Daten
mail-kind-address-confirm = Adressänderung: an die neue
mail-kind-address-notice = Adressänderung: an die alte

consent-legend = Liegt eine Einwilligung vor?
consent-given = Ja, es liegt eine Einwilligung vor: sofort aktiv
consent-source = Wo eingewilligt wurde
consent-source-hint = Wird zu jeder Adresse festgehalten: „Anmeldeliste, Frühjahrs-Workshop“.
consent-since = Seit (falls bekannt)
consent-note = Notiz (falls nötig)
consent-ask-one = Erst fragen: Eine Bestätigungs-E-Mail geht hinaus
consent-ask-many = Erst fragen: An jede Adresse geht eine Bestätigungs-E-Mail
consent-error-agreed = Bitte geben Sie an, ob eine Einwilligung vorliegt.
consent-error-source = Bitte geben Sie in 1 bis 200 Zeichen an, wo eingewilligt wurde.
consent-error-since = Bitte wählen Sie ein Datum, das nicht in der Zukunft liegt.
consent-error-note = Bitte kürzen Sie auf 1.000 Zeichen.

## Operators: import

import-link = Importieren
import-file = Eine Datei, bis { $size } MB
import-paste = Oder hier einfügen
import-look = Erst ansehen
import-look-what = Es wird noch nichts geschrieben.
import-do = Importieren
import-columns = Was eine Liste enthalten kann
import-columns-what = CSV, wie Tabellenprogramme es schreiben (Kommas, Semikolons oder Tabulatoren), JSON, ein JSON-Objekt je Zeile oder einfach eine Adresse je Zeile. Die Reihenfolge der Spalten ist frei; nötig ist nur die Adresse:
import-large = Eine Liste von mehr als { $size } MB importieren Sie über die Befehlszeile:
import-error-empty = Bitte wählen Sie eine Datei oder fügen Sie ihren Text ein.
import-error-too-large = Das sind mehr als { $size } MB. Bitte importieren Sie es über die Befehlszeile.
import-error-date = Bitte wählen Sie ein Datum, etwa 2026-03-14.
subscribers-import = Abonnenten importieren
subscribers-import-what = Sie sehen zuerst, was ein Import tun würde. Niemand, der sich abgemeldet hat, nicht erreichbar ist, sich beschwert hat oder gelöscht wurde, kommt dadurch zurück.
papers-import = Paper importieren
papers-import-what = Paper, die schon da sind, werden ergänzt; von Hand Geändertes bleibt.
papers-import-format = Was es ist
papers-format-page = Die Seite „Daily Papers“, als Text kopiert
papers-format-json = JSON, eine Liste von Papern
papers-format-ndjson = Ein JSON-Objekt je Zeile
papers-format-arxiv = Eine Antwort der API von arXiv (Atom)
papers-import-date = Tag der Listung
papers-import-date-hint = Leer: wie der Text es sagt, sonst heute.
papers-fetch = Jetzt abrufen
papers-fetched = Was die Quellen gebracht haben

job-missing = Nicht mehr da
    .detail = Aufträge werden einen Tag lang aufbewahrt.
job-running = Es läuft noch.
job-again = Erneut nachsehen
job-interrupted = Abgebrochen, weil das Programm beendet wurde. Ein neuer Versuch legt nichts doppelt an.
job-failed = Es ist fehlgeschlagen; der Grund steht im Log. Ein Teil kann erledigt sein; ein neuer Versuch tut nichts doppelt.
job-would = Was der Import tun würde
job-did = Was der Import getan hat
job-read = gelesen
job-would-add = kämen hinzu
job-added = hinzugefügt
job-updated = aktualisiert
job-unchanged = unverändert
job-rejected = abgelehnt
job-consent = Festgehaltene Einwilligung: { $source }.
job-asked = { $number ->
    [one] An { $number } Adresse geht eine Bestätigungs-E-Mail.
   *[other] An { $number } Adressen geht je eine Bestätigungs-E-Mail.
}
job-import = { $number ->
    [one] { $number } Abonnenten importieren
   *[other] { $number } Abonnenten importieren
}
job-redo = Noch einmal importieren
job-other = Eine andere Liste
job-nothing = Es gibt nichts zu tun.
job-rejected-title = Abgelehnte Zeilen
job-rejected-more = { $number ->
    [one] Und { $number } weitere.
   *[other] Und { $number } weitere.
}
job-line = Zeile
job-skipped = Einträge, die nicht lesbar waren

## Operators: papers

papers-more = Mehr zu Papern
papers-find = Paper nach Wörtern suchen
papers-day = Tag
papers-show = Zeigen
papers-older = Weitere
papers-sources = Quellen
paper-new = Paper hinzufügen
paper-new-what = Nötig ist nur der Titel. Was Sie hier angeben, ändert keine Quelle mehr.
paper-new-button = Hinzufügen
paper-edit = Bearbeiten: { $title }
paper-edit-what = Was Sie hier ändern, gilt: Kein Abruf und kein Import überschreibt es. Ausgaben, die dieses Paper enthalten, bleiben unverändert.
paper-yours = von Hand geändert
paper-title = Titel
paper-authors = Autoren
paper-lines-hint = Ein Eintrag je Zeile.
paper-author-count = Zahl der Autoren
paper-organization = Einrichtung
paper-author-count-hint = Falls nicht alle Namen bekannt sind.
paper-listed-on = Tag der Listung
paper-published-on = Veröffentlicht am
paper-arxiv = arXiv-Nummer
paper-doi = DOI
paper-categories = Kategorien
paper-keywords = Schlagwörter
paper-error-title = Bitte geben Sie einen Titel von 1 bis 1.000 Zeichen an.
paper-error-abstract = Bitte kürzen Sie auf 50.000 Zeichen.
paper-error-summary = Bitte kürzen Sie auf 5.000 Zeichen.
paper-error-authors = Bitte schreiben Sie je Zeile einen Namen von höchstens 300 Zeichen.
paper-error-organization = Bitte kürzen Sie auf 300 Zeichen.
paper-error-number = Bitte geben Sie eine ganze Zahl oder nichts ein.
paper-error-link = Bitte geben Sie eine vollständige Adresse ein, die mit https:// oder http:// beginnt.
paper-error-arxiv = Bitte geben Sie eine arXiv-Nummer wie 2510.12345 ein.
paper-error-doi = Bitte geben Sie eine DOI wie 10.1000/xyz ein.
paper-error-lines = Bitte schreiben Sie je Zeile einen Eintrag von höchstens 100 Zeichen.

sources-what = Jede Quelle wird einmal pro Stunde gefragt: nach den Papern des Tages und den Zahlen der letzten sieben Tage.
sources-sample = Es ist keine Quelle gesetzt (PAPER_SOURCES): Die Paper sind erfundene Muster.
sources-usual = um diese Zeit sonst etwa { $papers }
sources-bars = { $number ->
    [one] Der letzte Abruf
   *[other] Die letzten { $number } Abrufe, der neueste rechts
}
sources-bar = { $papers ->
    [one] { $at }: { $papers } Paper
   *[other] { $at }: { $papers } Paper
}
sources-last = { $number ->
    [one] Der letzte
   *[other] Die letzten { $number }
}
sources-papers = Paper des Tages
sources-source = Quelle
sources-outcome = Ergebnis
source-failure-http-status = antwortete mit { $status }
source-failure-unreachable = ist nicht erreichbar
source-failure-timeout = antwortete nicht rechtzeitig
source-failure-pause = bat um eine Pause, die noch nicht vorbei ist
source-failure-redirect = leitet nach { $target } weiter; das wird abgelehnt
source-failure-too-large = antwortete mit mehr als { $megabytes } MB
source-failure-format = die Antwort ist nicht { $format }
source-failure-message = antwortete: { $message }
source-failure-incomplete = antwortete mit { $received } von { $expected } Einträgen
source-failure-few-papers = { $papers ->
    [one] { $papers } Paper, um diese Zeit sonst etwa { $usual }
   *[other] { $papers } Paper, um diese Zeit sonst etwa { $usual }
}

## API page

api-title = API
api-key-html = Senden Sie einen Schlüssel als <code>{ $header }</code>.
api-description-html = Die Beschreibung für Programme ist <a href="{ $link }">openapi.json</a>.
api-operations = Operationen
api-lists = Eine Liste hat items und nextCursor: Mit nextCursor als cursor kommt die nächste Seite.
api-refusals = Eine Ablehnung ist application/problem+json (RFC 9457): detail sagt, was falsch ist und wie es richtig wird.
api-scope = Berechtigung des Schlüssels:
api-parameters = Parameter
api-body = Inhalt der Anfrage
api-answers = Antworten
api-example = Beispiel
api-schemas = Schemas

## Error pages

error-home = Zu den Papern von heute

error-400 = Das hat nicht geklappt
    .detail = Die Anfrage war nicht zu verstehen. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-404 = Nicht gefunden
    .detail = Diese Seite gibt es nicht.
error-405 = Hier nicht möglich
    .detail = Diese Adresse nimmt keine Anfragen dieser Art an. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-409 = Das hat sich inzwischen geändert
    .detail = Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.
error-410 = Nicht mehr da
    .detail = Diese Seite gibt es nicht mehr.
error-413 = Zu groß
    .detail = Das war mehr, als dieser Server auf einmal annimmt.
error-415 = Unbekanntes Format
    .detail = Was gesendet wurde, können wir nicht lesen.
error-422 = Bitte prüfen Sie Ihre Eingabe
    .detail = Etwas in der Adresse oder im Formular ist nicht gültig.
error-500 = Da ist etwas schiefgegangen
    .detail = Das liegt an uns, und wir sehen es im Protokoll. Bitte versuchen Sie es in einer Minute noch einmal.
error-503 = Gleich wieder da
    .detail = Es ist nichts verloren gegangen; bitte versuchen Sie es in einer Minute noch einmal.

picture-busy = Zu viele Bilder auf einmal
    .detail = Bitte versuchen Sie es in einigen Sekunden noch einmal.

too-often = Zu viele Anfragen
    .detail = Einen Moment bitte: Versuchen Sie es in { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
