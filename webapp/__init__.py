"""The web application: pages for residents and the API."""
