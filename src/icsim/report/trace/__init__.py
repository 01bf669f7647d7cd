"""What a followed team leaves behind: text, figure, JSON."""
