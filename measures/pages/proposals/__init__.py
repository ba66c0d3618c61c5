"""Pages of suggestions and motions, and of comments on drafts."""
