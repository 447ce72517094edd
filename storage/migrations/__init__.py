"""The schema's history: one file a change, run by ``storage.migrate``."""
