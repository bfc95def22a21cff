"""The in-process runtime: reads the Rasa project, decides, replies; and the store of conversations."""
