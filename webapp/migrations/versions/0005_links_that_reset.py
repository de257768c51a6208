"""A one-time link can be for somebody who has an account"""

import sqlalchemy as sa
from alembic import op
from webapp.database import CompactUuid

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None


def upgrade():
    op.add_column('one_time_link', sa.Column('adviser_id', CompactUuid(), nullable=True))


def downgrade():
    op.drop_column('one_time_link', 'adviser_id')
