"""What the canvas draws with: pens, letters, pictures of what was drawn before, the ground."""
