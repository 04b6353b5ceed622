//! An analyst and the files of data.police.uk: real rows, and everything that may be wrong with a file.
mod bad;
mod golden;
mod quality;
mod sample;
mod world;
