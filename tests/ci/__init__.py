"""What build servers do: the workflows, the templates, the make targets that they call, the hooks of pre-commit."""
