//! The whole state of an office at one entry, in memory: persistent maps of plain structs. A new version costs
//! microseconds and shares all that did not change with the one before.
use crate::{
    access::Access,
    action::Action,
    ask::{Ask, Draft},
    body::Body,
    change_request::ChangeRequest,
    commentary::Commentary,
    control::{Assurance, Control},
    entry::{Act, Entry},
    envelope::{Envelope, Visibility},
    environment::Environment,
    erasure::Erasure,
    expected_effect::ExpectedEffect,
    finding::{Finding, FindingSource, Review},
    gap::Gap,
    hold::Hold,
    id::Id,
    import::Import,
    load::Load,
    measure::Measure,
    milestone::Milestone,
    narrative::Narrative,
    objective::{Objective, Outcome, Priority},
    paper::Paper,
    partner_action::PartnerAction,
    plan::Plan,
    post::Post,
    publication::Publication,
    publication_request::PublicationRequest,
    question::Question,
    rating_rules::WrittenRules,
    risk::{Risk, RiskMatrix},
    round::Round,
    scale::Scale,
    settings::Settings,
    snapshot::Snapshot,
    sufficiency::Sufficiency,
    text::Text,
    theme::Theme,
    update::Update,
};
use jiff::{Timestamp, civil::Date};
use rpds::RedBlackTreeMapSync;
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::sync::Arc;
use thiserror::Error;
use uuid::Uuid;

/// A kind of item that the record can hold.
pub trait Noun: Serialize + DeserializeOwned + Send + Sync + Sized + 'static {
    const KIND: Kind;
    /// The version of the JSON that is written today.
    const SHAPE: i64;

    /// Reads every shape ever released. A kind whose shape moves on overrides this and lifts the older JSON.
    fn read(shape: i64, item: &serde_json::value::RawValue) -> Result<Self, String> {
        debug_assert!(shape <= Self::SHAPE);
        serde_json::from_str(item.get()).map_err(|e| e.to_string())
    }
}

/// An item as the record holds it now: its facts, its envelope, and where it stands in the record.
#[derive(Clone, Debug)]
pub struct Kept<T> {
    pub id: Id<T>,
    pub version: i64,
    /// The entry that last changed it.
    pub seq: i64,
    pub at: Timestamp,
    pub on: Option<Date>,
    pub act: Act,
    pub actor: Uuid,
    pub reason: Option<Text>,
    pub envelope: Envelope,
    pub item: T,
}

impl<T> Kept<T> {
    pub fn reference(&self) -> &Text {
        &self.envelope.reference
    }
}

/// The items of one kind, in order of id, which is the order in which they were made.
pub type Table<T> = RedBlackTreeMapSync<Uuid, Arc<Kept<T>>>;

/// Where the office stands in its record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Head {
    pub office: Uuid,
    /// The last entry; 0 before the first.
    pub seq: i64,
    pub change: Uuid,
    /// When the last entry was recorded, in microseconds.
    pub at: i64,
}

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotApplied {
    #[error(
        "entry {seq}: {kind} is written in shape {shape}, which a newer release of Milepost made; run that release to write, this one only reads"
    )]
    Newer { seq: i64, kind: &'static str, shape: i64 },
    #[error("entry {seq}: the {kind} cannot be read: {why}")]
    Unreadable { seq: i64, kind: &'static str, why: String },
}

/// The one list of nouns. To add one: its file, and its line here.
macro_rules! nouns {
    ($($table:ident: $noun:ident $word:literal;)*) => {
        /// The kinds of item. The word is what stands in the record.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum Kind { $($noun),* }

        impl Kind {
            pub const ALL: &'static [Self] = &[$(Self::$noun),*];

            pub fn as_str(self) -> &'static str {
                match self { $(Self::$noun => $word),* }
            }

            pub fn parse(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$noun),)* _ => None }
            }

            /// The newest shape that this release reads and writes.
            pub fn shape(self) -> i64 {
                match self { $(Self::$noun => <$noun as Noun>::SHAPE),* }
            }
        }

        /// The whole state of an office. Its fields are private: what may be seen of it is asked of
        /// [`crate::sight::Sight`], by `seen_by` for people and by `public` for everybody.
        #[derive(Clone, Debug)]
        pub struct Office {
            pub(crate) head: Head,
            $(pub(crate) $table: Table<$noun>,)*
            /// What an undo took back. It is in no list and no count; it keeps its id and its reference, by which it is
            /// known again when it comes back.
            pub(crate) aside: Aside,
        }

        /// The items that were taken back.
        #[derive(Clone, Debug)]
        pub(crate) struct Aside {
            $(pub(crate) $table: Table<$noun>,)*
        }

        impl Office {
            /// An office without an entry.
            pub fn empty(office: Uuid) -> Self {
                let head = Head { office, seq: 0, change: Uuid::nil(), at: 0 };
                let aside = Aside { $($table: Table::new_sync(),)* };
                Self { head, $($table: Table::new_sync(),)* aside }
            }

            /// Puts one state in its place. Total for every state that [`read`] reads.
            fn put(&mut self, entry: &Entry, body: &[u8]) -> Result<(), NotApplied> {
                match entry.kind {
                    $(Kind::$noun => {
                        let kept: Arc<Kept<$noun>> = Arc::new(read(entry, body)?);
                        if is_taken_back(entry) {
                            self.$table.remove_mut(&entry.item);
                            self.aside.$table.insert_mut(entry.item, kept);
                        } else {
                            if self.aside.$table.size() > 0 {
                                self.aside.$table.remove_mut(&entry.item);
                            }
                            self.$table.insert_mut(entry.item, kept);
                        }
                    })*
                }
                Ok(())
            }

            fn remove(&mut self, kind: Kind, item: Uuid) {
                match kind {
                    $(Kind::$noun => {
                        self.$table.remove_mut(&item);
                        self.aside.$table.remove_mut(&item);
                    })*
                }
            }

            /// The state of an item as a change that is yet to be: as it was in an earlier entry, whose body is given.
            pub(crate) fn as_it_was(&self, entry: &Entry, body: &[u8], act: Act, ask: &Ask) -> Result<Draft, NotApplied> {
                match entry.kind {
                    $(Kind::$noun => {
                        let kept: Kept<$noun> = read(entry, body)?;
                        let mut envelope = kept.envelope;
                        // What was withheld meanwhile stays so: to show it again is a decision of its own.
                        if let Some(now) = self.$table.get(&entry.item) {
                            envelope.visibility = envelope.visibility.or_narrower(&now.envelope.visibility);
                        }
                        Ok(Draft::new(act, entry.item, &envelope, &kept.item, ask))
                    })*
                }
            }

            /// Whether an item stands as an earlier entry left it, whatever was done and undone since. None: it is not
            /// there, or was taken back.
            pub(crate) fn stands_as(&self, entry: &Entry, body: &[u8]) -> Result<Option<bool>, NotApplied> {
                match entry.kind {
                    $(Kind::$noun => {
                        let then: Kept<$noun> = read(entry, body)?;
                        let now = self.$table.get(&entry.item);
                        Ok(now.map(|now| now.seq == entry.seq || (same(&now.item, &then.item) && now.envelope == then.envelope)))
                    })*
                }
            }

            /// The items whose newest state is later than an entry, each as JSON, in which the ids stand that it names.
            pub(crate) fn said_after(&self, seq: i64) -> Vec<(Kind, Uuid, String)> {
                let mut said = vec![];
                $(said.extend(self.$table.values().filter(|kept| kept.seq > seq).map(|kept| {
                    (Kind::$noun, kept.id.uuid(), serde_json::to_string(&kept.item).unwrap_or_default())
                }));)*
                said
            }

            /// One item as JSON, in which the ids stand that it names.
            pub(crate) fn naming(&self, kind: Kind, item: Uuid) -> Option<String> {
                match kind {
                    $(Kind::$noun => serde_json::to_string(&self.$table.get(&item)?.item).ok(),)*
                }
            }

            /// Who may see an item as it stands, of whatever kind. None: it is not there.
            pub(crate) fn visibility_of(&self, kind: Kind, item: Uuid) -> Option<&crate::envelope::Visibility> {
                match kind {
                    $(Kind::$noun => self.$table.get(&item).map(|kept| &kept.envelope.visibility),)*
                }
            }

            /// The reference and version of an item, of whatever kind.
            pub fn version_of(&self, item: Uuid) -> Option<(Text, i64)> {
                $(if let Some(kept) = self.$table.get(&item).or_else(|| self.aside.$table.get(&item)) {
                    return Some((kept.envelope.reference.clone(), kept.version));
                })*
                None
            }

            /// The items of every kind that people call by this reference, case and white space set aside.
            pub fn items_called(&self, reference: &str) -> Vec<(Kind, Uuid)> {
                let wanted = crate::text::fold(reference);
                let mut called = Vec::new();
                $(called.extend(
                    self.$table
                        .values()
                        .chain(self.aside.$table.values())
                        .filter(|kept| kept.envelope.reference.folded() == wanted)
                        .map(|kept| (Kind::$noun, kept.id.uuid())),
                );)*
                called
            }

            /// The kind and reference of an item.
            pub fn item(&self, item: Uuid) -> Option<(Kind, Text)> {
                $(if let Some(kept) = self.$table.get(&item).or_else(|| self.aside.$table.get(&item)) {
                    return Some((Kind::$noun, kept.envelope.reference.clone()));
                })*
                None
            }

            /// How many items there are of every kind together.
            pub fn items(&self) -> usize {
                0 $(+ self.$table.size() + self.aside.$table.size())*
            }
        }
    };
}

nouns! {
    settings: Settings "settings";
    bodies: Body "body";
    posts: Post "post";
    scales: Scale "scale";
    plans: Plan "plan";
    themes: Theme "theme";
    outcomes: Outcome "outcome";
    objectives: Objective "objective";
    priorities: Priority "priority";
    actions: Action "action";
    updates: Update "update";
    imports: Import "import";
    snapshots: Snapshot "snapshot";
    papers: Paper "paper";
    publications: Publication "publication";
    erasures: Erasure "erasure";
    rounds: Round "round";
    narratives: Narrative "narrative";
    sufficiencies: Sufficiency "sufficiency";
    environments: Environment "environment";
    partner_actions: PartnerAction "partner_action";
    access: Access "access";
    change_requests: ChangeRequest "change_request";
    publication_requests: PublicationRequest "publication_request";
    holds: Hold "hold";
    written_rules: WrittenRules "written_rules";
    milestones: Milestone "milestone";
    expected_effects: ExpectedEffect "expected_effect";
    measures: Measure "measure";
    loads: Load "load";
    commentaries: Commentary "commentary";
    questions: Question "question";
    risk_matrices: RiskMatrix "risk_matrix";
    risks: Risk "risk";
    controls: Control "control";
    assurances: Assurance "assurance";
    gaps: Gap "gap";
    finding_sources: FindingSource "finding_source";
    reviews: Review "review";
    findings: Finding "finding";
}

/// Whether an entry takes an item back. A paper or a publication that is withdrawn stays where it is, and says so.
fn is_taken_back(entry: &Entry) -> bool {
    entry.act == Act::Withdrawn && !matches!(entry.kind, Kind::Paper | Kind::Publication)
}

/// Two items say the same when their JSON does, which is what the record keeps of them.
fn same<T: Noun>(one: &T, other: &T) -> bool {
    serde_json::to_vec(one).ok() == serde_json::to_vec(other).ok()
}

/// Reads a state of any shape ever released. The reverse of [`crate::ask::Draft::new`].
pub fn read<T: Noun>(entry: &Entry, body: &[u8]) -> Result<Kept<T>, NotApplied> {
    #[derive(Deserialize)]
    struct State<'a> {
        envelope: Envelope,
        #[serde(borrow)]
        item: &'a serde_json::value::RawValue,
        reason: Option<Text>,
    }
    let kind = T::KIND.as_str();
    let unreadable = |why: String| NotApplied::Unreadable { seq: entry.seq, kind, why };
    if entry.shape > T::SHAPE {
        return Err(NotApplied::Newer { seq: entry.seq, kind, shape: entry.shape });
    }
    let state: State = serde_json::from_slice(body).map_err(|e| unreadable(e.to_string()))?;
    Ok(Kept {
        id: Id::new(entry.item),
        version: entry.version,
        seq: entry.seq,
        at: entry.time(),
        on: entry.on_date,
        act: entry.act,
        actor: entry.actor,
        reason: state.reason,
        envelope: state.envelope,
        item: T::read(entry.shape, state.item).map_err(unreadable)?,
    })
}

/// What can be said of any state, whatever its kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Outline {
    pub reference: Text,
    pub visibility: Visibility,
    pub reason: Option<Text>,
}

/// The outline of a state; None where it cannot be read.
pub fn outline(body: &[u8]) -> Option<Outline> {
    #[derive(Deserialize)]
    struct State {
        envelope: Envelope,
        reason: Option<Text>,
    }
    let State { envelope: Envelope { reference, visibility, .. }, reason } = serde_json::from_slice(body).ok()?;
    Some(Outline { reference, visibility, reason })
}

impl Office {
    pub fn head(&self) -> Head {
        self.head
    }

    /// Takes in the next entry: the same function serves start, following and as-at.
    pub fn apply(&mut self, entry: &Entry, body: &[u8]) -> Result<(), NotApplied> {
        self.put(entry, body)?;
        if entry.seq > self.head.seq {
            self.head = Head { office: entry.office, seq: entry.seq, change: entry.change, at: entry.at };
        }
        Ok(())
    }

    /// Goes back to an earlier head: `gone` are the items that were first recorded after it, `older` the newest states
    /// up to it of the items that changed since.
    pub fn rewind(&mut self, head: Head, gone: &[(Kind, Uuid)], older: &[(Entry, Vec<u8>)]) -> Result<(), NotApplied> {
        for &(kind, item) in gone {
            self.remove(kind, item);
        }
        for (entry, body) in older {
            self.put(entry, body)?;
        }
        self.head = head;
        Ok(())
    }

    /// The erasures, oldest first: what they name is to stay gone.
    pub fn erasures(&self) -> impl Iterator<Item = &Kept<Erasure>> {
        self.erasures.values().map(AsRef::as_ref)
    }

    /// The files of the papers that stand: issued or presented, and not withdrawn.
    pub fn files_of_standing_papers(&self) -> impl Iterator<Item = &Text> {
        let papers = self.papers.values().filter(|paper| paper.item.withdrawn.is_none());
        papers.flat_map(|paper| paper.item.files.iter().map(|file| &file.sha256))
    }

    /// Whether a file of this hash was deleted by an erasure.
    pub fn was_erased(&self, sha256: &Text) -> bool {
        self.erasures.values().any(|erasure| erasure.item.files.contains(sha256))
    }

    /// The office's settings; absent only before its first entry.
    pub fn settings(&self) -> Option<&Kept<Settings>> {
        self.settings.values().next().map(AsRef::as_ref)
    }
}
