"""What coding tells: agreement, precision, recall, leaks, health of indicators."""
