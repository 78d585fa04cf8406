//! `/create`: a form, and the webcast it makes.

use super::{App, document, escape};
use crate::webcast::{self, Wish};
use axum::body::Bytes;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use std::collections::HashMap;

/// Longest text of a field, characters; a longer one is an error.
const TEXT_CHARS_MAX: usize = 2000;
const DEFAULT_OWNER: &str = "organiser@example.com";
const PROFILES: &[(&str, &str)] =
    &[("Default_Live", "Several qualities"), ("Passthrough_Live", "Exactly what the encoder sends")];
const LENGTHS_MIN: &[i64] = &[30, 60, 90, 120, 240];

pub async fn form(State(app): State<App>) -> Response {
    show(&app, StatusCode::OK, &HashMap::new(), None)
}

pub async fn submit(State(app): State<App>, body: Bytes) -> Response {
    let fields: HashMap<String, String> = form_urlencoded::parse(&body).into_owned().collect();
    let wish = match wish(&fields) {
        Ok(wish) => wish,
        Err(sentence) => return show(&app, StatusCode::UNPROCESSABLE_ENTITY, &fields, Some(&sentence)),
    };
    match webcast::create(&app.account, &wish).await {
        Ok(id) => Redirect::to(&format!("/moderator/{id}")).into_response(),
        Err(error) => show(&app, StatusCode::BAD_GATEWAY, &fields, Some(&error.to_string())),
    }
}

/// What was filled in, or one sentence about the first mistake.
fn wish(fields: &HashMap<String, String>) -> Result<Wish, String> {
    let text = |name: &str| fields.get(name).map(|value| value.trim().to_owned()).unwrap_or_default();
    if fields.values().any(|value| value.chars().count() > TEXT_CHARS_MAX) {
        return Err(format!("A text has more than {TEXT_CHARS_MAX} characters."));
    }
    let name = text("name");
    if name.is_empty() {
        return Err("The webcast needs a title.".to_owned());
    }
    let starts_at: i64 = text("starts_at").parse().ok().filter(|at| *at > 0).ok_or("When does it start?")?;
    let minutes: i64 =
        text("length").parse().ok().filter(|minutes| LENGTHS_MIN.contains(minutes)).ok_or("How long is it?")?;
    let rewind_minutes = text("rewind").parse().ok().filter(|minutes| (0..=1440).contains(minutes));
    let profile = text("profile");
    if PROFILES.iter().all(|(known, _)| *known != profile) {
        return Err("Which qualities are offered?".to_owned());
    }
    let or = |value: String, default: &str| if value.is_empty() { default.to_owned() } else { value };
    Ok(Wish {
        name,
        description: text("description"),
        owner: or(text("owner"), DEFAULT_OWNER),
        starts_at,
        ends_at: starts_at + minutes * 60,
        timezone: or(text("timezone"), "UTC"),
        profile,
        preview_first: fields.contains_key("preview_first"),
        record: fields.contains_key("record"),
        rewind_minutes: rewind_minutes.ok_or("Viewers can go back 0 to 1440 minutes.")?,
        presenter: [text("presenter_name"), text("presenter_title"), text("presenter_bio")],
    })
}

fn show(app: &App, status: StatusCode, fields: &HashMap<String, String>, mistake: Option<&str>) -> Response {
    let kept = |name: &str, default: &str| escape(fields.get(name).map_or(default, String::as_str));
    let fresh = fields.is_empty();
    let checked = |name: &str| if fresh || fields.contains_key(name) { " checked" } else { "" };
    let choice = |name: &str, value: &str, label: &str, default: &str| {
        let chosen = fields.get(name).map_or(default, String::as_str) == value;
        format!("<option value=\"{value}\"{}>{label}</option>", if chosen { " selected" } else { "" })
    };
    let lengths: String = LENGTHS_MIN
        .iter()
        .map(|minutes| choice("length", &minutes.to_string(), &format!("{minutes} minutes"), "60"))
        .collect();
    let profiles: String = PROFILES.iter().map(|(name, label)| choice("profile", name, label, PROFILES[0].0)).collect();
    let mistake =
        mistake.map_or(String::new(), |text| format!("<p class=\"mistake\" role=\"alert\">{}</p>", escape(text)));
    let body = format!(
        r#"<main class="card">
<h1>Create a webcast</h1>
<p class="quiet">Afterwards you get the address for your encoder and a link for your audience.</p>
{mistake}
<form method="post" action="/create">
<label>Title <input name="name" required maxlength="200" value="{name}"></label>
<label>Description <textarea name="description" rows="3" maxlength="2000">{description}</textarea></label>
<div class="pair">
<label>Starts <input type="datetime-local" id="starts" required></label>
<label>Length <select name="length">{lengths}</select></label>
</div>
<input type="hidden" name="starts_at" value="{starts_at}"><input type="hidden" name="timezone" value="{timezone}">
<p class="quiet" id="zone"></p>
<label class="check"><input type="checkbox" name="preview_first"{preview_first}> Only show it when I press Go live; until then moderators see a preview</label>
<label class="check"><input type="checkbox" name="record"{record}> Record it</label>
<fieldset>
<legend>Presenter</legend>
<div class="pair">
<label>Name <input name="presenter_name" maxlength="200" value="{presenter_name}"></label>
<label>Title <input name="presenter_title" maxlength="200" value="{presenter_title}"></label>
</div>
<label>About <textarea name="presenter_bio" rows="2" maxlength="2000">{presenter_bio}</textarea></label>
</fieldset>
<details>
<summary>More settings</summary>
<label>Organiser <input name="owner" maxlength="100" value="{owner}"></label>
<div class="pair">
<label>Quality <select name="profile">{profiles}</select></label>
<label>Viewers can go back, minutes <input type="number" name="rewind" min="0" max="1440" value="{rewind}"></label>
</div>
</details>
<button type="submit">Create webcast</button>
</form>
<noscript><p class="mistake">The start time needs JavaScript.</p></noscript>
</main>"#,
        name = kept("name", ""),
        description = kept("description", ""),
        starts_at = kept("starts_at", ""),
        timezone = kept("timezone", ""),
        preview_first = checked("preview_first"),
        record = checked("record"),
        presenter_name = kept("presenter_name", ""),
        presenter_title = kept("presenter_title", ""),
        presenter_bio = kept("presenter_bio", ""),
        owner = kept("owner", DEFAULT_OWNER),
        rewind = kept("rewind", "60"),
    );
    document(app, status, "Create a webcast", &body, &["/create.js"])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled(change: &[(&str, &str)]) -> Result<Wish, String> {
        let good = [
            ("name", " Town hall "),
            ("starts_at", "1800000000"),
            ("length", "90"),
            ("profile", "Default_Live"),
            ("rewind", "60"),
        ];
        wish(&good.iter().chain(change).map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect())
    }

    #[test]
    fn a_form_becomes_a_wish_or_a_sentence() {
        let whole = filled(&[("record", "on")]).expect("a wish");
        assert_eq!((whole.name.as_str(), whole.ends_at - whole.starts_at), ("Town hall", 5400));
        assert!(whole.record && !whole.preview_first);
        assert_eq!((whole.owner.as_str(), whole.timezone.as_str()), (DEFAULT_OWNER, "UTC"));
        let long = "x".repeat(TEXT_CHARS_MAX + 1);
        let cases = [
            ("name", "  ", "title"),
            ("starts_at", "", "start"),
            ("starts_at", "-5", "start"),
            ("length", "61", "long"),
            ("profile", "Other", "qualities"),
            ("rewind", "1441", "go back"),
            ("description", long.as_str(), "characters"),
        ];
        for (field, value, word) in cases {
            let sentence = filled(&[(field, value)]).expect_err(field);
            assert!(sentence.contains(word), "{field} {value}: {sentence}");
        }
    }
}
