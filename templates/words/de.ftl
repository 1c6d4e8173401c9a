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

## Search

search-title = Suche
search-title-of = Suche: { $q }
search-q = Wörter, nach denen gesucht wird
search-button = Suchen
search-hint = Wörter, "eine Wortfolge", -ohne. Das letzte Wort darf unvollständig sein.
search-from = Von
search-to = Bis
search-category = Kategorie
search-sort = Reihenfolge
search-sort-relevance = Relevanz
search-sort-trending = Meistbeachtet
search-sort-date = Neueste
search-found = { $count ->
    [one] { $count } Arbeit
   *[other] { $count } Arbeiten
}
search-found-many = Mindestens { $count } Arbeiten.
search-capped = Geordnet sind die neuesten { $count }.
search-capped-date = Die neuesten stehen zuerst.
search-unfiltered = Ohne Filter
search-nothing = Es wurde nichts gefunden.
search-meant-html = Meinten Sie <a href="{ $link }">{ $q }</a>?
search-try = Weniger oder andere Wörter finden vielleicht mehr; ein Wort ohne Endung findet auch seine anderen Formen.
search-pdf = PDF
search-code = Code
search-pages = Seiten der Ergebnisse
search-first = Erste Seite
search-next = Weitere →
search-wrong-q = Bitte höchstens 300 Zeichen.
search-wrong-day = Bitte ein Datum wie 2026-03-14.
search-wrong-range = Der letzte Tag kann nicht vor dem ersten liegen.
search-wrong-category = Bitte eine Kategorie wie cs.CL, höchstens 100 Zeichen.
search-wrong-sort = Bitte nach Relevanz, Beachtung oder Datum.
search-wrong-cursor = Diese Ergebnisseite gibt es nicht. Bitte suchen Sie erneut.
