"""Tables in other forms than CSV: made here, byte for byte the same each time."""
