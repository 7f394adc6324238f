//! The options every command has, and the settings they lead to.

use std::path::PathBuf;

use clap::Args;

use super::Failure;
use crate::config::{Layers, Occasion, Settings};
use crate::platform::telemetry;

/// `--data`, `--database-url`, `--config`.
#[derive(Debug, Args)]
pub struct Shared {
    /// データを置くフォルダー（既定 ./data）
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<String>,
    /// データベース（sqlite:ファイル または postgres://…。既定はデータのフォルダーの中）
    #[arg(long, global = true, value_name = "URL")]
    database_url: Option<String>,
    /// 設定ファイル（TOML。RENKEI_ を除いた小文字の名前で書きます）
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
}

impl Shared {
    /// All layers, without options that only some commands have.
    pub fn layers(&self) -> Result<Layers, Failure> {
        let variables = std::env::vars_os()
            .map(|(name, value)| (name.to_string_lossy().into_owned(), value.to_string_lossy().into_owned()));
        let layers = Layers::default()
            .option("data_dir", self.data.clone())
            .option("database_url", self.database_url.clone())
            .environment(variables);
        let Some(path) = &self.config else {
            return Ok(layers);
        };
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::failed(format!("{}: 設定ファイルを読めません（{error}）", path.display()))
        })?;
        Ok(layers.file(path, &text))
    }

    /// The settings of a command without options of its own.
    pub fn settings(&self, occasion: Occasion) -> Result<Settings, Failure> {
        read(&self.layers()?, occasion)
    }
}

/// Reads the settings, starts logging as they say, and repeats what is unwise about them.
pub fn read(layers: &Layers, occasion: Occasion) -> Result<Settings, Failure> {
    let settings = Settings::read(layers, occasion).map_err(Failure::settings)?;
    telemetry::start(&settings.log, settings.log_lines);
    for complaint in &settings.complaints {
        tracing::warn!("{complaint}");
    }
    Ok(settings)
}
