//! Who may do what: actors, roles, the permission table and token verification.
