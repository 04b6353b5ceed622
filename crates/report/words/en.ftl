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
as-at-trial = As at { $day } (a trial, on no record)
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
basis-agrees = the lead’s own, agrees with the written rules
basis-untested = the lead’s own, the written rules could not be tested
basis-differs = the lead’s own, where the written rules give { $suggested }: { $reason }
complete-unverified = not verified
completed-unverified = completed on { $day }, not verified
completed-verified = completed on { $day }, verified by { $who } on { $on }, { $apart }
apart-same-team = of the same team
apart-same-organisation = of the same organisation
apart-other-organisation = of another organisation
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
supplied-some =
    { $count ->
        [one] One rating came with the office’s own table. It is printed as supplied: nobody has tested it against the written criteria.
       *[other] { $count } ratings came with the office’s own tables. They are printed as supplied: nobody has tested them against the written criteria.
    }
leads-own-statement = The leads’ own: { $agree } { $agree ->
        [one] agrees
       *[other] agree
    } with the written rules, { $differ } { $differ ->
        [one] differs
       *[other] differ
    } with reasons, { $untested } could not be tested.
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

## The plan on a page
page-title = { $plan } on a page
page-title-theme = { $plan } on a page: { $theme }
page-caption = { $plan }: themes
page-table = The themes: what each is for, and how many of its actions have which rating
page-aim = Aim
page-outcomes = Shared outcomes
page-objectives = Objectives
page-priorities = Priorities for action
page-all-actions = All actions
page-shown = { $shown } of { $total } actions are shown, { $hidden } withheld: see below.
sheet-themes = Themes
sheet-themes-about = What each theme is for and how many of its actions have which rating, one theme a row.

## What is expected
expected-heading = What is expected
expected-rule = Three things that are kept apart: the rating says how the work stands today; the forecast, what its lead expects it to be rated at its end; the confidence, how sure the lead is that the result wanted will come about, however the work goes.
expected-caption = Forecasts and confidence in the outcome: { $count } of { $all } actions have either
column-rating-today = Rating today
column-forecast = Forecast at the end
column-confidence = Confidence in the outcome
confidence-high = High
confidence-medium = Medium
confidence-low = Low

effects-heading = What the work is expected to change
effects-rule = Neither a rating nor a forecast of the work: what its lead expects it to change by the end of a quarter, and, once that has ended, what came of it.
effects-caption = Expected effects: { $count } of { $actions } of { $all } actions
column-effect = Expected effect
column-effect-by = By
column-effect-came = What came of it
effect-on = on the outcome “{ $outcome }”
effect-quarter = { $quarter }
effect-awaited = Expected
effect-due = Not said yet
effect-dropped-on = Dropped on { $day }

## Milestones
milestones-heading = Milestones
milestones-sentence = { $actions } of { $all } actions { $actions ->
        [1] has
       *[other] have
    } a milestone, { $count } in all: { $parts }. A milestone is a dated checkpoint of an action. It is late from the day after its date until it is met; one that was open when its action was completed or closed is left open, and no longer late.
milestones-caption = Milestones: when each was first due, when it is due, and how it stands
column-milestone = Milestone
column-first-date = First date
column-milestone-stands = How it stands
milestone-part = part: { $part }
milestone-met = Met
milestone-open = Open
milestone-late = Late
milestone-left-open = Left open
milestone-dropped = Dropped
milestone-met-on = Met on { $day }
milestone-dropped-on = Dropped on { $day }
sheet-milestones = Milestones
sheet-milestones-about = Every milestone of the actions that are shown, one a row.
sheet-milestone-columns = Columns of milestones
sheet-milestone-columns-about = What each column of the table of milestones holds.
sheet-milestones-caption = { $plan }: milestones
head-milestone = Milestone
holds-milestone = What will have been reached.
head-strand = Part
holds-strand = The part of the action that it belongs to, where its lead tells several apart.
head-date = Date
holds-date = When it is due, or was when it was met or dropped.
head-state = How it stands
holds-state = open, late, met, dropped, or left_open: open when its action was completed or closed.
head-state-on = Since
holds-state-on = The day on which it was met or dropped.
head-milestones = Milestones
holds-milestones = How many milestones it has, beside those that were dropped.
head-milestones-met = Milestones met
holds-milestones-met = How many of them are met.
head-milestones-late = Milestones late
holds-milestones-late = How many of them are late: their date has passed and they are not met.
head-next-milestone = Next milestone
holds-next-milestone = The first that is open, a late one among them; empty where the action is complete or closed.
head-next-milestone-date = Next milestone's date
holds-next-milestone-date = When that one is due.

## Dates that were changed
slippage-title = { $plan }: dates that were changed
slippage-title-theme = { $plan }: dates that were changed, { $theme }
slippage-sentence =
    { $actions ->
        [0] No action of { $all } had its date changed since it was first agreed.
        [one] 1 action of { $all } had its date changed since it was first agreed, { $moves ->
            [one] once.
           *[other] { $moves } times in all.
        } It stands { $months ->
            [0] no month
            [one] 1 month
           *[other] { $months } months
        } past its original date.
       *[other] { $actions } actions of { $all } had their dates changed since they were first agreed, { $moves } times in all. Together they stand { $months ->
            [0] no month
            [one] 1 month
           *[other] { $months } months
        } past their original dates.
    }
slippage-rule = Months are counted from month to month, from the first agreed date, which no change removes. What was brought forward takes nothing off a sum. An action with two leads counts for each of them.
slippage-too-little = How late work is finished: too little record to say. { $finished ->
        [0] No action was
        [one] 1 action was
       *[other] { $finished } actions were
    } verified as complete with both dates known; it takes { $enough }.
slippage-range = Of { $finished } actions that were verified as complete, the middle eight of ten were finished between { $least } and { $most } months after the original date, half of them by { $middle } months. Less than 0 is early.
slippage-none = No date was changed.
slippage-moves = Every change of date
slippage-caption = The actions whose dates were changed, and each change, oldest first
slippage-column-moves = Changes
slippage-column-now = Date now
slippage-move = { $on }: from { $from } to { $to }
slippage-why = Why: { $reason } (agreed by: { $approver })
slippage-by-lead = By lead
slippage-by-lead-caption = Changes of date by lead: an action with two leads counts for each
slippage-by-theme = By theme
slippage-by-theme-caption = Changes of date by theme
slippage-column-actions = Actions
slippage-column-times = Changes
slippage-column-months = Months past the original dates
sheet-slippage = Changes
sheet-slippage-about = Every change of date since it was first agreed, one a row.
sheet-slippage-leads = Leads
sheet-slippage-leads-about = Changes of date by lead, one lead a row; an action with two leads counts for each.
sheet-slippage-themes = Themes
sheet-slippage-themes-about = Changes of date by theme, one theme a row.

## What became of earlier promises
succession-title = { $plan }: what became of earlier promises
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
succession-rule = Each promise is counted once. A promise that was open, that nobody decided to close, and from which nothing in the new plan comes, was dropped without a decision.
succession-column-was = As { $plan } promised it
succession-column-now = What became of it
succession-column-count = Promises
succession-all = All promises
succession-counts-caption = How many promises of each earlier plan met which fate
succession-on = on { $day }
succession-taken-up = Taken up by { $reference } { $title }
succession-followed = Other work follows from it: { $reference } { $title }
succession-new = New: not promised in { $plan }
succession-nothing-new = Nothing in the new plan is new.
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
sheet-succession = Promises
sheet-succession-about = Each promise of an earlier plan and what it became, one a row; one that was split has a row for each part. Then what is new.
sheet-succession-counts-about = How many promises of each earlier plan met which fate; the last row of a plan is all of them.

## The forward look
ahead-title = { $plan }: forward look
ahead-title-theme = { $plan }: forward look, { $theme }
fact-ahead = Looks ahead
ahead-sentence =
    { $open ->
        [one] 1 open action
       *[other] { $open } open actions
    }: { $overdue } overdue; { $restcount } due in the rest of { $rest }; { $nextcount } in { $next }; { $lastcount } in { $last }; { $window } in a window stated for the whole list; { $later } due after { $ends }; { $unset } with the date not set; { $continuing ->
        [one] 1 continuing duty.
       *[other] { $continuing } continuing duties.
    }
ahead-sum =
    In the same order: { $parts } = { $open }. { $adds_up } { $closed ->
        [0] No action is complete or closed.
        [one] 1 action is complete or closed, and left out.
       *[other] { $closed } actions are complete or closed, and left out.
    }
ahead-rule = It looks to the end of the second quarter after this one, which is six to nine months. An action is overdue from the day after its date; a date stated as a month, a quarter or a year is its last day. A continuing duty has no end, so it is never overdue.
ahead-overdue = Overdue
ahead-none-overdue = Nothing is overdue.
ahead-quarter = { $quarter }: { $months }
ahead-rest = { $quarter }: the rest of { $months }
ahead-none-due = Nothing is due.
ahead-window = In a window stated for the whole list: { $from } to { $to }
ahead-window-to = In a window stated for the whole list: to { $to }
ahead-none-unset = Every open action has a date or a window, or is a continuing duty.
ahead-continuing = Continuing duties
ahead-none-continuing = No open action is a continuing duty.
ahead-column-overdue = Overdue
ahead-column-window = In a window
ahead-column-later = After { $ends }
ahead-column-continuing = Continuing duties
ahead-column-open = All open
ahead-column-closed = Complete or closed
ahead-column-due = Due
ahead-counts-caption = Open actions by when they fall due: all open = the sum of the columns to its left
ahead-was-due = Overdue: was due { $day }
ahead-original = originally { $day }
sheet-ahead = Ahead
sheet-ahead-about = Every open action that is shown and when it falls due, one a row.
ahead-milestones = Milestones that fall due
ahead-milestones-sentence =
    { $open ->
        [1] 1 open milestone
       *[other] { $open } open milestones
    } of the open actions: { $overdue } overdue, { $restcount } due in the rest of { $rest }, { $nextcount } in { $next }, { $lastcount } in { $last } and { $later } after { $ends }. A milestone is a checkpoint of an action and is counted apart from the actions.
ahead-milestones-caption = Open milestones, the first due first
ahead-column-when = When
sheet-milestones-ahead-about = Every open milestone of the open actions that are shown, one a row.
sheet-ahead-counts-about = How many open actions fall due when, one theme a row; the last row is the whole plan where there are several.

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
trial-title = This paper is a trial
trial-what = It was made from a plan that somebody gave to Milepost to try it. It was never issued and has no number.
trial-check = No record holds the plan and nothing of it was kept, so nobody can check this paper. Do not put it before a body as it stands.
proof-not-issued = This is a rendering that was not issued: it has no number, and nobody was sent it as it stands.
proof-record = It shows the office’s record as at entry { $entry }, recorded at { $time } (UTC).
proof-statement = The signed statement of the record at that entry is about these lines (office, number of entries, sum of them all):
proof-check-before = To check that a file is this paper as issued, run{" "}
proof-check-command = milepost verify FILE
proof-check-after = {" "}with the office’s record beside it, or ask the office to.
proof-means = A file that matches is the one that was issued, and the record behind it is unchanged since a signed statement that you hold. A check does not say that what is recorded is true.

## Workbooks
workbook-cover = Cover
workbook-number = Paper { $number }, code { $code }
workbook-marking = Marking: { $marking }
workbook-fact = { $label }: { $value }
workbook-sheets = The sheets of this workbook
workbook-rows =
    { $rows ->
        [one] 1 row.
       *[other] { $rows } rows.
    }
workbook-notes = How to read them
workbook-blank = A blank cell means that nothing is recorded there. Nought is printed as 0.
workbook-cells = Dates are dates and numbers are numbers. References such as 1.10 are text. No cell holds a formula; none is merged or hidden.
workbook-symbols = Nothing is said by colour or symbol: each rating and direction is a word.
sheet-one-table =
    { $rows ->
        [0] This sheet holds one table, which has no row.
        [one] This sheet holds one table of 1 row under its heads.
       *[other] This sheet holds one table of { $rows } rows under its heads.
    }
sheet-actions = Actions
sheet-actions-about = Every action that is shown, one a row.
sheet-counts = Counts
sheet-counts-about = How many actions stand at each rating, one theme a row; the last row is the whole plan where there are several.
sheet-directions = Directions
sheet-directions-about = How many actions went which way since they were last seen, one theme a row; the last row is the whole plan where there are several.
sheet-key = Key
sheet-key-about = What each rating means, one a row.
sheet-columns = Columns
sheet-columns-about = What each column of the first table holds, and what it is called in the CSV and the JSON of this paper.
sheet-changes = Changes
sheet-changes-about = Every change, one a row; an action that changed in several ways has several rows.
sheet-changes-caption = { $plan }: what changed, one change a row
sheet-actions-caption = { $plan }: actions
fields-caption = Columns of the sheet { $sheet }
field-column = Column
field-key = In CSV and JSON
field-holds = What it holds
cell-cut = … (cut: a cell holds no more; the CSV has it whole)
head-theme = Theme
holds-theme = The theme of the Plan that the action belongs to.
head-reference = Reference
holds-reference = The action’s permanent reference within its plan. Text.
head-title = Title
holds-title = What the office promised, in its own words.
head-description = Description
holds-description = What is said of it beside its title.
head-leads = Lead
holds-leads = The job titles that lead it, parted by semicolons. Names of persons are never printed.
head-owner = Owner
holds-owner = The organisation whose action it is, where that is stated.
head-partners = Partners
holds-partners = The organisations that contribute, parted by semicolons.
head-baseline-date = Original date
holds-baseline-date = The due date that was first agreed; never overwritten.
head-current-date = Current date
holds-current-date = The due date now; blank where none is set and for continuing duties.
head-moves = Times moved
holds-moves = How often the due date was changed.
head-timescale = Timescale as stated
holds-timescale = What the office’s own table says of when.
head-continuing = Continuing duty
holds-continuing = true for a duty without an end, which has no completion; else false.
head-rating = Rating
holds-rating = The rating in the office’s own word; blank where it is not rated.
head-rating-class = Rating class
holds-rating-class = What the rating means on any office’s scale: complete, on_track, at_risk, off_track, not_started, paused or not_rated.
head-rating-since = Rated so since
holds-rating-since = The day from which it has had this rating.
head-rating-basis = Basis of the rating
holds-rating-basis = supplied: as it came in the office’s table, untested; agrees, differs or untested: the lead’s own, held against the written rules.
head-rating-suggested = Rating by the written rules
holds-rating-suggested = What the written rules give, where the lead’s rating differs.
head-rating-reason = Reason of a differing rating
holds-rating-reason = Why the lead’s rating differs from the written rules.
head-completed-on = Completed on
holds-completed-on = The day on which it is said to have been completed, with evidence.
head-verified-by = Completion verified by
holds-verified-by = The post that confirmed the evidence; empty where nobody has.
head-direction = Direction
holds-direction = better, same, worse, new or not_comparable, compared with what was seen of it before.
head-was = Rating before
holds-was = The rating that was seen before, in the word of that time.
head-was-class = Rating class before
holds-was-class = What that rating means on any office’s scale.
head-compared-day = Day compared with
holds-compared-day = The day of the paper or position that the row is compared with.
head-compared-with = Compared with
holds-compared-with = The number of that paper, or the name of that position.
head-progress = Latest progress
holds-progress = What was last said of its progress.
head-progress-day = Day of the progress
holds-progress-day = The day for which that was said.
head-as-at-seq = Entry of the record
holds-as-at-seq = The entry of the office’s record up to which the paper is true.
head-forecast = Forecast at the end
holds-forecast = What its lead expects it to be rated at its end. Not a rating of today. Empty where the reader may not know.
head-outcome-confidence = Confidence in the outcome
holds-outcome-confidence = high, medium or low: how sure its lead is that the result wanted will come about. Empty where the reader may not know.
head-changed-on = Changed on
holds-changed-on = The day on which the change of date is stated to have been agreed.
head-reason = Reason
holds-reason = Why, in the words of whoever asked. Empty where the reader may not know.
head-approver = Agreed by
holds-approver = Who agreed. Empty where the reader may not know.
head-months-past-original = Months past the original date
holds-months-past-original = From the first agreed date to the date now, counted from month to month; less than 0 was brought forward.
head-fate = What became of it
holds-fate = continued, reworded, merged, split, withheld, complete, business_as_usual, superseded, closed_not_delivered, followed or dropped; new for an action that comes from no promise.
head-was-plan = Earlier plan
holds-was-plan = The plan that promised it.
head-was-reference = Reference there
holds-was-reference = Its reference in the earlier plan.
head-was-title = Wording there
holds-was-title = What the earlier plan promised.
head-change = Change
holds-change = added, closed, reopened, absent, rated, moved or changed.
head-field = Field
holds-field = Which statement of the action changed.
head-from = Before
holds-from = What it said before.
head-to = After
holds-to = What it says now.
head-code = Theme number
holds-code = The theme’s number or letter in the Plan. Text.
head-aim = Aim
holds-aim = What the office says that the theme is for.
head-outcomes = Shared outcomes
holds-outcomes = The results wanted, parted by semicolons.
head-objectives = Objectives
holds-objectives = The police and crime objectives of the theme, parted by semicolons.
head-priorities = Priorities for action
holds-priorities = The priorities for action of the theme, parted by semicolons.
head-actions = Actions
holds-actions = How many actions are shown: the sum of the columns to the right.
head-complete = Complete
holds-complete = How many are complete.
head-on-track = On track
holds-on-track = How many are on track.
head-at-risk = At risk
holds-at-risk = How many are at risk.
head-off-track = Off track
holds-off-track = How many are off track.
head-not-started = Not started
holds-not-started = How many are not started.
head-paused = Paused
holds-paused = How many are paused.
head-not-rated = Not rated
holds-not-rated = How many are not rated.
head-when = When
holds-when = overdue, quarter, window, later, date_not_set or continuing.
head-quarter = Quarter
holds-quarter = The quarter of the financial year in which it falls due, where that is one of the three ahead.
head-due-from = Due from
holds-due-from = The first day of a window stated for the whole list.
head-due = Due by
holds-due = The last day on which it is due: its date, or the end of its window.
head-precision = Precision
holds-precision = How precisely the date was stated: day, month, quarter, half or year.

## On every page, whatever is printed on it
on-page-not-issued = Not issued: a rendering
on-page-demo = DEMO: not a real office
on-page-trial = TRIAL: not issued, on no record
on-page-not-issued-trial = Not issued: a trial, without a number
on-page-count = Page { $page } of { $pages }
notes-title = Notes
note-mark = Note { $number }
note-back = Back
note-back-to = Back to where note { $number } stands
table-unnamed = Table { $number }

## A paper that stands for one which held a passage that was erased

redacted-title = Redacted edition
redacted = This paper stands for { $number }, which was withdrawn. { $reason }. Where the passage stood is marked “[erased]”. What the record said at that entry is printed as it was otherwise.
redacted-of = { $title } (redacted edition of { $number })

# The sheet of a round, which a lead or a partner fills in and sends back
round-sheet-name = Items
round-sheet-file = Update { $round }, { $whose }
round-sheet-title = Quarterly update { $round }: your items
round-sheet-for = For { $whose }
round-sheet-plan = Plan: { $plan }
round-sheet-period = Speaks of { $from } to { $to }
round-sheet-by = Send it back by { $day }
round-sheet-to = To the { $office }: reply to the message that it came with, or upload it under “My updates”.
round-sheet-how = How to fill it in
round-sheet-how-words =
    { $rows ->
        [one] The next sheet has one item. Write what was done since the last update into its yellow cells.
       *[other] The next sheet has { $rows } items, one a row. Write what was done since the last update into the yellow cells.
    }
round-sheet-how-blank = A yellow cell that is left blank says nothing: what stands on the record stands.
round-sheet-how-rating = Choose a rating from its list only where it changes. If it is not what the written rules give, say why: one reason for the office, and one that everybody reads.
round-sheet-how-complete = To say that something is complete needs evidence: do that under “My updates”, or by the link in the message.
round-sheet-how-rows = Leave the other cells, the rows and the heads as they are. A row that was added, or whose identity was changed, is not taken.
round-sheet-how-plain = Write plain words and no formulas, and save it as an Excel workbook (XLSX) without macros.
round-sheet-what = What this sheet is
round-sheet-leave = Leave the next line as it is: by it the office knows which quarter the sheet is of and what stood on the record when it was made.
round-sheet-about = The items of { $whose }, to be sent back by { $day }. Only the yellow cells are filled in.
round-sheet-reference = Reference
round-sheet-promise = Promise
round-sheet-due = Date
round-sheet-rated = Rating now
round-sheet-said = Last update
round-sheet-next = Next step as last stated
round-sheet-forecast = Forecast as last stated
round-sheet-rules = What the written rules would give
round-sheet-fill-words = What was done since
round-sheet-fill-rating = Rating
round-sheet-fill-reason = Reason for the office, if the rating differs from the rules
round-sheet-fill-public = Reason that everybody reads
round-sheet-fill-next = Next step
round-sheet-fill-forecast = Forecast rating
round-sheet-identity = Row identity (leave as it is)
round-sheet-back = Sent back: { $comment }
round-sheet-not-listed = Not in the list
round-sheet-choose = Choose one of the ratings in the list.

## The figures of a data pack, by column
head-figure-measure = Measure
holds-figure-measure = its code, which is for life
head-figure-unit = Unit
holds-figure-unit = what is counted
head-figure-period = Period
holds-figure-period = month as 2024-03, quarter as 2023/24 Q4 or financial year as 2023/24
head-figure-value = Value
holds-figure-value = the figure as it is known now, to nine decimal places; blank where it is missing or withheld
head-figure-numerator = Numerator
holds-figure-numerator = what is divided, or the count itself
head-figure-denominator = Denominator
holds-figure-denominator = what it is divided by
head-figure-n = Number asked
holds-figure-n = of a survey, how many answered
head-figure-status = Status
holds-figure-status = final, provisional, partial, estimated, missing or suppressed
head-figure-first-published = As first published
holds-figure-first-published = what the first load said, where the last says otherwise
head-figure-mean = Mean
holds-figure-mean = the centre line of control limits
head-figure-lower-limit = Lower limit
holds-figure-lower-limit = 2.66 average moving ranges below the mean
head-figure-upper-limit = Upper limit
holds-figure-upper-limit = 2.66 average moving ranges above the mean
head-figure-signal = Signal
holds-figure-signal = the rule that the point meets; blank for common cause
head-figure-target = Target
holds-figure-target = what is to be reached, or the lower of the two between which it is to lie
head-figure-target-met = Target met
holds-figure-target-met = met, near (within its tolerance) or missed
head-figure-year-on-year = Change on the year
holds-figure-year-on-year = the value less that of a year before; of percentages in percentage points
head-figure-rolling = Twelve months
holds-figure-rolling = the sum of 12 months or 4 quarters; of a rate the sum divided by the sum
head-figure-definition = Definition
holds-figure-definition = which definition of the measure holds, from 1

## The data pack
pack-title = Performance data pack to { $to }
pack-fact-rules = Rules
pack-rules = statistical process control by rule set { $rules }
pack-signals = What stands out
pack-found =
    { $found ->
        [0] None of { $judged } measures that are judged by control limits shows a special cause in the last quarter.
        [one] 1 of { $judged } measures that are judged by control limits shows a special cause in the last quarter.
       *[other] { $found } of { $judged } measures that are judged by control limits show a special cause in the last quarter.
    } If nothing had happened, chance alone would still give about { $chance } such measures; a pack of this size would show at least one in { $any } of 100 quarters.
pack-nothing-judged = No measure has figures enough to be judged by control limits yet.
pack-chance = A signal says that something may have changed, not what. Read it beside what is known of the work, and beside how many signals chance alone gives.
pack-not-judged =
    { $count ->
        [one] 1 measure is not judged by control limits; its page says why.
       *[other] { $count } measures are not judged by control limits; their pages say why.
    }
pack-withheld-title = Measures that are not shown here
pack-withheld =
    { $count ->
        [one] 1 measure is withheld: { $reason }.
       *[other] { $count } measures are withheld: { $reason }.
    }
pack-matrix = Measures by variation and assurance
pack-summary = Every measure
pack-summary-caption = Every measure: its newest figure, what is usual, and what is said of it
pack-targets = Measures against their targets
pack-changed = What changed since the last pack
pack-first = This is the first data pack that was presented to this body.
pack-compared = Compared with what this body saw: { $place }.
pack-nothing-changed = No measure reads otherwise than it did.
pack-new = { $measure } is new.
pack-gone = { $measure } is not in this pack.
pack-variation-changed = { $measure }. Now: { $now } Then: { $was }
pack-revised =
    { $count ->
        [one] { $measure }: 1 figure was revised.
       *[other] { $measure }: { $count } figures were revised.
    }
pack-redefined = { $measure }: its definition changed; see its page.
pack-column-code = Code
pack-column-measure = Measure
pack-column-latest = Newest figure
pack-column-usual = Usually
pack-column-variation = Variation
pack-column-target = Target
pack-column-year = Beside the year before
pack-column-national = National measure
pack-column-contribution = What the office’s measures show
pack-column-file = File
pack-column-figures = Figures
pack-column-downloaded = Downloaded
pack-column-rows = Rows
pack-column-rejected = Rejected
pack-column-remarks = To know
pack-column-financial-year = Year
pack-column-expected = Expected by quarter
pack-no-figure = No figure
pack-no-target = No target
pack-seasonal = judged against its season
pack-middle = middle value
pack-national = The national measures
pack-national-caption = What the office’s measures show of each national measure
pack-national-about = The Specified Information Order asks for a statement of the contribution to the national priorities. This is what the measures say that answer them; the assessment is the office’s own.
pack-parts = What the figures are made of
pack-parts-about = Public figures by type. Where a total moves, the question is which of its parts moved. Outcomes of the last six months may still change.
pack-quality = Where the figures come from, and how good they are
pack-quality-about = Rows that could not be read were left out and are counted. Rows that stand twice are counted and not removed. A month with fewer than 60% of its usual rows is marked as perhaps partial.
pack-quality-caption = The files behind the figures, newest first
pack-quality-duplicates = { $count } rows repeat the Crime ID of another row of their month
pack-quality-blank-ids = { $count } rows that are no anti-social behaviour have no Crime ID
pack-quality-no-place = { $count } rows have no area (LSOA)
pack-quality-open = { $count } crimes have an open last outcome
pack-quality-partial =
    { $count ->
        [one] one month may be partial: { $which }
       *[other] { $count } months of areas may be partial, among them { $which }
    }
pack-quality-reason = { $count } rows were rejected: { $reason }
pack-quality-nothing = nothing to remark
pack-glossary = What the words mean
pack-word-special-cause = Special cause
pack-means-special-cause = A pattern that chance seldom gives: something may have changed. Improvement and concern say which way is better.
pack-word-common-cause = Common cause
pack-means-common-cause = The ups and downs that are usual for this measure. A single move up or down within them says nothing.
pack-word-limits = Control limits
pack-means-limits = The mean, and 2.66 times the average moving range above and below it: nearly all figures lie between them while nothing changes.
pack-word-run-chart = Run chart
pack-means-run-chart = Under 12 points no limits are drawn, but the middle value. From 12 to 13 points limits are on trial.
pack-word-assurance = Assurance
pack-means-assurance = Whether the target lies within the limits (met at times), or beyond them (met every time, or not without a change).
pack-word-seasonal = Season
pack-means-seasonal = Where months differ every year, each is judged against its own month, or against the year before.
pack-word-rolling = Twelve months
pack-means-rolling = The sum of 12 months in a row. It is blank for the 12 months that a missing month touches, and has no limits.
pack-word-provisional = Provisional [p]
pack-means-provisional = It may still change, as outcomes do for six months.
pack-word-partial = Perhaps partial [u]
pack-means-partial = Far fewer rows came than usual.
pack-word-suppressed = Withheld [c], missing [x]
pack-means-suppressed = A small number that could tell of somebody is withheld, and nothing is computed of it. What is missing is not nought.
pack-word-revised = Revised [r]
pack-means-revised = A later load says otherwise than the first. Both are kept.
pack-word-rebase = Limits begin anew
pack-means-rebase = Somebody proposed it with a reason, and somebody else agreed. The old limits stay drawn.
pack-rule-set = Rule set { $rules }: a point beyond a limit; seven points in a row on one side of the mean; seven points rising or falling; two of three points in the outer third. Moving ranges beyond 3.267 times their average are left out of it once. A missing period breaks every one of these.
pack-values = { $measure }: the numbers of the chart ({ $unit })
pack-apr = Apr
pack-may = May
pack-jun = Jun
pack-jul = Jul
pack-aug = Aug
pack-sep = Sep
pack-oct = Oct
pack-nov = Nov
pack-dec = Dec
pack-jan = Jan
pack-feb = Feb
pack-mar = Mar
pack-whole-year = Whole year
pack-mark-suppressed = [c] A small number that is withheld.
pack-mark-missing = [x] Missing.
pack-mark-provisional = [p] Provisional.
pack-mark-partial = [u] Perhaps partial.
pack-mark-estimated = [e] Estimated.
pack-mark-revised = [r] Revised since it was first published.
pack-commentary = What is made of it
pack-doing = What is done about it:
pack-said-by = { $by }, { $day }, of the figures to { $upto }.
pack-no-commentary = Nobody has written yet what is made of this signal.
pack-answering = Actions that answer it
pack-nothing-expected = nothing is stated
pack-definition = What is counted
pack-asked = Asked
pack-of = Out of
pack-part-of = { $part } of { $whole }
pack-between = The true value lies between, at 95%
pack-year-on-year = Beside the year before
pack-rolling = Over twelve months
pack-to-date = Financial year to date
pack-year-before = the year before { $value }
pack-place = Among similar areas
pack-rank = rank { $rank } of { $of } in { $group }, over 12 months to { $to } ({ $best })
pack-one-is-best = 1 is best
pack-one-is-lowest = 1 is lowest
pack-grade = By range and trend
pack-grade-exceeds = exceeds what is expected
pack-grade-meets = meets what is expected
pack-grade-below = below what is expected
pack-suggested = To think about
pack-suggests = since { $from } it lies on one side of the mean. If the work itself changed then, somebody may propose that limits begin anew.
pack-shows = What it shows
pack-matters = Why it matters
pack-defined = Counted as
pack-defined-from = Counted from { $from } as
pack-not-comparable = It is not comparable with what was counted before.
pack-source = Taken from
pack-caveat = To mind, from { $from }
pack-break = Break, { $from }
pack-file = File
pack-file-of = { $file }, downloaded { $downloaded }, { $rows } rows. { $licence }
pack-files-more =
    { $count ->
        [one] and one earlier file
       *[other] and { $count } earlier files
    }
pack-owner = Who answers for it
sheet-figures = Figures
sheet-figures-about = Every figure of every measure: one row for each measure and period.
sheet-measures = Measures
sheet-measures-about = Every measure, one a row: its newest figure and what is said of it.
sheet-quality = Files
sheet-quality-about = The files behind the figures, one a row.

## The assurance framework
framework-title = { $plan }: assurance framework
framework-question = Is what is done enough for each outcome?
framework-sentence =
    { $all ->
        [one] The plan has 1 outcome.
       *[other] The plan has { $all } outcomes.
    } The rules find gaps in { $gaps }, signals that disagree in { $disagree }, too little recorded of { $little }, and no gap in { $none }. Whether what is done is enough has been judged of { $judged }.
framework-means = Coverage is computed by the rules at the end of this paper from what is on the record. “No gap found by these rules” says no more than that: it is not a judgement that enough is done. Sufficiency is judged by people, dated and with a reason; where nobody has judged, nothing is said. Neither is an average, and one does not follow from the other.
framework-changed = What changed since it was last shown
framework-never-shown = { $body } has not been shown an assurance framework before, so there is nothing to compare with.
framework-nothing-changed = No rule is met or unmet that was not, and nothing was judged.
framework-new-outcome = not shown before.
framework-coverage-moved = was “{ $then }”, is “{ $now }”.
framework-rule-met = rule { $number } is met now and was not: { $rule }
framework-rule-not-met = rule { $number } was met and is not any more: { $rule }
framework-not-shown-before = Not shown before
framework-loose = What hangs loose
framework-loose-outcome-action = Outcomes without an action
framework-loose-outcome-measure = Outcomes without a measure
framework-loose-action = Open actions that serve no outcome
framework-loose-count = { $what }: { $count }
framework-gaps =
    { $count ->
        [0] Gaps
        [one] 1 gap
       *[other] { $count } gaps
    }
framework-no-gap = No gap was found by these rules in what is shown here.
framework-signals = What else the rules find
framework-own = The Commissioner’s own actions
framework-own-caption = The Commissioner’s own actions that serve this outcome
framework-own-none = No action of the Commissioner’s own serves this outcome.
framework-partners = Actions of partners
framework-others-caption = Actions of this Plan that others own
framework-others-none = No action of a partner is shown here for this outcome.
framework-measures = What the measures say
framework-measures-none = No measure stands for this outcome.
framework-rules = The rules
framework-rules-about = A number is never given to another rule. A gap found outweighs everything else; signals that disagree come before too little recorded.
framework-rules-caption = The rules of coverage
framework-summary-caption = Coverage as computed and sufficiency as judged
framework-met-caption = Rules that are met, one fact a row
framework-column-outcome = Outcome
framework-column-coverage = Coverage, as computed
framework-column-gaps = Gaps
framework-column-sufficiency = Sufficiency, as judged
framework-column-before = When last shown
framework-column-rule = Rule
framework-column-words = What it says
framework-column-sort = If it is met
framework-column-met = Outcomes
framework-column-fact = By what
framework-sort-gap = a gap
framework-sort-disagreement = signals disagree
framework-sort-too-little = too little recorded
framework-not-judged = Not judged
framework-by = by { $who }, { $day }
framework-sheet = Outcomes
framework-sheet-about = Every outcome, one a row: what the rules find and what was judged.
framework-sheet-rules = Rules met
framework-sheet-rules-about = Every rule that is met, one a row for each fact by which.
assurance-before = paper { $number }, presented on { $day }
assurance-no-effect = nothing is stated
assurance-not-stated = not stated
assurance-means = read as: { $class }
assurance-known = last known on { $day }
assurance-old = more than a year old
assurance-column-plan = In whose plan
assurance-column-source = Known from
assurance-column-says = What it says
assurance-partners-caption = Actions in other bodies’ plans, in the words of those plans
assurance-measures-caption = The measures that stand for this outcome
assurance-rule-number = Rule { $number }.
assurance-about-action = Action
assurance-about-partner-action = Partner’s action
assurance-about-measure = Measure
assurance-about-risk = Risk
assurance-about-control = Control
assurance-about-gap = Gap
assurance-about-finding = Finding
assurance-judged-hidden = No judgement is shown here.
assurance-judged-later-hidden = A later judgement is not shown here.
assurance-not-judged = Nobody has judged yet whether what is done is enough.
assurance-judged = { $judged }. Judged by { $who }, { $day }. { $reason }
assurance-environment = What changes around it
assurance-environment-none = No note on the environment is shown here.
assurance-noted = { $by }, { $day }.
assurance-cited = Measure { $code }, { $title }, { $span }.
assurance-cited-from = From { $file }, downloaded on { $day }.

framework-risks = Principal risks and their controls
framework-risks-none = No principal risk to this outcome is shown here.
framework-risks-caption = Principal risks: scores then, now and wanted
framework-controls-caption = Controls, and who has looked whether they work
framework-gaps-caption = Open gaps and what is done about them
framework-findings = Open findings
framework-findings-none = No open finding that is shown here concerns this outcome.
framework-findings-caption = What auditors, inspectors and the Panel asked for
framework-open-gaps = Gaps in control and in assurance
framework-column-risk = Risk
framework-column-inherent = Inherent
framework-column-then = When last shown
framework-column-now = Now
framework-column-target = Target
framework-column-appetite = Appetite
framework-column-movement = Movement
framework-column-control = Control
framework-column-assured = What it comes to
framework-column-gap = What is missing
framework-column-gap-kind = Gap in
framework-column-gap-actions = What is done about it, and by when
framework-column-finding = What was asked for, and the answer
framework-column-from = From
framework-column-priority = Priority, in its words
framework-column-standing = How it stands
framework-column-due = Next date
framework-risk = { $cause }. { $event }. { $consequence }.
framework-score = { $score } ({ $likelihood } × { $impact })
framework-not-scored = not scored
framework-no-appetite = none stated
framework-appetite = at most { $most }
framework-outside = outside appetite
framework-within = within appetite
framework-move-new = + New to this reader
framework-move-unknown = ? Cannot be compared
framework-move-up = ▲ Higher, worse
framework-move-down = ▼ Lower, better
framework-move-same = = Same
framework-risk-moved = risk { $reference }, { $title }: was { $then }, is { $now }.
framework-line-management = Line 1, management
framework-line-oversight = Line 2, oversight
framework-line-independent = Line 3, independent
framework-gives-full = Full
framework-gives-partial = In part
framework-gives-none = None
framework-assurance =
    { $gives }: { $who }, { $day }, { $months ->
        [0] less than a month old.
        [one] 1 month old.
       *[other] { $months } months old.
    }
framework-stale = Ran out on { $until }.
framework-good-until = Good until { $until }.
framework-no-assurance = none recorded
framework-control-of = of { $risks }
framework-assured-never = Nobody has looked
framework-assured-expired = Out of date since { $day }
framework-assured-refused = No assurance
framework-assured-partly = Assured in part
framework-assured-fully = Assured
framework-assured-hidden = Not shown here
framework-gap-control = control
framework-gap-assurance = assurance
framework-gap-no-action = Nothing is recorded.
framework-gap-done = done on { $day }
framework-gap-late = late, due on { $day }
framework-gap-due = due on { $day }
framework-gap-undated = date to be decided
framework-standing-awaiting = awaits a response
framework-standing-open = open
framework-standing-overdue = overdue
framework-standing-management = called done, not verified
framework-standing-verified = verified
framework-standing-not-adopted = not adopted
framework-standing-risk-accepted = risk accepted
framework-standing-reopened = re-opened
framework-answered = Answered on { $day }: { $words }
framework-loose-risk = Risks without a control
framework-loose-control = Controls without an assurance that is in date
theme-report-findings = What auditors, inspectors and the Panel asked for
theme-report-no-findings = Nothing of this theme is on the record.
head-cover-principal-risks = Principal risks
holds-cover-principal-risks = How many open risks bear on the outcome.
head-cover-open-findings = Open findings
holds-cover-open-findings = How many findings that concern it are open.

## The theme report
theme-report-title = { $theme }: report to the meeting
theme-report-for = What the theme is for
theme-report-outcomes = The outcomes that are wanted:
theme-report-sentence =
    { $all ->
        [one] 1 action is shown:
       *[other] { $all } actions are shown:
    } { $own } of the Commissioner’s own, { $force } of the force’s and { $others } of others. { $measures ->
        [one] 1 measure stands for its outcomes.
       *[other] { $measures } measures stand for its outcomes.
    }
theme-report-narrative = What is said of it
theme-report-no-narrative = Nothing has been written of this theme in a quarterly update yet.
theme-report-achieved = Achieved
theme-report-overcome = Still to overcome
theme-report-next = Next
theme-report-said-by = { $by }, in the quarterly update { $round }.
theme-report-own = The Commissioner’s own actions
theme-report-force = Actions of the force
theme-report-others = Actions of other partners in this Plan
theme-report-partners = Actions in other bodies’ plans
theme-report-none = There is none.
theme-report-no-measures = No measure stands for an outcome of this theme.

## The auditor's pack
audit-title = { $plan }: four tests of an auditor
audit-what = The tests are those that an internal audit put to a Police and Crime Plan: aim and shared outcome of each theme, its list of actions, its leads, and whether what they lead fits their roles. Each is answered over everything that is shown here, not over the sample; the sample is for whoever wants to look for themself.
audit-sentence =
    { $exceptions ->
        [0] All that was looked at passes the four tests.
        [one] There is 1 exception from the four tests.
       *[other] There are { $exceptions } exceptions from the four tests.
    }
audit-method = How the samples are drawn: each of a population is given the SHA-256 of the text “entry/number of the test/id of the item/place among several of one item”, with entry { $entry }; those with the { $most } smallest are taken, or all where there are fewer. Whoever has the record draws the same.
audit-test = Test { $number }: { $question }
audit-test-aim = Has each theme an aim and a shared outcome?
audit-test-actions = Has each theme a list of actions?
audit-test-leads = Has each open action a lead?
audit-test-roles = Do leads lead what belongs to their role?
audit-rule-aim = A theme passes that has an aim and at least one shared outcome.
audit-rule-actions = A theme passes that has at least one action.
audit-rule-leads = An open action passes that is led by at least one post of the office or of a partner. Initials that match no post do not count.
audit-rule-roles = A post that leads an open action passes where its organisation owns the action, or is named as a partner in it.
audit-counted =
    { $population ->
        [one] Population: 1.
       *[other] Population: { $population }.
    } { $passes } { $passes ->
        [one] passes
       *[other] pass
    }, { $exceptions } { $exceptions ->
        [one] is an exception.
       *[other] are exceptions.
    }
audit-no-exception = There is no exception.
audit-exceptions = Exceptions
audit-sample = Sample
audit-sample-caption = Sample for test { $number }
audit-summary-caption = The four tests
audit-column-test = Test
audit-column-number = Test no.
audit-column-population = Population
audit-column-passes = Pass
audit-column-exceptions = Exceptions
audit-column-sample = In the sample
audit-column-what = What was looked at
audit-column-result = Result
audit-column-evidence = Evidence
audit-passes = Passes
audit-exception = Exception
audit-sheet = Sample
audit-sheet-about = The samples of the four tests, one case a row.
audit-sheet-exceptions = Exceptions
audit-sheet-exceptions-about = Every exception from the four tests, one a row.
audit-sheet-population = Population
audit-sheet-population-about = Everything that the four tests looked at, one a row.
audit-exceptions-caption = Exceptions from the four tests
audit-population-caption = Everything that was looked at

## Columns of these papers
head-cover-outcome = Outcome
holds-cover-outcome = The shared outcome, in the words of the plan.
head-cover-coverage = Coverage
holds-cover-coverage = What the rules find: gaps_found, signals_disagree, too_little_recorded or no_gap_found.
head-cover-rules-met = Rules met
holds-cover-rules-met = The numbers of the rules that are met.
head-cover-gaps = Gaps
holds-cover-gaps = How many facts are gaps by these rules.
head-cover-coverage-before = Coverage when last shown
holds-cover-coverage-before = The same, as the body last saw it; empty where it was not shown.
head-cover-sufficiency = Sufficiency
holds-cover-sufficiency = What was judged: sufficient, not_sufficient or not_yet_known; empty where nobody has judged.
head-cover-judged-by = Judged by
holds-cover-judged-by = The board, committee or post whose judgement it is.
head-cover-judged-on = Judged on
holds-cover-judged-on = The day of the judgement.
head-cover-judged-because = Because
holds-cover-judged-because = The reason given with the judgement.
head-cover-partner-actions = Partners’ actions
holds-cover-partner-actions = How many actions in other bodies’ plans serve the outcome.
head-cover-measures = Measures
holds-cover-measures = How many measures stand for the outcome.
head-cover-test = Test
holds-cover-test = The number of the test.
head-cover-test-name = Name of the test
holds-cover-test-name = aim_and_outcome, list_of_actions, leads or roles.
head-cover-population = Population
holds-cover-population = How many the test looked at.
head-cover-result = Result
holds-cover-result = passes or exception.
head-cover-evidence = Evidence
holds-cover-evidence = What shows it, or what is missing.
head-cover-whose = Whose
holds-cover-whose = commissioner, force or others: whose action it is.
## The register of risks
head-category = Category
holds-category = The kind of risk, in the office’s own words. Text.
head-owners = Owners
holds-owners = The posts that answer for it, set apart by semicolons. Text.
head-oversight = Looked over by
holds-oversight = The board or committee that looks over it. Text.
head-cause = Cause
holds-cause = Why it might happen. Text.
head-event = Event
holds-event = What would happen. Text.
head-consequence = Consequence
holds-consequence = What would come of it. Text.
head-inherent-score = Score without controls
holds-inherent-score = Likelihood times impact, were nothing done. A whole number; empty where it was not scored.
head-current-score = Score now
holds-current-score = Likelihood times impact as it is controlled now. A whole number; empty where it was not scored.
head-scored-date = Scored on
holds-scored-date = The day for which the score now was given. A date.
head-band = Band
holds-band = What the matrix calls a score like this. Text.
head-target-score = Target score
holds-target-score = Likelihood times impact to which it is to come. A whole number.
head-appetite = Appetite
holds-appetite = The highest score that is accepted. A whole number; empty where none is set.
head-outside-appetite = Outside appetite
holds-outside-appetite = yes or no; empty where it is not scored or no appetite is set. Text.
head-movement = Movement
holds-movement = Which way the score went since the body last saw it: up, down, same, new, closed, scored, not_scored, not_comparable. Text.
head-was-score = Score then
holds-was-score = The score that the body last saw. A whole number.
head-review-date = Review due
holds-review-date = By when it is to be looked at again, by the interval of its band. A date.
head-review-overdue = Review overdue
holds-review-overdue = yes or no; empty where no review is set. Text.
head-controls-in-place = Controls
holds-controls-in-place = How many controls are in place. A whole number.
head-open-gaps = Open gaps
holds-open-gaps = How many gaps in control or assurance are open. A whole number.
head-closed-date = Closed on
holds-closed-date = The day on which it was closed. A date.
risk-paper-title = Risk register
risk-sentence = { $open } { $open ->
    [one] open risk
   *[other] open risks
}; { $outside } outside appetite.
risk-rule = A score is likelihood times impact, given by somebody for a day and with a reason. Nothing changes one by itself; scores are neither averaged nor added up.
risk-counts-caption = What wants attention, counted over the open risks
risk-column-what = What
risk-column-count = Risks
risk-column-which = Which
risk-open = Open risks
risk-outside = Outside appetite
risk-unscored = Not scored
risk-overdue = Overdue for review
risk-no-action = No action is tied to it
risk-no-control = No control
risk-no-owner = No owner
risk-no-appetite = No appetite is set
risk-withheld-title = Risks that are not shown here
risk-moved = What moved
risk-moved-caption = Risks that went up or down, are new, were scored or were closed since this body last saw the register
risk-first = No register was presented to this body before, so nothing is compared.
risk-none-moved = No score moved, and no risk came or went, since this body last saw the register.
risk-register = The register
risk-register-caption = Every open risk, in the order of its code
risk-column-code = Code
risk-column-risk = Risk
risk-column-owners = Owners
risk-column-inherent = Without controls
risk-column-now = Now
risk-column-target = Target
risk-column-movement = Movement
risk-column-review = Review due
risk-column-why = Why
risk-line-cause = Cause: { $words }
risk-line-event = Event: { $words }
risk-line-consequence = Consequence: { $words }
risk-no-review = No review is set
risk-is-overdue = overdue
risk-since = since { $day }
risk-note-outside = outside appetite: { $most } is the most that is accepted
risk-note-inside = within appetite: { $most } is the most that is accepted
risk-heat = Where risks lie: { $matrix }, { $size }
risk-heat-caption = Likelihood from left to right, impact from the highest down. Each cell says its band, how many risks lie there and which.
risk-impact = Impact
risk-controls = Controls and what was found of them
risk-controls-caption = Each control in place, with every assurance by line
risk-no-controls = No control is recorded.
risk-not-assured = Nobody has said whether it works
risk-column-control = Control
risk-column-risks = Risks
risk-column-line = Line
risk-column-gives = Assurance
risk-column-who = Who looked
risk-column-given = Given
risk-column-found = What was found
risk-expired = out of date: good until { $day }
risk-expires = good until { $day }
risk-line-1 = 1 Management
risk-line-2 = 2 Oversight
risk-line-3 = 3 Independent
risk-gives-full = Full
risk-gives-partial = Partial
risk-gives-none = None: it does not work
risk-gaps-in-control = Gaps in control
risk-gaps-in-assurance = Gaps in assurance
risk-no-gaps = None is open.
risk-column-of = Of
risk-column-gap = What is missing
risk-column-done = What is done about it
risk-nothing-done = Nothing is done about it yet
risk-gap-done = done on { $day }
risk-gap-late = late, was due on { $day }
risk-gap-due = due on { $day }
risk-gap-tbd = date to be decided
sheet-risks = Risks
sheet-risks-about = Every open risk, and those closed since the body last saw the register, one a row.
# The findings tracker
findings-title = Findings tracker, { $day }
findings-sentence =
    { $all ->
        [one] There is 1 finding.
       *[other] There are { $all } findings.
    } { $open } { $open ->
        [one] is open
       *[other] are open
    }, { $late } of them past a date; { $closed } { $closed ->
        [one] is called done by management and was not verified by anybody else
       *[other] are called done by management and were not verified by anybody else
    }; { $verified } { $verified ->
        [one] is verified as done.
       *[other] are verified as done.
    }
findings-slippage = Of { $dated } agreed actions with a date, { $moved } had it moved, { $three } of them three times or more; the furthest stands { $days } days past the date first agreed. { $undated } { $undated ->
        [one] has no date.
       *[other] have no date.
    }
findings-oldest = The oldest that is open is { $reference }, raised { $days } days ago.
findings-all-shown =
    { $count ->
        [one] The 1 finding there is is shown; none is withheld.
       *[other] All { $count } findings are shown; none is withheld.
    }
findings-withheld = { $shown } findings shown, { $hidden } withheld
findings-since = What changed since you last saw it
findings-first = No findings tracker was presented to { $body } before, so there is nothing to compare with.
findings-balance = Since { $since }: { $before } were open; { $raised } raised, { $reopened } opened again, { $closed } closed; { $now } are open now.
findings-raised = Raised: { $codes }
findings-called-done = Called done by management, not verified: { $codes }
findings-closed = Closed (verified, not adopted, or the risk accepted): { $codes }
findings-refused = Called done before, and found not to be: { $codes }
findings-opened-again = Opened again: { $codes }
findings-became-late = Now past a date: { $codes }
findings-moved = { $finding }, action { $action }: date moved from { $from } to { $to } ({ $times ->
        [one] moved once in all
       *[other] moved { $times } times in all
    })
findings-nothing-moved = Nothing changed.
findings-counts = Counts
findings-counts-what = Each count is the number of findings in the lists below. Where a finding stands follows from what is recorded: past its date is red, within it amber, verified as done green, and what is not to be done grey. What management calls done stays amber until somebody else has looked.
findings-counts-caption = Findings by source and priority, and where they stand
findings-column-source = Source
findings-column-priority = Priority
findings-column-standing = Where it stands
findings-column-total = Total
findings-column-finding = Finding and recommendation
findings-column-response = Response
findings-column-actions = Agreed actions, with every date
findings-all-priorities = All priorities
findings-word-rank = { $word } ({ $rank })
findings-high = High
findings-medium = Medium
findings-low = Low
findings-not-ranked = No priority
findings-awaiting = Awaiting a response
findings-open = Open, within its date
findings-overdue = Overdue
findings-management-closed = Called done, not verified
findings-verified = Verified as done
findings-not-adopted = Not adopted
findings-risk-accepted = Risk accepted
findings-reopened = Opened again
findings-late = past its date
findings-unverified = Called done and not verified
findings-unverified-what = Those who had to do these say that they are done. Nobody else has looked, so they are in no count of what is verified.
findings-called-with = { $finding }, action { $action }: { $words } ({ $owner }), called done on { $day } with evidence that nobody else has checked
findings-called-without = { $finding }, action { $action }: { $words } ({ $owner }), called done on { $day } without evidence
findings-review = { $code }: { $title }
findings-draft = Draft of { $day }
findings-issued = Final of { $day }
findings-published = Published on { $day }
findings-of-design = Design
findings-of-operation = Operation
findings-of-whole = Overall
findings-opinion = { $of }: { $words }{ $scope }
findings-comments-out = Comments published on { $day }; due by the end of { $due }
findings-comments-late = Comments were due by the end of { $due } and are not published
findings-comments-due = Comments due by the end of { $due }
findings-own-reference = { $review }, { $own }
findings-recommended = Recommended: { $words }
findings-caption = Findings: { $source }
findings-accepted = Accepted
findings-in-part = Accepted in part
findings-rejected = Rejected
findings-answered = { $how }, { $day }
findings-reason = Why: { $reason }
findings-response-out = Published on { $day }
findings-answered-late = Due on { $due }: answered { $days } days late
findings-response-due = An answer is due on { $due }
findings-dropped = Not adopted: { $by }, { $day }
findings-carried = Risk accepted until { $until }: { $by }, { $day }
findings-action = { $number }. { $words } ({ $owner })
findings-original = First agreed: { $day }
findings-revised = ; then { $day }
findings-why-moved = To { $day }: { $reason } (agreed by: { $by })
findings-since-day = { $standing } ({ $day })
findings-late-by = { $standing } by { $days } days
findings-again = Opened again on { $day }: { $reason }
findings-said = { $day }: { $words }
sheet-findings = Findings
sheet-findings-about = Every agreed action of every finding, one a row; a finding without one has a row of its own.
sheet-findings-counts = Counts
sheet-findings-counts-about = Findings by source and priority, and where they stand.
head-findings-finding = Finding
holds-findings-finding = The reference of the finding on the record. Text.
head-findings-finding-source = Source
holds-findings-finding-source = Who found it.
head-findings-review = Review
holds-findings-review = The title of the report, inspection or meeting that it comes from.
head-findings-own-reference = Source’s reference
holds-findings-own-reference = The reference that it has in that report. Text.
head-findings-finding-kind = Kind
holds-findings-finding-kind = finding, cause_of_concern, recommendation or area_for_improvement.
head-findings-found = What was found
holds-findings-found = In the source’s own words.
head-findings-recommended = What is recommended
holds-findings-recommended = In the source’s own words, where it says so apart from what it found.
head-findings-priority-word = Priority
holds-findings-priority-word = In the source’s own words; blank where it gave none.
head-findings-rank = Rank
holds-findings-rank = The same on one scale for all sources: high, medium, low or not_ranked.
head-findings-standing = Where it stands
holds-findings-standing = overdue, awaiting_response, reopened, open, management_closed, verified, risk_accepted or not_adopted. It follows from what is recorded; nobody types it.
head-findings-late = Past its date
holds-findings-late = yes where an action, or the answer, is past its date on the day of the paper; else no.
head-findings-response = Response
holds-findings-response = accepted, accepted_in_part or rejected; blank before an answer.
head-findings-response-day = Day of the response
holds-findings-response-day = The day of the newest answer.
head-findings-agreed-action = Action
holds-findings-agreed-action = Its number within the finding; blank where no action is agreed.
head-findings-agreed-words = Agreed action
holds-findings-agreed-words = What was agreed, in its own words.
head-findings-agreed-owner = Action owner
holds-findings-agreed-owner = The job title that is to do it. Names of persons are never printed.
head-findings-agreed-standing = Where the action stands
holds-findings-agreed-standing = overdue, reopened, open, management_closed or verified.
head-findings-original-date = First agreed date
holds-findings-original-date = The date first agreed for the action; no later one overwrites it.
head-findings-due-date = Date that holds
holds-findings-due-date = The newest date agreed; blank where there is none.
head-findings-times-moved = Times its date moved
holds-findings-times-moved = How often the date of the action was moved.
head-findings-called-done = Called done
holds-findings-called-done = The day on which those who had to do it called it done.
head-findings-verified-on = Verified
holds-findings-verified-on = The day on which somebody else looked and found it done.
## The commissioner's briefing: questions to expect
briefing-title = Questions to expect: briefing for { $body }
briefing-sentence =
    { $questions ->
        [0] No question is raised by the checks.
        [one] 1 question is raised, by 1 check; { $open ->
            [0] it is answered or set aside.
           *[other] it is open.
        }
       *[other] { $questions } questions are raised, by { $checks ->
            [one] 1 check
           *[other] { $checks } checks
        }; { $open } of them are open.
    }
briefing-what = Each question comes from a written rule and from what is on the record. None of them changes a rating, a date or a score.
briefing-foi-title = Whose this is
briefing-foi = This briefing is the office's own until it is shared. It can be asked for under the Freedom of Information Act 2000.
briefing-found = What was found:
briefing-ask = Somebody could ask:
briefing-answer = Answer:
briefing-no-answer = None is written yet.
briefing-answered = { $words } ({ $day })
briefing-answered-before = { $words } (written on { $day }; the facts have changed since)
briefing-silenced = Set aside until { $until }: { $reason }
briefing-since-title = What changed since the last briefing
briefing-since-none = No briefing was presented to this body before.
briefing-since = Since { $since }: { $new ->
        [one] 1 question is new
       *[other] { $new } questions are new
    }, { $gone ->
        [one] 1 is no longer asked
       *[other] { $gone } are no longer asked
    }, { $still } still are.
briefing-new = New
briefing-gone = No longer asked
briefing-forecasts = When it will be done, by the record
briefing-forecasts-what = For each action above that has a first agreed date: a range in which eight in ten of the office's finished actions like it ended, counted from their first agreed dates. Where fewer can be compared, nothing is said.
briefing-forecasts-none = None of the actions above is open and has a first agreed date.
briefing-forecasts-caption = When the actions above will be done, by the office's own record
briefing-date-now = Date now
briefing-range = By the record
briefing-method = From what
briefing-between = Between { $earliest } and { $latest }
briefing-too-little = Too little record to say
briefing-too-little-n = { $n ->
        [one] 1 finished action
       *[other] { $n } finished actions
    } can be compared; it takes { $enough }.
sheet-questions = Questions
sheet-questions-about = Each row is one question that could be asked, with what was found and what the office would answer.
sheet-forecasts = Forecasts
sheet-forecasts-about = When the actions that questions are about will be done, by the office's own record.
head-check = Check
head-question = Question
head-question-standing = Standing
head-answer = Answer
head-answered-on = Answered on
holds-check = The name of the rule that raises the question
holds-question = What a member could ask
holds-question-standing = open, open_again (answered, and the facts have changed since), answered, silenced (set aside for a time)
holds-answer = What the office would answer; of what is set aside, the reason
holds-answered-on = The day on which it was answered or set aside
