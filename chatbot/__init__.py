"""The assistant. For now it holds the example phrases, as Rasa NLU data; the conversation comes with the assistant."""
