"""What a request costs in each engine, measured on this very server.

Each engine gets a throwaway session. Requests go through Django's session middleware to a view
that does nothing, reads, or reads and writes. All kinds of request in all engines take turns, in
a new order each round, so that other work of the machine slows all of them alike. Sessions are
saved as Django saves them, where the last writer wins; `make bench` says what a merge costs.
"""
