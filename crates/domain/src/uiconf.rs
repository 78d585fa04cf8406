//! Stored UI configurations: players and the webcasting template (contract: entries, uiConf and widgets).

use crate::actor::Actor;
use crate::entry::Change;
use crate::filter::{Filter, Page, Pager};
use base::{PartnerId, Result, UnixMillis};
use store::{Doc, ReadTx, WriteTx};

/// Object types by their wire value.
pub mod kind {
    pub const PLAYER: i64 = 1;
    pub const WEBCASTING: i64 = 21;
}

#[derive(Clone, Debug, PartialEq)]
pub struct UiConf {
    pub id: i64,
    /// 0 for templates.
    pub partner: PartnerId,
    pub name: Option<String>,
    /// `objType`
    pub kind: i64,
    pub tags: Option<String>,
    pub creation_mode: i64,
    pub version: i64,
    pub created_at: UnixMillis,
    pub updated_at: UnixMillis,
    /// `config`, `confVars`, `width`, `swfUrlVersion`, … under wire names.
    pub doc: Doc,
}

/// A uiConf as sent.
#[derive(Clone, Debug, Default)]
pub struct UiConfPatch {
    pub name: Change<String>,
    pub kind: Change<i64>,
    pub tags: Change<String>,
    pub creation_mode: Change<i64>,
    pub doc: Doc,
}

/// uiConf.get: own or partner 0's; without a KS any, as players need. `INVALID_UI_CONF_ID`.
pub async fn get(tx: &mut ReadTx, actor: &Actor, id: i64) -> Result<UiConf> {
    todo!()
}

/// uiConf.list: the partner's own.
pub async fn list(tx: &mut ReadTx, actor: &Actor, filter: &Filter, pager: Pager) -> Result<Page<UiConf>> {
    todo!()
}

/// uiConf.listTemplates: partner 0's.
pub async fn list_templates(tx: &mut ReadTx, filter: &Filter, pager: Pager) -> Result<Page<UiConf>> {
    todo!()
}

pub async fn add(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, patch: UiConfPatch) -> Result<UiConf> {
    todo!()
}

pub async fn update(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64, patch: UiConfPatch) -> Result<UiConf> {
    todo!()
}

pub async fn delete(tx: &mut WriteTx, actor: &Actor, now: UnixMillis, id: i64) -> Result<()> {
    todo!()
}
