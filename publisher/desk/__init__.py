"""The steward's desk: what is taken from a portal into the files of a catalogue. Reads and writes files."""
