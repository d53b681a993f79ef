"""Requests recorded on their way: browser, middleware, view, store, and back.

Django's own middleware runs a small view (`visits`) on a throwaway session of the engine asked
for. Each line of the view, each call of the store and each command that the meter sees becomes
a step. Nothing of it is drawn by hand, and nothing stays in the store.
"""
