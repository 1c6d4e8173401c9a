# Every word of pages and emails (Fluent, https://projectfluent.org). One file per language; the same keys in each.
# A key that ends with -html may hold markup; what is filled into it is escaped.

## About

about-title = About and privacy
about-what = { $site } picks the day’s trending research papers and emails them once a day to everyone who has subscribed.
about-kept = What we keep
about-kept-reader = Your email address, your preferences, when and where you confirmed, and a keyed hash of your IP address: for as long as you’re subscribed.
about-kept-pending = An address nobody confirmed: for seven days.
about-kept-address = A new address you’re switching to, until you confirm it: for seven days.
about-kept-left = Why you left, if you told us: until you resubscribe or erase your data.
about-kept-deliveries = Which digests we sent you, and how your mail server responded: until you erase your data.
about-kept-erased = After you erase your data: only a keyed hash of your address, so it can’t be imported again.
about-not = What we don’t do
about-not-text = No cookies, no tracking pixels, no click tracking, nothing loaded from other servers.

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
digest-week = Week ending { $date }
digest-rose-again = trending again
digest-reason-paused-by-operator = paused by an operator
digest-reason-cancelled-by-operator = cancelled by an operator
digest-reason-no-papers = no papers
digest-reason-too-late = no process was running at the time to compose it
digest-reason-refused = rejected: { $reply }
digest-reason-unknown-recipients = too many unknown addresses: { $reply }
digest-empty = Nothing new in your topics { $kind ->
    [weekly] this week
   *[other] today
}
digest-empty-text = Nothing new in your topics { $kind ->
    [weekly] this week
   *[other] today
}.
mail-test-copy = This is a test. Its personal links don’t work.
mail-sample = These are made-up sample papers, so you can look around.
mail-read-more = Read more
mail-pdf = PDF
mail-code = Code
mail-on-web = View in browser
mail-preferences = Preferences
mail-unsubscribe = Unsubscribe
mail-why-html = You’re receiving this because { $address } is subscribed to { $site } at <a href="{ $link }/">{ $host }</a>.
mail-why-text = You’re receiving this because this address is subscribed to { $site } at { $link }/

## Mails to one reader

mail-foot = { $site }, { $host }
confirmation-subject = Confirm your subscription to { $site }
confirmation-heading = One click and you’re in
confirmation-asked = Someone (hopefully you) signed up { $address } for { $site }.
confirmation-press = Confirm to start getting the day’s trending papers. We won’t send anything until you do.
confirmation-button = Confirm my subscription
confirmation-ignore = This link works for seven days. Wasn’t you? Just ignore this email and we’ll forget the address.
welcome-subject = Welcome to { $site }
welcome-heading = You’re subscribed
welcome-first = Your first digest will arrive with the next issue. After that, you’ll get the best papers as often as you like.
welcome-latest = In the meantime, here’s the latest one ({ $date }), led by “{ $title }”.
welcome-latest-button = Read the latest digest
welcome-today = In the meantime, have a look at today’s papers.
welcome-today-button = See today’s papers
welcome-preferences = Change topics, days or time
welcome-unsubscribe = Unsubscribe
reminder-subject = You’re subscribed to { $site }
reminder-heading = You’re already subscribed
reminder-typed = Someone entered { $address } in the { $site } sign-up form. You’re already subscribed, so nothing has changed.
reminder-button = See my preferences
reminder-spam = Not seeing your digest? Check your spam folder and mark it “not spam”.
manage-mail-subject = Your data at { $site }
manage-mail-heading = Export or erase your data
manage-mail-asked = You asked to see or erase the data we hold about you. Because digests get forwarded, we send this link separately.
manage-mail-button = See my data
manage-mail-ignore = This link works for one day. Wasn’t you? Ignore this email; nothing will change.

## Alerts to the operator

alert-why = You’re getting this because your address is in ALERT_TO for { $site }.
alert-reason = Reason: { $reason }
alert-paused = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date } was paused
alert-paused-do = Sending has stopped. Find out who is rejecting the emails and why, then resume: it continues where it left off. To look at it, check for problems and resume:
alert-skipped = No { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date }
alert-skipped-do = If there are papers after all, fetch or import them, then compose and send the digest by hand:
alert-waits = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date } is waiting for you
alert-waits-do = It’s still a draft and its send time has passed. Readers get nothing until you send it. To look at it and send it:
alert-late = The { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date } went out late, with what was available
alert-late-do = We waited an hour for the sources. It’s being sent now; later papers go into the next one. To fetch again and look at the digest:
alert-bounced = Too many bounces: { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date }
alert-bounced-share = Sent: { $sent }. Unknown addresses: { $hard }. Spam complaints: { $complaints }. Mailbox providers start blocking senders above about 5% bounces or 0.1% complaints.
alert-bounced-do = We’ve stopped mailing these addresses. Check where they came from (perhaps an import) and whether these readers signed up:
alert-bounced-doubted = That’s suspiciously many: a misconfigured relay reports every mailbox as unknown. We’ve left these readers active, and these bounces don’t count against them. Check what the relay says and where the addresses came from:
alert-refused = Many servers are rejecting the { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date }
alert-refused-share = Emails: { $mails }. Rejected for the same reason: { $refused }. So many at once points to us or to the relay, not to the readers, so we haven’t blocked any addresses.
alert-refused-do = Check whether our address is on a block list, whether SPF, DKIM and reverse DNS are right, and what the relay says. The second command checks what it can from here:
alert-relay = The mail relay was unreachable
alert-relay-since = We couldn’t reach the relay (SMTP_URL) from { $since }. No email was lost: everything is being retried, and this one arrived because the relay is back.
alert-relay-do = If it happens again, check that the relay responds from this machine and that SMTP_URL and its password are right. The first command checks both:

## Search

search-title = Search
search-title-of = Search: { $q }
search-q = Search papers
search-button = Search
search-hint = Use words, "exact phrases" or -exclude.
search-from = From
search-to = To
search-category = Category
search-sort = Sort by
search-sort-relevance = Relevance
search-sort-trending = Trending
search-sort-date = Newest
search-found = { $count ->
    [one] { $count } paper
   *[other] { $count } papers
}
search-found-many = At least { $count } papers.
search-capped = Showing the { $count } newest matches.
search-capped-date = Newest first.
search-unfiltered = Clear filters
search-nothing = No papers found.
search-meant-html = Did you mean <a href="{ $link }">{ $q }</a>?
search-try = Try fewer or different words.
search-pdf = PDF
search-code = Code
search-pages = Result pages
search-first = First page
search-next = More →
search-wrong-q = Please keep it under 300 characters.
search-wrong-day = Please enter a date like 2026-03-14.
search-wrong-range = The end date can’t be before the start date.
search-wrong-category = Please enter a category like cs.CL (up to 100 characters).
search-wrong-sort = Please choose relevance, trending or newest.
search-wrong-cursor = We can’t find that page of results. Please search again.

## Readers' pages

to-papers = See today’s papers
to-preferences = Your preferences

## Subscribe

subscribe-title = Subscribe
subscribe-label = Email address
subscribe-placeholder = you@example.org
subscribe-button = Subscribe
subscribe-promise = One email a day. Unsubscribe anytime. No tracking.
# Filled in by the browser: ADDRESS stands for the address that was perhaps meant.
subscribe-meant = Did you mean ADDRESS?
subscribe-robots = Leave this blank

address-empty = Please enter your email address.
address-parts = That doesn’t look like an email address. It should look like ada@example.org.
address-plain = Please enter just one address, without spaces, commas, quotes or brackets.
address-long-name = The part before the @ is too long (64 characters at most).
address-name = The part before the @ contains a character, or a dot in a place, that mail servers don’t accept.
address-domain = The part after the @ isn’t a valid domain, like example.org.
address-long = That address is too long (254 characters at most).
address-special = The part after the @ is a name that can’t receive email.
address-disposable = Sorry, we can’t send to temporary addresses. Please use a permanent one.

check-inbox-title = Check your inbox
check-inbox-what = We’ve sent you an email (if we’re able to mail that address). Click the button in it to confirm.
check-inbox-nothing-html = Nothing after a few minutes? Check your spam folder, or <a href="/">try again</a> in ten minutes.
check-inbox-local-html = This server doesn’t send email to the internet yet: find the email in its <a href="/inbox">local inbox</a>.
check-inbox-meant = Did you mean an address at { $domain }?
check-inbox-meant-text = We used the address exactly as you typed it. If it’s wrong, please enter it again.

## Links in mails

link-unknown = This link doesn’t work
link-unknown-text = It may have been cut off. Try copying the whole link from the email.
link-gone = This link has expired

confirm-title = Confirm your subscription
confirm-what = Click to start getting the day’s papers.
confirm-button = Confirm my subscription
confirm-done-title = You’re subscribed
confirm-done-text = Your first digest will arrive with the next issue. We’ve also emailed you a link to your preferences.
confirm-gone = Enter your email address and we’ll send you a new link.

unsubscribe-title = Unsubscribe?
unsubscribe-what = You’ll stop receiving { $site } right away.
unsubscribe-button = Unsubscribe
unsubscribe-done-title = You’re unsubscribed
unsubscribe-done-text = You won’t get any more digests. One that’s already on its way may still arrive.
unsubscribe-mistake-html = Changed your mind? <a href="/">Subscribe again</a>.
unsubscribe-instead = Just want fewer emails?
unsubscribe-pause-button = Pause for now
unsubscribe-weekly-offer = One email on Mondays with the best of the week.
unsubscribe-weekly-button = Switch to weekly
unsubscribe-back-title = Glad you’re staying
unsubscribe-paused = Your subscription is paused.
unsubscribe-weekly = You’ll now get one digest a week, on Mondays.
unsubscribe-gone = Enter your email address to subscribe again.
unsubscribe-why = Why are you leaving?
unsubscribe-why-text = Optional, but it helps us.
unsubscribe-why-too-often = Too many emails
unsubscribe-why-not-relevant = The papers weren’t relevant to me
unsubscribe-why-too-long = The emails were too long
unsubscribe-why-not-asked = I never signed up
unsubscribe-why-other = Something else
unsubscribe-comment = Anything you’d like to add? (up to 1,000 characters)
unsubscribe-why-button = Send feedback
unsubscribe-error-comment = Please shorten it to 1,000 characters.
unsubscribe-thanks = Thanks for letting us know.

pause-for = Pause for
pause-week = a week
pause-two-weeks = two weeks
pause-month = a month
pause-three-months = three months
pause-ends = You’ll get digests again on

address-title = Change email address
address-what = Send your digest to the new address? We’ll switch once you’ve confirmed from both addresses.
address-button = Yes, change the address
address-waiting = Thanks! One step left: click the button in the email we sent to your other address.
address-done = Done. Your digest now goes to your new address.
address-taken = Your new address already has its own subscription, so we changed nothing. To stop the old one, use the unsubscribe link in any digest sent there.
address-gone = This link has expired. You can change your address again from your preferences.

manage-title = Your data
manage-what = Everything we store about you.
manage-download = Download
manage-erase = Erase
manage-erase-text = This deletes your address, consent records and email history right away. It can’t be undone.
manage-erase-button = Erase my data
manage-erased-title = Your data is erased
manage-erased = We’ve kept only a keyed hash of your address, so nobody can import it again.
manage-gone = You can request a new link from your preferences.

## Preferences

preferences-title = Your preferences
preferences-gone = You’re not subscribed any more. Enter your email address to come back.
preferences-saved = Saved.
preferences-paused = Paused.
preferences-resumed = Welcome back.
preferences-manage-sent = We’ve emailed you the link.
preferences-address-sent = We’ve emailed both addresses (if we’re able to mail the new one). You can try again in ten minutes.
preferences-pause-title = Paused
preferences-no-digests = You’re not getting any digests right now.
preferences-resume-button = Resume now
preferences-what = Your digest
preferences-topics = Topics
preferences-topics-hint = Up to 20 words, “phrases” or arXiv categories, separated by commas, e.g. sparse autoencoders, image restoration, cs.CL. Leave empty for the day’s trending papers.
preferences-suggestions = Popular today
preferences-list = Include
preferences-list-first = papers on my topics first, then trending
preferences-list-only = only papers on my topics
preferences-empty = If nothing matches
preferences-empty-nothing = don’t email me
preferences-empty-tell = let me know
preferences-papers = Papers per digest
preferences-papers-default = Default ({ $number })
preferences-when = Schedule
preferences-days = Days
preferences-daily = Every day
preferences-weekdays = Monday to Friday
preferences-weekly = Weekly, on Mondays: the best of the week
preferences-hour = Time
preferences-hour-default = As soon as it’s ready ({ $time })
preferences-timezone = Time zone
preferences-timezone-default = Default ({ $zone })
# Filled in by the browser: ZONE stands for its time zone.
preferences-timezone-guess = We’ve picked ZONE from your device. Save to keep it.
preferences-language = Language
preferences-save = Save
preferences-pause = Pause
preferences-until = or until
preferences-pause-button = Pause
preferences-address = Change email address
preferences-address-text = We’ll email both addresses. Your digest moves once you’ve confirmed from each.
preferences-address-label = New email address
preferences-address-button = Send confirmation emails
preferences-data = Your data
preferences-data-text = See or erase everything we store about you. Because digests get forwarded, we’ll email you a separate link.
preferences-data-button = Email me the link
preferences-leave = Unsubscribe
preferences-error-topics = Please use at most 20 topics of up to 80 characters, separated by commas.
preferences-error-timezone = Please choose a time zone from the list.
preferences-error-until = Please choose a date between tomorrow and a year from now.
preferences-error-choice = Please choose one of the options.

## Mails: change of address

mail-address-confirm-subject = Confirm your new email address for { $site }
mail-address-confirm-heading = Is this your new address?
mail-address-confirm-what = Someone (hopefully you) wants to get { $site } at this address.
mail-address-confirm-button = Yes, this is my address
mail-address-notice-subject = Change your { $site } email address?
mail-address-notice-heading = Change your email address?
mail-address-notice-what = Someone (hopefully you) wants to get { $site } at { $address } instead.
mail-address-notice-button = Yes, change the address
mail-address-both = We sent one email to each address. The change takes effect once you’ve confirmed both. The links work for seven days.
mail-address-not-you = Wasn’t you? Ignore this email and nothing will change.

## Frame of every page

frame-skip = Skip to content
frame-nav = Site
frame-archive = Archive
frame-search = Search
frame-inbox = Inbox
frame-about = About and privacy
frame-api = API
frame-papers = Paper feeds:
frame-digests = Digest feeds:
frame-feed-papers = { $site }: papers
frame-feed-digests = { $site }: digests
frame-languages = Available in { $languages }, following your browser’s language.

## Daily Papers page

daily-title-today = Today’s papers
daily-title = Papers for { $date }
daily-description = The day’s trending research papers, on the web and in your inbox.
daily-banner = Get trending papers in your email inbox!
daily-sample = These are made-up sample papers, so you can look around.
daily-days = Days
daily-previous = Previous day
daily-next = Next day
daily-calendar = Calendar
daily-month-back = Previous month
daily-month-on = Next month
daily-empty = No papers for this day.
daily-empty-today = Today’s papers aren’t in yet.
daily-last = Latest:
daily-sort = Sort by
daily-sort-trending = Trending
daily-sort-upvotes = Upvotes
daily-sort-newest = Newest
daily-find = Search all papers

daily-not-yet = That’s in the future
    .detail = There are no papers for that day yet. Come back when it’s here!

## A paper, on a card and on its page

card-more = more
card-less = less
card-paper = Paper
card-pdf = PDF
card-code = Code
paper-sample = This is a made-up sample paper.
paper-abstract = Abstract
paper-summary = Summary
paper-listing = Original listing
paper-project = Project
paper-cite = Cite (BibTeX)
paper-similar = Similar papers
paper-banner = Get papers like this every day

author-missing = We can’t find that author
    .detail = There are no papers by an author of that name. Names have to match exactly.
author-follow = Follow this author:
paper-missing = We can’t find that paper
    .detail = It may have been removed, or the link may be wrong.

## Digests on the web

digest-all = All digests
digest-banner = Get the next one by email
digests-title = All digests
digests-kinds = Daily or weekly
digests-daily = Daily
digests-weekly = Weekly
digests-none = No digests yet. The first one goes out on the next day with papers.
digests-none-weekly = No weekly digests yet. They go out on Mondays.
digests-older = Older

digest-missing = No digest found
    .detail = There’s no digest for this day.

## Local inbox

inbox-title = Local inbox
inbox-what = Emails this server has sent. No mail relay is set up, so they end up here (latest 1,000).
inbox-empty = No emails yet.
inbox-bytes = { $bytes ->
    [one] { $bytes } byte
   *[other] { $bytes } bytes
}
inbox-raw = raw
inbox-html = The email as HTML
inbox-text = Text part
inbox-headers = Headers

inbox-missing = We can’t find that email
    .detail = It isn’t in the inbox, which keeps the latest 1,000.

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

error-home = Go to today’s papers

error-400 = Something’s off with that request
    .detail = Please go back and try again.
error-404 = Not found
    .detail = We couldn’t find that page.
error-405 = Not possible here
    .detail = This page doesn’t accept that kind of request. Please go back and try again.
error-409 = That’s changed in the meantime
    .detail = Please reload the page and try again.
error-410 = This page is gone
    .detail = It has been removed and won’t come back.
error-413 = That’s too large
    .detail = Please try again with something smaller.
error-415 = Unsupported format
    .detail = We can’t read this kind of content.
error-422 = Please check your input
    .detail = Something in the address or the form isn’t valid.
error-500 = Something went wrong on our end
    .detail = We’ve logged it. Please try again in a minute.
error-503 = We’ll be right back
    .detail = Nothing was lost; please try again in a minute.

picture-busy = Too many images at once
    .detail = Please try again in a few seconds.

too-often = Too many requests
    .detail = Please slow down a little and try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
