"""Problems and plans in words: text, Markdown, JSON, GitHub annotations. Pure, but for its own words."""
