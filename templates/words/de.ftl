## About

about-title = Über diese Seite, Datenschutz
about-what = { $site } zeigt die meistbeachteten Forschungsarbeiten des Tages und schickt sie einmal am Tag allen, die darum gebeten haben.
about-kept = Was gespeichert wird
about-kept-reader = Ihre Adresse, Ihre Einstellungen, wann und auf welcher Seite Sie bestätigt haben und ein verschlüsselter Fingerabdruck Ihrer Netzwerkadresse: solange Sie angemeldet sind.
about-kept-pending = Eine Adresse, die nicht bestätigt wurde: sieben Tage.
about-kept-address = Eine neue Adresse, an die Ihre Ausgaben gehen sollen: sieben Tage.
about-kept-left = Warum Sie sich abgemeldet haben, falls Sie es gesagt haben: bis Sie wiederkommen oder Ihre Daten löschen.
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
alert-paused = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } wurde angehalten
alert-paused-do = Es geht nichts mehr davon hinaus. Finden Sie heraus, wer die Mails warum ablehnt; danach geht es genau dort weiter, wo es aufgehört hat. Ansehen, nach der Ursache suchen und fortsetzen:
alert-skipped = Es gibt keine { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date }
alert-skipped-do = Falls es doch Arbeiten gibt, holen oder importieren Sie sie, stellen Sie die Ausgabe von Hand zusammen und senden Sie sie:
alert-late = Die { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } kam spät, mit dem, was da war
alert-late-do = Sie hat eine Stunde auf ihre Quellen gewartet und ist nun unterwegs; was später kommt, steht in der nächsten. Die Quellen noch einmal fragen und die Ausgabe ansehen:
alert-bounced = Von der { $kind ->
    [weekly] Wochenausgabe
   *[other] Ausgabe
} vom { $date } kam zu viel zurück
alert-bounced-share = Gesendete Mails: { $sent }. Adressen, die es nicht gibt: { $hard }. Als Spam gemeldet: { $complaints }. Bei mehr als 5 % toten Adressen oder 0,1 % Beschwerden beginnen Mailanbieter, alle Mails eines Absenders abzulehnen.
alert-bounced-do = Keine dieser Adressen erhält noch eine Mail. Finden Sie heraus, woher sie kamen (vielleicht aus einem Import) und ob alle diese Leser die Ausgabe bestellt haben. Ansehen:
alert-relay = Der Mailserver war nicht zu erreichen
alert-relay-since = Seit { $since } ließ sich keine Verbindung zum Mailserver (SMTP_URL) öffnen. Es geht keine Mail verloren: Alle werden noch einmal versucht, und diese kommt an, sobald der Mailserver wieder da ist.
alert-relay-do = Falls es wieder geschieht, prüfen Sie, ob der Mailserver von diesem Rechner aus antwortet und ob SMTP_URL samt Passwort stimmt; der erste Befehl sieht beides nach:

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

## Readers' pages

to-papers = Zu den Arbeiten von heute
to-preferences = Zu Ihren Einstellungen

## Subscribe

subscribe-title = Anmelden
subscribe-label = E-Mail-Adresse
subscribe-placeholder = sie@example.org
subscribe-button = Anmelden
subscribe-promise = Eine E-Mail am Tag. Ein Klick beendet es. Kein Tracking.
# Filled in by the browser: ADDRESS stands for the address that was perhaps meant.
subscribe-meant = Meinten Sie ADDRESS?
subscribe-robots = Dieses Feld bitte leer lassen

address-empty = Bitte geben Sie eine E-Mail-Adresse ein.
address-parts = Eine E-Mail-Adresse besteht aus einem Namen, einem @ und einer Domain, etwa ada@example.org.
address-plain = Bitte geben Sie genau eine Adresse ein, ohne Leerzeichen, Kommas, Anführungszeichen oder Klammern.
address-long-name = Der Teil vor dem @ ist länger als 64 Zeichen.
address-name = Der Teil vor dem @ enthält ein Zeichen oder einen Punkt, den Mailserver nicht annehmen.
address-domain = Der Teil nach dem @ ist kein Domainname wie example.org.
address-long = Die Adresse ist länger als 254 Zeichen.
address-disposable = Wegwerfadressen nehmen wir nicht an. Bitte nutzen Sie eine Adresse, die bleibt.

check-inbox-title = Sehen Sie in Ihr Postfach
check-inbox-what = Wenn die Adresse Post von uns bekommen kann, ist eine Nachricht mit einer Schaltfläche unterwegs. Ein Klick darauf, und die nächste Ausgabe kommt zu Ihnen.
check-inbox-nothing-html = Nach einigen Minuten nichts da? Sehen Sie im Spam-Ordner nach und <a href="/">versuchen Sie es erneut</a>: Eine zweite Nachricht kommt frühestens nach zehn Minuten.
check-inbox-local-html = Dieser Server legt seine Post in einem <a href="/inbox">lokalen Postfach</a> ab.
check-inbox-meant = Meinten Sie eine Adresse bei { $domain }?
check-inbox-meant-text = Die Nachricht ging genau an die eingegebene Adresse. Falls das ein Tippfehler war, geben Sie sie bitte noch einmal ein.

## Links in mails

link-unknown = Unbekannter Link
link-unknown-text = Dieser Link stammt nicht von uns. Vielleicht hat das Mailprogramm ihn abgeschnitten: Kopieren Sie bitte die ganze Zeile.
link-gone = Dieser Link ist abgelaufen

confirm-title = Anmeldung bestätigen
confirm-what = Ein Klick, und die Arbeiten des Tages kommen in Ihr Postfach.
confirm-button = Anmeldung bestätigen
confirm-done-title = Sie sind angemeldet
confirm-done-text = Ihre erste Ausgabe kommt zu Ihrer Stunde. Eine E-Mail mit dem Link zu Ihren Einstellungen ist unterwegs.
confirm-gone = Dieser Link gilt nicht mehr. Geben Sie Ihre Adresse ein, um einen neuen zu bekommen.

unsubscribe-title = Abmelden?
unsubscribe-what = Ein Klick beendet Ihr Abonnement, sofort.
unsubscribe-button = Abmelden
unsubscribe-done-title = Sie sind abgemeldet
unsubscribe-done-text = Von hier geht keine Ausgabe mehr an Sie ab. Eine, die schon unterwegs ist, kann noch ankommen.
unsubscribe-mistake-html = War es ein Versehen? <a href="/">Melden Sie sich wieder an</a>.
unsubscribe-instead = Weniger statt gar nichts?
unsubscribe-pause-button = Stattdessen pausieren
unsubscribe-weekly-offer = Eine Ausgabe in der Woche, am Montag, mit dem Besten aus sieben Tagen.
unsubscribe-weekly-button = Stattdessen wöchentlich
unsubscribe-back-title = Schön, dass Sie bleiben
unsubscribe-paused = Ihr Abonnement pausiert.
unsubscribe-weekly = Von nun an kommt eine Ausgabe in der Woche, am Montag.
unsubscribe-gone = Für eine Rückkehr über diesen Link ist es zu spät. Geben Sie Ihre Adresse ein, um sich wieder anzumelden.
unsubscribe-why = Warum gehen Sie?
unsubscribe-why-text = Eine Antwort hilft uns und steht Ihnen frei.
unsubscribe-why-too-often = Es kam zu oft
unsubscribe-why-not-relevant = Die Arbeiten waren nichts für mich
unsubscribe-why-too-long = Es war zu lang
unsubscribe-why-not-asked = Ich habe nie darum gebeten
unsubscribe-why-other = Etwas anderes
unsubscribe-comment = In Ihren eigenen Worten, bis zu 1.000 Zeichen
unsubscribe-why-button = Antwort senden
unsubscribe-error-comment = Bitte kürzen Sie den Text auf 1.000 Zeichen.
unsubscribe-thanks = Danke für Ihre Antwort.

pause-for = Pausieren für
pause-week = eine Woche
pause-two-weeks = zwei Wochen
pause-month = einen Monat
pause-three-months = drei Monate
pause-ends = Die Pause endet am

address-title = Adressänderung
address-what = Sollen Ihre Ausgaben an die neue Adresse gehen? Das geschieht, sobald beide Postfächer zugestimmt haben.
address-button = Ja, Adresse ändern
address-waiting = Danke. Eine Zustimmung fehlt noch: Klicken Sie auf die Schaltfläche in der E-Mail an die andere Adresse.
address-done = Die Adresse ist geändert. Ihre Ausgaben kommen von nun an zur neuen.
address-taken = Beide Adressen gehören Ihnen, doch die neue hat schon ein eigenes Abonnement. Es wurde nichts geändert: Das alte Abonnement können Sie über den Link in jeder seiner Ausgaben beenden.
address-gone = Diese Adressänderung ist nicht mehr offen. Sie können sie in Ihren Einstellungen neu beantragen.

manage-title = Ihre Daten
manage-what = Das ist alles, was über Sie gespeichert ist.
manage-download = Als Datei herunterladen
manage-erase = Löschen
manage-erase-text = Ihre Adresse, Ihre Einwilligungen und E-Mails werden sofort gelöscht. Das lässt sich nicht rückgängig machen.
manage-erase-button = Meine Daten löschen
manage-erased-title = Ihre Daten sind gelöscht
manage-erased = Von Ihnen bleibt hier nur ein verschlüsselter Fingerabdruck der Adresse, damit kein Import sie zurückbringt.
manage-gone = Einen neuen bekommen Sie auf der Seite mit Ihren Einstellungen.

## Preferences

preferences-title = Ihre Einstellungen
preferences-gone = Diese Adresse ist nicht angemeldet. Geben Sie sie ein, um wiederzukommen.
preferences-saved = Gespeichert.
preferences-paused = Pausiert.
preferences-resumed = Willkommen zurück.
preferences-manage-sent = Eine E-Mail mit dem Link ist unterwegs.
preferences-address-sent = Wenn die neue Adresse Post von uns bekommen kann, ist an jede der beiden eine Nachricht unterwegs. Die nächste geht frühestens nach zehn Minuten hinaus.
preferences-pause-title = Pausiert
preferences-no-digests = Zurzeit kommen keine Ausgaben.
preferences-resume-button = Jetzt fortsetzen
preferences-what = Was Sie bekommen
preferences-topics = Themen
preferences-topics-hint = Wörter, „Wendungen“ oder arXiv-Kategorien, durch Kommas getrennt, bis zu 20: sparse autoencoders, image restoration, cs.CL. Leer: die meistbeachteten Arbeiten des Tages.
preferences-suggestions = Heute im Gespräch, zum Hinzufügen
preferences-list = Meine Ausgabe enthält
preferences-list-first = zuerst, was passt, dann das Meistbeachtete
preferences-list-only = nur, was passt
preferences-empty = Wenn nichts passt
preferences-empty-nothing = nichts senden
preferences-empty-tell = es mir sagen
preferences-papers = Arbeiten je Ausgabe
preferences-papers-default = wie die Tagesausgabe ({ $number })
preferences-when = Wann und wie
preferences-days = Tage
preferences-daily = Jeden Tag
preferences-weekdays = Montag bis Freitag
preferences-weekly = Einmal in der Woche, am Montag: das Beste der Woche
preferences-hour = Stunde
preferences-hour-default = mit den ersten Ausgaben ({ $time })
preferences-timezone = Zeitzone
preferences-timezone-default = wie die Ausgabe ({ $zone })
# Filled in by the browser: ZONE stands for its time zone.
preferences-timezone-guess = Ihr Gerät sagt ZONE. Speichern Sie, um sie zu behalten.
preferences-language = Sprache
preferences-save = Speichern
preferences-pause = Pause
preferences-until = oder bis zu einem Tag
preferences-pause-button = Pausieren
preferences-address = Adressänderung
preferences-address-text = Wir schreiben an beide Adressen; die Ausgaben ziehen um, wenn Sie in beiden Postfächern zugestimmt haben.
preferences-address-label = Neue E-Mail-Adresse
preferences-address-button = Beide fragen
preferences-data = Ihre Daten
preferences-data-text = Sehen oder löschen Sie alles, was über Sie gespeichert ist: Den Link dazu schicken wir per E-Mail, weil Ausgaben weitergeleitet werden.
preferences-data-button = Link zuschicken
preferences-leave = Abmelden
preferences-error-topics = Bis zu 20 Themen von je 80 Zeichen, durch Kommas getrennt.
preferences-error-timezone = Bitte wählen Sie eine Zeitzone aus der Liste.
preferences-error-until = Bitte wählen Sie einen Tag ab morgen, innerhalb eines Jahres.
preferences-error-choice = Bitte wählen Sie etwas aus der Liste.

## Mails: change of address

mail-address-confirm-subject = Ihre neue Adresse bei { $site }
mail-address-confirm-heading = Ist das Ihre neue Adresse?
mail-address-confirm-what = Jemand, hoffentlich Sie, möchte { $site } künftig an diese Adresse bekommen.
mail-address-confirm-button = Ja, das ist meine Adresse
mail-address-notice-subject = Ihre Adresse bei { $site } soll sich ändern
mail-address-notice-heading = Sollen Ihre Ausgaben umziehen?
mail-address-notice-what = Jemand, hoffentlich Sie, möchte { $site } an { $address } statt an diese Adresse bekommen.
mail-address-notice-button = Ja, Adresse ändern
mail-address-both = Der Umzug geschieht, sobald auf die Schaltflächen in beiden E-Mails geklickt wurde: Eine kam an die alte Adresse, eine an die neue. Die Links gelten sieben Tage.
mail-address-not-you = Wenn Sie es nicht waren, ignorieren Sie diese E-Mail: Es ändert sich nichts.

## Frame of every page

frame-skip = Zum Inhalt springen
frame-nav = Seiten
frame-archive = Archiv
frame-search = Suche
frame-inbox = Postfach
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
daily-banner = Die meistbeachteten Arbeiten täglich in Ihrem Postfach!
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
daily-find = Arbeiten suchen

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

inbox-title = Lokales Postfach
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
    .detail = Sie ist nicht im Postfach; die letzten 1.000 bleiben erhalten.

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
error-503 = Gleich wieder da
    .detail = Die Datenbank ist gerade nicht erreichbar. Es wurde nichts geändert; bitte versuchen Sie es in einer Minute noch einmal.

picture-busy = Zu viele Bilder auf einmal
    .detail = Bitte versuchen Sie es in einigen Sekunden noch einmal.

too-often = Zu viele Anfragen
    .detail = Das war ein wenig zu oft. Bitte versuchen Sie es in { $seconds ->
        [one] { $seconds } Sekunde
       *[other] { $seconds } Sekunden
    } noch einmal.
