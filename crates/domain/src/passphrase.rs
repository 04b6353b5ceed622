//! What a passphrase must be: long, and not what everybody would try first. No rule about kinds of characters, which
//! makes passphrases harder to remember and no harder to guess.
use crate::text::fold;
use thiserror::Error;
use unicode_normalization::UnicodeNormalization;

pub const SHORTEST: usize = 12;
const LONGEST: usize = 1_000;
/// As many different characters as a passphrase must have once the words that everybody tries are taken out of it.
const TELLING: usize = 5;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum Weak {
    #[error("Passphrase must be {SHORTEST} characters or more; three or four words do well")]
    Short,
    #[error("Passphrase must be {LONGEST} characters or fewer")]
    Long,
    #[error(
        "Passphrase is too easy to guess: choose words that are not common passwords, the office’s name or your own"
    )]
    Common,
}

/// Somebody's passphrase, as it is hashed. A log never says it.
#[derive(Clone, PartialEq, Eq)]
pub struct Passphrase(String);

impl std::fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Passphrase")
    }
}

impl Passphrase {
    /// What was typed to sign in: any text, in the one form of Unicode that every keyboard's comes to.
    pub fn typed(words: &str) -> Self {
        Self(words.chars().take(LONGEST + 1).collect::<String>().nfkc().collect())
    }

    /// A passphrase to be set. `near` are words that say themselves: of the office, of the person.
    pub fn chosen(words: &str, near: &[&str]) -> Result<Self, Weak> {
        let passphrase = Self::typed(words);
        match passphrase.0.chars().count() {
            ..SHORTEST => Err(Weak::Short),
            SHORTEST..=LONGEST if is_common(&passphrase.0, near) => Err(Weak::Common),
            SHORTEST..=LONGEST => Ok(passphrase),
            _ => Err(Weak::Long),
        }
    }

    pub fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// What everybody tries first, by itself or strung together: the commonest passwords, rows of the keyboard, and the
/// words of such an office. Letters alone, since digits and marks are set aside first.
const COMMON: &[&str] = &[
    "correcthorsebatterystaple",
    "password",
    "passphrase",
    "passwort",
    "passcode",
    "pass",
    "word",
    "phrase",
    "secret",
    "letmein",
    "welcome",
    "qwertyuiop",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfghjkl",
    "asdfgh",
    "asdf",
    "zxcvbnm",
    "zxcvbn",
    "qazwsx",
    "qwer",
    "abcdefghijklmnopqrstuvwxyz",
    "abcdefgh",
    "abcdef",
    "abcd",
    "abc",
    "administrator",
    "admin",
    "root",
    "user",
    "login",
    "signin",
    "guest",
    "test",
    "testing",
    "example",
    "changeme",
    "change",
    "default",
    "temporary",
    "temp",
    "iloveyou",
    "iloveu",
    "love",
    "sunshine",
    "princess",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "superman",
    "batman",
    "shadow",
    "master",
    "liverpool",
    "arsenal",
    "chelsea",
    "england",
    "london",
    "britain",
    "january",
    "february",
    "march",
    "april",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "spring",
    "summer",
    "autumn",
    "winter",
    "milepost",
    "police",
    "policing",
    "crime",
    "commissioner",
    "office",
    "opcc",
    "officeofthe",
    "panel",
    "board",
    "force",
    "constable",
    "plan",
    "delivery",
    "deliveryplan",
    "performance",
    "public",
    "safety",
    "victims",
    "council",
    "government",
    "gov",
    "community",
    "and",
    "the",
    "for",
    "of",
    "my",
    "your",
    "is",
    "this",
    "our",
    "new",
    "please",
];

/// Whether next to nothing is left once all that everybody tries is taken out, and marks and digits with it.
fn is_common(passphrase: &str, near: &[&str]) -> bool {
    let plain: String = fold(passphrase).chars().map(as_a_letter).filter(|c| c.is_alphabetic()).collect();
    let literal: String = fold(passphrase).chars().filter(|c| c.is_alphabetic()).collect();
    let words = near.iter().flat_map(|near| {
        let near = fold(near);
        near.split(|c: char| !c.is_alphabetic())
            .filter(|word| word.chars().count() > 2)
            .map(str::to_owned)
            .collect::<Vec<_>>()
    });
    let mut words: Vec<String> = words.chain(COMMON.iter().map(|&word| word.to_owned())).collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let telling = |letters: &str| {
        let left = words.iter().fold(letters.to_owned(), |left, word| left.replace(word.as_str(), " "));
        let mut left: Vec<char> = left.chars().filter(|c| *c != ' ').collect();
        left.sort_unstable();
        left.dedup();
        left.len()
    };
    // A passphrase of digits and marks alone has no word in it, and may be anything.
    if literal.is_empty() {
        let mut all: Vec<char> = passphrase.chars().collect();
        let in_a_row = all.windows(2).filter(|two| u32::from(two[0]).abs_diff(u32::from(two[1])) <= 1).count();
        let mostly_in_a_row = in_a_row * 2 >= all.len();
        all.sort_unstable();
        all.dedup();
        return all.len() < TELLING || mostly_in_a_row;
    }
    telling(&plain) < TELLING || telling(&literal) < TELLING
}

/// The letter for which a digit or a mark often stands.
fn as_a_letter(c: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' => 't',
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NEAR: [&str; 3] = ["Office for Northmarsh", "Alex Clerk", "alex.clerk@northmarsh.example"];

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let refused = [
            "password1234",
            "P@ssw0rd2026!",
            "Password-Password",
            "Northmarsh2026!",
            "northmarshnorthmarsh",
            "alexclerk-2026",
            "Milepost-2026!!",
            "PoliceAndCrimePlan",
            "Summer2026!Summer",
            "qwertyuiop123456",
            "aaaaaaaaaaaaaaaa",
            "abababababab",
            "123456789012",
            "987654321098",
            "correct horse battery staple",
            "            ",
            "letmein letmein",
            "iloveyou2026x",
        ];
        for one in refused {
            assert_eq!(Passphrase::chosen(one, &NEAR), Err(Weak::Common), "{one}");
        }
        println!("{} refused", refused.len());
        assert_eq!(Passphrase::chosen("short", &NEAR), Err(Weak::Short));
        assert_eq!(Passphrase::chosen(&"ab cd ef ".repeat(200), &NEAR), Err(Weak::Long));
    }

    #[test]
    fn what_people_make_up_is_taken_whatever_it_is_made_of() {
        let taken = [
            "seven otters under a lamp",
            "kettle drift marble",
            "wobblygreentrain",
            "šest vydier pod lampou",
            "六只水獭在路灯下面看着我们呢",
            "8305 1177 2904 6620",
            "x7Kp!m2Qz#v9",
            "the office kettle sings badly",
        ];
        for one in taken {
            assert!(Passphrase::chosen(one, &NEAR).is_ok(), "{one}");
        }
        println!("{} taken", taken.len());
    }

    #[test]
    fn two_keyboards_write_one_passphrase_and_a_log_writes_none() {
        assert_eq!(Passphrase::typed("caf\u{e9} lanterns"), Passphrase::typed("cafe\u{301} lanterns"));
        assert_eq!(format!("{:?}", Passphrase::typed("kettle drift marble")), "Passphrase");
    }
}
