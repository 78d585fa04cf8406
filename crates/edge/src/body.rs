//! A segment as a response body: its parts, one frame each, shared with everybody else who is sending them.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use live::Segment;
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

#[derive(Debug)]
pub(crate) struct Parts {
    segment: Arc<Segment>,
    next: usize,
    left: u64,
}

impl Parts {
    pub(crate) fn new(segment: Arc<Segment>) -> Self {
        let left = segment.bytes() as u64;
        Self { segment, next: 0, left }
    }

    pub(crate) fn bytes(&self) -> u64 {
        self.left
    }
}

impl Body for Parts {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        let part = self.segment.parts.get(self.next).cloned();
        self.next += 1;
        self.left -= part.as_ref().map_or(0, |part| part.len() as u64);
        Poll::Ready(part.map(|part| Ok(Frame::data(part))))
    }

    fn is_end_stream(&self) -> bool {
        self.next >= self.segment.parts.len()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.left)
    }
}
