"""How `compiled/`, the fast twins in some folders, becomes machine code."""
