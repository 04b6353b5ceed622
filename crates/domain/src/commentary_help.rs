//! Help for whoever writes a narrative or commentary: what the words leave out, and how hard they are to read. Rules only,
//! for the writer alone: it is on no record, in no paper, and on no public page.
use crate::{
    action::Action, id::Id, measure::Measure, office::Kept, plan::PlanState, scale::Class, sight::Sight, text::fold,
    theme::Theme,
};
use jiff::civil::Date;

/// What may be missing, and how the words read.
#[derive(Clone, Debug, PartialEq)]
pub struct Help {
    pub left_out: Vec<LeftOut>,
    /// Whether some words say what comes next.
    pub next_step: bool,
    /// Whether a day, month, quarter or year is named.
    pub date: bool,
    /// None: under 30 words, of which nothing can be said.
    pub reads: Option<Reads>,
}

/// Something that stands badly and is not named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LeftOut {
    pub reference: String,
    pub title: String,
    pub why: Why,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    OffTrack,
    /// At risk since less than a quarter ago: it was better before.
    Worsened,
    MeasureWorse,
    MissedTarget,
}

/// Flesch's reading ease (1948): 206.835 less 1.015 for each word of a sentence and 84.6 for each syllable of a word, both
/// on average. 60 and more is plain; below 30 is hard.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Reads {
    pub words: usize,
    pub sentences: usize,
    /// Sentences of more than 25 words, which is where the government's own guidance splits them.
    pub long: usize,
    pub ease: f64,
}

/// Below this, nothing is said of how it reads.
const FEWEST_WORDS: usize = 30;
const LONG_SENTENCE: usize = 25;

impl Help {
    /// Whether there is nothing to say.
    pub fn is_content(&self) -> bool {
        self.left_out.is_empty() && self.next_step && self.date && self.reads.is_none_or(|reads| reads.is_plain())
    }

    /// For a theme's narrative.
    pub fn for_theme(sight: &Sight, theme: Id<Theme>, words: &str, day: Date) -> Self {
        let plan = sight.theme(theme).map(|theme| theme.item.plan);
        let actions = plan.map(|plan| sight.actions(plan)).unwrap_or_default();
        let mut left_out: Vec<LeftOut> =
            actions.iter().filter(|kept| kept.item.theme == theme).filter_map(|kept| badly(kept, words, day)).collect();
        let outcomes: Vec<_> = sight.outcomes(theme).into_iter().map(|outcome| outcome.id).collect();
        let of_theme = |kept: &&Kept<Measure>| kept.item.outcomes.iter().any(|outcome| outcomes.contains(outcome));
        left_out.extend(sight.measures().into_iter().filter(of_theme).filter_map(|kept| worse(sight, kept, words)));
        Self::of(left_out, words)
    }

    /// For commentary on a measure: the actions that answer it, and how it stands against its target.
    pub fn for_measure(sight: &Sight, measure: &Kept<Measure>, words: &str, day: Date) -> Self {
        let open =
            |kept: &&Kept<Action>| sight.plan(kept.item.plan).is_some_and(|plan| plan.item.state == PlanState::Open);
        let actions = sight.actions_answering(measure).into_iter().filter(open);
        let mut left_out: Vec<LeftOut> = actions.filter_map(|kept| badly(kept, words, day)).collect();
        let aimed = sight.performance(measure).aimed().and_then(|aimed| aimed.met);
        if aimed == Some(crate::performance::Met::Missed) && !fold(words).contains("target") {
            left_out.push(LeftOut {
                reference: measure.reference().to_string(),
                title: measure.item.title.to_string(),
                why: Why::MissedTarget,
            });
        }
        Self::of(left_out, words)
    }

    fn of(left_out: Vec<LeftOut>, words: &str) -> Self {
        Self { left_out, next_step: says_what_is_next(words), date: says_when(words), reads: Reads::of(words) }
    }
}

/// An action that stands badly and is not named.
fn badly(kept: &Kept<Action>, words: &str, day: Date) -> Option<LeftOut> {
    if kept.item.status.is_closed() {
        return None;
    }
    let rating = kept.item.rating.as_ref()?;
    let lately = day.since(rating.since).is_ok_and(|span| span.get_days() <= 92);
    let why = match rating.class {
        Class::OffTrack => Why::OffTrack,
        Class::AtRisk if lately => Why::Worsened,
        _ => return None,
    };
    let (reference, title) = (kept.reference().to_string(), kept.item.title.to_string());
    (!names(words, &reference, &title)).then_some(LeftOut { reference, title, why })
}

fn worse(sight: &Sight, kept: &Kept<Measure>, words: &str) -> Option<LeftOut> {
    let concern = sight.performance(kept).judgement.variation.is_some_and(crate::spc::Variation::is_concern);
    let (reference, title) = (kept.reference().to_string(), kept.item.title.to_string());
    (concern && kept.item.ended.is_none() && !names(words, &reference, &title)).then_some(LeftOut {
        reference,
        title,
        why: Why::MeasureWorse,
    })
}

/// Whether words name an item: by its reference, by its title, or by most of the words that its title is made of.
pub fn names(words: &str, reference: &str, title: &str) -> bool {
    let said = fold(words);
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-' | '/');
    let wanted = fold(reference);
    let mut tokens = said.split(|c| !inside(c)).map(|token| token.trim_end_matches(['.', '-', '/']));
    if !wanted.is_empty() && tokens.any(|token| token == wanted) {
        return true;
    }
    let title = fold(title);
    if !title.is_empty() && said.contains(&title) {
        return true;
    }
    // Short words join others and say nothing of their own.
    let telling: std::collections::BTreeSet<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| word.chars().count() > 4).collect();
    let there: std::collections::BTreeSet<&str> = said.split(|c: char| !c.is_alphanumeric()).collect();
    let found = telling.iter().filter(|word| there.contains(**word)).count();
    telling.len() >= 2 && found >= 2 && found * 5 >= telling.len() * 3
}

fn says_what_is_next(words: &str) -> bool {
    const TELLING: [&str; 14] = [
        "will", "next", "plan to", "plans to", "planned", "due to", "is to", "are to", "going to", "from now",
        "begins", "starts", "asked to", "expected",
    ];
    let said = format!(" {} ", fold(words).replace(|c: char| !c.is_alphanumeric(), " "));
    TELLING.iter().any(|telling| said.contains(&format!(" {telling} ")))
}

fn says_when(words: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let said = fold(words);
    let tokens: Vec<&str> = said.split(|c: char| !c.is_alphanumeric()).filter(|token| !token.is_empty()).collect();
    let year = |token: &str| token.len() == 4 && token.starts_with("20") && token.bytes().all(|b| b.is_ascii_digit());
    let quarter = |token: &str| token.len() == 2 && token.starts_with('q') && token.as_bytes()[1].is_ascii_digit();
    tokens.iter().enumerate().any(|(at, token)| {
        // "May" alone is a verb more often than a month.
        let beside = |other: Option<&&str>| {
            other.is_some_and(|other| other.bytes().any(|b| b.is_ascii_digit()) || *other == "in" || *other == "by")
        };
        let month = MONTHS.contains(token)
            && (*token != "may"
                || beside(tokens.get(at + 1))
                || at.checked_sub(1).is_some_and(|at| beside(tokens.get(at))));
        month || year(token) || quarter(token)
    })
}

impl Reads {
    pub fn of(words: &str) -> Option<Self> {
        let mut sentences = vec![];
        for line in words.lines() {
            let mut rest = 0;
            let bytes: Vec<(usize, char)> = line.char_indices().collect();
            for (at, (_, c)) in bytes.iter().enumerate() {
                let ends =
                    matches!(c, '.' | '!' | '?') && bytes.get(at + 1).is_none_or(|(_, next)| next.is_whitespace());
                if ends {
                    sentences.push(&line[bytes[rest].0..bytes[at].0]);
                    rest = at + 1;
                }
            }
            if let Some((start, _)) = bytes.get(rest) {
                sentences.push(&line[*start..]);
            }
        }
        let count = |sentence: &&str| spoken(sentence).count();
        let lengths: Vec<usize> = sentences.iter().map(count).filter(|length| *length > 0).collect();
        let many: usize = lengths.iter().sum();
        if many < FEWEST_WORDS {
            return None;
        }
        let syllables: usize = spoken(words).map(syllables).sum();
        #[expect(clippy::cast_precision_loss, reason = "counts of words")]
        let over = |part: usize, whole: usize| part as f64 / whole as f64;
        Some(Self {
            words: many,
            sentences: lengths.len(),
            long: lengths.iter().filter(|length| **length > LONG_SENTENCE).count(),
            ease: 206.835 - 1.015 * over(many, lengths.len()) - 84.6 * over(syllables, many),
        })
    }

    /// Plain to a reader at 60 and more by Flesch's own table, and without a sentence that is too long.
    pub fn is_plain(&self) -> bool {
        self.ease >= 60.0 && self.long == 0
    }

    /// As Flesch's table calls it.
    pub fn in_words(&self) -> &'static str {
        match self.ease {
            ease if ease >= 60.0 => "plain English",
            ease if ease >= 50.0 => "fairly difficult",
            ease if ease >= 30.0 => "difficult",
            _ => "very difficult",
        }
    }
}

/// The words that are read as words: those with a letter.
fn spoken(words: &str) -> impl Iterator<Item = &str> {
    let words = words.split(|c: char| c.is_whitespace() || matches!(c, '/' | '–' | '—'));
    words.filter(|word| word.chars().any(char::is_alphabetic))
}

/// The syllables of an English word, about: runs of vowels, less a silent e at the end.
fn syllables(word: &str) -> usize {
    let letters: Vec<char> = word.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect();
    let vowel = |c: &char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y');
    let runs = letters.iter().enumerate().filter(|(at, c)| vowel(c) && (*at == 0 || !vowel(&letters[at - 1]))).count();
    let silent = letters.len() > 2
        && letters.ends_with(&['e'])
        && !vowel(&letters[letters.len() - 2])
        && !letters.ends_with(&['l', 'e']);
    runs.saturating_sub(usize::from(silent)).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_item_is_named_by_its_reference_its_title_or_most_of_it() {
        let title = "Agree and publish a county domestic abuse strategy";
        assert!(names("Of 3.1 we say nothing.", "3.1", title));
        assert!(names("Work on 3.1.", "3.1", title));
        assert!(!names("Work on 13.1 and 3.11 goes on.", "3.1", title));
        assert!(names("The domestic abuse strategy for the county slipped.", "3.1", title));
        assert!(!names("We agree with the county.", "3.1", title));
    }

    #[test]
    fn next_steps_and_dates_are_told_from_words_that_look_like_them() {
        assert!(says_what_is_next("The board will decide."));
        assert!(!says_what_is_next("The board decided."));
        assert!(says_when("It opens on 4 May."));
        assert!(says_when("Due by Q3."));
        assert!(!says_when("It may open."));
    }

    #[test]
    fn ease_is_that_of_the_formula() {
        // 40 words of one syllable in four sentences of ten: 206.835 - 10.15 - 84.6.
        let plain = "The cat sat on the mat and it was good. ".repeat(4);
        let reads = Reads::of(&plain).unwrap();
        assert_eq!((reads.words, reads.sentences, reads.long), (40, 4, 0));
        assert!((reads.ease - 112.085).abs() < 1e-9, "{}", reads.ease);
        assert!(Reads::of("Too short to say.").is_none());
        let hard = "Notwithstanding organisational interdependencies, accountability considerations necessitate collaborative prioritisation. ".repeat(4);
        assert_eq!(Reads::of(&hard).unwrap().in_words(), "very difficult");
    }

    #[test]
    fn syllables_are_about_right() {
        for (word, many) in [("strategy", 3), ("abuse", 2), ("table", 2), ("the", 1), ("Victims", 2), ("age", 1)] {
            assert_eq!(syllables(word), many, "{word}");
        }
    }
}
