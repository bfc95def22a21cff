"""The social map itself: listings, places, needs and the search. It knows no web framework and no chatbot."""
