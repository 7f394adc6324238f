//! The outer layers around a handler of the worst kind.

use actix_web::middleware::from_fn;
use actix_web::test::{TestRequest, init_service, try_call_service};
use actix_web::{App, HttpResponse, web};
use renkei::platform::gate;
use renkei::platform::telemetry::observe;

async fn panics() -> HttpResponse {
    panic!("on purpose")
}

#[actix_web::test]
async fn a_panic_ends_one_request_with_a_hardened_answer() {
    let app = App::new()
        .route("/panics", web::get().to(panics))
        .route("/works", web::get().to(HttpResponse::Ok))
        .wrap(from_fn(gate::guard))
        .wrap(from_fn(gate::harden))
        .wrap(from_fn(observe));
    let app = init_service(app).await;
    let error = try_call_service(&app, TestRequest::get().uri("/panics").to_request()).await.unwrap_err();
    let answer = error.error_response();
    assert_eq!(answer.status(), 500);
    assert!(answer.headers().contains_key("content-security-policy"));
    assert!(answer.headers().contains_key("x-request-id"));
    let answer = try_call_service(&app, TestRequest::get().uri("/works").to_request()).await.unwrap();
    assert_eq!(answer.status(), 200);
}

#[actix_web::test]
async fn a_handler_may_keep_its_own_headers() {
    let kept = || async { HttpResponse::Ok().insert_header(("cache-control", "max-age=60")).finish() };
    let app = App::new().route("/", web::get().to(kept)).wrap(from_fn(gate::harden));
    let app = init_service(app).await;
    let answer = try_call_service(&app, TestRequest::get().uri("/").to_request()).await.unwrap();
    let values: Vec<_> = answer.headers().get_all("cache-control").collect();
    assert_eq!(values, ["max-age=60"]);
}
