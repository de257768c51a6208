"""What an agreement covers after the test: those given before this sentence cover the result only"""

import sqlalchemy as sa
from alembic import op

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('participation', sa.Column(
        'covers_follow_up', sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade():
    op.drop_column('participation', 'covers_follow_up')
