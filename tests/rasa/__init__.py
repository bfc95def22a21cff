"""`make rasa`: the assistant on a real Rasa 3.6 server, beside the in-process runtime."""
