"""From what a person typed to a query, and from an article to the queries that hold. Pure."""
