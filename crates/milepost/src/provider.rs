//! Signing in at a provider that the office has already: which, and what its word counts for here.
use crate::{
    doctor::Finding,
    say::{Refused, counted},
    settings::secret,
};
use domain::actor::Role;
use oidc::{Limits, Provider, Settings};
use serde::Deserialize;
use std::path::PathBuf;
use web::Provided;

/// The table `oidc` of the settings file. A `MILEPOST_OIDC_*` variable goes before each.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProviderFile {
    issuer: Option<String>,
    client_id: Option<String>,
    client_secret_file: Option<PathBuf>,
    authority_file: Option<PathBuf>,
    name: Option<String>,
    scopes: Option<Vec<String>>,
    groups_claim: Option<String>,
    /// `group=role`, the first that fits.
    roles: Option<Vec<String>>,
    create_people: Option<bool>,
}

fn list(words: &str) -> Vec<String> {
    words.split(',').map(|one| one.trim().to_owned()).filter(|one| !one.is_empty()).collect()
}

impl ProviderFile {
    /// What the environment says goes before the file.
    pub fn or_environment(self) -> Result<Self, Refused> {
        let said = |name: &str| std::env::var(format!("MILEPOST_OIDC_{name}")).ok().filter(|words| !words.is_empty());
        let creates = match said("CREATE_PEOPLE").as_deref() {
            None => None,
            Some("true" | "yes" | "1") => Some(true),
            Some("false" | "no" | "0") => Some(false),
            Some(other) => {
                return Err(Refused::because(format!("MILEPOST_OIDC_CREATE_PEOPLE is “{other}”; write true or false")));
            }
        };
        Ok(Self {
            issuer: said("ISSUER").or(self.issuer),
            client_id: said("CLIENT_ID").or(self.client_id),
            client_secret_file: said("CLIENT_SECRET_FILE").map(Into::into).or(self.client_secret_file),
            authority_file: said("AUTHORITY_FILE").map(Into::into).or(self.authority_file),
            name: said("NAME").or(self.name),
            scopes: said("SCOPES").map(|words| words.split_whitespace().map(str::to_owned).collect()).or(self.scopes),
            groups_claim: said("GROUPS_CLAIM").or(self.groups_claim),
            roles: said("ROLES").map(|words| list(&words)).or(self.roles),
            create_people: creates.or(self.create_people),
        })
    }

    /// None: people sign in here alone. What is there and makes no sense is refused, so that nobody is let in by chance.
    pub fn provided(&self) -> Result<Option<Provided>, Refused> {
        let Some(issuer) = self.issuer.clone() else {
            if self.client_id.is_some() || self.roles.is_some() || self.create_people.is_some() {
                return Err(Refused::because(
                    "the settings speak of signing in at a provider and name none; add issuer to the table oidc, or MILEPOST_OIDC_ISSUER",
                ));
            }
            return Ok(None);
        };
        let Some(client) = self.client_id.clone() else {
            return Err(Refused::because(
                "the provider does not know who asks; add client_id to the table oidc, or MILEPOST_OIDC_CLIENT_ID",
            ));
        };
        let roles = self.roles.iter().flatten().map(|row| row_of(row)).collect::<Result<Vec<_>, _>>()?;
        let creates = self.create_people.unwrap_or(false);
        if creates && roles.is_empty() {
            return Err(Refused::because(
                "create_people lets in whoever a group gives a role, and no group does; add roles to the table oidc, or leave create_people out",
            ));
        }
        let authority = match &self.authority_file {
            None => None,
            Some(path) => Some(secret(path, "the table oidc names")?.into_bytes()),
        };
        let settings = Settings {
            client,
            secret: self.client_secret_file.as_ref().map(|path| secret(path, "the table oidc names")).transpose()?,
            authority,
            scopes: self.scopes.clone().unwrap_or_else(|| vec!["profile".into(), "email".into()]),
            groups: (!roles.is_empty()).then(|| self.groups_claim.clone().unwrap_or_else(|| "groups".into())),
            limits: Limits::default(),
            issuer,
        };
        let name = self.name.clone().unwrap_or_else(|| {
            let host = settings.issuer.split("://").nth(1).unwrap_or_default();
            host.split('/').next().unwrap_or_default().to_owned()
        });
        let provider = Provider::new(settings).map_err(|why| Refused::because(why.to_string()))?;
        Ok(Some(Provided { provider, name, roles, creates }))
    }

    /// Whether the provider answers, and what its groups can do here.
    pub async fn finding(&self) -> Finding {
        let provided = match self.provided() {
            Err(refused) => {
                return Finding::mend(
                    "oidc",
                    capital(&refused.why),
                    "Correct the table oidc in the settings file, or MILEPOST_OIDC_*.",
                );
            }
            Ok(None) => return Finding::good("oidc", "People sign in here alone: no provider is set"),
            Ok(Some(provided)) => provided,
        };
        let issuer = provided.provider.issuer();
        let keys = match provided.provider.check().await {
            Err(why) => {
                return Finding::look(
                    "oidc",
                    format!("Nobody can sign in at {issuer} just now: {why}"),
                    "See that this machine reaches it and that issuer is written as the provider itself writes it; passphrases work meanwhile.",
                );
            }
            Ok(keys) => counted(keys, "key", "keys"),
        };
        let administrators = provided.roles.iter().filter(|(_, role)| *role == Role::Administrator).count();
        if administrators > 0 {
            return Finding::look(
                "oidc",
                format!(
                    "The provider {issuer} answers with {keys}, and whoever can put people into a group there can make them administrators here"
                ),
                "Leave administrator out of roles, unless that is meant.",
            );
        }
        let groups = match (provided.roles.len(), provided.creates) {
            (0, _) => "roles are given here alone".to_owned(),
            (n, false) => format!("{} their role", counted(n, "group gives people", "groups give people")),
            (n, true) => {
                format!("{} their role, and lets strangers in", counted(n, "group gives people", "groups give people"))
            }
        };
        Finding::good("oidc", format!("The provider {issuer} answers with {keys}; {groups}"))
    }
}

/// `group=role`
fn row_of(row: &str) -> Result<(String, Role), Refused> {
    let given = row.rsplit_once('=').map(|(group, role)| (group.trim(), Role::parse(role.trim())));
    match given {
        Some((group, Some(role))) if !group.is_empty() => Ok((group.to_owned(), role)),
        _ => {
            let roles: Vec<&str> = Role::GIVEN.iter().map(|role| role.as_str()).collect();
            Err(Refused::because(format!(
                "“{row}” in roles of the table oidc is no group and role; write group=role, with one of {}",
                roles.join(", ")
            )))
        }
    }
}

fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(words: &str) -> ProviderFile {
        toml::from_str(words).unwrap()
    }

    const GOOD: &str = "issuer = 'https://id.northmarsh.example/'\nclient_id = 'milepost'\n";

    #[test]
    fn groups_have_roles_that_people_can_be_given_and_no_other() {
        let words = format!("{GOOD}roles = ['a=b=lead', ' chiefs = approver ']\ncreate_people = true");
        let provided = file(&words).provided().unwrap().unwrap();
        assert_eq!(provided.roles, [("a=b".to_owned(), Role::Lead), ("chiefs".to_owned(), Role::Approver)]);
        assert_eq!((provided.name.as_str(), provided.creates), ("id.northmarsh.example", true));
        for bad in ["x=office", "x=reader", "x=chief", "x", "=lead", ""] {
            let refused = file(&format!("{GOOD}roles = ['{bad}']")).provided().unwrap_err();
            assert!(refused.why.contains("group=role"), "{}", refused.why);
        }
    }

    #[test]
    fn what_makes_no_sense_is_refused_in_words_that_say_what_to_do() {
        for (words, why) in [
            ("client_id = 'milepost'".to_owned(), "name none"),
            ("issuer = 'https://id.example'".to_owned(), "client_id"),
            ("issuer = 'http://id.example'\nclient_id = 'm'".to_owned(), "https"),
            ("issuer = 'https://id.example/?a=b'\nclient_id = 'm'".to_owned(), "without a question"),
            (format!("{GOOD}create_people = true"), "no group does"),
            (format!("{GOOD}client_secret_file = '/nowhere/at/all'"), "cannot be read"),
        ] {
            let refused = file(&words).provided().unwrap_err();
            assert!(refused.why.contains(why), "{}", refused.why);
        }
        assert!(file("").provided().unwrap().is_none());
        assert!(toml::from_str::<ProviderFile>("client_secret = 'x'").is_err(), "a secret is not in the settings file");
    }
}
