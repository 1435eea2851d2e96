"""Printed names made comparable: of indicators, programmes and activities."""
