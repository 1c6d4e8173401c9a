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

## Counts (pages and mails)

count-paper = { $number ->
    [one] { $number } paper
   *[other] { $number } papers
}
count-author = { $number ->
    [one] { $number } author
   *[other] { $number } authors
}
count-other = { $number ->
    [one] { $number } other
   *[other] { $number } others
}
count-upvote = { $number ->
    [one] { $number } upvote
   *[other] { $number } upvotes
}
count-comment = { $number ->
    [one] { $number } comment
   *[other] { $number } comments
}

## Digest mail

digest-subject = { $title } and { $others } more
digest-subject-test = [Test] { $subject }
digest-week = the week to { $date }
digest-rose-again = rose again
digest-empty = Nothing new on your topics today
digest-empty-text = Nothing new on your topics today.
mail-test-copy = This is a test copy: its personal links do nothing.
mail-sample = These papers are invented samples, for a first look.
mail-read-more = Read more
mail-pdf = PDF
mail-code = Code
mail-on-web = Read this digest on the web
mail-preferences = Change your preferences
mail-unsubscribe = Unsubscribe with one click
mail-why-html = You get this mail because { $address } subscribed to { $site } at <a href="{ $link }/">{ $host }</a>.
mail-why-text = You get this mail because this address subscribed to { $site } at { $link }/

## Mails to one reader

mail-foot = { $site }, { $host }
confirmation-subject = Confirm your subscription to { $site }
confirmation-heading = One click, and the papers come to you
confirmation-asked = Somebody, we hope you, asked for { $site } to be sent to { $address }.
confirmation-press = Press the button to get the trending papers every day. Nothing is sent before you do.
confirmation-button = Confirm my subscription
confirmation-ignore = The link is good for seven days. If it was not you, ignore this mail: the address is forgotten by itself.
welcome-subject = Welcome to { $site }
welcome-heading = You are subscribed
welcome-first = Your first digest comes at your hour. From then on you get the papers worth a look, as often as you asked for them.
welcome-latest = Until then, here is the digest of { $date }, with “{ $title }” on top.
welcome-latest-button = Read the latest digest
welcome-today = Until then, look at the papers of today on the web.
welcome-today-button = See today’s papers
welcome-preferences = Change the hour, the days or the topics
welcome-unsubscribe = Leave whenever you like
reminder-subject = You are subscribed to { $site }
reminder-heading = You are already subscribed
reminder-typed = Somebody typed { $address } into the form of { $site }. The address is subscribed already, so nothing has changed.
reminder-button = Look at my preferences
reminder-spam = If you miss your digest, look into the folder for spam, and let it out.
manage-mail-subject = Your data at { $site }
manage-mail-heading = Export or erase your data
manage-mail-asked = You asked for the page where everything we know about you can be read and erased. Digests get forwarded, so this page has a link of its own.
manage-mail-button = Open the page
manage-mail-ignore = The link is good for one day. If it was not you, ignore this mail: nothing happens.

## Alerts to the operator

alert-why = You get this mail because ALERT_TO of { $site } names your address.
alert-reason = The reason: { $reason }
alert-paused = The digest of { $date } was paused
alert-paused-do = No more of it goes out. Find out who refuses the mails and why; then let it go on, exactly where it stopped. Look at it, and resume it:
alert-skipped = There is no digest of { $date }
alert-skipped-do = If there are papers after all, fetch or import them, compose the digest by hand, and send it:
alert-late = The digest of { $date } came late, with what there was
alert-late-do = It waited an hour for its sources. It is on its way now; papers that come later are in the next one. Ask the sources again, and look at it:
alert-relay = The relay was out of reach
alert-relay-since = Since { $since } no connection to the relay (SMTP_URL) could be opened. No mail is lost: they are tried again, and this one arrives when the relay is back.
alert-relay-do = If it happens again, see whether the relay answers from this machine, and whether SMTP_URL and its password are right:

## Search

search-title = Search
search-title-of = Search: { $q }
search-q = Words to search for
search-button = Search
search-hint = Words, "a phrase", -without. The last word may be unfinished.
search-from = From
search-to = To
search-category = Category
search-sort = Order
search-sort-relevance = Relevance
search-sort-trending = Trending
search-sort-date = Newest
search-found = { $count ->
    [one] { $count } paper
   *[other] { $count } papers
}
search-found-many = At least { $count } papers.
search-capped = The newest { $count } are ranked.
search-capped-date = The newest come first.
search-unfiltered = Without filters
search-nothing = Nothing was found.
search-meant-html = Did you mean <a href="{ $link }">{ $q }</a>?
search-try = Fewer or other words may find more; a word without its ending finds its other forms too.
search-pdf = PDF
search-code = Code
search-pages = Pages of results
search-first = First page
search-next = More →
search-wrong-q = At most 300 characters, please.
search-wrong-day = A day such as 2026-03-14, please.
search-wrong-range = The last day cannot be before the first.
search-wrong-category = A category such as cs.CL, at most 100 characters, please.
search-wrong-sort = By relevance, trending or date, please.
search-wrong-cursor = This page of results does not exist. Please search again.
