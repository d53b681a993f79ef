"""What was acknowledged is never lost, whatever dies: checked by `make promise`."""
