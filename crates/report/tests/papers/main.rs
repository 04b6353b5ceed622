//! Papers as their readers meet them, made from a record that was written through the ordinary door.
mod changes;
mod cover;
mod delivery_plan;
mod forward_look;
mod milestones;
mod office;
mod plan_on_a_page;
mod slippage;
