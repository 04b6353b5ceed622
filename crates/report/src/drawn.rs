//! What a measure shows, drawn: from its performance to the charts of the page, the paper and the public side, which are
//! the same. Nothing is computed here.
use crate::blocks;
use chart::{
    About, Assurance, Beyond, Bullet, Bullets, Centre, Columns, Contribution, Drawing, Entry, Estimate, Funnel, Heat,
    Matrix, Note, NoteKind, Outcomes, Pair, Peer, Place, Point, Ranked, Revised, Rolling, Size, SoFar, Sparkline,
    Stack, Standing, Strip, Survey, ToDate, TwoEditions, Unit, Variation, Verdict, Xmr,
};
use domain::{
    finite::Finite,
    load::{DataSet, Status},
    measure::Quantity,
    performance::{Breakdown, Comparison, Judged, Met, Method, Performance},
    span::{Grain, Span},
    spc::{self, funnel},
};

/// A chart in both sizes.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawn {
    pub wide: Drawing,
    pub narrow: Drawing,
}

impl Drawn {
    /// The narrow drawing has ids of its own, so that both may stand on one page.
    fn of(id: &str, draw: impl Fn(&str, Size) -> Drawing) -> Self {
        Self { wide: draw(id, Size::Wide), narrow: draw(&format!("{id}-narrow"), Size::Narrow) }
    }

    /// As a block right below a heading that says what it is.
    pub fn below_its_heading(self) -> blocks::Block {
        match self.block() {
            blocks::Block::Chart(chart) => {
                blocks::Block::Chart(Box::new(blocks::Chart { title: String::new(), ..*chart }))
            }
            other => other,
        }
    }

    /// As a block of a paper.
    #[expect(clippy::cast_possible_truncation, reason = "a drawing is some hundred units wide")]
    pub fn block(self) -> blocks::Block {
        blocks::Block::Chart(Box::new(blocks::Chart {
            title: self.wide.title,
            sentence: self.wide.sentence,
            wide: self.wide.svg,
            narrow: Some(self.narrow.svg),
            width: self.wide.width as f32,
            height: self.wide.height as f32,
        }))
    }
}

/// The charts of a measure beside its main one, those that its figures fill.
pub fn others(performance: &Performance) -> Vec<Drawn> {
    [
        columns(performance),
        rolling(performance),
        to_date(performance),
        ranked(performance),
        funnel(performance),
        revised(performance),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn about(performance: &Performance, id: &str, title: &str) -> About {
    let code: String =
        performance.code.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let title =
        if title.is_empty() { performance.title.to_string() } else { format!("{}: {title}", performance.title) };
    About { id: format!("{code}-{id}"), title, unit: unit(performance), places: performance.places }
}

/// The same of a chart beside similar areas, whose figures are rates whatever the measure itself is.
fn about_comparison(performance: &Performance, comparison: &Comparison, id: &str, title: &str) -> About {
    let unit = match performance.quantity {
        Quantity::Percentage => Unit::Percent,
        _ => Unit::Other(comparison.unit.to_string()),
    };
    About { unit, places: performance.places.max(1), ..about(performance, id, title) }
}

fn unit(performance: &Performance) -> Unit {
    match performance.quantity {
        Quantity::Percentage => Unit::Percent,
        Quantity::Count => Unit::Count(performance.unit.to_string()),
        Quantity::Rate | Quantity::Mean | Quantity::Index | Quantity::Survey => {
            Unit::Other(performance.unit.to_string())
        }
    }
}

fn get(value: Option<Finite>) -> Option<f64> {
    value.map(Finite::get)
}

fn is_young(status: Status) -> bool {
    matches!(status, Status::Provisional | Status::Partial | Status::Estimated)
}

fn verdict(judged: Option<&Judged>) -> Verdict {
    match judged.map(|judged| judged.cause) {
        Some(spc::Cause::Improvement) => Verdict::Improvement,
        Some(spc::Cause::Concern) => Verdict::Concern,
        Some(spc::Cause::NeutralHigh) => Verdict::NeutralHigh,
        Some(spc::Cause::NeutralLow) => Verdict::NeutralLow,
        Some(spc::Cause::Common) | None => Verdict::Common,
    }
}

pub fn variation(variation: spc::Variation) -> Variation {
    match variation {
        spc::Variation::CommonCause => Variation::CommonCause,
        spc::Variation::ImprovementHigh => Variation::ImprovementHigh,
        spc::Variation::ImprovementLow => Variation::ImprovementLow,
        spc::Variation::ConcernHigh => Variation::ConcernHigh,
        spc::Variation::ConcernLow => Variation::ConcernLow,
        spc::Variation::NeutralHigh => Variation::NeutralHigh,
        spc::Variation::NeutralLow => Variation::NeutralLow,
    }
}

pub fn assurance(assurance: spc::Assurance) -> Assurance {
    match assurance {
        spc::Assurance::ConsistentPass => Assurance::ConsistentlyPasses,
        spc::Assurance::ConsistentFail => Assurance::ConsistentlyFails,
        spc::Assurance::Inconsistent => Assurance::HitOrMiss,
    }
}

/// The chart first: the series with its limits, or with its middle where there are too few points for them; of a survey
/// each estimate with the interval in which the true value lies.
pub fn main(performance: &Performance) -> Drawn {
    if performance.quantity == Quantity::Survey {
        return survey(performance);
    }
    let about = about(performance, "xmr", "");
    let seasonal = performance.judgement.method.is_seasonal();
    let title = match performance.judgement.method {
        Method::LimitsOfOwnMonth => format!("{}: difference from the usual for the month", about.title),
        Method::LimitsOfYearBefore => format!("{}: difference from the year before", about.title),
        _ => about.title.clone(),
    };
    let point = |point: &domain::performance::Point| {
        let judged = point.judged.as_ref();
        Point {
            label: point.span.to_string(),
            // What was judged, where that is a difference; a year without one to differ from is a gap.
            value: if seasonal { judged.map(|judged| judged.value.get()) } else { get(point.value) },
            centre: judged.map(|judged| judged.centre.get()),
            lower: judged.and_then(|judged| get(judged.lower)),
            upper: judged.and_then(|judged| get(judged.upper)),
            verdict: verdict(judged),
            provisional: is_young(point.status),
            group: judged.map_or(0, |judged| judged.group),
        }
    };
    let mut points: Vec<Point> = performance.points.iter().map(point).collect();
    // A gap belongs to the group before it, so that it alone breaks no limit line.
    for at in 1..points.len() {
        if performance.points[at].judged.is_none() {
            points[at].group = points[at - 1].group;
        }
    }
    let target = |point: &domain::performance::Point| {
        point.target.filter(|target| target.high.is_none() && !seasonal).map(|target| target.low.get())
    };
    let input = Xmr {
        about: About { title, ..about },
        centre: if performance.judgement.method.has_limits() { Centre::Mean } else { Centre::Median },
        target: performance.points.iter().map(target).collect(),
        notes: notes(performance),
        variation: performance.judgement.variation.map(variation),
        assurance: performance.judgement.assurance.map(assurance),
        rules: performance.judgement.rule_set.to_string(),
        trial: performance.judgement.trial,
        remarks: remarks(performance),
        points,
    };
    let id = input.about.id.clone();
    Drawn::of(&id, |id, size| {
        let about = About { id: id.to_owned(), ..input.about.clone() };
        chart::xmr(&Xmr { about, ..input.clone() }, size).saying(performance.sentence())
    })
}

fn survey(performance: &Performance) -> Drawn {
    let wave = |point: &domain::performance::Point| Estimate {
        label: point.span.to_string(),
        value: get(point.value),
        low: point.between.map(|(low, _)| low.get()),
        high: point.between.map(|(_, high)| high.get()),
        asked: point.n.map(u64::from),
    };
    let waves: Vec<Estimate> = performance.points.iter().map(wave).collect();
    let target = performance.aimed().filter(|aimed| aimed.high.is_none()).map(|aimed| aimed.low.get());
    drawn(&about(performance, "survey", ""), |about, size| {
        let (waves, remarks) = (waves.clone(), remarks(performance));
        chart::survey(&Survey { about, confidence: 95, waves, target, level: None, remarks }, size)
            .saying(performance.sentence())
    })
}

/// What is marked on a series: breaks, redefinitions, and where limits begin anew.
fn notes(performance: &Performance) -> Vec<Note> {
    let mut notes = vec![];
    for (at, point) in performance.points.iter().enumerate().skip(1) {
        let before = &performance.points[at - 1];
        if before.definition != point.definition {
            notes.push(Note { at, text: "defined anew".to_owned(), kind: NoteKind::Event });
        }
        let group = |point: &domain::performance::Point| point.judged.map(|judged| judged.group);
        let earlier = performance.points[..at].iter().rev().find_map(group);
        if group(point).zip(earlier).is_some_and(|(now, then)| now != then) {
            notes.push(Note { at, text: "limits begin anew".to_owned(), kind: NoteKind::Rebase });
        }
    }
    let place = |span: Span| performance.points.iter().position(|point| point.span == span);
    notes.extend(
        performance.breaks().filter_map(|note| {
            Some(Note { at: place(note.from)?, text: note.words.to_string(), kind: NoteKind::Event })
        }),
    );
    notes.sort_by_key(|note| note.at);
    notes
}

fn remarks(performance: &Performance) -> Vec<String> {
    let mut remarks = vec![];
    if let Method::None(_) = performance.judgement.method {
        remarks.push(performance.variation_in_words());
    }
    if performance.points.iter().any(|point| point.status == Status::Suppressed) {
        remarks.push("Small numbers are withheld, and nothing is computed of them.".to_owned());
    }
    remarks
}

/// A line as small as a word.
pub fn sparkline(performance: &Performance, id: &str) -> Drawing {
    let judged = performance.points.iter().rev().find_map(|point| point.judged.as_ref());
    let many = performance.points.len();
    let last = performance.points.iter().skip(many.saturating_sub(24));
    chart::sparkline(&Sparkline {
        about: about(performance, id, ""),
        points: last.map(|point| (point.span.to_string(), get(point.value))).collect(),
        mean: judged.filter(|_| !performance.judgement.method.is_seasonal()).map(|judged| judged.centre.get()),
        last: verdict(judged),
    })
}

/// The similar areas by size: whether their rates differ by more than chance and the usual spread between areas.
pub fn funnel(performance: &Performance) -> Option<Drawn> {
    let comparison = performance.comparison.as_ref().filter(|comparison| comparison.members.len() >= 5)?;
    let mut members: Vec<&domain::performance::Member> = comparison.members.iter().collect();
    members.sort_by_key(|member| member.denominator);
    let points: Vec<funnel::Point> =
        members.iter().map(|member| funnel::Point::part(member.numerator.get(), member.denominator.get())).collect();
    let kind = if performance.quantity == Quantity::Percentage {
        funnel::Kind::Proportions(funnel::Spread::SideBySide)
    } else {
        funnel::Kind::Rates(funnel::Spread::SideBySide)
    };
    let limits = funnel::limits(kind, &points, spc::Screening::Off)?;
    // Limits come per one, rates for each so many.
    let first = members.first()?;
    let per = first.value.get() / (first.numerator.get() / first.denominator.get());
    let scaled = |(low, high): (f64, f64)| (low * per, high * per);
    let at = |of: &funnel::Limits, deviations: f64| scaled(of.at(deviations));
    let places = members.iter().zip(&limits).map(|(member, of)| {
        let outside = |(low, high): (f64, f64)| member.value.get() < low || member.value.get() > high;
        Place {
            name: member.area.to_string(),
            size: Some(member.denominator.get()),
            rate: Some(member.value.get()),
            own: member.own,
            beyond: if outside(at(of, funnel::IN_998)) {
                Beyond::NinetyNine
            } else if outside(at(of, funnel::IN_95)) {
                Beyond::NinetyFive
            } else {
                Beyond::Inside
            },
        }
    });
    let places: Vec<Place> = places.collect();
    let lines = members.iter().zip(&limits).map(|(member, of)| {
        let both = |(low, high): (f64, f64)| (Some(low), Some(high));
        chart::Limits {
            size: member.denominator.get(),
            inner: both(at(of, funnel::IN_95)),
            outer: both(at(of, funnel::IN_998)),
        }
    });
    let lines: Vec<chart::Limits> = lines.collect();
    let about = about_comparison(performance, comparison, "funnel", &format!("by size, beside {}", comparison.group));
    Some(drawn(&about, |about, size| {
        chart::funnel(
            &Funnel {
                about,
                size_head: "What the rate is of".to_owned(),
                places: places.clone(),
                limits: lines.clone(),
                overall: Some(comparison.pooled.get()),
                remarks: vec![],
            },
            size,
        )
    }))
}

fn about_parts(breakdown: &Breakdown, id: &str, title: &str) -> About {
    let set: String =
        breakdown.data.as_str().chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    About {
        id: format!("{set}-{id}"),
        title: format!("{}, {}: {title}", breakdown.area, breakdown.data.named()),
        unit: Unit::Count("rows".to_owned()),
        places: 0,
    }
}

fn counted(count: Option<i64>) -> Option<f64> {
    count.map(|count| Finite::count(count).get())
}

/// The charts of a data set by type: outcomes by month, or a table with shades; and which parts made the change of a year.
pub fn parts(breakdown: &Breakdown) -> Vec<Drawn> {
    let first = if breakdown.data == DataSet::PoliceUkOutcomes { outcomes(breakdown) } else { heat(breakdown) };
    [Some(first), contribution(breakdown)].into_iter().flatten().collect()
}

/// The last thirteen stretches.
fn recent(breakdown: &Breakdown) -> usize {
    breakdown.spans.len().saturating_sub(13)
}

fn heat(breakdown: &Breakdown) -> Drawn {
    let from = recent(breakdown);
    let periods: Vec<String> = breakdown.spans[from..].iter().map(ToString::to_string).collect();
    let strip = |(name, counts): &(domain::text::Text, Vec<Option<i64>>)| Strip {
        name: name.to_string(),
        values: counts[from..].iter().copied().map(counted).collect(),
    };
    let strips: Vec<Strip> = breakdown.parts.iter().map(strip).collect();
    drawn(&about_parts(breakdown, "heat", "by type and month"), |about, size| {
        chart::heat(&Heat { about, periods: periods.clone(), strips: strips.clone(), remarks: vec![] }, size)
    })
}

fn outcomes(breakdown: &Breakdown) -> Drawn {
    let from = recent(breakdown);
    let categories: Vec<String> = breakdown.parts.iter().map(|(name, _)| name.to_string()).collect();
    let stack = |(at, span): (usize, &Span)| Stack {
        label: span.to_string(),
        parts: breakdown.parts.iter().map(|(_, counts)| counted(counts[from + at])).collect(),
        immature: breakdown.is_immature(*span),
    };
    let months: Vec<Stack> = breakdown.spans[from..].iter().enumerate().map(stack).collect();
    drawn(&about_parts(breakdown, "outcomes", "by month of the outcome"), |about, size| {
        let (categories, months) = (categories.clone(), months.clone());
        chart::outcomes(&Outcomes { about, categories, months, remarks: vec![] }, size)
    })
}

/// Twelve months beside the twelve before; None where either is not whole.
fn contribution(breakdown: &Breakdown) -> Option<Drawn> {
    let year = breakdown.spans.last()?.grain().in_a_year();
    let end = breakdown.spans.len();
    let change =
        |part: usize| Some(breakdown.over(part, end, year)? - breakdown.over(part, end.checked_sub(year)?, year)?);
    let sum = |end: usize| (0..breakdown.parts.len()).map(|part| breakdown.over(part, end, year)).sum::<Option<i64>>();
    let (now, before) = (sum(end)?, sum(end.checked_sub(year)?)?);
    let mut parts: Vec<(String, Option<f64>)> =
        (0..breakdown.parts.len()).map(|at| (breakdown.parts[at].0.to_string(), counted(change(at)))).collect();
    parts.sort_by(|(_, one), (_, other)| other.unwrap_or_default().abs().total_cmp(&one.unwrap_or_default().abs()));
    let to = |end: usize| {
        format!("{year} {}s to {}", breakdown.spans[end - 1].grain().as_str(), breakdown.spans[end - 1].in_words())
    };
    let (now, before) = ((to(end), counted(Some(now))), (to(end - year), counted(Some(before))));
    Some(drawn(&about_parts(breakdown, "contribution", "what the change is made of"), |about, size| {
        let (before, now, parts) = (before.clone(), now.clone(), parts.clone());
        chart::contribution(&Contribution { about, before, now, parts, remarks: vec![] }, size)
    }))
}

/// How many measures have which icons.
pub fn matrix(all: &[Performance], title: &str) -> Drawn {
    let entry = |one: &Performance| Entry {
        name: format!("{} {}", one.code, one.title),
        variation: one.judgement.variation.map(variation),
        assurance: one.judgement.assurance.map(assurance),
    };
    let measures: Vec<Entry> = all.iter().map(entry).collect();
    Drawn::of("matrix", |id, size| {
        chart::matrix(&Matrix { id: id.to_owned(), title: title.to_owned(), measures: measures.clone() }, size)
    })
}

/// Every measure with a target, against it.
pub fn bullets(all: &[Performance], title: &str) -> Option<Drawn> {
    let bar = |one: &Performance| {
        let latest = one.latest()?;
        let target = latest.target.filter(|target| target.high.is_none())?;
        Some(Bullet {
            name: format!("{} {}", one.code, one.title),
            unit: unit(one),
            places: one.places,
            period: latest.span.to_string(),
            value: get(latest.value),
            target: Some(target.low.get()),
            tolerance: target.edge.map(Finite::get),
            standing: match target.met {
                Some(Met::Met) => Standing::Met,
                Some(Met::Near) => Standing::Within,
                Some(Met::Missed) => Standing::Missed,
                None => Standing::NotJudged,
            },
        })
    };
    let bars: Vec<Bullet> = all.iter().filter_map(bar).collect();
    (!bars.is_empty()).then(|| {
        Drawn::of("bullets", |id, size| {
            let (id, title) = (id.to_owned(), title.to_owned());
            chart::bullets(&Bullets { id, title, bars: bars.clone(), remarks: vec![] }, size)
        })
    })
}

/// The months of the financial year beside those of the last.
pub fn columns(performance: &Performance) -> Option<Drawn> {
    let (this_year, last_year, own) = year(performance)?;
    let pair = |point: &domain::performance::Point| Pair {
        label: point.span.to_string(),
        now: get(point.value),
        before: before(performance, point.span),
        provisional: is_young(point.status),
    };
    let months: Vec<Pair> = own.iter().copied().map(pair).collect();
    months.iter().any(|month| month.before.is_some()).then(|| {
        let about = about(performance, "columns", "this year beside the last");
        drawn(&about, |about, size| {
            let (this_year, last_year, months) = (this_year.clone(), last_year.clone(), months.clone());
            chart::columns(&Columns { about, this_year, last_year, months, remarks: vec![] }, size)
        })
    })
}

fn drawn(about: &About, draw: impl Fn(About, Size) -> Drawing) -> Drawn {
    let id = about.id.clone();
    Drawn::of(&id, |id, size| draw(About { id: id.to_owned(), ..about.clone() }, size))
}

/// What the same stretch of the year before came to, where the two may be compared.
fn before(performance: &Performance, span: Span) -> Option<f64> {
    let many = i32::try_from(performance.grain.in_a_year()).ok()?;
    let then = performance.point(span.plus(-many)?)?;
    let now = performance.point(span)?;
    let between = then.definition + 1..=now.definition;
    let comparable = between.into_iter().all(|at| performance.definitions.get(at).is_none_or(|one| one.comparable));
    get(then.value).filter(|_| comparable)
}

/// What the financial year of the last figure and the one before are called, and the points of it.
fn year(performance: &Performance) -> Option<(String, String, Vec<&domain::performance::Point>)> {
    if performance.grain == Grain::Year {
        return None;
    }
    let year = performance.latest()?.span.financial_year()?;
    let before = Span::Year(year).plus(-1)?;
    let own = performance.points.iter().filter(|point| point.span.financial_year() == Some(year));
    Some((year.to_string(), before.to_string(), own.collect()))
}

pub fn rolling(performance: &Performance) -> Option<Drawn> {
    let first = performance.points.iter().position(|point| point.rolling.is_some())?;
    let points: Vec<(String, Option<f64>)> =
        performance.points[first..].iter().map(|point| (point.span.to_string(), get(point.rolling))).collect();
    if points.len() < 3 || performance.grain == Grain::Year {
        return None;
    }
    let notes: Vec<Note> = notes(performance)
        .into_iter()
        .filter(|note| note.kind == NoteKind::Event && note.at >= first)
        .map(|note| Note { at: note.at - first, ..note })
        .collect();
    let many = performance.grain.in_a_year();
    let about = about(performance, "rolling", &format!("{many} {}s to each", performance.grain.as_str()));
    let remark =
        "No control limits are drawn on sums that overlap: they would show trends that are not there.".to_owned();
    Some(drawn(&about, |about, size| {
        let (points, notes, remarks) = (points.clone(), notes.clone(), vec![remark.clone()]);
        chart::rolling(&Rolling { about, points, target: None, notes, remarks }, size)
    }))
}

pub fn to_date(performance: &Performance) -> Option<Drawn> {
    let (this_year, last_year, own) = year(performance)?;
    let month = |point: &domain::performance::Point| SoFar {
        label: point.span.to_string(),
        now: point.to_date.map(|so_far| so_far.value.get()),
        before: point.to_date.and_then(|so_far| get(so_far.year_before)),
        trajectory: None,
    };
    let months: Vec<SoFar> = own.iter().copied().map(month).collect();
    let counts = performance.quantity == Quantity::Count;
    (counts && months.iter().filter(|month| month.now.is_some()).count() > 1).then(|| {
        drawn(&about(performance, "to-date", "financial year to date"), |about, size| {
            let (this_year, last_year, months) = (this_year.clone(), last_year.clone(), months.clone());
            chart::to_date(&ToDate { about, this_year, last_year, months, remarks: vec![] }, size)
        })
    })
}

pub fn ranked(performance: &Performance) -> Option<Drawn> {
    let comparison = performance.comparison.as_ref()?;
    let shown = comparison.members.iter().map(|member| Peer {
        name: member.area.to_string(),
        value: Some(member.value.get()),
        own: member.own,
        why: None,
    });
    let left_out = comparison.left_out.iter().map(|area| Peer {
        name: area.to_string(),
        value: None,
        own: false,
        why: Some("figures missing, withheld or perhaps partial".to_owned()),
    });
    let peers: Vec<Peer> = shown.chain(left_out).collect();
    let as_at = format!("12 months to {}", comparison.to.in_words());
    let about = about_comparison(performance, comparison, "group", &format!("beside {}", comparison.group));
    let remark = format!("Membership: {}.", comparison.source.as_str().trim_end_matches('.'));
    Some(drawn(&about, |about, size| {
        chart::ranked(
            &Ranked {
                about,
                group: comparison.group.to_string(),
                peers: peers.clone(),
                group_value: Some(comparison.pooled.get()),
                as_at: as_at.clone(),
                remarks: vec![remark.clone()],
            },
            size,
        )
    }))
}

pub fn revised(performance: &Performance) -> Option<Drawn> {
    if !performance.is_revised() {
        return None;
    }
    let first = performance.points.iter().position(|point| point.first_published.is_some())?;
    let from = first.saturating_sub(3);
    let edition = |point: &domain::performance::Point| TwoEditions {
        label: point.span.to_string(),
        published: get(point.first_published.or(point.value)),
        revised: get(point.value),
    };
    let periods: Vec<TwoEditions> = performance.points[from..].iter().map(edition).collect();
    Some(drawn(&about(performance, "revised", "as first published, and as now known"), |about, size| {
        chart::revised(
            &Revised {
                about,
                published_name: "As first published".to_owned(),
                revised_name: "As now known".to_owned(),
                periods: periods.clone(),
                remarks: vec![],
            },
            size,
        )
    }))
}

/// The icon of a measure's variation by itself.
pub fn variation_icon(one: &Performance, of: spc::Variation) -> Drawing {
    chart::variation_icon(&about(one, "variation", "").id, variation(of))
}

/// The icon of its assurance by itself.
pub fn assurance_icon(one: &Performance, of: spc::Assurance) -> Drawing {
    chart::assurance_icon(&about(one, "assurance", "").id, assurance(of))
}
