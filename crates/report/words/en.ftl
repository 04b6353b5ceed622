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
head-evidence = What was found
head-question = Question
head-question-standing = Standing
head-answer = Answer
head-answered-on = Answered on
holds-check = The name of the rule that raises the question
holds-evidence = What is on the record, in words
holds-question = What a member could ask
holds-question-standing = open, open_again (answered, and the facts have changed since), answered, silenced (set aside for a time)
holds-answer = What the office would answer; of what is set aside, the reason
holds-answered-on = The day on which it was answered or set aside
