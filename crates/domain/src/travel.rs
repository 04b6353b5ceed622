//! Direction of travel.
