"""The smallest site that stands on the database: what the launcher's tests start instead of the whole house."""
