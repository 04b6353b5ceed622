//! Which addresses a paper may follow.

/// The longest address that is made a link; PDF refuses much longer ones.
const LONGEST: usize = 2_000;

/// Whether a link may be made of it: `https`, `http` and `mailto`, in plain ASCII without spaces. Anything else
/// (`javascript:`, `file:`, a place in somebody's share) is printed as text and never followed.
pub fn may_be_followed(address: &str) -> bool {
    let begins = |scheme: &str| {
        address.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme))
            && address.len() > scheme.len()
    };
    address.len() <= LONGEST
        && address.bytes().all(|b| b.is_ascii_graphic())
        && ["https://", "http://", "mailto:"].into_iter().any(begins)
}

/// A link as text: the address in brackets, unless the text says it already.
pub fn as_text(text: &str, address: &str) -> String {
    if text == address || address.is_empty() { text.to_owned() } else { format!("{text} ({address})") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_and_mail_are_followed() {
        for good in ["https://example.org/a?b=c#d", "HTTP://example.org", "mailto:office@example.org"] {
            assert!(may_be_followed(good), "{good}");
        }
        for bad in [
            "javascript:alert(1)",
            "file:///etc/passwd",
            "//example.org",
            "/plan",
            "",
            "https://",
            "https://a b",
            "data:text/html,x",
        ] {
            assert!(!may_be_followed(bad), "{bad}");
        }
        assert!(!may_be_followed(&format!("https://example.org/{}", "a".repeat(3_000))));
    }
}
