"""People, enterprises and unions: lists and forms."""
