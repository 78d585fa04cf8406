//! The shutdown signal: one side asks, everybody else awaits. Needs no runtime.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

#[derive(Debug, Default)]
struct State {
    requested: bool,
    next_waiter: u64,
    waiters: Vec<(u64, Waker)>,
}

type Shared = Arc<Mutex<State>>;

/// Asks everybody who holds the [`Stop`] to end.
#[derive(Debug)]
pub struct Stopper(Shared);

/// Clone it into every task; await [`Stop::requested`] first in every `select!`.
#[derive(Clone, Debug)]
pub struct Stop(Shared);

impl Stopper {
    pub fn new() -> (Self, Stop) {
        let shared = Shared::default();
        (Self(shared.clone()), Stop(shared))
    }

    pub fn stop(&self) {
        let waiters = {
            let mut state = self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            state.requested = true;
            std::mem::take(&mut state.waiters)
        };
        for (_, waker) in waiters {
            waker.wake();
        }
    }
}

impl Stop {
    pub fn is_requested(&self) -> bool {
        self.0.lock().unwrap_or_else(|poisoned| poisoned.into_inner()).requested
    }

    /// Ends when shutdown is asked for; at once if it already was. Cancel-safe.
    pub fn requested(&self) -> Requested {
        Requested { shared: self.0.clone(), waiter: None }
    }
}

/// Future of [`Stop::requested`].
#[derive(Debug)]
pub struct Requested {
    shared: Shared,
    waiter: Option<u64>,
}

impl Future for Requested {
    type Output = ();

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
        let shared = self.shared.clone();
        let mut state = shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
        if state.requested {
            return Poll::Ready(());
        }
        let id = *self.waiter.get_or_insert_with(|| {
            state.next_waiter += 1;
            state.next_waiter
        });
        match state.waiters.iter_mut().find(|(waiter, _)| *waiter == id) {
            Some((_, waker)) => waker.clone_from(cx.waker()),
            None => state.waiters.push((id, cx.waker().clone())),
        }
        Poll::Pending
    }
}

impl Drop for Requested {
    fn drop(&mut self) {
        if let Some(id) = self.waiter {
            let mut state = self.shared.lock().unwrap_or_else(|poisoned| poisoned.into_inner());
            state.waiters.retain(|(waiter, _)| *waiter != id);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::task::Wake;

    struct Count(std::sync::atomic::AtomicUsize);
    impl Wake for Count {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
        }
    }

    #[test]
    fn stopping_wakes_every_waiter_once_and_dropped_waiters_leave() {
        let (stopper, stop) = Stopper::new();
        let count = Arc::new(Count(0.into()));
        let waker = Waker::from(count.clone());
        let mut cx = Context::from_waker(&waker);
        let mut first = Box::pin(stop.requested());
        let mut second = Box::pin(stop.requested());
        assert!(first.as_mut().poll(&mut cx).is_pending());
        assert!(first.as_mut().poll(&mut cx).is_pending(), "polling twice registers once");
        assert!(second.as_mut().poll(&mut cx).is_pending());
        drop(second);
        stopper.stop();
        assert_eq!(count.0.load(std::sync::atomic::Ordering::SeqCst), 1);
        assert!(first.as_mut().poll(&mut cx).is_ready());
        assert!(stop.is_requested());
    }
}
