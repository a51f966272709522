"""The steward's desk: what is written into the files of a catalogue. Reads and writes files."""
