"""The Python interface: what the commands do, as functions that give objects back; `icsim` itself offers their names."""
