//! Service `user`.

use crate::answer::Answer;
use crate::call::Call;
use crate::convert::{self, user as to};
use crate::guess::guarded;
use base::error::{Error, Kind, Result};
use base::{PartnerId, Secret};
use domain::guard::Subject;
use domain::user::{self, EnableLogin, LoginPatch, SignIn};
use schema::object::UserListResponse;
use schema::service::user as args;
use schema::{Poly, update};

/// user.add
pub async fn add(call: &Call, args: args::Add) -> Result<Answer> {
    let kept = update::insert(args.user.object(), call.rights(), &[])?;
    let (password, signs_in) = to::login_wish(&args.user);
    let patch = to::patch(kept);
    let added = user::add(call.catalog(), &call.actor, call.now, patch, password, signs_in).await?;
    Ok(Answer::object(to::user(&added)))
}

/// user.get
pub async fn get(call: &Call, args: args::Get) -> Result<Answer> {
    let found = user::get(call.catalog(), &call.actor, call.now, args.user_id.as_deref()).await?;
    Ok(Answer::object(to::user(&found)))
}

/// user.getByLoginId
pub async fn get_by_login_id(call: &Call, args: args::GetByLoginId) -> Result<Answer> {
    let found = call.db().read(async |tx| user::by_login_id(tx, &call.actor, &args.login_id).await).await?;
    Ok(Answer::object(to::user(&found)))
}

/// user.update
pub async fn update(call: &Call, args: args::Update) -> Result<Answer> {
    let stored = user::get(call.catalog(), &call.actor, call.now, Some(&args.user_id)).await?;
    let kept = update::update(args.user.object(), &to::user(&stored), call.rights())?;
    let changed = user::update(call.catalog(), &call.actor, call.now, &args.user_id, to::patch(kept)).await?;
    Ok(Answer::object(to::user(&changed)))
}

/// user.delete
pub async fn delete(call: &Call, args: args::Delete) -> Result<Answer> {
    let deleted = user::delete(call.catalog(), &call.actor, call.now, &args.user_id).await?;
    Ok(Answer::object(to::user(&deleted)))
}

/// user.list
pub async fn list(call: &Call, args: args::List) -> Result<Answer> {
    let (filter, pager) = (convert::filter(args.filter.as_ref()), convert::pager(args.pager.as_ref()));
    let page = call.db().read(async |tx| user::list(tx, &call.actor, &filter, pager).await).await?;
    let (objects, total) = convert::page(page, |user| Poly::of(to::user(&user)));
    let mut list = UserListResponse { objects, ..Default::default() };
    list.total_count = total;
    Ok(Answer::object(list))
}

/// user.loginByLoginId
pub async fn login_by_login_id(call: &Call, args: args::LoginByLoginId) -> Result<Answer> {
    let sign_in = SignIn {
        email: args.login_id,
        password: Secret::new(args.password),
        // 0 and -1 are how clients say nothing.
        partner: args.partner_id.filter(|id| *id > 0).map(PartnerId),
        expiry: args.expiry,
        privileges: args.privileges,
    };
    start(call, sign_in).await
}

/// user.login
pub async fn login(call: &Call, args: args::Login) -> Result<Answer> {
    let partner = PartnerId(args.partner_id);
    let sign_in = SignIn {
        email: user::login_name(call.catalog(), partner, &args.user_id).await?,
        password: Secret::new(args.password),
        partner: Some(partner),
        expiry: args.expiry,
        privileges: args.privileges,
    };
    start(call, sign_in).await
}

/// user.enableLogin
pub async fn enable_login(call: &Call, args: args::EnableLogin) -> Result<Answer> {
    let enable = EnableLogin { user: args.user_id, email: args.login_id, password: args.password.map(Secret::new) };
    let changed = user::enable_login(call.catalog(), &call.actor, call.now, enable).await?;
    Ok(Answer::object(to::user(&changed)))
}

/// user.disableLogin
pub async fn disable_login(call: &Call, args: args::DisableLogin) -> Result<Answer> {
    let said = |text: &Option<String>| text.clone().filter(|text| !text.is_empty());
    let (id, email) = (said(&args.user_id), said(&args.login_id));
    let changed = user::disable_login(call.catalog(), &call.actor, call.now, id.as_deref(), email.as_deref()).await?;
    Ok(Answer::object(to::user(&changed)))
}

/// user.updateLoginData
pub async fn update_login_data(call: &Call, args: args::UpdateLoginData) -> Result<Answer> {
    let subject = subject(&args.old_login_id);
    let patch = LoginPatch {
        email: args.old_login_id,
        password: Secret::new(args.password),
        new_email: args.new_login_id,
        new_password: Secret::new(args.new_password),
        first_name: args.new_first_name,
        last_name: args.new_last_name,
    };
    let check = async |attempt| user::update_login_data(call.catalog(), call.now, attempt, patch).await;
    guarded(call, "password", subject, blocked(), check).await?;
    Ok(Answer::Nothing)
}

async fn start(call: &Call, sign_in: SignIn) -> Result<Answer> {
    let subject = subject(&sign_in.email);
    let check = async |attempt| user::sign_in(call.catalog(), call.now, attempt, sign_in).await;
    guarded(call, "password", subject, blocked(), check).await.map(Answer::Text)
}

fn subject(email: &str) -> Subject {
    Subject::Login(email.trim().to_lowercase())
}

fn blocked() -> Error {
    Error::coded(Kind::Exhausted, "LOGIN_BLOCKED")
}
