//! One case on one server, in one encoding and one format.

use super::case::{Step, Told};
use super::read::{self, Tree};
use super::send::{self, Encoding};
use super::vars::{self, Known};
use super::{fit, read::Fault};
use crate::Server;
use base::{Clock, EntryId};
use domain::{Input, live_state};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// What a run has come to know: answers it kept and sessions it began.
#[derive(Clone, Debug)]
pub struct Memory {
    /// A text that no other run on this server has.
    pub name: String,
    kept: BTreeMap<String, Tree>,
    /// Sessions by what they were asked as.
    ks: BTreeMap<String, String>,
}

impl Memory {
    pub fn new(name: String) -> Self {
        Self { name, kept: BTreeMap::new(), ks: BTreeMap::new() }
    }
}

/// A run of a case.
pub struct Run<'r> {
    pub server: &'r Server,
    pub case: &'r Told,
    pub encoding: Encoding,
    pub format: (&'static str, i64),
    pub callers: &'r BTreeMap<String, Value>,
    /// Sessions of callers that are the same in every run.
    pub sessions: &'r Mutex<BTreeMap<String, String>>,
    pub memory: Memory,
    /// Steps of a multirequest that is not sent yet.
    waiting: Vec<Waiting<'r>>,
}

struct Waiting<'r> {
    step: &'r Step,
    part: Map<String, Value>,
}

impl<'r> Run<'r> {
    pub fn new(
        server: &'r Server,
        case: &'r Told,
        (encoding, format): (Encoding, (&'static str, i64)),
        callers: &'r BTreeMap<String, Value>,
        sessions: &'r Mutex<BTreeMap<String, String>>,
        memory: Memory,
    ) -> Self {
        Self { server, case, encoding, format, callers, sessions, memory, waiting: Vec::new() }
    }

    /// Takes steps; what differed from what was expected, else what it then knows.
    pub async fn take(mut self, steps: &'r [Step]) -> Result<Memory, Vec<String>> {
        for step in steps {
            self.step(step).await?;
        }
        self.flush().await?;
        Ok(self.memory)
    }

    async fn step(&mut self, step: &'r Step) -> Result<(), Vec<String>> {
        if let Some(seconds) = step.wait {
            self.flush().await?;
            self.server.clock.advance(seconds * 1000);
            return Ok(());
        }
        if let Some(signal) = &step.signal {
            self.flush().await?;
            return self.signal(signal, step).await;
        }
        let call = step.call.as_deref().unwrap_or_else(|| panic!("{}: a step without call", self.case.name));
        // Who calls may depend on earlier answers, and so may what only we can compute.
        let caller = step.caller.clone().unwrap_or(Value::Null);
        // A request of several calls, and one with a format of its own, is a request of its own.
        let is_alone = !call.contains('.') || step.with.contains_key("format");
        if is_alone || self.refers_to_waiting(&caller) {
            self.flush().await?;
        }
        let mut named = Vec::new();
        vars::callers_in(&Value::Object(step.with.clone()), &mut named);
        for name in named {
            let ks = self.session(&Value::String(name.clone())).await?;
            self.memory.ks.insert(name, ks);
        }
        let ks = self.session(&caller).await?;
        let mut params = match self.with_tokens(&step.with) {
            Some(params) if self.encoding == Encoding::Multi => params,
            _ => {
                self.flush().await?;
                self.known().fill(&Value::Object(step.with.clone())).as_object().cloned().unwrap_or_default()
            }
        };
        if !ks.is_empty() && !params.contains_key("ks") {
            params.insert("ks".to_owned(), ks.into());
        }
        if self.encoding == Encoding::Multi && !is_alone {
            let (service, action) = call.split_once('.').unwrap_or((call, ""));
            params.insert("service".to_owned(), service.into());
            params.insert("action".to_owned(), action.into());
            self.waiting.push(Waiting { step, part: params });
            return Ok(());
        }
        self.flush().await?;
        params.entry("format").or_insert_with(|| self.format.1.into());
        let reply = send::send(self.server, self.encoding, call, params).await;
        let answer = self.read(call, &reply)?;
        self.judge(step, answer)
    }

    /// Sends what waits as one multirequest and judges each answer.
    async fn flush(&mut self) -> Result<(), Vec<String>> {
        let waiting = std::mem::take(&mut self.waiting);
        if waiting.is_empty() {
            return Ok(());
        }
        let parts = waiting.iter().map(|waiting| waiting.part.clone()).collect();
        let whole = send::together(parts, self.format.1);
        let reply = send::send(self.server, self.encoding, "multirequest", whole).await;
        let answer = self.read("multirequest", &reply)?;
        let answers = answer.items().filter(|answers| answers.len() == waiting.len());
        let Some(answers) = answers else {
            return Err(vec![format!("{} calls, answered {answer}", waiting.len())]);
        };
        for (waiting, answer) in waiting.iter().zip(answers) {
            self.judge(waiting.step, answer.clone())?;
        }
        Ok(())
    }

    fn read(&self, call: &str, reply: &crate::Reply) -> Result<Tree, Vec<String>> {
        if reply.status != 200 {
            return Err(vec![format!("{call}: HTTP {}", reply.status)]);
        }
        read::answer(self.format.0, &reply.bytes).map_err(|error| vec![format!("{call}: {error}")])
    }

    fn judge(&mut self, step: &Step, answer: Tree) -> Result<(), Vec<String>> {
        let call = step.call.as_deref().unwrap_or_default();
        if let Some(name) = &step.keep {
            self.memory.kept.insert(name.clone(), answer.clone());
        }
        let known = self.known();
        let wrong = match (&step.error, &step.answer, &answer) {
            (Some(expected), _, Tree::Fault(fault)) => fit::fault_differences(&known.fill(expected), fault),
            (Some(expected), _, answer) => vec![format!("expected the error {expected}, found {answer}")],
            (None, _, Tree::Fault(Fault { code, message, args })) => {
                vec![format!("the error {code} ({message}) {args:?}")]
            }
            (None, Some(expected), answer) => fit::differences(&known.fill(expected), answer),
            (None, None, _) => Vec::new(),
        };
        if wrong.is_empty() { Ok(()) } else { Err(wrong.into_iter().map(|line| format!("{call}: {line}")).collect()) }
    }

    fn known(&self) -> Known<'_> {
        let (partner, secret) = (self.case.account.partner, self.case.account.secret.as_str());
        let now = self.server.clock.now().seconds();
        Known { run: &self.memory.name, now, partner, secret, kept: &self.memory.kept, ks: &self.memory.ks }
    }

    /// The KS of a caller; empty for nobody.
    async fn session(&mut self, caller: &Value) -> Result<String, Vec<String>> {
        let is_named = caller.is_string();
        let caller = match caller.as_str() {
            Some(name) => self.callers.get(name).unwrap_or_else(|| panic!("no caller is called {name}")),
            None => caller,
        };
        if caller.is_null() {
            return Ok(String::new());
        }
        let caller = self.known().fill(caller);
        if let Some(ks) = caller.get("ks") {
            return Ok(vars::plain(ks));
        }
        let key = caller.to_string();
        let shared = self.sessions.lock().expect("nobody panics with it").get(&key).cloned();
        if let Some(ks) = self.memory.ks.get(&key).cloned().or(shared) {
            return Ok(ks);
        }
        let account = &self.case.account;
        let (call, mut args) = match caller.get("widget") {
            Some(_) => ("session.startWidgetSession", json!({"widgetId": format!("_{}", account.partner)})),
            None => ("session.start", json!({"secret": account.secret, "partnerId": account.partner})),
        };
        for (from, to) in [("user", "userId"), ("type", "type"), ("privileges", "privileges"), ("expiry", "expiry")] {
            if let Some(value) = caller.get(from) {
                args[to] = value.clone();
            }
        }
        args["format"] = 1.into();
        let params = args.as_object().cloned().unwrap_or_default();
        let answer = send::send(self.server, Encoding::Json, call, params).await.json();
        let ks = answer.as_str().or_else(|| answer["ks"].as_str()).map(str::to_owned);
        let ks = ks.ok_or_else(|| vec![format!("no session for {caller}: {answer}")])?;
        if is_named && !key.contains(&self.memory.name) {
            self.sessions.lock().expect("nobody panics with it").insert(key.clone(), ks.clone());
        }
        self.memory.ks.insert(key, ks.clone());
        Ok(ks)
    }

    fn refers_to_waiting(&self, value: &Value) -> bool {
        let text = value.to_string();
        let names = self.waiting.iter().filter_map(|waiting| waiting.step.keep.as_ref());
        names.into_iter().any(|name| text.contains(&format!("{{{name}.")) || text.contains(&format!("{{{name}}}")))
    }

    /// The arguments with tokens for answers that are not there yet; `None` if one needs more than a token can say.
    fn with_tokens(&self, with: &Map<String, Value>) -> Option<Map<String, Value>> {
        let mut params = Map::new();
        for (key, value) in with {
            params.insert(key.clone(), self.tokens(value)?);
        }
        Some(params)
    }

    fn tokens(&self, value: &Value) -> Option<Value> {
        Some(match value {
            Value::String(text) if self.refers_to_waiting(value) => match vars::references(text).as_slice() {
                [one] if !one.contains(['{', ':']) => {
                    let (name, path) = one.split_once('.').unwrap_or((one, ""));
                    let place = self.waiting.iter().rposition(|waiting| waiting.step.keep.as_deref() == Some(name))?;
                    let path = if path.is_empty() { String::new() } else { format!(":{}", path.replace('.', ":")) };
                    text.replace(&format!("{{{{{one}}}}}"), &format!("{{{}:result{path}}}", place + 1)).into()
                }
                _ => return None,
            },
            Value::String(_) => self.known().fill(value),
            Value::Array(items) => items.iter().map(|item| self.tokens(item)).collect::<Option<_>>()?,
            Value::Object(object) => Value::Object(
                object.iter().map(|(key, value)| Some((key.clone(), self.tokens(value)?))).collect::<Option<_>>()?,
            ),
            other => other.clone(),
        })
    }

    /// Tells the rules what the media plane would.
    async fn signal(&self, signal: &str, step: &Step) -> Result<(), Vec<String>> {
        let entry = self.known().fill(&json!(step.entry));
        let entry: EntryId = vars::plain(&entry).parse().map_err(|_| vec![format!("{entry} is no entry id")])?;
        let now = self.server.clock.now();
        let input = if step.input.as_deref() == Some("backup") { Input::Backup } else { Input::Primary };
        let told = self.server.catalog.db().write(async |tx| match signal {
            "connected" => live_state::connected(tx, now, &entry, input).await,
            "flowing" => live_state::flowing(tx, now, &entry, input).await,
            "playable" => live_state::playable(tx, now, &entry, input).await,
            "lost" => live_state::input_lost(tx, now, &entry, input, true).await,
            "ended" => live_state::ended(tx, now, &entry).await,
            unknown => panic!("no signal is called {unknown}"),
        });
        told.await.map_err(|error| vec![format!("{signal}: {error:?}")])
    }
}
