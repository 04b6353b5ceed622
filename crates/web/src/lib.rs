//! The pages: one router for each of two listeners, read only. The public side is made from publications and nothing
//! else; the staff side shows an office, and does not know whether it looks at the present or the past.
pub mod parts;
pub mod serve;
