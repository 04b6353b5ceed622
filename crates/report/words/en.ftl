# The words of papers, in English. One key, one phrase; values stand in braces.

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
period = { $from } to { $to }
list-and = { $most } and { $last }

## Where a paper stands in the record
as-at-position = “{ $name }”: position taken for the { $body }, { $day }
as-at-entry = As at { $day } (entry { $entry } of the record)
source-paper = paper { $number }, { $day }
source-position = the position “{ $name }”, { $day }
source-reconstructed = the position “{ $name }”, { $day }, which was entered on { $entered } from the office’s own table and not recorded at the time
source-entry = the record as at { $day } (entry { $entry })

## The lines at the head of a paper
fact-to = To
fact-from = From
fact-date = Date
fact-position = Position
fact-plan = Plan
fact-period = Period
fact-compared = Compared with

## Ratings and directions
not-rated = Not rated
class-complete = Complete
class-on-track = On track
class-at-risk = At risk
class-off-track = Off track
class-not-started = Not started
class-paused = Paused
rated-since = since { $day }
as-supplied = as supplied, untested
count-of = { $label } { $count }
direction-better = Better
direction-same = Same
direction-worse = Worse
direction-new = New
direction-not-comparable = Cannot be compared
compared-both = was { $then }, { $thenday }; now { $now }, { $nowday }
compared-because = { $because }: { $both }
because-not-rated-then = because it was not rated then
because-not-rated-now = because it is not rated now
because-not-rated-either = because it was not rated then and is not now
because-not-started-or-paused = because work not started or paused has no place between off track and complete

## The delivery plan
delivery-plan-title = { $plan }: Delivery Plan
delivery-plan-title-theme = { $plan }: Delivery Plan, { $theme }
delivery-plan-sentence =
    { $actions ->
        [one] 1 action
       *[other] { $actions } actions
    } in { $themes ->
        [one] 1 theme
       *[other] { $themes } themes
    }: { $counts }.
summary = Summary
compared-last-seen = what the { $body } last saw of each action
completion = { $complete } of the { $ending ->
        [one] 1 action that has an end is
       *[other] { $ending } actions that have an end are
    } complete.
continuing =
    { $count ->
        [one] 1 action is a continuing duty: it is
       *[other] { $count } actions are continuing duties: they are
    } counted in the ratings, and left out of completion because there is nothing to complete.
directions = { $better } better, { $worse } worse, { $same } the same, { $new } new, { $incomparable } that cannot be compared
directions-against = Compared with { $against }: { $counts }.
rotation = The { $body } saw different parts of the plan on different days, so rows are compared with different papers; each row prints its own:
seen-in =
    { $source }: { $count ->
        [one] 1 action
       *[other] { $count } actions
    }
seen-never =
    { $count ->
        [one] not shown to the { $body } before: 1 action
       *[other] not shown to the { $body } before: { $count } actions
    }
supplied-statement =
    { $count ->
        [one] The rating came with the office’s own table. It is printed as supplied: nobody has tested it against the written criteria.
       *[other] All { $count } ratings came with the office’s own tables. They are printed as supplied: nobody has tested them against the written criteria.
    }
no-progress = The office’s table says nothing of the progress of any action.
all-shown =
    { $count ->
        [0] There is no action to show, and none is withheld.
        [one] The 1 action there is is shown; none is withheld.
       *[other] All { $count } actions are shown; none is withheld.
    }
withheld-title =
    { $shown } of { $total } actions shown, { $hidden } withheld
withheld-counted = What is withheld is in none of the counts of this paper.
withheld-reason = { $count } withheld: { $reason }
column-theme = Theme
column-actions = Actions
all-themes = All themes
counts-caption = How the actions are rated: actions = the sum of the columns to the right
directions-caption = Which way they went, compared with { $against }
key-heading = Key to the ratings
key-caption = { $scale }: what each rating means
key-caption-since = { $scale }: what each rating means, in use since { $day }
key-directions = Direction: off track, at risk, on track and complete are in rising order; complete to anything else is worse, not started to on track or complete is better. Other moves to or from not started and paused cannot be compared, nor can what was not rated.
column-colour = Colour
column-means = Means
column-criteria = Written criteria
no-colour = None
not-rated-criteria = No rating has been given. It is counted apart: missing is not nought.
aim = Aim:
theme-empty = No action of this theme is shown.
theme-counts =
    { $actions ->
        [one] 1 action
       *[other] { $actions } actions
    }: { $counts }.
theme-caption = { $theme }: actions
column-reference = Ref.
column-action = Action
column-lead = Lead
column-original-date = Original date
column-current-date = Current date
column-rating = Rating
column-direction = Direction
column-progress = Latest progress
progress-day = ({ $day })
progress-none = Nothing stated
statutory = Required by law
date-none = None agreed
date-not-set = Date not set
continuing-duty = Continuing duty
continuing-duty-note = continuing duty
window = Window { $from } to { $to }
window-to = Window to { $to }
stated-as = stated as { $stated }
changed-times = changed { $count ->
        [one] once
       *[other] { $count } times
    }
lead-none = No lead stated
sponsor = Sponsor: { $post }
owner = Owner: { $body }
rated-by = Rated by: { $body }
partners = With: { $bodies }
unseen-body = not shown to the { $body } before
unseen-position = not in that position

## What changed
changes-title = { $plan }: what changed
changes-sentence = What changed between { $from } and { $to }.
changes-from = Earlier
changes-to = Later
changes-caption = { $heading }: { $count ->
        [one] 1 row
       *[other] { $count } rows
    }
reconciles = Open then { $open_from } + added { $added } + re-opened { $reopened } − closed { $closed } = open now { $open_to }. { $adds_up }
adds-up = The list adds up.
does-not-add-up = The list does not add up: report this as a fault.
changes-counts = { $rated } re-rated ({ $better } better, { $worse } worse), { $moved } with another date, { $changed } changed in other ways, { $absent } left out of the office’s last table.
nothing-changed = Nothing changed between the two.
heading-added = Added
heading-closed = Closed
heading-reopened = Re-opened
heading-rated = Re-rated
heading-moved = Dates moved
heading-changed = Changed in other ways
heading-absent = Left out of the office’s last table
absent-note = They are still on the record: a table that leaves a row out does not close it.
column-status = Status
column-was-rated = Was
column-now-rated = Now
column-date = Date
column-field = What
column-change = Old and new
was = was: { $was }
now = now: { $now }
nothing-stated = nothing stated
withheld-since = Now withheld
no-longer-shown = no longer shown to the { $body }
name-not-printed = (changed; names are not printed)
status-candidate = Candidate
status-not-started = Not started
status-in-progress = In progress
status-on-hold = On hold
status-complete = Complete
status-closed-not-delivered = Closed, not delivered
status-superseded = Superseded
status-business-as-usual = Business as usual
field-title = Title
field-description = Description
field-theme = Theme
field-output = Output
field-outcomes = Outcomes
field-objectives = Objectives
field-owner = Owner
field-rated-by = Rated by
field-sponsor = Sponsor
field-leads = Lead
field-partners = Partners
field-statutory = Required by law
field-timescale = Timescale
field-original-date = Original date
field-status = Status
field-progress = Progress
field-links = Links
field-visibility = Who may see it
field-marking = Marking

## The cover report
cover-title = Delivery of the { $plan }
cover-sentence = Cover report for the { $body }, { $day }.
item = Agenda item
recommended-note = The { $body } is recommended to note
recommended-decide = The { $body } is recommended to decide
recommended-scrutinise = The { $body } is recommended to scrutinise
the-report = the report.
list-empty = There is nothing to list.

## The proof, last in every paper
proof-title = How to check this paper
proof-number = This is paper { $number }, code { $code }. Both stand on every page.
proof-not-issued = This is a rendering that was not issued: it has no number, and nobody was sent it as it stands.
proof-record = It shows the office’s record as at entry { $entry }, recorded at { $time } (UTC).
proof-statement = The signed statement of the record at that entry is about these lines (office, number of entries, sum of them all):
proof-check-before = To check that a file is this paper as issued, run{" "}
proof-check-command = milepost verify FILE
proof-check-after = {" "}with the office’s record beside it, or ask the office to.
proof-means = A file that matches is the one that was issued, and the record behind it is unchanged since a signed statement that you hold. A check does not say that what is recorded is true.

## On every page, whatever is printed on it
on-page-not-issued = Not issued: a rendering
on-page-demo = DEMO: not a real office
on-page-count = Page { $page } of { $pages }
notes-title = Notes
note-mark = Note { $number }
note-back = Back
note-back-to = Back to where note { $number } stands
table-unnamed = Table { $number }

## A paper that stands for one which held a passage that was erased

redacted-title = Redacted edition
redacted = This paper stands for { $number }, which was withdrawn on { $day }. A passage was erased from it: { $reason }. Where it stood is marked “[erased]”. Nothing else is different.
redacted-of = { $title } (redacted edition of { $number })
