"""What the console can do, a line an action: keys, key bar, help and palette are made from these."""
