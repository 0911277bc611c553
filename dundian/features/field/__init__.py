"""What officials recorded during the week: labour, talks, visits, interviews."""
