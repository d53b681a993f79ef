"""Questions and packages of the QTI standard: 3.0 is read and written, 2.1 and 2.2 are read.

https://www.imsglobal.org/spec/qti/v3p0/impl. Decision 0049 says what becomes what.
"""
