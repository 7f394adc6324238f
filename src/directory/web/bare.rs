//! The frame of pages opened without signing in: the region's name while the deployment serves one, else the
//! product's and all offices with their telephone numbers.

use actix_web::HttpRequest;

use crate::directory::queries;
use crate::platform::error::AppError;
use crate::platform::page::{Bare, OfficeLine, take_flash};
use crate::platform::state::AppState;

/// The frame for this request, with what has just happened.
pub async fn bare(app: &AppState, request: &HttpRequest) -> Result<Bare, AppError> {
    let regions = queries::regions(&app.db.read).await?;
    let mut bare = Bare { flash: take_flash(request), sample: app.sample(), ..Bare::default() };
    if let [only] = regions.as_slice() {
        bare.brand.clone_from(&only.name);
    }
    let office = |region: entity::region::Model| OfficeLine {
        name: format!("{} {}", region.name, region.office_name),
        telephone: region.office_telephone,
        hours: region.office_hours,
    };
    bare.offices = regions.into_iter().map(office).collect();
    Ok(bare)
}
