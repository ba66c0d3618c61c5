"""Everything a person does about exports that are made in the background."""
