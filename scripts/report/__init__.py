"""Tables, figures and pages as people see them."""
