//! Which stories the reader wants to see: one grammar, everywhere.
