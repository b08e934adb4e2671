//! What the reader may set: keys and colours, data from TOML.
