//! Addresses. A link on a page that looks at the past keeps looking there; and an address that comes from data is
//! followed only where it can do no harm.

/// The links of a visit: each keeps the position that was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Way {
    /// What was chosen, as it stands in addresses; None at the present.
    at: Option<String>,
}

impl Way {
    pub fn at(chosen: Option<String>) -> Self {
        Self { at: chosen }
    }

    /// The position that was chosen, for a form to keep.
    pub fn chosen(&self) -> Option<&str> {
        self.at.as_deref()
    }

    /// The address of a page of this service.
    pub fn to(&self, path: &str) -> String {
        self.with(path, &[])
    }

    /// The address of a page, with what it is asked for.
    pub fn with(&self, path: &str, asked: &[(&str, &str)]) -> String {
        let at = self.at.as_deref().map(|at| ("at", at));
        let pairs: Vec<String> = asked
            .iter()
            .copied()
            .chain(at)
            .map(|(name, value)| format!("{}={}", segment(name), segment(value)))
            .collect();
        if pairs.is_empty() { path.to_owned() } else { format!("{path}?{}", pairs.join("&")) }
    }
}

/// One part of an address: what is not a letter, a digit or `-._~` is percent-encoded (RFC 3986).
pub fn segment(text: &str) -> String {
    let mut all = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            all.push(char::from(byte));
        } else {
            all.push('%');
            for half in [byte >> 4, byte & 15] {
                all.push(char::from_digit(u32::from(half), 16).unwrap_or('0').to_ascii_uppercase());
            }
        }
    }
    all
}

/// An address that comes from data, where it may be followed: https, http and mailto. Anything else is text.
pub fn followed(address: &str) -> Option<&str> {
    let begins = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    let plain = address.bytes().all(|b| b.is_ascii_graphic());
    (plain && ["https://", "http://", "mailto:"].into_iter().any(begins)).then_some(address)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_kept_on_every_link() {
        let way = Way::at(Some("Panel September & more".into()));
        assert_eq!(way.to("/plans"), "/plans?at=Panel%20September%20%26%20more");
        assert_eq!(
            way.with("/plans/a", &[("rating", "at_risk")]),
            "/plans/a?rating=at_risk&at=Panel%20September%20%26%20more"
        );
        assert_eq!(Way::default().to("/plans"), "/plans");
    }

    #[test]
    fn an_address_from_data_is_followed_only_where_it_is_safe() {
        for good in ["https://example.org/a?b=c", "HTTP://example.org", "mailto:office@example.org"] {
            assert_eq!(followed(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            "data:text/html,x",
            "//example.org",
            "/staff",
            "https://a b",
            "",
            "https://",
        ] {
            assert_eq!(followed(bad), None, "{bad}");
        }
    }
}
