//! The layer as a browser meets it.

use actix_web::http::header::{CONTENT_ENCODING, HeaderMap};
use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, read_body};
use actix_web::{App, error, web};
use serde::Deserialize;

use super::*;
use crate::platform::error::AppError;
use crate::platform::form::{ExpectedCsrf, Form, FormLimit, LinkForm};
use crate::platform::page::OfficeLine;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Sample {
    title: String,
    item: Vec<String>,
}

const FORM: (&str, &str) = ("content-type", "application/x-www-form-urlencoded");

async fn save(form: Form<Sample>) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    match form.title.as_str() {
        "full" => Err(AppError::Unavailable("disk full".to_owned())),
        title => Ok(HttpResponse::Ok().body(format!("{title} {:?}", form.item))),
    }
}

async fn answer(form: LinkForm<Sample>) -> Result<String, AppError> {
    form.into_inner().verify("t0ken").map(|form| form.title)
}

/// A layer that refuses before any handler, as the gate does with another site's form, and the session while the
/// database is away.
async fn away(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    match request.path() {
        "/away" => Ok(request.error_response(AppError::Unavailable("database".to_owned()))),
        "/lost" => Err(AppError::Internal("lost".to_owned()).into()),
        "/foreign" => Ok(request.error_response(AppError::Forbidden)),
        _ => {
            request.extensions_mut().insert(Passed);
            next.call(request).await.map(ServiceResponse::map_into_boxed_body)
        }
    }
}

async fn ask(request: TestRequest) -> (StatusCode, HeaderMap, String) {
    ask_as(Some("c5rf"), request).await
}

async fn ask_as(csrf: Option<&str>, request: TestRequest) -> (StatusCode, HeaderMap, String) {
    let office =
        OfficeLine {
            name: "事務局".to_owned(), telephone: "0265-00-0000".to_owned(), hours: String::new()
        };
    let bare = Bare { offices: vec![office], ..Bare::default() };
    let labels = FormLabels(&[("/save", &[("title", "会議名")])]);
    let save_route = web::resource("/save").route(web::post().to(save));
    let small = web::resource("/small").app_data(FormLimit(20)).route(web::post().to(save));
    let app = App::new()
        .app_data(Data::new(bare))
        .app_data(labels)
        .service(save_route)
        .service(small)
        .route("/r/{token}", web::post().to(answer))
        .route("/plain", web::get().to(|| async { HttpResponse::NotFound().body("own words") }))
        .route("/gone", web::get().to(|| async { Err::<&str, _>(AppError::Gone) }))
        .route(
            "/other",
            web::get().to(|| async { Err::<&str, _>(error::ErrorNotFound("can not parse \"x\"")) }),
        )
        .route("/meetings", web::get().to(|| async { Err::<&str, _>(AppError::SignIn) }))
        .wrap(from_fn(away))
        .wrap(from_fn(error_pages));
    let app = init_service(app).await;
    let request = request.to_request();
    request.extensions_mut().insert(ExpectedCsrf(csrf.map(str::to_owned)));
    match actix_web::dev::Service::call(&app, request).await {
        Ok(response) => {
            let (status, head) = (response.status(), response.headers().clone());
            let body = read_body(response).await;
            (status, head, String::from_utf8(body.to_vec()).unwrap())
        }
        Err(error) => {
            let response = error.error_response();
            let (status, head) = (response.status(), response.headers().clone());
            let body = actix_web::body::to_bytes(response.into_body()).await.unwrap();
            (status, head, String::from_utf8(body.to_vec()).unwrap())
        }
    }
}

fn post(path: &str, body: &str) -> TestRequest {
    TestRequest::post()
        .uri(path)
        .insert_header(FORM)
        .insert_header(("content-length", body.len()))
        .set_payload(body.to_owned())
}

#[actix_web::test]
async fn a_form_is_read_in_order() {
    let large = format!("csrf=c5rf&title={}", "a".repeat(70_000));
    let many = "a&".repeat(2_001);
    let gzip = |request: TestRequest| request.insert_header((CONTENT_ENCODING, "gzip"));
    let plain = |request: TestRequest| request.insert_header((CONTENT_TYPE, "text/plain"));
    for (what, request, status) in [
        ("good", post("/save", "csrf=c5rf&title=a"), 200),
        ("empty", post("/save", "csrf=c5rf"), 200),
        ("another csrf", post("/save", "csrf=other&title=a"), 403),
        ("no csrf", post("/save", "title=a"), 403),
        ("two csrf", post("/save", "csrf=c5rf&csrf=c5rf"), 400),
        ("one field twice", post("/save", "csrf=c5rf&title=a&title=b"), 400),
        ("not UTF-8", post("/save", "csrf=c5rf&title=%ff%fe"), 400),
        ("compressed", gzip(post("/save", "csrf=c5rf")), 415),
        ("another type", plain(post("/save", "csrf=c5rf")), 415),
        ("no type", TestRequest::post().uri("/save").set_payload("csrf=c5rf"), 415),
        ("too large", post("/save", &large), 413),
        ("too many fields", post("/save", &many), 413),
        ("small", post("/small", "csrf=c5rf&title=a"), 200),
        ("too large for its route", post("/small", "csrf=c5rf&title=abcde"), 413),
        ("link", post("/r/x", "csrf=t0ken&title=a"), 200),
        ("link, csrf of the session", post("/r/x", "csrf=c5rf&title=a"), 403),
    ] {
        assert_eq!(ask(request).await.0.as_u16(), status, "{what}");
    }
    let (status, ..) = ask_as(None, post("/save", "csrf=c5rf&title=a")).await;
    assert_eq!(status, StatusCode::UNAUTHORIZED);
    let (_, _, text) = ask(post("/save", "csrf=c5rf&title=%E9%AB%99+%26&item=1&item=2")).await;
    assert_eq!(text, r#"髙 & ["1", "2"]"#);
}

#[actix_web::test]
async fn every_failure_gets_a_page() {
    for (what, request, status, title) in [
        ("nothing there", TestRequest::get().uri("/none"), 404, "ページが見つかりません"),
        ("over", TestRequest::get().uri("/gone"), 410, "このページは終わりました"),
        ("a fault of actix", TestRequest::get().uri("/other"), 404, "ページが見つかりません"),
        ("get of a post", TestRequest::get().uri("/save"), 405, "この開き方はできません"),
        ("a layer", TestRequest::get().uri("/lost"), 500, "うまく処理できませんでした"),
        ("away", TestRequest::get().uri("/away"), 503, "ただいま表示できません"),
        ("too large", post("/small", "csrf=c5rf&title=abcde"), 413, "送られた内容が大きすぎます"),
    ] {
        let (got, head, html) = ask(request).await;
        assert_eq!(got.as_u16(), status, "{what}");
        assert_eq!(head.get(CONTENT_TYPE).unwrap(), "text/html; charset=utf-8", "{what}");
        assert!(html.contains(&format!("<h1>{title}</h1>")), "{what}: {html}");
        assert!(!html.contains("can not parse"), "{what}");
        assert!(what == "a layer" || html.contains("tel:0265000000"), "{what}");
    }
    let (status, _, text) = ask(TestRequest::get().uri("/plain")).await;
    assert_eq!((status.as_u16(), text.as_str()), (404, "own words"));
}

#[actix_web::test]
async fn signed_out_readers_are_sent_to_sign_in() {
    let (status, head, _) = ask(TestRequest::get().uri("/meetings?fy=2026&state=a%20b")).await;
    assert_eq!(status, StatusCode::SEE_OTHER);
    let address = head.get(LOCATION).unwrap();
    assert_eq!(address, "/sign-in?next=/meetings%3Ffy%3D2026%26state%3Da%2520b");
}

#[actix_web::test]
async fn what_was_typed_comes_back_with_503() {
    let body = "csrf=c5rf&title=%E9%AB%99%3Cb%3E%0D%0A2&version=3";
    for path in ["/away", "/away?x=1"] {
        let (status, head, html) = ask(post(path, body)).await;
        assert_eq!(status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(head.get(RETRY_AFTER).unwrap(), "30");
        assert!(html.contains(&format!(r#"method="post" action="{path}""#)), "{html}");
        assert!(html.contains(r#"<input type="hidden" name="csrf" value="c5rf">"#));
        assert!(html.contains("name=\"title\" value=\"髙&#60;b&#62;\r\n2\""), "{html}");
        assert!(html.contains(r#"name="version" value="3""#));
        assert!(html.contains("もう一度保存する"));
    }
    let (_, _, html) = ask(post("/save", "csrf=c5rf&title=full&version=3")).await;
    assert!(html.contains("<dt>会議名</dt>") && !html.contains("<dt>version</dt>"), "{html}");
    let (_, _, html) = ask(post("/away", "csrf=c5rf&email=a&password=s3cret")).await;
    assert!(!html.contains("s3cret") && !html.contains("もう一度保存する"));
}

#[actix_web::test]
async fn what_was_typed_is_shown_with_every_refusal() {
    let body = "csrf=c5rf&title=%E9%AB%99%3Cb%3E&version=3";
    for (what, csrf, path, status, shown) in [
        ("signed out meanwhile", None, "/save", 401, true),
        ("another session meanwhile", Some("other"), "/save", 403, true),
        ("without words of its own", Some("c5rf"), "/none", 404, false),
        ("another site's form", Some("c5rf"), "/foreign", 403, false),
    ] {
        let (got, _, html) = ask_as(csrf, post(path, body)).await;
        assert_eq!(got.as_u16(), status, "{what}");
        assert_eq!(
            html.contains("<dt>会議名</dt><dd class=\"typed\">髙&#60;b&#62;</dd>"),
            shown,
            "{what}: {html}"
        );
        assert!(!html.contains("もう一度保存する"), "{what}");
    }
}

#[test]
fn the_request_id_is_for_faults_of_ours() {
    for (status, shown) in [(500, true), (503, true), (404, false), (422, false)] {
        let status = StatusCode::from_u16(status).unwrap();
        let page = ErrorPage::new(status, Bare::default(), Some("r-4711".to_owned()));
        assert_eq!(render(page).contains("r-4711"), shown, "{status}");
    }
}
