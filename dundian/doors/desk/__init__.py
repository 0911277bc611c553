"""Organisers, leaders and unions at a desk: pages, never models."""
