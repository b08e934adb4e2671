//! Threads and the world.
