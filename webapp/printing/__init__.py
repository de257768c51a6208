"""Paper: exercises, keys, lessons and memos as pages to print and as tagged PDF (PDF/UA-1)."""
