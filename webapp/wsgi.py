"""What a production server loads: one application per process."""

from webapp import create_app

app = create_app()
