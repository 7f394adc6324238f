//! The mail server of `RENKEI_SMTP_URL`: where it is, how the line is encrypted, as whom we sign in.
//!
//! A password crosses the network encrypted or not at all, unless the operator asks for plain text in so many words.

use std::fmt;

use lettre::transport::smtp::authentication::Credentials;
use percent_encoding::percent_decode_str;
use url::{Host, Url};

/// A mail server as configured.
#[derive(Debug, Clone)]
pub struct Server {
    host: String,
    port: u16,
    encryption: Encryption,
    login: Option<Login>,
}

/// How the line to the server is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encryption {
    /// `smtps://`: TLS before the first word, with a certificate that is checked (RFC 8314, 3.3).
    Implicit,
    /// STARTTLS with a certificate that is checked; a server without it gets nothing.
    Required,
    /// STARTTLS where the server offers it, plain text where not. Whoever could present a false certificate could as
    /// well take the offer away, so the certificate is not checked (RFC 7435, 3): a relay in the house needs none.
    IfOffered,
    /// Never.
    Forbidden,
}

#[derive(Clone)]
struct Login {
    user: String,
    password: String,
}

impl Server {
    /// Reads `smtp://[user:password@]host[:port]` or `smtps://…`; user and password percent-encoded.
    ///
    /// Port 465 for `smtps`, else 587 with a sign-in and 25 without. `smtp` takes `?tls=required` or `?tls=none`. If
    /// neither is given, TLS is required where a password would leave this machine, and else used if offered. The error
    /// is one Japanese sentence and never repeats the URL, which may hold a password.
    pub fn parse(url: &str) -> Result<Self, String> {
        let url =
            Url::parse(url).map_err(|_| fault("「smtp://」か「smtps://」で始まるURLとして読めません"))?;
        let host = match url.host() {
            Some(Host::Ipv6(ip)) => ip.to_string(),
            Some(host) if !host.to_string().is_empty() => host.to_string(),
            _ => return Err(fault("サーバー名がありません")),
        };
        if !matches!(url.path(), "" | "/") || url.fragment().is_some() {
            return Err(fault("サーバー名とポートの後に余分な文字があります"));
        }
        let login = login(&url)?;
        let encryption = encryption(&url, login.is_some() && !is_this_machine(&host))?;
        let usual = match (encryption, &login) {
            (Encryption::Implicit, _) => 465,
            (_, Some(_)) => 587,
            (_, None) => 25,
        };
        Ok(Self {
            port: url.port().unwrap_or(usual),
            host,
            encryption,
            login,
        })
    }

    /// Name or address, without brackets.
    pub fn host(&self) -> &str {
        &self.host
    }

    /// The port of the URL, or the usual one.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// How the line is encrypted.
    pub fn encryption(&self) -> Encryption {
        self.encryption
    }

    /// What AUTH needs, if the server wants a sign-in.
    pub(super) fn credentials(&self) -> Option<Credentials> {
        self.login
            .as_ref()
            .map(|l| Credentials::new(l.user.clone(), l.password.clone()))
    }
}

/// `host:port`, never the sign-in.
impl fmt::Display for Server {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.host, self.port)
    }
}

impl fmt::Debug for Login {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Login")
            .field("user", &self.user)
            .field("password", &format_args!("***"))
            .finish()
    }
}

fn login(url: &Url) -> Result<Option<Login>, String> {
    if url.username().is_empty() && url.password().is_none() {
        return Ok(None);
    }
    let decoded = |text: &str| {
        let text = percent_decode_str(text)
            .decode_utf8()
            .map_err(|_| fault("利用者名かパスワードの文字を読めません"))?;
        if text.contains('\0') {
            Err(fault("利用者名かパスワードに使えない文字があります"))
        } else {
            Ok(text.into_owned())
        }
    };
    let (user, password) = (
        decoded(url.username())?,
        decoded(url.password().unwrap_or_default())?,
    );
    if user.is_empty() || password.is_empty() {
        return Err(fault("利用者名とパスワードは両方書いてください"));
    }
    Ok(Some(Login { user, password }))
}

fn encryption(url: &Url, password_travels: bool) -> Result<Encryption, String> {
    let mut wish = None;
    for (key, value) in url.query_pairs() {
        if key != "tls" || wish.is_some() {
            return Err(fault(
                "「?」の後に書けるのは「tls=required」か「tls=none」だけです",
            ));
        }
        wish = Some(value);
    }
    match (url.scheme(), wish.as_deref()) {
        ("smtps", None | Some("required")) => Ok(Encryption::Implicit),
        ("smtps", Some(_)) => Err(fault("「smtps://」では暗号化を外せません")),
        ("smtp", Some("required")) => Ok(Encryption::Required),
        ("smtp", Some("none")) => Ok(Encryption::Forbidden),
        ("smtp", None) if password_travels => Ok(Encryption::Required),
        ("smtp", None) => Ok(Encryption::IfOffered),
        ("smtp", Some(_)) => Err(fault("「tls=」に書けるのは「required」か「none」だけです")),
        _ => Err(fault("「smtp://」か「smtps://」で始めてください")),
    }
}

fn is_this_machine(host: &str) -> bool {
    host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

fn fault(what: &str) -> String {
    format!("RENKEI_SMTP_URL：{what}。")
}

#[cfg(test)]
mod tests {
    use super::{Encryption, Server};

    #[test]
    fn urls_are_read() {
        use Encryption::{Forbidden, IfOffered, Implicit, Required};
        for (url, host, port, encryption, signs_in) in [
            ("smtp://relay.example", "relay.example", 25, IfOffered, false),
            (
                "smtp://relay.example:2525/",
                "relay.example",
                2525,
                IfOffered,
                false,
            ),
            ("smtp://[::1]:25", "::1", 25, IfOffered, false),
            (
                "smtp://relay.example?tls=required",
                "relay.example",
                25,
                Required,
                false,
            ),
            (
                "smtp://relay.example?tls=none",
                "relay.example",
                25,
                Forbidden,
                false,
            ),
            ("smtp://u:p@relay.example", "relay.example", 587, Required, true),
            (
                "smtp://u:p@relay.example:25?tls=none",
                "relay.example",
                25,
                Forbidden,
                true,
            ),
            ("smtp://u:p@localhost", "localhost", 587, IfOffered, true),
            ("smtp://u:p@127.0.0.1", "127.0.0.1", 587, IfOffered, true),
            ("smtps://u:p@relay.example", "relay.example", 465, Implicit, true),
            (
                "smtps://relay.example:4465",
                "relay.example",
                4465,
                Implicit,
                false,
            ),
        ] {
            let server = Server::parse(url).unwrap();
            let read = (
                server.host(),
                server.port(),
                server.encryption(),
                server.credentials().is_some(),
            );
            assert_eq!(read, (host, port, encryption, signs_in), "{url}");
        }
    }

    #[test]
    fn others_are_refused() {
        for url in [
            "",
            "relay.example",
            "http://relay.example",
            "smtp://",
            "smtp://relay.example/path",
            "smtp://u@relay.example",
            "smtp://:p@relay.example",
            "smtp://u:%ff@relay.example",
            "smtp://u:a%00b@relay.example",
            "smtp://relay.example?tls=maybe",
            "smtp://relay.example?tls=none&tls=required",
            "smtp://relay.example?starttls=1",
            "smtps://relay.example?tls=none",
        ] {
            let fault = Server::parse(url).unwrap_err();
            assert!(
                fault.starts_with("RENKEI_SMTP_URL：") && fault.ends_with("。"),
                "{url} {fault}"
            );
        }
    }

    #[test]
    fn the_sign_in_is_decoded_and_never_shown() {
        let server = Server::parse("smtp://clerk%40iida.example:p%40ss%3A%E9%8D%B5@relay.example").unwrap();
        let login = server.login.as_ref().unwrap();
        assert_eq!(
            (login.user.as_str(), login.password.as_str()),
            ("clerk@iida.example", "p@ss:鍵")
        );
        let shown = format!("{server:?} {server}");
        assert!(
            shown.contains("***") && !shown.contains("鍵") && !shown.contains("p@ss"),
            "{shown}"
        );
    }
}
