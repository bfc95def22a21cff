"""Mail: how a mail looks, how it leaves (SMTP, files or the terminal), and the job that empties the outbox."""
