"""Problems and plans in words: text, Markdown, JSON, what build servers read, a page. Pure, but for its own words."""
