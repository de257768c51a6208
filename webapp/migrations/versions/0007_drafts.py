"""What is typed and not sent yet, kept with the question"""

import sqlalchemy as sa
from alembic import op

import webapp.database

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('question', sa.Column('draft', webapp.database.Json(), nullable=True))


def downgrade():
    op.drop_column('question', 'draft')
