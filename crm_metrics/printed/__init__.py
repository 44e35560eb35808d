"""A board on paper: its charts as SVG, its sheet as HTML with a style of its own, and the PDF made of it."""
