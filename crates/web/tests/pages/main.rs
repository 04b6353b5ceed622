//! The pages as people meet them: staff on this machine, the public from anywhere, and whoever tries doors.
mod doors;
mod office;
mod public;
mod site;
mod staff;
mod working;
