"""What a gap or an effect is in money: what its metric says of it, and what it rests on."""
