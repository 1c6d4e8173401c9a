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

## Frame of every page

frame-skip = Skip to the content
frame-nav = Site
frame-archive = Archive
frame-search = Search
frame-inbox = Inbox
frame-about = About and privacy
frame-api = API
frame-papers = Papers:
frame-digests = Digests:
frame-feed-papers = { $site }: papers
frame-feed-digests = { $site }: digests
frame-languages = In the language of your browser: { $languages }.

## Daily Papers page

daily-title-today = Today’s papers
daily-title = Papers of { $date }
daily-description = The day’s trending research papers, and a mail with them every day.
daily-banner = Get trending papers in your email inbox!
daily-sample = These papers are invented samples, for a first look.
daily-days = Days
daily-previous = Earlier
daily-next = Later
daily-calendar = Calendar
daily-month-back = An earlier month
daily-month-on = A later month
daily-empty = No papers are listed on this day.
daily-empty-today = No papers are listed today yet.
daily-last = The last ones are from
daily-sort = Order
daily-sort-trending = Trending
daily-sort-upvotes = Upvotes
daily-sort-newest = Newest
daily-find = Search all papers

daily-not-yet = Not yet
    .detail = This day has not come yet.

## A paper, on a card and on its page

card-more = more
card-less = less
card-paper = Paper
card-pdf = PDF
card-code = Code
paper-sample = This paper is an invented sample.
paper-abstract = Abstract
paper-listing = Original listing
paper-project = Project
paper-cite = Cite (BibTeX)
paper-similar = Similar papers
paper-banner = The day’s papers, by mail

paper-missing = No such paper
    .detail = There is no paper at this address.

## Digests on the web

digest-all = All digests
digest-page-week = The week to
digest-banner = Get the next one by mail
digests-title = All digests
digests-kinds = Kinds of digests
digests-daily = Daily
digests-weekly = Weekly
digests-none = No digest has gone out yet. The first comes with the next day that has papers.
digests-none-weekly = No weekly digest has gone out yet. They come on Mondays.
digests-older = Older

digest-missing = No such digest
    .detail = There is no digest of this day.

## Local inbox

inbox-title = Local inbox
inbox-what = Mails that this server sent while no relay is set. The last 1,000 are kept.
inbox-empty = No mail yet.
inbox-bytes = { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}
inbox-raw = raw
inbox-html = The mail as HTML
inbox-text = Text part
inbox-headers = Headers

inbox-missing = No such message
    .detail = It is not in the inbox; the last 1,000 are kept.

## API page

api-title = API
api-key-html = Send a key as <code>{ $header }</code>.
api-description-html = The description for programs is <a href="{ $link }">openapi.json</a>.

## Error pages

error-home = To today’s papers

error-400 = That did not work
    .detail = The request could not be understood. Please go back and try again.
error-404 = Not found
    .detail = There is nothing at this address.
error-409 = Not possible now
    .detail = Something else happened first. Please look again.
error-410 = No longer there
    .detail = What stood here is gone for good.
error-413 = Too large
    .detail = That was more than this server takes at once.
error-415 = Unsupported type
    .detail = This server cannot read what was sent.
error-422 = That cannot be used
    .detail = Something in the address or the form is not valid.
error-500 = Something broke
    .detail = It is our fault, and it is in the log. Please try again in a minute.

too-often = Too many requests
    .detail = That was a little too often. Please try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
