//! What a caller may make us hold while one request is read.

/// Limits of one request. Exceeding any of them refuses the whole request; nothing of it is executed.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes of a request body. The largest honest body is a metadata profile with its XSD, well under 1 MiB.
    pub body_bytes_max: usize,
    /// Bytes of a body that carries files; they are kept in memory until the action has answered. Subtitles, pictures, schemas and small documents
    /// fit.
    pub upload_bytes_max: usize,
    /// Bytes of path and query together.
    pub target_bytes_max: usize,
    /// Levels of nesting in a structure. Response profiles nest deepest, about ten levels.
    pub depth_max: usize,
    /// Keys and array elements in the whole request. Maps are searched linearly, so this also bounds the time to read one.
    pub keys_max: usize,
    /// Bytes of one text.
    pub text_bytes_max: usize,
    /// Parts of one multirequest. Clients send fewer than ten; import scripts some dozens.
    pub requests_max: usize,
}

impl Limits {
    pub const DEFAULT: Self = Self {
        body_bytes_max: 2 << 20,
        upload_bytes_max: 16 << 20,
        target_bytes_max: 32 << 10,
        depth_max: 32,
        keys_max: 3_000,
        text_bytes_max: 1 << 20,
        requests_max: 100,
    };
}

impl Default for Limits {
    fn default() -> Self {
        Self::DEFAULT
    }
}
