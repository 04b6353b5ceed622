//! An office on one engine: two leads who sign in, a partner who does not, and a post without an address.
use domain::{
    access::Grant,
    actor::{Actor, Role},
    ask::{Answer, Ask, Command},
    chance::Chance,
    id::Id,
    import::ImportPlan,
    map::Map,
    office::Kept,
    post::Post,
    round::{FreezeRound, OpenRound, Round},
    settings::{Begin, Brand},
    table::Document,
    text::{Text, text},
    update::{Saying, UpdateAction},
};
use jiff::{Timestamp, ToSpan};
use record::{Place, Record};
use sqlx::{AssertSqlSafe, Connection, PgConnection};
use std::sync::{Arc, Mutex};
use tempfile::TempDir;
use uuid::Uuid;

/// Tells each story twice: `stories!(name ...)` stands for a test on each engine.
macro_rules! stories {
    ($($name:ident)*) => {
        mod sqlite {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                super::$name($crate::ground::Town::new(false).await.unwrap()).await;
            })*
        }
        mod postgres {
            $(#[tokio::test(flavor = "multi_thread")]
            async fn $name() {
                let Some(town) = $crate::ground::Town::new(true).await else {
                    println!("PostgreSQL: not run");
                    return;
                };
                super::$name(town.clone()).await;
                town.clear().await;
            })*
        }
    };
}
pub(crate) use stories;

#[derive(Clone)]
pub struct Town {
    pub record: Record,
    pub place: Place,
    now: Arc<Mutex<Timestamp>>,
    server: Option<(String, String)>,
    _dir: Arc<TempDir>,
}
