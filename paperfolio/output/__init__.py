"""Write the output folder safely: names that every system can store, and an atomic swap of old and new."""
