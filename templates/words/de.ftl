## About

about-title = Über diese Seite, Datenschutz
about-what = { $site } zeigt die meistbeachteten Forschungsarbeiten des Tages und schickt sie einmal am Tag allen, die darum gebeten haben.
about-kept = Was gespeichert wird
about-kept-reader = Ihre Adresse, Ihre Einstellungen, wann und auf welcher Seite Sie bestätigt haben und ein verschlüsselter Fingerabdruck Ihrer Netzwerkadresse: solange Sie angemeldet sind.
about-kept-pending = Eine Adresse, die nicht bestätigt wurde: sieben Tage.
about-kept-deliveries = Welche Ausgaben an Sie gingen und was der Mailserver geantwortet hat.
about-kept-erased = Nachdem Sie Ihre Daten gelöscht haben: nur ein verschlüsselter Fingerabdruck der Adresse.
about-not = Was nicht
about-not-text = Keine Cookies, keine Zählpixel, keine gezählten Klicks, keine Anfrage an fremde Server.

## Counts (pages and mails)

count-paper = { $number ->
    [one] { $number } Arbeit
   *[other] { $number } Arbeiten
}
count-author = { $number ->
    [one] { $number } Autor
   *[other] { $number } Autoren
}
count-other = { $number ->
    [one] { $number } weitere Person
   *[other] { $number } weitere
}
count-upvote = { $number ->
    [one] { $number } Stimme
   *[other] { $number } Stimmen
}
count-comment = { $number ->
    [one] { $number } Kommentar
   *[other] { $number } Kommentare
}

## Digest mail

digest-subject = { $title } und { $others } weitere
digest-subject-test = [Test] { $subject }
digest-week = die Woche bis { $date }
digest-rose-again = noch einmal gestiegen
digest-empty = Heute nichts Neues zu Ihren Themen
digest-empty-text = Heute gibt es nichts Neues zu Ihren Themen.
mail-test-copy = Dies ist ein Probeexemplar: Seine persönlichen Links bewirken nichts.
mail-sample = Diese Arbeiten sind erfundene Beispiele für einen ersten Eindruck.
mail-read-more = Weiterlesen
mail-pdf = PDF
mail-code = Code
mail-on-web = Diese Ausgabe im Web lesen
mail-preferences = Einstellungen ändern
mail-unsubscribe = Mit einem Klick abmelden
mail-why-html = Sie erhalten diese Mail, weil { $address } für { $site } auf <a href="{ $link }/">{ $host }</a> angemeldet ist.
mail-why-text = Sie erhalten diese Mail, weil diese Adresse für { $site } angemeldet ist, auf { $link }/

## Mails to one reader

mail-foot = { $site }, { $host }
confirmation-subject = Bestätigen Sie Ihre Anmeldung für { $site }
confirmation-heading = Ein Klick, und die Arbeiten kommen zu Ihnen
confirmation-asked = Jemand, hoffentlich Sie, hat darum gebeten, dass wir { $site } an { $address } schicken.
confirmation-press = Mit dem Knopf bestellen Sie die meistbeachteten Arbeiten jedes Tages. Vorher schicken wir Ihnen nichts.
confirmation-button = Anmeldung bestätigen
confirmation-ignore = Der Link gilt sieben Tage. Wenn Sie es nicht waren, lassen Sie diese Mail einfach liegen: Die Adresse wird dann von selbst vergessen.
welcome-subject = Willkommen bei { $site }
welcome-heading = Sie sind angemeldet
welcome-first = Ihre erste Ausgabe kommt zu Ihrer Uhrzeit. Von da an erhalten Sie die Arbeiten, die einen Blick wert sind, so oft, wie Sie es gewählt haben.
welcome-latest = Bis dahin lesen Sie gern die Ausgabe vom { $date }, mit „{ $title }“ ganz oben.
welcome-latest-button = Die neueste Ausgabe lesen
welcome-today = Bis dahin finden Sie die Arbeiten von heute im Web.
welcome-today-button = Die Arbeiten von heute ansehen
welcome-preferences = Uhrzeit, Tage oder Themen ändern
welcome-unsubscribe = Jederzeit abmelden
reminder-subject = Sie sind für { $site } angemeldet
reminder-heading = Sie sind bereits angemeldet
reminder-typed = Jemand hat { $address } in das Formular von { $site } eingetragen. Die Adresse ist schon angemeldet, es hat sich also nichts geändert.
reminder-button = Meine Einstellungen ansehen
reminder-spam = Falls Sie Ihre Ausgabe vermissen: Sehen Sie im Spam-Ordner nach und holen Sie sie dort heraus.
manage-mail-subject = Ihre Daten bei { $site }
manage-mail-heading = Ihre Daten ausgeben oder löschen
manage-mail-asked = Sie haben um die Seite gebeten, auf der Sie alles lesen und löschen können, was wir über Sie wissen. Ausgaben werden gern weitergeleitet, deshalb hat diese Seite einen eigenen Link.
manage-mail-button = Die Seite öffnen
manage-mail-ignore = Der Link gilt einen Tag. Wenn Sie es nicht waren, lassen Sie diese Mail einfach liegen: Es geschieht nichts.

## Alerts to the operator

alert-why = Sie erhalten diese Mail, weil ALERT_TO von { $site } Ihre Adresse nennt.
alert-reason = Der Grund: { $reason }
alert-paused = Die Ausgabe vom { $date } wurde angehalten
alert-paused-do = Es geht nichts mehr davon hinaus. Finden Sie heraus, wer die Mails warum ablehnt; danach geht es genau dort weiter, wo es aufgehört hat. Ansehen und fortsetzen:
alert-skipped = Es gibt keine Ausgabe vom { $date }
alert-skipped-do = Falls es doch Arbeiten gibt, holen oder importieren Sie sie, stellen Sie die Ausgabe von Hand zusammen und senden Sie sie:
alert-late = Die Ausgabe vom { $date } kam spät, mit dem, was da war
alert-late-do = Sie hat eine Stunde auf ihre Quellen gewartet und ist nun unterwegs; was später kommt, steht in der nächsten. Die Quellen noch einmal fragen und die Ausgabe ansehen:
alert-relay = Der Mailserver war nicht zu erreichen
alert-relay-since = Seit { $since } ließ sich keine Verbindung zum Mailserver (SMTP_URL) öffnen. Es geht keine Mail verloren: Alle werden noch einmal versucht, und diese kommt an, sobald der Mailserver wieder da ist.
alert-relay-do = Falls es wieder geschieht, prüfen Sie, ob der Mailserver von diesem Rechner aus antwortet und ob SMTP_URL samt Passwort stimmt:

## Frame of every page

frame-skip = Zum Inhalt springen
frame-nav = Seiten
frame-archive = Archiv
frame-search = Suche
frame-inbox = Posteingang
frame-about = Über diese Seite, Datenschutz
frame-api = API
frame-papers = Arbeiten:
frame-digests = Ausgaben:
frame-feed-papers = { $site }: Arbeiten
frame-feed-digests = { $site }: Ausgaben
frame-languages = In der Sprache Ihres Browsers: { $languages }.

## Daily Papers page

daily-title-today = Die Arbeiten von heute
daily-title = Arbeiten vom { $date }
daily-description = Die meistbeachteten Forschungsarbeiten des Tages, und jeden Tag eine Mail mit ihnen.
daily-banner = Die meistbeachteten Forschungsarbeiten, täglich in Ihrem Postfach
daily-sample = Diese Arbeiten sind erfundene Beispiele, für einen ersten Blick.
daily-days = Tage
daily-previous = Früher
daily-next = Später
daily-calendar = Kalender
daily-month-back = Ein früherer Monat
daily-month-on = Ein späterer Monat
daily-empty = An diesem Tag sind keine Arbeiten erschienen.
daily-empty-today = Heute sind noch keine Arbeiten erschienen.
daily-last = Die letzten sind vom
daily-sort = Reihenfolge
daily-sort-trending = Im Trend
daily-sort-upvotes = Stimmen
daily-sort-newest = Neueste
daily-find = Alle Arbeiten durchsuchen

daily-not-yet = Noch nicht
    .detail = Dieser Tag ist noch nicht gekommen.

## A paper, on a card and on its page

card-more = mehr
card-less = weniger
card-paper = Arbeit
card-pdf = PDF
card-code = Code
paper-sample = Diese Arbeit ist ein erfundenes Beispiel.
paper-abstract = Zusammenfassung
paper-listing = Ursprünglicher Eintrag
paper-project = Projekt
paper-cite = Zitieren (BibTeX)
paper-similar = Ähnliche Arbeiten
paper-banner = Die Arbeiten des Tages, per Mail

paper-missing = Keine solche Arbeit
    .detail = Unter dieser Adresse steht keine Arbeit.

## Digests on the web

digest-all = Alle Ausgaben
digest-page-week = Die Woche bis
digest-banner = Die nächste Ausgabe per Mail
digests-title = Alle Ausgaben
digests-kinds = Arten von Ausgaben
digests-daily = Täglich
digests-weekly = Wöchentlich
digests-none = Noch ist keine Ausgabe erschienen. Die erste kommt mit dem nächsten Tag, der Arbeiten hat.
digests-none-weekly = Noch ist keine Wochenausgabe erschienen. Sie kommen montags.
digests-older = Ältere

digest-missing = Keine solche Ausgabe
    .detail = Von diesem Tag gibt es keine Ausgabe.

## Local inbox

inbox-title = Lokaler Posteingang
inbox-what = Mails, die dieser Server verschickt hat, solange kein Relay eingestellt ist. Die letzten 1.000 bleiben erhalten.
inbox-empty = Noch keine Mail.
inbox-bytes = { $bytes ->
    [one] { $bytes } Byte
   *[other] { $bytes } Bytes
}
inbox-raw = Rohfassung
inbox-html = Die Mail als HTML
inbox-text = Textteil
inbox-headers = Kopfzeilen

inbox-missing = Keine solche Nachricht
    .detail = Sie ist nicht im Posteingang; die letzten 1.000 bleiben erhalten.

## API page

api-title = API
api-key-html = Senden Sie einen Schlüssel als <code>{ $header }</code>.
api-description-html = Die Beschreibung für Programme ist <a href="{ $link }">openapi.json</a>.

## Error pages

error-home = Zu den Arbeiten von heute

error-400 = Das hat nicht geklappt
    .detail = Die Anfrage war nicht zu verstehen. Bitte gehen Sie zurück und versuchen Sie es noch einmal.
error-404 = Nicht gefunden
    .detail = Unter dieser Adresse steht nichts.
error-409 = Gerade nicht möglich
    .detail = Etwas anderes ist dazwischengekommen. Bitte sehen Sie noch einmal nach.
error-410 = Nicht mehr da
    .detail = Was hier stand, ist endgültig fort.
error-413 = Zu groß
    .detail = Das war mehr, als dieser Server auf einmal annimmt.
error-415 = Unbekannte Art
    .detail = Was gesendet wurde, kann dieser Server nicht lesen.
error-422 = Das ist nicht zu gebrauchen
    .detail = Etwas in der Adresse oder im Formular ist nicht gültig.
error-500 = Etwas ist kaputtgegangen
    .detail = Es ist unser Fehler, und er steht im Protokoll. Bitte versuchen Sie es in einer Minute noch einmal.

too-often = Zu viele Anfragen
    .detail = Das war ein wenig zu oft. Bitte versuchen Sie es in { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
