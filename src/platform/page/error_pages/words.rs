//! The words for each status: what happened, and what to do now. Plain, short, nobody's fault.

use actix_web::http::StatusCode;

/// One status in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// The heading: what happened.
    pub title: &'static str,
    /// What it means.
    pub what: &'static str,
    /// What to do now.
    pub next: &'static str,
}

/// A form that could not be saved and is given back.
pub(super) const NOT_SAVED: Words = Words {
    title: "ただいま保存できません",
    what: "保存する場所がいっぱいか、込み合っています。まだ何も変わっていません。",
    next: "入力した内容は、下に残っています。少し待ってから「もう一度保存する」を押してください。",
};

pub(super) fn words(status: StatusCode) -> Words {
    let (title, what, next) = match status {
        StatusCode::UNAUTHORIZED => (
            "サインインしてください",
            "サインインしていないか、しばらく使わなかったためサインアウトしました。送った内容は保存していません。",
            "前の画面に戻ると、入力した文が残っていることがあります。写してから、サインインしてください。",
        ),
        StatusCode::FORBIDDEN => (
            "この操作はできません",
            "いまの立場では使えない操作か、画面を開いてから時間がたっています。",
            "前の画面に戻って読み込みなおし、もう一度お試しください。",
        ),
        StatusCode::NOT_FOUND => (
            "ページが見つかりません",
            "アドレスが途中で切れているか、ページがなくなったか、あなたには表示していないページです。",
            "メールのリンクが2行に分かれているときは、つなげて開いてください。",
        ),
        StatusCode::METHOD_NOT_ALLOWED => (
            "この開き方はできません",
            "このアドレスは、画面のボタンから使うものです。",
            "前の画面に戻り、ボタンを押してください。",
        ),
        StatusCode::CONFLICT => (
            "ほかの人が先に変更しました",
            "画面を開いている間に、内容が変わりました。送った内容は保存していません。",
            "前の画面に戻って読み込みなおし、いまの内容を確かめてください。",
        ),
        StatusCode::GONE => (
            "このページは終わりました",
            "表示する期間が過ぎたか、取り消されました。",
            "必要なときは、事務局へお問い合わせください。",
        ),
        StatusCode::PAYLOAD_TOO_LARGE => (
            "送られた内容が大きすぎます",
            "一度に受け取れる大きさを超えています。保存していません。",
            "前の画面に戻り、文を短くするか、いくつかに分けて送ってください。",
        ),
        StatusCode::UNSUPPORTED_MEDIA_TYPE => (
            "この形式では受け取れません",
            "画面のフォームとはちがう形で送られました。保存していません。",
            "画面を開きなおし、フォームから送ってください。",
        ),
        StatusCode::UNPROCESSABLE_ENTITY => (
            "入力を確かめてください",
            "足りないところか、読み取れないところがあります。保存していません。",
            "前の画面に戻り、入力を確かめてください。",
        ),
        StatusCode::TOO_MANY_REQUESTS => (
            "少し時間をおいてください",
            "短い間に何度も送られたため、止めています。",
            "15分ほど待ってから、もう一度お試しください。",
        ),
        StatusCode::SERVICE_UNAVAILABLE => (
            "ただいま表示できません",
            "込み合っているか、手入れをしています。",
            "少し待ってから、読み込みなおしてください。",
        ),
        status if status.is_server_error() => (
            "うまく処理できませんでした",
            "申し訳ありません。こちらの側で問題が起きました。記録は残っています。",
            "前の画面に戻り、変更が入っているかを確かめてから、もう一度お試しください。続くときは、下の番号を添えてお知らせください。",
        ),
        _ => (
            "内容を読み取れませんでした",
            "送られた内容がこわれているか、途中で切れています。保存していません。",
            "前の画面に戻って読み込みなおし、もう一度お試しください。",
        ),
    };
    Words { title, what, next }
}
