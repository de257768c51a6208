"""What a test starts from, and whether somebody helps"""

import sqlalchemy as sa
from alembic import op

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('sitting', sa.Column('before', sa.Text(), nullable=True))
    op.add_column(
        'sitting', sa.Column('help', sa.String(length=12), nullable=False, server_default='alone')
    )


def downgrade():
    op.drop_column('sitting', 'help')
    op.drop_column('sitting', 'before')
