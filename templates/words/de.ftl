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
