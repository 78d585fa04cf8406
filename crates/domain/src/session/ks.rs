//! The KS itself: made and opened, versions 1 and 2 (contract: session, KS version 2 and KS version 1).
//!
//! Sans-IO: `Sealed::parse` reads the partner, the caller brings that partner's secrets, `Sealed::open` does the rest.

use crate::session::privileges::Privileges;
use aes::Aes128;
use aes::cipher::{Array, BlockModeDecrypt, BlockModeEncrypt, KeyIvInit};
use base::{PartnerId, Secret, UserId};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode};
use sha1::{Digest, Sha1};
use subtle::ConstantTimeEq;

/// Session types by their wire value. Any value above 0 counts as ADMIN.
pub const USER: i64 = 0;
pub const ADMIN: i64 = 2;

/// A KS that was signed with a secret of its partner. Not yet checked against time, address or logout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ks {
    pub partner: PartnerId,
    pub user: UserId,
    /// Wire value of the session type.
    pub kind: i64,
    /// Unix seconds.
    pub expires: i64,
    pub privileges: Privileges,
    /// Impersonating partner, as text; empty for none.
    pub master: String,
    pub additional: String,
    /// Names this very KS when it is ended.
    pub hash: [u8; 20],
}

impl Ks {
    pub fn is_admin(&self) -> bool {
        self.kind > USER
    }

    /// Contract: session, session kinds: type 0, nobody's, and marked `widget:1`.
    pub fn is_widget(&self) -> bool {
        !self.is_admin() && self.user.is_anonymous() && self.privileges.has_item("widget", "1")
    }

    /// When this server issued it, in unix milliseconds; `None` if it is not of a family, or of somebody else's making.
    pub fn issued_at(&self) -> Option<i64> {
        self.additional.strip_prefix(ISSUED)?.parse().ok()
    }
}

/// How the additional data of our own KS tells when they were issued.
pub(super) const ISSUED: &str = "issued=";

/// Why a text is no KS of ours. Carries no input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KsError {
    TooLong,
    /// Not base64, or not the parts a KS has.
    Malformed,
    /// No secret of the partner made it.
    Forged,
}

/// What a new KS says. `master` and `additional` are printed only when present, as client-made KS leave them out.
#[derive(Clone, Debug)]
pub struct NewKs<'a> {
    pub partner: PartnerId,
    pub user: &'a UserId,
    pub kind: i64,
    /// Unix seconds.
    pub expires: i64,
    pub privileges: &'a Privileges,
    pub master: Option<&'a str>,
    pub additional: Option<&'a str>,
}

impl NewKs<'_> {
    /// Version 2: signed and encrypted. The caller owns the randomness.
    pub fn seal_v2(&self, admin_secret: &Secret<String>, random: [u8; 16]) -> String {
        let mut fields = String::new();
        let mut add = |name: &str, value: &str| {
            if !fields.is_empty() {
                fields.push('&');
            }
            form_encode(name, &mut fields);
            fields.push('=');
            form_encode(value, &mut fields);
        };
        for (name, value) in self.privileges.iter() {
            if !OWN_FIELDS.contains(&name) {
                add(name, value);
            }
        }
        add("_e", &self.expires.to_string());
        add("_t", &self.kind.to_string());
        add("_u", self.user.as_str());
        if let Some(master) = self.master {
            add("_m", master);
        }
        if let Some(additional) = self.additional {
            add("_d", additional);
        }
        let mut payload = vec![0; HASH_BYTES];
        payload.extend_from_slice(&random);
        payload.extend_from_slice(fields.as_bytes());
        let hash = Sha1::digest(&payload[HASH_BYTES..]);
        payload[..HASH_BYTES].copy_from_slice(&hash);
        payload.resize(payload.len().next_multiple_of(BLOCK_BYTES), 0);
        encrypt(admin_secret, &mut payload);
        let mut ks = format!("v2|{}|", self.partner).into_bytes();
        ks.extend_from_slice(&payload);
        URL_SAFE.encode(ks)
    }

    /// Version 1: signed only. `None` if a part holds a `;`, which the format cannot carry.
    pub fn seal_v1(&self, admin_secret: &Secret<String>, random: u32) -> Option<String> {
        let privileges = self.privileges.to_string();
        let partner = self.partner;
        let parts = [self.user.as_str(), &privileges, self.master.unwrap_or(""), self.additional.unwrap_or("")];
        if parts.iter().any(|part| part.contains(';')) {
            return None;
        }
        let [user, privileges, master, additional] = parts;
        let mut info = format!("{partner};{partner};{};{};{random};{user};{privileges}", self.expires, self.kind);
        if self.master.is_some() || self.additional.is_some() {
            info.push_str(&format!(";{master};{additional}"));
        }
        let signature = sign_v1(admin_secret, info.as_bytes());
        Some(base64::engine::general_purpose::STANDARD.encode(format!("{signature}|{info}")))
    }
}

/// A KS as it came, before its signature is checked.
#[derive(Clone, Debug)]
pub enum Sealed {
    V1 { partner: PartnerId, signature: String, info: Vec<u8> },
    V2 { partner: PartnerId, cipher: Vec<u8> },
}

impl Sealed {
    /// Longest KS read; a longer one is refused unread. Real ones stay under 2 KiB.
    pub const BYTES_MAX: usize = 16 * 1024;

    /// Reads the outer form. Both base64 alphabets, with or without padding.
    pub fn parse(text: &str) -> Result<Self, KsError> {
        if text.len() > Self::BYTES_MAX {
            return Err(KsError::TooLong);
        }
        let text: Vec<u8> = text
            .bytes()
            .map(|byte| {
                if byte == b'-' {
                    b'+'
                } else if byte == b'_' {
                    b'/'
                } else {
                    byte
                }
            })
            .collect();
        let bytes = LENIENT.decode(text).map_err(|_| KsError::Malformed)?;
        if let Some(rest) = bytes.strip_prefix(b"v2|") {
            let at = rest.iter().position(|byte| *byte == b'|').ok_or(KsError::Malformed)?;
            let (partner, cipher) = (partner(&rest[..at])?, &rest[at + 1..]);
            if cipher.is_empty() || !cipher.len().is_multiple_of(BLOCK_BYTES) {
                return Err(KsError::Malformed);
            }
            return Ok(Self::V2 { partner, cipher: cipher.to_vec() });
        }
        let at = bytes.iter().position(|byte| *byte == b'|').ok_or(KsError::Malformed)?;
        let (signature, info) = (&bytes[..at], &bytes[at + 1..]);
        let mut parts = info.split(|byte| *byte == b';');
        let partner = partner(parts.next().ok_or(KsError::Malformed)?)?;
        if parts.count() < 3 {
            return Err(KsError::Malformed);
        }
        let signature = String::from_utf8(signature.to_vec()).map_err(|_| KsError::Malformed)?;
        Ok(Self::V1 { partner, signature, info: info.to_vec() })
    }

    pub fn partner(&self) -> PartnerId {
        match self {
            Self::V1 { partner, .. } | Self::V2 { partner, .. } => *partner,
        }
    }

    /// Checks the signature against each of the partner's admin secrets, of which the first that fits counts.
    pub fn open(self, admin_secrets: &[Secret<String>]) -> Result<Ks, KsError> {
        match self {
            Self::V1 { signature, info, .. } => open_v1(&signature, &info, admin_secrets),
            Self::V2 { partner, cipher } => open_v2(partner, &cipher, admin_secrets),
        }
    }
}

const HASH_BYTES: usize = 20;
const RANDOM_BYTES: usize = 16;
const BLOCK_BYTES: usize = 16;
const OWN_FIELDS: &[&str] = &["_e", "_t", "_u", "_m", "_d"];

const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);
const URL_SAFE: GeneralPurpose = base64::engine::general_purpose::URL_SAFE;

fn partner(digits: &[u8]) -> Result<PartnerId, KsError> {
    let text = std::str::from_utf8(digits).map_err(|_| KsError::Malformed)?;
    let canonical = text.parse::<i64>().ok().filter(|number| number.to_string() == text);
    canonical.map(PartnerId).ok_or(KsError::Malformed)
}

fn key(admin_secret: &Secret<String>) -> [u8; 16] {
    let hash = Sha1::digest(admin_secret.reveal().as_bytes());
    let mut key = [0; 16];
    key.copy_from_slice(&hash[..16]);
    key
}

/// In place; the length is a multiple of the block.
fn encrypt(admin_secret: &Secret<String>, bytes: &mut [u8]) {
    let mut cipher = cbc::Encryptor::<Aes128>::new(&key(admin_secret).into(), &[0; BLOCK_BYTES].into());
    let (blocks, _) = Array::slice_as_chunks_mut(bytes);
    cipher.encrypt_blocks(blocks);
}

fn decrypt(admin_secret: &Secret<String>, bytes: &mut [u8]) {
    let mut cipher = cbc::Decryptor::<Aes128>::new(&key(admin_secret).into(), &[0; BLOCK_BYTES].into());
    let (blocks, _) = Array::slice_as_chunks_mut(bytes);
    cipher.decrypt_blocks(blocks);
}

fn open_v2(partner: PartnerId, cipher: &[u8], admin_secrets: &[Secret<String>]) -> Result<Ks, KsError> {
    let mut payload = Vec::with_capacity(cipher.len());
    for secret in admin_secrets {
        payload.clear();
        payload.extend_from_slice(cipher);
        decrypt(secret, &mut payload);
        let end = payload.iter().rposition(|byte| *byte != 0).map_or(0, |last| last + 1);
        let Some((hash, signed)) = payload[..end].split_first_chunk::<HASH_BYTES>() else { continue };
        if signed.len() < RANDOM_BYTES {
            continue;
        }
        if bool::from(Sha1::digest(signed).as_slice().ct_eq(hash)) {
            return read_v2(partner, &signed[RANDOM_BYTES..], *hash);
        }
    }
    Err(KsError::Forged)
}

fn read_v2(partner: PartnerId, fields: &[u8], hash: [u8; HASH_BYTES]) -> Result<Ks, KsError> {
    let mut ks = Ks {
        partner,
        user: UserId::default(),
        kind: USER,
        expires: 0,
        privileges: Privileges::default(),
        master: String::new(),
        additional: String::new(),
        hash,
    };
    for field in fields.split(|byte| *byte == b'&').filter(|field| !field.is_empty()) {
        let at = field.iter().position(|byte| *byte == b'=');
        let (name, value) = at.map_or((field, &[][..]), |at| (&field[..at], &field[at + 1..]));
        let (name, value) = (form_decode(name), form_decode(value));
        match name.as_str() {
            "_e" => ks.expires = value.parse().unwrap_or(0),
            "_t" => ks.kind = value.parse().unwrap_or(USER),
            "_u" => ks.user = value.parse().map_err(|_| KsError::Malformed)?,
            "_m" => ks.master = value,
            "_d" => ks.additional = value,
            "" => {}
            _ => ks.privileges.set(&name, &value),
        }
    }
    Ok(ks)
}

fn open_v1(signature: &str, info: &[u8], admin_secrets: &[Secret<String>]) -> Result<Ks, KsError> {
    let signed = |secret| bool::from(sign_v1(secret, info).as_bytes().ct_eq(signature.as_bytes()));
    if !admin_secrets.iter().any(signed) {
        return Err(KsError::Forged);
    }
    let info = String::from_utf8_lossy(info);
    let parts: Vec<&str> = info.split(';').collect();
    let part = |index: usize| parts.get(index).copied().unwrap_or("");
    let mut hash = [0; HASH_BYTES];
    hex::decode_to_slice(signature, &mut hash).map_err(|_| KsError::Malformed)?;
    Ok(Ks {
        partner: partner(part(0).as_bytes())?,
        user: part(5).parse().map_err(|_| KsError::Malformed)?,
        kind: part(3).parse().unwrap_or(USER),
        expires: part(2).parse().unwrap_or(0),
        privileges: Privileges::parse_merging(part(6)),
        master: part(7).to_owned(),
        additional: part(8).to_owned(),
        hash,
    })
}

fn sign_v1(admin_secret: &Secret<String>, info: &[u8]) -> String {
    let hash = Sha1::new().chain_update(admin_secret.reveal().as_bytes()).chain_update(info).finalize();
    hex::encode(hash)
}

/// What `application/x-www-form-urlencoded` leaves alone; the tilde is what newer clients leave too.
const PLAIN: &AsciiSet = &NON_ALPHANUMERIC.remove(b'_').remove(b'.').remove(b'-').remove(b'~').remove(b' ');

fn form_encode(text: &str, out: &mut String) {
    for piece in percent_encoding::utf8_percent_encode(text, PLAIN) {
        out.push_str(&piece.replace(' ', "+"));
    }
}

fn form_decode(bytes: &[u8]) -> String {
    let spaced: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    percent_decode(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Vector {
        name: &'static str,
        secret: &'static str,
        partner: i64,
        user: &'static str,
        kind: i64,
        expires: i64,
        privileges: &'static str,
        random: &'static str,
        ks: &'static str,
    }

    /// Made with the official python client, randomness and clock pinned (contract: session, test vectors).
    const V2: &[Vector] = &[
        Vector {
            name: "V2-1",
            secret: "0123456789abcdef0123456789abcdef",
            partner: 1_234_567,
            user: "producer@example.com",
            kind: 0,
            expires: 1_700_086_400,
            privileges: "setrole:WEBCAST_PRODUCER_DEVICE_ROLE,sview:*,list:1_yo43efjn,download:1_yo43efjn",
            random: "000102030405060708090a0b0c0d0e0f",
            ks: "djJ8MTIzNDU2N3xSxDc3SMfLwNjzk-BoV0rwDHtg717aSkXvl04Ih5IYYJMKymYQ1yGv9FXruAEDcThY3EjiraxmNXGRRwz4qhuhdLJu08x34gCZPXIeumJZwvzzaO4-pL9HLoF4j-ayukGiDjoX0W4cHDka-VOOHJ9H9qGINuUjLU6mED_7eERHIWoQAmcvQ4c7TCkCLkJnglIV01mNSCYFRdmsPidgYIVXyqpDcK1xDyH8XitME8NU9g==",
        },
        Vector {
            name: "V2-2",
            secret: "plenarySecretAdmin00000000000001",
            partner: 101,
            user: "admin",
            kind: 2,
            expires: 1_700_003_600,
            privileges: "",
            random: "ffeeddccbbaa99887766554433221100",
            ks: "djJ8MTAxfDhGKtdYSL60jsrDuAomZjENkIuhq4Z0s0lY6dPHuj7C2oJ-j3SdiAvKMhYR4cf-q5IGDJOB0MrnYEUOGWQGkII=",
        },
        Vector {
            name: "V2-3",
            secret: "0123456789abcdef0123456789abcdef",
            partner: 1_234_567,
            user: "viewer one",
            kind: 0,
            expires: 1_893_456_600,
            privileges: "sview:1_abcd1234,enableentitlement,appid:myApp,appdomain:my.app.com,sessionkey:viewer one",
            random: "41414141414141414141414141414141",
            ks: "djJ8MTIzNDU2N3x3YRDbod6uKj-KrdGfOAvb48R0_2NDmqczjVBP-AvEQLv8L_pI7VqDWl-jFKQkbbtZiraDMv9kCYZAPrskXrqPTw_LnDF7BQNSlj9X-Dce6dgGbNSlApRCruJ7TQAf8HWJx7rt8RXMg6bL1PJ-XCxr6ta0A5GaSbRnYku65ymuVVDUWRH_qswSxeseEJZDXmZZdtaUIsyzUnftCbG__oY0",
        },
        Vector {
            name: "V2-4",
            secret: "s3cr3t",
            partner: 102,
            user: "",
            kind: 2,
            expires: 1_700_086_400,
            privileges: "*",
            random: "00112233445566778899aabbccddeeff",
            ks: "djJ8MTAyfG2OSjGLyO0k9nBe0_07CIo-nIT4uLP8ARapVQfLXAdBnYIFPEcmdefXKs3jLrdvTjSigDyKc9bbRgpg1D77EBY2UWqQpIczjDIBcl2KHsPF",
        },
    ];

    const V1: &[Vector] = &[
        Vector {
            name: "V1-1",
            secret: "0123456789abcdef0123456789abcdef",
            partner: 1_234_567,
            user: "viewer",
            kind: 0,
            expires: 1_700_086_400,
            privileges: "sview:*",
            random: "4242",
            ks: "ZTA1Nzg1YzAwNDU0ZjhjODUxMWYzZTUzNWVkY2NmMmFiNjk0MWI5NXwxMjM0NTY3OzEyMzQ1Njc7MTcwMDA4NjQwMDswOzQyNDI7dmlld2VyO3N2aWV3Oio=",
        },
        Vector {
            name: "V1-2",
            secret: "plenarySecretAdmin00000000000001",
            partner: 101,
            user: "admin",
            kind: 2,
            expires: 1_700_003_600,
            privileges: "",
            random: "7",
            ks: "ZDhiOTljMzY2N2Y3NWM3ODY5NThhNjVjOTQ5MTE4OGJlMDBmNTA0ZXwxMDE7MTAxOzE3MDAwMDM2MDA7Mjs3O2FkbWluOw==",
        },
    ];

    fn seal(vector: &Vector, version: u8) -> String {
        let user = vector.user.parse().expect("short");
        let privileges = Privileges::parse(vector.privileges);
        let new = NewKs {
            partner: PartnerId(vector.partner),
            user: &user,
            kind: vector.kind,
            expires: vector.expires,
            privileges: &privileges,
            master: None,
            additional: None,
        };
        let secret = Secret::new(vector.secret.to_owned());
        if version == 1 {
            return new.seal_v1(&secret, vector.random.parse().expect("number")).expect("no semicolon");
        }
        let mut random = [0; 16];
        hex::decode_to_slice(vector.random, &mut random).expect("hex");
        new.seal_v2(&secret, random)
    }

    #[test]
    fn the_vectors_are_made_byte_for_byte_and_open_again() {
        for (version, vectors) in [(2, V2), (1, V1)] {
            for vector in vectors {
                assert_eq!(seal(vector, version), vector.ks, "{}", vector.name);
                let sealed = Sealed::parse(vector.ks).expect(vector.name);
                assert_eq!(sealed.partner(), PartnerId(vector.partner), "{}", vector.name);
                let wrong = Secret::new("wrong".to_owned());
                let ks = sealed.open(&[wrong, Secret::new(vector.secret.to_owned())]).expect(vector.name);
                assert_eq!(ks.user.as_str(), vector.user, "{}", vector.name);
                assert_eq!((ks.kind, ks.expires), (vector.kind, vector.expires), "{}", vector.name);
                assert_eq!(ks.privileges.to_string(), vector.privileges, "{}", vector.name);
            }
        }
    }

    #[test]
    fn the_hash_of_a_ks_is_its_signature() {
        let open = |vector: &Vector| {
            let secret = Secret::new(vector.secret.to_owned());
            hex::encode(Sealed::parse(vector.ks).expect("form").open(&[secret]).expect("signature").hash)
        };
        assert_eq!(open(&V2[0]), "da48623c6c0b301dcabf63be018b8b3e320e614a");
        assert_eq!(open(&V1[0]), "e05785c00454f8c8511f3e535edccf2ab6941b95");
    }

    #[test]
    fn both_alphabets_and_missing_padding_are_read() {
        let vector = &V2[0];
        let secret = [Secret::new(vector.secret.to_owned())];
        let standard = vector.ks.replace('-', "+").replace('_', "/");
        for text in [standard.as_str(), vector.ks.trim_end_matches('=')] {
            assert!(Sealed::parse(text).expect("form").open(&secret).is_ok(), "{text}");
        }
    }

    #[test]
    fn a_privilege_cannot_pose_as_a_field_of_the_session() {
        let privileges = Privileges::parse("_e:9999999999,_t:2,sview:*");
        let (user, secret) = (UserId::default(), Secret::new("s".to_owned()));
        let new = NewKs {
            partner: PartnerId(101),
            user: &user,
            kind: USER,
            expires: 5,
            privileges: &privileges,
            master: Some(""),
            additional: Some(""),
        };
        let ks = Sealed::parse(&new.seal_v2(&secret, [7; 16])).expect("form").open(&[secret]).expect("signature");
        assert_eq!((ks.kind, ks.expires, ks.privileges.to_string().as_str()), (USER, 5, "sview:*"));
    }
}
