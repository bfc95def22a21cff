"""Content files in and out: YAML to documents, documents to models and back."""
