//! Where a setting's text comes from: the command line, the environment, the file, in this order. Nothing is
//! understood here; a text keeps its origin, so that an error names the place the operator has to change.

use std::collections::BTreeMap;
use std::fmt;
use std::path::{Path, PathBuf};

use toml::{Table, Value};

/// Every setting, by its key in the file; in the environment it is `RENKEI_` and the same in capitals.
pub const KEYS: [&str; 17] = [
    "allow_http",
    "allowed_hosts",
    "base_url",
    "data_dir",
    "database_url",
    "listen",
    "log",
    "log_format",
    "mail_from",
    "mail_hold",
    "mail_reply_to",
    "metrics_token",
    "now",
    "secret_key",
    "smtp_connections",
    "smtp_url",
    "trusted_proxies",
];

const PREFIX: &str = "RENKEI_";

/// Where a text was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An option such as `--listen`.
    Option,
    /// An environment variable.
    Environment,
    /// The file named by `--config`.
    File(PathBuf),
}

/// One thing the operator has to change before renkei starts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The setting as it is written at its origin.
    pub setting: String,
    /// What is wrong and what is expected, never the value of a secret.
    pub complaint: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.setting, self.complaint)
    }
}

/// The texts of all layers; the first that has a key wins.
#[derive(Debug, Default)]
pub struct Layers {
    options: BTreeMap<&'static str, String>,
    environment: BTreeMap<String, String>,
    file: BTreeMap<String, String>,
    path: PathBuf,
    unknown: Vec<String>,
    problems: Vec<Problem>,
}

impl Layers {
    /// Adds an option of the command line, if it was given.
    pub fn option(mut self, key: &'static str, value: Option<String>) -> Self {
        if let Some(value) = value {
            self.options.insert(key, value);
        }
        self
    }

    /// Adds the variables that begin with `RENKEI_`; an empty one counts as not set.
    pub fn environment(mut self, variables: impl IntoIterator<Item = (String, String)>) -> Self {
        for (name, value) in variables {
            let Some(key) = name.strip_prefix(PREFIX).map(str::to_ascii_lowercase) else {
                continue;
            };
            if !KEYS.contains(&key.as_str()) {
                self.unknown.push(name);
            } else if !value.trim().is_empty() {
                self.environment.insert(key, value);
            }
        }
        self
    }

    /// Adds a file's text (TOML); every key that is no setting is a problem.
    pub fn file(mut self, path: &Path, text: &str) -> Self {
        path.clone_into(&mut self.path);
        let table = match text.parse::<Table>() {
            Ok(table) => table,
            Err(error) => {
                let line =
                    error.span().map_or(0, |span| text.get(..span.start).unwrap_or(text).lines().count());
                let complaint = format!(
                    "{line} 行目あたりを TOML として読めません。「名前 = \"値\"」の形で書いてください"
                );
                self.problems.push(Problem { setting: path.display().to_string(), complaint });
                return self;
            }
        };
        for (key, value) in table {
            self.take_from_file(key, value);
        }
        self
    }

    fn take_from_file(&mut self, key: String, value: Value) {
        let complaint = match as_text(value) {
            _ if !KEYS.contains(&key.as_str()) => "この名前の設定はありません。つづりを確かめてください",
            Some(text) => {
                self.file.insert(key, text);
                return;
            }
            None => "文字列、数、true / false、文字列の並びのどれかで書いてください",
        };
        let setting = named(&key, &Origin::File(self.path.clone()));
        self.problems.push(Problem { setting, complaint: complaint.to_owned() });
    }

    /// The text of a setting and where it was found.
    pub fn get(&self, key: &str) -> Option<(&str, Origin)> {
        let option = self.options.get(key).map(|text| (text.as_str(), Origin::Option));
        let variable = || Some((self.environment.get(key)?.as_str(), Origin::Environment));
        let line = || Some((self.file.get(key)?.as_str(), Origin::File(self.path.clone())));
        option.or_else(variable).or_else(line)
    }

    /// Variables named like ours that are no setting.
    pub fn unknown(&self) -> &[String] {
        &self.unknown
    }

    /// What was wrong before any value was looked at.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }
}

/// A setting's name as it stands at its origin.
pub fn named(key: &str, origin: &Origin) -> String {
    match origin {
        Origin::Option if key == "data_dir" => "--data".to_owned(),
        Origin::Option => format!("--{}", key.replace('_', "-")),
        Origin::Environment => format!("{PREFIX}{}", key.to_ascii_uppercase()),
        Origin::File(path) => format!("{}（{}）", key, path.display()),
    }
}

fn as_text(value: Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text),
        Value::Integer(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Datetime(instant) => Some(instant.to_string()),
        Value::Array(values) => {
            let texts: Option<Vec<_>> = values.into_iter().map(as_text).collect();
            texts.map(|texts| texts.join(","))
        }
        Value::Float(_) | Value::Table(_) => None,
    }
}
