"""Who tells a unit that its word is missing or came back: told to the commitments."""

from measures.actions.duties.telling import told_by
from services.actions.progress_notices import tell_of_progress

told_by(tell_of_progress)
