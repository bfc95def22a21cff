"""Writing: keyword-only functions that take the session first and `by=`, and leave an audit event behind."""
