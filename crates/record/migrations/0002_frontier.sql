-- The table's first name is wanted for the dated checkpoints of an action. It lies beside the record and holds the same.
ALTER TABLE milestone RENAME TO frontier;
