"""The assistant: a Rasa 3.6 project that also runs without Rasa (docs/assistant.md)."""
