//! Any plan that an office's record can hold.
use domain::{
    action::{Apart, Basis, DateMove, Decided, Rating, Status},
    body::BodyKind,
    envelope::{InternalText, Marking, Visibility},
    evidence::Evidence,
    expected_effect::{Figure, Number},
    milestone::Reached,
    period::Quarter,
    plan::{PlanState, PlanStatus, PlanVersion},
    plan_text::{
        ActionText, BodyText, CameText, CompletionText, EffectText, HeldText, LinkText, MannerText, MilestoneText,
        MovedText, ObservedText, PartnerText, PlanText, PostText, Served, Shown, StatementText, ThemeText, UpdateText,
        VerifiedText,
    },
    scale::{Class, Level, Scale, Shape},
    sight::natural,
    text::{Text, fold},
    timescale::{Due, Precision, Timescale},
    update::{Confidence, Forecast},
};
use jiff::civil::Date;
use proptest::{collection::vec, option, prelude::*, sample::select};

/// Words of every kind, odd ones among them.
fn words() -> impl Strategy<Value = Text> {
    let odd = select(vec![
        "",
        " ",
        "\n",
        "\n\n",
        "\n\n\n",
        "a\n",
        "\nb",
        "\\",
        "\\n",
        "\"",
        "“x”",
        ", approved by",
        " since ",
        ": ",
        "#",
        "One. Two! (Three)",
        "  two  spaces  ",
        "\t",
        "\u{202e}",
        "\u{a0}",
        "\u{feff}",
        "none",
        "not set",
        "é漢字🙂",
        "Update of 1 May 2026:",
        "=== a ===",
        "yes",
        "\u{85}",
        " of the theme ",
        "e.g. This",
    ]);
    let plain = "[A-Za-z0-9 .,;:'\"“”()\\\\\n-]{0,40}".prop_map(|s: String| s);
    vec(prop_oneof![odd.prop_map(str::to_owned), plain], 0..4).prop_map(|parts| Text::new(parts.concat()).unwrap())
}

/// A name: never blank.
fn name() -> impl Strategy<Value = Text> {
    words().prop_map(|words| Text::new(format!("N{words}")).unwrap())
}

fn day() -> impl Strategy<Value = Date> {
    (1950_i16..2200, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| Date::new(y, m, d).unwrap())
}

fn class() -> impl Strategy<Value = Class> {
    select(Class::ALL.to_vec())
}

fn shown() -> impl Strategy<Value = Shown> {
    let exempt = (words(), day()).prop_map(|(ground, review)| Visibility::Exempt { ground, review });
    let seen_by = prop_oneof![Just(Visibility::Panel), Just(Visibility::Internal), exempt];
    (option::weighted(0.2, seen_by), option::weighted(0.2, Just(Marking::OfficialSensitive)))
        .prop_map(|(seen_by, marking)| Shown { seen_by, marking })
}

/// Drops what has a name that another has already.
fn unique<T>(items: Vec<T>, name: impl Fn(&T) -> String) -> Vec<T> {
    let mut seen = std::collections::HashSet::new();
    items.into_iter().filter(|item| seen.insert(name(item))).collect()
}

fn scale() -> impl Strategy<Value = Scale> {
    let shape = select(vec![Shape::Tick, Shape::Circle, Shape::Triangle, Shape::Square, Shape::Ring, Shape::Bars]);
    let level = (name(), class(), name(), "#[0-9a-f]{6}", shape, words(), vec(name(), 0..3));
    (name(), vec(level, 1..5), option::of(day())).prop_map(|(name, levels, effective)| {
        let mut levels: Vec<Level> = levels
            .into_iter()
            .enumerate()
            .map(|(n, (label, class, colour_name, colour, shape, criteria, words))| Level {
                key: Text::new(if n == 0 { class.as_str().to_owned() } else { format!("k{n}") }).unwrap(),
                label: Text::new(format!("{label} l{n}")).unwrap(),
                class,
                colour_name,
                colour: Text::new(colour).unwrap(),
                shape,
                criteria,
                words: words.into_iter().map(|w| Text::new(format!("{w} w{n}")).unwrap()).collect(),
            })
            .collect();
        for level in &mut levels {
            level.words = unique(std::mem::take(&mut level.words), Text::folded);
        }
        Scale { name, levels, effective }
    })
}

fn rating(scale: &Scale) -> impl Strategy<Value = Rating> + use<> {
    let on = select(scale.levels.clone()).prop_map(|l| (l.key, l.label, l.class));
    // One given on a scale that the plan had before.
    let off = (name(), name(), class());
    (prop_oneof![3 => on, 1 => off], option::of(words()), day(), basis()).prop_map(
        |((level, label, class), stated, since, basis)| Rating {
            level,
            stated: stated.unwrap_or_else(|| label.clone()),
            label,
            class,
            since,
            basis,
        },
    )
}

fn basis() -> impl Strategy<Value = Basis> {
    prop_oneof![
        Just(Basis::Supplied),
        (words(), words()).prop_map(|(rule, facts)| Basis::Agrees { rule, facts }),
        words().prop_map(|because| Basis::Untested { because }),
        (class(), words(), words(), words(), words()).prop_map(|(suggested, rule, facts, reason, public)| {
            Basis::Differs { suggested, rule, facts, reason: InternalText::new(reason), public }
        }),
    ]
}

fn evidence() -> impl Strategy<Value = Vec<Evidence>> {
    // A file does not travel with a text: a journey tells what becomes of it.
    vec(prop_oneof![words().prop_map(Evidence::Link), words().prop_map(Evidence::Decision)], 0..3)
}

type More = (MannerText, Option<Forecast>, Option<Confidence>, Option<Text>, Vec<Evidence>);

/// What an update says beside its words and its rating.
fn more(scale: &Scale) -> impl Strategy<Value = More> + use<> {
    let on = select(scale.levels.clone()).prop_map(|l| (l.key, l.label, l.class));
    let off = (name(), name(), class());
    let forecast = prop_oneof![on, off].prop_map(|(level, label, class)| Forecast { level, label, class });
    let manner = select(vec![MannerText::Update, MannerText::Confirmation, MannerText::Correction]);
    (manner, option::of(forecast), option::of(select(Confidence::ALL.to_vec())), option::of(words()), evidence())
}

fn completion(posts: &[PostText]) -> impl Strategy<Value = CompletionText> + use<> {
    let apart = select(vec![Apart::SameTeam, Apart::SameOrganisation, Apart::OtherOrganisation]);
    let verified = (held(posts), day(), apart).prop_map(|(by, on, apart)| VerifiedText { by, on, apart });
    (day(), evidence(), held(posts), option::of(verified)).prop_map(|(on, evidence, by, verified)| CompletionText {
        on,
        evidence,
        by,
        verified,
    })
}

fn decided() -> impl Strategy<Value = Decided> {
    (day(), words(), words(), option::of(day())).prop_map(|(on, reason, approver, until)| Decided {
        on,
        reason,
        approver,
        until,
    })
}

/// At most as long as a part's name or a unit may be.
fn short(text: &Text) -> Text {
    Text::new(text.as_str().chars().take(100).collect::<String>()).unwrap()
}

/// The milestones of an action: no two of one name, in the order in which the record gives them.
fn milestones(posts: &[PostText]) -> impl Strategy<Value = Vec<MilestoneText>> + use<> {
    let by = if posts.is_empty() {
        Just(None).boxed()
    } else {
        option::of(select(posts.iter().map(|post| post.name.clone()).collect::<Vec<_>>())).boxed()
    };
    let moved = (day(), day(), day(), words(), by).prop_map(|(from, to, on, reason, by)| MovedText {
        from,
        to,
        on,
        reason,
        by,
    });
    let reached = prop_oneof![
        Just(Reached::Open),
        day().prop_map(|on| Reached::Met { on }),
        (day(), words()).prop_map(|(on, reason)| Reached::Dropped { on, reason }),
    ];
    let one = (name(), option::of(words()), (day(), option::of(day())), vec(moved, 0..3), reached, shown()).prop_map(
        |(title, strand, (date, first), moves, reached, shown)| MilestoneText {
            title: title.on_one_line(),
            strand: strand.map(|strand| short(&strand.on_one_line()).on_one_line()).filter(|strand| !strand.is_empty()),
            original_date: first.unwrap_or(date),
            date,
            moves,
            reached,
            shown,
        },
    );
    vec(one, 0..4).prop_map(|all| {
        let key = |m: &MilestoneText| format!("{:?} {}", m.strand.as_ref().map(Text::folded), m.title.folded());
        let mut all = unique(all, key);
        all.sort_by_key(|milestone| (milestone.strand.clone(), milestone.date));
        all
    })
}

/// What an action is expected to change, in the order in which the record gives it.
fn effects(posts: &[PostText]) -> impl Strategy<Value = Vec<EffectText>> + use<> {
    let by = if posts.is_empty() {
        Just(None).boxed()
    } else {
        option::of(select(posts.iter().map(|post| post.name.clone()).collect::<Vec<_>>())).boxed()
    };
    let number = || "-?[0-9]{1,12}(\\.[0-9]{1,6})?".prop_map(|stated| Number::parse(&stated).unwrap());
    let seen = (day(), name(), option::of(number()), by).prop_map(|(on, words, number, by)| {
        CameText::Observed(ObservedText { on, words: words.on_one_line(), number, by })
    });
    let dropped = (day(), words()).prop_map(|(on, reason)| CameText::Dropped { on, reason });
    let came = prop_oneof![Just(CameText::Awaited), seen, dropped];
    let figure =
        (number(), name()).prop_map(|(number, unit)| Figure { number, unit: short(&unit.on_one_line()).on_one_line() });
    let one = (name(), day(), option::of(figure), came).prop_map(|(effect, day, figure, came)| EffectText {
        effect: effect.on_one_line(),
        outcome: None,
        by: Quarter::of(day).unwrap().ends(),
        figure,
        came,
    });
    vec(one, 0..3).prop_map(|mut all| {
        all.sort_by_key(|expected| expected.by);
        all
    })
}

fn timescale() -> impl Strategy<Value = Timescale> {
    let precision =
        select(vec![Precision::Day, Precision::Month, Precision::Quarter, Precision::Half, Precision::Year]);
    let due = prop_oneof![
        Just(Due::NotSet),
        Just(Due::Continuing),
        (day(), precision).prop_map(|(date, precision)| Due::By { date, precision }),
        (option::of(day()), day()).prop_map(|(from, to)| Due::Window { from: from.map(|from| from.min(to)), to }),
    ];
    (words(), due, option::of(words())).prop_map(|(stated, due, note)| Timescale { stated, due, note })
}

fn date_move() -> impl Strategy<Value = DateMove> {
    (option::of(day()), option::of(day()), day(), words(), words())
        .prop_filter("from one day to another", |(from, to, ..)| from != to)
        .prop_map(|(from, to, on, reason, approver)| DateMove { from, to, on, reason, approver })
}

fn held(posts: &[PostText]) -> BoxedStrategy<HeldText> {
    let unmatched = words().prop_map(HeldText::Unmatched);
    if posts.is_empty() {
        return unmatched.boxed();
    }
    let names: Vec<Text> = posts.iter().map(|p| p.name.clone()).collect();
    prop_oneof![select(names).prop_map(HeldText::Post), unmatched].boxed()
}

fn partner(bodies: &[BodyText]) -> BoxedStrategy<PartnerText> {
    let names: Vec<Text> = bodies.iter().map(|b| b.name.clone()).collect();
    let matched = (select(names), option::of(words()), option::of(words())).prop_map(|(body, stated, role)| {
        PartnerText { stated: stated.unwrap_or_else(|| body.clone()), body: Some(body), role }
    });
    let unmatched = (words(), option::of(words())).prop_map(|(stated, role)| PartnerText { body: None, stated, role });
    prop_oneof![matched, unmatched].boxed()
}

/// What is the same for every action of the plan.
#[derive(Clone, Debug)]
struct Around {
    scale: Scale,
    bodies: Vec<BodyText>,
    posts: Vec<PostText>,
}

fn action(around: &Around) -> BoxedStrategy<ActionText> {
    let names: Vec<Text> = around.bodies.iter().map(|b| b.name.clone()).collect();
    let (scale, posts, bodies) = (around.scale.clone(), around.posts.clone(), around.bodies.clone());
    let status = select(vec![
        Status::Candidate,
        Status::NotStarted,
        Status::InProgress,
        Status::OnHold,
        Status::Complete,
        Status::ClosedNotDelivered,
        Status::Superseded,
        Status::BusinessAsUsual,
    ]);
    let said =
        (day(), option::of(words()), option::of(rating(&scale)), option::of(held(&posts)), shown(), more(&scale));
    let facts = (name(), shown(), option::of(words()), option::of(words()), any::<bool>(), status);
    let people = (
        option::of(select(names.clone())),
        option::of(select(names)),
        option::of(held(&posts)),
        vec(held(&posts), 0..3),
        vec(partner(&bodies), 0..3),
    );
    let dates = (timescale(), option::of(day()), option::of(option::of(day())), vec(date_move(), 0..3));
    let rest = (
        option::of(rating(&scale)),
        option::of(said),
        vec(words().prop_map(LinkText::Stated), 0..2),
        vec((words(), words()), 0..3),
        option::of(completion(&posts)),
        option::of(decided()),
        milestones(&posts),
        effects(&posts),
    );
    (facts, people, dates, rest)
        .prop_map(|(facts, people, dates, rest)| {
            let (title, shown, description, output, statutory, status) = facts;
            let (owner, rated_by, sponsor, leads, partners) = people;
            let (timescale, original_date, current, moves) = dates;
            let (rating, update, links, staff_columns, completion, decided, mut milestones, effects) = rest;
            for own in &mut milestones {
                own.shown.seen_by = own.shown.seen_by.take().filter(|v| Some(v) != shown.seen_by.as_ref());
                own.shown.marking = own.shown.marking.filter(|m| Some(m) != shown.marking.as_ref());
            }
            let update = update.map(|(day, narrative, rated, by, mut said, more)| {
                let (manner, forecast, confidence, next_step, evidence) = more;
                // What is as the action's own is not said again.
                said.seen_by = said.seen_by.filter(|v| Some(v) != shown.seen_by.as_ref());
                said.marking = said.marking.filter(|m| Some(m) != shown.marking.as_ref());
                UpdateText {
                    day,
                    narrative,
                    rating: rated,
                    by,
                    manner,
                    forecast,
                    confidence,
                    next_step,
                    evidence,
                    shown: said,
                }
            });
            ActionText {
                reference: Text::default(),
                title,
                shown,
                description,
                outcomes: vec![],
                objectives: vec![],
                output,
                owner,
                rated_by,
                sponsor,
                leads,
                partners,
                statutory,
                current_date: current.unwrap_or(timescale.date()),
                timescale,
                original_date,
                moves,
                status,
                rating,
                update,
                links,
                lineage: vec![],
                staff_columns,
                completion,
                decided,
                milestones,
                effects,
            }
        })
        .boxed()
}

fn theme(around: &Around) -> BoxedStrategy<ThemeText> {
    let names: Vec<Text> = around.bodies.iter().map(|b| b.name.clone()).collect();
    let statement = |most: usize| {
        (name(), vec(select(names.clone()), 0..=most), shown()).prop_map(|(statement, shared_with, shown)| {
            StatementText { statement, shared_with: unique(shared_with, Text::folded), shown }
        })
    };
    let said = |most| vec(statement(most), 0..3).prop_map(|all| unique(all, |s| s.statement.folded()));
    let actions = vec((action(around), any::<prop::sample::Index>(), 0..4_u8), 0..4);
    ((name(), option::of(words()), option::of(words()), shown(), vec(name(), 0..2)), said(2), said(0), said(0), actions)
        .prop_map(|(head, outcomes, objectives, priorities, actions)| {
            let (name, code, aim, shown, aliases) = head;
            let actions = actions
                .into_iter()
                .map(|(mut action, at, serves)| {
                    let one = |all: &[StatementText]| -> Vec<Served> {
                        if all.is_empty() {
                            return vec![];
                        }
                        vec![Served { statement: at.get(all).statement.clone(), theme: None }]
                    };
                    if serves & 1 == 1 {
                        action.outcomes = one(&outcomes);
                        for expected in &mut action.effects {
                            expected.outcome = action.outcomes.first().cloned();
                        }
                    }
                    if serves & 2 == 2 {
                        action.objectives = one(&objectives);
                    }
                    action
                })
                .collect();
            ThemeText { order: 0, name, code, aliases, aim, shown, outcomes, objectives, priorities, actions }
        })
        .boxed()
}

pub fn plan() -> impl Strategy<Value = PlanText> {
    let kind = select(vec![BodyKind::Board, BodyKind::Panel, BodyKind::Committee, BodyKind::Force, BodyKind::Partner]);
    let bodies = vec((name(), kind, vec(words(), 0..3), shown()), 1..4);
    let posts = vec((name(), any::<prop::sample::Index>(), vec(name(), 0..3), shown()), 0..3);
    (bodies, posts, scale()).prop_flat_map(|(bodies, posts, scale)| {
        let bodies: Vec<BodyText> = bodies
            .into_iter()
            .enumerate()
            // No alias of one is a name of another.
            .map(|(n, (name, kind, aliases, shown))| BodyText {
                name: Text::new(format!("{name} b{n}")).unwrap(),
                kind,
                aliases: aliases.into_iter().map(|a| Text::new(format!("{a} a{n}")).unwrap()).collect(),
                shown,
            })
            .collect();
        let posts: Vec<PostText> = posts
            .into_iter()
            .enumerate()
            .map(|(n, (name, body, initials, shown))| PostText {
                name: Text::new(format!("{name} p{n}")).unwrap(),
                body: body.get(&bodies).name.clone(),
                initials,
                shown,
            })
            .collect();
        let around = Around { scale, bodies, posts };
        let edition = (
            words(),
            select(vec![PlanStatus::Draft, PlanStatus::Issued, PlanStatus::Varied, PlanStatus::Superseded]),
            option::of(day()),
            option::of(day()),
            option::of(day()),
        )
            .prop_map(|(label, status, issued, published, effective)| PlanVersion {
                label,
                status,
                issued,
                published,
                effective,
            });
        let period = (option::of(day()), option::of(day()));
        let state = select(vec![PlanState::Open, PlanState::Frozen]);
        let head = (name(), vec(words(), 0..3), shown(), period, state, vec(edition, 0..3), shown());
        let elsewhere = vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..3_u8), 0..4);
        (head, vec(theme(&around), 1..4), elsewhere, Just(around)).prop_map(assembled)
    })
}

type Head = (Text, Vec<Text>, Shown, (Option<Date>, Option<Date>), PlanState, Vec<PlanVersion>, Shown);
type Across = (prop::sample::Index, prop::sample::Index, u8);

/// Gives the themes their places and the actions their references, and ties actions to one another.
fn assembled((head, themes, across, around): (Head, Vec<ThemeText>, Vec<Across>, Around)) -> PlanText {
    let (name, aliases, shown, (from, to), state, versions, scale_shown) = head;
    let mut themes: Vec<ThemeText> = themes
        .into_iter()
        .enumerate()
        .map(|(n, theme)| ThemeText {
            order: i64::try_from(n * 3 + 1).unwrap(),
            name: Text::new(format!("{} t{n}", theme.name)).unwrap(),
            aliases: theme.aliases.iter().map(|a| Text::new(format!("{a} u{n}")).unwrap()).collect(),
            ..theme
        })
        .collect();
    let mut count = 0;
    for (n, theme) in themes.iter_mut().enumerate() {
        for (m, action) in theme.actions.iter_mut().enumerate() {
            let odd = ["", " a: \"b\"", ", x", "\\"][count % 4];
            action.reference = Text::new(format!("{}.{}{odd}", n + 1, m + 1)).unwrap();
            action.title = Text::new(format!("{} {count}", action.title)).unwrap();
            count += 1;
        }
        theme.actions.sort_by_cached_key(|a| natural(a.reference.as_str()));
    }
    // Links within the plan, and objectives of another theme.
    let all: Vec<(usize, usize)> =
        themes.iter().enumerate().flat_map(|(n, t)| (0..t.actions.len()).map(move |m| (n, m))).collect();
    for (from, to, what) in across {
        if all.is_empty() {
            break;
        }
        let ((n, m), (k, l)) = (*from.get(&all), *to.get(&all));
        let reference = themes[k].actions[l].reference.clone();
        let other = (k != n).then(|| themes[k].name.clone());
        let objective = themes[k].objectives.first().map(|o| o.statement.clone());
        let outcome = themes[k].outcomes.first().map(|o| o.statement.clone());
        let action = &mut themes[n].actions[m];
        match (what, other, objective, outcome) {
            (1, Some(theme), Some(statement), _) => {
                action.objectives.push(Served { statement, theme: Some(theme) });
            }
            (2, Some(theme), _, Some(statement)) => {
                action.outcomes.push(Served { statement, theme: Some(theme) });
            }
            _ => action.links.push(LinkText::Here(reference)),
        }
    }
    // Only what the plan names stands in it, in the order of its names.
    let named = |post: &PostText| {
        themes.iter().flat_map(|t| &t.actions).any(|a| {
            let by = a.update.as_ref().and_then(|u| u.by.as_ref());
            let done = a.completion.iter().flat_map(|d| std::iter::once(&d.by).chain(d.verified.iter().map(|v| &v.by)));
            let moved = a.milestones.iter().flat_map(|m| &m.moves).any(|moved| moved.by.as_ref() == Some(&post.name));
            let answers = a.leads.iter().chain(&a.sponsor).chain(by).chain(done);
            let seen = a.effects.iter().any(|expected| match &expected.came {
                CameText::Observed(seen) => seen.by.as_ref() == Some(&post.name),
                CameText::Awaited | CameText::Dropped { .. } => false,
            });
            seen || moved || answers.into_iter().any(|h| *h == HeldText::Post(post.name.clone()))
        })
    };
    let mut posts: Vec<PostText> = around.posts.iter().filter(|p| named(p)).cloned().collect();
    let is_named = |body: &BodyText| {
        posts.iter().any(|p| p.body == body.name)
            || themes.iter().any(|t| {
                t.outcomes.iter().any(|o| o.shared_with.contains(&body.name))
                    || t.actions.iter().any(|a| {
                        a.owner.iter().chain(&a.rated_by).any(|b| *b == body.name)
                            || a.partners.iter().any(|p| p.body.as_ref() == Some(&body.name))
                    })
            })
    };
    let mut bodies: Vec<BodyText> = around.bodies.iter().filter(|b| is_named(b)).cloned().collect();
    bodies.sort_by_key(|b| fold(b.name.as_str()));
    posts.sort_by_key(|p| fold(p.name.as_str()));
    let (from, to) = match (from, to) {
        (Some(from), Some(to)) => (Some(from.min(to)), Some(from.max(to))),
        other => other,
    };
    PlanText {
        name,
        aliases,
        shown,
        from,
        to,
        state,
        versions,
        scale: around.scale,
        scale_shown,
        bodies,
        posts,
        themes,
    }
}
