//! Which region a command is about: the one there is, or the one named.

use entity::region;

use super::Failure;
use crate::directory::queries;
use crate::platform::db::Db;

/// The region of a slug or name; may be left out while there is one.
pub(super) async fn region(db: &Db, text: &str) -> Result<region::Model, Failure> {
    let mut regions = queries::regions(&db.read).await?;
    if text.is_empty() && regions.len() > 1 {
        let slugs = regions.iter().map(|region| region.slug.as_str()).collect::<Vec<_>>().join("、");
        return Err(Failure::failed(format!("圏域がいくつもあります。--region で選んでください（{slugs}）")));
    }
    regions.retain(|region| text.is_empty() || region.slug == text || region.name == text);
    let none = || Failure::failed(format!("「{text}」という圏域はありません。先に圏域を登録してください"));
    regions.into_iter().next().ok_or_else(none)
}
