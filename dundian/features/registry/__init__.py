"""Unions of five levels, enterprises, people, accounts and devices."""
