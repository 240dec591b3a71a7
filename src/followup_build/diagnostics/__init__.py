"""What is said about records: findings, their places, and one renderer a format."""
