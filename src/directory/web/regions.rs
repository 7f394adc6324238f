//! 圏域 for the administrator: the list, and the member towns of one.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use askama::Template;
use entity::id::{MunicipalityId, RegionId};
use entity::region;
use serde::Deserialize;

use crate::access::Actor;
use crate::access::web::Shell;
use crate::directory::commands::{self, JoinError, Keeper};
use crate::directory::queries::{self, MemberTown};
use crate::directory::rules::MunicipalityCode;
use crate::platform::date::tokyo_day;
use crate::platform::db;
use crate::platform::error::AppError;
use crate::platform::folding::folded;
use crate::platform::form::{ErrorSummary, Field, Form, seen_version};
use crate::platform::page::{self, Address, ByWords, Flash, Format, Listing, Order, filters};
use crate::platform::state::AppState;
use crate::platform::table::Table;

const PER_PAGE: usize = 50;

/// What the list can be sorted by.
const ORDERS: [Order; 3] = [Order::up("name"), Order::up("programme"), Order::up("office")];

/// Where the list stands.
fn address(filter: &ByWords) -> Address {
    filter.address("/admin/regions", &ORDERS)
}

/// All the filter lets through, in its order.
async fn all(app: &AppState, actor: &Actor, filter: &ByWords) -> Result<Vec<region::Model>, AppError> {
    actor.administrator()?;
    let sought = folded(&filter.q.value);
    let mut found = queries::regions(&app.db.read).await?;
    found.retain(|one| [&one.name, &one.programme].iter().any(|text| folded(text).contains(&sought)));
    address(filter).order.sort(&mut found, |column, one, other| match column {
        "programme" => one.programme.cmp(&other.programme),
        "office" => one.office_name.cmp(&other.office_name),
        _ => one.name.cmp(&other.name),
    });
    Ok(found)
}

#[derive(Template)]
#[template(path = "directory/regions.html")]
struct RegionsPage {
    shell: Shell,
    filter: ByWords,
    list: Listing<region::Model>,
}

/// `GET /admin/regions`
pub async fn list(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    filter: Query<ByWords>,
) -> Result<HttpResponse, AppError> {
    let list = Listing::of(address(&filter), all(&app, &actor, &filter).await?, PER_PAGE);
    page::ok(RegionsPage { shell, filter: filter.into_inner(), list })
}

/// `GET /admin/regions.csv`, `GET /admin/regions.xlsx`
pub async fn file(
    app: Data<AppState>,
    actor: Actor,
    filter: Query<ByWords>,
    format: Path<Format>,
) -> Result<HttpResponse, AppError> {
    let columns = [("圏域", 24), ("URL名", 18), ("会議", 36), ("事務局", 24), ("電話", 16)];
    let lines = all(&app, &actor, &filter).await?;
    let lines = lines
        .into_iter()
        .map(|one| vec![one.name, one.slug, one.programme, one.office_name, one.office_telephone]);
    page::download(&app, &Table::new("圏域", &columns, lines), "regions", *format)
}

/// A town to add, by its code.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct TownForm {
    code: Field,
}

#[derive(Template)]
#[template(path = "directory/region_municipalities.html")]
struct TownsPage {
    shell: Shell,
    region: region::Model,
    towns: Vec<MemberTown>,
    form: TownForm,
    errors: ErrorSummary,
}

impl TownsPage {
    async fn new(
        app: &AppState,
        shell: Shell,
        region: region::Model,
        form: TownForm,
    ) -> Result<Self, AppError> {
        let towns = queries::member_towns(&app.db.read, region.id).await?;
        let errors = ErrorSummary::of([("code", "コード", &form.code.error)]);
        Ok(Self { shell, region, towns, form, errors })
    }
}

/// `GET /admin/regions/{id}/municipalities`
pub async fn towns(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<RegionId>,
) -> Result<HttpResponse, AppError> {
    actor.administrator()?;
    let region = queries::region(&app.db.read, *id).await?;
    page::ok(TownsPage::new(&app, shell, region, TownForm::default()).await?)
}

/// `POST /admin/regions/{id}/municipalities`
pub async fn join(
    app: Data<AppState>,
    actor: Actor,
    shell: Shell,
    id: Path<RegionId>,
    form: Form<TownForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let region = queries::region(&app.db.read, *id).await?;
    let (mut form, now) = (form.into_inner(), app.clock.now());
    let Some(code) = form.code.parse(MunicipalityCode::parse) else {
        return page::unprocessable(TownsPage::new(&app, shell, region, form).await?);
    };
    let from = Some(tokyo_day(now));
    let joined = async |tx: &db::Tx| commands::join_municipality(tx, &by, *id, (&code, from), now).await;
    match db::write(&app.db, joined).await {
        Ok(town) => page::see_other(
            format!("/admin/regions/{id}/municipalities"),
            Flash::ok(format!("{}を構成市町村に加えました", town.name)),
        ),
        Err(JoinError::Db(error)) => Err(error.into()),
        Err(refused) => {
            form.code.refuse(refused);
            page::unprocessable(TownsPage::new(&app, shell, region, form).await?)
        }
    }
}

/// The button that ends a town's membership; it carries the version of the region.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PartForm {
    version: Field,
}

/// `POST /admin/regions/{id}/municipalities/{town}/withdrawal`
pub async fn part(
    app: Data<AppState>,
    actor: Actor,
    path: Path<(RegionId, MunicipalityId)>,
    form: Form<PartForm>,
) -> Result<HttpResponse, AppError> {
    let by = Keeper::from(&actor.administrator()?);
    let (id, town) = path.into_inner();
    queries::region(&app.db.read, id).await?;
    form.into_inner().version.parse(seen_version).ok_or(AppError::Unprocessable)?;
    let now = app.clock.now();
    let was =
        db::write(&app.db, async |tx| commands::part_municipality(tx, &by, id, town, now).await).await?;
    if !was {
        return Err(AppError::NotFound);
    }
    let flash = Flash::ok("構成市町村から外しました").text("これまでの記録は残ります。");
    page::see_other(format!("/admin/regions/{id}/municipalities"), flash)
}
