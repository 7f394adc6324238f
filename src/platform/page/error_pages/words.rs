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
    what: "保存する場所がいっぱいか、込み合っています。",
    next: "入力した内容は、下に残っています。少し待ってから「もう一度保存する」を押してください。",
};

/// The words for a status. One that is not in the table gets those of 400 or 500, whichever side it is on.
pub(super) fn words(status: StatusCode) -> Words {
    let known = |code: u16| TABLE.iter().find(|(known, _)| *known == code);
    let general = if status.is_server_error() { 500 } else { 400 };
    let found = known(status.as_u16()).or_else(|| known(general));
    found.map_or(NOT_SAVED, |(_, words)| *words)
}

const TABLE: &[(u16, Words)] = &[
    (
        400,
        Words {
            title: "内容を読み取れませんでした",
            what: "送られた内容がこわれているか、途中で切れています。保存していません。",
            next: "前の画面に戻って読み込みなおし、もう一度お試しください。",
        },
    ),
    (
        401,
        Words {
            title: "サインインしてください",
            what: "サインインしていないか、しばらく使わなかったためサインアウトしました。送った内容は保存していません。",
            next: "前の画面に戻ると、入力した文が残っていることがあります。写してから、サインインしてください。",
        },
    ),
    (
        403,
        Words {
            title: "この操作はできません",
            what: "いまの立場では使えない操作か、画面を開いてから時間がたっています。",
            next: "前の画面に戻って読み込みなおし、もう一度お試しください。",
        },
    ),
    (
        404,
        Words {
            title: "ページが見つかりません",
            what: "アドレスが途中で切れているか、ページがなくなったか、あなたには表示していないページです。",
            next: "メールのリンクが2行に分かれているときは、つなげて開いてください。",
        },
    ),
    (
        405,
        Words {
            title: "この開き方はできません",
            what: "このアドレスは、画面のボタンから使うものです。",
            next: "前の画面に戻り、ボタンを押してください。",
        },
    ),
    (
        408,
        Words {
            title: "送信が途中で止まりました",
            what: "内容が最後まで届きませんでした。保存していません。",
            next: "電波やネットワークの具合を確かめ、前の画面に戻ってもう一度送ってください。",
        },
    ),
    (
        409,
        Words {
            title: "ほかの人が先に変更しました",
            what: "画面を開いている間に、内容が変わりました。送った内容は保存していません。",
            next: "前の画面に戻って読み込みなおし、いまの内容を確かめてください。",
        },
    ),
    (
        410,
        Words {
            title: "このページは終わりました",
            what: "表示する期間が過ぎたか、取り消されました。",
            next: "必要なときは、事務局へお問い合わせください。",
        },
    ),
    (
        413,
        Words {
            title: "送られた内容が大きすぎます",
            what: "一度に受け取れる大きさを超えています。保存していません。",
            next: "前の画面に戻り、文を短くするか、いくつかに分けて送ってください。",
        },
    ),
    (
        415,
        Words {
            title: "この形式では受け取れません",
            what: "画面のフォームとはちがう形で送られました。保存していません。",
            next: "画面を開きなおし、フォームから送ってください。",
        },
    ),
    (
        421,
        Words {
            title: "このアドレスでは開けません",
            what: "ここで扱っていないホスト名で開かれました。",
            next: "メールや案内にあるアドレスで開いてください。",
        },
    ),
    (
        422,
        Words {
            title: "入力を確かめてください",
            what: "足りないところか、読み取れないところがあります。保存していません。",
            next: "前の画面に戻り、入力を確かめてください。",
        },
    ),
    (
        429,
        Words {
            title: "少し時間をおいてください",
            what: "短い間に何度も送られたため、止めています。",
            next: "15分ほど待ってから、もう一度お試しください。",
        },
    ),
    (
        500,
        Words {
            title: "うまく処理できませんでした",
            what: "申し訳ありません。こちらの側で問題が起きました。記録は残っています。",
            next: "前の画面に戻り、変更が入っているかを確かめてから、もう一度お試しください。続くときは、事務局へお知らせください。",
        },
    ),
    (
        503,
        Words {
            title: "ただいま表示できません",
            what: "込み合っているか、手入れをしています。",
            next: "少し待ってから、読み込みなおしてください。",
        },
    ),
];
