//! One story, told on both databases. Where this machine has no PostgreSQL the second telling is passed over
//! visibly (`requirement.rs`).

use super::world::{Backend, World};

/// Makes the tests `<name>::sqlite` and `<name>::postgres` of one story. Written as a call, so that rustfmt lays
/// out what happens in it:
///
/// ```ignore
/// story!(a_cancelled_meeting_stays_in_the_list, "2026-11-20T09:00+09:00", async |world| {
///     let meeting = world.planned("", "2026-12-04T14:00+09:00").await;
///     world.secretary().get("/meetings").await.is(200).shows("連携協議会");
/// });
/// ```
macro_rules! story {
    ($name:ident, $now:literal, $story:expr $(,)?) => {
        mod $name {
            #[actix_web::test]
            async fn sqlite() {
                super::$name($crate::support::world::Backend::Sqlite).await;
            }

            #[actix_web::test]
            async fn postgres() {
                super::$name($crate::support::world::Backend::Postgres).await;
            }
        }

        async fn $name(backend: $crate::support::world::Backend) {
            $crate::support::story::tell(backend, $now, $story).await;
        }
    };
}

pub(crate) use story;

/// Tells a story in a world of its own.
pub async fn tell(backend: Backend, now: &str, story: impl AsyncFnOnce(World)) {
    if let Some(world) = World::start(backend, now, &[]).await {
        story(world).await;
    }
}

/// Tells a story on both databases, the deployment set up in another way.
pub async fn tell_with(settings: &[(&str, &str)], now: &str, story: impl AsyncFn(World)) {
    for backend in [Backend::Sqlite, Backend::Postgres] {
        if let Some(world) = World::start(backend, now, settings).await {
            story(world).await;
        }
    }
}
