//! State to cells. Nothing here changes state or reads a clock.
