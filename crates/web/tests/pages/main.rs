//! The pages as people meet them: staff on this machine, the public from anywhere, and whoever tries doors.
mod doors;
mod importing;
mod matrix;
mod naming;
mod office;
mod papers;
mod people;
mod public;
mod quarter;
mod sessions;
mod site;
mod spraying;
mod staff;
mod town;
mod trail;
mod trial;
mod working;
