//! Failures on demand, for tests from outside: `DATELINE_PANIC=ui` or `=worker`. Only
//! in builds with `--features faults`.

fn asked(part: &str) -> bool {
    std::env::var_os("DATELINE_PANIC").is_some_and(|value| value == part)
}

/// Panics in the event loop.
pub(super) fn after_first_frame() {
    assert!(!asked("ui"), "asked to panic in the event loop");
}

/// Panics in one background thread instead of doing its work.
pub(super) fn faulty(name: &'static str, body: impl FnOnce()) -> impl FnOnce() {
    move || {
        assert!(name != "extractor" || !asked("worker"), "asked to panic in a worker");
        body();
    }
}
