# The words of the pages, in English. One key, one phrase; values stand in braces.

## Dates and lists
january = January
february = February
march = March
april = April
may = May
june = June
july = July
august = August
september = September
october = October
november = November
december = December
date = { $day } { $month } { $year }
list-and = { $most } and { $last }
from = from
to = to

## The frame of every page
skip = Skip to main content
menu = Menu
trail = Breadcrumb
foot = About this service
title-at = { $title }, as at { $position }
warning = Warning
demo = DEMO
demo-staff = { $office } is a fictional office: nothing here is about a real one. Its today is
demo-public = { $office } is a fictional office: nothing here is about a real one.
demo-published = It stands still: the last thing that it published is of
section-today = Then and now
section-plans = Plans
section-changes = What changed
section-rounds = Quarterly updates
section-papers = Papers
section-key = Key
section-verify = Verify
section-verify-public = Check a file
staff-foot = Staff pages, for reading only. Nothing on them is published by being here.
public-foot = Ratings are the leads’ own. Each says whether it agrees with the written rules; one that came with a table is as supplied and untested.
reader = Reader

## Which position is shown
position = Position
position-choose = Choose a position
position-live = Live: { $day }
position-show = Show
position-another = Another day
position-day = The record as at the end of a day
position-day-hint = Recorded on or before that day, London time
position-name = { $name }: position taken for the { $body }, { $day }
position-entry = entry { $seq } of the record
position-reconstructed = “{ $name }” was entered later from an old table, so the record does not hold the office of that day; it can be compared with, not looked at
past = You are looking at the past
past-shown = This page shows the record as at: { $name }
past-entry = It holds everything up to entry { $entry }, recorded by { $day }, and nothing after.
past-leave = Show it as it is now
live = Live

## Refusals
not-found = Page not found
not-found-typed = If you typed the web address, check that it is correct.
not-found-pasted = If you pasted the web address, check that you copied the whole of it.
no-position = There is no such position
no-position-do = Choose a position from the list on any page, or give a day such as 2026-09-12.
read-only = These pages are for reading
read-only-do = Nothing was changed. Follow a link to read the page.
busy = The service is busy
busy-do = Try again in a minute. Nothing was lost.
away = The service cannot be used just now
away-do = The record cannot be reached. Nothing was changed. Try again in a few minutes.
closed = The record can only be read just now
closed-do = Nothing was changed. The record can be read and not written until the office has seen to it.
full = There is no room to write
full-do = Nothing was changed, because the disk is full. The office can make room and try again.
broken = Sorry, there is a problem
broken-do = The page could not be made. Try again later.
broken-number = If it happens again, tell the office this number: { $id }

## Ratings and directions
rating = Rating
direction = Direction
not-rated = Not rated
class-complete = Complete
class-on-track = On track
class-at-risk = At risk
class-off-track = Off track
class-not-started = Not started
class-paused = Paused
direction-better = Better
direction-same = Same
direction-worse = Worse
direction-new = New
direction-not-comparable = Cannot be compared
because-not-rated-then = it was not rated then
because-not-rated-now = it is not rated now
because-not-rated-either = it was not rated then and is not now
because-not-started-or-paused = work not started or paused has no place between off track and complete
direction-nobody = Nobody has been shown it yet, so there is nothing to compare with
since = since { $day }
was = was { $label }
supplied = as supplied, untested
leads-own = The leads’ own: { $agree } { $agree ->
        [one] agrees
       *[other] agree
    } with the written rules, { $differ } { $differ ->
        [one] differs
       *[other] differ
    } with reasons, { $untested } could not be tested.
basis-agrees = the lead’s own, agrees with the written rules
basis-untested = the lead’s own, the written rules could not be tested
basis-differs = the lead’s own, where the written rules give { $suggested }: { $reason }
basis-rule = { $rule }: { $facts }
basis-because = not tested because { $because }
basis-internal = For the office: { $reason }
completion = Completion
complete-unverified = not verified
completed-unverified = completed on { $day }, not verified
completed-verified = completed on { $day }, verified by { $who } on { $on }, { $apart }
apart-same-team = of the same team
apart-same-organisation = of the same organisation
apart-other-organisation = of another organisation
past-original =
    { $months ->
        [0] within a month of its original date
        [one] 1 month past its original date
       *[other] { $months } months past its original date
    }
before-original =
    { $months ->
        [one] 1 month before its original date
       *[other] { $months } months before its original date
    }
supplied-public = The leads gave these ratings. One that came with the office’s own table is printed as supplied: nobody has tested it against the criteria. One that was given here says whether it agrees with the written rules.

## Who may see it
visible = Who may see it
visible-panel = Panel
visible-internal = Internal
visible-exempt = Exempt
visible-public-full = Public: anybody may see it once it is published.
visible-panel-full = The Panel and the office may see it.
visible-internal-full = Internal: the office, its board and its committees may see it.
visible-exempt-full = Exempt, withheld from publication and from the Panel. Ground: { $ground }. To be looked at again on { $review }.
marking = Marking
marked = Marked { $marking }.
withheld =
    { $shown } of { $total } actions shown, { $hidden } withheld.
withheld-reason = { $count } withheld: { $reason }

## What was seen, and what is true today
the-body = the { $name }
home-title = What { $who } saw on { $day }, and what is true today
home-title-past = What { $who } saw on { $day }, and what was true on { $now }
home-title-last = What { $who } last saw, and what is true today
home-title-last-past = What { $who } last saw, and what was true on { $now }
home-sentence =
    { $actions ->
        [one] 1 action
       *[other] { $actions } actions
    }: { $better } better, { $worse } worse, { $same } the same, { $new } new, { $incomparable } that cannot be compared.
home-rotation = On different days ({ $days }) { $who } saw different parts of the plan. Each row is compared with the paper in which that row was last shown, and says which.
home-paper = What { $who } saw stands in paper
home-counts = How many actions stood at each rating then, and stand at it now
home-saw = Seen by { $who }, { $day }
home-saw-last = Last seen by { $who }
home-today = True today, { $day }
home-then = True on { $day }
home-differ =
    { $count ->
        [one] What differs: 1 action
       *[other] What differs: { $count } actions
    }
home-differ-none = Nothing differs.
home-differ-caption = Actions whose rating or date differs, the worse first
home-same =
    { $count ->
        [one] What is the same: 1 action
       *[other] What is the same: { $count } actions
    }
home-same-caption = Actions whose rating and date are the same
home-not-shown = Not yet shown to { $who }
home-plan = { $plan } on a page
home-changes = All that changed since paper { $paper }
all = All
due = due
date-changed = date changed
no-plan = There is no plan yet
no-plan-do = Import one with: milepost import plan FILE

## Plans and themes
plan = Plan
plans-caption = Plans of this office
period = Period
period-not-stated = not stated
state = State
theme = Theme
themes = Themes
action = Action
actions = Actions
plan-open = Open
plan-frozen = Frozen
version-draft = draft
version-issued = issued
version-varied = varied
version-superseded = superseded
issued = issued
published = published
effective = in force from
plan-counts = How the actions are rated
plan-formula = Each number counts actions; “Not rated” is counted too. Choose one to list its actions.
plan-key = What each rating means
filter-none = List all actions
actions-all =
    { $count ->
        [one] 1 action
       *[other] { $count } actions
    }
actions-filtered = { $shown } of { $total } actions: { $rating }
compared = Directions are compared with what { $who } last saw: { $days }.
all-themes = All themes
theme-code = { $code }
theme-aliases = Also called:
theme-actions = { $theme }: actions
theme-empty = No action of this theme is shown.
aim = Aim
outcomes = Shared outcomes
objectives = Objectives
priorities = Priorities for action
shared-with = shared with { $bodies }
editions = Other editions of this plan

## Actions
title = Title
description = Description
output = Output
progress = Latest progress
progress-day = Stated for { $day }
progress-none = Nothing is stated.
date-head = Date
original-date = Original date
timescale = Timescale as stated
status = Status
sponsor = Sponsor
lead = Lead
owner = Whose action it is
rated-by = Who rates it
partners = Partners
statutory = Required by law
statutory-yes = Yes
reason = Reason
not-stated = not stated
nothing = nothing
no-lead = no lead stated
no-partners = none stated
no-lead-stated = not stated
no-partners-stated = none stated
held-unmatched = “{ $stated }” (not matched to a post)
date-not-set = date not set
continuing = continuing duty
window-to = by
originally = originally
moved =
    { $count ->
        [one] date changed once
       *[other] date changed { $count } times
    }
stated-as = stated as “{ $stated }”
status-candidate = Candidate
status-not-started = Not started
status-in-progress = In progress
status-on-hold = On hold
status-complete = Complete
status-closed-not-delivered = Closed, not delivered
status-superseded = Superseded
status-business-as-usual = Business as usual
seen-by = Against what { $who } last saw:
outcomes-served = Outcomes that it serves
objectives-served = Objectives that it serves
links = Links
link-unresolved = (as stated; it leads to nothing in this record)
lineage = Where the promise came from, and what became of it
lineage-then = Then
lineage-now = Now
lineage-after = In a later plan
became-continued = Continued
became-reworded = Reworded
became-merged = Merged
became-split = Split
became-follow-on = Follow-on work
staff-columns = Other columns of the office’s table
staff-columns-why = Kept under their own heads, for staff only.

## The timeline
timeline = Timeline
timeline-order = Newest first.
event-update = update
event-date = date changed
event-changed = changed
event-added = added to the record
event-imported = taken into the record from the office’s table
event-presented = shown to { $who }
event-issued = issued for { $who }, not yet presented
event-erased = a passage was erased
event-withdrawn = Withdrawn on { $day }: { $reason }
move-reason = Reason: { $reason }. Approved by: { $approver }.
said-by = Said by { $who }
recorded = Recorded
recorded-by = by { $who } (entry { $entry }).
recorded-from = From { $file }, { $place }.
recorded-place = From { $place }.
somebody = somebody

## What changed
changes-title = What changed
changes-named = What changed from { $from } to { $to }
changes-between = From { $from } to { $to }.
changes-place = { $name } ({ $day }, entry { $entry })
changes-from = From
changes-to = To
changes-show = Show what changed
changes-totals = { $added } added, { $reopened } re-opened, { $closed } closed, { $rated } re-rated ({ $better } better, { $worse } worse), { $moved } with another date, { $changed } reworded or otherwise changed, { $absent } left out of the last table.
changes-sum = Open before { $from } + added { $added } + re-opened { $reopened } − closed { $closed } = open after { $to }.
changes-added = Added
changes-reopened = Re-opened
changes-closed = Closed
changes-absent = Left out of the last table that was imported
changes-rated = Re-rated
changes-moved = Dates changed
changes-changed = Reworded or otherwise changed
changes-what = What changed
old = was
new = now

## Papers
paper = Paper
papers-caption = Papers, newest first
paper-named = Paper { $number }: { $title }
made-for = Made for
stage = Stage
stage-draft = Draft
stage-issued = Issued
stage-presented = Presented
stage-withdrawn = Withdrawn
issued-on = Issued
presented-on = Presented
published-on = Published
not-issued = not issued
not-presented = not presented
no-papers = No paper has been made yet.
number = Number
code = Code on each page
rows = Rows printed
release = Release of Milepost
shows = Shows
shows-look = Look at the record as it stood then
files = Files
files-kept = These are the files that were issued, byte for byte.
files-check = How to check a file
no-files = There is no file.
sha256 = SHA-256:
size-bytes = { $size } bytes
size-kilobytes = { $size } KB
size-megabytes = { $size } MB
format-docx = Word
format-odt = OpenDocument text
format-xlsx = Excel
format-ods = OpenDocument spreadsheet
kind-delivery-plan = Delivery plan
kind-cover-report = Cover report
kind-changes = What changed
kind-plan-on-a-page = Plan on a page
kind-forward-look = Forward look
kind-slippage = Dates that were changed
kind-succession = What became of earlier promises
kind-data-pack = Performance data pack
kind-assurance-framework = Assurance framework
kind-theme-report = Theme report
kind-auditors-pack = Auditor’s pack
kind-risk-register = Risk register
kind-findings-tracker = Findings tracker
kind-briefing = Briefing: questions to expect
kind-delivery-plan-means = every action, its rating, and which way it went
kind-cover-report-means = your words, with figures from the record
kind-changes-means = what was added, closed, re-rated and moved
kind-plan-on-a-page-means = the themes side by side
kind-forward-look-means = what falls due, by quarter
kind-slippage-means = every change of date since it was first agreed, and what that adds up to
kind-succession-means = each promise of the plan before, in both wordings: carried on, reworded, merged, split, closed or dropped
kind-data-pack-means = The quarterly figures: what stands out beside what chance alone gives, a page for each measure with its chart, what is made of it and what is done about it.
kind-assurance-framework-means = Whether what is done is enough for each shared outcome, gaps first: what the rules find beside what people judge, and what changed since it was last shown.
kind-theme-report-means = One theme for a meeting that takes one after the other: what is said of it, the Commissioner’s own actions apart from the force’s, and what the measures show.
kind-auditors-pack-means = The four tests that an auditor puts to a Plan, each with its population, its exceptions and a sample to check.
kind-risk-register-means = Every risk that the body may see: scores then, now and wanted, which way each went since it last saw them, controls with what was found of them, and what is missing.
kind-findings-tracker-means = What auditors, inspectors and the Panel found, where each stands with its original and revised dates, and what changed since the body last saw it.
kind-briefing-means = The questions that a member could ask, each with its evidence and what the office would answer. It is for the office and its own boards, never for the Panel.
paper-done = Done
done-issued = The paper is issued. Its files are kept as they are, byte for byte.
done-presented = It is on the record that the paper was presented.
done-corrected = The correction is issued. The files of the paper stay as they were.
done-withdrawn = The paper is withdrawn. Its page stays, with the reason.
done-returned = The edited file is kept as issued, with the list of what is different.
done-asked = Publication is asked for. Somebody else looks at it and agrees or refuses.
done-agreed = You agreed to the publication.
done-refused = You refused the publication.

## Making papers
position-take = Take a position
position-take-first = Take a position for the meeting first
position-why = A position is the record as it stands now, under a name. A paper made from it shows that, whatever is recorded afterwards.
position-called = Name of the position
position-called-hint = For example, Board November
position-name-missing = Enter a name for the position
meeting-day = Day of the meeting
meeting-day-hint = Leave it empty where it is not known yet
made-for-hint = The paper shows what this body may see, and compares with what it last saw
paper-new = Make a paper
paper-new-why = Choose what the paper is and whom it is for. You write only the words of a cover report: every figure comes from the record.
paper-kind = Kind of paper
paper-kind-missing = Choose the kind of paper
paper-as-at = As at
paper-as-at-hint = A position that was taken for a meeting, or the record as it stands
paper-as-at-now = The record as it stands now
paper-since = Compare with
paper-since-hint = Each row says what it was there. A paper of changes begins there
paper-since-last-seen = What this body last saw
paper-no-plan = No plan
paper-whole-plan = The whole plan
paper-words = Words of a cover report
paper-words-hint = Only for a cover report. Figures are named, and come from the record
paper-words-missing = Write the words of the cover report
paper-words-how = How a cover report is written
paper-words-how-lead = Lines such as To, From, Date and Title stand first. A heading begins with a hash, a theme of the plan with two, a bullet with a hyphen. Paragraphs are numbered by themselves.
paper-words-example =
    To: Police and Crime Panel
    From: Chief Executive
    Title: Delivery of the Police and Crime Plan
    {" "}
    # Purpose
    {" "}
    To report progress on the {"{"}total{"}"} actions of the {"{"}plan{"}"}.
    {" "}
    # Progress
    {" "}
    {"{"}on_track{"}"} actions are on track and {"{"}at_risk{"}"} at risk.
paper-words-figures = These figures and names can be used:
paper-look = Look at the draft
paper-issue = Issue this paper
paper-draft = Draft of the paper
paper-draft-tag = Draft, not issued
paper-draft-warning = This is a draft. It has no number, nothing of it is kept, and nobody has been sent it.
paper-past-draft = Change the draft, or issue it
paper-change-draft = Change the draft, or issue it
paper-acts = What can be done with this paper
paper-present = Say that it was presented
paper-present-why = From then on, what this paper shows is what { $body } last saw. Only a delivery plan changes that for its actions.
present-day = Day on which it was presented
present-day-missing = Enter the day on which it was presented
present-day-to-come = That day has not come yet. Say it when it was presented
paper-correct = Correct this paper
paper-correct-why = A correction stands beside the paper wherever it is shown. The files stay as they were issued.
paper-correct-public = This paper is public, so the correction is public at once, with your post and the day.
correct-was = What the paper says
correct-was-hint = As it stands there
correct-was-missing = Enter what the paper says
correct-is = What it should say
correct-is-missing = Enter what it should say
correct-words = What is wrong, and why
correct-words-hint = Everybody who may see the paper reads this
correct-words-missing = Say what is wrong, and why
corrections = Corrections
paper-withdraw = Withdraw this paper
paper-withdraw-why = The page of a public paper stays, with the reason and without a file. This cannot be taken back.
withdraw-reason = Reason
withdraw-reason-hint = Everybody reads this
withdraw-reason-missing = Enter the reason, which everybody reads
papers-open-data = These papers as open data (JSON)

## A paper that comes back
paper-return = Return an edited Word file
return-why = Edit the Word file of this paper, save it, and choose it here. You see what is different from what was printed before anything is kept.
return-file = Word file (DOCX)
return-file-hint = At most 5 MB, with no tracked changes and no macros
return-file-missing = Choose the file that was edited
return-compare = Compare with what was printed
return-found = { $count ->
    [0] Nothing reads otherwise than in { $file }, so there is nothing to keep.
    [one] One paragraph or cell differs from { $file }.
   *[other] { $count } paragraphs and cells differ from { $file }.
 }
return-flagged = { $count ->
    [one] One difference changes a figure, a date or a rating. These come from the record: correct the record instead, or be sure.
   *[other] { $count } differences change a figure, a date or a rating. These come from the record: correct the record instead, or be sure.
 }
return-not-compared = Text is compared: pictures, headers and footers, notes and the look of the page are not.
return-accept = Accept, and keep it as issued
return-leave = Leave it
return-was = Printed
return-is = Returned
return-figure = Figure changed
return-date = Date changed
return-rating = Rating changed
upload-too-large = The file has more than 5 MB. Take pictures out of it and choose it again
paper-edited = Edited file
paper-edited-file = { $file } was edited after it was printed and accepted on { $day }. Differences: { $count }, of which { $flagged } change a figure, a date or a rating.
paper-edited-list = What is different

## Publication by two people
publication = Publication
paper-publish = Ask for publication
publication-ask = Ask for publication
publication-state = State
publication-waits = Not yet agreed
publication-agreed = Agreed to
publication-refused = Refused
publication-asked-by = Asked for by
publication-when = Not before
publication-day = Publish on
publication-day-hint = Leave it empty to publish as soon as somebody else agrees
publication-time = At
publication-time-hint = London time; without it, 09:00
time-wrong = Enter a time, such as 09:00
publication-not-asked = Nobody has asked for this paper to be published.
publication-decide = Decide
publication-to-decision = Go to the decision
publication-waits-for-second = Somebody else has to agree before anything goes out.
publication-own = You asked for this yourself, so somebody else has to agree.
publication-reason = Reason
publication-reason-hint = A refusal needs one, which whoever asked reads
publication-despite-hold = Why this one goes out all the same
publication-despite-hold-hint = Everything is held back. To let this one through, say why; it stays on the record
publication-agree = Agree, and publish
publication-refuse = Refuse
publication-stop = Stop the publication
publication-out = This paper is public.
publication-cannot = It cannot be published: { $why }.
publication-withheld = What is withheld
publication-withheld-count = { $count ->
    [0] No action of what this paper covers is withheld from the public.
    [one] One action of what this paper covers is withheld from the public.
   *[other] { $count } actions of what this paper covers are withheld from the public.
 }
publication-withheld-plan = { $count ->
    [0] No action of this plan is withheld from the public.
    [one] One action of this plan is withheld from the public.
   *[other] { $count } actions of this plan are withheld from the public.
 }
positions-caption = The plans at each position
not-published = not published
publication-edited-inside = { $count ->
    [one] One edited Word file stays inside the office: it may name who saved it. The public receives the printed files.
   *[other] { $count } edited Word files stay inside the office: they may name who saved them. The public receives the printed files.
 }
publication-page = The page that the public receives
publication-paper = The paper that the public receives
decisions-publications = { $count ->
    [0] No publication waits
    [one] One publication waits
   *[other] { $count } publications wait
 }
holds = Days on which nothing is published
holds-why = Before an election, nothing is published between two days. An approver can let one paper through with a reason.
holds-caption = Holds, newest first
hold-days = Days
hold-reason = Why
hold-reason-hint = For example, the election that it is for
hold-reason-missing = Say why nothing is published
hold-from = First day
hold-to = Last day
hold-days-missing = Enter the first and the last day
hold-set = Set a hold
hold-lift = Lift the hold
hold-lift-reason = Why it is lifted
hold-lift-reason-missing = Say why it is lifted
hold-lifted = lifted on
hold-standing = stands
hold-over = over
hold-stands = Nothing is published from { $from } to { $to }: { $reason }.

## The key
key-title = Key to the ratings
key-caption = What each rating means
key-order = A rating is a word, a shape and a colour. The word says it; the colour never stands alone.
key-of = The scale of { $plans }.
key-since = In use since
colour = Colour
criteria = When an action is rated so
key-no-colour = None
key-not-rated = No rating has been given. It is counted apart: missing is not nought.
key-directions = Off track, at risk, on track and complete are in rising order. Complete to anything else is worse; not started to on track or complete is better. Other moves to or from not started and paused cannot be compared, nor can what was not rated.

## Verify
verify-title = What the record can prove
verify-record = The record is one list of entries that only grows. Each entry carries the number of all before it, so nothing in it can be changed, dropped or put in later without that showing against a statement that somebody else holds.
verify-entries = Entries shown
verify-day = Last entry recorded
verify-key = Public key of the office
verify-epoch = Epoch
verify-statement = Statement of the record
verify-statement-why = This is what a signed statement of the record of this length says: whose record, how many entries, and one number made from all of them. Compare it with the one that you hold.
verify-how = How to check
verify-command = reads every entry and every issued file and says what does not agree.
verify-file-command = says which issued paper a file is, or that it was not issued as this file.
verify-hash = Without Milepost, the number of a file is found with { $command } or { $windows }.
verify-claim = This can show that the record is unchanged since a statement that you hold. It cannot show that what was recorded is true.
verify-public-title = Check that a file is as issued
verify-public = Each paper on this site lists its files, and beside each file a number that is made from every byte of it (SHA-256). If one byte differs, the number differs.
verify-public-how = How to check
verify-public-find = Find the paper by the number that is printed on its pages.
verify-public-number = Find the number of your own copy:
verify-public-linux = on Linux
verify-public-windows = on Windows
verify-public-mac = on a Mac
verify-public-compare = Compare the two numbers.
verify-public-differs = If they differ, your copy was not issued by us as this file: it may be a combined or re-saved copy. The file as issued is on the page of the paper. A withdrawn paper keeps its page, with the reason and without a file.

## The public side
public-home = Plans and papers
public-lead = What this office promised, how it stands, and the papers in which it said so.
public-nothing = Nothing is published yet.
last-updated = Last updated { $day }.
public-shows = It shows “{ $position }”, { $day }.
public-published = Published { $day }.
as-at = As at
cite = Cite this:
cite-this = { $office }, { $what }, as at { $day }, published { $published }.
cite-address = Address that stays

# Quarterly updates

rounds-caption = The quarterly updates, newest first
rounds-lead = Each quarter the leads are asked how their actions stand. Here is who was asked for what, and what came.
rounds-none = None was opened yet. Open one with milepost round open --due DAY.
round-title = Quarterly update: { $name }
round-period = For { $from } to { $to }.
round-due = In time until
round-came = Returned
round-returned = { $came } of { $asked }
round-open = Open
round-frozen = Frozen on
round-reminders = Days to remind people:
round-owed = Still owed
round-nothing-owed = Nothing is owed.
round-no-lead = No lead, so nobody can be asked
round-themes = Themes
round-signed-off = Signed off by { $who } on { $day }.
round-not-signed-off = Not signed off.
round-asked = Everything that was asked for
round-last = Last update in this round
round-none-since = no update since
round-not-mailed = Nobody is mailed: no mail server is set. Pass links on to partners yourself; everybody else signs in and finds their items under “My updates”.
round-opened-means = Opened means that somebody who signed in looked at their updates, or that somebody sent the form behind a link. That a link was looked at does not count: programs that check mail do that too.
round-mail = Mail and links
round-mailed = What was mailed
round-mail-to = To
round-mail-for = What for
round-mail-state = How it stands
round-mail-asked = Asked
round-mail-reminder = Reminder of { $day }
round-mail-none = Nobody was mailed yet.
round-mail-next = Tried { $tries ->
    [one] once
   *[other] { $tries } times
  }, and again from { $time } (UTC).
round-mail-why = The reason:
letter-waiting = Waiting
letter-going = Being sent
letter-sent = Sent
letter-doubtful = May have arrived
letter-refused = Refused
letter-dropped = Not needed any more
letter-again = Send again
letter-doubtful-means = The line broke while the mail server was taking it, so nobody knows whether it arrived. It is not sent again by itself. Sent again, it carries the same number, by which mail programs know that it is one.
round-unreached = Cannot be mailed: no address is known for { $posts }.
round-remind = Remind whoever still owes something
round-remind-hint = One mail each, of their own items only. Whoever was mailed today is left out.
round-reminded = { $count ->
    [0] Nobody was left to remind: nothing is owed by anybody with an address who was not mailed today.
    [one] One mail is on its way.
   *[other] { $count } mails are on their way.
  }
round-sent-again = It will be sent again.
answer-links = Links without an account
answer-links-why = A link lets whoever has it answer for one post in this quarterly update, and see nothing else. It lasts until the update is frozen or you revoke it.
link-post = Post
link-post-missing = Choose a post
link-address = Address to mail the link to (optional)
link-address-hint = It is mailed now and with each reminder, while nobody who signs in holds the post. Leave it empty to pass a link on yourself.
link-make = Make a link
link-made-for = Pass this link on to whoever answers for { $post }
link-made-why = It is shown this once. It leads to the items of that post and to nothing else, and lasts until the update is frozen or the link is revoked.
link-written-down = { $post } is mailed at that address from now on, while nobody who signs in holds it.
link-sent = Sent to
link-by-hand = passed on by hand
link-when = Made
link-state = State
link-stands = Stands
link-revoked = Revoked
link-revoke = Revoke the links of { $post }
link-revoked-all = Every link of { $post } is revoked, and no address is written down for it.
answer-links-none = No link was made.
send-back-title = Send a return back
send-back-why = Its lead reads your comment beside their form, and answers with another update.
send-back-action = Action
send-back-comment = What is to be put right
send-back-none = Nothing has come back that could be sent back.
send-back-done = { $reference } went back to its lead.
send-back-missing = Choose an action
sent-back-by = Sent back by { $who } on { $day }
sent-back-answer = Your answer is another update; what you said before stays on the record.
said-by-sheet = Entered from the sheet of { $of } by { $by }
said-by-link = By the link sent to { $post }, entered as { $name }
answer-title = Quarterly update: { $name }
answer-for = For { $post }. Please answer by { $day }.
answer-what = You need no account. This page shows what { $post } answers for in this quarterly update, and nothing else. It can be used until the update is closed.
answer-name = Your name
answer-name-hint = It is kept on the office’s record beside what you say, and is not published.
answer-done = You have answered for everything that is asked. Thank you.
answer-given = Answered
answer-again = Say something else of { $reference }
answer-nothing = Nothing is asked of { $post } any more.
answer-void = This link leads nowhere
answer-void-do = The quarterly update that it was for may be closed, or another link may have been sent in its place. Ask the office that sent it to you.
round-withheld = { $count } more were asked for that you do not see.
return-late = Late
return-asked = Asked
return-drafted = Drafted
return-opened = Opened
return-sent-back = Sent back
return-returned = Returned
return-signed-off = Signed off
return-closed = Closed
round-open-title = Ask for a quarter’s updates
round-open-lead = Everybody who leads a live action of the plan is asked how it goes. The quarter stays open until you freeze it.
round-open-send = Ask for the updates
round-no-plan = There is no plan that is open, so there is nothing to ask for. Take a plan in first.
round-quarter = Quarter
round-due-hint = The last day on which an update is in time.
round-due-missing = Give the last day on which an update is in time
round-plan-missing = Choose the plan
round-other-period = Another period, or a name of its own
round-from = First day
round-from-missing = Give the first day of the period too, or leave both days out
round-to = Last day
round-to-missing = Give the last day of the period too, or leave both days out
round-name = Name
round-name-hint = Without one it is called after its quarter.
round-would-ask = Who would be asked for “{ $plan }”: { $count ->
    [one] 1 live action
   *[other] { $count } live actions
}
narrative-title = { $theme }: the quarter in your words
narrative-actions = Actions of this theme
narrative-hint = Readers of the papers see it. Say what happened; the red and late ones are beside it in every paper. {"{"}M4{"}"} becomes the newest figure of measure M4, and leads to where it comes from.
narrative-cited = Figures cited:
narrative-send = Record the narrative
narrative-recorded = The narrative is recorded. You can write it anew until the theme is signed off.
narrative-link = Write the narrative and sign off
narrative-none = Nobody wrote a narrative.
sign-off = Sign off
sign-off-title = Sign off the theme
sign-off-what = You say that what is recorded of this theme is right. After that its narrative stands as it is.
freeze-link = Freeze this quarterly update
freeze-title = Freeze { $name }
freeze-what = From then on this quarterly update stands as it is. What comes later belongs to the next.
freeze-owed = { $count ->
    [0] Nothing is owed: { $asked } of { $asked } were answered or closed.
    [one] 1 of { $asked } actions was not answered. It stays there as not returned.
   *[other] { $count } of { $asked } actions were not answered. They stay there as not returned.
}
freeze-open-themes = Not signed off:
freeze-once = It cannot be opened again.
freeze-send = Freeze
narrative-achieved = Achieved
narrative-overcome = Still to overcome
narrative-next = Next
## Try it with your own plan
error-prefix = Error:
try-title = Try it with your own plan
try-link = Try it with your own plan
try-link-why = Paste your bullets or your table, and get the Panel’s forward look in Word. Nothing is kept.
try-lead = Paste the bullets or the table of a plan, or choose its file. The next page shows what is understood of it, and gives you the Panel’s forward look.
try-kept = Nothing is kept: no file, no entry on a record, no account. When you close the page it is gone. Each page of a paper that is made here says that it is a trial and was not issued.
try-text = Your plan
try-text-hint = One action a line below the name of its theme; or a table with its heads, copied from Word or Excel, which can give dates, leads and ratings too.
try-file = Or a file
try-file-hint = Word (DOCX), Excel (XLSX), OpenDocument (ODS), CSV or plain text, up to 5 MB.
try-file-given = Your file: { $name }
try-file-given-hint = It goes with this form. Paste a text or choose another file to put it in its place.
try-office = Office (optional)
try-office-unnamed = Your office
try-plan = Name of the plan (optional)
try-day = As at
try-day-hint = The day from which the paper looks ahead.
try-look = Show what is understood
try-again = Change it and look again
try-problem = There is a problem
try-nothing = Paste your plan into the box, or choose a file.
try-both = You pasted a text and chose a file. Give one of them: empty the box, or leave the file out.
try-day-wrong = The day is not one that a plan can have. Choose a day such as 12 September 2026, between 1900 and 2199.
try-too-large = That is more than the 5 MB that can be tried. Delete pictures and sheets that are not needed, or copy the table and paste it.
try-too-many-rows = This plan has { $rows } rows, more than the { $most } that can be tried. Paste one theme of it.
try-too-many-lines = This text has { $lines } lines and rows, more than the { $most } that can be tried. Paste one theme of it.
try-too-busy = Others are trying their plans just now. Your text is still below: wait a moment and press the button again.
try-form = The form did not come as this page sends it. Go back to the page, and send it from there.
try-name-wrong = The { $what } cannot be used: { $why }
try-named-office = name of the office
try-named-plan = name of the plan
try-rejected =
    { $count ->
        [one] 1 row could not be taken. What to do stands beside it below. Change it and look again.
       *[other] { $count } rows could not be taken. What to do stands beside each below. Change them and look again.
    }
try-understood-title = What is understood of { $plan }
try-understood =
    { $actions ->
        [one] 1 action
       *[other] { $actions } actions
    } in { $themes ->
        [one] 1 theme
       *[other] { $themes } themes
    }.
try-paper = The forward look for the Panel
try-paper-as = As { $format }
try-paper-word = Download as Word
try-no-quarters = The paper cannot be made for this day. Choose another.
try-asked = Questions, with the answers that were taken
try-asked-why = Milepost asks these when the plan is taken in for good. To answer otherwise here, say it in what you give: a theme’s name on a line of its own, a date or a rating in a column of a table.
try-answer = Answer taken: { $answer }
try-not-taken = Lines and rows that are not actions, and why
try-not-taken-why =
    { $count ->
        [one] 1 line or row was read and not taken as an action.
       *[other] { $count } lines or rows were read and not taken as actions.
    }
try-place = Where
try-why = Why
try-said = What it says
try-notes = Notes on the file
try-as-stated = stated as “{ $stated }”
try-given = reference given by Milepost
## Signing in
elsewhere = This form was not sent from these pages
elsewhere-do = Nothing was changed. Open the page again and send the form from there.
unreadable = This form cannot be read
unreadable-do = Nothing was changed. Go back, and send the form again.
problem = There is a problem
error = Error:
done = Done
done-saved = Saved
save = Save
moment = { $day }, { $time }
answer-too-long = This is too long: use 200 characters or fewer
name = Full name
name-missing = Enter a name
email = E-mail address
email-missing = Enter an e-mail address
email-none = Enter an e-mail address in the correct form, like name@example.org
email-taken = Somebody with this e-mail address is listed already
sign-in = Sign in
sign-out = Sign out
signed-in-as = Signed in as
sign-in-wrong = The e-mail address or passphrase is wrong
sign-in-too-many = There were too many attempts. Try again in 15 minutes, or ask your administrator for a link
staff-foot-signed-in = Staff pages. Nothing on them is published by being here.
passphrase = Passphrase
passphrase-hint = At least 12 characters. Three or four words that you make up are easy to remember and hard to guess.
passphrase-again = Passphrase, once more
passphrase-missing = Enter your passphrase
passphrase-now = Your passphrase now
passphrase-new = New passphrase
passphrase-change = Change your passphrase
passphrase-changed = Your passphrase is changed, and you are signed out everywhere else
passphrase-save = Save the passphrase
passphrase-not-yours = This is not your passphrase
passphrases-differ = The two passphrases are not the same
code-title = Enter your code
app-code = Code
app-code-hint = The 6 digits that your authenticator app shows now, or one of your recovery codes
code-missing = Enter the code
code-wrong = This code is wrong, or was used before. Wait for the next one
code-too-many = There were too many attempts. Try again in 15 minutes
code-go-on = Go on
code-lost = If you lost your phone and your recovery codes, your administrator can switch the app off.
code-late = Begin again
code-late-why = A code follows the passphrase, in the same browser and within 10 minutes.
code-again = Sign in from the beginning
authenticator = Authenticator app
authenticator-says-on = You are asked for a code of your app when you sign in.
authenticator-says-off = You are asked for your passphrase alone when you sign in.
authenticator-set-up = Ask me for a code of an app as well
authenticator-change = Change this
authenticator-why = With an app on your phone, whoever learns your passphrase cannot sign in with it. Any app for one-time codes will do.
authenticator-add = Add an account in the app, and type this secret (time-based, 6 digits):
authenticator-open = On your phone, open it in the app
authenticator-give = Enter the code that the app then shows.
authenticator-code-hint = The 6 digits that the app shows now
authenticator-on = Switch it on
authenticator-is-on = You are asked for a code from now on
authenticator-on-since = Switched on { $moment }. { $left ->
    [one] 1 recovery code is left.
   *[other] { $left } recovery codes are left.
}
authenticator-off = Switch the app off
authenticator-is-off = The app is switched off, and you are asked for your passphrase alone
authenticator-theirs = They are asked for a code of an app when they sign in. Switch it off only for who lost their phone and their recovery codes, and asked you in person.
recovery-why = Write these recovery codes down and keep them apart from your phone. Each lets you in once in place of a code.
recovery-once = They are not shown again. When they run out, switch the app off and on to be given new ones.
recovery-kept = I have kept them
again = Show again who you are
again-why = What you are about to do is hard to undo, and it is more than 15 minutes ago that you showed who you are.
again-kept = Nothing is done yet, and nothing that you entered is lost: it goes on with your answer.
again-passphrase-or-code = Passphrase, or a code of your authenticator app
again-missing = Enter your passphrase
again-wrong = This is not your passphrase, or the code is wrong or was used before
again-go-on = Go on
again-leave = Leave it, and go to the first page
again-provider = Or show it at { $name }
again-provider-open = Sign in at { $name } again (opens in a new tab)
again-provider-done = I have done that: go on
again-shown = You have shown who you are. Close this tab and go on in the other
again-sign-in = Sign out and in again, then send it once more.
provider-sign-in = Sign in with { $name }
provider-or = Or with your passphrase
provider-refused = You are not signed in
provider-away = { $name } cannot be asked just now. Try again in a few minutes. If that does not help, tell your administrator.
provider-not-there = { $name } did not sign you in. Begin again, or sign in with your passphrase.
provider-untrue = What came from { $name } cannot be relied on, so nobody was signed in. Begin again from the sign-in page, in this browser. If that does not help, tell your administrator.
provider-stranger = { $name } knows you, and nobody has let you in here yet. Ask your administrator, and give them the name by which { $name } knows you:
provider-no-role = { $name } lists you in no group that may come in here. Ask whoever looks after the groups, or your administrator.
provider-no-access = You may not sign in here. Ask your administrator.
provider-last-administrator = { $name } gives you another role than administrator, and you are the last administrator here. Make somebody else an administrator first; until then, sign in with your passphrase.
provider-no-address = { $name } does not say by which name and e-mail address to call you. Ask your administrator to invite you.
provider-address-taken = Somebody is listed here with your e-mail address. If that is you, ask your administrator to connect you, and give them the name by which { $name } knows you:
provider-other-person = { $name } signed in somebody else than who is signed in here.
provider-too-many = There were too many attempts. Try again in 15 minutes.
provider-by-groups = By the groups that the provider lists them in
provider-connect = Signing in with { $name }
provider-subject = The name by which { $name } knows them
provider-subject-hint = The “subject”. They are shown it when they try to sign in and nobody has let them in yet. Leave it empty to let them in with their passphrase alone.
provider-subject-none = A subject has no spaces and only plain letters, digits and signs
provider-subject-taken = This identity is connected to somebody else, or this person has left
forgotten = Forgotten your passphrase?
forgotten-do = Ask your administrator for a link. It is good for 24 hours and can be used once.
forgotten-why = Your administrator does not know your passphrase, and cannot look it up.
invitation = Choose your passphrase
reset = Choose a new passphrase
link-for = For { $name } ({ $email }).
link-void = This link cannot be used
link-void-do = It was used already, or a newer one was made, or its time is over. Ask your administrator for another.
first = The first administrator
first-why = Nobody can sign in at { $office } yet. Who does this first lets the others in.
first-secret = Secret
first-secret-hint = The server printed it when it was started. It works once.
first-secret-wrong = This is not the secret that the server printed when it was started
first-make = Make my account
account = My account
sessions = Where you are signed in
session-since = Since
session-seen = Last used
session-which = Which
session-this = This one
sign-out-everywhere = Sign out everywhere

## People
section-people = People
section-access = Who may do what
people-caption = Everybody who has or had access
people-why = A person has one role, which says what they may do, and holds posts, which say whose work is theirs. The record keeps a number for each person and never a name.
people-back = Back to the list of people
person = Person
person-named = { $name } ({ $reference })
person-reference = In the record
person-state = Account
person-invited = Invited
person-active = Active
person-disabled = Disabled
person-left = Left
person-unnamed = No name kept
person-unnamed-do = The record knows this person by a number alone, as after a restore from a backup. Give their name and address below, then make a link.
person-disabled-why = They cannot sign in until you let them again.
role = Role
role-missing = Choose a role
role-change = Role
role-change-hint = Another role ends their sessions: they sign in again.
role-administrator = Administrator
role-administrator-may = lets people in, gives roles and posts
role-officer = Officer
role-officer-may = runs the plan and its papers
role-approver = Approver
role-approver-may = agrees to changes of date, closures and publication
role-lead = Lead
role-lead-may = updates the work of the posts they hold
role-contributor = Contributor
role-contributor-may = updates the work of the posts they hold, and sees only what is public besides
role-auditor = Auditor
role-auditor-may = reads all and changes nothing
role-panel-reader = Panel member
role-panel-reader-may = reads what is for the Panel
role-panel-clerk = Panel clerk
role-panel-clerk-may = reads what is for the Panel
posts-held = Posts
posts-none = None
posts-hint = Choose every post that they hold from today.
posts-title = Posts of the office
post = Post
post-hint = What the office calls it, such as Head of Policy. It may be printed and published.
post-missing = Enter the name of the post
post-initials = Initials
post-initials-hint = By which tables name whoever holds it, such as AB. Never published.
post-holder = Held by
post-vacant = Nobody
post-new = Name another post
post-make = Add the post
post-give = Give a post
post-give-do = Give the post
post-choose = Choose a post
tenure-from = From
tenure-from-hint = Leave empty for today
tenure-to = Until
tenure-open = Now
take-back = Take back
day-none = Enter a day
invite = Invite somebody
invite-why = You get a link to pass on to them. It is good for 7 days and can be used once.
invite-make = Make the invitation
invited = { $name } is invited
link-pass-on = Pass this link on to { $name }
link-pass-on-why = It is shown this once. Whoever has it can choose the passphrase: send it to nobody else.
link-invitation = Make another invitation link
link-reset = Make a link for a new passphrase
account-theirs = Their account
disable = Stop them from signing in
enable = Let them sign in again
name-change = Name and address
forget = Forget their name
forget-why = They have left. Their name and address can be deleted; the record keeps what they did under their number.
forget-do = Delete their name and address
move = Move their posts
move-do = Move every post
heir = Who takes over
heir-choose = Choose somebody
heir-nobody = Nobody yet
end = They leave
end-why = Their access ends at once, and every post of theirs goes to who takes over.
end-do = End their access
not-yourself = You cannot do this to yourself. Ask another administrator.
access-caption = Roles and posts, from when to when
access-why = From the record: every role and every post that anybody had here, from when to when.
access-what = What
access-role = Role
access-post = Post
access-called = Called
access-csv = As CSV
access-json = As JSON

## Saying how an action goes
section-updates = My updates
updates = My updates
updates-count =
    { $due ->
        [0] Nothing is due from you for { $quarter }. You hold { $all } { $all ->
            [one] action
           *[other] actions
        }.
        [one] 1 of your { $all } actions is due for { $quarter }.
       *[other] { $due } of your { $all } actions are due for { $quarter }.
    }
updates-none = No action is led or sponsored by a post that you hold.
updates-said = Said already
update-of = Update { $reference }
update-this = Update this action
update-send = Record this update
recorded-title = Recorded
recorded-of = What you said of { $reference } is on the record.
last-said = Last said on
suggested = By the written rules it would be { $label } if you updated it today ({ $rule }; { $facts }).
suggested-none = The written rules could not tell how to rate it: { $because }.
request-waits = A change that was asked for on { $day } waits for a decision. Until then nothing is changed.
moved-since = Somebody else changed this action after you opened the form. What is on the record now stands below; what you wrote is still in the form.
moved-choose = Send the form again to record your words as a later update, or leave it as it is now.
confirm = Still true: confirm
form-words = What was done since then
form-words-hint = Plain words. Everybody who may see the action reads them.
form-words-missing = Say what was done since the last update
form-rating = Rating today
form-next-step = Next step
form-why = Why the rating differs from the written rules
form-reason = Reason for the office
form-reason-hint = Read by the office and its boards alone.
form-public-reason = Reason for everybody
form-public-reason-hint = Printed beside the rating on pages and papers.
form-more = Evidence, completion, forecast and day
form-evidence = Evidence
form-evidence-hint = An address that begins with https://, or the reference of a decision.
form-file = File as evidence
form-file-hint = PDF, Word, Excel, PowerPoint, OpenDocument, CSV, text, PNG or JPEG, up to 5 MB. The office, its auditors, the leads of the plan and whoever answers for this action can save it; it is never published. It is not kept with a draft.
form-file-waits = “{ $name }” is attached and goes with this form. Choose another to take its place.
accuracy-head = Checked for accuracy
accuracy-link = Check what “{ $name }” says of { $body }
accuracy-title = Check what is said of { $body }
accuracy-why = This is what this quarterly update says of the work of { $body } until now. Say whether it is right. You change nothing here: whoever wrote it corrects it, or the office answers you.
accuracy-last = { $who } checked it on { $day }. { $count ->
        [0] All of it was right.
        [one] 1 point was raised.
       *[other] { $count } points were raised.
    }
accuracy-withheld = { $count ->
        [one] 1 action is withheld from you.
       *[other] { $count } actions are withheld from you.
    }
accuracy-point = What is not right here, if anything
accuracy-right = All of this is right
accuracy-points = Send what is not right
accuracy-both = You wrote what is not right and pressed “All of this is right”. Take the words out, or send them
accuracy-neither = Write what is not right beside what it is about, or press “All of this is right”
accuracy-recorded = Your check is recorded. The office sees it now.
accuracy-not-checked = not checked yet
accuracy-standing = last checked by { $who } on { $day }. { $open ->
        [0] No point is open.
        [one] 1 point is open.
       *[other] { $open } points are open.
    } { $changed ->
        [0] Nothing was said anew since.
        [one] 1 thing was said anew since.
       *[other] { $changed } things were said anew since.
    }
accuracy-unchecked = Not checked yet by { $names }.
accuracy-answer-missing = Say why it stands, or have it corrected
point-open = Open
point-answered = Answered
point-mended = Said anew
point-by = { $who } on { $day }:
point-answered-by = Answered by { $who } on { $day }:
point-answer = Why it stands
point-answer-hint = Where it is not right, the lead corrects it instead, and the point closes by itself.
point-answer-send = Answer
points-withheld = { $count ->
        [one] 1 point is about what is withheld from you.
       *[other] { $count } points are about what is withheld from you.
    }
evidence-erased = the file was erased
evidence-needs-words = A file goes with an update and not with “Still true”. Say what it shows, and record the update
evidence-gone = The file that was attached is not kept any more. Choose it again
form-completed = Completed on
form-completed-hint = Only with a rating that means complete, and with evidence.
form-forecast = Rating expected at the end
form-forecast-hint = Never printed as the rating of today.
form-confidence = How sure the outcome is
form-confidence-hint = Whether the result wanted will come about, whatever the progress.
form-day = Day for which this is true
form-day-hint = Leave it empty for today.
correct-this = Correct what was last said of this action
correction-of = Correct what was last said of { $reference }
correction-what = What was said stays as it was, and the correction stands beside it.
correction-words = What is right
correction-send = Record the correction
change-this = Ask for this action to be put off, closed, merged or split
change-title = Ask for a change of { $reference }
change-lead = You ask; somebody else decides. Until then nothing changes, and nothing is ever removed: what becomes of the promise stays readable.
change-date-instead = Ask for a new date instead
change-put-off = Put it off
change-put-off-means = Nothing is done until a day, or until further notice. It stays in the plan as put off.
change-close = Close it undelivered
change-close-means = It will not be done. It stays in the plan as closed and not delivered.
change-usual = Make it business as usual
change-usual-means = It goes on, and is not followed as an action any more.
change-supersede = Another action takes its place
change-supersede-means = It ends, and the other action says that it carries this on.
change-merge = Merge it into another action
change-merge-means = It goes on inside the other action.
change-split = Split it
change-split-means = It goes on as several actions, which keep its date and how often that moved.
change-until = Until
change-until-hint = Leave it out if nobody knows yet.
change-titles = The parts
change-titles-hint = One title a line. Each becomes an action.
change-by = The action that takes its place
change-into = The action that it goes into
change-other-none = Choose an action
change-other-missing = Choose the other action
change-milestones = { $count ->
        [1] Its open milestone goes on with what takes its place
       *[other] Its { $count } open milestones go on with what takes its place
    }
change-milestones-hint = With their first dates and every move. Of an action that is split, those of a part go on with the new action of that part’s name, all others with the first. Otherwise they stay with this action and are no longer late.
change-reason = Reason
change-reason-missing = Give the reason
change-send = Ask for it
form-date = Ask for a new date
form-new-date = New date
form-date-reason = Reason for the new date
form-date-reason-hint = Whoever decides reads it, and it is kept with the date.
form-date-missing = Give the date that you ask for
form-date-none = “{ $typed }” is not a date; write it as 2026-03-31
date-ask = Ask for this date
confidence-high = high
confidence-medium = medium
confidence-low = low
confidence-of = Confidence in the outcome: { $word }
forecast-of = Expected at the end: { $label }
next-step = Next step:
event-confirmation = Confirmed as still true
event-correction = Corrected
corrects = Corrects the update of
event-asked = A change was asked for
event-approved = The change was approved
event-declined = The change was declined
event-not-complete = The evidence did not show it as complete
event-verified = Completion verified
asked-detail = { $reason } Asked by { $who }.
ruled-by = By { $who }
decided = Decided
until = until
history-of = History of { $reference }
history-what = Every field of this action that was changed since it was first recorded, newest first.
history-all = History of every field
history-when = When
history-field = Field
history-from = Was
history-to = Became
history-who = By whom
history-why = Why

## Deciding and verifying
section-decisions = Decisions
decisions = Decisions
decisions-changes =
    { $count ->
        [0] No change waits for a decision
        [one] 1 change waits for a decision
       *[other] { $count } changes wait for a decision
    }
decisions-completions =
    { $count ->
        [0] No completion waits to be verified
        [one] 1 completion waits to be verified
       *[other] { $count } completions wait to be verified
    }
asked = Asked for
asked-why = Reason
asked-by = Asked by
asked-date = A new date,
asked-put-off = Putting it off
asked-put-off-until = Putting it off until
asked-close = Closing it without delivering it
asked-usual = Making it business as usual
asked-supersede = That this takes its place:
asked-merge = Going on inside
asked-split = Going on as
asked-milestones = Its open milestones go on with what takes its place.
decide-reason = Reason for your decision
decide-reason-hint = Needed where you decline. Whoever asked reads it.
decide-approve = Approve
decide-decline = Decline
completed-on = Completed on
completed-by = Said by
evidence = Evidence
verify-reason = What is missing
verify-reason-hint = Needed where the evidence does not show it. Its lead reads it, and the action is in progress again.
verify-refuse = The evidence does not show it
verify-send = The evidence shows it: verify

## The slippage ledger
slippage = Dates that were changed
slippage-what = Each action whose date was changed since it was first agreed: every move with its reason and who agreed, and how far it lies from the first agreed date.
slippage-count =
    { $moved ->
        [one] 1 of { $all } actions had its date changed.
       *[other] { $moved } of { $all } actions had their dates changed.
    }
slippage-too-little = How late work is finished: too little record to say. { $finished ->
        [0] No action was
        [one] 1 action was
       *[other] { $finished } actions were
    } verified as complete with both dates known; it takes { $enough }.
slippage-range = Of { $finished } actions that were verified as complete, the middle eight of ten were finished between { $least } and { $most } months after the original date, half of them by { $middle } months. Less than 0 is early.
slippage-moves = Every change of date
slippage-each = Changes
slippage-now = Date now
slippage-by = Changes of date by { $what }
slippage-actions = Actions
slippage-times = Changes
slippage-months = Months past the original dates

section-trail = Trail
trail-title = Who did what
trail-of = What { $who } did
trail-lead = Every change to the record, newest first. Nothing is removed from it.
trail-when = Recorded
trail-entry = entry { $entry }
trail-act = Act
trail-what = Of what
trail-kind = Kind
trail-any = Everything
trail-since = Since
trail-until = Until
trail-show = Show
trail-none = Nothing was found.
trail-earlier = Look at what stands before entry { $entry }
trail-all = Everything that anybody did
trail-csv = The same as CSV, without a limit of rows
act-begun = began
act-added = added
act-changed = changed
act-imported = took in
act-taken = took
act-reserved = reserved
act-issued = issued
act-presented = presented
act-published = published
act-withdrawn = withdrew
act-restored = restored
act-rotated = changed the key
act-erased = erased
act-ended = ended
noun-settings = Settings
noun-body = Body
noun-post = Post
noun-scale = Rating scale
noun-plan = Plan
noun-theme = Theme
noun-outcome = Outcome
noun-objective = Objective
noun-priority = Priority
noun-action = Action
noun-update = Update
noun-import = Import
noun-snapshot = Position
noun-paper = Paper
noun-publication = Publication
noun-erasure = Erasure
noun-round = Quarterly update
noun-narrative = Narrative
noun-access = Access
noun-change-request = Request for a change
noun-publication-request = Request to publish
noun-hold = Hold on publication
noun-written-rules = Rules of ratings
noun-milestone = Milestone
noun-expected-effect = Expected effect
noun-measure = Measure
noun-load = Load of figures
noun-commentary = Commentary on a measure
noun-sufficiency = Judgement of an outcome
noun-environment = Note on an outcome’s environment
noun-partner-action = Partner’s action
noun-finding-source = Source of findings
noun-review = Review or inspection
noun-finding = Finding
noun-risk-matrix = Risk matrix
noun-risk = Risk
noun-control = Control
noun-assurance = Assurance
noun-gap = Gap in control or assurance
noun-question = Question to expect
## Taking a table in
section-import = Import
import = Import
import-title = Take in your table
import-lead = Paste your own delivery plan, or choose the file: a table in Word, a spreadsheet, CSV, or a list of bullets. You see what becomes of each row before anything is recorded.
import-kept = What you give here is kept for this session only, for 12 hours at most, and is deleted once it is imported. The file that an import came from is kept with the record.
import-text = Paste the table or the list
import-text-hint = Copy the whole table, with its heads, from Word or a spreadsheet.
import-file = Or choose a file
import-file-hint = Word (DOCX), Excel (XLSX), OpenDocument (ODS), CSV or text, up to 32 MB.
import-plan = Which plan is it?
import-new-plan = A new plan
import-plan-name = Name of the new plan
import-plan-name-hint = Only for a new plan. Left empty, it is called as the table says.
import-day = Day of the table
import-day-hint = The day on which what it says was true.
import-read = Read it
import-another = Give another table
import-drop = Delete what you gave
import-empty = There is nothing in it that could be read
import-nothing = Paste a table or a list, or choose a file
import-both = There is a pasted text and a file; give one of them
import-too-large = It is larger than 32 MB, which is more than a plan; leave pictures out, or copy the table and paste it
import-too-much = It holds more text than is read here; leave other sheets out, or use the command line
import-too-many-lines = It has { $lines } lines and rows, and at most { $most } are read here; leave other sheets and tables out, or use the command line
import-too-many-rows = It has { $rows } rows, and at most { $most } are shown here; import it at the command line, or in parts
import-unreadable = What was sent could not be read to its end; give it again
import-no-plan = Choose one of the open plans, or a new one
import-pasted = the pasted text
column-reference = Reference
column-title = Action
column-both = Reference and action in one
column-timescale = Due date or timescale
column-ground = Ground for withholding it
column-review = Day on which withholding is reviewed
column-staff = Keep it for staff, under its own head
column-ignore = Leave it out
explain-title = How your table is read
explain-lead = This is how { $file } is read. Change what is wrong; the next table is read in the same way.
explain-columns = Columns
explain-columns-why = Each column of your table, and what it says of an action.
explain-ratings = Rating words
explain-ratings-why = Each word of your rating column, and the level that it means. A word that nobody knows keeps its rows out. What the levels mean is written in the
explain-rating-unknown = Not known: choose what it means
explain-not-rated = Keep as not rated
explain-word =
    { $rows ->
        [0] “{ $word }”
        [one] “{ $word }” (1 row)
       *[other] “{ $word }” ({ $rows } rows)
    }
explain-names = Names of leads
explain-names-why = Work is owned by posts, and these names are no posts yet. The public never sees a name or initials.
explain-name =
    { $rows ->
        [one] “{ $name }” (1 row)
       *[other] “{ $name }” ({ $rows } rows)
    }
explain-name-as-stated = Leave it as it stands
explain-name-new = A new post, named beside
explain-new-post = Name of a new post for “{ $name }”
explain-visible = Rows that say nothing of it themselves
explain-visible-hint = Nothing is out before you publish it.
explain-next = See what becomes of each row
rows-title = What becomes of each row
rows-counts = { $created } new, { $updated } changed, { $unchanged } unchanged, { $rejected } refused, { $skipped } no actions.
rows-import =
    { $count ->
        [0] Record that nothing changed
        [one] Import 1 row
       *[other] Import { $count } rows
    }
rows-back = Change how it is read
rows-moved = Others changed the record since you looked. This is what would become of your table now; look again, and import it then.
rows-refused =
    { $count ->
        [one] 1 row cannot be taken, so nothing is imported yet
       *[other] { $count } rows cannot be taken, so nothing is imported yet
    }
rows-refused-do = Say for each what it is, or change how the table is read, or correct the table and give it again.
rows-look-again = Save the answers and look again
rows-explain = Say what it means
rows-which = What is this row?
rows-choose = Choose
rows-same = The action { $reference } of the record, reworded
rows-new = A new action
rows-heading = A heading or a note, and no action
rows-all = Rows
rows-fate = Becomes
rows-absent = On the record and not in your table; they stay as they are
rows-skipped =
    { $count ->
        [one] 1 line is a heading or a note, and no action
       *[other] { $count } lines are headings or notes, and no actions
    }
fate-created = New
fate-updated = Changed
fate-unchanged = Unchanged
fate-rejected = Refused
fate-skipped = No action
important = Important
success = Done

## Imports, and undoing one
imports-title = Imports
imports-lead = Every table that was taken in. Undoing one is a change of its own: the record shows both.
imports-none = Nothing was imported yet.
import-named = The record’s { $name }
import-file-name = File
import-hash = SHA-256 of the file
import-rows-head = Rows
import-rows = { $created } new, { $updated } changed
import-recorded = Imported
import-undone-by = Undone
import-stands = On the record
import-undone = Undone
import-done = Your table is on the record.
undo-done = The import is undone.
undo-look = Undo this import
undo-again = Its file can be imported again: the rows come back under their references.
undo-title = Undo { $name }
undo-lead = This is what would happen if the import of { $file } were undone. Positions, issued papers and the public side stand as they are.
undo-withdrawn =
    { $count ->
        [one] 1 action is taken back
       *[other] { $count } actions are taken back
    }
undo-restored =
    { $count ->
        [one] 1 action is as it was before
       *[other] { $count } actions are as they were before
    }
undo-left =
    { $count ->
        [one] 1 is left as it stands
       *[other] { $count } are left as they stand
    }
undo-left-none = Nothing was said since of any of its rows, so nothing is left over.
undo-others =
    { $count ->
        [one] 1 other item (a theme, a post, an update) goes with them.
       *[other] { $count } other items (themes, posts, updates) go with them.
    }
undo-papers = Issued since, and standing as issued: { $papers }.
undo-what = What
undo-reason = Why it is undone
undo-reason-hint = It stays on the record.
undo-reason-missing = Say why it is undone
undo-do = Undo the import
undo-not = Leave it as it is

## Naming what the plan is made of
section-naming = Names
naming-lead = What the plan is made of: its themes and what they are for, the posts that own its work, the organisations that help. What something was called before stays known, so that older tables are still understood.
naming-unmatched = Names that are no posts yet
naming-unmatched-why = Tables gave work to these names. Say which post each is: its work is that post’s from then on.
naming-match =
    { $actions ->
        [one] “{ $name }” (1 action)
       *[other] “{ $name }” ({ $actions } actions)
    }
naming-match-do = This is the post
naming-match-new = Make a post for “{ $name }”
naming-match-missing = Choose the post that it is
naming-plan = Name the plan
naming-plan-new = Begin a new plan
naming-theme = Describe the theme
naming-theme-add = Add a theme
naming-theme-new = Add a theme to { $plan }
naming-outcome = Reword the shared outcome
naming-outcome-new = Add a shared outcome
naming-objective = Reword the objective
naming-objective-new = Add an objective
naming-priority = Reword the priority
naming-priority-new = Add a priority
naming-post = Describe the post
naming-post-new = Add a post
naming-bodies = Organisations
naming-body = Organisation
naming-body-one = Describe the organisation
naming-body-new = Add an organisation
naming-kind = What it is
naming-name = Name
naming-name-hint = As the office calls it. Its old name is still understood.
naming-from = First day of its period
naming-to = Last day of its period
naming-code = Code
naming-code-hint = A number or letter that papers print before it, if there is one.
naming-aim-hint = What the office says that it will do.
naming-statement = In the words of the plan
naming-aliases = Other names
naming-lines-hint = One on each line.
naming-initials = Initials and other names
naming-initials-hint = By which tables call it, one on each line. Never shown to the public.
naming-was = It is now:
naming-save = Save
naming-not = Leave it as it is
statement-outcome = Shared outcome
statement-objective = Objective
statement-priority = Priority
kind-office = The office
kind-board = A board of the office
kind-panel = The Police and Crime Panel
kind-committee = A committee
kind-force = A police force
kind-partner = A partner
edit-title = Describe action { $reference }
edit-this = Change its title, lead and other standing facts
edit-lead = What stands of it from the beginning. What is said of its progress is an update.
edit-lead-more = Another lead
edit-nobody = Nobody
edit-first-date = First agreed date
edit-first-date-hint = It has none yet. It is kept as the date first agreed; later changes are asked for.
edit-date-asked = Its date is changed by asking for another.

## A round's sheet, filled in elsewhere and taken back
sheets-title = Sheets to fill in
sheets-lead = For whoever answers without these pages: an Excel workbook of their items, to be filled in and sent back. What comes back is compared before any of it is entered.
sheets-of = Sheet of { $whose } (Excel)
sheets-take = Take a sheet back
sheets-why = Choose a sheet that was filled in. You see what it says beside what stands, field by field, and nothing is entered until you say so. The file is not kept.
sheets-file = The filled-in sheet
sheets-file-hint = An Excel workbook (XLSX), as it was downloaded here and filled in
sheets-file-missing = Choose the sheet that was filled in
sheets-compare = Compare
sheets-is = The sheet of { $whose } in the quarterly update { $round }
sheets-found =
    { $count ->
        [0] Nothing in it differs from what stands, so there is nothing to enter.
        [one] 1 field differs from what stands, in 1 item. Tick it to accept it.
       *[other] { $count } fields differ from what stands, in { $rows ->
            [one] 1 item
           *[other] { $rows } items
        }. Tick those that you accept.
    }
sheets-same =
    { $count ->
        [one] 1 more item says what stands already.
       *[other] { $count } more items say what stands already.
    }
sheets-empty = No yellow cell of it was filled in.
sheets-moved =
    { $count ->
        [one] 1 field was changed by somebody else since the sheet was made. Look at it before you accept it.
       *[other] { $count } fields were changed by somebody else since the sheet was made. Look at each before you accept it.
    }
sheets-moved-tag = Changed meanwhile
sheets-field = Field
sheets-was = When the sheet was made
sheets-now = Now
sheets-file-says = The sheet says
sheets-accept = Accept
sheets-nothing = nothing
sheets-words = What was done
sheets-reason = Reason for the office
sheets-public-reason = Reason that everybody reads
sheets-next-step = Next step
sheets-forecast = Forecast rating
sheets-refused = It would not be taken as it is: { $why }
sheets-enter = Enter what is ticked
sheets-enter-all =
    { $count ->
        [one] Enter the 1 field that nobody changed meanwhile
       *[other] Enter all { $count } fields that nobody changed meanwhile
    }
sheets-leave = Leave it
sheets-another = Take another sheet
sheets-nothing-ticked = Tick what you accept, or leave the sheet
sheets-partly = { $count } of the items were entered. What could not be is shown again.
sheets-entered =
    { $count ->
        [0] Nothing new was entered.
        [one] 1 item was entered from the sheet.
       *[other] { $count } items were entered from the sheet.
    }
sheets-before =
    { $count ->
        [one] 1 item was entered from this file before.
       *[other] { $count } items were entered from this file before.
    }

## What somebody began to say and has not sent
draft-keep = Keep as a draft
draft-drop = Throw the draft away
draft-here = This is your draft, which nobody else can read. It is not on the record until you send it.
draft-kept = Your draft for { $reference } is kept. Nobody else can read it, and it is not on the record.
draft-dropped = Your draft for { $reference } was thrown away.
## What became of earlier promises
succession = What became of earlier promises
succession-what = Each promise of an earlier plan beside the plan that is open now, in both wordings. Each is counted once. A promise that was open, that nobody decided to close, and from which nothing in the new plan comes, was dropped without a decision.
succession-first = No plan came before one that is open now, so there are no earlier promises to follow.
succession-heading = What became of { $plan }
succession-sentence =
    Of { $all ->
        [one] 1 promise
       *[other] { $all } promises
    } of { $plan }: { $parts }. { $new ->
        [0] Nothing in the new plan is new.
        [one] 1 action of the new plan comes from none of them.
       *[other] { $new } actions of the new plan come from none of them.
    }
succession-column-was = As { $plan } promised it
succession-column-now = What became of it
succession-on = on { $day }
succession-new = New: not promised in { $plan }
succession-nothing-new = Nothing in the new plan is new.
succession-taken-up = Taken up by
succession-followed = Other work follows from it:
decided-why = Why: { $reason } (agreed by: { $approver })
fate-continued = carried on word for word
fate-reworded = reworded
fate-merged = merged with others
fate-split = split into several
fate-withheld = carried on in an action that is withheld
fate-complete = complete
fate-business-as-usual = now business as usual
fate-superseded = taken up by another action of the same plan
fate-closed-not-delivered = closed undelivered, by a decision
fate-followed = not carried on, though other work follows
fate-dropped = dropped without a decision

## The written rules of ratings
rules = The written rules of ratings
rules-lead = Whoever answers for an action rates it. Beside that stands what these rules give, tested in this order: the first that applies. A rating that differs from them needs a reason, which is printed.
rules-on = The rules on { $day }
rule-number = Rule { $number }
rule-does-not-hold = does not hold
rules-dropped = The office has dropped these of the standard rules:
rules-to-come = Other rules hold from { $day }; see their history below.
rules-history = How the rules were changed
rules-never = They are the standard rules, and were never changed.
rules-change = Change the rules
rules-change-lead = Positions and quarterly updates that stand keep the rules by which they were rated. Leave a field empty to drop its rule.
rules-past-due = Red: days after its date
rules-past-due-hint = How many days late is not red yet, from 0 to 92
rules-milestone-late = Amber: days after the date of a milestone
rules-milestone-late-hint = How many days late is not amber yet, from 0 to 92
rules-date-changed = Amber: dates changed this quarter
rules-date-changed-hint = How many changes of its date, or of its milestones, make it amber, from 1 to 12
rules-silent = Amber: weeks without an update
rules-silent-hint = After how many weeks without an update or confirmation, from 1 to 52
rules-moved = Amber: times it was moved, once past its original date
rules-moved-hint = How many moves make it amber whatever the new date, from 1 to 12
rules-risk-outside = Amber: points by which a risk that is tied to it is outside its appetite
rules-risk-outside-hint = From 1 to 24; 1 is any risk outside its appetite
rules-always = What makes an action complete, paused, not started or on track is the same in every office.
rules-from = Holds from
rules-from-hint = Not a day on which a position was taken or a quarterly update frozen, or before it
rules-from-missing = Enter the first day on which the rules hold
rules-why = Why
rules-why-hint = It stays on the record, for whoever audits the ratings
rules-why-missing = Say why the rules are changed
rules-not-a-number = “{ $typed }” is not a whole number; enter one, or leave the field empty to drop the rule
rules-send = Change the rules from that day
rules-read = How ratings are tested: the written rules

## Expected effects
effects = Expected effects
effects-title = What { $reference } is expected to change
effects-who = For the office and its boards.
effects-lead = What this action is expected to change by the end of a quarter. Until then it is an expectation; afterwards you are asked what came of it, and both stay on the record. It is no rating and no forecast, and it is read by the office and its boards alone.
effects-change = What it is expected to change: say, answer
effects-due = { $count ->
        [1] The quarter of an expected effect has ended: say what came of it.
       *[other] The quarters of { $count } expected effects have ended: say what came of them.
    }
effect = Expected effect
effect-by = By
effect-by-none = Choose a quarter
effect-by-missing = Choose the quarter by whose end it is expected
effect-came = What came of it
effect-on = on the outcome “{ $outcome }”
effect-awaited = Expected
effect-due = The quarter has ended: what came of it?
effect-dropped = Dropped on
effect-add = Add the expectation
effect-words = What is expected to change
effect-words-hint = For example, From 12 to 10 incidents a month
effect-words-missing = Write what is expected to change
effect-outcome = On which outcome (optional)
effect-outcome-none = No outcome in particular
effect-number = Number expected (optional)
effect-number-missing = Enter the number that is expected
effect-unit = What the number counts
effect-unit-hint = For example, incidents a month
effect-say = Say what came of it
effect-say-again = Correct what came of it
effect-observed = What came of it
effect-observed-missing = Write what came of it
effect-observed-number = Number observed, in { $unit } (optional)
effect-drop = It is not expected any more
effect-reason = Why
effect-reason-missing = Say why; it stays on the record

## Milestones
milestones = Milestones
milestones-title = Milestones of { $reference }
milestones-lead = A milestone is a checkpoint with a date. A late one makes the action amber by the written rules, and so does moving one in the quarter in which it is moved. Papers and the published plan print the milestones of an action for everybody who may see it, without the reasons.
milestones-see = Milestones
milestones-change = Milestones: add, meet, move
milestone = Milestone
milestone-stands = How it stands
milestone-of = part: { $strand }
milestone-late = Late: the milestone “{ $title }” was due on { $day }.
milestone-is-late = Late
milestone-open = Open
milestone-left-open = Left open when the action ended
milestone-met-on = Met on
milestone-dropped-on = Dropped on
milestone-moved = first { $original }, { $times ->
        [1] moved once
        [2] moved twice
       *[other] moved { $times } times
    }
milestones-to-carry = { $count ->
        [1] 1 milestone was
       *[other] { $count } milestones were
    } open when { $reference } { $title }, from which this action came, ended.
milestones-carry = Go on with them here
milestone-add = Add the milestone
milestone-title = What will have been reached
milestone-title-hint = For example, Contract signed
milestone-title-missing = Write what will have been reached
milestone-date = Date
milestone-day-missing = Enter the day
milestone-strand = Part of the action (optional)
milestone-strand-hint = Only where you tell several parts of one action apart
milestone-meet = It was met
milestone-met-day = Day on which it was met
milestone-move = Give it a new date
milestone-new-date = New date
milestone-drop = Drop it
milestone-reopen = Open it again
milestone-reason = Why
milestone-reason-missing = Say why; it stays on the record

## Measures and their figures
section-measures = Measures
measures = Measures
measure = Measure
measures-none = No measure is defined yet.
measures-withheld =
    { $count ->
        [one] 1 measure is not shown here: { $reason }.
       *[other] { $count } measures are not shown here: { $reason }.
    }
measures-define = Say what is counted
figures-link = Load figures, and see where they come from
measure-found =
    { $found ->
        [0] None of { $judged } measures that are judged by control limits shows a special cause in the last quarter.
        [one] 1 of { $judged } measures that are judged by control limits shows a special cause in the last quarter.
       *[other] { $found } of { $judged } measures that are judged by control limits show a special cause in the last quarter.
    } Chance alone would give about { $chance } if nothing had happened.
measure-nothing-judged = No measure has figures enough to be judged by control limits yet.
measure-matrix = Measures by variation and assurance
measure-latest = Newest figure
measure-line = Last two years
measure-variation = Variation
measure-target = Target
measure-no-figure = No figure
measure-no-target = No target
measure-facts = In figures
measure-definition = What is counted
measure-rules = Judged by the rules of statistical process control, rule set { $rules }. A missing period breaks every rule.
measure-numbers = The numbers of the chart
measure-commentary = What is made of it
measure-doing = What is done about it:
measure-by-actions = By:
measure-said-of = Of the figures to { $upto }.
measure-cited = { $read }: { $code }, { $span }.
measure-answering = Actions that answer it
measure-no-actions = No action of an open plan is tied to the outcomes of this measure.
measure-expected = Expected by quarter
measure-when = Date
measure-nothing-expected = Nothing is stated
measure-outcomes = Outcomes that it stands for
measure-out-of = As at { $day }, published { $published }:
measures-set = What is counted
measures-set-what = Every measure as one text: its definition, where its figures come from, its target and its notes. Change it and take it in; what differs becomes a new version on the record.
measures-set-stays = A measure that is left out of the text stays as it is. A definition is never forgotten: a later one is added below it.
measures-set-text = The set
measures-set-hint = Written as TOML. Each measure begins with [[measure]].
measures-set-take = Take it in
measures-example =
    # The first measure, as an example: change it to your own.
    {"["}[measure]]
    code = "M1"
    title = "Residential burglary"
    describes = "Burglaries that the police recorded."
    visibility = "public"
    {"["}[measure.definition]]
    words = "Burglaries recorded in the month"
    quantity = "count"
    unit = "crimes"
    better = "decrease"
    numerator = {"{"} data = "police-uk street", area = "Cambridgeshire", of = ["Burglary"] {"}"}
commentary-title = Say what you make of it
commentary-words = What do the figures show, and why?
commentary-words-hint = Write {"{"}M4{"}"} for the newest figure of measure M4, {"{"}M4 2026-03{"}"} for that of March 2026: it is put in as it stands, and stays traceable.
commentary-words-missing = Say what the figures show
commentary-doing = What is done about it?
commentary-doing-hint = Leave it blank if nothing has to be.
commentary-actions = By which actions?
commentary-actions-hint = Their references, as 1.2, 1.4
commentary-write = Write it down
limits-title = Propose that limits begin anew
limits-what = Where the work itself changed, its limits are computed anew from there. Somebody else decides; the old limits stay drawn.
limits-suggested = Since { $from } it lies on one side of the mean.
limits-from = From
limits-because = Why?
limits-because-missing = Say why the limits begin anew
limits-evidence = What shows that the work itself changed
limits-evidence-hint = A decision, a system that went live, a new team.
limits-evidence-missing = Say what shows that the work itself changed
limits-propose = Propose it
limits-anew = Limits anew from { $from }
limits-proposed = Proposed by
limits-waits = It waits for a decision, and changes nothing until then.
limits-agreed = Agreed to by
limits-refused = Not agreed to by
limits-reason = Reason
limits-reason-hint = Needed where it is not agreed to.
limits-agree = Agree
limits-refuse = Do not agree
note-title = Note a caveat or a break
note-kind = Which is it?
note-caveat = A caveat to read it with
note-break = A break: something beside the matter itself changed
note-from = From
note-words = What is it?
note-words-missing = Say what it is
note-write = Note it
span-none = Choose one
span-missing = Choose from when
figures = Figures
figures-what = A file of figures is read, looked at and loaded. Loading is one change on the record; the same file twice is one load. Nobody edits a figure: a later download is another load, and both stay.
figures-load = Load a file
figures-kind = What is it?
figures-kind-missing = Say what it is
figures-street = data.police.uk: crimes and anti-social behaviour
figures-outcomes = data.police.uk: outcomes
figures-stops = data.police.uk: stop and search
figures-home-office = Home Office: police recorded crime by force area
figures-population = Residents by police force area
figures-own = Our own or a partner’s figures
figures-file = File
figures-file-hint = CSV, or a zip of data.police.uk, as it was downloaded; XLSX and ODS of the others. Up to 32 MB; load larger ones with milepost load.
figures-no-file = Choose a file
figures-downloaded = When was it downloaded?
figures-downloaded-hint = Leave it blank for today.
figures-downloaded-future = The day lies in the future
figures-only = Of which areas?
figures-only-hint = Leave it blank to keep all. Between two names write a semicolon.
figures-year = Of residents: which year?
figures-year-hint = The year in the middle of which they were counted.
figures-year-missing = Say in which year the residents were counted
figures-licence = Under which licence?
figures-licence-hint = Leave it blank for the Open Government Licence of public files.
figures-read = Read it
figures-look = What is in the file
figures-take = Load it
figures-leave = Leave it
figures-loads = What was loaded
figures-none = No figures are loaded yet.
figures-load-name = Load
figures-of = Figures
figures-day = Downloaded
figures-rows = Rows
figures-rejected = Rejected
figures-file-name = File
figures-reach = Period
figures-area = Areas
figures-areas = { $count } areas
figures-hash = SHA-256
figures-why-rejected = Rows that could not be read
figures-examples = Some of them
figures-line = Line
figures-reason = Why
figures-to-know = To know
figures-against = Against what is known
figures-difference = { $new } figures are new, { $same } are the same, { $changed } are changed.
figures-changed = What changed
figures-series = Of
figures-was = Was
figures-is = Is
figures-absent = What was known, and is not in this file:
figures-measures = Measures that are made of such figures
figures-take-back = Take it back
figures-take-back-what = For a file that should not have been loaded. Its figures are then as if it had not been; the record keeps both, and the reason.
figures-take-back-why = Why?
figures-reason-missing = Say why

## Assurance: outcomes
section-assurance = Assurance
section-findings = Findings
assurance-more = Beside the outcomes
assurance-risks = Risk register
assurance-findings = What auditors, inspectors and the Panel asked for
assurance-questions = Questions to expect before a meeting
assurance-title = Assurance
assurance-question = Are the actions of the Plan, together with partners’, enough to achieve the outcomes?
assurance-means = Coverage is computed by declared rules from what is on the record; “no gap found by these rules” says no more than that. Sufficiency is judged by people, dated and with a reason; where nobody has judged, nothing is said.
assurance-no-plan = No plan is open.
assurance-no-outcome = The shared outcomes of this plan’s themes are not stated yet.
assurance-outcome = Outcome
assurance-coverage = Coverage, as computed
assurance-sufficiency = Sufficiency, as judged
assurance-gaps =
    { $count ->
        [one] 1 gap
       *[other] { $count } gaps
    }
assurance-loose = What hangs loose
assurance-loose-count = { $what }: { $count }
assurance-loose-outcome-action = Outcomes without an action
assurance-loose-outcome-measure = Outcomes without a measure
assurance-loose-action = Open actions that serve no outcome
assurance-loose-risk = Risks without a control
assurance-loose-control = Controls without an assurance that is in date
assurance-papers = Papers: assurance framework, theme report, auditor’s pack
outcome-gaps =
    { $count ->
        [0] Gaps
        [one] 1 gap
       *[other] { $count } gaps
    }
outcome-no-gap = No gap was found by these rules in what is shown here.
outcome-signals = What else the rules find
outcome-rule = (rule { $number })
outcome-rules = The rules of coverage
outcome-rule-number = Rule
outcome-rule-words = What it says
outcome-rule-stands = Here
outcome-rule-met = met
outcome-rule-not-met = not met
outcome-beside = What the rules find, beside what people judge
outcome-computed = Computed by the rules at the end of this page; not a judgement.
outcome-not-judged = Nobody has judged yet whether what is done is enough.
outcome-not-judged-short = Not judged
outcome-judged-hidden = No judgement is shown here.
outcome-judged-later-hidden = A later judgement is not shown here.
outcome-judged-before = Earlier judgements
outcome-seen = Movement is shown since the { $body } last saw this: { $number }, presented on
outcome-not-seen = The { $body } has not been shown an assurance framework yet, so no movement can be shown.
outcome-seen-other = Show it since it was last seen by:
outcome-risks = Principal risks and their controls
outcome-risks-none = No principal risk to this outcome is shown here.
outcome-risks-caption = Principal risks: scores then, now and wanted
outcome-risk-head = Risk
outcome-risk = { $cause }. { $event }. { $consequence }.
outcome-inherent = Inherent
outcome-then = When last shown
outcome-now = Now
outcome-target = Target
outcome-appetite-head = Appetite
outcome-appetite = at most { $most }
outcome-no-appetite = none stated
outcome-outside = outside appetite
outcome-within = within appetite
outcome-movement = Movement
outcome-not-scored = not scored
outcome-not-shown = not shown before
outcome-move-new = New to this reader
outcome-move-up = Higher, worse
outcome-move-down = Lower, better
outcome-move-same = Same
outcome-move-unknown = Cannot be compared
outcome-controls = Controls, and who has looked whether they work
outcome-controls-none = None of these risks has a control that is shown here.
outcome-control = Control
outcome-control-of = of { $risks }
outcome-line-management = Line 1, management
outcome-line-oversight = Line 2, oversight
outcome-line-independent = Line 3, independent
outcome-assured = What it comes to
outcome-no-assurance = none recorded
outcome-gives-full = Full
outcome-gives-partial = In part
outcome-gives-none = None
outcome-months-old =
    { $months ->
        [0] less than a month old
        [one] 1 month old
       *[other] { $months } months old
    }
outcome-stale = Out of date: good until
outcome-good-until = Good until
outcome-assured-never = Nobody has looked
outcome-assured-expired = Out of date since
outcome-assured-refused = No assurance
outcome-assured-partly = Assured in part
outcome-assured-fully = Assured
outcome-assured-hidden = Not shown here
outcome-gaps-control = Gaps in control
outcome-gaps-assurance = Gaps in assurance
outcome-gaps-none = None is open.
outcome-gap-no-action = Nothing that is done about it is recorded.
outcome-gap-done = Done on
outcome-gap-late = Late, due on
outcome-gap-due = Due on
outcome-gap-undated = Date to be decided
outcome-own = The Commissioner’s own actions
outcome-own-none = No action of the Commissioner’s own serves this outcome.
outcome-partners = Partners’ actions
outcome-others = Actions of this Plan that others own
outcome-others-none = No action of this Plan that another organisation owns serves this outcome.
outcome-elsewhere = Actions in other bodies’ plans, in the words of those plans
outcome-elsewhere-none = No action in another body’s plan is shown here for this outcome.
outcome-no-effect = Nothing is stated.
outcome-not-stated = not stated
outcome-means = Read as: { $class }
outcome-source = Known from
outcome-known = Last known on
outcome-old = More than a year old
outcome-measures = What the measures say
outcome-measures-none = No measure stands for this outcome.
outcome-findings = Open findings
outcome-findings-none = No open finding that is shown here concerns this outcome.
outcome-finding = What was asked for
outcome-finding-from = From
outcome-finding-priority = Priority, in its words
outcome-finding-stands = How it stands
outcome-finding-due = Next date
outcome-standing-awaiting = Awaits a response
outcome-standing-open = Open
outcome-standing-overdue = Overdue
outcome-standing-management = Called done, not verified
outcome-standing-verified = Verified
outcome-standing-not-adopted = Not adopted
outcome-standing-risk-accepted = Risk accepted
outcome-standing-reopened = Re-opened
outcome-environment = What changes around it
outcome-environment-none = No note on the environment is shown here.
outcome-cited = { $read }: { $code }, { $span }
outcome-for = Who may see it
outcome-for-boards = The office and its boards
outcome-for-panel = They and the Panel
outcome-for-everybody = Everybody
outcome-judge-title = Judge whether what is done is enough
outcome-judge-what = A judgement is yours, or that of a board which you record in its name. It stays on the record with its day and reason; a later one does not replace it.
outcome-judge-none = Choose a judgement
outcome-judge-own = My own, in the name of my job title
outcome-judge-body = That of the { $body }
outcome-judged = What is done is
outcome-judged-missing = Choose what is judged
outcome-judge = Whose judgement it is
outcome-judged-on = Day of the judgement
outcome-judged-on-hint = Of a board, the day of its meeting. Without one it is today.
outcome-because = Reason
outcome-because-hint = What the judgement rests on, so that a reader can follow it.
outcome-because-missing = Give the reason
outcome-judge-write = Record the judgement
outcome-note-title = Note what changes around this outcome
outcome-note = What changes
outcome-note-hint = {"{"}M4{"}"} becomes the newest figure of measure M4, {"{"}M4 2026-03{"}"} that of March 2026; both lead to where they come from.
outcome-note-missing = Say what changes around this outcome
outcome-note-write = Record the note
outcome-partner-title = Add what is known of a partner’s action
outcome-partner-what = An action in another body’s own plan. One that is there already by the same reference gets what is known now; what was known before stays.
outcome-partner-body = Whose action it is
outcome-partner-body-none = Choose an organisation
outcome-partner-body-missing = Choose whose action it is
outcome-partner-plan = Name of that plan
outcome-partner-plan-missing = Give the name of the plan in which it stands
outcome-partner-reference = Its reference there
outcome-partner-reference-hint = For example, TVP 1.1
outcome-partner-reference-missing = Give its reference as in that plan
outcome-partner-name = What it promises
outcome-partner-name-missing = Say what it promises
outcome-partner-known = The day as of which this is known
outcome-partner-known-missing = Give the day as of which this is known
outcome-partner-source = Where this was read or heard
outcome-partner-source-hint = A paper, a page or a meeting that somebody can find again.
outcome-partner-source-missing = Say where this was read or heard
outcome-partner-rating = Rating, in that plan’s own words
outcome-partner-means = What these words mean
outcome-partner-means-none = Nobody says
outcome-partner-direction = Direction, as stated there
outcome-partner-effect = What it is to change
outcome-partner-by = By the end of the quarter of
outcome-partner-by-hint = Any day of that quarter.
outcome-partner-write = Record what is known
outcome-serve-title = Add an action that serves this outcome
outcome-serve-action = Action
outcome-serve-none = Choose an action
outcome-serve-missing = Choose an action
outcome-serve-write = Connect them
outcome-serve-this = Say which outcome this action serves
outcome-serve-outcome = Outcome
outcome-serve-refused = The action and the outcome were not connected
outcome-unserve-title = Take an action out that does not serve it
outcome-unserve-action = Action
outcome-unserve-write = Take it out
## Risks, what keeps them in check, and what is missing
risks = Risks
risks-lead = What may keep an outcome from coming about. Each score was given by somebody, for a day and with a reason; nothing changes one by itself, and scores are never added up.
risks-none = No risk is in the register yet.
risks-withheld = { $count } { $count ->
    [one] risk is
   *[other] risks are
} not shown here: { $reason }.
risks-counts = What wants attention
risks-open = Open risks
risks-list = The register
risks-all = { $count } { $count ->
    [one] open risk
   *[other] open risks
}.
risks-filtered = { $shown } of { $total } open risks: { $which }.
risks-closed = Closed
risks-moved = Since { $day }: { $up } up, { $down } down, { $same } the same, { $new } new, { $closed } closed.
risks-not-compared = No register was presented yet with which this one could be compared. Choose a day to see what moved since.
risks-since-another = Compare with the register as at the end of a day
risks-compare = Compare
risks-linked = Risks
risk-add = Register a risk
risk-edit = Say anew what this risk is
risk-name = Risk
risk-inherent = Without controls
risk-current = Now
risk-target = Target
risk-movement = Movement
risk-not-compared = not compared
risk-owners = Owners
risk-owner = Owner
risk-second-owner = Second owner
risk-no-owner = No owner
risk-nobody = Nobody
risk-review-due = Review due
risk-no-review = No review is set by its band
risk-overdue = overdue
risk-outside = outside appetite
risk-inside = within appetite
risk-not-scored = Not scored
risk-scored = scored { $score }
risk-closed = Closed
risk-facet-outside = Outside appetite
risk-facet-unscored = Not scored
risk-facet-overdue = Overdue for review
risk-facet-no-action = No action is tied to it
risk-facet-no-control = No control
risk-facet-no-owner = No owner
risk-facet-no-appetite = No appetite is set
risk-heat = Where risks lie now: { $matrix }, { $size }
risk-heat-none = 0
risk-heat-how = Likelihood from left to right, impact from bottom to top. A cell says the band of its score, how many risks lie there and which.
risk-heat-unscored = { $count } { $count ->
    [one] risk has
   *[other] risks have
} no score and { $count ->
    [one] is
   *[other] are
} in no cell.
risk-likelihood = Likelihood
risk-impact = Impact
risk-cause = Cause
risk-cause-hint = Why it might happen
risk-event = Event
risk-event-hint = What would happen
risk-consequence = Consequence
risk-consequence-hint = What would come of it
risk-category = Category
risk-oversight = Looked over by
risk-appetite = Appetite
risk-appetite-is = { $most } is the highest score that is accepted.
risk-treatment = Treatment
risk-proximity = How soon
risk-since = In the register since
risk-treat = Treat: do something about it
risk-tolerate = Tolerate: accept it as it is
risk-transfer = Transfer: somebody else bears it
risk-terminate = Terminate: stop what brings it about
risk-within-quarter = Within three months
risk-within-year = Within a year
risk-later = Later than a year
risk-scores = Scores
risk-scored-on = Scored on { $matrix }, { $size }
risk-score-history = Every score that it was given, newest first
risk-day = Day
risk-which = Which score
risk-score = Score
risk-why = Why
risk-by = Who
risk-what = What
risk-controls = Controls
risk-outcomes = Outcomes that it threatens
risk-no-outcomes = It is tied to no outcome that is shown here.
risk-actions = Actions
risk-no-actions = No action that is shown here is tied to it.
risk-said = Reviews and escalations
risk-nothing-said = Nobody has said that they looked at it.
risk-reviewed = Reviewed
risk-escalated-to = Escalated to { $to }
risk-say = What do you want to say of it?
risk-score-this = Score it
risk-score-send = Keep this score
risk-choose = Choose
risk-why-hint = What changed, and what shows it. It stays beside the score.
risk-why-missing = Say why
risk-on-day = For which day
risk-day-hint = Leave it blank for today
risk-likelihood-missing = Choose the likelihood
risk-impact-missing = Choose the impact
risk-review-this = Say that it was looked at
risk-review-words = What did you find?
risk-review-hint = The score stays as it is
risk-review-missing = Say what you found
risk-review-send = Keep this review
risk-appetite-set = Set how much of it is accepted
risk-appetite-most = The highest score that is accepted
risk-appetite-hint = A whole number from 1 to { $highest }
risk-appetite-send = Keep this appetite
risk-most-missing = Give a whole number
risk-escalate-this = Escalate it
risk-escalate-to = To whom
risk-escalate-missing = Choose to whom
risk-escalate-send = Escalate
risk-close-this = Close it
risk-close-hint = Why nobody has to look at it any more. Its history stays.
risk-close-send = Close this risk
risk-code = Code
risk-code-hint = Leave it blank for the next unused one
risk-title = What is the risk called?
risk-title-missing = Say what the risk is called
risk-cause-missing = Say why it might happen
risk-event-missing = Say what would happen
risk-consequence-missing = Say what would come of it
risk-category-missing = Say of what category it is
risk-matrix = Scored on
risk-matrix-missing = Choose on which matrix it is scored
risk-no-matrix = No matrix is on the record yet. Take one in first with milepost risk take.
risk-visibility-missing = Choose who may see it
risk-public = Public
risk-action-none = The open plan has no action { $reference }
risk-keep = Keep it
control-title = What is the control called?
control-title-missing = Say what the control is called
control-describes = How does it work, and how often?
control-describes-missing = Say how it works
control-owner = Who answers for the control
control-ended = no longer in place
control-add = Describe a control
control-send = Keep this control
assurances = What was found of the control
assurance-not-any = Nobody has said whether this control works.
assurance-add = Say what was found of a control
assurance-of = Control
assurance-of-missing = Choose the control
assurance-line = Line
assurance-line-1 = 1 Management
assurance-line-2 = 2 Oversight
assurance-line-3 = 3 Independent
assurance-gives = Assurance
assurance-full = Full
assurance-partial = Partial
assurance-none = None: it does not work
assurance-by-whom = Who looked
assurance-by-whom-missing = Say who looked
assurance-day = Given on
assurance-age = { $months } months old
assurance-expires = Good until
assurance-expires-hint = Leave it blank if it does not run out
assurance-no-expiry = No end
assurance-stale = out of date
assurance-found = What was found
assurance-found-missing = Say what was found
assurance-evidence = Where that can be read
assurance-send = Keep this assurance
gaps-in-control = Gaps in control
gaps-in-assurance = Gaps in assurance
gaps-none = None is recorded.
gap-in-control = In control: something is missing that would keep the risk in check
gap-in-assurance = In assurance: nobody can tell whether a control works
gap-what = What kind of gap
gap-of-control = Of which control
gap-of-risk = Of the risk as a whole
gap-words = What is missing?
gap-words-missing = Say what is missing
gap-name = Name a gap
gap-send = Keep this gap
gap-which = Gap
gap-which-missing = Choose the gap
gap-no-action = Nothing is done about it yet
gap-act = Say what is done about a gap
gap-act-words = What is done about it?
gap-act-missing = Say what is done about it
gap-act-action = By which action of the plan?
gap-act-action-hint = Its reference, as 1.2; leave it blank if none does
gap-act-owner = Who does it
gap-due = By when
gap-due-hint = Leave it blank if the date is yet to be decided: it is flagged until it is
gap-act-send = Keep it
gap-done = Done on
gap-late = Late: was due on
gap-dated = Due on
gap-tbd = Date to be decided
gap-moved = Date changed on { $day }: { $reason }.
gap-step = Say that it is done, or that its date moves
gap-step-which = What is done about a gap
gap-step-how = What is so
gap-is-done = It is done
gap-moves = Its date moves
gap-step-day = Day
gap-step-day-hint = When it was done, or the new date; blank is today, or a date yet to be decided
gap-step-reason = Why the date moves
gap-step-send = Keep it
gap-close = Close a gap
gap-closed = Closed
gap-closed-by = What closed it?
gap-closed-missing = Say what closed it
gap-close-send = Close this gap
## Questions to expect
home-questions = Before the meeting: questions to expect
questions = Questions to expect
questions-what = What a member could ask today. Each comes from a written rule and from what is on the record; none changes a rating, a date or a score.
questions-foi = These questions and their answers are the office's own until it shares them. They can be asked for under the Freedom of Information Act 2000.
questions-count = { $raised ->
    [0] No question is raised by { $checks } checks.
    [one] 1 question is raised by { $checks } checks, { $open ->
        [0] and it is answered or set aside.
       *[other] and it is open.
    }
   *[other] { $raised } questions are raised by { $checks } checks; { $open } of them are open.
}
questions-narrow = Show these
questions-theme = Theme
questions-lead = Lead
questions-any = All
questions-quiet = { $count ->
    [one] 1 check raises nothing here
   *[other] { $count } checks raise nothing here
}
questions-shared = The questions are recorded as shared.
question-worth = Questions of this check so far: { $answered } answered, { $silenced } set aside; { $mended } of these are no longer raised.
question-found = What was found:
question-ask = Somebody could ask:
question-open = Answer it or set it aside
question-is-open = No answer yet
question-is-open-again = The facts changed since it was answered
question-is-answered = Answered
question-is-silenced = Set aside
question-silenced-until = Set aside until { $day }.
question-mend-look = Look at it
question-mend-update = Say how it goes
question-mend-describe = Change its lead or outcomes
question-mend-change = Ask for a change
question-mend-milestones = Its milestones
question-mend-effects = Its expected effects
question-mend-verify = Check the evidence
question-mend-decide = Decide
question-mend-commentary = The measure and its commentary
question-mend-figures = Load figures
question-mend-narrative = Write the narrative
question-mend-risk = The risk, its controls and gaps
question-mend-finding = The finding and what is done about it
question-mend-round = Look at the quarterly update
question-not-raised = It is not asked any more: what was found has changed.
question-recorded = Recorded.
question-answer-title = Answer it
question-answer-words = What you would say
question-answer-hint = As you would say it to whoever asks. The answer stands for as long as what was found does.
question-answer = Record the answer
question-answer-missing = Write what you would say
question-silence-title = Set it aside
question-silence-what = The question is not listed as open until then. It comes back after that day, or earlier when what was found changes. The reason stays on the record.
question-silence-reason = Why it need not be asked for now
question-silence-until = Until
question-silence-until-hint = The last day, a year ahead at the most
question-silence = Set it aside
question-silence-reason-missing = Write why it need not be asked for now
question-silence-until-missing = Enter the last day on which it is set aside
question-done-title = What was done of it
question-done-answered = Answered
question-done-shared = Shared with
question-share-title = Share the questions
question-share-what = Records that the questions that are raised and not set aside were shown to one of the office's own boards or committees. Its briefing then holds them. Nothing is sent.
question-share-with = Shared with
question-share-none = Choose a board or committee
question-share = Record it
question-share-missing = Choose with whom they were shared

## When work will be done, by the record
forecast-title = When it will be done, by the office's own record
forecast-between = Between { $earliest } and { $latest }.
forecast-too-little = Too little record to say: { $finished ->
    [one] 1 finished action
   *[other] { $finished } finished actions
} can be compared, and it takes { $enough }.

## Help with words
help-check = Check my words
help-title = What the rules say of these words
help-left-out = Not named:
help-off-track = off track
help-worsened = at risk since less than a quarter ago
help-measure-worse = its figures show a special cause of concern
help-missed-target = it misses its target, and the words do not speak of a target
help-no-next-step = Nothing says what comes next.
help-no-date = No day, month, quarter or year is named.
help-too-short = Too few words to say how they read: it takes 30.
help-reads = Reading ease { $ease } by Flesch's formula ({ $how }); 60 and more is plain. { $words } words in { $sentences ->
    [one] 1 sentence
   *[other] { $sentences } sentences
}, { $long } of them longer than 25 words.
help-content = Nothing is missing by these rules.
help-what = This is for you alone. It is not recorded and not published.
## What auditors, inspectors and the Panel found
findings = Findings
findings-what = What auditors, inspectors and the Panel found or recommended, and where each stands. That follows from what is recorded: past its date is red, within it amber, verified by somebody else green, and what is not to be done grey.
findings-none = There is no finding yet.
findings-withheld = { $count } not shown here: { $reason }
findings-beside = Beside the list
findings-counts = Counts by source and priority: each is the way to its list
findings-open-count = { $open } of { $all } are open; what was called done and not verified is among them.
findings-late-count = { $late } past a date
findings-list = The list
findings-any = Any
findings-all = all findings
findings-narrow = Show these
findings-shown = { $shown } of { $all } shown.
finding = Finding
finding-title = Finding { $reference }
finding-awaiting = Awaiting a response
finding-open = Open, within its date
finding-overdue = Overdue
finding-management-closed = Called done, not verified
finding-verified = Verified as done
finding-not-adopted = Not adopted
finding-risk-accepted = Risk accepted
finding-reopened = Opened again
finding-high = High
finding-medium = Medium
finding-low = Low
finding-not-ranked = No priority
finding-total = Total
finding-source = Source
finding-standing = Where it stands
finding-priority = Priority
finding-owner = Who is to do it
finding-due = Next date
finding-no-date = No date
finding-moved-times =
    { $times ->
        [one] Date moved once
       *[other] Dates moved { $times } times
    }
finding-answer-late = Its answer is late
finding-recommended = What is recommended
finding-response = Response
finding-agreed = Agreed actions
finding-agreed-none = No action is agreed.
finding-history = What happened, newest first
finding-kind = Kind
finding-review = Report, inspection or meeting
finding-own-reference = Its reference in the report
finding-word-rank = { $word } ({ $rank })
finding-for-whom = For whom
finding-raised = Raised
finding-response-due = Response due
finding-written = Its words
finding-written-clerk = Written by the Panel’s clerk
finding-written-by = Entered by { $post }
finding-written-office = Entered by the office
finding-concerns = Actions of the plan
finding-outcomes = Outcomes
finding-response-none = None yet.
finding-response-earlier = an earlier answer
finding-reason = Why
finding-published = Published
finding-answered-late = Answered { $days } days late.
finding-until = until
finding-risk-lapsed = that day has passed, and nobody has decided anew
finding-days-late = { $days } days late
finding-called-done = Called done
finding-no-evidence = without evidence
finding-evidence-given = with evidence
finding-no-update = Nothing said yet
finding-action = Action
finding-dates = Dates
finding-last = Last said
finding-first-date = First agreed
finding-then = then
finding-agreed-by = agreed by
finding-of-action = Action { $number }: { $words }
finding-moved-to = date moved to { $day }
finding-kind-finding = Finding
finding-kind-concern = Cause of concern
finding-kind-recommendation = Recommendation
finding-kind-improvement = Area for improvement
finding-accepted = Accepted
finding-in-part = Accepted in part
finding-rejected = Rejected
finding-reword = Change its words
finding-clerks-words = The words and the deadline are the Panel’s clerk’s, and the office cannot change them.
finding-on = On which day
finding-on-hint = Leave it blank for today.
finding-which = Which action
finding-choose = Choose one
finding-update = Say how it goes
finding-update-words = How does it go?
finding-update-missing = Say how it goes
finding-close = Call it done
finding-close-what = It counts as verified only when somebody else has looked.
finding-evidence = What shows it?
finding-evidence-hint = A document and where it is, a decision, a link. Without it, it is called done without evidence.
finding-close-words = What do you say of it?
finding-verify = Verify that it is done
finding-verify-what = You are not the one who called it done. If what you looked at does not show it, open it again.
finding-verify-words = What did you look at?
finding-verify-missing = Say what you looked at
finding-respond = Respond
finding-how = The answer
finding-response-words = The response
finding-response-missing = Write the response
finding-response-reason = Why not, or not all of it?
finding-response-reason-hint = Needed where it is not accepted, or not all of it.
finding-publish = Say where the response was published
finding-published-place = Where can it be read?
finding-published-missing = Say where it can be read
finding-agree = Agree an action
finding-agree-words = What is to be done?
finding-agree-missing = Say what is to be done
finding-agree-due = By which day?
finding-agree-stated = Or in words
finding-agree-stated-hint = Where there is no date: “Ongoing”.
finding-owner-missing = Say who is to do it
finding-pass-on = Give an action to another
finding-move = Move a date
finding-move-what = The first date stays, with each that followed.
finding-move-to = To which day?
finding-move-missing = Say to which day
finding-move-because = Why?
finding-move-by = Who agreed?
finding-by-hint = A post or a committee, with the day.
finding-by-missing = Say who agreed
finding-reason-missing = Say why
finding-settle = Decide not to do it
finding-settle-how = What is decided?
finding-settle-risk = The risk is accepted for a time
finding-settle-not = It is not adopted
finding-settle-until = Until when is the risk accepted?
finding-settle-until-hint = It is looked at again by then. After that day it shows as overdue.
finding-settle-by = Who decided?
finding-until-missing = Say until when the risk is accepted
finding-reopen = Open it again
finding-reopen-what = What is opened again?
finding-reopen-action = Action { $number }
finding-reopen-settled = What was decided in place of doing it
finding-reopen-because = Why?
finding-tie = Say what of the plan it concerns
finding-tie-actions = Actions
finding-tie-actions-hint = Their references, as 1.2, 1.4
finding-tie-outcomes-hint = As the plan words them, one a line.
finding-add = Add a finding
finding-found = What was found or recommended
finding-found-hint = In the source’s own words.
finding-found-missing = Write what was found
finding-recommended-hint = Where the source says it apart.
finding-priority-hint = One of the source’s own words. Leave it blank if it gave none.
finding-kind-missing = Choose a kind
finding-no-review = There is no report, inspection or meeting yet to which it could belong.
finding-reviews = Reports, inspections and meetings
finding-reviews-none = There is none yet.
finding-review-add = Add a report, an inspection or a meeting
finding-review-title = Its title
finding-title-missing = Write its title
finding-code-hint = As IA-2026-03. Leave it blank and it is given the next unused.
finding-day = Day
finding-scope = What it looked at
finding-draft = Draft
finding-final = Final
finding-of-design = Opinion of the design
finding-of-operation = Opinion of the operation
finding-of-whole = Opinion of the whole
finding-opinion-hint = In the reviewer’s words, as “Reasonable assurance”. The design is what was set up, the operation whether it is followed.
finding-opinion-missing = Write the opinion
finding-comments-due = Comments due
finding-before-end = before the end of
finding-comments-late = That day has passed.
finding-comments-invited = Chief constable’s comments invited
finding-comments-received = Chief constable’s comments received
finding-comments-published = Comments published
finding-not-yet = Not yet
finding-note = Say what came of it
finding-note-what = What came of it?
finding-note-day-hint = For an opinion, leave it blank.
finding-note-words = Words
finding-note-words-hint = The opinion, or where comments can be read.
finding-day-missing = Say on which day
finding-no-source = There is no source yet that you could add one for.
finding-source-missing = Say who it comes from
finding-sources = Who finds
finding-source-kind = What it is
finding-source-name = Name a source
finding-source-hint = The name of one that is there changes it.
finding-priorities = Its own words for priorities
finding-priorities-hint = One a line, the gravest first, each with its rank: Fundamental = high
finding-priority-none = “{ $line }” does not say its rank. Write it as Fundamental = high
finding-clock = { $days } days, the day of publication being the first ({ $law })
finding-no-clock = No law sets a day
finding-clock-days = Within how many days are comments published?
finding-clock-hint = The day of publication is the first. 56 for HMICFRS, by the Police Act 1996, section 55. Leave it blank if no law says so.
finding-clock-wrong = Write how many days, as 56
finding-law = Which law says so?
finding-from-internal-audit = Internal audit
finding-from-inspectorate = Inspectorate (HMICFRS)
finding-from-panel = Police and Crime Panel
finding-from-external-audit = External audit
finding-from-regulator = Regulator
finding-from-other = Another
finding-import = Take in a tracker
finding-import-what = An auditor’s table or your own, as a workbook, a Word table or CSV. If one row cannot be taken, nothing is written. What the table calls complete is called done and not verified.
finding-import-review-hint = What every row of the table belongs to.
finding-import-review-missing = Choose what the rows belong to
finding-import-kind = What its rows are
finding-import-file = The file
finding-import-file-hint = XLSX, ODS, DOCX or CSV.
finding-import-no-file = Choose a file
finding-import-day = The day of the table
finding-import-day-hint = Leave it blank for today.
finding-import-map = What its words mean
finding-import-map-hint = Only where a row was rejected: the lines that the reason gives.
finding-import-then = And then
finding-import-take = Take it in
finding-import-look = Only show what would become of each row
finding-import-go = Read the file
finding-import-written = Taken in
finding-import-not-written = Nothing was written
finding-import-totals = { $created } new, { $updated } changed, { $unchanged } unchanged, { $rejected } rejected, { $skipped } skipped.
finding-import-taken = Taken:
finding-import-absent = On the record and not in this table (kept as they are):
finding-import-rows = What became of each row
finding-import-place = Row
finding-import-became = Became
finding-import-rejected =
    { $rows ->
        [one] 1 row cannot be taken, so nothing was written.
       *[other] { $rows } rows cannot be taken, so nothing was written.
    }
finding-fate-created = New
finding-fate-updated = Changed
finding-fate-unchanged = Unchanged
finding-fate-rejected = Rejected
finding-fate-skipped = Skipped
finding-rank = Rank on one scale
finding-reference = Reference
