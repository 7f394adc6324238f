//! The tree of bodies: 協議会, 部会, 分科会. No body is above itself, and no way down is longer than
//! [`MOST_LEVELS`].

use std::collections::HashMap;

use entity::body::BodyKind;
use entity::id::BodyId;

/// Levels of the tree, the council's own included.
pub const MOST_LEVELS: usize = 4;

/// Why a body cannot stand under another one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TreeError {
    /// Under itself.
    #[error("自分自身を上の会議体にすることはできません。")]
    OwnParent,
    /// Under one of its own.
    #[error("下にある会議体を、上の会議体にすることはできません。")]
    Cycle,
    /// Too far from the top.
    #[error("会議体は{MOST_LEVELS}段までです。もっと上の会議体を選んでください。")]
    TooDeep,
}

/// Whether `body` may stand under `parent`; `parents` names the body above each body that has one, as it is now.
/// A new body is asked about with a key that nothing names yet.
pub fn may_stand_under(
    parents: &HashMap<BodyId, BodyId>,
    body: BodyId,
    parent: BodyId,
) -> Result<(), TreeError> {
    if body == parent {
        return Err(TreeError::OwnParent);
    }
    let chain = upwards(parents, parent);
    if chain.contains(&body) {
        return Err(TreeError::Cycle);
    }
    if chain.len() + height(parents, body) > MOST_LEVELS {
        return Err(TreeError::TooDeep);
    }
    Ok(())
}

/// What a screen calls a kind of body.
pub fn kind_name(kind: BodyKind) -> &'static str {
    match kind {
        BodyKind::Council => "協議会",
        BodyKind::Subcommittee => "部会",
        BodyKind::Section => "分科会",
        BodyKind::PreparatoryBody => "準備会",
        BodyKind::SteeringGroup => "運営会議・幹事会",
    }
}

/// The body and everything above it, nearest first. Ends also where rows form a circle.
pub fn upwards(parents: &HashMap<BodyId, BodyId>, body: BodyId) -> Vec<BodyId> {
    let above = std::iter::successors(Some(body), |body| parents.get(body).copied());
    above.take(parents.len() + 1).collect()
}

/// Levels from the body down to the lowest under it; 1 when there is none.
fn height(parents: &HashMap<BodyId, BodyId>, body: BodyId) -> usize {
    let ways = parents.keys().map(|below| upwards(parents, *below));
    let places = ways.filter_map(|way| way.iter().position(|above| *above == body));
    places.max().unwrap_or(0) + 1
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn id(number: u128) -> BodyId {
        BodyId(Uuid::from_u128(number))
    }

    #[test]
    fn the_tree_keeps_its_shape() {
        // 1 > 2 > 3 > 4 and 1 > 5, 6 alone; 7 > 8
        let below = [(2, 1), (3, 2), (4, 3), (5, 1), (8, 7)];
        let parents = below.map(|(body, parent)| (id(body), id(parent))).into();
        for (body, parent, expected) in [
            (9, 1, Ok(())),
            (9, 3, Ok(())),
            (9, 4, Err(TreeError::TooDeep)),
            (5, 3, Ok(())),
            (7, 2, Ok(())),
            (7, 3, Err(TreeError::TooDeep)),
            (3, 5, Ok(())),
            (2, 5, Err(TreeError::TooDeep)),
            (1, 1, Err(TreeError::OwnParent)),
            (1, 4, Err(TreeError::Cycle)),
            (2, 3, Err(TreeError::Cycle)),
            (6, 1, Ok(())),
            (1, 6, Err(TreeError::TooDeep)),
        ] {
            assert_eq!(may_stand_under(&parents, id(body), id(parent)), expected, "{body} under {parent}");
        }
    }

    #[test]
    fn a_circle_in_the_rows_ends() {
        let parents = HashMap::from([(id(1), id(2)), (id(2), id(1))]);
        assert_eq!(upwards(&parents, id(1)).len(), 3);
        assert_eq!(may_stand_under(&parents, id(1), id(2)), Err(TreeError::Cycle));
    }
}
