# Every word of pages and mails (Fluent, https://projectfluent.org). One file per language; the same keys in each.
# A key that ends with -html may hold markup; what is filled into it is escaped.

## About

about-title = About and privacy
about-what = { $site } lists the day’s trending research papers and mails a digest of them, once a day, to those who asked for it.
about-kept = What is kept
about-kept-reader = Your address, your preferences, when and on which page you confirmed, and a keyed hash of the network address you did it from: as long as you are subscribed.
about-kept-pending = An address that was not confirmed: seven days.
about-kept-address = A new address that you want your digest moved to: seven days.
about-kept-left = Why you left, if you said so: until you come back or erase your data.
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

## Why a paper ranks where it does

reason-code = code
reason-code-stars = code, { $number ->
    [one] { $stars } star
   *[other] { $stars } stars
}
reason-rising-hours = +{ $count } in { $hours ->
    [one] { $hours } hour
   *[other] { $hours } hours
}
reason-rising-yesterday = +{ $count } since yesterday
reason-rising-days = +{ $count } in { $days } days
reason-authors = { $papers ->
    [one] an earlier paper by these authors: { $upvotes }
   *[other] { $papers } earlier papers by these authors: { $upvotes } on average
}
reason-organization = { $papers ->
    [one] an earlier paper from this organization: { $upvotes }
   *[other] { $papers } earlier papers from this organization: { $upvotes } on average
}
reason-chosen = editor’s pick

## Digest mail

digest-subject = { $title } and { $others } more
digest-subject-test = [Test] { $subject }
digest-week = the week to { $date }
digest-rose-again = rose again
digest-reason-paused-by-operator = paused by an operator
digest-reason-cancelled-by-operator = cancelled by an operator
digest-reason-no-papers = no papers
digest-reason-too-late = no process was running to compose it in time
digest-reason-refused = refused: { $reply }
digest-reason-unknown-recipients = too many addresses do not exist: { $reply }
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
alert-paused = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date } was paused
alert-paused-do = No more of it goes out. Find out who refuses the mails and why; then let it go on, exactly where it stopped. Look at it, look for what is wrong, and resume it:
alert-skipped = There is no { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date }
alert-skipped-do = If there are papers after all, fetch or import them, compose the digest by hand, and send it:
alert-waits = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date } waits for you to send it
alert-waits-do = It is a draft whose time has passed: readers get nothing of this day until a person sends it. Look at it, and send it:
alert-late = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date } came late, with what there was
alert-late-do = It waited an hour for its sources. It is on its way now; papers that come later are in the next one. Ask the sources again, and look at it:
alert-bounced = Too much came back of the { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date }
alert-bounced-share = Mails sent: { $sent }. Addresses that do not exist: { $hard }. Readers who called it spam: { $complaints }. Mailbox providers begin to refuse all mail of a sender above 5 % of dead addresses or 0.1 % of complaints.
alert-bounced-do = None of these addresses gets another mail. Find out where they came from (an import, perhaps) and whether all of these readers asked for the digest. Look at it:
alert-bounced-doubted = These are too many to be believed: a relay that is set up wrongly finds nobody’s mailbox. So the readers whose addresses it says do not exist stay as they were, and none of these bounces counts against them. See what the relay answers, and where these addresses came from:
alert-refused = Many servers refuse the { $kind ->
    [weekly] weekly digest
   *[other] digest
} of { $date }
alert-refused-share = Mails: { $mails }. Refused for one reason: { $refused }. So many at once is about us or about the relay, not about the readers: nobody’s address is blocked for it, and none of it counts.
alert-refused-do = Look for a block list that has our address, for SPF, DKIM and reverse DNS, and for what the relay answers. The second command checks what it can from here:
alert-relay = The relay was out of reach
alert-relay-since = Since { $since } no connection to the relay (SMTP_URL) could be opened. No mail is lost: all of them wait and are tried again, and this one arrives when the relay is back.
alert-relay-do = If it happens again, see whether the relay answers from this machine, and whether SMTP_URL and its password are right; the first command looks at both:

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

## Readers' pages

to-papers = See today’s papers
to-preferences = To your preferences

## Subscribe

subscribe-title = Subscribe
subscribe-label = Email address
subscribe-placeholder = you@example.org
subscribe-button = Subscribe
subscribe-promise = One mail a day. One click ends it. No tracking.
# Filled in by the browser: ADDRESS stands for the address that was perhaps meant.
subscribe-meant = Did you mean ADDRESS?
subscribe-robots = Leave this field empty

address-empty = Please type an email address.
address-parts = An email address has a name, an @ and a domain, such as ada@example.org.
address-plain = Please type one plain address, without spaces, commas, quotes or brackets.
address-long-name = The part before the @ is longer than 64 characters.
address-name = The part before the @ has a character or a dot that mail servers do not accept.
address-domain = The part after the @ is no domain name, such as example.org.
address-long = The address is longer than 254 characters.
address-special = The part after the @ is a name that the Internet does not deliver mail to.
address-disposable = Addresses that vanish by themselves are not taken here. Please use one that stays.

check-inbox-title = Check your inbox
check-inbox-what = If the address can get mail from us, a message with a button is on its way. Press the button, and the next digest is yours.
check-inbox-nothing-html = Nothing after a few minutes? Look into the folder for spam, then <a href="/">try again</a>: a second message comes after ten minutes at the earliest.
check-inbox-local-html = This server keeps its mail in a <a href="/inbox">local inbox</a>.
check-inbox-meant = Did you mean an address at { $domain }?
check-inbox-meant-text = The message went to exactly what you typed. If that was a slip, type the address once more.

## Links in mails

link-unknown = Unknown link
link-unknown-text = This link is not one of ours. Perhaps the mail program cut it: copy the whole line.
link-gone = This link has expired

confirm-title = Confirm your subscription
confirm-what = One press, and the day’s papers come to your inbox.
confirm-button = Confirm my subscription
confirm-done-title = You are subscribed
confirm-done-text = Your first digest comes at your hour. A mail with the link to your preferences is on its way.
confirm-gone = This link is no longer good. Type your address to get a fresh one.

unsubscribe-title = Unsubscribe?
unsubscribe-what = One press ends your subscription, at once.
unsubscribe-button = Unsubscribe
unsubscribe-done-title = You have left
unsubscribe-done-text = No digest leaves here for you any more. One that is on its way already may still arrive.
unsubscribe-mistake-html = Was it a mistake? <a href="/">Subscribe again</a>.
unsubscribe-instead = Less, instead of nothing?
unsubscribe-pause-button = Pause instead
unsubscribe-weekly-offer = One digest a week, on Monday, with the best of seven days.
unsubscribe-weekly-button = Weekly instead
unsubscribe-back-title = Good that you stay
unsubscribe-paused = Your subscription pauses.
unsubscribe-weekly = From now on one digest comes a week, on Monday.
unsubscribe-gone = It is too late to come back by this link. Type your address to subscribe again.
unsubscribe-why = Why do you leave?
unsubscribe-why-text = An answer helps us, and is up to you.
unsubscribe-why-too-often = It came too often
unsubscribe-why-not-relevant = The papers were not for me
unsubscribe-why-too-long = It was too long
unsubscribe-why-not-asked = I never asked for it
unsubscribe-why-other = Something else
unsubscribe-comment = In your own words, up to 1,000 characters
unsubscribe-why-button = Send the answer
unsubscribe-error-comment = Please shorten it to 1,000 characters.
unsubscribe-thanks = Thank you for your answer.

pause-for = Pause for
pause-week = a week
pause-two-weeks = two weeks
pause-month = a month
pause-three-months = three months
pause-ends = The pause ends on

address-title = Change of address
address-what = Shall the digest move to the new address? It does when both mailboxes have said yes.
address-button = Yes, change the address
address-waiting = Thank you. One yes is still missing: press the button in the mail to the other address.
address-done = The address is changed. Your digest comes to the new one from now on.
address-taken = Both addresses are yours, but the new one has a subscription of its own already. Nothing was changed: you can end the old subscription by the link in any of its digests.
address-gone = This change of address is no longer open. You can ask for it again on your preferences page.

manage-title = Your data
manage-what = This is everything that is kept about you.
manage-download = Download it as a file
manage-erase = Erase
manage-erase-text = Your address, consents and mails are deleted at once. This cannot be undone.
manage-erase-button = Erase my data
manage-erased-title = Your data is erased
manage-erased = Nothing about you is left here but a keyed hash of the address, so that no import brings it back.
manage-gone = Ask for a fresh one on your preferences page.

## Preferences

preferences-title = Your preferences
preferences-gone = This address is not subscribed. Type it to come back.
preferences-saved = Saved.
preferences-paused = Paused.
preferences-resumed = Welcome back.
preferences-manage-sent = A mail with the link is on its way.
preferences-address-sent = If the new address can get mail from us, a message is on its way to each of the two. A second one goes out after ten minutes at the earliest.
preferences-pause-title = Paused
preferences-no-digests = No digests come for now.
preferences-resume-button = Start again now
preferences-what = What you get
preferences-topics = Topics
preferences-topics-hint = Words, “phrases” or arXiv categories, separated by commas, up to 20: sparse autoencoders, image restoration, cs.CL. Empty: the day’s trending papers.
preferences-suggestions = Add what is in the news today
preferences-list = My digest has
preferences-list-first = what matches first, then what is trending
preferences-list-only = only what matches
preferences-empty = When nothing matches
preferences-empty-nothing = send nothing
preferences-empty-tell = tell me so
preferences-papers = Papers in a digest
preferences-papers-default = like the day’s digest ({ $number })
preferences-when = When, and how
preferences-days = Days
preferences-daily = Every day
preferences-weekdays = Monday to Friday
preferences-weekly = Once a week, on Monday: the top of the week
preferences-hour = Hour
preferences-hour-default = with the first digests ({ $time })
preferences-timezone = Time zone
preferences-timezone-default = as the digest ({ $zone })
# Filled in by the browser: ZONE stands for its time zone.
preferences-timezone-guess = Your device says ZONE. Save to keep it.
preferences-language = Language
preferences-save = Save
preferences-pause = Pause
preferences-until = or until a day
preferences-pause-button = Pause
preferences-address = Change of address
preferences-address-text = We write to both addresses; the digest moves when you have said yes in both mailboxes.
preferences-address-label = New email address
preferences-address-button = Ask both
preferences-data = Your data
preferences-data-text = See or erase everything that is kept about you: we mail you a link for that, because digests get forwarded.
preferences-data-button = Mail me the link
preferences-leave = Unsubscribe
preferences-error-topics = Up to 20 topics of 80 characters each, separated by commas.
preferences-error-timezone = Please choose one of the time zones of the list.
preferences-error-until = Please choose a day from tomorrow on, within a year.
preferences-error-choice = Please choose one of the list.

## Mails: change of address

mail-address-confirm-subject = Your new address at { $site }
mail-address-confirm-heading = Is this your new address?
mail-address-confirm-what = Somebody, we hope you, wants { $site } to come to this address from now on.
mail-address-confirm-button = Yes, this is my address
mail-address-notice-subject = Your address at { $site } is to change
mail-address-notice-heading = Shall your digest move?
mail-address-notice-what = Somebody, we hope you, wants { $site } to come to { $address } in place of this address.
mail-address-notice-button = Yes, change the address
mail-address-both = It moves when the buttons in both mails have been pressed: one came to the old address, one to the new. The links are good for seven days.
mail-address-not-you = If it was not you, ignore this mail: nothing changes.

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
paper-summary = Summary
paper-listing = Original listing
paper-project = Project
paper-cite = Cite (BibTeX)
paper-similar = Similar papers
paper-banner = The day’s papers, by mail

author-missing = No such author
    .detail = There are no papers by an author of this name. Names are compared as they are written.
author-follow = Follow this author:
paper-missing = No such paper
    .detail = There is no paper at this address.

## Digests on the web

digest-all = All digests
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

## Operators: signing in, account, log

admin-nav = Operators’ pages
admin-overview = Overview
admin-digests = Digests
admin-keys = API keys
admin-log = Log
admin-account = Account
admin-sign-in = Sign in
admin-sign-out = Sign out
admin-sign-in-what = This is where the operators of { $site } work. Readers need no account.
admin-sign-in-wrong = There is no operator with this address and this password.
admin-sign-in-held = You were signed out in the meantime. What you have just sent is kept on this page: sign in, and you can send it again.
admin-arrive = One moment
admin-arrive-on = Go on
admin-password = Password
admin-first = Nobody can sign in yet
admin-first-what = Make the first operator: type this where the program runs. It prints a password, once.
admin-first-command = Command
admin-first-then = Then sign in here.
admin-again = You are signed in again
admin-again-what = What you sent before was not carried out. It is still here, complete, and meant for:
admin-again-button = Send it now
admin-again-not = Do not send it
admin-account-who = You are signed in as { $email }.
admin-account-sessions = Where you are signed in
admin-account-session = Since { $started }, last used { $used }
admin-account-here = here
admin-account-everywhere = Sign out everywhere
admin-account-password = A new password
admin-account-password-text = Type this where the program runs: it prints a new password and signs you out everywhere.
admin-log-what = What operators did. Readers’ addresses are not kept here.
admin-log-empty = Nothing yet.
admin-log-nobody = command line

audit-operator-created = Operator created.
audit-operator-removed = Operator removed.
audit-operator-password = New password set.
audit-signed-in = Signed in.
audit-signed-out = Signed out.
audit-signed-out-everywhere = Signed out everywhere.

admin-foreign = This form came from somewhere else
    .detail = Nothing was changed. Open the page here and send its form again.

## Operators: what was done

audit-digest-composed = A draft was composed.
audit-draft-moved = A paper of the draft was moved.
audit-draft-removed = A paper was taken out of the draft.
audit-draft-added = A paper was added to the draft.
audit-digest-tested = Test copies are on their way.
audit-digest-sent = The digest is sent to its readers.
audit-digest-scheduled = The digest is scheduled.
audit-digest-paused = The digest is paused.
audit-digest-resumed = The digest goes on.
audit-digest-taken-back = The digest is a draft again.
audit-digest-cancelled = The digest is cancelled.
audit-key-created = Key created.
audit-key-revoked = A key was revoked.
audit-subscriber-added = Subscriber added.
audit-subscriber-asked = A confirmation mail is on its way.
audit-subscriber-paused = Subscriber paused.
audit-subscriber-resumed = The pause is ended.
audit-subscriber-unsubscribed = Subscriber unsubscribed.
audit-subscriber-unblocked = The block is lifted: mail may go there again.
audit-subscriber-erased = The subscriber’s data is erased.
audit-subscribers-imported = Subscribers were imported.
audit-paper-added = Paper added.
audit-paper-edited = Paper changed.
audit-papers-imported = Papers were imported.
audit-papers-fetched = The sources were asked.

## Operators: states of digests and deliveries

admin-state-draft = draft
admin-state-ready = ready
admin-state-sending = being sent
admin-state-sent = sent
admin-state-paused = paused
admin-state-cancelled = cancelled
admin-state-skipped = skipped
admin-delivery-sent = sent
admin-delivery-sending = on the wire
admin-delivery-queued = waiting
admin-delivery-deferred = tried again later
admin-delivery-uncertain = uncertain
admin-delivery-failed = failed
admin-delivery-skipped = skipped
admin-means-draft = Nobody gets a draft. It goes out when you send it, and not before.
admin-means-draft-until = Nobody gets a draft. But one that is still here on { $at } is frozen as it is then, and goes out to the readers at their own hours.
admin-means-ready = It is frozen. Each reader gets it at their own hour, the first of them from { $at } on.
admin-means-scheduled = It is frozen, and goes to all of its readers on { $at }.
admin-means-sending = It is on its way: each reader is queued at their own hour, and mailed as fast as the relay takes it.
admin-means-sent = It is through. Its page on the web stays.
admin-means-paused = Nothing of it goes out. Resumed, it goes on exactly where it stopped; who has it does not get it again.
admin-means-cancelled = It has ended for good; who was still waiting does not get it.
admin-means-skipped = This day has no digest. You can compose one by hand.
admin-not-now = That is not possible any more: something else happened first. This is how it stands now. Nobody was mailed by your press.

## Operators: overview

admin-alerts = To look at
admin-alerts-none = Nothing is wrong.
admin-alert-look = Look at it
admin-alert-reason = The reason:
admin-alert-paused-do = No more of it goes out. Find out who refuses the mails and why; then resume it, or cancel it.
admin-alert-paused-by-hand = A person paused it. Resume it when it may go on.
admin-alert-skipped-do = If there are papers after all, compose it by hand.
admin-alert-waits-do = It is a draft whose time has passed: readers get nothing of this day until you send it.
admin-alert-no-sender = Mails wait, and no sender is running
admin-alert-no-sender-do = Start a process whose ROLES hold “sender”. Nothing is lost: what waits goes out then.
admin-alert-relay = The relay was out of reach within the last six hours
admin-alert-slow = The relay asked us to slow down
admin-alert-slow-do = Mails go out slower for a while, and faster by themselves when it takes more. If it happens every day, set SMTP_RATE.
admin-alert-domain = { $domain } refuses our mails
admin-alert-domain-do = Its readers wait until { $until }, then it is tried again. If it goes on, read the reason and ask their postmaster.
admin-alert-source = { $source } does not bring the papers it should
admin-alert-source-do = It is asked again every hour; the day’s digest waits for it for an hour at most. You can import papers meanwhile.
admin-today = Digests
admin-today-none = Today’s digest is not composed yet.
admin-next-daily = Next daily digest: { $at }
admin-next-weekly = Next weekly digest: { $at }
admin-composed = Composed { $at }.
admin-rate = { $rate } a minute, { $left } left
admin-rate-end = { $rate } a minute, { $left } left: until about { $end }
admin-readers = Subscribers
admin-status-active = active
admin-status-pending = not confirmed
admin-status-paused = paused
admin-status-unsubscribed = left
admin-status-bounced = bounced
admin-status-complained = complained
admin-moves = In the last 30 days { $came } became active, { $left } left.
admin-moves-day = { $date }: { $came } came, { $left } left
admin-sources = Sources
admin-sources-none = No source is set (PAPER_SOURCES): papers come by import, or are samples.
admin-source-well = answers
admin-source-sick = trouble
admin-source-unknown = not asked yet
admin-source-last = { $papers } papers of that day, { $at }
admin-suppressions = Addresses that get no mail
admin-suppressions-none = None.

## Operators: digests

admin-digests-none = There is none yet.
admin-digests-date = Date
admin-digests-state = State
admin-compose = Compose a draft
admin-compose-what = Out of the papers of its day that no earlier digest has had. It is mailed to nobody.
admin-compose-kind = Kind
admin-compose-button = Compose
admin-compose-date-error = Please choose a date, such as 2026-03-14.
admin-compose-monday = A weekly digest is dated a Monday. Please choose one.
admin-compose-none = There are no papers of this day that no earlier digest has had. Import or fetch some first.
admin-digest-title = Digest of { $date }
admin-digest-web = On the web
admin-digest-do = What you can do
admin-send-button = Send…
admin-send-rest-button = Send to the rest now…
admin-pause-button = Pause
admin-resume-button = Resume
admin-back-button = Back to draft
admin-cancel-button = Cancel the digest…
admin-recompose = Compose anew
admin-recompose-what = Puts the papers back as they are ranked now: your changes to this draft are lost.
admin-deliveries = Deliveries
admin-deliveries-count = Count
admin-deliveries-reason = Reason
delivery-reason-erased = The subscriber was erased
delivery-reason-unsubscribed = Unsubscribed
delivery-reason-paused = Paused by the reader
delivery-reason-bounced = The address bounced
delivery-reason-complained = The reader reported a mail as spam
delivery-reason-suppressed = The address is suppressed
delivery-reason-expired = Too late to send
delivery-reason-cancelled = The digest was cancelled
delivery-reason-no-match = No paper matches the topics
delivery-reason-domain-paused = Sending to this domain is paused
delivery-reason-awaiting-turn = Waiting for SMTP_RATE_PER_DOMAIN
delivery-reason-domain-busy = Waiting for SMTP_CONNECTIONS_PER_DOMAIN
delivery-reason-refused = Refused by the SMTP server
delivery-reason-connection-lost = Connection lost
delivery-reason-not-rendered = The mail could not be rendered
delivery-reason-invalid-envelope = Invalid address
admin-deliveries-faults = Why some did not arrive
admin-papers = Papers
admin-papers-issue = The first { $number } are the issue; readers with topics get theirs out of all of them.
admin-papers-rest = The rest of the pool ({ $number })
admin-paper-up = Up
admin-paper-down = Down
admin-paper-top = To the top
admin-paper-out = Take out
admin-paper-find = Find a paper to add
admin-paper-find-button = Search
admin-paper-found-none = Nothing was found.
admin-paper-add = Add on top
admin-paper-there = in this draft
admin-edit-no-paper = This paper is not there any more.
admin-edit-used = Another digest has had this paper; each goes into one only.
admin-edit-sample = Invented sample papers never stand beside real ones.
admin-edit-last = A digest needs one paper at least.
admin-mail = The mail
admin-mail-subject = Subject:
admin-mail-language = Language
admin-mail-part = Part
admin-mail-html = HTML
admin-mail-text = Text
admin-test = Test copies
admin-test-what = Up to 10 addresses, separated by commas. The mail is marked as a test, its personal links do nothing, and it is not counted.
admin-test-to = To
admin-test-button = Send test copies
admin-test-count = One to ten addresses, please.
admin-test-suppressed = No mail goes to { $addresses } (bounced, complained or blocked). Nobody was mailed.

## Operators: send and cancel

admin-send-title = Send the digest of { $date }?
admin-send-readers = { $readers ->
    [0] Nobody would get it: no reader is left who has not had it.
    [one] One reader gets it.
   *[other] { $text } readers get it.
}
admin-send-frozen = From then on its papers are fixed, for everybody and for good. A mail that has left cannot be called back.
admin-send-when = When
admin-send-now = Now, whatever the reader’s hour
admin-send-later = At a time ({ $zone })
admin-send-at = Please choose a time to come.
admin-send-at-label = Time
admin-send-type = Type this number to go on: { $readers }
admin-send-typed = That is not the number above. Nobody was mailed.
admin-send-more = Meanwhile there are more readers than that. Nobody was mailed: please look at the new number.
admin-send-changed = Meanwhile the draft was changed. Nobody was mailed: go back and look at its papers, then send it.
admin-send-nobody = There is nobody who would get it, and a digest is sent once: add or import subscribers first.
admin-send-do = Send to these readers
admin-go-back = Go back
admin-cancel-title = Cancel the digest of { $date }?
admin-cancel-what = Who waits for it does not get it, what is on the wire arrives, and the day has no other digest. This cannot be undone.
admin-cancel-do = Cancel it for good

## Operators: keys

admin-keys-what = Programs send a key to use the API. Each may do only what it is made for.
admin-keys-master = Beside these there is ADMIN_API_KEY of the environment, which may do everything.
admin-keys-none = No key has been made yet.
admin-keys-used = last used { $at }
admin-keys-never = never used
admin-keys-made = made { $at }
admin-keys-revoked = revoked { $at }
admin-keys-revoke = Revoke…
admin-keys-revoke-do = Revoke for good
admin-key-new = A new key
admin-key-name = What it is for
admin-key-scopes = What it may do
admin-key-button = Make the key
admin-key-shown = This is the key. It is shown this once: copy it now.
admin-key-label = The new key
admin-key-name-error = Please give it a name of 1 to 100 characters.
admin-key-scopes-error = Please choose one thing at least that it may do.
admin-scope-papers-read = read papers
admin-scope-papers-write = add, import and fetch papers
admin-scope-subscribers-read = read subscribers, their addresses among them
admin-scope-subscribers-write = add, change, import and erase subscribers
admin-scope-digests-read = read digests, drafts among them
admin-scope-digests-write = compose and SEND digests, pause and cancel them

## Operators: subscribers

admin-subscribers = Subscribers
subscribers-more = More about subscribers
subscribers-export = Export CSV
subscribers-status = Status
subscribers-all = all
subscribers-find = Find an address, or a part of one
subscribers-none = There are no subscribers yet. They come by the form of the first page, or you add them here.
subscribers-nothing = No subscriber has this.
subscribers-all-link = Show all
subscribers-address = Address
subscribers-since = Since
subscribers-gets = Gets
subscribers-weekly = Once a week, on Monday
subscribers-first = To the newest
subscribers-older = Earlier ones
subscriber-missing = No such subscriber
    .detail = Nobody has this number; perhaps they were erased.
subscriber-title = Subscriber { $id }
subscriber-not-now = That is not possible as things are now. This is how they stand.
subscriber-known = This address was here already. Nothing was changed.
subscriber-suppressed = No mail goes to this address
subscriber-suppressed-bounced = Since { $at }: mail to it did not arrive.
subscriber-suppressed-complained = Since { $at }: its owner called a mail spam.
subscriber-evidence = What was said
subscriber-lift = Let mail go there again…
subscriber-lift-bounced = Do this when you know that the address works again. Digests go there from the next one on; if they bounce, the address is closed again.
subscriber-lift-complained = Do this only when its owner asks for it. They get nothing by it alone: they count as having left, and may subscribe anew.
subscriber-lift-do = Lift the block
subscriber-facts = What they get
subscriber-since = since { $at }
subscriber-why = Why they left
subscriber-default = as set for all ({ $value })
subscriber-no-topics = none: the day’s trending papers
subscriber-created = First seen
subscriber-consents = Consents
subscriber-consents-none = None is on record: they have not confirmed.
subscriber-digests = The last digests
subscriber-digest = Digest
subscriber-digests-none = No digest was meant for them so far.
subscriber-mails = Other mails
subscriber-mail = Mail
subscriber-mails-none = No other mail was written to them lately.
subscriber-when = When
subscriber-next = next try { $at }
subscriber-do = What you can do
subscriber-ask = Send the confirmation again
subscriber-ask-what = One confirmation mail goes out in ten minutes at most, whoever asks for it.
subscriber-pause-open = until it is ended
subscriber-resume = End the pause
subscriber-resume-what = Digests go to them again, from the next one on.
subscriber-data = Download their data
subscriber-data-what = Everything that is kept about them, for when they ask for it.
subscriber-unsubscribe = Unsubscribe them…
subscriber-unsubscribe-what = Nothing goes to them any more. Only they themselves can come back, by subscribing.
subscriber-unsubscribe-do = Unsubscribe
subscriber-erase = Erase their data…
subscriber-erase-what = Address, consents and mails are deleted at once. A keyed hash stays, so that no import brings the address back. This cannot be undone.
subscriber-erase-do = Erase for good
suppressions-what = They bounced for good, or their owners complained. Only an operator lifts that.
suppressions-link = Blocked addresses
suppressions-lift = Let mail go there again…
subscriber-new = Add a subscriber
subscriber-new-button = Add
subscriber-new-refused = Not added: { $reason }.
subscriber-topics-hint = Separated by commas; empty: the day’s trending papers.

refused-erased = its owner had this address erased; only they can subscribe it again
refused-suppressed = no mail goes to this address
refused-unsubscribed = its owner unsubscribed; only they can subscribe again
refused-bounced = mail to this address does not arrive
refused-complained = its owner complained about a mail

consent-returned-weekly = came back on the page after unsubscribing, with one digest a week
consent-returned-paused = came back on the page after unsubscribing, paused
consent-address-changed = address changed, confirmed from both mailboxes

rejected-listed-paused = this list has them as paused; without that status they would get mail at once ({ $cell })
rejected-listed-inactive = this list has them as inactive and does not mail them ({ $cell })
rejected-listed-unsubscribed = this list has them as unsubscribed; only they can subscribe again ({ $cell })
rejected-listed-bounced = this list has them as bounced: mail to this address does not arrive ({ $cell })
rejected-listed-complained = this list has them as complained: they do not want this mail ({ $cell })
rejected-listed-blocked = this list has them as blocked: they must not be mailed ({ $cell })
rejected-listed-deleted = this list has them as deleted ({ $cell })
rejected-unknown-status = not a known status ({ $cell }); it may mean that they unsubscribed. Write active or pending, or remove the column
rejected-listed-elsewhere = line { $line } has the same address with a status that forbids mail
rejected-row-length = this row has more or fewer cells than the first line, so it is unclear which one is the status
rejected-unreadable = this row cannot be read: { $detail }

answer-suppressed = No mail goes to this address since { $at }: mail to it did not arrive. What was said stands below.
answer-complained = No mail goes to this address since { $at }: its owner called a mail spam.
answer-pending = They have not confirmed yet, so no digest goes to them. The last confirmation mail was written on { $at }.
answer-not-asked = They have not confirmed yet, so no digest goes to them. No confirmation mail was written.
answer-paused = They are paused until somebody ends the pause.
answer-paused-until = They are paused until { $date }.
answer-left = They left on { $at }. Only they themselves can subscribe again.
answer-left-once = They have left. Only they themselves can subscribe again.
answer-closed = No digest goes to them: mail to this address came back, or was complained about.
answer-none = They are active, and no digest has been due for them yet.
answer-sent = The mail server took over the last digest on { $at }. If it is not in the inbox, it is in the folder for spam, or was turned away behind that server.
answer-deferred = The last digest was put off by the mail server, and is tried again on { $at }.
answer-uncertain = The connection ended on { $at }, before the mail server answered: the last digest may have arrived or not.
answer-failed = The last digest could not be delivered. The reason stands below.
answer-skipped = The last digest was not sent to them. The reason stands below.
answer-queued = The last digest is on its way out: it is due since { $at }.

mail-kind-confirmation = Confirmation
mail-kind-welcome = Welcome
mail-kind-reminder = “You are subscribed”
mail-kind-manage = Link to their data
mail-kind-address-confirm = Change of address: to the new one
mail-kind-address-notice = Change of address: to the old one

consent-legend = May they be mailed?
consent-given = Yes, they have agreed: they are active at once
consent-source = Where they agreed
consent-source-hint = It is kept with each address: “sign-up sheet, spring workshop”.
consent-since = Since (if you know)
consent-note = Note (optional)
consent-ask-one = Ask them first: a confirmation mail goes out
consent-ask-many = Ask each of them first: a confirmation mail goes to each
consent-error-agreed = Please say whether they have agreed.
consent-error-source = Please say where they agreed, in 1 to 200 characters.
consent-error-since = Please choose a date that is not to come.
consent-error-note = Please shorten it to 1,000 characters.

## Operators: import

import-link = Import
import-file = A file, up to { $size } MB
import-paste = Or paste it here
import-look = Look at it first
import-look-what = Nothing is written yet.
import-do = Import
import-columns = What a list may hold
import-columns-what = CSV as spreadsheet programs write it (commas, semicolons or tabs), JSON, one JSON object a line, or just an address on each line. Columns may stand in any order; only the address is needed:
import-large = A list of more than { $size } MB goes in by the command line:
import-error-empty = Please choose a file, or paste its text.
import-error-too-large = This is more than { $size } MB. Please import it by the command line.
import-error-date = Please choose a date, such as 2026-03-14.
subscribers-import = Import subscribers
subscribers-import-what = You see first what an import would do. Nobody who left, bounced, complained or was erased comes back by it.
papers-import = Import papers
papers-import-what = Papers that are here already are brought up to date; what a person edited stays.
papers-import-format = What it is
papers-format-page = The Daily Papers page, copied as text
papers-format-json = JSON, a list of papers
papers-format-ndjson = One JSON object a line
papers-format-arxiv = An answer of arXiv’s API (Atom)
papers-import-date = Day of listing
papers-import-date-hint = Empty: as the text says, or today.
papers-fetch = Fetch now
papers-fetched = What the sources brought

job-missing = Not here any more
    .detail = What was asked for is kept for a day.
job-running = Running…
job-again = Refresh
job-interrupted = Interrupted: the program stopped. Some rows may have been imported; running it again is safe.
job-failed = It failed; see the log. Running it again is safe.
job-would = What the import would do
job-did = What the import did
job-read = read
job-would-add = would be added
job-added = added
job-updated = updated
job-unchanged = unchanged
job-rejected = rejected
job-consent = Consent on record: { $source }.
job-asked = { $number ->
    [one] A confirmation mail goes to { $number } of them.
   *[other] Confirmation mails go to { $number } of them.
}
job-import = { $number ->
    [one] Import { $number } subscriber
   *[other] Import { $number } subscribers
}
job-redo = Import it again
job-other = Another list
job-nothing = There is nothing to do.
job-rejected-title = Rejected lines
job-rejected-more = { $number ->
    [one] And { $number } more.
   *[other] And { $number } more.
}
job-line = Line
job-skipped = Items that could not be read

## Operators: papers

papers-more = More about papers
papers-find = Find papers by their words
papers-day = Day
papers-show = Show
papers-older = More
papers-sources = Sources
paper-new = Add a paper
paper-new-what = Only the title is needed. What you say here no source changes again.
paper-new-button = Add
paper-edit = Edit: { $title }
paper-edit-what = What you change here is yours: no fetch and no import writes over it. Digests that have this paper keep it as it was.
paper-yours = edited by hand
paper-title = Title
paper-authors = Authors
paper-lines-hint = One on each line.
paper-author-count = Number of authors
paper-organization = Organization
paper-author-count-hint = Where the names are not all known.
paper-listed-on = Day of listing
paper-published-on = Published on
paper-arxiv = arXiv id
paper-doi = DOI
paper-categories = Categories
paper-keywords = Keywords
paper-error-title = Please give it a title of 1 to 1,000 characters.
paper-error-abstract = Please shorten it to 50,000 characters.
paper-error-summary = Please shorten it to 5,000 characters.
paper-error-authors = Please write one name on each line, of up to 300 characters.
paper-error-organization = Please shorten it to 300 characters.
paper-error-number = Please type a whole number, or nothing.
paper-error-link = Please type a whole address that begins with https:// or http://.
paper-error-arxiv = Please type an arXiv id such as 2510.12345.
paper-error-doi = Please type a DOI such as 10.1000/xyz.
paper-error-lines = Please write one on each line, of up to 100 characters.

sources-what = Each source is asked once an hour: for the day’s papers, and for the counts of the last seven days.
sources-sample = No source is set (PAPER_SOURCES): the papers are invented samples.
sources-usual = usually about { $papers } by then
sources-bars = { $number ->
    [one] The last fetch
   *[other] The last { $number } fetches, the newest on the right
}
sources-bar = { $papers ->
    [one] { $at }: { $papers } paper
   *[other] { $at }: { $papers } papers
}
sources-last = { $number ->
    [one] The last one
   *[other] The last { $number }
}
sources-papers = Papers of the day
sources-source = Source
sources-outcome = Outcome
source-failure-http-status = answered { $status }
source-failure-unreachable = cannot be reached
source-failure-timeout = did not answer in time
source-failure-pause = asked for a pause that is not over
source-failure-redirect = redirects to { $target }, which is refused
source-failure-too-large = answered more than { $megabytes } MB
source-failure-format = the answer is not { $format }
source-failure-message = answered: { $message }
source-failure-incomplete = answered { $received } of { $expected } entries
source-failure-few-papers = { $papers ->
    [one] { $papers } paper, usually about { $usual } at this hour
   *[other] { $papers } papers, usually about { $usual } at this hour
}

## API page

api-title = API
api-key-html = Send a key as <code>{ $header }</code>.
api-description-html = The description for programs is <a href="{ $link }">openapi.json</a>.
api-operations = Operations
api-lists = A list has items and nextCursor: pass nextCursor as cursor to get the next page.
api-refusals = A refusal is application/problem+json (RFC 9457): its detail says what is wrong and how to fix it.
api-scope = Scope of the key:
api-parameters = Parameters
api-body = Body
api-answers = Answers
api-example = Example
api-schemas = Schemas

## Error pages

error-home = To today’s papers

error-400 = That did not work
    .detail = The request could not be understood. Please go back and try again.
error-404 = Not found
    .detail = There is nothing at this address.
error-405 = Not possible here
    .detail = This address does not take this kind of request. Please go back and try again.
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
error-503 = Back in a moment
    .detail = The database is out of reach just now. Nothing was changed; please try again in a minute.

picture-busy = Too many pictures at once
    .detail = Please try again in a few seconds.

too-often = Too many requests
    .detail = That was a little too often. Please try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
