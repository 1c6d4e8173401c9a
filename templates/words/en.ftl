# Every word of pages and mails (Fluent, https://projectfluent.org). One file per language; the same keys in each.
# A key that ends with -html may hold markup; what is filled into it is escaped.

## About

about-title = About and privacy
about-what = { $site } lists the day’s trending research papers and mails a digest of them, once a day, to those who asked for it.
about-kept = What is kept
about-kept-reader = Your address, your preferences, when and on which page you confirmed, and a keyed hash of the network address you did it from: as long as you are subscribed.
about-kept-pending = An address that was not confirmed: seven days.
about-kept-deliveries = Which digests went to you, and how the mail server answered.
about-kept-erased = After you erase your data: a keyed hash of the address alone.
about-not = What is not
about-not-text = No cookies, no tracking pixels, no counted clicks, no request to anybody else’s server.
