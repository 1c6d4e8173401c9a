# Every word of pages and emails (Fluent, https://projectfluent.org). One file per language; the same keys in each.
# A key that ends with -html may hold markup; what is filled into it is escaped.

## About

about-title = About and privacy
about-what = { $site } picks the day’s trending research papers and emails them once a day to everyone who has subscribed.
about-kept = What we keep
about-kept-reader = Your email address, your preferences, when and where you confirmed, and a keyed hash of your IP address: until you erase your data. We keep them after you unsubscribe, so that no imported list subscribes you again.
about-kept-pending = An address nobody confirmed: for seven days.
about-kept-address = A new address you’re switching to: until you confirm it, for seven days at most.
about-kept-left = Why you left, if you told us: until you resubscribe or erase your data.
about-kept-deliveries = Which digests we sent you, and how the mail server responded: until you erase your data.
about-kept-erased = After you erase your data: a keyed hash of your address, so it can’t be imported again; if the address was blocked, also an encrypted copy in our backup journal until it expires.
about-erase = To see or erase your data, open your preferences from any digest. If you’ve unsubscribed, use the unsubscribe link in any digest instead. If you don’t get our emails any more, reply to one of them.
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
label-colon = { $label }:
label-value = { $label }: { $value }

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
    [one] an earlier paper by an author of this name: { $upvotes }
   *[other] { $papers } earlier papers by authors of these names: { $upvotes } on average
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
digest-reason-two = { $first }; { $second }
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
welcome-first = The next digest will be your first. You can change how often you get it at any time.
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
} for { $date } went out late
alert-late-do = We waited an hour for the sources. It’s being sent now; later papers go into the next one. To fetch again and look at the digest:
alert-bounced = Too many bounces or complaints: { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date }
alert-bounced-share = Sent: { $sent }. Unknown addresses: { $hard }. Spam complaints: { $complaints }. Providers ask for less than 5% bounces and 0.1% complaints; Gmail rejects senders with 0.3% complaints or more.
alert-bounced-do = We’ve stopped mailing these addresses. Check where they came from (perhaps an import) and whether these readers signed up. To see the counts:
alert-bounced-ignored = That’s suspiciously many: a misconfigured relay reports every mailbox as unknown. We’ve left these readers active, and these bounces don’t count against them. Check what the relay says and where the addresses came from. To see the counts:
alert-refused = Many servers are rejecting the { $kind ->
    [weekly] weekly digest
   *[other] digest
} for { $date }
alert-refused-share = Emails: { $mails }. Rejected for the same reason: { $refused }. So many at once points to us or to the relay, not to the readers, so we haven’t blocked any addresses.
alert-refused-do = Check whether our address is on a blocklist, whether SPF, DKIM and reverse DNS are right, and what the relay says. The second command checks what it can from here:
alert-relay = The mail relay was unreachable
alert-relay-since = We lost contact with the mail relay { $relay } on { $since }. No email was lost: everything is being retried.
alert-relay-do = If it happens again, check that the relay responds from this machine and that SMTP_URL and its password are right. The first command checks both:
alert-confirmations = Unusually many sign-ups
alert-confirmations-limit = More than { $limit } confirmation emails were requested within an hour (CONFIRMATIONS_PER_HOUR). The rest will be sent later; none will be lost.
alert-confirmations-do = If you’ve just been linked to from somewhere popular, raise the limit. If not, someone may be using your sign-up form to flood other people’s mailboxes: look at where the requests come from, and block them at your proxy.
mail-invite-subject = You’re invited to help run { $site }
mail-invite-heading = Help run { $site }
mail-invite-what = You’ve been invited to help run { $site } (role: { $role }). Click the button to choose a password.
mail-invite-lifetime = This link works once and expires in seven days.
mail-invite-button = Accept invitation
mail-invite-not-you = Didn’t expect this? Ignore this email and nothing will happen.

## Search

search-title = Search
search-title-of = Search: { $q }
search-q = Search papers
search-button = Search
search-hint = Use words, “exact phrases” or -{ "\u2060" }exclude.
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
search-wrong-q = Please use at most 300 characters.
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

address-empty = Please enter an email address.
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
check-inbox-nothing-html = Nothing after a few minutes? Check your spam folder, or <a href="/">try again</a> later. After each try, the next email takes longer.
check-inbox-local-html = This server doesn’t send email to the internet yet: find the email in its <a href="/inbox">local inbox</a>.
check-inbox-meant = Did you mean an address at { $domain }?
check-inbox-meant-text = We used the address exactly as you typed it. If it’s wrong, please enter it again.

## Links in mails

link-unknown = This link doesn’t work
    .detail = It may have been cut off. Try copying the whole link from the email.

confirm-title = Confirm your subscription
confirm-what = Confirm to start getting the day’s trending papers by email.
confirm-button = Confirm my subscription
confirm-done-title = You’re subscribed
confirm-done-text = The next digest will be your first. We’ve also emailed you a link to your preferences.
confirm-gone = This link has expired
    .detail = Enter your email address and we’ll send you a new link.

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
unsubscribe-gone = This link has expired
    .detail = Enter your email address to subscribe again.
unsubscribe-why = Why did you unsubscribe?
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
pause-ends = You’ll get digests again on { $date }.

address-title = Change email address
address-what = Send your digest to the new address? We’ll switch once you’ve confirmed from both addresses.
address-button = Yes, change the address
address-waiting = Thanks! One step left: click the button in the email we sent to your other address.
address-done = Done. Your digest now goes to your new address.
address-taken = Your new address already has its own subscription, so we changed nothing. To stop the old one, use the unsubscribe link in any digest sent there.
address-gone = This link has expired
    .detail = You can change your address again from your preferences. There’s a link to them in every digest.

manage-title = Your data
manage-what = Everything we store about you.
manage-download = Download
manage-erase = Erase
manage-erase-text = This deletes your address, consent records and email history right away. It can’t be undone.
manage-erase-button = Erase my data
manage-erased-title = Your data is erased
manage-erased = In our database, only a keyed hash of your address remains, so nobody can import it again.
manage-gone = This link has expired
    .detail = You can request a new one from your preferences or, if you’ve unsubscribed, from the unsubscribe page. Every digest links to both.

## Preferences

preferences-title = Your preferences
preferences-gone = This link has expired
    .detail = You’ve unsubscribed or changed your address. If you still get the digest, use the link in your latest one. Otherwise, enter your email address to subscribe again.
preferences-saved = Saved.
preferences-paused = Paused.
preferences-resumed = Welcome back.
preferences-manage-sent = If your address can still get our emails, the link is on its way. It works for one day.
unsubscribe-linked = If your address can still get our emails, the link is on its way. It works for one day.
preferences-address-sent = We’ve emailed both addresses (if we’re able to mail the new one). If nothing arrives, you can try again in ten minutes.
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
preferences-empty-notify = let me know
preferences-papers = Papers per digest
preferences-papers-default = Default ({ $number })
preferences-when = Schedule
preferences-days = How often
preferences-daily = Every day
preferences-weekdays = Monday to Friday
preferences-weekly = Weekly, on Mondays: the best of the week
preferences-hour = Time
preferences-hour-default = Default ({ $time })
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
frame-languages = Available in { $languages } (we follow your browser’s language).

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
card-paper = Original page
card-pdf = PDF
card-code = Code
paper-sample = This is a made-up sample paper.
paper-abstract = Abstract
paper-summary = Summary
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

admin-nav = Admin
admin-overview = Overview
admin-digests = Digests
admin-keys = API keys
admin-operators = Operators
admin-log = Audit log
admin-account = Account
admin-sign-in = Sign in
admin-sign-out = Sign out
admin-sign-in-what = For operators of { $site }. Readers don’t need an account.
admin-sign-in-http = This page was opened over http, but browsers only keep the sign-in cookie over https. Please sign in at { $url }.
admin-sign-in-wrong = Wrong email or password.
admin-sign-in-held = You were signed out. We’ve kept what you just submitted: sign in to send it again.
admin-arrive = One moment…
admin-arrive-on = Continue
admin-password = Password
admin-first = No operators yet
admin-first-what = Create the first one by running this on the server. It prints the password once.
admin-first-command = Command
admin-first-then = Then sign in here.
admin-again = You’re signed in again
admin-again-what = Your last action wasn’t carried out. We’ve kept it; it would be sent to:
admin-again-button = Send it now
admin-again-not = Discard it
admin-account-who = You’re signed in as { $email }.
admin-account-sessions = Where you’re signed in
admin-account-session = Since { $started }, last used { $used }
admin-account-here = here
admin-account-everywhere = Sign out everywhere
admin-account-end = Sign out
admin-account-browser = Unknown browser
admin-account-password = New password
admin-password-current = Current password
admin-password-hint = At least 12 characters. You’ll stay signed in here and be signed out everywhere else.
admin-password-button = Change password
admin-password-error = Please choose a password of 12 to 200 characters.
admin-password-current-error = That isn’t your current password.
admin-time-zone = Time zone
admin-time-zone-label = Show times in
admin-time-zone-button = Save
admin-second-factor = Two-step sign-in
admin-second-factor-on = On
admin-second-factor-what = With an authenticator app, a stolen password alone isn’t enough to sign in.
admin-second-factor-add = Set up
admin-second-factor-change = Change or turn off
admin-second-factor-replace = Two-step sign-in is on. Setting it up again replaces the app and the recovery codes.
admin-second-factor-scan = Scan this code with your authenticator app, then enter the six digits it shows.
admin-second-factor-qr = QR code for your authenticator app
admin-second-factor-type = Can’t scan it? Enter this key:
admin-second-factor-button = Turn on
admin-second-factor-remove = Turn off…
admin-second-factor-remove-do = Turn off two-step sign-in
admin-code = Enter your code
admin-code-what = Enter the code from your authenticator app, or one of your recovery codes.
admin-code-label = Code
admin-code-wrong = That code isn’t right, or it was already used. Please enter the current one.
admin-code-expired = That took too long. Please start again.
admin-recovery = Recovery codes
admin-recovery-what = Two-step sign-in is on. If you lose your phone, each of these codes lets you sign in once. Store them somewhere safe now: you won’t see them again.
admin-recovery-done = I’ve stored them
admin-recovery-left = Recovery codes left: { $count }.
admin-operators-what = Everyone who can sign in here. Role changes take effect right away.
admin-operators-you = you
admin-operators-since = since { $at }
admin-operators-factor = two-step sign-in
admin-operators-no-factor = password only
admin-operators-change = Change…
admin-operators-role = Role
admin-operators-role-button = Change role
admin-operators-remove = Remove operator
admin-operators-invited = invited
admin-operators-invited-at = invited { $at }; the link works for seven days
admin-invite = Invite an operator
admin-invite-what = We’ll email them a link to choose a password.
admin-invite-button = Send invitation
admin-invite-withdraw = Withdraw invitation
admin-invite-email-error = Please enter an address like ada@example.org.
admin-invite-role-error = Please choose a role.
admin-invite-known = There’s already an operator with this address.
admin-invite-title = Welcome
admin-invite-welcome = { $email } has been invited to help run { $site } (role: { $role }). Choose a password to get started.
admin-invite-password = Your password
admin-invite-password-hint = At least 12 characters.
admin-invite-accept = Create account
admin-invite-gone = This invitation is no longer valid
    .detail = It was used, withdrawn or is more than seven days old. Please ask for a new one.
admin-role-viewer = Viewer
admin-role-editor = Editor
admin-role-owner = Owner
admin-role-viewer-may = sees digests, papers and figures, but no subscribers’ addresses.
admin-role-editor-may = also edits papers and drafts and sends test emails.
admin-role-owner-may = can do everything: send, see subscribers, manage keys and operators.
admin-role-missing = Your role doesn’t allow this
    .detail = Ask an owner to do it or to change your role.
admin-log-what = What has been done by operators, with API keys and on the command line. Readers’ addresses aren’t logged.
admin-log-empty = Nothing yet.
admin-log-nobody = command line
admin-log-key = API key “{ $name }”

audit-operator-created = Operator created.
audit-operator-removed = Operator removed.
audit-operator-password = New password set.
audit-operator-role = Role changed.
audit-operator-invited = Invitation sent.
audit-invite-withdrawn = Invitation withdrawn.
audit-invite-accepted = Invitation accepted.
audit-operator-time-zone = Time zone saved.
audit-second-factor-added = Two-step sign-in turned on.
audit-second-factor-removed = Two-step sign-in turned off.
audit-recovery-code-used = Signed in with a recovery code.
audit-session-ended = Signed out of the other browser.
audit-signed-in = Signed in.
audit-signed-out = Signed out.
audit-signed-out-everywhere = Signed out everywhere.

admin-foreign = This form didn’t come from this site
    .detail = Nothing changed. Please reload the page and try again.

## Operators: what was done

audit-digest-composed = Draft composed.
audit-draft-moved = Paper moved in the draft.
audit-draft-removed = Paper removed from the draft.
audit-draft-added = Paper added to the draft.
audit-draft-subject = Subject of the draft changed.
audit-digest-tested = Test emails sent.
audit-digest-sent = Sending started.
audit-digest-scheduled = Digest scheduled.
audit-digest-paused = Digest paused.
audit-digest-resumed = Digest resumed.
audit-digest-retried = Failed emails queued again.
audit-digest-returned-to-draft = Digest reopened as a draft.
audit-digest-cancelled = Digest cancelled.
audit-key-created = Key created.
audit-key-revoked = Key revoked.
audit-subscriber-added = Subscriber added.
audit-subscriber-asked = Confirmation email sent.
audit-subscriber-paused = Subscriber paused.
audit-subscriber-resumed = Subscriber resumed.
audit-subscriber-unsubscribed = Subscriber unsubscribed.
audit-subscriber-unblocked = Unblocked: we can mail this address again.
audit-subscriber-erased = Subscriber’s data erased.
audit-subscribers-imported = Subscribers imported.
audit-subscriber-changed = Subscriber changed.
audit-subscribers-exported = Subscribers exported.
audit-suppression-added = Address blocked.
audit-suppressions-imported = Blocked addresses imported.
audit-suppressions-exported = Blocked addresses exported.
audit-bounces-read = Bounces read.
audit-journal-replayed = Backup journal applied.
audit-journal-confirmed = Sending resumed without the backup journal.
audit-paper-added = Paper added.
audit-paper-edited = Paper changed.
audit-papers-imported = Papers imported.
audit-papers-fetched = Fetched from the sources.

## Operators: states of digests and deliveries

admin-state-draft = draft
admin-state-ready = ready
admin-state-sending = being sent
admin-state-sent = sent
admin-state-paused = paused
admin-state-cancelled = cancelled
admin-state-skipped = skipped
admin-delivery-sent = sent
admin-delivery-sending = sending
admin-delivery-queued = waiting
admin-delivery-deferred = will retry
admin-delivery-uncertain = uncertain
admin-delivery-failed = failed
admin-delivery-skipped = skipped
admin-means-draft = A draft goes to nobody until you send it.
admin-means-draft-until = This draft hasn’t been sent. If it’s still a draft at { $at }, it’s finalized as it is and goes out at each reader’s chosen time.
admin-means-ready = Final. It goes to each reader at their chosen time, starting { $at }.
admin-means-scheduled = Final. It goes to all of its readers at { $at }.
admin-means-sending = Being sent: readers are queued at their chosen time and mailed as fast as the relay allows.
admin-means-sent = Sending is complete. The web version stays online.
admin-means-paused = Sending is paused. When you resume, it continues where it stopped; nobody gets it twice.
admin-means-cancelled = Cancelled. Readers still waiting won’t get it.
admin-means-skipped = No digest for this day. You can compose one yourself.
admin-not-now = Too late: this digest has changed since. Here’s its current state. Your click didn’t send anything.

## Operators: overview

admin-alerts = Needs attention
admin-alerts-none = All good.
admin-alert-look = View
admin-alert-reason = Reason:
admin-alert-paused-do = Sending has stopped. Find out who is rejecting the emails and why, then resume or cancel.
admin-alert-paused-by-hand = Paused by an operator. Resume it when you’re ready.
admin-alert-skipped-do = If there are papers after all, compose it by hand.
admin-alert-waits-do = It’s still a draft and its send time has passed. Readers get nothing until you send it.
admin-alert-journal = Sending is held: the database is older than its journal
admin-alert-journal-do = A backup was restored, and people may have left since. Run “daily-papers journal replay” on the server: it ends their subscriptions and resumes sending.
admin-alert-no-sender = Emails are waiting but no sender is running
admin-alert-no-sender-do = Start a process with “sender” in ROLES. Nothing is lost; waiting emails will go out.
admin-alert-relay = The mail relay was unreachable at some point in the last six hours
admin-alert-relay-do = If it happens again, check that the relay responds from this machine and that SMTP_URL and its password are right. “daily-papers doctor” checks both.
admin-alert-slow = The mail relay asked us to slow down
admin-alert-slow-do = We’ve slowed down and will speed up again automatically. If this happens daily, set SMTP_RATE.
admin-alert-domain = { $domain } is rejecting our emails
admin-alert-domain-do = We’ll try again at { $until }. If it keeps happening, check the reason and contact their postmaster.
admin-alert-source = Problem with the source { $source }
admin-alert-source-do = We check again every hour, and the day’s digest waits up to an hour for it. In the meantime, you can import papers.
admin-today = Digests
admin-today-none = Today’s digest hasn’t been composed yet.
admin-next-daily = Next daily digest: { $at }
admin-next-weekly = Next weekly digest: { $at }
admin-composed = Composed { $at }.
admin-rate = { $rate }/min, { $left } left
admin-rate-end = { $rate }/min, { $left } left, done around { $end }
admin-readers = Subscribers
admin-status-active = active
admin-status-pending = not confirmed
admin-status-paused = paused
admin-status-unsubscribed = unsubscribed
admin-status-bounced = bounced
admin-status-complained = complained
admin-status-blocked = blocked
admin-moves = Last 30 days: { $came } joined, { $left } left.
admin-moves-day = { $date }: { $came } joined, { $left } left
admin-relays = Mail relays
admin-relay-in-use = In use
admin-relay-unreachable = Unreachable since { $since }
admin-relay-paused = Rejects us; we’ll try again at { $until }
admin-relay-counts = { $accepted } accepted, { $refused } rejected, { $deferred } deferred
admin-relay-warm-up = Warming up: { $used } of { $ceiling } emails today; no limit from { $end }
admin-sources = Sources
admin-sources-none = No sources configured (PAPER_SOURCES): papers are imported or made-up samples.
admin-source-healthy = OK
admin-source-failing = failing
admin-source-unknown = not checked yet
admin-source-last = { $papers ->
    [one] { $papers } paper that day, { $at }
   *[other] { $papers } papers that day, { $at }
}
admin-suppressions = Blocked addresses
admin-suppressions-none = None.

## Operators: digests

admin-digests-none = No digests yet.
admin-digests-date = Date
admin-digests-state = Status
admin-compose = Compose a draft
admin-compose-what = Uses recent papers that haven’t been in an earlier digest. Nothing is sent yet.
admin-compose-kind = Kind
admin-compose-button = Compose
admin-compose-date-error = Please choose a date like 2026-03-14.
admin-compose-monday = Weekly digests are dated on Mondays. Please choose a Monday.
admin-compose-none = There are no recent papers, or all of them have already been in a digest. Import or fetch more first.
admin-digest-title = { $kind ->
    [weekly] Weekly digest, week ending { $date }
   *[other] Digest for { $date }
}
admin-digest-web = View on the web
admin-digest-do = Actions
admin-send-button = Send…
admin-send-rest-button = Send to the rest now…
admin-pause-button = Pause
admin-resume-button = Resume
admin-retry-button = Retry failed emails
admin-retry-what = Emails that failed for a reason other than the address are sent again, except to blocked addresses and readers who left.
admin-domains-link = Results by recipient domain
admin-domains-title = { $kind ->
    [weekly] Results by recipient domain, week ending { $date }
   *[other] Results by recipient domain, { $date }
}
admin-domains-what = The 100 domains with the most failures, and what their servers said.
admin-domains-none = Nobody has been queued yet.
admin-domains-domain = Domain
admin-domains-open = waiting
admin-back-button = Reopen as draft
admin-cancel-button = Cancel digest…
admin-recompose = Start over
admin-recompose-what = Re-ranks the papers and discards your changes.
admin-deliveries = Deliveries
admin-deliveries-count = Count
admin-deliveries-reason = Reason
delivery-reason-erased = The subscriber’s data was erased
delivery-reason-unsubscribed = Unsubscribed
delivery-reason-paused = Paused by the reader
delivery-reason-bounced = The address bounced
delivery-reason-complained = The reader marked an email as spam
delivery-reason-suppressed = The address is blocked
delivery-reason-expired = Too late to send
delivery-reason-cancelled = The digest was cancelled
delivery-reason-no-match = No papers match their topics
delivery-reason-domain-paused = Sending to this domain is paused
delivery-reason-awaiting-turn = Waiting for SMTP_RATE_PER_DOMAIN
delivery-reason-confirmed = Already confirmed by another link
delivery-reason-throttled = Waiting: too many confirmation emails to this mailbox or in total (CONFIRMATIONS_PER_HOUR)
delivery-reason-domain-busy = Waiting for SMTP_CONNECTIONS_PER_DOMAIN
delivery-reason-awaiting-relay = Waiting for the relay that may already have it
delivery-reason-refused = Rejected by the mail server
delivery-reason-connection-lost = Connection lost
delivery-reason-not-rendered = The email couldn’t be rendered
delivery-reason-invalid-envelope = Invalid address
admin-deliveries-faults = Why some didn’t arrive
admin-papers = Papers
admin-papers-issue = { $number ->
    [one] The first paper forms the digest; readers with topics get picks from the whole list.
   *[other] The top { $number } form the digest; readers with topics get picks from the whole list.
}
admin-papers-rest = Other papers ({ $number })
admin-paper-up = Up
admin-paper-down = Down
admin-paper-top = To the top
admin-paper-out = Remove
admin-paper-find = Find a paper to add
admin-paper-find-button = Search
admin-paper-found-none = No papers found.
admin-paper-add = Add at top
admin-paper-there = already in this draft
admin-edit-no-paper = This paper no longer exists.
admin-edit-used = This paper was already in another digest.
admin-edit-sample = Sample papers can’t be mixed with real ones.
admin-edit-last = A digest needs at least one paper.
admin-mail = Email preview
admin-mail-subject = Subject:
admin-mail-subject-hint = If you leave it empty, it’s made from the titles, in each reader’s language.
admin-mail-subject-button = Save
admin-mail-language = Language
admin-mail-part = Part
admin-mail-html = HTML
admin-mail-text = Text
admin-test = Test emails
admin-test-what = Up to 10 addresses, separated by commas. Test emails are marked [Test], their personal links are disabled, and they aren’t counted.
admin-test-to = To
admin-test-button = Send test emails
admin-test-count = Please enter one to ten addresses.
admin-test-suppressed = We can’t mail { $addresses } (bounced, complained or blocked). Nothing was sent.

## Operators: send and cancel

admin-send-title = { $kind ->
    [weekly] Send the digest for the week ending { $date }?
   *[other] Send the digest for { $date }?
}
admin-send-readers = { $readers ->
    [0] There’s nobody left to send it to.
    [one] One reader will get it.
   *[other] { $text } readers will get it.
}
admin-send-frozen = Once you send it, its papers can’t be changed and sent emails can’t be recalled.
admin-send-when = When
admin-send-now = Now, ignoring readers’ preferred times
admin-send-later = Schedule ({ $zone })
admin-send-at = Please choose a time within the next 30 days.
admin-send-at-label = Time
admin-send-type = To confirm, type the number of readers: { $readers }
admin-send-typed = That doesn’t match. Nothing was sent.
admin-send-more = The number of readers has gone up. Nothing was sent; please check the new number.
admin-send-changed = The draft has changed. Nothing was sent: go back, check its papers, then send it.
admin-send-nobody = There are no readers to send to, and a digest is only sent once. Add or import subscribers first.
admin-send-do = Send to these readers
admin-go-back = Go back
admin-cancel-title = { $kind ->
    [weekly] Cancel the digest for the week ending { $date }?
   *[other] Cancel the digest for { $date }?
}
admin-cancel-what = Readers still waiting won’t get it; emails already going out will arrive. You can’t compose another for this day. This can’t be undone.
admin-cancel-do = Cancel permanently

## Operators: keys

admin-keys-what = Keys give programs access to the API, limited to the scopes you choose.
admin-keys-master = ADMIN_API_KEY (environment) also works and has every scope.
admin-keys-none = No keys yet.
admin-keys-used = last used { $at }
admin-keys-never = never used
admin-keys-made = created { $at }
admin-keys-revoked = revoked { $at }
admin-keys-expires = expires { $at }
admin-keys-expired = expired { $at }
admin-keys-revoke = Revoke…
admin-keys-revoke-do = Revoke permanently
admin-key-new = New key
admin-key-name = Name
admin-key-scopes = Scopes
admin-key-days = Expires
admin-key-days-count = after { $days } days
admin-key-forever = never
admin-key-button = Create key
admin-key-shown = Copy this key now. You won’t see it again.
admin-key-label = New key
admin-key-name-error = Please enter a name of 1 to 100 characters.
admin-key-scopes-error = Please choose at least one scope.
admin-scope-papers-read = read papers
admin-scope-papers-write = add, import and fetch papers
admin-scope-subscribers-read = read subscribers, including addresses
admin-scope-subscribers-write = add, change, import and erase subscribers
admin-scope-digests-read = read digests, including drafts
admin-scope-digests-write = compose and SEND digests, pause and cancel them

## Operators: subscribers

admin-subscribers = Subscribers
subscribers-more = More subscriber actions
subscribers-export = Export CSV
subscribers-status = Status
subscribers-all = all
subscribers-find = Search by address
subscribers-none = No subscribers yet. They sign up on the home page, or you can add them here.
subscribers-nothing = No matches.
subscribers-all-link = Show all
subscribers-address = Address
subscribers-since = Since
subscribers-gets = Gets
subscribers-weekly = Weekly, on Mondays
subscribers-first = Back to newest
subscribers-older = Older
subscriber-missing = We can’t find that subscriber
    .detail = Their data may have been erased.
subscriber-title = Subscriber { $id }
subscriber-not-now = That’s not possible right now. Here’s the current state.
subscriber-known = This address is already on the list. Nothing changed.
subscriber-suppressed = This address is blocked
subscriber-suppressed-bounced = Since { $at }: emails bounced.
subscriber-suppressed-blocked = Since { $at }: blocked by an operator or an imported list.
subscriber-suppressed-complained = Since { $at }: marked as spam.
subscriber-evidence = Details
subscriber-lift = Unblock…
subscriber-lift-bounced = Do this once you know the address works again. They get their previous status back; if emails bounce again, the address is blocked again.
subscriber-lift-blocked = This doesn’t resubscribe them; they can sign up again.
subscriber-lift-complained = Only do this if they ask. It doesn’t resubscribe them; they can sign up again.
subscriber-lift-do = Unblock
subscriber-facts = What they get
subscriber-since = since { $at }
subscriber-why = Why they left
subscriber-default = default ({ $value })
subscriber-no-topics = none: the day’s trending papers
subscriber-created = First seen
subscriber-consents = Consents
subscriber-consents-none = None yet; not confirmed.
subscriber-digests = Latest digests
subscriber-digest = Digest
subscriber-digests-none = None yet.
subscriber-mails = Other emails
subscriber-mail = Email
subscriber-mails-none = None recently.
subscriber-when = When
subscriber-next = next try { $at }
subscriber-do = Actions
subscriber-ask = Resend the confirmation
subscriber-ask-what = The wait after each confirmation email to a mailbox gets longer: ten minutes, an hour, a day, then a week.
subscriber-pause-open = until resumed
subscriber-resume = Resume
subscriber-resume-what = They’ll get digests again, starting with the next one.
subscriber-data = Download their data
subscriber-data-what = Everything we store about them, in case they ask for it.
subscriber-unsubscribe = Unsubscribe…
subscriber-unsubscribe-what = They won’t get anything more. Only they can resubscribe.
subscriber-unsubscribe-do = Unsubscribe
subscriber-erase = Erase data…
subscriber-erase-what = This deletes the address, consent records and email history right away. Only a keyed hash remains in the database, so the address can’t be imported again. It can’t be undone.
subscriber-erase-do = Erase permanently
suppressions-erased = Erased address
suppressions-what = These addresses bounced permanently, marked us as spam, or were blocked by an operator or an imported list. Only an operator can unblock them.
suppressions-link = Blocked addresses
suppressions-lift = Unblock…
suppressions-add = Block an address
suppressions-add-button = Block address
suppressions-add-what = We’ll never send email to this address, and any subscription ends.
subscriber-new = Add a subscriber
subscriber-new-button = Add
subscriber-new-refused = Not added: { $reason }.
subscriber-topics-hint = Separated by commas. Leave empty for the day’s trending papers.

refused-erased = the owner erased their data; only they can resubscribe
refused-moved = the owner changed to another address; only they can subscribe this one again
refused-suppressed = this address is blocked
refused-unsubscribed = the owner unsubscribed; only they can resubscribe
refused-bounced = emails to this address bounce
refused-complained = the owner marked an email as spam

consent-returned-weekly = came back after unsubscribing, with one digest a week
consent-returned-paused = came back after unsubscribing, paused
consent-address-changed = address changed, confirmed from both mailboxes

rejected-listed-paused = paused in this list; importing them would start sending right away ({ $cell })
rejected-listed-inactive = inactive in this list, which doesn’t email them ({ $cell })
rejected-listed-deleted = deleted in this list ({ $cell })
rejected-unknown-status = not a known status ({ $cell }); it may mean that they unsubscribed. Write active, pending or unsubscribed instead
rejected-row-length = this row has more or fewer cells than the first line, so it is unclear which one is the status
rejected-unreadable = this row cannot be read: { $detail }
rejected-unclosed-quote = a quotation mark in this row is not closed
rejected-too-long = this row is longer than a million characters
notice-repeated = same address as line { $line }; both were merged
notice-here = left this list ({ $status }) but is subscribed here; unchanged
notice-departed = left this list ({ $status }); their subscription here has ended
column-address = address
column-status = whether they may be mailed
column-preference = preference
column-consent = consent
column-date = date
column-own = history

answer-suppressed = This address has been blocked since { $at }: emails bounced. See the server response below.
answer-complained = This address has been blocked since { $at }: marked as spam.
answer-blocked = This address has been blocked since { $at }, by an operator or an imported list. See below.
answer-pending = They haven’t confirmed yet, so they don’t get digests. We last sent a confirmation email on { $at }.
answer-not-asked = They haven’t confirmed yet, so they don’t get digests. No confirmation email has been sent.
answer-paused = Paused until someone resumes it.
answer-paused-until = Paused until { $date }.
answer-left = Unsubscribed on { $at }. Only they can resubscribe.
answer-left-once = Unsubscribed. Only they can resubscribe.
answer-closed = No digests: emails bounced or were marked as spam.
answer-none = Active; their first digest isn’t due yet.
answer-sent = The mail relay accepted the last digest on { $at }. If it’s not in the inbox, it’s probably in spam.
answer-deferred = The last digest couldn’t be sent yet. Next try: { $at }. See the reason below.
answer-uncertain = The connection dropped on { $at } before the server replied, so the last digest may or may not have arrived.
answer-failed = The last digest couldn’t be delivered. See the reason below.
answer-skipped = The last digest wasn’t sent to them. See the reason below.
answer-queued = The last digest is being sent. It has been due since { $at }.

mail-kind-confirmation = Confirmation
mail-kind-welcome = Welcome
mail-kind-reminder = Already subscribed
mail-kind-manage = Link to their data
mail-kind-address-confirm = Address change: to the new one
mail-kind-address-notice = Address change: to the old one

consent-legend = Do they want these emails?
consent-given = Yes, they’ve agreed. Activate right away.
consent-source = Where they agreed
consent-source-hint = Stored with each address, e.g. “sign-up sheet, spring workshop”.
consent-since = Date of consent (if known)
consent-note = Note (optional)
consent-ask-one = Ask first: send them a confirmation email
consent-ask-many = Ask first: send each a confirmation email
consent-error-agreed = Please tell us whether they’ve agreed.
consent-error-source = Please tell us where they agreed (1 to 200 characters).
consent-error-since = Please choose a date that isn’t in the future.
consent-error-note = Please shorten it to 1,000 characters.

## Operators: import

import-link = Import
import-file = A file, up to { $size } MB
import-paste = Or paste it here
import-look = Preview
import-look-what = Nothing is saved yet.
import-do = Import
import-columns = What a list can contain
import-columns-what = CSV from a spreadsheet (commas, semicolons or tabs), JSON, one JSON object per line, or just one address per line. Columns can be in any order; only the address is required:
import-large = For files over { $size } MB, use the command line:
import-error-empty = Please choose a file or paste its text.
import-error-too-large = That’s more than { $size } MB. Please use the command line instead.
import-error-date = Please choose a date like 2026-03-14.
list-empty = Not a list of subscribers
    .detail = The file is empty.
list-no-addresses = Not a list of subscribers
    .detail = We found no column of email addresses. Name it “email” in the first line.
list-two-columns = Duplicate column
    .detail = The first line has two columns “{ $column }”. Remove one of them.
list-not-json = Not JSON
    .detail = This isn’t a JSON list of subscribers: we expected [ … ] or {"{"} "items": [ … ] {"}"}.
list-lost = No longer available
    .detail = The database was restarted. Please upload the list again.
papers-not-page = Not a Daily Papers page
    .detail = This isn’t a copied Daily Papers page: reading stopped at { $reason }.
papers-not-arxiv = Not an arXiv feed
    .detail = This isn’t a response from the arXiv API: { $reason }.
papers-not-json = Not JSON
    .detail = This isn’t a JSON list of papers: { $reason }.
papers-too-many = Too many papers
    .detail = The file has more than { $maximum } papers. Split it.
subscribers-import = Import subscribers
subscribers-import-what = You’ll see a preview first. People who unsubscribed, complained or erased their data, and addresses that bounced, are not re-added; those who left the imported list are stored as such and get no email.
papers-import = Import papers
papers-import-what = Existing papers are updated; manual edits are kept.
papers-import-format = Format
papers-format-page = The Daily Papers page, copied as text
papers-format-json = JSON, a list of papers
papers-format-ndjson = One JSON object per line
papers-format-arxiv = arXiv API response (Atom)
papers-import-date = Listing date
papers-import-date-hint = Leave empty to use the date in the text, or today.
papers-fetch = Fetch now
papers-fetched = Fetch results

job-missing = No longer available
    .detail = Imports and fetches are kept for a day.
job-running = Running…
job-again = Refresh
job-interrupted = Interrupted: the program stopped. Some rows may have been imported; running it again is safe.
job-failed = This failed; the server log says why. Running it again is safe.
job-unread = The program stopped while it was reading the list. Please upload it again.
job-product = Recognized as an export from { $product }.
job-columns = Columns
job-unread-columns = Not used: { $columns }
job-departed = stored as unsubscribed or blocked
job-active = active
job-pending = not confirmed
job-unsubscribed = unsubscribed
job-suppressed = blocked
job-notices-title = Please note
job-departures = Also unsubscribe or block subscribers who left this list
job-would = Preview
job-did = Result
job-read = read
job-would-add = would be added
job-added = added
job-updated = updated
job-unchanged = unchanged
job-rejected = rejected
job-consent = Consent recorded: { $source }.
job-asked = { $number ->
    [one] We’ll send a confirmation email to { $number } of them.
   *[other] We’ll send confirmation emails to { $number } of them.
}
job-import = { $number ->
    [one] Import { $number } subscriber
   *[other] Import { $number } subscribers
}
job-redo = Import again
job-other = Choose another list
job-nothing = Nothing to do.
job-rejected-title = Rejected lines
job-rejected-more = { $number ->
    [one] And { $number } more.
   *[other] And { $number } more.
}
job-line = Line
job-skipped = Items we couldn’t read

## Operators: papers

papers-more = More paper actions
papers-find = Search papers
papers-day = Day
papers-show = Show
papers-older = More
papers-sources = Sources
paper-new = Add a paper
paper-new-what = Only the title is required. Sources won’t overwrite what you enter.
paper-new-button = Add
paper-edit = Edit: { $title }
paper-edit-what = Your changes are never overwritten by fetches or imports. Existing digests keep the old version.
paper-yours = edited by hand
paper-title = Title
paper-authors = Authors
paper-lines-hint = One per line.
paper-author-count = Number of authors
paper-organization = Organization
paper-author-count-hint = If you don’t know all the names.
paper-listed-on = Listing date
paper-published-on = Published on
paper-arxiv = arXiv ID
paper-doi = DOI
paper-categories = Categories
paper-keywords = Keywords
paper-error-title = Please enter a title of 1 to 1,000 characters.
paper-error-abstract = Please shorten it to 50,000 characters.
paper-error-summary = Please shorten it to 5,000 characters.
paper-error-authors = Please enter one name per line, up to 300 characters each.
paper-error-organization = Please shorten it to 300 characters.
paper-error-number = Please enter a whole number or leave it empty.
paper-error-link = Please enter a full URL starting with https:// or http://.
paper-error-arxiv = Please enter an arXiv ID like 2510.12345.
paper-error-doi = Please enter a DOI like 10.1000/xyz.
paper-error-lines = Please enter one per line, up to 100 characters each.

sources-what = Sources are checked hourly for new papers and updated counts from the past seven days.
sources-sample = No sources configured (PAPER_SOURCES): these are made-up sample papers.
sources-usual = usually about { $papers } by this time
sources-bars = { $number ->
    [one] Latest fetch
   *[other] Latest { $number } fetches, newest on the right
}
sources-bar = { $papers ->
    [one] { $at }: { $papers } paper
   *[other] { $at }: { $papers } papers
}
sources-last = { $number ->
    [one] Latest fetch
   *[other] Latest { $number } fetches
}
sources-papers = Papers that day
sources-source = Source
sources-outcome = Result
source-failure-http-status = answered { $status }
source-failure-unreachable = unreachable
source-failure-timeout = timed out
source-failure-pause = asked us to wait, and the wait isn’t over
source-failure-redirect = redirects to { $target }, which isn’t allowed
source-failure-too-large = response over { $megabytes } MB
source-failure-format = response isn’t { $format }
source-failure-message = answered: { $message }
source-failure-incomplete = returned { $received } of { $expected } entries
source-failure-too-many = has more than the { $received } entries read so far
source-failure-few-papers = { $papers ->
    [one] { $papers } paper, usually about { $usual } by this time
   *[other] { $papers } papers, usually about { $usual } by this time
}

## API page

api-title = API
api-key-html = Send your key as <code>{ $header }</code>.
api-description-html = Machine-readable description: <a href="{ $link }">openapi.json</a>.
api-operations = Operations
api-lists = Lists contain items and nextCursor: pass nextCursor as cursor to get the next page.
api-refusals = Errors are application/problem+json (RFC 9457): detail says what’s wrong and how to fix it.
api-scope = Required scope:
api-parameters = Parameters
api-body = Request body
api-answers = Responses
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

image-busy = Too many images at once
    .detail = Please try again in a few seconds.

too-often = Too many requests
    .detail = Please slow down a little and try again in { $seconds ->
        [one] { $seconds } second
       *[other] { $seconds } seconds
    }.
